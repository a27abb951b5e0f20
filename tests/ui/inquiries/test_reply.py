"""The reply to an inquiry and its end: approved, answered, closed, opened again, corrected."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.inquiries.model import AskedForm, Basis, Hour, Inquiry, NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    Holder,
    LateCause,
    MomentKind,
    NewMoment,
    Resolution,
    Status,
)
from comms_desk.planning.people.model import NewPerson, PersonId
from comms_desk.storage.model import FieldChange
from comms_desk.ui.inquiries.page import InquiriesPage
from tests.ui.inquiries.showing import done, happened, opened, read_again, settled
from tests.ui.keys import press, type_words


def answer(qtbot: QtBot, page: InquiriesPage, words: str) -> None:
    """Type the reply, and wait until it is saved and read."""
    editor = page.card.answer.field.text_editor
    editor.setFocus()
    type_words(editor, words)
    page.card.save_now()
    read_again(qtbot, page)


def somebody_else(office: Office, name: str = "Hugo Roy") -> PersonId:
    return office.people.add(NewPerson(name=name)).id


def written_by(office: Office, inquiry: Inquiry, person: PersonId, text: str) -> None:
    me = office.database.actor
    office.database.act_as(person)
    office.inquiries.edit(inquiry.id, FieldChange("answer", "", text))
    office.database.act_as(me)


def test_the_reply_is_saved_as_one_types(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    editor = page.card.answer.field.text_editor
    editor.setFocus()
    type_words(editor, "48 M$ in 2026")

    qtbot.waitUntil(lambda: office.inquiries.get(snow.id).answer == "48 M$ in 2026")


def test_nothing_is_approved_before_it_is_written(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)

    assert not page.card.verbs.approve.isVisible()
    type_words(page.card.answer.field.text_editor, "48 M$")
    assert page.card.verbs.approve.isVisible()
    assert page.card.verbs.approve.text() == "Approve alone"


def test_alone_one_approves_with_a_written_reason_then_answers_by_phone(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    answer(qtbot, page, "48 M$")
    verbs = page.card.verbs
    verbs.approve.click()
    assert not verbs.reason_panel.verb.isEnabled()
    type_words(verbs.reason_panel.reason, "nobody else this evening")
    done(qtbot, page, lambda: press(verbs.reason_panel.reason, Qt.Key.Key_Return))
    assert office.inquiries.get(snow.id).status is Status.APPROVED
    assert verbs.reply.isVisible()
    assert not verbs.approve.isVisible()

    verbs.reply.click()
    assert verbs.end_panel.verb.text() == "Send the reply · attribution"
    verbs.end_panel.how.choose(Channel.PHONE)
    assert verbs.end_panel.verb.text() == "It is answered · attribution"
    verbs.end_panel.attribution.choose(Attribution.CITY)
    undo = done(qtbot, page, verbs.end_panel.verb.click)

    left = office.inquiries.moments(snow.id)[-1]
    assert (left.what, left.text, left.how) == (MomentKind.ANSWERED, "48 M$", Channel.PHONE)
    assert page.card.answer.field.text_editor.isReadOnly()
    assert page.card.answer.said.text().startswith("Answered · 7:30")
    undo()
    qtbot.waitUntil(lambda: office.inquiries.get(snow.id).status is Status.APPROVED)


def test_who_wrote_it_asks_somebody_else_to_approve(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    hugo = somebody_else(office)
    opened(qtbot, page, snow.id)
    answer(qtbot, page, "48 M$")
    assert page.card.verbs.approve.text() == "Ask for approval"

    page.card.verbs.approve.click()
    picker = page.card.verbs.approver_panel.picker
    type_words(picker.search, "zzz")
    nobody = "Nobody of the office has that name: a first name and a last name add a colleague."
    qtbot.waitUntil(lambda: picker.nothing.isVisible() and picker.nothing.text() == nobody)
    picker.search.clear()
    type_words(picker.search, "hugo")
    done(qtbot, page, lambda: press(picker.search, Qt.Key.Key_Return))

    assert office.inquiries.get(snow.id).holder == Holder(person=hugo)
    assert office.inquiries.get(snow.id).status is Status.RECEIVED


def test_another_than_its_writer_approves_at_once_and_a_change_takes_that_away(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    written_by(office, snow, somebody_else(office), "48 M$")
    opened(qtbot, page, snow.id)
    assert page.card.verbs.approve.text() == "Approve"

    done(qtbot, page, page.card.verbs.approve.click)
    assert office.inquiries.get(snow.id).status is Status.APPROVED
    answer(qtbot, page, "Now ")

    assert office.inquiries.get(snow.id).status is not Status.APPROVED
    assert page.card.answer.said.text() == "Changed since it was approved"
    assert page.card.verbs.approve.isVisible()


def test_what_a_colleague_ends_meanwhile_is_asked_no_more(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.end.click()
    assert page.card.verbs.end_panel.isVisible()

    office.inquiries.record(
        snow.id, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)
    )
    read_again(qtbot, page)

    assert not page.card.verbs.end_panel.isVisible()


def test_a_late_one_says_why_before_it_ends(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry, clock: StillClock
) -> None:
    clock.advance(timedelta(hours=4))
    opened(qtbot, page, snow.id)
    assert page.card.hours.hours["deadline"].property("role") == "said-amber"
    panel = page.card.verbs.end_panel
    page.card.verbs.end.click()
    panel.resolution.choose(Resolution.DECLINED)
    assert panel.verb.text() == "Close it · reason"
    type_words(panel.reason, "before the courts")
    assert panel.verb.text() == "Close it · why late"
    panel.cause.choose(LateCause.WAITED_SERVICE)

    done(qtbot, page, panel.verb.click)

    assert happened(office, snow.id) == [MomentKind.RECEIVED, MomentKind.CLOSED, MomentKind.LATE]


def test_an_interview_is_granted_without_a_text_that_was_approved(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    panel = page.card.verbs.end_panel
    page.card.verbs.end.click()
    panel.resolution.choose(Resolution.INTERVIEW)
    type_words(panel.said, "With the mayor at 4")
    panel.attribution.choose(Attribution.SPOKESPERSON)
    panel.how.choose(Channel.PHONE)

    done(qtbot, page, panel.verb.click)

    assert office.inquiries.get(snow.id).resolution is Resolution.INTERVIEW
    assert page.card.answer.field.value == "With the mayor at 4"


def test_who_speaks_is_chosen_where_an_answer_is_attributed_to_them(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    known = office.people.add(NewPerson(name="Ève Lavoie"))
    opened(qtbot, page, snow.id)
    panel = page.card.verbs.end_panel
    page.card.verbs.end.click()
    panel.resolution.choose(Resolution.ANSWERED)
    assert not panel.speaker.isVisible()
    panel.attribution.choose(Attribution.SPOKESPERSON)
    speaks = panel.speaker.fields["spokesperson"].editor
    assert speaks.isVisible()
    assert isinstance(speaks, QComboBox)

    speaks.setCurrentIndex(speaks.findText("Ève Lavoie"))

    qtbot.waitUntil(lambda: office.inquiries.get(snow.id).spokesperson == known.id)
    qtbot.waitUntil(lambda: panel.view is not None and panel.view.inquiry.spokesperson == known.id)
    assert panel.isVisible()


def test_what_ended_is_frozen_and_opens_when_they_come_back(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    office.inquiries.record(
        snow.id, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)
    )
    opened(qtbot, page, snow.id)
    card = page.card
    assert not card.sheet.isEnabled()
    assert not card.details.isEnabled()
    assert not card.hours.hours["deadline"].isEnabled()
    assert not card.consultations.line.isVisible()
    assert card.held.who.text() == "Ended after 0\u00a0min"

    done(qtbot, page, card.verbs.reopen.click)

    assert office.inquiries.get(snow.id).is_open
    assert card.sheet.isEnabled()
    assert card.consultations.line.isVisible()
    settled(qtbot, page)


def test_two_that_ask_the_same_are_joined_and_parted(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    other = office.inquiries.add(NewInquiry(title="Ploughs"))
    opened(qtbot, page, other.id)
    page.card.questions.join.click()
    picker = page.card.verbs.join_panel.picker
    qtbot.waitUntil(lambda: bool(picker.list.rows.rows()))
    type_words(picker.search, "Snow")

    undo = done(qtbot, page, lambda: press(picker.search, Qt.Key.Key_Return))

    assert office.inquiries.get(other.id).joined_to == snow.id
    assert page.card.joined.text() == "Answered with: Snow (Le Devoir)"
    undo()
    qtbot.waitUntil(lambda: office.inquiries.get(other.id).joined_to is None)
    office.inquiries.join(other.id, snow.id)
    read_again(qtbot, page)
    done(qtbot, page, page.card.questions.join.click)
    assert office.inquiries.get(other.id).joined_to is None


def test_a_correction_is_asked_for_and_what_came_of_it_is_noted(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    office.inquiries.record(
        snow.id, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)
    )
    opened(qtbot, page, snow.id)
    panel, verb = page.card.verbs.correction_panel, page.card.verbs.correct
    for words in ("44 M$ is wrong", "mended on line"):
        verb.click()
        assert panel.who.text() == "Le Devoir"
        type_words(panel.what, words)
        done(qtbot, page, lambda: press(panel.what, Qt.Key.Key_Return))

    assert happened(office, snow.id)[-2:] == [
        MomentKind.CORRECTION_ASKED,
        MomentKind.CORRECTION_CAME,
    ]
    assert verb.text() == "Ask for a correction"


def test_an_interview_has_its_sheet_and_its_appointment(
    qtbot: QtBot, page: InquiriesPage, office: Office, clock: StillClock
) -> None:
    at = Hour(at=clock.now() + timedelta(hours=4), basis=Basis.GIVEN)
    new = NewInquiry(title="Beach", outlet_name="Radio Rive", form=AskedForm.INTERVIEW, on_air=at)
    beach = office.inquiries.add(new)
    opened(qtbot, page, beach.id)
    assert page.column.list.list.rows.rows()[0].tags[0].text == "spokesperson?"
    page.card.verbs.interview.click()
    panel = page.card.verbs.interview_panel
    type_words(panel.place, "Studio 12")
    panel.at.line.setText("some day")
    assert panel.verb.text() == "Make the sheet · hour"
    panel.at.line.setText("11:30 a.m.")

    with qtbot.waitSignal(page.file_made) as made:
        press(panel.place, Qt.Key.Key_Return)

    folder = office.paths.documents / "Comms Desk"
    assert sorted(each.suffix for each in folder.iterdir()) == [".docx", ".ics"]
    assert made.args[1].parent == folder
    (calendar,) = folder.glob("*.ics")
    assert "LOCATION:Studio 12" in calendar.read_text("utf-8")
    assert not panel.isVisible()


def test_words_under_embargo_are_signed_for_the_sheet_of_an_interview_and_it_is_made(
    qtbot: QtBot, page: InquiriesPage, office: Office, clock: StillClock
) -> None:
    words = "les bibliothèques accueilleront le public tous les dimanches dès janvier"
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=words))
    office.embargoes.place(draft.ref, until=clock.now() + timedelta(hours=1), ends_when="")
    beach = office.inquiries.add(NewInquiry(title="Beach", form=AskedForm.INTERVIEW))
    opened(qtbot, page, beach.id)
    page.card.verbs.interview.click()
    panel = page.card.verbs.interview_panel
    panel.angle.setText(words)
    press(panel.angle, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.passage.sign.isVisible)
    type_words(panel.passage.signed_by, "Ève Lavoie")
    type_words(panel.passage.reason, "Huis clos")

    with qtbot.waitSignal(page.file_made) as made:
        panel.passage.sign.click()

    assert made.args is not None
    assert made.args[1].is_file()
    assert not panel.isVisible()


def test_what_is_typed_as_a_reason_says_that_anybody_may_ask_to_read_it(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.end.click()
    panel = page.card.verbs.end_panel
    panel.resolution.choose(Resolution.DECLINED)
    assert panel.reason.isVisible()
    assert panel.accessible.isVisible()

    panel.resolution.choose(Resolution.REFERRED)

    assert not panel.accessible.isVisible()
    settled(qtbot, page)


def test_those_that_have_the_same_words_are_first_to_be_joined(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    far = Hour(at=office.database.clock.now() + timedelta(days=9), basis=Basis.GIVEN)
    office.inquiries.add(NewInquiry(title="Snow on the ploughs", deadline=far))
    other = office.inquiries.add(NewInquiry(title="The ploughs"))
    opened(qtbot, page, other.id)

    page.card.questions.join.click()
    picker = page.card.verbs.join_panel.picker
    qtbot.waitUntil(lambda: bool(picker.list.rows.rows()))

    assert [row.title for row in picker.list.rows.rows()] == ["Snow on the ploughs", "Snow"]
    assert {row.group for row in picker.list.rows.rows()} == {""}
    settled(qtbot, page)


def test_one_writes_on_after_what_is_quoted_and_anew_over_it(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    box = page.card.answer
    editor = box.field.text_editor
    box.quote("> 44 M$ a year\n\n— Answer, 2026-11-02")

    type_words(editor, "As said.")
    assert box.field.value.endswith("2026-11-02\n\nAs said.")

    editor.selectAll()
    press(editor, Qt.Key.Key_Delete)
    type_words(editor, "No quotation")
    assert box.field.value == "No quotation"
    box.put("> All of it is quoted")
    editor.selectAll()
    press(editor, Qt.Key.Key_Backspace)
    type_words(editor, "Nor here")
    assert box.field.value == "Nor here"
    settled(qtbot, page)


def test_an_approval_is_asked_of_the_others_first_and_alone_with_a_reason(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    hugo = somebody_else(office)
    opened(qtbot, page, snow.id)
    answer(qtbot, page, "48 M$")
    verbs = page.card.verbs
    verbs.approve.click()
    picker = verbs.approver_panel.picker
    qtbot.waitUntil(lambda: bool(picker.list.rows.rows()))
    first, last = picker.list.rows.rows()
    assert [first.title, last.detail] == ["Hugo Roy", "you, alone: a reason is asked for"]

    picker.chosen.emit(last.key)
    assert verbs.reason_panel.isVisible()
    verbs.approve.click()
    qtbot.waitUntil(lambda: bool(picker.list.rows.rows()))
    with qtbot.waitSignal(page.undoable) as said:
        press(picker.search, Qt.Key.Key_Return)

    assert said.args[0] == "Approval asked of Hugo Roy · Le Devoir · Snow"
    assert office.inquiries.get(snow.id).holder == Holder(person=hugo)
    settled(qtbot, page)
