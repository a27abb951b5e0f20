"""A watch is written beside the list, tried first, kept as it was left, and undone."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.media.themes.model import NewTheme, ThemeId, ThemeTried
from comms_desk.storage.model import FieldChange
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.look import SPACE_1_PX
from comms_desk.ui.kit.notices import Toast
from comms_desk.ui.watch import words
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import HOCKEY, WatchRoom
from tests.support.windows import held_writes
from tests.ui.keys import click, type_words
from tests.ui.watch.showing import opened, rows, shown


def test_a_watch_is_tried_while_it_is_typed_and_finds_what_is_here(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    page.new()
    panel = page.theme_panel
    type_words(panel.name, "Hockey")

    type_words(panel.query, "canadien*")
    qtbot.waitUntil(lambda: panel.said.text() == "1 of the 3 newest articles matches.")
    assert [row.title for row in panel.found.rows.rows()] == [HOCKEY[0]]
    with qtbot.waitSignal(page.undoable) as done:
        click(panel.accept)

    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    assert [watch.name for watch in room.watches.every()] == ["Hockey", "Ville", "Parcs"]
    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)


def test_a_watch_that_was_added_stays_once_its_toast_has_gone(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    toast = Toast(page)
    page.undoable.connect(toast.offer)
    page.new()
    page.theme_panel.name.setText("Hockey")
    page.theme_panel.query.setPlainText("canadien*")
    with qtbot.waitSignal(page.undoable):
        click(page.theme_panel.accept)
    while_shown = toast.may_undo

    toast.close_it()

    assert (while_shown, toast.may_undo) == (True, False)
    assert "Hockey" in [watch.name for watch in room.watches.every()]


@pytest.mark.usefixtures("room")
def test_a_watch_that_is_not_understood_is_not_kept_and_stays_typed(
    qtbot: QtBot, page: WatchPage
) -> None:
    shown(qtbot, page)
    page.new()
    panel = page.theme_panel
    panel.name.setText("Hockey")
    panel.query.setPlainText("(canadien")

    click(panel.accept)

    note = panel.notes[panel.query]
    qtbot.waitUntil(note.isVisible)
    qtbot.waitUntil(panel.query.hasFocus)
    assert note.property("role") == "word-red"
    qtbot.waitUntil(lambda: note.y() == panel.query.geometry().bottom() + 1 + SPACE_1_PX)
    assert not panel.error.isVisible()
    assert panel.query.toPlainText() == "(canadien"
    assert page.right.currentWidget() is panel


def test_a_watch_is_changed_and_changed_back(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    page.theme_panel.start(parks)
    page.put_in_front(page.theme_panel)

    page.theme_panel.query.setPlainText("perdu")
    with qtbot.waitSignal(page.undoable) as done:
        click(page.theme_panel.accept)

    qtbot.waitUntil(lambda: HOCKEY[0] in [row.title for row in rows(page)])
    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: room.watches.get(parks.id).query == parks.query)


def test_what_a_watch_was_is_put_back_from_its_history(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    room.watches.edit(parks.id, FieldChange("query", parks.query, "perdu"))
    shown(qtbot, page)
    page._edit_theme(room.watches.get(parks.id))
    panel = page.theme_panel
    click(panel.history.button)

    def ways_back() -> list[Button]:
        buttons = panel.history.findChildren(Button)
        return [each for each in buttons if each.text().startswith("Put back")]

    qtbot.waitUntil(lambda: bool(ways_back()))
    (back,) = ways_back()
    assert "Query" in back.accessibleName()
    click(back)

    qtbot.waitUntil(lambda: panel.query.toPlainText() == parks.query)
    assert room.watches.get(parks.id).query == parks.query


def test_another_panel_opened_while_a_watch_goes_to_the_bin_stays(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    page.put_in_front(page.theme_panel)
    page.theme_panel.start(parks)

    with qtbot.waitSignal(page.undoable), held_writes(page.errands):
        click(page.theme_panel.bin)
        page.put_in_front(page.feed_panel)

    assert page.right.currentWidget() is page.feed_panel


def test_a_watch_begun_while_another_is_being_kept_stays(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    page.put_in_front(page.theme_panel)
    page.theme_panel.start(parks)
    page.theme_panel.query.setPlainText("perdu")

    with qtbot.waitSignal(page.undoable), held_writes(page.errands):
        click(page.theme_panel.accept)
        page.new()
        type_words(page.theme_panel.name, "Hockey")

    assert page.right.currentWidget() is page.theme_panel
    assert page.theme_panel.name.text() == "Hockey"


@pytest.mark.usefixtures("room")
def test_a_watch_being_written_stays_when_something_changes(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    opened(qtbot, page)
    page.new()
    type_words(page.theme_panel.name, "Hockey")

    room.deliver(("Nouvelle", "À l’hôtel de ville, du neuf."))
    room.catch_up()
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.right.currentWidget() is page.theme_panel
    assert page.theme_panel.name.text() == "Hockey"
    page.step(1)
    assert page.right.currentWidget() is page.card


@pytest.mark.usefixtures("room")
def test_what_is_wrong_while_a_watch_is_tried_stands_under_its_field(
    qtbot: QtBot, page: WatchPage
) -> None:
    shown(qtbot, page)
    page.new()
    panel = page.theme_panel

    type_words(panel.query, "mairesse OR")
    qtbot.waitUntil(panel.notes[panel.query].isVisible)
    assert panel.said.text() == ""

    type_words(panel.query, " hockey")
    qtbot.waitUntil(lambda: bool(panel.said.text()))
    assert not panel.notes[panel.query].isVisible()


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "None of the 3 newest articles matches."),
        ("fr", "Aucun article trouvé parmi les 3 plus récents."),
    ],
)
def test_a_watch_that_finds_nothing_yet_says_that_none_answers(
    qtbot: QtBot, page: WatchPage, language: str, said: str
) -> None:
    shown(qtbot, page)
    page.new()
    i18n.use(language)

    type_words(page.theme_panel.query, "zzz")

    qtbot.waitUntil(lambda: page.theme_panel.said.text() == said)


@pytest.mark.parametrize(
    ("examined", "said"),
    [
        (0, "There is no article yet to try it on."),
        (1, "The newest article does not match."),
        (2, "None of the 2 newest articles matches."),
    ],
)
def test_what_finds_nothing_is_said_of_as_many_articles_as_there_are(
    examined: int, said: str
) -> None:
    assert words.tried(ThemeTried(examined=examined, answering=0, found=())) == said


def test_a_card_says_that_more_answers_than_is_marked(room: WatchRoom) -> None:
    (article,) = room.deliver(("À l’hôtel de ville", "Hôtel de ville. " * 1_200))
    room.catch_up()

    card = words.card(room.watches.mention(article), {ThemeId(1): "Ville"})

    assert card.found_by == ("Found by: “Ville” · 1,000+ places match; the first ones are marked.")


@pytest.mark.usefixtures("room")
def test_a_watch_without_a_name_says_so_under_its_name(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    page.new()
    panel = page.theme_panel
    panel.query.setPlainText("hockey")
    qtbot.waitUntil(lambda: bool(panel.said.text()))

    click(panel.accept)

    qtbot.waitUntil(panel.notes[panel.name].isVisible)
    qtbot.waitUntil(panel.name.hasFocus)


@pytest.mark.usefixtures("room")
def test_a_watch_half_written_is_there_again_after_a_mention_was_read(
    qtbot: QtBot, page: WatchPage
) -> None:
    shown(qtbot, page)
    page.new()
    panel = page.theme_panel
    type_words(panel.name, "Hockey")
    type_words(panel.query, "canadien*")
    opened(qtbot, page)
    assert page.right.currentWidget() is page.card

    page.new()

    assert page.right.currentWidget() is panel
    assert (panel.name.text(), panel.query.toPlainText()) == ("Hockey", "canadien*")
    click(panel.leave)
    page.new()
    assert (panel.name.text(), panel.query.toPlainText()) == ("", "")


def test_a_change_half_written_waits_while_another_watch_is_written(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    panel = page.theme_panel
    page._edit_theme(parks)
    panel.query.setPlainText("perdu")
    page.new()
    type_words(panel.name, "Hockey")

    page._edit_theme(parks)

    assert (panel.name.text(), panel.query.toPlainText()) == ("Parcs", "perdu")
    with qtbot.waitSignal(page.undoable):
        click(panel.accept)
    page.new()
    assert panel.name.text() == "Hockey"
    page._edit_theme(room.watches.get(parks.id))
    assert panel.query.toPlainText() == "perdu"
    assert room.watches.get(parks.id).query == "perdu"


def test_an_unwritten_change_shows_the_watch_as_it_is_by_then(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    spaced = room.watches.add(NewTheme(name="Espaces", query="parcs\u00a0rouvrent"))
    shown(qtbot, page)
    page._edit_theme(spaced)
    page.new()
    room.watches.edit(spaced.id, FieldChange("query", spaced.query, "verdun"))

    page._edit_theme(room.watches.get(spaced.id))

    assert page.theme_panel.query.toPlainText() == "verdun"


@pytest.mark.usefixtures("room")
def test_the_watch_that_was_added_is_not_begun_again(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    page.new()
    type_words(page.theme_panel.name, "Hockey")
    type_words(page.theme_panel.query, "canadien*")
    with qtbot.waitSignal(page.undoable):
        click(page.theme_panel.accept)

    page.new()

    assert page.theme_panel.name.text() == ""


@pytest.mark.usefixtures("room")
def test_letters_alone_do_nothing_while_a_watch_is_written(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    opened(qtbot, page)

    taken = [page.takes_letters]
    page.new()
    taken.append(page.takes_letters)
    click(page.theme_panel.leave)
    taken.append(page.takes_letters)

    assert taken == [True, False, True]


@pytest.mark.parametrize(
    "letter", ["\r\n", "\r", "\n", "\u2028", "\u2029", "\u00a0", "\ufdd0", "\x85"]
)
def test_a_watch_that_nobody_touched_is_not_half_written_whatever_letters_are_in_it(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, letter: str
) -> None:
    watch = room.watches.add(
        NewTheme(name="Neige", query=f"neige{letter}OR pluie", ignored=(f"bord{letter}de mer",))
    )
    shown(qtbot, page)
    page._edit_theme(watch)
    panel = page.theme_panel
    assert not panel._begun.is_touched

    panel.alert.setChecked(True)
    with qtbot.waitSignal(page.undoable):
        click(panel.accept)

    changed = room.watches.get(watch.id)
    assert changed.alert
    assert (changed.query, changed.ignored) == (watch.query, watch.ignored)
