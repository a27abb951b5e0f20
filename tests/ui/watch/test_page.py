"""The Watch page: mentions read, judged and tied from the keyboard."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.jobs.model import CommandKind
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import Caught, Grade, NewTheme, Tone
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.errors import StorageBusy
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.look import (
    LIST_WIDTH_PX,
    PAGE_BAR_HEIGHT_PX,
    RAIL_WIDTH_PX,
)
from comms_desk.ui.shell.window import Window
from comms_desk.ui.watch import reading, triage, words
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.support.windows import held_writes, marked
from tests.ui.keys import click, press, type_words
from tests.ui.watch.showing import PARKS, opened, rows, shown


@pytest.mark.usefixtures("room")
def test_mentions_are_listed_by_day_with_what_is_to_check(qtbot: QtBot, page: WatchPage) -> None:
    listed = shown(qtbot, page)

    assert [row.title for row in listed] == [PARKS[0], BUDGET[0]]
    assert {row.group for row in listed} == {"Today"}
    assert page.column.count.text() == "2 unread · 2 this week"
    assert all(row.strong for row in listed)


@pytest.mark.usefixtures("room")
def test_the_words_that_answered_are_marked_beside_an_emoji_too(
    qtbot: QtBot, page: WatchPage
) -> None:
    shown(qtbot, page)
    opened(qtbot, page)

    assert marked(page.card.title) == ["parcs", "rouvrent"]
    assert marked(page.card.text) == ["hôtel de ville"]
    assert "Ville" in page.card.found_by.text()
    assert "by Camille Ostiguy-Roy" in page.card.byline.text()


def test_the_names_of_the_watches_that_found_a_mention_are_told_apart(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    room.watches.add(NewTheme(name="Ville, à vérifier", query="verdun"))
    room.catch_up()
    shown(qtbot, page)

    opened(qtbot, page)

    assert page.card.found_by.text() == "Found by: “Ville”, “Parcs”, “Ville, à vérifier”"


def test_what_is_opened_is_read_and_can_be_unread_again(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)

    with qtbot.waitSignal(page.counted) as counted:
        article = opened(qtbot, page)
    assert counted.args == [1]
    assert [row.strong for row in rows(page)] == [False, True]
    assert room.watches.mention(article).article.is_read

    press(page, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: rows(page)[0].strong)
    assert not room.watches.mention(article).article.is_read


def test_the_head_counts_the_unread_as_the_rail_does(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    counted: list[int] = []
    page.counted.connect(counted.append)
    shown(qtbot, page)

    opened(qtbot, page)

    qtbot.waitUntil(lambda: counted[-1] == 1)
    assert page.column.count.text() == "1 unread · 2 this week"


def test_a_tone_is_given_by_its_key_and_taken_back_by_undo(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    article = opened(qtbot, page)

    with qtbot.waitSignal(page.undoable) as done:
        press(page, Qt.Key.Key_4)

    assert done.args is not None
    assert done.args[0] == f"Tone: Negative · “{PARKS[0]}”"
    assert page.card.tones.buttons[Tone.NEGATIVE].isChecked()
    assert room.watches.mention(article).tone is Tone.NEGATIVE
    qtbot.waitUntil(lambda: rows(page)[0].glyph == "−")

    done.args[1]()
    qtbot.waitUntil(lambda: room.watches.mention(article).tone is None)
    qtbot.waitUntil(lambda: not page.card.tones.buttons[Tone.NEGATIVE].isChecked())


def test_an_article_made_unread_is_read_again_by_undo(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    article = opened(qtbot, page)
    qtbot.waitUntil(lambda: not rows(page)[0].strong)
    with qtbot.waitSignal(page.undoable) as done:
        press(page, Qt.Key.Key_U)
    assert done.args is not None
    assert done.args[0] == f"Marked as unread · “{PARKS[0]}”"
    page.step(1)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    done.args[1]()

    qtbot.waitUntil(lambda: room.watches.mention(article).article.is_read)
    qtbot.waitUntil(lambda: not rows(page)[0].strong)


def test_undo_unties_what_was_tied_though_another_article_was_opened_meanwhile(
    qtbot: QtBot, page: WatchPage, office: Office, room: WatchRoom
) -> None:
    parks = office.dossiers.add(NewDossier(code="PARCS", name="Parcs d’hiver")).id
    budget = office.dossiers.add(NewDossier(code="BUD-27", name="Budget 2027")).id
    shown(qtbot, page)
    first = opened(qtbot, page)
    with qtbot.waitSignal(page.undoable) as tied:
        page.card.dossiers.picker.chosen.emit(parks)
    assert tied.args is not None

    with held_writes(page.errands):
        page.card.dossiers.picker.chosen.emit(budget)
        tied.args[1]()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert [each.code for each in room.watches.mention(first).dossiers] == ["BUD-27"]


def test_a_long_title_is_short_where_it_says_what_was_done(office: Office, room: WatchRoom) -> None:
    (long,) = room.deliver(("Montréal " * 20, "À relire."))

    said = triage.judge((long,), None, office).said

    assert said.startswith("Tone removed · “Montréal Montréal")
    assert said.endswith("…”")
    assert len(said) < 80


def test_the_same_tone_again_takes_it_back(qtbot: QtBot, page: WatchPage, room: WatchRoom) -> None:
    shown(qtbot, page)
    article = opened(qtbot, page)
    with qtbot.waitSignal(page.undoable):
        click(page.card.tones.buttons[Tone.MIXED])
    qtbot.waitUntil(lambda: page.card.mention is not None and page.card.mention.tone is not None)

    with qtbot.waitSignal(page.undoable):
        click(page.card.tones.buttons[Tone.MIXED])

    assert room.watches.mention(article).tone is None


def test_an_article_is_tied_to_a_dossier_from_the_keyboard(
    qtbot: QtBot, page: WatchPage, office: Office, room: WatchRoom
) -> None:
    office.dossiers.add(NewDossier(code="PARCS", name="Parcs d’hiver"))
    office.dossiers.add(NewDossier(code="BUD-27", name="Budget 2027"))
    shown(qtbot, page)
    article = opened(qtbot, page)

    press(page, Qt.Key.Key_L)
    type_words(page.card.dossiers.picker.search, "bud")
    qtbot.waitUntil(lambda: len(page.card.dossiers.picker.list.rows.rows()) == 1)
    with qtbot.waitSignal(page.undoable) as done:
        press(page.card.dossiers.picker.search, Qt.Key.Key_Return)

    assert [each.code for each in room.watches.mention(article).dossiers] == ["BUD-27"]
    qtbot.waitUntil(lambda: [tag.text for tag in rows(page)[0].tags] == ["BUD-27"])
    assert done.args is not None
    assert done.args[0] == "Linked to BUD-27 · Budget 2027"
    done.args[1]()
    qtbot.waitUntil(lambda: room.watches.mention(article).dossiers == ())


def test_enter_takes_the_dossier_of_the_words_typed_before_it(
    qtbot: QtBot, page: WatchPage, office: Office, room: WatchRoom
) -> None:
    office.dossiers.add(NewDossier(code="BUD-27", name="Budget 2027"))
    office.dossiers.add(NewDossier(code="PARCS", name="Parcs d’hiver"))
    shown(qtbot, page)
    article = opened(qtbot, page)
    press(page, Qt.Key.Key_L)
    picker = page.card.dossiers.picker
    qtbot.waitUntil(lambda: len(picker.list.rows.rows()) == 2)

    with qtbot.waitSignal(page.undoable):
        type_words(picker.search, "parc")
        press(picker.search, Qt.Key.Key_Return)

    assert [each.code for each in room.watches.mention(article).dossiers] == ["PARCS"]


def test_enter_on_words_that_no_dossier_has_takes_none(
    qtbot: QtBot, page: WatchPage, office: Office, room: WatchRoom
) -> None:
    office.dossiers.add(NewDossier(code="BUD-27", name="Budget 2027"))
    shown(qtbot, page)
    article = opened(qtbot, page)
    press(page, Qt.Key.Key_L)
    picker = page.card.dossiers.picker
    qtbot.waitUntil(lambda: len(picker.list.rows.rows()) == 1)

    type_words(picker.search, "zzz")
    press(picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert room.watches.mention(article).dossiers == ()
    assert picker.isVisible()


@pytest.mark.usefixtures("room")
def test_escape_leaves_the_choice_of_a_dossier(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    opened(qtbot, page)
    press(page, Qt.Key.Key_L)
    assert page.card.dossiers.picker.isVisible()

    press(page.card.dossiers.picker.search, Qt.Key.Key_Escape)

    assert not page.card.dossiers.picker.isVisible()


def test_the_unread_alone_of_one_watch_or_of_all_can_be_listed(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")

    page.column.check(parks.id)
    qtbot.waitUntil(lambda: [row.title for row in rows(page)] == [PARKS[0]])

    room.articles.mark_read([ArticleId(int(str(rows(page)[0].key)))], person=room.reader)
    click(page.unread)
    qtbot.waitUntil(lambda: rows(page) == [])
    page.column.check(None)
    qtbot.waitUntil(lambda: [row.title for row in rows(page)] == [BUDGET[0]])


def test_what_is_listed_is_narrowed_by_source_tone_and_dossier_a_search_too(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    shown(qtbot, page)
    parks, budget = (ArticleId(int(str(row.key))) for row in rows(page))
    dossier = office.dossiers.add(NewDossier(code="BUD-27", name="Budget 2027")).id
    room.watches.link(budget, dossier)
    for article in (parks, budget):
        room.watches.set_tone(article, Tone.NEGATIVE)
    click(page.narrower)
    qtbot.waitUntil(lambda: page.filters.dossier.count() == len(["all", dossier]))

    page.filters.tone.setCurrentText("Negative")
    qtbot.waitUntil(lambda: page.column.count.text() == "2 mentions")
    page.filters.dossier.setCurrentText("BUD-27 · Budget 2027")
    qtbot.waitUntil(lambda: [row.key for row in rows(page)] == [budget])
    page.column.search.setText("montréal")
    page.column.search.ask()
    qtbot.waitUntil(lambda: page.column.count.text() == "1 article")

    (row,) = rows(page)
    assert (row.key, row.glyph, [tag.text for tag in row.tags]) == (budget, "−", ["BUD-27"])
    page.filters.tone.setCurrentText("Mixed")
    qtbot.waitUntil(lambda: rows(page) == [])
    click(page.narrower)
    qtbot.waitUntil(lambda: len(rows(page)) > 1)


@pytest.mark.usefixtures("room")
def test_the_filters_alone_stand_on_their_line_and_the_feeds_under_the_title(
    qtbot: QtBot, page: WatchPage
) -> None:
    shown(qtbot, page)
    qtbot.waitUntil(page.all_read.isVisible)

    def middle(each: QWidget) -> int:
        return each.mapTo(page, each.rect().center()).y()

    beside = {middle(each) for each in (page.note, page.all_read, page.renew)}
    assert max(beside) - min(beside) <= 1
    assert max(beside) < middle(page.sources) < middle(page.column.search)
    assert not {page.sources, page.all_read} & set(page.column.chips)


@pytest.mark.usefixtures("room")
def test_what_is_listed_is_read_at_once_and_unread_again_by_undo(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    chip = page.themes.shown[parks.id]
    qtbot.waitUntil(lambda: chip.text() == "Parcs · 1")
    page.column.check(parks.id)
    qtbot.waitUntil(lambda: len(rows(page)) == 1)

    with qtbot.waitSignal(page.undoable) as done:
        click(page.all_read)

    assert done.args is not None
    assert done.args[0] == "1 mention marked as read"
    qtbot.waitUntil(lambda: chip.text() == "Parcs")
    assert room.told_once.figures().unread == 1
    done.args[1]()
    qtbot.waitUntil(lambda: chip.text() == "Parcs · 1")
    assert room.told_once.figures().unread == 2


def test_a_watch_opens_from_elsewhere_on_a_page_that_was_not_shown_yet(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")

    page.open(Ref(Subject.WATCH, parks.id))
    shown(qtbot, page)

    qtbot.waitUntil(lambda: [row.title for row in rows(page)] == [PARKS[0]])
    assert page.column.filter == parks.id


@pytest.mark.usefixtures("room")
def test_a_watch_without_a_chip_is_listed_from_elsewhere(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    for name in ("A", "B", "Hockey"):
        room.watches.add(NewTheme(name=name, query="perdu", grade=Grade.TO_CHECK))
    room.catch_up()
    hockey = next(watch for watch in room.watches.every() if watch.name == "Hockey")
    shown(qtbot, page)
    assert hockey.id not in page.themes.shown
    assert page.themes.others.isVisible()

    page.open(Ref(Subject.WATCH, hockey.id))

    qtbot.waitUntil(lambda: [row.title for row in rows(page)] == [HOCKEY[0]])
    assert page.column.filter == hockey.id
    click(page.change)
    assert page.theme_panel.name.text() == "Hockey"

    other = page.themes._menu.actions()[0]
    number = other.data()
    other.trigger()
    qtbot.waitUntil(lambda: page.column.filter == number)
    assert number in page.themes.shown
    assert hockey.id not in page.themes.shown


@pytest.mark.usefixtures("room")
def test_a_search_looks_in_every_article_and_marks_its_words(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)

    type_words(page.column.search, "montreal perdu")
    qtbot.waitUntil(lambda: [row.title for row in rows(page)] == [HOCKEY[0]])
    assert page.column.count.text() == "1 article"
    opened(qtbot, page)

    assert marked(page.card.text) == ["Montréal", "perdu"]
    assert not page.card.found_by.isVisible()


def test_an_article_without_a_title_says_so_in_its_row_and_on_its_card(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    (article,) = room.deliver(("", ""))
    shown(qtbot, page)

    type_words(page.column.search, "author:camille")
    qtbot.waitUntil(lambda: "(untitled)" in [row.title for row in rows(page)])
    (row,) = (row for row in rows(page) if row.title == "(untitled)")
    page.open(Ref(Subject.ARTICLE, int(article)))
    qtbot.waitUntil(lambda: page.card.mention is not None and page.card.mention.id == article)

    assert row.aloud().startswith("(untitled)")
    assert page.card.title.toPlainText() == "(untitled)"


def test_an_article_that_is_on_its_way_is_not_overtaken_by_the_one_shown(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    before = opened(qtbot, page)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    page.step(1)
    page.refresh()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.card.mention is not None
    assert page.card.mention.id == page.column.list.chosen != before

    page.step(-1)
    page.step(1)
    page.step(-1)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert page.card.mention.id == before


def test_an_article_that_cannot_be_read_again_stays_and_the_page_says_why(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    opened(qtbot, page)

    page._gone(StorageBusy(waited_s=5))

    assert page.card.mention is not None
    assert page.error.isVisible()


@pytest.mark.usefixtures("room")
def test_a_search_that_is_not_understood_says_why(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)

    type_words(page.column.search, "budget OR")

    qtbot.waitUntil(page.column.empty.isVisible)
    assert not page.error.isVisible()


def test_an_article_opens_from_elsewhere(qtbot: QtBot, page: WatchPage, room: WatchRoom) -> None:
    shown(qtbot, page)
    article = room.watches.mentions().rows[1].id

    page.open(Ref(Subject.ARTICLE, article))

    qtbot.waitUntil(lambda: page.card.mention is not None and page.card.mention.id == article)
    qtbot.waitUntil(lambda: page.column.list.chosen == article)


@pytest.mark.usefixtures("room")
def test_a_refresh_has_the_worker_ask_every_feed(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    shown(qtbot, page)

    with qtbot.waitSignal(page.undoable):
        click(page.renew)

    assert [(each.kind, each.ref) for each in office.jobs.waiting()] == [
        (CommandKind.POLL_NOW, None)
    ]


def test_what_arrives_while_the_page_is_shown_appears(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)

    room.deliver(("Nouvelle", "À l’hôtel de ville, du neuf."))
    room.catch_up()

    qtbot.waitUntil(lambda: rows(page)[0].title == "Nouvelle")


def test_days_are_named_as_a_reader_would() -> None:
    now = datetime.fromisoformat("2026-11-24T12:00:00-05:00")

    assert words.day(now, now) == "Today"
    assert words.day(now - timedelta(days=1), now) == "Yesterday"
    assert words.day(now - timedelta(days=9), now) == "November 15, 2026"


@pytest.mark.usefixtures("room")
def test_the_keys_are_written_on_their_buttons(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    opened(qtbot, page)

    assert page.card.tones.buttons[Tone.NEGATIVE].key == "4"
    assert page.card.link_it.key == "L"
    assert not page.renew.key


@pytest.mark.usefixtures("room")
def test_the_tabs_of_the_list_follow_the_eye(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    head = [page.renew, page.change, page.more, page.sources, page.review, page.coverage]
    expected = [*head, page.column.search, page.narrower, page.views]
    chips = [*page.column.chips, *page.filters.choices, *page.filters.chips.values()]

    at: QWidget | None = page.renew
    walked: list[QWidget | None] = [at]
    for _each in range(len([*expected, *chips])):
        at = at.nextInFocusChain() if at is not None else None
        while at is not None and at.focusPolicy() is Qt.FocusPolicy.NoFocus:
            at = at.nextInFocusChain()
        walked.append(at)

    assert walked == [*expected, *chips, page.column.list.list]


def test_watches_that_take_long_are_left_to_the_worker(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office, errands: Errands
) -> None:
    shown(qtbot, page)
    room.deliver(BUDGET)

    caught = reading.catch_up(office, patience_s=0)
    page._caught(caught)

    assert errands.unwritten == 0
    assert caught == Caught(is_done=False, is_stopped=True)
    assert reading.catch_up(office).is_done


@pytest.mark.usefixtures("room")
def test_in_the_narrowest_window_titles_have_the_room_of_a_list(
    qtbot: QtBot, page: WatchPage
) -> None:
    shown(qtbot, page)
    opened(qtbot, page)

    page.resize(1_024 - RAIL_WIDTH_PX, 640)

    qtbot.waitUntil(lambda: page.column.width() >= LIST_WIDTH_PX - 1)
    assert page.card.bar.height() == PAGE_BAR_HEIGHT_PX


def test_what_was_marked_as_read_is_unread_again_after_the_tone_that_was_given_since(
    qtbot: QtBot, window: Window, room: WatchRoom
) -> None:
    window.go_to("watch")
    page = window.page
    assert isinstance(page, WatchPage)
    qtbot.waitUntil(lambda: page.column.list.shown == 2)
    page.mark_all_read()
    qtbot.waitUntil(lambda: room.told_once.figures().unread == 0 and window.errands.is_idle)
    article = opened(qtbot, page)
    page.card.tones.judge(Tone.POSITIVE)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    window.undoing.undo()
    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert room.watches.set_tone(article, None) is None
    window.undoing.undo()

    qtbot.waitUntil(lambda: room.told_once.figures().unread == 2)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert room.told_once.figures().unread == 2, "the one in front too"
