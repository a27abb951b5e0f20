"""A story in the Watch: one row, its copies on the card, split and joined by a key."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import NewTheme
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.notices import NamedUndo
from comms_desk.ui.watch import story_words
from comms_desk.ui.watch.page import WatchPage
from tests.media.stories.press import BUDGET, FIRE, REWRITTEN, Press
from tests.ui.keys import click, press
from tests.ui.watch.showing import opened, rows, shown

OTHER = f"Montréal. {FIRE}"


class Room(Press):
    """Two articles of one story, and another."""

    def __init__(self, office: Office, clock: StillClock) -> None:
        super().__init__(office.database)
        self.watches.add(NewTheme(name="Ville", query="Montréal"))
        said = (("La Dépêche", BUDGET), ("Le Courrier", OTHER), ("La Gazette", REWRITTEN))
        self.fire: ArticleId
        self.articles_said = []
        for medium, text in said:
            clock.advance(timedelta(minutes=1))
            self.articles_said.append(self.publishes(medium, text))
        self.first, self.fire, self.copy = self.articles_said
        while not self.watches.catch_up().is_done:
            pass
        self.group()


@pytest.fixture
def room(office: Office, clock: StillClock) -> Room:
    return Room(office, clock)


def copies(page: WatchPage) -> list[str]:
    """Return what the card says of the story, the media that a press opens in brackets."""
    panel = page.card.story
    said = [f"[{each.text()}]" for each in panel.findChildren(Button) if each.property("article")]
    return said + [each.text() for each in panel.findChildren(Label) if each.text()]


def chosen(qtbot: QtBot, page: WatchPage, place: int) -> None:
    page.step(place + 1)
    key = rows(page)[place].key
    qtbot.waitUntil(lambda: page.card.mention is not None and page.card.mention.id == key)


def test_a_story_is_one_row_that_says_in_how_many_media_it_is(
    qtbot: QtBot, page: WatchPage, room: Room
) -> None:
    listed = shown(qtbot, page)

    assert [row.key for row in listed] == [room.fire, room.first]
    assert [[tag.text for tag in row.tags] for row in listed] == [[], ["same story in 2 media"]]
    assert page.column.count.text() == "2 unread"
    assert page.told_once.text() == "3 mentions, 2 stories"


def test_a_copy_says_what_its_title_has_otherwise(office: Office, clock: StillClock) -> None:
    press = Press(office.database)
    title = "La Ville dépose un budget de 7,7 G$"
    first, same, other = (
        press.publishes(medium, BUDGET, title=said)
        for medium, said in (
            ("La Dépêche", title),
            ("Le Courrier", title),
            ("Radio Rive", f"{title} à Montréal"),
        )
    )
    press.group()
    story = press.stories.story(first)
    assert story is not None

    lines = story_words.shown(story, first, clock.now()).lines

    assert {each.article: each.differs for each in lines} == {
        first: "",
        same: "",
        other: "…de 7,7 G$ à Montréal",
    }


def test_to_open_a_story_reads_its_copies_too(qtbot: QtBot, page: WatchPage, room: Room) -> None:
    shown(qtbot, page)

    chosen(qtbot, page, 1)

    qtbot.waitUntil(lambda: not rows(page)[1].strong)
    assert room.watches.mention(room.copy).article.is_read
    assert "first to run" in copies(page)


def test_a_press_opens_that_copy_and_the_list_stays(
    qtbot: QtBot, page: WatchPage, room: Room
) -> None:
    shown(qtbot, page)
    chosen(qtbot, page, 1)
    (go,) = (each for each in page.card.story.findChildren(Button) if each.property("article"))

    click(go)

    qtbot.waitUntil(lambda: page.card.mention is not None and page.card.mention.id == room.copy)
    assert [row.key for row in rows(page)] == [room.fire, room.first]


def test_one_key_splits_a_story_and_the_toast_puts_it_back(
    qtbot: QtBot, page: WatchPage, room: Room
) -> None:
    shown(qtbot, page)
    chosen(qtbot, page, 1)

    with qtbot.waitSignal(page.undoable) as done:
        press(page, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    assert room.together(room.first) == set()

    assert done.args is not None
    undo = done.args[1]
    assert isinstance(undo, NamedUndo)
    undo()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)
    assert room.together(room.first) == {room.first, room.copy}


def test_one_key_joins_what_is_picked(qtbot: QtBot, page: WatchPage, room: Room) -> None:
    shown(qtbot, page)
    opened(qtbot, page)
    panel = page.card.story
    assert not panel.split_it.isVisible()

    press(page, Qt.Key.Key_M)
    qtbot.waitUntil(panel.picker.list.isVisible)
    with qtbot.waitSignal(page.undoable):
        press(panel.picker.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    assert room.together(room.fire) == {room.first, room.fire, room.copy}
