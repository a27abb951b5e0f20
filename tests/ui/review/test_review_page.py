"""The review of the morning is put together, written and sent from the keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.reviews.model import ItemState, ReviewChanged, section_renamed
from comms_desk.settings import REVIEW_EXTRAS, REVIEW_READERS, SettingSection
from comms_desk.storage import doubts
from comms_desk.storage.model import FieldChange
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.review import reading
from comms_desk.ui.review.page import ReviewPage
from comms_desk.ui.review.preview import ReviewForm
from comms_desk.ui.review.reading import Which
from comms_desk.ui.review.sending import SendReviewDialog
from tests.ui.keys import press, type_words
from tests.ui.review.desk_of_five import Desk, rest, rows, shown

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
DOWN, ENTER, ESCAPE = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape


def listed(page: ReviewPage) -> list[tuple[str, str]]:
    return [(row.group, row.title.split()[0]) for row in rows(page)]


def test_what_is_kept_stands_under_its_sections_after_the_essentials(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire)

    shown(qtbot, page)

    assert listed(page) == [("", "Highlights"), ("Budget", "La"), ("Feux", "Un")]
    assert page.column.count.text() == "2 stories · 3 clips"
    assert "also: Le Courrier" in rows(page)[1].detail
    assert page.chosen is not None
    assert page.chosen.article == desk.budget


def test_a_day_without_a_review_teaches_then_offers_what_came(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    assert shown(qtbot, page) == []
    assert page.column.empty.isVisible()
    assert not page.sending.send.isEnabled()

    page.column.empty.first.click()
    rest(qtbot, page)

    assert page.which is Which.TO_SORT
    assert {key for row in rows(page) if isinstance(key := row.key, int)} == {
        desk.budget,
        desk.fire,
        desk.parks,
    }


def test_r_keeps_what_is_to_be_sorted_and_puts_aside_what_is_kept(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.fire)
    shown(qtbot, page)
    page.column.check(Which.TO_SORT)
    rest(qtbot, page)
    page.column.list.list.choose(desk.budget)

    press(page.column.list.list, Qt.Key.Key_R)
    rest(qtbot, page)
    assert desk.titles() == ["Un", "La"]
    page.column.check(Which.KEPT)
    rest(qtbot, page)
    page.column.list.list.choose(desk.review.kept[0].id)
    press(page.column.list.list, Qt.Key.Key_R)
    rest(qtbot, page)

    assert desk.titles() == ["La"]
    assert [each.state for each in desk.review.aside] == [ItemState.ASIDE]
    assert page.chips[Which.ASIDE].text() == "Put aside · 1"


def test_what_is_put_aside_is_brought_back_by_its_undo(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.fire, desk.parks)
    shown(qtbot, page)

    with qtbot.waitSignal(page.undoable) as said:
        press(page.column.list.list, Qt.Key.Key_R)
    done, undo = said.args
    undo()
    qtbot.waitUntil(lambda: len(desk.review.kept) == 2)

    assert done == "Put aside from the review"


def test_alt_and_the_arrows_move_a_story_and_shift_its_section(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire, desk.parks)
    shown(qtbot, page)
    rows_ = page.column.list.list

    press(rows_, DOWN, ALT)
    press(rows_, DOWN, ALT)
    press(rows_, DOWN, ALT | SHIFT)
    rest(qtbot, page)

    assert [(name, len(items)) for name, items in desk.review.order if items] == [
        ("Parcs", 1),
        ("Feux", 2),
    ]
    assert listed(page)[1:] == [("Parcs", "La"), ("Feux", "Un"), ("Feux", "La")]


def test_a_move_is_put_back(qtbot: QtBot, page: ReviewPage, desk: Desk) -> None:
    desk.keep(desk.budget, desk.fire)
    shown(qtbot, page)
    with qtbot.waitSignal(page.undoable) as said:
        press(page.column.list.list, DOWN, ALT | SHIFT)
    rest(qtbot, page)
    assert desk.titles() == ["Un", "La"]

    said.args[1]()
    rest(qtbot, page)

    assert desk.titles() == ["La", "Un"]
    assert [row.title.split()[0] for row in rows(page)[1:]] == ["La", "Un"]


def test_enter_writes_summaries_one_after_the_other(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire)
    shown(qtbot, page)
    editor = page.story.summary.field.editor

    press(page.column.list.list, ENTER)
    assert editor.hasFocus()
    type_words(editor, "The budget in short.")
    assert page.story.summary.count.text() == "4 words of 30"
    press(editor, ENTER)
    assert editor.hasFocus()
    type_words(editor, "Forty are out.")
    press(editor, ENTER)
    rest(qtbot, page)

    assert [each.entry.summary for each in desk.review.kept] == [
        "The budget in short.",
        "Forty are out.",
    ]
    assert "The budget in short." in page.preview.words.toPlainText()


def test_a_long_summary_is_kept_and_said_to_be_long(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget)
    shown(qtbot, page)
    editor = page.story.summary.field.editor
    page.story.begin()

    type_words(editor, "word " * 31)
    page.leaving()
    rest(qtbot, page)

    assert page.story.summary.count.property("role") == "remark"
    assert desk.review.kept[0].words == 31


def test_the_essentials_are_three_lines_and_each_is_counted(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget)
    shown(qtbot, page)
    page.previous_row()
    editor = page.essentials.highlights.field.editor

    press(page.column.list.list, ENTER)
    type_words(editor, "Budget up")
    press(editor, ENTER)
    type_words(editor, "Snow")
    assert page.essentials.highlights.count.text() == "9 · 4 of 140"
    press(editor, Qt.Key.Key_Tab)
    type_words(page.essentials.agenda.field.editor, "9:30 council")
    page.leaving()
    rest(qtbot, page)

    assert desk.review.highlights == ("Budget up", "Snow")
    assert desk.review.agenda == ("9:30 council",)
    assert rows(page)[0].detail == "2 lines · 1 thing today"


def test_a_section_of_ones_own_is_typed(qtbot: QtBot, page: ReviewPage, desk: Desk) -> None:
    desk.keep(desk.budget, desk.fire)
    shown(qtbot, page)
    page.story.section.setFocus()
    page.story.section.selectAll()

    type_words(page.story.section, "City hall")
    press(page.story.section, ENTER)
    rest(qtbot, page)

    assert [each.section for each in desk.review.kept] == ["City hall", "Feux"]
    assert page.column.list.list.hasFocus()


def test_a_section_is_renamed_with_all_that_stands_under_it(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget, desk.fire)
    review = desk.review
    one = section_renamed(review.order, "Feux", "Budget")
    desk.reviews.edit(review.id, FieldChange("order", review.order, one))
    shown(qtbot, page)
    page.story.section.setFocus()
    page.story.section.selectAll()

    type_words(page.story.section, "City hall")
    press(page.story.section, ENTER, SHIFT)
    rest(qtbot, page)

    assert [each.section for each in desk.review.kept] == ["City hall", "City hall"]


def test_a_review_of_nothing_says_so_before_it_leaves(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.have_readers()
    desk.reviews.begin()
    shown(qtbot, page)

    press(page.column.list.list, ENTER, CONTROL)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendReviewDialog))
    question = page.sending.question
    assert question is not None
    said = [label.text() for label in question.findChildren(Label)]
    assert "It says that there is nothing to report." in said
    question.verb.click()
    qtbot.waitUntil(lambda: desk.review.message is not None)
    rest(qtbot, page)

    assert "Rien à signaler" in page.preview.words.toPlainText()


def test_a_review_is_sent_after_a_yes_and_is_frozen(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    shown(qtbot, page)
    assert page.sending.send.text() == "Send · 2 readers"

    press(page.column.list.list, ENTER, CONTROL)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendReviewDialog))
    question = page.sending.question
    assert question is not None
    assert question.leave.hasFocus()
    assert desk.review.edition is None
    question.verb.click()
    qtbot.waitUntil(lambda: desk.review.message is not None)
    rest(qtbot, page)

    assert sum(desk.office.outbox.counts(desk.review.message).values()) == 2
    assert page.preview.notice.isVisible()
    assert not page.story.isVisible()
    assert page.sending.send.text() == "Send to the others · everyone has it"


def test_what_may_have_left_before_a_restore_is_sent_once_a_person_has_asked(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    with desk.office.database.transaction() as transaction:
        doubts.cast(transaction, [desk.review.ref])
    shown(qtbot, page)

    press(page.column.list.list, ENTER, CONTROL)
    qtbot.waitUntil(lambda: isinstance(page.sending.question, SendReviewDialog))
    question = page.sending.question
    assert isinstance(question, SendReviewDialog)
    assert not question.verb.isEnabled()
    question.doubt.confirm.click()
    question.verb.click()
    qtbot.waitUntil(lambda: desk.review.message is not None)
    rest(qtbot, page)

    assert sum(desk.office.outbox.counts(desk.review.message).values()) == 2


def test_what_a_colleague_froze_meanwhile_is_not_sent_by_the_yes_to_another(desk: Desk) -> None:
    desk.have_readers()
    desk.keep(desk.budget)
    asked = reading.asked_to_send(desk.review.id, desk.office)
    desk.keep(desk.fire)
    desk.reviews.issue(desk.review.id)

    with pytest.raises(ReviewChanged):
        reading.send(asked, desk.office, even_if_sent=False)

    assert desk.review.message is None
    asked = reading.asked_to_send(desk.review.id, desk.office)
    assert reading.send(asked, desk.office, even_if_sent=False) == 2


def test_what_comes_after_goes_to_an_addendum(qtbot: QtBot, page: ReviewPage, desk: Desk) -> None:
    desk.keep(desk.budget)
    desk.reviews.issue(desk.review.id)
    shown(qtbot, page)
    acts = page.preview.notice.findChild(Button)
    assert acts is not None
    qtbot.waitUntil(lambda: acts.text() == "Addendum")

    acts.click()
    rest(qtbot, page)

    assert desk.review.number == 2
    assert page.which is Which.TO_SORT
    assert page.column.title.text() == "Addendum"
    assert page.until.text() == "Nothing is kept yet"
    assert page.until.property("role") == "strong"
    assert page.column.list.list.hasFocus()


def test_without_readers_the_button_says_so_and_the_review_is_issued_alone(
    qtbot: QtBot, page: ReviewPage, desk: Desk
) -> None:
    desk.keep(desk.budget)
    shown(qtbot, page)
    assert page.sending.send.text() == "Send · no readers yet"
    assert page.sending.send.property("role") == ""
    page.sending.send.be_brief(is_brief=True)
    assert page.sending.send.text() == "Settings"
    with qtbot.waitSignal(page.setting_wanted) as wanted:
        page.sending.send.click()
    assert wanted.args == [SettingSection.REVIEW, REVIEW_READERS.key]

    page.issue.trigger()
    qtbot.waitUntil(lambda: page.sending.question is not None)
    assert page.sending.question is not None
    page.sending.question.verb.click()
    qtbot.waitUntil(lambda: desk.review.is_issued)
    rest(qtbot, page)

    assert desk.review.digest[:12] in page.preview.notice._words.text()


@pytest.mark.parametrize("form", list(ReviewForm))
def test_each_form_is_read_back_from_what_leaves(
    qtbot: QtBot, page: ReviewPage, desk: Desk, form: ReviewForm
) -> None:
    desk.keep(desk.budget)
    shown(qtbot, page)

    page.preview.forms[form].click()
    rest(qtbot, page)

    assert "La mairesse de Montréal" in page.preview.words.toPlainText()


def test_escape_goes_back_to_the_watch(qtbot: QtBot, page: ReviewPage, desk: Desk) -> None:
    desk.keep(desk.budget)
    shown(qtbot, page)

    with qtbot.waitSignal(page.page_wanted) as went:
        press(page.column.list.list, ESCAPE)

    assert went.args == ["watch"]


def test_the_page_for_the_browser_says_what_the_office_adds_too(desk: Desk) -> None:
    desk.keep(desk.budget)
    desk.office.desk_settings.set(REVIEW_EXTRAS, True)
    desk.office.inquiries.add(NewInquiry(title="Coût du contrat de neige"))

    page = reading.page_of(desk.review.id, desk.office)

    assert "Coût du contrat de neige" in page.read_text("utf-8")
