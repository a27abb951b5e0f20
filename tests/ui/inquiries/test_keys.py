"""The Inquiries page by keys alone: Tab follows the eye, everything has a name, Ctrl+Z undoes."""

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries.model import Inquiry, InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import Holder, MomentKind, NewMoment, Resolution
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.shell.window import Window
from tests.ui.inquiries.showing import happened, opened, read_again, settled
from tests.ui.keys import press, tabs_from, type_words

CTRL = Qt.KeyboardModifier.ControlModifier
ONE_LINE_PX = 16
"""What stands on one line has its middle within that, words of another size too."""


def place(page: InquiriesPage, stop: QWidget) -> QPoint:
    return stop.mapTo(page, stop.rect().center())


def test_tab_goes_down_the_card_and_then_beside_it(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    office.inquiries.record(snow.id, NewMoment(what=MomentKind.HANDED, holder=Holder(body="Roads")))
    opened(qtbot, page, snow.id)
    card, first = page.card, page.card.hours.outlet

    walked = tabs_from(first, most=34)

    inside = [each for each in walked if card.scrolled.isAncestorOf(each)]
    main = [each for each in inside if not card.details.isAncestorOf(each)]
    middles = [place(page, each).y() for each in main]
    assert all(after - before > -ONE_LINE_PX for before, after in pairwise(middles))
    assert card.answer.field.text_editor in main
    assert card.consultations.line in main
    assert main.index(card.answer.field.text_editor) < main.index(card.consultations.line)


def test_all_that_takes_the_keys_has_a_name(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    verbs = page.card.verbs
    view = verbs._view
    assert view is not None
    verbs.end_panel.ask(view, "")
    verbs.told_panel.begin(view)
    page.card.hours.edit("deadline")
    settled(qtbot, page)

    nameless = [
        each
        for each in page.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not each.accessibleName()
    ]

    assert nameless == []


def test_ctrl_z_takes_back_what_was_noted_and_what_was_typed(
    qtbot: QtBot, window: Window, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.acknowledge.click()
    page.card.verbs.told_panel.phone.click()
    read_again(qtbot, page)
    editor: QTextEdit = page.card.answer.field.text_editor
    editor.setFocus()
    type_words(editor, "48 M$")
    page.card.save_now()
    read_again(qtbot, page)
    assert office.inquiries.get(snow.id).answer == "48 M$"

    window.undo()
    qtbot.waitUntil(lambda: office.inquiries.get(snow.id).answer == "")
    read_again(qtbot, page)
    window.undo()

    qtbot.waitUntil(lambda: happened(office, snow.id) == [MomentKind.RECEIVED])
    read_again(qtbot, page)
    assert page.card.verbs.acknowledge.isVisible()


def test_escape_gives_up_a_question_of_a_verb_and_goes_back_to_the_list(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.column.list.list.setFocus()
    for key, panel in (
        (Qt.Key.Key_R, page.card.verbs.end_panel),
        (Qt.Key.Key_T, page.card.verbs.hand_panel),
        (Qt.Key.Key_A, page.card.verbs.told_panel),
    ):
        press(page.column.list.list, key)
        assert panel.isVisible()
        settled(qtbot, page)
        focused = page.window().focusWidget()
        assert panel.isAncestorOf(focused)
        press(focused, Qt.Key.Key_Escape)
        assert not panel.isVisible()
        assert page.column.list.list.hasFocus()


def test_the_keys_are_said_in_the_palette(qtbot: QtBot, page: InquiriesPage, snow: Inquiry) -> None:
    opened(qtbot, page, snow.id)

    keys = {each.label: each.keys for each in page.commands()}

    assert {keys["Acknowledge"], keys["Hand over"], keys["Note a call"], keys["Close…"]} == {
        "A",
        "T",
        "N",
        "R",
    }


def test_ctrl_enter_asks_what_comes_next(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    editor = page.card.answer.field.text_editor
    editor.setFocus()
    type_words(editor, "48 M$")

    press(editor, Qt.Key.Key_Return, CTRL)

    assert page.card.verbs.reason_panel.isVisible()
    assert "\n" not in page.card.answer.field.value
    settled(qtbot, page)
    assert office.inquiries.get(InquiryId(snow.id)).answer == "48 M$"


def test_the_keys_go_on_after_j_from_what_the_next_card_has_not(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    other = office.inquiries.add(NewInquiry(title="Bridges", questions=("Which?",)))
    opened(qtbot, page, snow.id)
    question = next(iter(page.card.questions.rows.values())).question
    question.edit()
    press(question.field.editor, Qt.Key.Key_Escape)
    assert question.read.hasFocus()

    press(question.read, Qt.Key.Key_J)
    settled(qtbot, page)

    assert page.card.ref == Ref(Subject.INQUIRY, other.id)
    assert page.column.list.list.hasFocus()
    press(page.column.list.list, Qt.Key.Key_T)
    assert page.card.verbs.hand_panel.isVisible()


def test_the_reply_is_reached_by_keys_that_the_palette_says(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    editor, rows = page.card.answer.field.text_editor, page.column.list.list
    said = {each.label: each.keys for each in page.commands()}
    assert said["Write the reply"] == "E"
    assert said["Approve alone"] == "Ctrl+Enter"

    for key, modifier in (
        (Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, CTRL),
    ):
        rows.setFocus()
        press(rows, key, modifier)
        assert editor.hasFocus()
    assert not page.card.answer.field.value

    office.inquiries.record(
        snow.id, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)
    )
    read_again(qtbot, page)
    rows.setFocus()
    press(rows, Qt.Key.Key_E)
    assert not editor.hasFocus()
    assert "Write the reply" not in {each.label for each in page.commands()}
