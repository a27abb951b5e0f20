"""R puts a story of the Watch in the review of today, or takes it out; its row says so."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import WatchRoom
from tests.support.asked_of_desks import reviews_of_day
from tests.ui.keys import press
from tests.ui.watch.halves import rest
from tests.ui.watch.showing import opened, rows, shown


def kept(office: Office) -> list[int]:
    return [each.article for review in reviews_of_day(office.reviews) for each in review.kept]


def tags(page: WatchPage) -> list[list[str]]:
    return [[tag.text for tag in row.tags] for row in rows(page)]


def test_r_keeps_the_story_and_its_row_says_so_then_takes_it_out(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    shown(qtbot, page)
    article = opened(qtbot, page)

    press(page.column.list.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: "review" in tags(page)[0] and page.card.in_review.isChecked())
    assert kept(office) == [article]
    press(page.column.list.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: not page.card.in_review.isChecked())
    rest(qtbot, page)

    assert kept(office) == []
    assert "review" not in tags(page)[0]


def test_what_is_kept_is_undone(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    shown(qtbot, page)
    opened(qtbot, page)

    with qtbot.waitSignal(page.undoable) as said:
        press(page.column.list.list, Qt.Key.Key_R)
    done, undo = said.args
    assert done.startswith("Kept for the review")
    undo()

    qtbot.waitUntil(lambda: kept(office) == [])
    rest(qtbot, page)


def test_undoing_r_after_the_review_was_issued_begins_no_addendum(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    shown(qtbot, page)
    article = opened(qtbot, page)
    review = office.reviews.keep([article]).review
    assert review is not None
    qtbot.waitUntil(page.card.in_review.isChecked)

    with qtbot.waitSignal(page.undoable) as said:
        press(page.column.list.list, Qt.Key.Key_R)
    office.reviews.issue(review, nothing_to_report=True)
    said.args[1]()

    qtbot.waitUntil(page.error.isVisible)
    rest(qtbot, page)
    assert [each.id for each in reviews_of_day(office.reviews)] == [review]
    assert kept(office) == []


def test_what_begins_an_addendum_says_so(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    office.reviews.issue(office.reviews.begin().id, nothing_to_report=True)
    shown(qtbot, page)
    opened(qtbot, page)

    with qtbot.waitSignal(page.undoable) as said:
        press(page.column.list.list, Qt.Key.Key_R)
    rest(qtbot, page)

    assert said.args[0].startswith("An addendum begins with it · ")


def test_several_are_kept_at_once(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    shown(qtbot, page)
    page.column.list.list.selectAll()
    qtbot.waitUntil(lambda: page.right.currentWidget() is page.chosen)

    press(page.column.list.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: len(kept(office)) == 2)
    rest(qtbot, page)

    assert all("review" in said for said in tags(page))


def test_what_is_not_pertinent_leaves_the_review_and_comes_back_by_the_same_undo(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    shown(qtbot, page)
    article = opened(qtbot, page)
    office.reviews.keep([article])

    with qtbot.waitSignal(page.undoable) as said:
        press(page.column.list.list, Qt.Key.Key_X)
    done, undo = said.args
    assert done.startswith("Out of the review too · Not pertinent")
    assert kept(office) == []
    rest(qtbot, page)
    undo()

    qtbot.waitUntil(lambda: kept(office) == [article])
    rest(qtbot, page)
    assert room.watches.mention(article).irrelevant is None


def test_shift_and_r_goes_to_the_review(qtbot: QtBot, page: WatchPage, room: WatchRoom) -> None:
    shown(qtbot, page)

    with qtbot.waitSignal(page.page_wanted) as went:
        press(page.column.list.list, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)

    assert went.args == ["review"]
