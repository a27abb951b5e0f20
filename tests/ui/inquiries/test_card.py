"""The card of an inquiry: read, edited in place, worked on, and every step undone."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import Basis, Hour, Inquiry, NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Holder,
    How,
    LateCause,
    NewMoment,
    Resolution,
    Status,
    What,
)
from comms_desk.planning.people.model import NewPerson, PersonId
from comms_desk.storage.model import FieldChange
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.inquiries.reporters import read, written
from tests.ui.inquiries.showing import done, happened, opened, read_again, settled
from tests.ui.keys import click, press, type_words


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


# ── Read ──────────────────────────────────────────────────────────────────────────────


def test_a_card_says_who_asks_what_and_for_when(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)

    card = page.card
    assert card.hours.outlet.text() == "Le Devoir"
    assert card.hours.received.text() == "received at 7:30\u00a0a.m., by e-mail"
    assert card.hours.hours["deadline"].text() == "deadline 10:30\u00a0a.m.?"
    assert card.hours.hours["deadline"].property("role") == "said-amber"
    assert not card.hours.hours["on_air"].isVisible()
    assert card.sheet.headline.text() == "Snow"
    assert [each.text() for each in card.reporters.names()] == ["Zoe Tremblay"]
    assert [row.question.read.text() for row in card.questions.rows.values()] == [
        "How much?",
        "Since when?",
    ]
    assert card.held.who.text() == "Held by nobody, for 0\u00a0min"


def test_a_name_opens_the_card_of_the_contact(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)

    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(page.card.reporters.names()[0])

    assert wanted.args == [Ref(Subject.CONTACT, snow.reporters[0].contact or 0)]


def test_the_hours_of_each_are_painted_said_and_in_a_table(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry, clock: StillClock
) -> None:
    me = PersonId(office.database.actor or 0)
    for minutes, holder in ((30, Holder(person=me)), (80, Holder(body="Roads"))):
        clock.advance(timedelta(minutes=minutes))
        office.inquiries.record(snow.id, NewMoment(what=What.HANDED, holder=holder))
    clock.advance(timedelta(minutes=130))

    opened(qtbot, page, snow.id)
    held = page.card.held
    held.more.click()

    assert held.who.text() == "Held by: Roads, for 2\u00a0h\u00a010"
    spoken = held.bar.accessibleName().replace("\u00a0", " ")
    assert spoken == "Hours by holder: With nobody 30 min, Communications 1 h 20, Roads 2 h 10"
    assert [row[0] for row in held.bar.rows] == ["Nobody", "anne", "Roads"]
    assert held.bar.rows[2][1:] == ("9:20\u00a0a.m.", "2\u00a0h\u00a010")
    assert held._table.isVisible()


# ── Edited in place ───────────────────────────────────────────────────────────────────


def test_an_hour_is_pressed_typed_given_and_undone(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    editor = page.card.hours.editor
    click(page.card.hours.hours["deadline"])
    assert editor.field.line.hasFocus()

    editor.field.line.setText("tomorrow 9 a.m.")
    undo = done(qtbot, page, lambda: press(editor.field.line, Qt.Key.Key_Return))

    given = office.inquiries.get(snow.id).deadline
    assert given.basis is Basis.GIVEN
    assert page.card.hours.hours["deadline"].text() == "deadline tomorrow at 9\u00a0a.m."
    assert page.card.hours.hours["deadline"].property("role") == "said-muted"
    assert not editor.isVisible()
    undo()
    qtbot.waitUntil(lambda: office.inquiries.get(snow.id).deadline == snow.deadline)


def test_an_hour_may_be_assumed_or_to_be_asked_for(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    editor = page.card.hours.editor
    page.card.hours.edit("on_air")
    editor.field.line.setText("Nov 25, 2026, 7:10 a.m.")

    done(qtbot, page, editor.assumed.click)
    page.card.hours.edit("deadline")
    done(qtbot, page, editor.to_ask.click)

    inquiry = office.inquiries.get(snow.id)
    assert inquiry.on_air is not None
    assert inquiry.on_air.basis is Basis.ASSUMED
    assert inquiry.deadline == Hour()
    assert page.card.hours.hours["deadline"].text() == "deadline to ask for?"


def test_an_hour_that_is_none_is_refused_and_stays_to_be_mended(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    editor = page.card.hours.editor
    page.card.hours.edit("deadline")
    editor.field.line.setText("soonish")

    press(editor.field.line, Qt.Key.Key_Return)

    assert editor.isVisible()
    assert editor.field.understood.text()
    press(editor.field.line, Qt.Key.Key_Escape)
    settled(qtbot, page)
    assert not editor.isVisible()
    assert office.inquiries.get(snow.id).deadline == snow.deadline


def test_who_asks_is_typed_on_one_line_and_known_in_the_directory(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    reporters = page.card.reporters
    reporters.type_them()
    assert reporters.line.text() == "Zoe Tremblay, 514 555-0142, zoe@devoir.example"

    reporters.line.setText("zoe tremblay 514 555-0199; Bao Nguyen, bao@cbc.example")
    undo = done(qtbot, page, lambda: press(reporters.line, Qt.Key.Key_Return))

    one, other = office.inquiries.get(snow.id).reporters
    assert (one.contact, one.phone) == (snow.reporters[0].contact, "514 555-0199")
    assert (other.contact, other.name, str(other.email)) == (None, "Bao Nguyen", "bao@cbc.example")
    undo()
    qtbot.waitUntil(lambda: office.inquiries.get(snow.id).reporters == snow.reporters)


def test_an_address_that_is_none_is_said_and_nothing_is_lost(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    reporters = page.card.reporters
    reporters.type_them()
    reporters.line.setText("Zoe a@b@c..")

    press(reporters.line, Qt.Key.Key_Return)

    assert page.card.error.isVisible()
    assert reporters.line.text() == "Zoe a@b@c.."
    assert office.inquiries.get(snow.id).reporters == snow.reporters


def test_reporters_read_as_they_are_written(snow: Inquiry) -> None:
    found = read(written(snow.reporters))

    assert [(each.name, each.email, each.phone) for each in found] == [
        (each.name, each.email, each.phone) for each in snow.reporters
    ]


def test_a_question_is_edited_in_its_place_and_its_answer_kept(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    first = next(iter(page.card.questions.rows.values()))

    for press_it, field, words in (
        (first.question.read, first.question, "How many dollars?"),
        (first.reply, first.answer, "48 M"),
    ):
        click(press_it)
        editor = field.field.editor
        assert isinstance(editor, QPlainTextEdit)
        editor.selectAll()
        type_words(editor, words)
    page.card.save_now()
    read_again(qtbot, page)

    part = office.inquiries.get(snow.id).parts[0]
    assert (part.question, part.answer) == ("How many dollars?", "48 M")
    with qtbot.waitSignal(page.card.answer.typed):
        page.card.questions.together.click()
    page.card.save_now()
    qtbot.waitUntil(
        lambda: office.inquiries.get(snow.id).answer.startswith("**1. How many dollars?**")
    )


def test_a_question_is_added_and_the_cursor_goes_there(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)

    page.card.questions.add.click()
    qtbot.waitUntil(lambda: len(page.card.questions.rows) == 3)

    last = list(page.card.questions.rows.values())[-1]
    qtbot.waitUntil(last.question.field.editor.hasFocus)
    assert last.number.text() == "3."


def test_one_question_is_handed_by_itself(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    second = list(page.card.questions.rows.values())[1]
    click(second.holder)
    picker = page.card.verbs.hand_panel.picker
    type_words(picker.search, "Roads")

    done(qtbot, page, lambda: press(picker.search, Qt.Key.Key_Return))

    inquiry = office.inquiries.get(snow.id)
    assert inquiry.parts[1].holder == Holder(body="Roads")
    assert not inquiry.holder
    assert second.holder.text() == "Held by: Roads"


def test_the_outlet_is_edited_at_the_head(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    click(page.card.hours.outlet)
    editor = page.card.fields["outlet_name"].editor
    assert isinstance(editor, QLineEdit)
    assert editor.hasFocus()

    editor.setText("La Presse")
    page.card.save_now()

    qtbot.waitUntil(lambda: office.inquiries.get(snow.id).outlet_name == "La Presse")


# ── What happens ──────────────────────────────────────────────────────────────────────


def test_a_call_is_noted_in_one_line_and_taken_back(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.note.click()
    line = page.card.consultations.line
    type_words(line, "Roads, phone: 92 410 this morning")
    assert page.card.consultations.understood.text() == "Roads · by phone"

    undo = done(qtbot, page, lambda: press(line, Qt.Key.Key_Return))

    noted = office.inquiries.moments(snow.id)[-1]
    assert (noted.what, noted.who, noted.how, noted.text) == (
        What.CONSULTED,
        "Roads",
        How.PHONE,
        "92 410 this morning",
    )
    assert [each.line.title for each in page.card.consultations.lines.all()] == [
        "92 410 this morning"
    ]
    assert not line.text()
    undo()
    qtbot.waitUntil(lambda: happened(office, snow.id) == [What.RECEIVED])


def test_a_half_typed_note_is_there_for_who_comes_back(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    other = office.inquiries.add(replace_title(snow))
    opened(qtbot, page, snow.id)
    type_words(page.card.consultations.line, "Roads: half")

    opened(qtbot, page, other.id)
    assert not page.card.consultations.line.text()
    opened(qtbot, page, snow.id)

    assert page.card.consultations.line.text() == "Roads: half"


def replace_title(inquiry: Inquiry) -> NewInquiry:
    return NewInquiry(title=f"Another {inquiry.title}")


def test_what_was_noted_wrongly_is_taken_back_in_the_history_and_put_back(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.acknowledge.click()
    done(qtbot, page, page.card.verbs.told_panel.phone.click)
    assert not page.card.verbs.acknowledge.isVisible()
    page.card.history.button.click()
    assert page.card.happened.isVisible()
    first = page.card.happened.lines[0]
    assert first.turn is not None

    done(qtbot, page, first.turn.click)
    assert happened(office, snow.id) == [What.RECEIVED]
    assert page.card.verbs.acknowledge.isVisible()
    again = page.card.happened.lines[0].turn
    assert again is not None
    done(qtbot, page, again.click)

    assert happened(office, snow.id) == [What.RECEIVED, What.ACKNOWLEDGED]
    assert page.card.happened.lines[-1].turn is None  # it came in


def test_it_is_referred_and_closed_in_one_gesture(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.hand.click()
    picker = page.card.verbs.hand_panel.picker
    type_words(picker.search, "SPVM")
    qtbot.waitUntil(lambda: len(picker.list.rows.rows()) == 2)
    press(picker.search, Qt.Key.Key_Down)

    done(qtbot, page, lambda: press(picker.search, Qt.Key.Key_Return))

    inquiry = office.inquiries.get(snow.id)
    assert (inquiry.status, inquiry.resolution) == (Status.CLOSED, Resolution.REFERRED)
    assert page.card.verbs.reopen.isVisible()
    assert not page.card.verbs.hand.isVisible()


# ── The reply ─────────────────────────────────────────────────────────────────────────


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
    assert not verbs.reason_panel.approve.isEnabled()
    type_words(verbs.reason_panel.reason, "nobody else this evening")
    done(qtbot, page, lambda: press(verbs.reason_panel.reason, Qt.Key.Key_Return))
    assert office.inquiries.get(snow.id).status is Status.APPROVED
    assert verbs.reply.isVisible()
    assert not verbs.approve.isVisible()

    verbs.reply.click()
    assert verbs.end_panel.done.text() == "Send the reply · attribution"
    verbs.end_panel.how.choose(How.PHONE)
    assert verbs.end_panel.done.text() == "It is answered · attribution"
    verbs.end_panel.attribution.choose(Attribution.CITY)
    undo = done(qtbot, page, verbs.end_panel.done.click)

    left = office.inquiries.moments(snow.id)[-1]
    assert (left.what, left.text, left.how) == (What.ANSWERED, "48 M$", How.PHONE)
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
    picker = page.card.verbs.hand_panel.picker
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


def test_a_late_one_says_why_before_it_ends(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry, clock: StillClock
) -> None:
    clock.advance(timedelta(hours=4))
    opened(qtbot, page, snow.id)
    assert page.card.hours.hours["deadline"].property("role") == "said-amber"
    panel = page.card.verbs.end_panel
    page.card.verbs.end.click()
    panel.resolution.choose(Resolution.DECLINED)
    assert panel.done.text() == "Close it · reason"
    type_words(panel.reason, "before the courts")
    assert panel.done.text() == "Close it · why late"
    panel.cause.choose(LateCause.WAITED_SERVICE)

    done(qtbot, page, panel.done.click)

    assert happened(office, snow.id) == [What.RECEIVED, What.CLOSED, What.LATE]


def test_an_interview_is_granted_without_a_text_that_was_approved(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    panel = page.card.verbs.end_panel
    page.card.verbs.end.click()
    panel.resolution.choose(Resolution.INTERVIEW)
    type_words(panel.said, "With the mayor at 4")
    panel.attribution.choose(Attribution.SPOKESPERSON)
    panel.how.choose(How.PHONE)

    done(qtbot, page, panel.done.click)

    assert office.inquiries.get(snow.id).resolution is Resolution.INTERVIEW
    assert page.card.answer.field.value == "With the mayor at 4"


def test_what_ended_is_frozen_and_opens_when_they_come_back(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    office.inquiries.record(snow.id, NewMoment(what=What.CLOSED, resolution=Resolution.WITHDRAWN))
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
    assert page.card.joined.text() == "Answered with: Snow"
    undo()
    qtbot.waitUntil(lambda: office.inquiries.get(other.id).joined_to is None)
    office.inquiries.join(other.id, snow.id)
    read_again(qtbot, page)
    done(qtbot, page, page.card.questions.join.click)
    assert office.inquiries.get(other.id).joined_to is None


def test_a_correction_is_asked_for_and_what_came_of_it_is_noted(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    office.inquiries.record(snow.id, NewMoment(what=What.CLOSED, resolution=Resolution.WITHDRAWN))
    opened(qtbot, page, snow.id)
    panel, verb = page.card.verbs.correction_panel, page.card.verbs.correct
    for words in ("44 M$ is wrong", "mended on line"):
        verb.click()
        assert panel.who.text() == "Le Devoir"
        type_words(panel.what, words)
        done(qtbot, page, lambda: press(panel.what, Qt.Key.Key_Return))

    assert happened(office, snow.id)[-2:] == [What.CORRECTION_ASKED, What.CORRECTION_CAME]
    assert verb.text() == "Ask for a correction"
