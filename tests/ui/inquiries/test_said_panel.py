"""What was already said, beside the inquiry that asks it again."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries.model import Inquiry, NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.storage.model import FieldChange
from comms_desk.ui.inquiries.page import InquiriesPage
from tests.support.replies import said_of
from tests.ui.inquiries.showing import opened, settled
from tests.ui.keys import click, press


def answered(office: Office, question: str, text: str) -> Inquiry:
    inquiry = office.inquiries.add(NewInquiry(title=question, questions=(question,)))
    office.inquiries.edit(inquiry.id, FieldChange("answer", "", text))
    said_of(
        office.database,
        inquiry.id,
        NewMoment(
            what=MomentKind.ANSWERED,
            how=Channel.PHONE,
            text=text,
            attribution=Attribution.CITY,
            resolution=Resolution.ANSWERED,
        ),
    )
    return inquiry


def test_what_was_said_is_found_quoted_and_opened(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    before = answered(office, "Cost of snow removal?", "Snow removal costs 44 M$ a year.")
    again = office.inquiries.add(
        NewInquiry(title="Snow removal", questions=("How much does snow removal cost?",))
    )
    office.inquiries.edit(again.id, FieldChange("answer", "", "Snow removal costs 48 M$."))

    opened(qtbot, page, again.id)
    panel = page.card.said
    qtbot.waitUntil(lambda: bool(panel.lines))
    settled(qtbot, page)

    assert panel.isVisible()
    told = [label.text() for label in panel.lines[0].findChildren(type(panel.title))]
    assert "Snow removal costs 44 M$ a year." in told
    assert "The reply says 48 M$; this says 44 M$." in told
    click(panel.lines[0].quote)
    assert "44 M$ a year" in page.card.answer.field.value
    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(panel.lines[0].see)
    assert wanted.args == [Ref(Subject.INQUIRY, before.id)]


def test_an_inquiry_does_not_find_itself(qtbot: QtBot, page: InquiriesPage, office: Office) -> None:
    one = answered(office, "Cost of snow removal?", "Snow removal costs 44 M$ a year.")

    opened(qtbot, page, one.id)
    settled(qtbot, page)

    assert not page.card.said.lines
    assert not page.card.said.isVisible()


def test_one_key_quotes_the_first(qtbot: QtBot, page: InquiriesPage, office: Office) -> None:
    answered(office, "Cost of snow removal?", "Snow removal costs 44 M$ a year.")
    asked = NewInquiry(title="Snow removal", questions=("How much does snow removal cost?",))
    opened(qtbot, page, office.inquiries.add(asked).id)
    qtbot.waitUntil(lambda: bool(page.card.said.lines))
    said = {each.label: each.keys for each in page.commands()}
    assert said["Quote what was already said"] == "C"

    page.column.list.list.setFocus()
    press(page.column.list.list, Qt.Key.Key_C)

    assert "44 M$ a year" in page.card.answer.field.value
    assert page.card.answer.field.text_editor.hasFocus()
    settled(qtbot, page)
