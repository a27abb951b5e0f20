"""Mails come in: as inquiries, as the next mail of one, and never twice."""

from datetime import datetime

import pytest

from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.threads import message_ids
from comms_desk.media.inquiries.case.taking_in import MailOutcome
from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import ACCESS, Basis, Hour, InquiryTab
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    MomentKind,
    NewMoment,
    Resolution,
    Status,
)
from comms_desk.media.inquiries.reading.mail import read_mail
from comms_desk.media.inquiries.reading.proposal import InquiryProposal
from comms_desk.media.inquiries.within import ref
from comms_desk.storage import blobs
from comms_desk.storage.database import Database
from tests.media.inquiries.asked import Newsroom
from tests.media.inquiries.corpora import NOW, mails
from tests.media.inquiries.damage import damaged
from tests.media.inquiries.judged_mails import known
from tests.support.outlook_files import every_kind
from tests.support.replies import said_of

FIRST = b"""From: Zoe Tremblay <zoe@ledevoir.example>\r
Subject: Neige\r
Date: Tue, 24 Nov 2026 08:00:00 -0500\r
Message-ID: <un@ledevoir.example>\r
\r
Combien de camions?\r
"""
NEXT = b"""From: Zoe Tremblay <zoe@ledevoir.example>\r
Subject: Re: Neige\r
Date: Tue, 24 Nov 2026 09:00:00 -0500\r
Message-ID: <deux@ledevoir.example>\r
In-Reply-To: <un@ledevoir.example>\r
\r
Et en 2024? Je publie a midi.\r
"""
ABSENT = b"""From: Zoe Tremblay <zoe@ledevoir.example>\r
Subject: Absence du bureau\r
Date: Tue, 24 Nov 2026 09:05:00 -0500\r
Message-ID: <trois@ledevoir.example>\r
References: <un@ledevoir.example>\r
Auto-Submitted: auto-replied\r
\r
De retour lundi. Une urgence?\r
"""
ANSWERED = NewMoment(
    what=MomentKind.ANSWERED,
    how=Channel.PHONE,
    text="Douze.",
    resolution=Resolution.ANSWERED,
    attribution=Attribution.CITY,
)


def hour(of_day: int, basis: Basis = Basis.GIVEN, *, minute: int = 0) -> Hour:
    """Return an hour of that day, in the city."""
    at = datetime(2026, 11, 24, of_day, minute, tzinfo=CITY_ZONE)
    return Hour(at=at, basis=basis)


def read(raw: bytes) -> InquiryProposal:
    return read_mail(raw, known=known(), now=NOW)


@pytest.fixture
def desk(database: Database, clock: StillClock) -> InquiryDesk:
    clock.advance(NOW - clock.now())
    return InquiryDesk(database)


def files_of(database: Database, desk: InquiryDesk) -> list[tuple[str, bytes]]:
    with database.snapshot() as snapshot:
        (one,) = desk.search(view=InquiryTab.ALL).rows
        found = blobs.attachments(snapshot, ref(one.id))
        return [(each.name, blobs.read(snapshot, each.blob)) for each in found]


def test_a_mail_becomes_an_inquiry_with_its_original(database: Database, desk: InquiryDesk) -> None:
    taken = desk.take_in(read(FIRST))

    assert taken.came is MailOutcome.NEW
    assert taken.inquiry.title == "Neige"
    assert [each.question for each in taken.inquiry.parts] == ["Combien de camions?"]
    assert (taken.inquiry.message_id, taken.inquiry.channel) == (
        "<un@ledevoir.example>",
        Channel.EMAIL,
    )
    assert files_of(database, desk) == [("Neige, 24 novembre 2026, 8\u00a0h.eml", FIRST)]


def test_the_same_mail_twice_is_one(database: Database, desk: InquiryDesk) -> None:
    first = desk.take_in(read(FIRST))
    by_another_way = FIRST.replace(b"From:", b"Received: from ailleurs\r\nFrom:", 1)

    again, from_elsewhere = desk.take_in(read(FIRST)), desk.take_in(read(by_another_way))

    assert (again.came, from_elsewhere.came) == (MailOutcome.KNOWN, MailOutcome.KNOWN)
    assert again.inquiry == first.inquiry
    assert len(files_of(database, desk)) == 1


def test_another_mail_of_the_same_id_is_not_lost(desk: InquiryDesk) -> None:
    inquiry = desk.take_in(read(FIRST)).inquiry.id
    other = FIRST.replace(b"camions", b"souffleuses")

    taken = [desk.take_in(read(other)) for _twice in range(2)]

    assert [each.came for each in taken] == [MailOutcome.FOLLOWED_UP, MailOutcome.KNOWN]
    assert [each.question for each in desk.get(inquiry).parts][1:] == ["Combien de souffleuses?"]


def test_a_mail_in_the_thread_opens_the_inquiry_again(
    database: Database, desk: InquiryDesk
) -> None:
    inquiry = desk.take_in(read(FIRST)).inquiry.id
    said_of(database, inquiry, ANSWERED)

    taken = desk.take_in(read(NEXT))

    assert (taken.came, taken.inquiry.id) == (MailOutcome.FOLLOWED_UP, inquiry)
    assert taken.inquiry.is_open
    assert [each.question for each in taken.inquiry.parts] == ["Combien de camions?", "Et en 2024?"]
    assert taken.inquiry.on_air is not None
    assert taken.inquiry.deadline.at is None
    assert desk.moments(inquiry)[-1].text == "Et en 2024? Je publie a midi."


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        (b"Parfait, demain alors.", 20),
        (b"Et en 2024? Je publie demain midi.", 20),
        (b"Finalement, avant 16 h.", 21),
        (b"Et en 2024? Je publie a midi.", 17),
    ],
)
def test_an_unsure_hour_puts_off_none_that_was_given(
    desk: InquiryDesk, text: bytes, hour: int
) -> None:
    inquiry = desk.take_in(read(FIRST.replace(b"camions?", b"camions? Avant 15 h."))).inquiry.id

    desk.take_in(read(NEXT.replace(b"Et en 2024? Je publie a midi.", text)))

    due = desk.get(inquiry).due_at
    assert due is not None
    assert due.hour == hour


def test_a_mail_that_answers_a_later_one_of_theirs_is_in_the_thread(desk: InquiryDesk) -> None:
    inquiry = desk.take_in(read(FIRST)).inquiry.id
    desk.take_in(read(NEXT))
    third = NEXT.replace(b"<un@", b"<deux@").replace(b"ID: <deux@", b"ID: <quatre@")

    assert desk.take_in(read(third)).inquiry.id == inquiry
    assert len(desk.get(inquiry).parts) == 3


def test_what_is_replied_to_is_their_last_mail(database: Database, desk: InquiryDesk) -> None:
    inquiry = desk.take_in(read(FIRST)).inquiry.id

    desk.take_in(read(NEXT))
    desk.take_in(read(ABSENT))
    desk.take_in(read(FIRST))

    one = desk.get(inquiry)
    assert one.message_id == "<deux@ledevoir.example>"
    assert one.references == ("<un@ledevoir.example>",)


def test_who_writes_to_all_in_the_thread_of_another_asks_for_themselves(
    database: Database, desk: InquiryDesk
) -> None:
    first = desk.take_in(read(FIRST)).inquiry
    said_of(database, first.id, ANSWERED)
    to_all = NEXT.replace(b"Zoe Tremblay <zoe@ledevoir", b"Luc Roy <luc@radio-libre")

    taken = desk.take_in(read(to_all))

    assert taken.came is MailOutcome.NEW
    assert taken.inquiry.reply_to is not None
    assert taken.inquiry.reply_to.bare == "luc@radio-libre.example"
    assert not desk.get(first.id).is_open
    again = to_all.replace(b"<un@", b"<deux@").replace(b"ID: <deux@", b"ID: <trois@")
    assert desk.take_in(read(again)).inquiry.id == taken.inquiry.id
    by_zoe = again.replace(b"Luc Roy <luc@radio-libre", b"Zoe Tremblay <zoe.t@gmail")
    by_zoe = by_zoe.replace(b"<trois@", b"<quatre@").replace(b"To: <deux@", b"To: <un@")
    assert desk.take_in(read(by_zoe)).inquiry.id == first.id


def test_a_colleague_of_theirs_writes_in_the_thread_for_them(desk: InquiryDesk) -> None:
    inquiry = desk.take_in(read(FIRST)).inquiry.id
    by_colleague = NEXT.replace(b"Zoe Tremblay <zoe@", b"Luc Roy <luc@")

    assert desk.take_in(read(by_colleague)).inquiry.id == inquiry


def test_a_mail_that_crossed_the_answer_is_still_to_be_read(
    database: Database, desk: InquiryDesk
) -> None:
    inquiry = desk.take_in(read(FIRST)).inquiry.id
    said_of(database, inquiry, ANSWERED)
    ended = desk.get(inquiry).ended_at
    assert ended is not None
    crossed = NEXT.replace(b"09:00:00", b"08:00:30")

    desk.take_in(read(crossed))

    assert desk.get(inquiry).status is not Status.ANSWERED


def test_an_absence_opens_nothing_and_is_kept(database: Database, desk: InquiryDesk) -> None:
    inquiry = desk.take_in(read(FIRST)).inquiry.id
    said_of(database, inquiry, ANSWERED)

    taken = desk.take_in(read(ABSENT))

    assert (taken.came, taken.inquiry.status) == (MailOutcome.KEPT, Status.ANSWERED)
    assert [raw for _name, raw in files_of(database, desk)] == [FIRST, ABSENT]


def test_an_inquiry_in_the_bin_is_not_followed_up(desk: InquiryDesk) -> None:
    inquiry = desk.take_in(read(FIRST)).inquiry.id
    desk.put_in_bin(inquiry)

    again = desk.take_in(read(FIRST))

    assert desk.take_in(read(NEXT)).came is MailOutcome.NEW
    assert (again.came, again.inquiry.id) == (MailOutcome.IN_BIN, inquiry)
    desk.take_out_of_bin(inquiry)
    assert desk.take_in(read(FIRST)).came is MailOutcome.KNOWN


@pytest.mark.parametrize(
    ("given", "written", "after"),
    [
        (hour(15), b"Je publie demain.", hour(15)),
        (hour(15), b"Deadline 15h.", hour(15)),
        (hour(15), b"Deadline 11h.", hour(11, Basis.UNSURE)),
        (hour(15), b"Deadline 17h.", hour(17, Basis.UNSURE)),
        (hour(15, Basis.UNSURE), b"Deadline 17h.", hour(17)),
        (hour(8, minute=30), b"Deadline 17h.", hour(17)),
    ],
)
def test_another_hour_that_they_write_is_for_a_person_to_confirm(
    desk: InquiryDesk, given: Hour, written: bytes, after: Hour
) -> None:
    inquiry = desk.take_in(read(FIRST)).inquiry.id
    desk.set_hour(inquiry, "deadline", given)

    desk.take_in(read(NEXT.replace(b"Je publie a midi.", written)))

    assert desk.get(inquiry).deadline == after


def test_a_demand_under_the_act_says_to_whom_it_goes_and_keeps_its_date(desk: InquiryDesk) -> None:
    demand = next(each for each in mails("tuning") if each.expected["kind"] == "access")

    inquiry = desk.take_in(read(demand.raw)).inquiry

    assert inquiry.referral == ACCESS
    assert inquiry.received_at.isoformat() == "2026-11-24T14:05:00+00:00"


def test_the_sound_of_a_voicemail_stays_with_it(database: Database, desk: InquiryDesk) -> None:
    spoken = next(each for each in mails("tuning") if each.expected["kind"] == "voicemail")

    inquiry = desk.take_in(read(spoken.raw)).inquiry

    assert inquiry.channel is Channel.PHONE
    asked = inquiry.parts[0].question
    assert inquiry.title == asked[:1].upper() + asked[1:]
    assert [name for name, _raw in files_of(database, desk)][1:] == ["message-vocal.wav"]


def test_outlooks_file_is_kept_as_it_came(database: Database, desk: InquiryDesk) -> None:
    raw = next(each.raw for each in every_kind())

    assert desk.take_in(read(raw)).inquiry.title == "Déneigement"
    ((name, kept),) = files_of(database, desk)
    assert (name.startswith("Déneigement, "), name.endswith(".msg"), kept) == (True, True, raw)


def test_whatever_is_damaged_comes_in_with_its_original(
    database: Database, desk: InquiryDesk
) -> None:
    kinds = {each.kind: each.raw for each in damaged(120)}

    for raw in kinds.values():
        taken = desk.take_in(read(raw))
        assert taken.inquiry.title
        assert desk.take_in(read(raw)).came is MailOutcome.KNOWN


def test_a_mail_that_answers_our_letter_is_in_the_thread(
    database: Database, clock: StillClock
) -> None:
    room = Newsroom(database)
    inquiry = room.asked()
    moment = room.replies.acknowledge(inquiry, room.promised())
    assert moment.letter is not None
    with database.snapshot() as snapshot:
        ours = message_ids(snapshot, [moment.letter])[moment.letter]
    theirs = NEXT.replace(b"<un@ledevoir.example>", ours.encode())

    taken = room.desk.take_in(read(theirs))

    assert (taken.came, taken.inquiry.id) == (MailOutcome.FOLLOWED_UP, inquiry)
