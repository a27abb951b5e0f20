"""What leaves from the card of an inquiry: shown first, sent once, and said where it is astray."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.mail.model import LetterState
from comms_desk.media.contacts.model import NewPosition
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.inquiries.model import Inquiry, NewInquiry, Reporter
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    MomentKind,
    NewMoment,
    Resolution,
    Status,
)
from comms_desk.media.inquiries.reply.model import Answer
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.model import FieldChange
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.kit.editable_text import Press
from tests.mail.outbox_support import account
from tests.ui.inquiries.showing import done, opened, settled
from tests.ui.keys import press, type_words

TEXT = "Le contrat s’élève à 48 M$."


@pytest.fixture(autouse=True)
def _account(office: Office) -> None:
    account(office.database)


@pytest.fixture
def approved(office: Office, snow: Inquiry) -> Inquiry:
    """The inquiry, whose reply was written by one and approved by another."""
    me = office.database.actor
    office.database.act_as(office.people.add(NewPerson(name="Hugo Roy")).id)
    office.inquiries.edit(snow.id, FieldChange("answer", "", TEXT))
    office.database.act_as(me)
    office.replies.approve(snow.id, TEXT)
    return snow


def test_it_is_shown_and_told_in_their_thread_by_enter(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.acknowledge.click()
    panel = page.card.verbs.told_panel
    qtbot.waitUntil(panel.verb.isEnabled)
    assert "Zoe Tremblay <zoe@devoir.example>" in panel.letter.text()
    assert "This sending depends on this computer: leave it on" in panel.depends.text()
    assert "10\u00a0h\u00a030" in panel.letter.text()

    with qtbot.waitSignal(page.undoable) as said:
        press(panel.by.line, Qt.Key.Key_Return)
    settled(qtbot, page)

    assert said.args == ["Acknowledgement sent · Le Devoir · Snow", None]
    assert office.inquiries.get(snow.id).status is Status.ACKNOWLEDGED
    (letter,) = office.replies.letters(snow.id)
    assert letter.letter.to.bare == "zoe@devoir.example"
    assert not panel.isVisible()


def test_an_hour_that_is_past_is_refused_before_anything_leaves(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.acknowledge.click()
    panel = page.card.verbs.told_panel
    qtbot.waitUntil(panel.verb.isEnabled)

    panel.by.line.setText("Nov 23, 2026, 9 a.m.")
    qtbot.waitUntil(lambda: panel.letter.words.property("role") == "note")

    assert not panel.verb.isEnabled()
    press(panel.by.line, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert not office.replies.letters(snow.id)


def test_to_whom_it_may_be_referred_is_proposed_and_they_are_told_by_two_keys(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    new = NewInquiry(title="Theft", reporters=snow.reporters, referral="SPVM")
    theft = office.inquiries.add(new)
    opened(qtbot, page, theft.id)
    assert page.card.referral._words.text() == "To be referred? SPVM"

    panel = page.card.verbs.refer_panel
    press(page.column.list.list, Qt.Key.Key_D)
    qtbot.waitUntil(panel.verb.hasFocus)
    assert panel.title.text() == "To be referred: SPVM"
    assert "(SPVM)" in panel.letter.text()
    assert "zoe@devoir.example" in panel.letter.text()
    with qtbot.waitSignal(page.undoable) as said:
        press(panel.verb, Qt.Key.Key_Return)
    settled(qtbot, page)

    assert said.args == ["Referred to SPVM · Theft", None]
    assert office.inquiries.get(theft.id).resolution is Resolution.REFERRED
    assert not page.card.referral.isVisible()
    assert len(office.replies.letters(theft.id)) == 1


def test_what_cannot_be_passed_on_says_why_and_a_hasty_enter_does_nothing(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    papers = office.inquiries.add(NewInquiry(title="All e-mails", referral="access"))
    opened(qtbot, page, papers.id)
    said = "Access request: pass on to the person in charge"
    assert page.card.referral._words.text() == said
    page.card.referral._button.click()
    panel = page.card.verbs.refer_panel
    qtbot.waitUntil(lambda: panel.letter.words.property("role") == "note")

    assert not panel.verb.isEnabled()
    assert panel.give_up.hasFocus()
    press(panel.give_up, Qt.Key.Key_Return)
    assert not panel.isVisible()
    assert office.inquiries.get(papers.id).is_open


def test_whoever_answers_instead_is_found_by_a_few_letters_and_may_be_told_by_phone(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    opened(qtbot, page, snow.id)
    page.card.verbs.hand.click()
    picker = page.card.verbs.hand_panel.picker
    type_words(picker.search, "SPVM")
    qtbot.waitUntil(lambda: len(picker.list.rows.rows()) == 2)
    press(picker.search, Qt.Key.Key_Return)
    panel = page.card.verbs.refer_panel
    assert panel.isVisible()

    done(qtbot, page, panel.phone.click)

    assert office.inquiries.get(snow.id).resolution is Resolution.REFERRED
    assert office.replies.letters(snow.id) == ()


def test_the_reply_leaves_in_their_thread_as_it_was_shown(
    qtbot: QtBot, page: InquiriesPage, office: Office, approved: Inquiry
) -> None:
    opened(qtbot, page, approved.id)
    page.card.verbs.reply.click()
    panel = page.card.verbs.end_panel
    assert panel.how.value is Channel.EMAIL
    panel.attribution.choose(Attribution.CITY)
    qtbot.waitUntil(panel.verb.isEnabled)
    assert panel.letter.text().startswith("To: Zoe Tremblay <zoe@devoir.example>\n")
    assert "This sending depends on this computer: leave it on" in panel.leaves.text()

    with qtbot.waitSignal(page.undoable) as said:
        panel.verb.click()
    settled(qtbot, page)

    assert said.args == ["Reply sent · Le Devoir · Snow", None]
    assert office.inquiries.get(approved.id).status is Status.ANSWERED
    assert [each.letter.state for each in office.replies.letters(approved.id)] == [
        LetterState.QUEUED
    ]


def test_a_reply_to_who_is_not_to_be_contacted_says_so_and_leaves(
    qtbot: QtBot, page: InquiriesPage, office: Office, approved: Inquiry
) -> None:
    reporter = approved.reporters[0]
    assert reporter.contact is not None
    office.contacts.edit(reporter.contact, FieldChange("do_not_contact", False, True))
    opened(qtbot, page, approved.id)
    page.card.verbs.reply.click()
    panel = page.card.verbs.end_panel

    panel.attribution.choose(Attribution.CITY)
    qtbot.waitUntil(panel.verb.isEnabled)

    assert panel.verb.text() == "Send the reply"
    said = "Zoe Tremblay is not to be written to: they asked, and are answered."
    assert said in panel.leaves.text()
    assert "Zoe" in panel.letter.text()


def test_the_words_that_left_leave_again_on_a_persons_word(
    qtbot: QtBot, page: InquiriesPage, office: Office, approved: Inquiry
) -> None:
    by_city = Answer(attribution=Attribution.CITY)
    office.replies.answer(approved.id, by_city)
    office.inquiries.record(approved.id, NewMoment(what=MomentKind.REOPENED))
    office.database.act_as(None)
    office.replies.approve(approved.id, TEXT, reason="Relu")
    opened(qtbot, page, approved.id)
    page.card.verbs.reply.click()
    panel = page.card.verbs.end_panel
    panel.attribution.choose(Attribution.CITY)
    qtbot.waitUntil(panel.even_if_sent.isVisible)
    assert panel.verb.text() == "Send the reply · it cannot leave"

    panel.even_if_sent.click()
    qtbot.waitUntil(panel.verb.isEnabled)
    done(qtbot, page, panel.verb.click)

    assert len(office.replies.letters(approved.id)) == 2


def test_one_reply_goes_to_each_outlet_that_asks_the_same(
    qtbot: QtBot, page: InquiriesPage, office: Office, approved: Inquiry
) -> None:
    other = office.inquiries.add(
        NewInquiry(title="Also snow", reporters=approved.reporters, channel=Channel.EMAIL)
    )
    office.inquiries.join(other.id, approved.id)
    opened(qtbot, page, approved.id)
    assert page.card.joined.text() == "Its reply is that of: Also snow"
    page.card.verbs.reply.click()
    panel = page.card.verbs.end_panel
    panel.attribution.choose(Attribution.CITY)
    qtbot.waitUntil(panel.verb.isEnabled)
    assert panel.letter.text().count("To: ") == 2

    done(qtbot, page, panel.verb.click)

    assert office.inquiries.get(other.id).status is Status.ANSWERED


def test_a_file_goes_with_the_reply_or_is_taken_off_again(
    qtbot: QtBot, page: InquiriesPage, office: Office, approved: Inquiry, tmp_path: Path
) -> None:
    table = tmp_path / "costs.csv"
    table.write_bytes(b"year,M$")
    opened(qtbot, page, approved.id)
    page.card.verbs.reply.click()
    panel = page.card.verbs.end_panel
    panel.attribution.choose(Attribution.CITY)
    panel.attaching.take(tmp_path / "none.csv")
    qtbot.waitUntil(lambda: "none.csv" in panel.attaching.said.text())
    assert panel.attaching.files == ()

    panel.attaching.take(table)
    qtbot.waitUntil(panel.attaching.away.isVisible)
    panel.attaching.away.click()
    assert panel.attaching.files == ()
    panel.attaching.take(table)
    qtbot.waitUntil(lambda: bool(panel.attaching.files) and panel.verb.isEnabled())
    done(qtbot, page, panel.verb.click)

    (letter,) = office.replies.letters(approved.id)
    assert b'filename="costs.csv"' in office.outbox.bytes_of(letter.letter.id)


def test_who_asks_in_words_under_embargo_is_acknowledged_once_somebody_signs(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    words = "les bibliothèques accueilleront le public tous les dimanches dès janvier"
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=words))
    until = office.database.clock.now() + timedelta(hours=1)
    office.embargoes.place(draft.ref, until=until, ends_when="")
    office.inquiries.edit(snow.id, FieldChange("title", snow.title, f"Est-ce que {words}?"))
    opened(qtbot, page, snow.id)
    page.card.verbs.acknowledge.click()
    panel = page.card.verbs.told_panel
    qtbot.waitUntil(lambda: panel.verb.text() == "Send · words under embargo")

    type_words(panel.passage.signed_by, "Ève Lavoie")
    type_words(panel.passage.reason, "Dit au conseil")
    panel.passage.sign.click()
    qtbot.waitUntil(panel.verb.isEnabled)
    done(qtbot, page, panel.verb.click)

    assert len(office.replies.letters(snow.id)) == 1


def test_words_under_embargo_are_signed_on_the_reply_and_it_leaves(
    qtbot: QtBot, page: InquiriesPage, office: Office, approved: Inquiry, tmp_path: Path
) -> None:
    words = "les bibliothèques accueilleront le public tous les dimanches dès janvier"
    new = NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=f"{words}.")
    draft = office.drafts.add(new)
    until = office.database.clock.now() + timedelta(hours=1)
    office.embargoes.place(draft.ref, until=until, ends_when="")
    note, plan = tmp_path / "note.txt", tmp_path / "plan.pdf"
    note.write_text(f"On dit que {words}.", "utf-8")
    plan.write_bytes(b"%PDF-1.7")
    opened(qtbot, page, approved.id)
    page.card.verbs.reply.click()
    panel = page.card.verbs.end_panel
    panel.attribution.choose(Attribution.CITY)
    panel.attaching.take(note)
    panel.attaching.take(plan)
    qtbot.waitUntil(panel.passage.sign.isVisible)
    qtbot.waitUntil(lambda: panel.passage.warned.text().startswith("plan.pdf: no word of this"))
    assert panel.verb.text() == "Send the reply · words under embargo"
    assert panel.passage.said.text().startswith("In the file “note.txt”:\n“les bibliothèques")

    type_words(panel.passage.signed_by, "Ève Lavoie")
    type_words(panel.passage.reason, "Dit au conseil")
    panel.passage.sign.click()
    qtbot.waitUntil(panel.verb.isEnabled)
    done(qtbot, page, panel.verb.click)

    assert len(office.replies.letters(approved.id)) == 1


def test_the_hour_that_is_promised_is_to_come(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    office.inquiries.set_hour(snow.id, "deadline", None)
    opened(qtbot, page, snow.id)

    page.card.verbs.acknowledge.click()

    moment = page.card.verbs.told_panel.by.moment
    assert moment - office.database.clock.now() == timedelta(hours=9, minutes=30)


def test_in_the_evening_the_hour_that_is_promised_is_a_round_one(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry, clock: StillClock
) -> None:
    office.inquiries.set_hour(snow.id, "deadline", None)
    clock.advance(timedelta(hours=11, minutes=24))
    opened(qtbot, page, snow.id)

    page.card.verbs.acknowledge.click()

    moment = page.card.verbs.told_panel.by.moment
    assert moment - office.database.clock.now() == timedelta(hours=1, minutes=6)


def test_who_called_is_written_to_and_called_where_the_directory_reaches_them(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    zoe = snow.reporters[0].contact
    assert zoe is not None
    reached = NewPosition(emails=(Address.parse("zoe@courant.example"),), phones=("514 555-0199",))
    office.contacts.add_position(zoe, reached)
    called = Reporter(contact=zoe, name="Zoe Tremblay")
    call = office.inquiries.add(NewInquiry(title="Salt", reporters=(called,)))
    opened(qtbot, page, call.id)
    presses = page.card.reporters.findChildren
    reached_at = ["514 555-0199", "zoe@courant.example"]
    # Those of the inquiry that was shown before go a little later.
    qtbot.waitUntil(lambda: [each.text() for each in presses(Press)] == reached_at)

    page.card.verbs.acknowledge.click()
    panel = page.card.verbs.told_panel
    qtbot.waitUntil(panel.verb.isEnabled)

    assert "zoe@courant.example" in panel.letter.text()
    assert office.inquiries.get(call.id).reporters == (called,)


def test_what_was_reopened_says_that_it_is_to_be_approved_anew(
    qtbot: QtBot, page: InquiriesPage, office: Office, approved: Inquiry
) -> None:
    by_phone = Answer(attribution=Attribution.CITY, how=Channel.PHONE)
    office.replies.answer(approved.id, by_phone)
    office.inquiries.record(approved.id, NewMoment(what=MomentKind.REOPENED))

    opened(qtbot, page, approved.id)

    assert page.card.answer.said.text() == "Reopened since it was approved"
    assert office.inquiries.get(approved.id).status is not Status.APPROVED


def test_a_reply_in_another_language_than_they_asked_in_says_so(
    qtbot: QtBot, page: InquiriesPage, office: Office, approved: Inquiry
) -> None:
    other = office.inquiries.add(
        NewInquiry(title="Snow too", reporters=approved.reporters, language=Language.ENGLISH)
    )
    office.inquiries.join(other.id, approved.id)
    opened(qtbot, page, approved.id)
    page.card.verbs.reply.click()
    panel = page.card.verbs.end_panel

    panel.attribution.choose(Attribution.CITY)
    qtbot.waitUntil(panel.verb.isEnabled)

    assert "Asked in another language: Snow too" in panel.leaves.text().splitlines()
