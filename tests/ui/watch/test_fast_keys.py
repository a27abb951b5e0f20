"""Keys that are faster than the reading act on the row that is chosen, never on the one before."""

from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING, override

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from comms_desk.changes import Ref
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import MentionFilter, Tone
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.watch import words
from comms_desk.ui.watch.clip_card import ClipView
from comms_desk.ui.watch.feed_rows import FeedView
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import WatchRoom
from tests.support.asked_of_desks import reviews_of_day
from tests.ui.keys import press
from tests.ui.watch.halves import rest
from tests.ui.watch.showing import opened, rows, shown

if TYPE_CHECKING:
    from comms_desk.across.office import Office


class SlowPage(WatchPage):
    """A page whose cards are read once they may be."""

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands)
        self.free = Event()
        self.free.set()

    @override
    def read_view(self, office: "Office", ref: Ref) -> words.CardView | FeedView | ClipView:
        self.free.wait()
        return super().read_view(office, ref)


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> Iterator[SlowPage]:
    made = SlowPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1104, 772)
    yield made
    made.free.set()


@pytest.fixture
def both(qtbot: QtBot, page: SlowPage, room: WatchRoom) -> tuple[ArticleId, ArticleId]:
    """The two mentions, the first one open; no other card is read until `page.free`."""
    shown(qtbot, page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    first = opened(qtbot, page)
    page.column.list.setFocus()
    rest(qtbot, page)
    page.free.clear()
    page.step(1)
    assert page.card.mention is not None
    assert page.card.mention.id == first  # still
    second = rows(page)[1].key
    assert isinstance(second, int)
    return first, ArticleId(second)


def kept(office: "Office") -> list[int]:
    return [each.article for review in reviews_of_day(office.reviews) for each in review.kept]


def go_on(qtbot: QtBot, page: SlowPage) -> None:
    page.free.set()
    rest(qtbot, page)


def test_r_just_after_j_keeps_the_row_that_is_chosen(
    qtbot: QtBot, page: SlowPage, both: tuple[ArticleId, ArticleId], office: "Office"
) -> None:
    press(page.column.list.list, "R")
    qtbot.waitUntil(lambda: not page.errands.unwritten)
    assert kept(office) == []

    go_on(qtbot, page)

    qtbot.waitUntil(lambda: kept(office) == [both[1]])
    rest(qtbot, page)


def test_keys_that_are_faster_than_the_rows_act_on_the_row_that_they_lead_to(
    qtbot: QtBot, page: SlowPage, room: WatchRoom, office: "Office"
) -> None:
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.shown()
    page.next_row()
    page.next_row()
    press(page, "R")
    assert rows(page) == []

    qtbot.waitUntil(lambda: len(kept(office)) == 1)

    assert kept(office) == [rows(page)[1].key]
    rest(qtbot, page)


def test_a_card_is_read_ahead_and_nothing_of_it_is_shown(
    qtbot: QtBot, page: SlowPage, room: WatchRoom
) -> None:
    shown(qtbot, page)
    assert page._is_warm
    rest(qtbot, page)

    assert page.card.mention is None
    assert room.watches.mentions(MentionFilter(is_unread=True)).total == 2


@pytest.mark.parametrize("letter", ["S", "X", "1"])
def test_what_is_judged_is_the_row_that_is_chosen(
    qtbot: QtBot,
    page: SlowPage,
    both: tuple[ArticleId, ArticleId],
    room: WatchRoom,
    office: "Office",
    letter: str,
) -> None:
    def judged(article: ArticleId) -> bool:
        mention = room.watches.mention(article)
        is_listed = article in {each.id for each in room.watches.mentions(MentionFilter()).rows}
        return mention.star is not None or mention.tone is Tone.POSITIVE or not is_listed

    press(page.column.list.list, letter)
    go_on(qtbot, page)

    qtbot.waitUntil(lambda: judged(both[1]))
    rest(qtbot, page)
    assert not judged(both[0])


def test_whoever_goes_on_at_once_loses_no_key_and_ends_on_the_last_row(
    qtbot: QtBot, page: SlowPage, both: tuple[ArticleId, ArticleId], office: "Office"
) -> None:
    press(page.column.list.list, "R")
    page.step(-1)
    press(page.column.list.list, "R")
    go_on(qtbot, page)

    qtbot.waitUntil(lambda: kept(office) == [both[1], both[0]])
    qtbot.waitUntil(lambda: page.card.mention is not None and page.card.mention.id == both[0])
    rest(qtbot, page)


def test_what_follows_the_key_of_a_field_does_nothing(
    qtbot: QtBot, page: SlowPage, both: tuple[ArticleId, ArticleId], office: "Office"
) -> None:
    for letter in "AR":
        press(page.column.list.list, letter)
    go_on(qtbot, page)

    qtbot.waitUntil(page.card.marks.note.editor.hasFocus)
    rest(qtbot, page)
    assert kept(office) == []


def test_a_card_that_waits_for_another_takes_no_click(
    qtbot: QtBot, page: SlowPage, both: tuple[ArticleId, ArticleId]
) -> None:
    button = page.card.in_review
    middle = button.mapTo(page, button.rect().center())
    assert page.childAt(middle) is not button

    go_on(qtbot, page)

    assert page.childAt(button.mapTo(page, button.rect().center())) is button


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_button_pressed_by_a_key_while_the_next_card_is_read_acts_on_that_one(
    qtbot: QtBot,
    page: SlowPage,
    both: tuple[ArticleId, ArticleId],
    office: "Office",
    key: Qt.Key,
) -> None:
    page.card.in_review.setFocus()

    press(page.card.in_review, key)
    qtbot.waitUntil(lambda: not page.errands.unwritten)
    assert kept(office) == []
    go_on(qtbot, page)

    qtbot.waitUntil(lambda: kept(office) == [both[1]])
    press(page.card.in_review, key)
    qtbot.waitUntil(lambda: kept(office) == [])
    rest(qtbot, page)


def test_a_button_that_is_about_the_card_before_does_nothing_on_the_next(
    qtbot: QtBot, page: SlowPage, both: tuple[ArticleId, ArticleId]
) -> None:
    assert page.card.bylines.proposal is not None
    page.card.bylines.not_one.setFocus()

    press(page.card.bylines.not_one, Qt.Key.Key_Space)
    go_on(qtbot, page)

    rest(qtbot, page)
    assert page.card.bylines.proposal is not None


def test_a_card_that_a_bug_stops_halfway_is_not_shown_and_takes_no_key(
    qtbot: QtBot, page: SlowPage, both: tuple[ArticleId, ArticleId], office: "Office"
) -> None:
    delete(page.card.change_it)
    press(page.column.list.list, "R")

    with qtbot.captureExceptions() as bugs:
        go_on(qtbot, page)
        qtbot.waitUntil(lambda: bool(bugs))
    press(page.column.list.list, "R")
    rest(qtbot, page)

    assert page.card.mention is None
    assert not page.card.title.isVisible()
    assert kept(office) == []
