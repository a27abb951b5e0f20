"""Watches and feeds are added beside the list, tried first, and undone."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.articles.model import Delivery
from comms_desk.media.feeds.errors import FeedTrouble, Unreachable
from comms_desk.media.feeds.model import NewFeed, Poll
from comms_desk.media.watches.model import NewWatch, Tried
from comms_desk.reasons import Reason
from comms_desk.storage.model import FieldChange
from comms_desk.ui.kit.theme import SPACE_1_PX
from comms_desk.ui.watch import feed_words, words
from comms_desk.ui.watch_page import WatchPage
from tests.media.watches.newsroom import HOCKEY, WatchRoom
from tests.support.windows import held_writes
from tests.ui.keys import click, press, type_words
from tests.ui.watch.showing import opened, rows, shown

OPML = """<opml version="2.0"><body>
<outline text="Une" xmlUrl="https://une.example/rss"/>
<outline text="Deux" xmlUrl="https://deux.example/rss"/></body></opml>"""


def test_an_empty_page_asks_for_a_feed_first_then_for_a_watch(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    shown(qtbot, page)
    assert page.column.empty.first.text() == "Add a feed"
    click(page.column.empty.first)
    assert page.right.currentWidget() is page.feed_panel

    office.feeds.add(NewFeed(address="https://une.example/rss"))

    qtbot.waitUntil(lambda: page.column.empty.first.text() == "Write a watch")
    click(page.column.empty.first)
    assert page.right.currentWidget() is page.watch_panel


def test_a_watch_is_tried_while_it_is_typed_and_finds_what_is_here(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    page.new()
    panel = page.watch_panel
    type_words(panel.name, "Hockey")

    type_words(panel.query, "canadien*")
    qtbot.waitUntil(lambda: panel.said.text() == "1 of the 3 newest articles answers.")
    assert [row.title for row in panel.found.rows.rows()] == [HOCKEY[0]]
    with qtbot.waitSignal(page.undoable) as done:
        click(panel.accept)

    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    assert [watch.name for watch in room.watches.every()] == ["Hockey", "Ville", "Parcs"]
    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)


@pytest.mark.usefixtures("room")
def test_a_watch_that_is_not_understood_is_not_kept_and_stays_typed(
    qtbot: QtBot, page: WatchPage
) -> None:
    shown(qtbot, page)
    page.new()
    panel = page.watch_panel
    panel.name.setText("Hockey")
    panel.query.setPlainText("(canadien")

    click(panel.accept)

    note = panel.notes[panel.query]
    qtbot.waitUntil(note.isVisible)
    qtbot.waitUntil(panel.query.hasFocus)
    assert note.property("role") == "word-red"
    assert note.y() == panel.query.geometry().bottom() + 1 + SPACE_1_PX
    assert not panel.error.isVisible()
    assert panel.query.toPlainText() == "(canadien"
    assert page.right.currentWidget() is panel


def test_a_watch_is_changed_and_changed_back(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    page.watch_panel.start(parks)
    page.right.setCurrentWidget(page.watch_panel)

    page.watch_panel.query.setPlainText("perdu")
    with qtbot.waitSignal(page.undoable) as done:
        click(page.watch_panel.accept)

    qtbot.waitUntil(lambda: HOCKEY[0] in [row.title for row in rows(page)])
    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: room.watches.get(parks.id).query == parks.query)


def test_another_panel_opened_while_a_watch_goes_to_the_bin_stays(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    page.right.setCurrentWidget(page.watch_panel)
    page.watch_panel.start(parks)

    with qtbot.waitSignal(page.undoable), held_writes(page.errands):
        click(page.watch_panel.bin)
        page.right.setCurrentWidget(page.feed_panel)

    assert page.right.currentWidget() is page.feed_panel


def test_a_watch_begun_while_another_is_being_kept_stays(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    page.right.setCurrentWidget(page.watch_panel)
    page.watch_panel.start(parks)
    page.watch_panel.query.setPlainText("perdu")

    with qtbot.waitSignal(page.undoable), held_writes(page.errands):
        click(page.watch_panel.accept)
        page.new()
        type_words(page.watch_panel.name, "Hockey")

    assert page.right.currentWidget() is page.watch_panel
    assert page.watch_panel.name.text() == "Hockey"


def test_a_list_of_feeds_is_dropped_on_the_page(
    qtbot: QtBot, page: WatchPage, office: Office, tmp_path: Path
) -> None:
    shown(qtbot, page)
    file = tmp_path / "feeds.opml"
    file.write_text(OPML, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])

    page.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )

    qtbot.waitUntil(lambda: page.feed_panel.said.text() == "2 feeds added.")
    qtbot.waitUntil(lambda: len(page.feed_panel.feeds.rows.rows()) == 2)
    assert len(office.feeds.every()) == 2


def test_a_file_that_is_no_list_of_feeds_says_so(
    qtbot: QtBot, page: WatchPage, tmp_path: Path
) -> None:
    shown(qtbot, page)
    file = tmp_path / "feeds.opml"
    file.write_bytes(b"\x00\xff")

    page.feed_panel.show()
    page.right.setCurrentWidget(page.feed_panel)
    page.feed_panel.bring_in(file)

    qtbot.waitUntil(page.feed_panel.error.isVisible)


def test_an_address_that_is_none_says_so(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    page.right.setCurrentWidget(page.feed_panel)
    page.feed_panel.start()

    type_words(page.feed_panel.address, "pas une adresse")
    press(page.feed_panel.address, Qt.Key.Key_Return)

    qtbot.waitUntil(page.feed_panel.error.isVisible)
    assert page.feed_panel.look.isEnabled()


def test_a_feed_opens_from_elsewhere_and_is_asked_again(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    feed = office.feeds.add(NewFeed(address="https://une.example/rss", title="Une"))
    shown(qtbot, page)

    page.open(Ref(Subject.FEED, feed.id))
    qtbot.waitUntil(page.feed_panel.again.isVisible)

    assert page.feed_panel.feeds.chosen == feed.id
    with qtbot.waitSignal(page.undoable) as done:
        click(page.feed_panel.remove)
    assert office.feeds.every() == ()
    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: len(office.feeds.every()) == 1)
    qtbot.waitUntil(lambda: page.feed_panel.feeds.chosen == feed.id)


def fail(office: Office, trouble: FeedTrouble) -> None:
    """Have the feed at the address of *trouble* fail by it."""
    (due,) = (each for each in office.feeds.due() if each.address == trouble.address)
    office.articles.take_in([Delivery(poll=Poll(feed=due, trouble=trouble))])


def test_why_a_feed_fails_is_said_whole_and_its_address_once(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    address = "https://www.un-assez-long-domaine.example/actualites/toutes/rss.xml"
    named = office.feeds.add(NewFeed(address=f"{address}?une", title="Une"))
    bare = office.feeds.add(NewFeed(address=address))
    good = office.feeds.add(NewFeed(address="https://deux.example/rss", title="Deux"))
    for feed in (named, bare):
        fail(office, Unreachable(feed.address, Reason.NAME_UNKNOWN))
    shown(qtbot, page)
    page.open(Ref(Subject.FEED, bare.id))
    panel = page.feed_panel
    qtbot.waitUntil(panel.trouble.isVisible)

    listed = {row.key: row for row in panel.feeds.rows.rows()}
    assert (listed[named.id].title, listed[named.id].detail) == (
        "Une",
        "no machine has that name",
    )
    assert (listed[bare.id].title, listed[bare.id].detail) == (
        address,
        "no machine has that name",
    )
    assert (listed[good.id].title, listed[good.id].detail) == ("Deux", good.address)
    assert panel.trouble.text() == (
        f"{address} cannot be reached: no machine has that name. "
        "Check the address and this computer’s connection; it will be asked again."
    )
    assert panel.trouble.wordWrap()
    assert panel.trouble.text() in listed[bare.id].tooltip

    panel.feeds.choose(good.id)
    assert not panel.trouble.isVisible()
    assert panel.again.isVisible()


def test_every_trouble_of_a_feed_has_few_words() -> None:
    facts: dict[str, Any] = {
        "machine": "10.0.0.1",
        "limit_mib": 8,
        "limit_s": 30,
        "limit": 5,
        "status": 403,
    }
    facts |= {"until": None, "found": "html", "reason": "refused", "address": ""}

    for kind in FeedTrouble.__subclasses__():
        trouble = kind(**{each.name: facts[each.name] for each in fields(kind)})
        assert 0 < len(feed_words.why(trouble)) < 60, kind


@pytest.mark.usefixtures("room")
def test_a_watch_being_written_stays_when_something_changes(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    opened(qtbot, page)
    page.new()
    type_words(page.watch_panel.name, "Hockey")

    room.deliver(("Nouvelle", "À l’hôtel de ville, du neuf."))
    room.catch_up()
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.right.currentWidget() is page.watch_panel
    assert page.watch_panel.name.text() == "Hockey"
    page.step(1)
    assert page.right.currentWidget() is page.card


@pytest.mark.usefixtures("room")
def test_what_is_wrong_while_a_watch_is_tried_stands_under_its_field(
    qtbot: QtBot, page: WatchPage
) -> None:
    shown(qtbot, page)
    page.new()
    panel = page.watch_panel

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
        ("en", "None of the 3 newest articles answers."),
        ("fr", "Aucun des 3 articles les plus récents ne répond."),
    ],
)
def test_a_watch_that_finds_nothing_yet_says_that_none_answers(
    qtbot: QtBot, page: WatchPage, language: str, said: str
) -> None:
    shown(qtbot, page)
    page.new()
    i18n.use(language)

    type_words(page.watch_panel.query, "zzz")

    qtbot.waitUntil(lambda: page.watch_panel.said.text() == said)


@pytest.mark.parametrize(
    ("examined", "said"),
    [
        (0, "There is no article yet to try it on."),
        (1, "The newest article does not answer."),
        (2, "None of the 2 newest articles answers."),
    ],
)
def test_what_finds_nothing_is_said_of_as_many_articles_as_there_are(
    examined: int, said: str
) -> None:
    assert words.tried(Tried(examined=examined, answering=0, found=())) == said


@pytest.mark.usefixtures("room")
def test_a_watch_without_a_name_says_so_under_its_name(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    page.new()
    panel = page.watch_panel
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
    panel = page.watch_panel
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
    panel = page.watch_panel
    page._change_watch(parks)
    panel.query.setPlainText("perdu")
    page.new()
    type_words(panel.name, "Hockey")

    page._change_watch(parks)

    assert (panel.name.text(), panel.query.toPlainText()) == ("Parcs", "perdu")
    with qtbot.waitSignal(page.undoable):
        click(panel.accept)
    page.new()
    assert panel.name.text() == "Hockey"
    page._change_watch(room.watches.get(parks.id))
    assert panel.query.toPlainText() == "perdu"
    assert room.watches.get(parks.id).query == "perdu"


def test_an_unwritten_change_shows_the_watch_as_it_is_by_then(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    spaced = room.watches.add(NewWatch(name="Espaces", query="parcs\u00a0rouvrent"))
    shown(qtbot, page)
    page._change_watch(spaced)
    page.new()
    room.watches.edit(spaced.id, FieldChange("query", spaced.query, "verdun"))

    page._change_watch(room.watches.get(spaced.id))

    assert page.watch_panel.query.toPlainText() == "verdun"


@pytest.mark.usefixtures("room")
def test_the_watch_that_was_added_is_not_begun_again(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    page.new()
    type_words(page.watch_panel.name, "Hockey")
    type_words(page.watch_panel.query, "canadien*")
    with qtbot.waitSignal(page.undoable):
        click(page.watch_panel.accept)

    page.new()

    assert page.watch_panel.name.text() == ""


@pytest.mark.usefixtures("room")
def test_letters_alone_do_nothing_while_a_watch_is_written(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    opened(qtbot, page)

    taken = [page.takes_letters]
    page.new()
    taken.append(page.takes_letters)
    click(page.watch_panel.leave)
    taken.append(page.takes_letters)

    assert taken == [True, False, True]
