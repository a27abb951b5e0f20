"""The card of an inquiry: read, edited in place, worked on, and every step undone."""

from datetime import timedelta

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.mail.reading.model import LeftUnread, MailPart
from comms_desk.media.inquiries.model import (
    Basis,
    Hour,
    Inquiry,
    NewInquiry,
    Reporter,
)
from comms_desk.media.inquiries.moments import (
    Channel,
    Holder,
    MomentKind,
    NewMoment,
    Resolution,
    Status,
)
from comms_desk.planning.people.model import PersonId
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.inquiries.questions import ReadField
from comms_desk.ui.inquiries.reading import read_view
from comms_desk.ui.inquiries.reporters import read, written
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.shell.window import Window
from tests.ui.inquiries.showing import done, happened, opened, read_again, settled
from tests.ui.keys import click, press, type_words

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


def test_what_stands_below_is_shown_in_a_turn_of_its_own(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    page.card.show_view(read_view(office, snow.id))
    QCoreApplication.sendPostedEvents()

    assert page.card.sheet.headline.text() == "Snow"
    assert page.card.happened.lines == []
    qtbot.waitUntil(lambda: page.card.happened.lines != [])


def test_where_the_reply_goes_is_asked_in_amber_and_said_with_one_press(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    came, elsewhere = (Address.parse(f"zoe@{each}.example") for each in ("devoir", "autre"))
    asked = NewInquiry(
        title="Sel",
        reporters=(Reporter(name="Zoe", email=came),),
        reply_to=elsewhere,
        reply_choices=(elsewhere, came),
    )
    inquiry = office.inquiries.add(asked).id
    opened(qtbot, page, inquiry)
    place = page.card.reply_place
    (row,) = page.column.list.list.rows.rows()

    assert place.isVisible()
    assert [each.text for each in row.tags] == ["received", "reply to?"]
    assert [each.text() for each in place.buttons] == [
        "zoe@autre.example",
        "zoe@devoir.example, the sender",
    ]

    undo = done(qtbot, page, lambda: click(place.buttons[1]))
    assert not place.isVisible()
    assert office.inquiries.get(inquiry).reply_to == came

    undo()
    read_again(qtbot, page)
    assert place.isVisible()
    assert office.inquiries.get(inquiry).reply_to == elsewhere


def test_what_was_not_read_of_a_mail_is_said(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    unread = (
        LeftUnread(what=MailPart.TEXT, read=400, total=617),
        LeftUnread(what=MailPart.FILES, read=99, total=150),
    )
    inquiry = office.inquiries.add(NewInquiry(title="Sel", left_unread=unread)).id

    opened(qtbot, page, inquiry)

    assert page.card.left_unread.isVisible()
    (said,) = page.card.left_unread.findChildren(Label)
    assert said.text() == (
        "Its text is long: 400 of 617\u00a0kB were read. 99 of 150 files were taken out of it."
        " The original has the rest."
    )


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
        office.inquiries.record(snow.id, NewMoment(what=MomentKind.HANDED, holder=holder))
    clock.advance(timedelta(minutes=130))

    opened(qtbot, page, snow.id)
    held = page.card.held
    held.more.click()

    assert held.who.text() == "Held by: Roads, for 2\u00a0h\u00a010"
    spoken = held.bar.accessibleName().replace("\u00a0", " ")
    assert spoken == "Hours by holder: With nobody 30 min, Communications 1 h 20, Roads 2 h 10"
    assert [row[0] for row in held.bar.rows] == ["Nobody", "This computer", "Roads"]
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


def test_a_question_has_an_hour_of_its_own_until_it_has_that_of_the_whole(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    row = page.card.questions.rows[snow.parts[1].id]
    click(row.due)
    assert row.hour.field.line.hasFocus()
    row.hour.field.line.setText("9 a.m.")

    undo = done(qtbot, page, lambda: press(row.hour.field.line, Qt.Key.Key_Return))

    assert row.due.text() == "for 9\u00a0a.m."
    assert office.inquiries.get(snow.id).due_at == office.inquiries.get(snow.id).parts[1].due_at
    assert not row.hour.isVisible()
    click(row.due)
    done(qtbot, page, row.hour.ways[Basis.TO_ASK].click)
    assert row.due.text() == "Give it an hour"
    assert office.inquiries.get(snow.id).due_at == snow.deadline.at
    click(row.due)
    row.hour.field.line.setText("some day")
    press(row.hour.field.line, Qt.Key.Key_Return)
    assert row.hour.isVisible()
    press(row.hour.field.line, Qt.Key.Key_Escape)
    assert office.inquiries.get(snow.id).parts[1].due_at is None
    undo()
    settled(qtbot, page)


def test_an_hour_may_be_assumed_or_to_be_asked_for(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    editor = page.card.hours.editor
    page.card.hours.edit("on_air")
    editor.field.line.setText("Nov 25, 2026, 7:10 a.m.")

    done(qtbot, page, editor.ways[Basis.ASSUMED].click)
    page.card.hours.edit("deadline")
    done(qtbot, page, editor.ways[Basis.TO_ASK].click)

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
        MomentKind.CONSULTED,
        "Roads",
        Channel.PHONE,
        "92 410 this morning",
    )
    assert [each.line.title for each in page.card.consultations.lines.all()] == [
        "92 410 this morning"
    ]
    assert not line.text()
    undo()
    qtbot.waitUntil(lambda: happened(office, snow.id) == [MomentKind.RECEIVED])


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
    assert happened(office, snow.id) == [MomentKind.RECEIVED]
    assert page.card.verbs.acknowledge.isVisible()
    again = page.card.happened.lines[0].turn
    assert again is not None
    done(qtbot, page, again.click)

    assert happened(office, snow.id) == [MomentKind.RECEIVED, MomentKind.ACKNOWLEDGED]
    assert page.card.happened.lines[-1].turn is None  # it came in


def test_it_is_referred_and_closed_in_one_gesture(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.hand.click()
    picker = page.card.verbs.hand_panel.picker
    type_words(picker.search, "Hydro")
    qtbot.waitUntil(lambda: len(picker.list.rows.rows()) == 2)
    press(picker.search, Qt.Key.Key_Down)

    done(qtbot, page, lambda: press(picker.search, Qt.Key.Key_Return))

    inquiry = office.inquiries.get(snow.id)
    assert (inquiry.status, inquiry.resolution) == (Status.CLOSED, Resolution.REFERRED)
    assert page.card.verbs.reopen.isVisible()
    assert not page.card.verbs.hand.isVisible()


# ── A question in its place ───────────────────────────────────────────────────────────


def asked(qtbot: QtBot, page: InquiriesPage, inquiry: Inquiry) -> ReadField:
    """Open the first question of *inquiry*, to be typed anew."""
    opened(qtbot, page, inquiry.id)
    field = next(iter(page.card.questions.rows.values())).question
    field.edit()
    return field


def test_escape_leaves_a_question_then_the_card_for_its_list(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    question = asked(qtbot, page, snow)
    editor = question.field.editor
    type_words(editor, "No")

    press(editor, Qt.Key.Key_Escape)
    assert question.field.value == "How much?"
    press(editor, Qt.Key.Key_Escape)
    assert not question.field.isVisible()
    assert question.read.hasFocus()
    press(question.read, Qt.Key.Key_Escape)

    assert page.column.list.list.hasFocus()
    settled(qtbot, page)


def test_a_question_is_as_high_as_what_it_says(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    editor = asked(qtbot, page, snow).field.editor
    of_a_line = editor.height()

    for _line in range(6):
        press(editor, Qt.Key.Key_Return)

    assert of_a_line == tokens.TITLE_LINE_PX + 2 * tokens.SPACE_2_PX
    assert editor.height() == 4 * tokens.TITLE_LINE_PX + 2 * tokens.SPACE_2_PX
    settled(qtbot, page)


def test_a_press_under_an_open_question_is_not_lost(
    qtbot: QtBot, window: Window, page: InquiriesPage, snow: Inquiry
) -> None:
    question = asked(qtbot, page, snow)
    settled(qtbot, page)
    join, top = page.card.questions.join, window.windowHandle()
    qtbot.waitUntil(lambda: window.childAt(join.mapTo(window, join.rect().center())) is join)
    middle = join.mapTo(window, join.rect().center())
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    QTest.mousePress(top, left, plain, middle)
    assert question.field.isVisible()
    QTest.mouseRelease(top, left, plain, middle)

    qtbot.waitUntil(page.card.verbs.join_panel.isVisible)
    qtbot.waitUntil(lambda: not question.field.isVisible())
    settled(qtbot, page)


def test_that_they_asked_again_is_said_beside_the_hours(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry, clock: StillClock
) -> None:
    clock.advance(timedelta(minutes=22))
    office.inquiries.record(snow.id, NewMoment(what=MomentKind.FOLLOWED_UP))

    opened(qtbot, page, snow.id)

    assert "asked again at 7:52" in page.card.hours.received.text()
    (row,) = page.column.list.list.rows.rows()
    assert "asked again at 7:52" in row.detail
