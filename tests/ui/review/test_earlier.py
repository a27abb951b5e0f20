"""Earlier reviews are read as they left, and one in doubt leaves once a person has ticked it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.media.reviews import restored
from comms_desk.media.reviews.model import Review
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.review.page import ReviewPage
from comms_desk.ui.review.preview import ReviewForm
from comms_desk.ui.review.reading import Which
from comms_desk.ui.review.sending import SendReviewDialog
from comms_desk.ui.review.words import ESSENTIALS
from tests.media.reviews.morning import alter
from tests.support.asked_of_desks import reviews_of_day
from tests.ui.keys import press
from tests.ui.review.desk_of_five import Desk, rest, rows, shown

YESTERDAY = date(2026, 11, 23)


@pytest.fixture
def yesterday(desk: Desk) -> Review:
    """A review of the day before, issued."""
    desk.reviews.keep([desk.fire], day=YESTERDAY)
    (review,) = reviews_of_day(desk.reviews, YESTERDAY)
    return desk.reviews.issue(review.id)


def offered(page: ReviewPage) -> list[str]:
    page.earlier.aboutToShow.emit()
    return [each.text() for each in page.earlier.actions() if not each.isSeparator()]


def open_first(qtbot: QtBot, page: ReviewPage) -> None:
    page.earlier.aboutToShow.emit()
    page.earlier.actions()[0].trigger()
    rest(qtbot, page)


def test_those_issued_before_are_offered_the_latest_first(
    qtbot: QtBot, page: ReviewPage, desk: Desk, yesterday: Review
) -> None:
    desk.keep(desk.budget)
    desk.reviews.issue(desk.review.id)
    desk.keep(desk.parks)

    shown(qtbot, page)

    assert offered(page) == [
        "Revue de presse, November 24, 2026 · 1 story",
        "Revue de presse, November 23, 2026 · 1 story",
        "2 of 2",
    ]
    assert page.column.title.text() == "Addendum"


def test_one_that_was_altered_is_refused_and_that_of_today_is_worked_on(
    qtbot: QtBot, page: ReviewPage, desk: Desk, yesterday: Review
) -> None:
    alter(desk.database, yesterday.id)
    desk.keep(desk.budget)
    shown(qtbot, page)

    page._show_review(yesterday.id)
    rest(qtbot, page)
    assert page.error.isVisible()
    press(page.column.list.list, Qt.Key.Key_R)
    rest(qtbot, page)

    assert [each.article for each in desk.review.aside] == [desk.budget]
    assert [each.key for each in rows(page)] == [ESSENTIALS]


def test_one_of_today_that_was_altered_stops_neither_its_addendum_nor_those_before(
    qtbot: QtBot, page: ReviewPage, desk: Desk, yesterday: Review
) -> None:
    issued = desk.reviews.issue(desk.keep(desk.budget).id)
    alter(desk.database, issued.id)
    desk.reviews.keep([desk.parks])

    shown(qtbot, page)

    assert page.column.title.text() == "Addendum"
    assert not page.error.isVisible()
    assert len(page.changing.review.kept if page.changing.review else ()) == 1
    page._show_review(yesterday.id)
    rest(qtbot, page)
    assert page.review == yesterday
    assert page.is_earlier


def test_the_stories_of_one_that_was_altered_are_taken_up_by_a_button(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    issued = desk.reviews.issue(desk.keep(desk.budget).id)
    alter(desk.database, issued.id)
    shown(qtbot, page)
    assert page.error.isVisible()

    (button,) = (each for each in page.error.findChildren(Button) if "stories" in each.text())
    press(button, Qt.Key.Key_Space)
    rest(qtbot, page)

    assert page.column.title.text() == "Addendum"
    assert not page.error.isVisible()
    assert page.review is not None
    assert [each.article for each in page.review.kept] == [desk.budget]
    assert offered(page)[0].endswith("November 24, 2026 · altered, given up")
    page._show_review(issued.id)
    rest(qtbot, page)
    assert page.error.isVisible()
    assert not button.isVisible()


def test_on_a_morning_without_a_review_they_are_there_too(
    qtbot: QtBot, page: ReviewPage, yesterday: Review
) -> None:
    shown(qtbot, page)
    assert not page.files[0].isEnabled()

    open_first(qtbot, page)

    assert page.review == yesterday
    assert page.files[0].isEnabled()


def test_an_earlier_one_is_read_in_its_forms_and_nothing_of_it_changes(
    qtbot: QtBot, page: ReviewPage, desk: Desk, yesterday: Review
) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    shown(qtbot, page)

    open_first(qtbot, page)
    press(page.column.list.list, Qt.Key.Key_R)
    page.preview.forms[ReviewForm.WORD].click()
    rest(qtbot, page)

    assert "Feux" in {row.group for row in rows(page)}
    assert not any(row.moves for row in rows(page))
    assert not page.story.isVisible()
    assert page.chips[Which.TO_SORT].isHidden()
    assert page.column.title.text() == "Review, Nov 23"
    assert page.sending.send.text() == "Send · of another day"
    assert yesterday.digest[:12] in page.preview.notice._words.text()
    acts = page.preview.notice.findChild(Button)
    assert acts is None or not acts.isVisible()
    assert "incendie" in page.preview.words.toPlainText()
    assert desk.reviews.get(yesterday.id) == yesterday


def test_back_returns_to_the_open_one_then_to_the_watch(
    qtbot: QtBot, page: ReviewPage, desk: Desk, yesterday: Review
) -> None:
    desk.keep(desk.budget)
    shown(qtbot, page)
    open_first(qtbot, page)
    assert page.back.accessibleName() == "Back to the review of today"

    press(page.column.list.list, Qt.Key.Key_Escape)
    rest(qtbot, page)

    assert page.review == desk.review
    assert not page.chips[Which.TO_SORT].isHidden()
    assert page.chips[Which.TO_SORT].text() == "To sort · 2"
    with qtbot.waitSignal(page.page_wanted) as went:
        page.back.click()
    assert went.args == ["watch"]


def test_the_palette_finds_them_by_their_day(
    qtbot: QtBot, page: ReviewPage, desk: Desk, yesterday: Review
) -> None:
    desk.keep(desk.budget)
    shown(qtbot, page)

    (command,) = [each for each in page.commands() if "November 23" in each.label]
    command.act()
    rest(qtbot, page)

    assert page.review == yesterday


def test_one_that_may_have_left_before_a_restore_leaves_once_that_is_ticked(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    desk.reviews.issue(desk.review.id)
    with desk.database.transaction() as transaction:
        restored.doubt(transaction, None)
    shown(qtbot, page)

    page.sending.ask()
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendReviewDialog))
    question = page.sending.question
    assert isinstance(question, SendReviewDialog)
    assert "may have been sent before the desk was restored" in question.doubt.why.text()
    assert question.verb.text() == "Send · 2 readers · to be confirmed"
    assert not question.verb.isEnabled()
    assert question.doubt.confirm.sizeHint().width() <= question.doubt.confirm.width()
    press(question.doubt.confirm, Qt.Key.Key_Space)
    question.verb.click()
    qtbot.waitUntil(lambda: desk.review.message is not None)
    rest(qtbot, page)

    assert sum(desk.office.outbox.counts(desk.review.message).values()) == 2


def test_one_that_is_in_no_doubt_asks_nothing(qtbot: QtBot, page: ReviewPage, desk: Desk) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    shown(qtbot, page)

    page.sending.ask()
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendReviewDialog))
    question = page.sending.question
    assert isinstance(question, SendReviewDialog)

    assert not question.doubt.isVisible()
    assert question.verb.isEnabled()
