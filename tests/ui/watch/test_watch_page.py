"""The Watch page: mentions read, judged and tied from the keyboard; watches and feeds added."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.jobs.model import CommandKind
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.feeds.model import NewFeed
from comms_desk.media.watches.model import Grade, NewWatch, Tone
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.database import Database
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.theme import DARK, theme
from comms_desk.ui.watch import words
from comms_desk.ui.watch.marked_text import MarkedText
from comms_desk.ui.watch_page import UNREAD, WatchPage
from tests.media.watches.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.support.mornings import office_on
from tests.support.windows import guarded
from tests.ui.keys import click, press, type_words

PARKS = ("Les parcs de Verdun 🌳 rouvrent", "La mairesse de Montréal 🌳 et l’hôtel de ville.")
OPML = """<opml version="2.0"><body>
<outline text="Une" xmlUrl="https://une.example/rss"/>
<outline text="Deux" xmlUrl="https://deux.example/rss"/></body></opml>"""


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Office:
    return office_on(sqlite_database, tmp_path)


@pytest.fixture
def room(office: Office) -> WatchRoom:
    """Three articles of which two are mentions."""
    room = WatchRoom(office.database)
    room.watches.add(NewWatch(name="Ville", query='"hôtel de ville"'))
    room.watches.add(NewWatch(name="Parcs", query="parcs NEAR/5 rouvrent", grade=Grade.TO_CHECK))
    room.deliver(HOCKEY, BUDGET, PARKS)
    room.catch_up()
    return room


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[WatchPage]:
    errands = Errands(lambda: guarded(office))
    made = WatchPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1104, 772)
    yield made
    errands.close()


def shown(qtbot: QtBot, page: WatchPage) -> list[Row]:
    """Show the page and wait for its rows."""
    page.show()
    with qtbot.waitSignal(page.counted):
        page.shown()
    return page.column.list.list.rows.rows()


def rows(page: WatchPage) -> list[Row]:
    return page.column.list.list.rows.rows()


def opened(qtbot: QtBot, page: WatchPage) -> ArticleId:
    """Choose the first row and wait for its card."""
    page.step(1)
    qtbot.waitUntil(lambda: page.card.mention is not None)
    mention = page.card.mention
    assert mention is not None
    return mention.id


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

    assert page.card.title.marked() == ["parcs", "rouvrent"]
    assert page.card.text.marked() == ["hôtel de ville"]
    assert "Ville" in page.card.found_by.text()
    assert "by Camille Ostiguy-Roy" in page.card.byline.text()


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


def test_a_tone_is_given_by_its_key_and_taken_back_by_undo(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    article = opened(qtbot, page)

    with qtbot.waitSignal(page.undoable) as done:
        press(page, Qt.Key.Key_4)

    assert done.args is not None
    assert done.args[0] == "Tone: Negative"
    assert page.card.tones[Tone.NEGATIVE].isChecked()
    assert room.watches.mention(article).tone is Tone.NEGATIVE
    qtbot.waitUntil(lambda: rows(page)[0].glyph == "−")

    done.args[1]()
    qtbot.waitUntil(lambda: room.watches.mention(article).tone is None)
    qtbot.waitUntil(lambda: not page.card.tones[Tone.NEGATIVE].isChecked())


def test_the_same_tone_again_takes_it_back(qtbot: QtBot, page: WatchPage, room: WatchRoom) -> None:
    shown(qtbot, page)
    article = opened(qtbot, page)
    with qtbot.waitSignal(page.undoable):
        click(page.card.tones[Tone.MIXED])
    qtbot.waitUntil(lambda: page.card.mention is not None and page.card.mention.tone is not None)

    with qtbot.waitSignal(page.undoable):
        click(page.card.tones[Tone.MIXED])

    assert room.watches.mention(article).tone is None


def test_an_article_is_tied_to_a_dossier_from_the_keyboard(
    qtbot: QtBot, page: WatchPage, office: Office, room: WatchRoom
) -> None:
    office.dossiers.add(NewDossier(code="PARCS", name="Parcs d’hiver"))
    office.dossiers.add(NewDossier(code="BUD-27", name="Budget 2027"))
    shown(qtbot, page)
    article = opened(qtbot, page)

    press(page, Qt.Key.Key_L)
    type_words(page.card.picker.search, "bud")
    qtbot.waitUntil(lambda: len(page.card.picker.list.rows.rows()) == 1)
    with qtbot.waitSignal(page.undoable) as done:
        press(page.card.picker.search, Qt.Key.Key_Return)

    assert [each.code for each in room.watches.mention(article).dossiers] == ["BUD-27"]
    qtbot.waitUntil(lambda: [tag.text for tag in rows(page)[0].tags] == ["BUD-27"])
    assert done.args is not None
    done.args[1]()
    qtbot.waitUntil(lambda: room.watches.mention(article).dossiers == ())


@pytest.mark.usefixtures("room")
def test_escape_leaves_the_choice_of_a_dossier(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    opened(qtbot, page)
    press(page, Qt.Key.Key_L)
    assert page.card.picker.isVisible()

    press(page.card.picker.search, Qt.Key.Key_Escape)

    assert not page.card.picker.isVisible()


def test_a_watch_or_the_unread_alone_can_be_listed(
    qtbot: QtBot, page: WatchPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")

    page.column.check(parks.id)
    qtbot.waitUntil(lambda: [row.title for row in rows(page)] == [PARKS[0]])

    room.articles.mark_read([ArticleId(int(str(rows(page)[0].key)))], person=room.reader)
    page.column.check(UNREAD)
    qtbot.waitUntil(lambda: [row.title for row in rows(page)] == [BUDGET[0]])


@pytest.mark.usefixtures("room")
def test_a_search_looks_in_every_article_and_marks_its_words(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)

    type_words(page.column.search, "montreal perdu")
    qtbot.waitUntil(lambda: [row.title for row in rows(page)] == [HOCKEY[0]])
    assert page.column.count.text() == "1 article"
    opened(qtbot, page)

    assert page.card.text.marked() == ["Montréal", "perdu"]
    assert not page.card.found_by.isVisible()


@pytest.mark.usefixtures("room")
def test_a_search_that_is_not_understood_says_why(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)

    type_words(page.column.search, "budget OR")

    qtbot.waitUntil(page.column.empty.isVisible)
    assert not page.error.isVisible()


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

    qtbot.waitUntil(panel.error.isVisible)
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
    click(page.feed_panel.remove)
    qtbot.waitUntil(lambda: not office.feeds.every())
    page.feed_panel.undo_remove()
    qtbot.waitUntil(lambda: len(office.feeds.every()) == 1)


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


def test_marks_wear_the_colours_of_now(qtbot: QtBot) -> None:
    text = MarkedText("Text")
    qtbot.addWidget(text)
    text.show_text("La Ville parle", [(3, 8)])

    theme().force(DARK)

    (selection,) = text.extraSelections()
    assert selection.format.background().color().name().upper() == DARK.matched
