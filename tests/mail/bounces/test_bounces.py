"""A letter that comes back: which one, what is excluded at once, what a person is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.mail.bounces.model import BounceDecision, NothingCameBack
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.compose import new_envelope_id
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import OutcomeUnknown
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import ExclusionReason, LetterId, LetterState, Recipient
from comms_desk.mail.store import LetterRow, MessageRow
from comms_desk.mail.threads import message_ids
from comms_desk.storage.database import Database
from comms_desk.wording.bounces import resolutions_of
from tests.mail.bounces.bounce_support import FULL, HARD, message_id, report, sent, withdrawal
from tests.mail.outbox_support import LUC, TAKEN, ZOE, Worker, account, queued, state

DAY = timedelta(days=1)


def excluded(database: Database) -> dict[str, ExclusionReason]:
    return {each.address: each.because for each in OutboxDesk(database).suppressions()}


def test_a_final_refusal_is_the_letters_and_excludes_its_address(database: Database) -> None:
    letter = sent(database)

    taken = BounceDesk(database).take_in(report(ZOE.bare, about=message_id(database, letter)))

    assert [(each.letter, each.nature) for each in taken.kept] == [(letter, Nature.HARD)]
    shown = OutboxDesk(database).letter(letter)
    assert (shown.state, shown.bounced) == (LetterState.SENT, Nature.HARD)
    assert shown.bounce_said == "550 5.1.1 User unknown"
    (suppression,) = OutboxDesk(database).suppressions()
    assert suppression.because is ExclusionReason.BOUNCED
    assert suppression.note == "2026-11-24 · 550 5.1.1 User unknown"


def test_a_full_box_is_said_and_excludes_nobody(database: Database) -> None:
    letter = sent(database)

    BounceDesk(database).take_in(report(ZOE.bare, FULL, about=message_id(database, letter)))

    assert OutboxDesk(database).letter(letter).bounced is Nature.SOFT
    assert excluded(database) == {}
    assert BounceDesk(database).waiting() == ()


def test_what_waits_for_the_address_is_withheld_at_once(database: Database) -> None:
    letter = sent(database)
    (waiting,) = queued(database, ZOE).letters

    BounceDesk(database).take_in(report(ZOE.bare, about=message_id(database, letter)))

    assert state(database, waiting) is LetterState.WITHHELD


def test_the_same_report_read_twice_counts_once(database: Database) -> None:
    letter = sent(database)
    raw = report(ZOE.bare, about=message_id(database, letter))
    desk = BounceDesk(database)
    first = desk.take_in(raw)

    saved_again = desk.take_in(b"X-Saved-By: Outlook\r\n" + raw)

    assert (first.is_known, saved_again.is_known) == (False, True)
    assert saved_again.kept == first.kept
    assert [each.letters for each in desk.waiting()] == [1]


def test_who_was_checked_is_not_excluded_again_by_the_same_report(database: Database) -> None:
    letter = sent(database)
    raw = report(ZOE.bare, about=message_id(database, letter))
    desk = BounceDesk(database)
    desk.take_in(raw)
    desk.decide(ZOE, BounceDecision.WRITE_AGAIN)

    desk.take_in(raw)

    assert excluded(database) == {}
    assert desk.waiting() == ()


def test_a_report_without_the_letters_id_is_of_the_last_letter_there_and_is_asked_about(
    database: Database,
) -> None:
    sent(database)
    last = sent(database)
    desk = BounceDesk(database)

    (kept,) = desk.take_in(report(ZOE.bare.upper())).kept

    assert kept.letter == last
    assert excluded(database) == {}
    (asked,) = desk.waiting()
    assert (asked.address, asked.is_proven, asked.sentence) == (ZOE.key, False, HARD[1])


def test_the_name_of_an_envelope_proves_whose_letter_came_back(database: Database) -> None:
    letter = sent(database)
    secret = OutboxDesk(database).message(OutboxDesk(database).letter(letter).message).secret
    named = new_envelope_id(int(letter), secret=secret)
    desk = BounceDesk(database)

    desk.take_in(report(ZOE.bare, envelope=named.replace(f"{letter}.", f"{letter}.0")[:-1]))
    assert excluded(database) == {}
    (kept,) = desk.take_in(report(ZOE.bare, envelope=named, own_id="<again@x>")).kept

    assert (kept.letter, excluded(database)) == (letter, {ZOE.key: ExclusionReason.BOUNCED})


def named_by(database: Database, letter: LetterId) -> str:
    """Return what the envelope of *letter* is called, once its server was told that."""
    with database.transaction() as transaction:
        row = transaction.session.get_one(LetterRow, letter)
        row.envelope_named = True
        secret = transaction.session.get_one(MessageRow, row.message_id).secret
    return new_envelope_id(int(letter), secret=secret)


def test_whoever_is_in_copy_of_an_answer_to_a_letter_closes_no_address_by_its_id(
    database: Database,
) -> None:
    letter = sent(database)
    envelope = named_by(database, letter)
    desk = BounceDesk(database)

    desk.take_in(report(ZOE.bare, about=message_id(database, letter)))
    assert excluded(database) == {}
    assert [each.is_proven for each in desk.waiting()] == [False]

    desk.take_in(report(ZOE.bare, envelope=envelope, own_id="<true@x>"))
    assert excluded(database) == {ZOE.key: ExclusionReason.BOUNCED}


@pytest.mark.parametrize("has_dsn", [True, False])
def test_a_letter_of_which_nobody_knows_whether_it_left_is_as_the_others_of_its_account(
    database: Database, *, has_dsn: bool
) -> None:
    other = sent(database, LUC)
    if has_dsn:
        named_by(database, other)
    letter = queued(database, ZOE).letters[0]
    worker = Worker(database)
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, OutcomeUnknown("smtp.example", "cut"))

    BounceDesk(database).take_in(report(ZOE.bare, about=message_id(database, letter)))

    assert (excluded(database) == {}) is has_dsn


@pytest.mark.parametrize("address", [LUC.bare, "zoe@journal-hebdo.example"])
def test_the_name_of_an_envelope_proves_nothing_of_another_address(
    database: Database, address: str
) -> None:
    envelope = named_by(database, sent(database))

    BounceDesk(database).take_in(report(address, envelope=envelope))

    assert excluded(database) == {}


def test_the_server_says_at_each_departure_whether_it_knows_the_envelope(
    database: Database,
) -> None:
    account(database)
    letter = queued(database, ZOE).letters[0]
    worker = Worker(database)
    (claim,) = worker.claim()

    worker.departures.settle(worker.account, claim, replace(TAKEN, is_named=True))

    with database.snapshot() as snapshot:
        assert snapshot.session.get_one(LetterRow, letter).envelope_named


def test_a_report_that_nothing_proves_marks_no_letter_until_somebody_excludes_for_it(
    database: Database,
) -> None:
    letter = sent(database)
    desk, outbox = BounceDesk(database), OutboxDesk(database)

    desk.take_in(report(ZOE.bare))
    assert (outbox.letter(letter).bounced, outbox.letter(letter).bounce_said) == (None, "")
    assert [each.address for each in desk.waiting()] == [ZOE.key]

    desk.decide(ZOE, BounceDecision.EXCLUDE)
    assert outbox.letter(letter).bounced is Nature.HARD


def test_what_is_left_or_written_to_again_marks_no_letter(database: Database) -> None:
    letter = sent(database)
    desk = BounceDesk(database)

    for number, resolution in enumerate((BounceDecision.LEAVE, BounceDecision.WRITE_AGAIN)):
        desk.take_in(report(ZOE.bare, own_id=f"<{number}@x>"))
        desk.decide(ZOE, resolution)

    assert OutboxDesk(database).letter(letter).bounced is None


def test_a_reader_of_a_review_silences_no_other(database: Database) -> None:
    account(database)
    review = NewMessage(subject="Revue", text="Une", blind=True)
    queued_to = [Recipient(to=ZOE), Recipient(to=LUC)]
    mine, _theirs = OutboxDesk(database).send(review, queued_to).letters
    with database.snapshot() as snapshot:
        shared = message_ids(snapshot, [mine])[mine]
    desk = BounceDesk(database)

    desk.take_in(report(LUC.bare, about=shared))

    assert excluded(database) == {}
    assert [each.address for each in desk.waiting()] == [LUC.key]


def test_the_unsigned_id_of_old_letters_proves_nothing(database: Database) -> None:
    letter = sent(database)
    with database.transaction() as transaction:
        message = transaction.session.get_one(LetterRow, letter).message_id
        transaction.session.get_one(MessageRow, message).secret = "0123456789abcdef01234567"

    BounceDesk(database).take_in(report(ZOE.bare, about=message_id(database, letter)))

    assert excluded(database) == {}


@pytest.mark.parametrize(("days", "is_closed"), [(29, True), (31, False)])
def test_a_report_closes_an_address_for_thirty_days_after_its_letter_left(
    database: Database, clock: StillClock, days: int, *, is_closed: bool
) -> None:
    letter = sent(database)
    clock.advance(timedelta(days=days))

    BounceDesk(database).take_in(report(ZOE.bare, about=message_id(database, letter)))

    assert (excluded(database) != {}) is is_closed


def test_of_two_addresses_of_a_report_the_one_is_closed_whose_letter_it_names(
    database: Database,
) -> None:
    mine, _other = sent(database, ZOE), sent(database, LUC)
    both = report(ZOE.bare, about=message_id(database, mine)).replace(
        b"--b\r\nContent-Type: text/rfc822",
        b"Final-Recipient: rfc822; luc@radio.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b\r\nContent-Type: text/rfc822",
    )
    desk = BounceDesk(database)

    desk.take_in(both)

    assert excluded(database) == {ZOE.key: ExclusionReason.BOUNCED}
    assert {each.address: each.is_proven for each in desk.waiting()} == {
        ZOE.key: True,
        LUC.key: False,
    }


def test_what_is_asked_is_closed_together(database: Database) -> None:
    desk = BounceDesk(database)
    for to in (ZOE, LUC):
        desk.take_in(report(to.bare, own_id=f"<{to.local}@x>"))

    assert desk.decide_all([ZOE, LUC], BounceDecision.EXCLUDE) == 2

    assert excluded(database) == {
        ZOE.key: ExclusionReason.BOUNCED,
        LUC.key: ExclusionReason.BOUNCED,
    }
    assert desk.waiting() == ()
    assert desk.decide_all([ZOE, LUC], BounceDecision.LEAVE) == 0


def test_a_report_of_no_letter_of_ours_excludes_nobody_and_is_asked_about(
    database: Database, clock: StillClock
) -> None:
    sent(database)
    clock.advance(31 * DAY)
    desk = BounceDesk(database)

    desk.take_in(report(LUC.bare, own_id="<a@x>"))
    desk.take_in(report(ZOE.bare, own_id="<b@x>"))

    assert excluded(database) == {}
    assert {each.address for each in desk.waiting()} == {LUC.key, ZOE.key}


def test_a_report_about_somebody_elses_message_is_of_none_of_ours(database: Database) -> None:
    letter = sent(database)
    theirs = report(ZOE.bare, about="<abc@other.example>")

    (kept,) = BounceDesk(database).take_in(theirs).kept

    assert kept.letter is None
    assert excluded(database) == {}
    with database.transaction() as transaction:
        row = transaction.session.get_one(LetterRow, letter)
        row.state = LetterState.HANDED_OVER  # Outlook gave it its own name

    handed = report(ZOE.bare, about="<out@outlook.example>", own_id="<r2@mx.example>")
    (kept,) = BounceDesk(database).take_in(handed).kept

    assert kept.letter == letter


def test_nobody_makes_up_the_id_of_a_letter(database: Database) -> None:
    letter = sent(database)
    forged = f"<{letter}.{'0' * 24}@ville.example>"

    (kept,) = BounceDesk(database).take_in(report(LUC.bare, about=forged)).kept

    assert kept.letter is None
    assert excluded(database) == {}


def test_nobody_silences_another_who_had_the_same_message(database: Database) -> None:
    account(database)
    mine, theirs = queued(database, ZOE, LUC).letters
    known = message_id(database, mine)
    forged = known.replace(f"<{mine}.", f"<{theirs}.")

    BounceDesk(database).take_in(report(ZOE.bare, about=forged))

    assert excluded(database) == {}


def test_a_letter_that_was_passed_on_is_its_own_addresss_and_closes_none(
    database: Database,
) -> None:
    letter = sent(database)

    (kept,) = (
        BounceDesk(database)
        .take_in(report("elsewhere@away.example", about=message_id(database, letter)))
        .kept
    )

    assert (kept.letter, kept.address) == (letter, ZOE.key)
    assert excluded(database) == {}


def test_who_asked_to_be_left_alone_stays_so_whatever_comes_back(database: Database) -> None:
    letter = sent(database)
    OutboxDesk(database).suppress(ZOE, because=ExclusionReason.ASKED, note="Retrait")

    BounceDesk(database).take_in(report(ZOE.bare, about=message_id(database, letter)))

    assert excluded(database) == {ZOE.key: ExclusionReason.ASKED}


def test_the_fifth_letter_that_does_not_arrive_in_thirty_days_is_asked_about(
    database: Database, clock: StillClock
) -> None:
    desk = BounceDesk(database)
    for number in range(5):
        assert desk.waiting() == ()
        letter = sent(database)
        about = message_id(database, letter)
        for again in ("warning", "end"):  # two reports of one letter count once
            desk.take_in(report(ZOE.bare, FULL, about=about, own_id=f"<{number}.{again}@x>"))

    (asked,) = desk.waiting()
    assert (asked.address, asked.nature, asked.letters) == (ZOE.key, Nature.SOFT, 5)
    assert excluded(database) == {}

    desk.decide(ZOE, BounceDecision.EXCLUDE)
    assert excluded(database) == {ZOE.key: ExclusionReason.BOUNCED}
    assert desk.waiting() == ()


def test_soft_ones_of_long_ago_do_not_count(database: Database, clock: StillClock) -> None:
    desk = BounceDesk(database)
    for number in range(5):
        letter = sent(database)
        about = message_id(database, letter)
        desk.take_in(report(ZOE.bare, FULL, about=about, own_id=f"<{number}@x>", date=""))
        clock.advance(8 * DAY)

    assert desk.waiting() == ()


def test_who_answers_retrait_is_asked_about_and_never_excluded_by_itself(
    database: Database,
) -> None:
    sent(database)
    desk = BounceDesk(database)

    taken = desk.take_in(withdrawal(ZOE.bare))

    assert taken.report.wants_out
    assert excluded(database) == {}
    (asked,) = desk.waiting()
    assert (asked.nature, asked.sentence) == (Nature.HUMAN, "")
    desk.decide(ZOE, BounceDecision.EXCLUDE)
    assert excluded(database) == {ZOE.key: ExclusionReason.ASKED}


def test_an_absence_and_a_question_are_not_kept(database: Database) -> None:
    sent(database)
    desk = BounceDesk(database)

    for raw in (
        b"From: zoe@journal.example\r\nAuto-Submitted: auto-replied\r\n\r\nAbsente",
        b"From: zoe@journal.example\r\n\r\nUne question?",
    ):
        assert desk.take_in(raw).kept == ()

    assert desk.waiting() == ()


def test_one_decides_once(database: Database) -> None:
    desk = BounceDesk(database)
    desk.take_in(report(LUC.bare))
    assert [each.address for each in desk.about([LUC.key, ZOE.key])] == [LUC.key]
    assert desk.about([]) == ()

    desk.decide(LUC, BounceDecision.LEAVE)

    assert desk.waiting() == ()
    with pytest.raises(NothingCameBack):
        desk.decide(LUC, BounceDecision.LEAVE)


def test_what_is_left_stays_excluded_and_is_said_of_its_address_alone(database: Database) -> None:
    desk = BounceDesk(database)
    for to in (ZOE, LUC):
        about = message_id(database, sent(database, to))
        desk.take_in(report(to.bare, about=about, own_id=f"<{to.local}@x>"))

    desk.decide(ZOE, BounceDecision.LEAVE)

    assert excluded(database) == {
        ZOE.key: ExclusionReason.BOUNCED,
        LUC.key: ExclusionReason.BOUNCED,
    }
    assert [each.address for each in desk.waiting()] == [LUC.key]
    (said,) = desk.about([ZOE.key])
    assert (said.address, said.is_decided, said.excluded) == (
        ZOE.key,
        True,
        ExclusionReason.BOUNCED,
    )
    desk.decide(ZOE, BounceDecision.WRITE_AGAIN)
    assert excluded(database) == {LUC.key: ExclusionReason.BOUNCED}
    assert desk.about([ZOE.key]) == ()


def test_who_asked_to_be_left_alone_is_not_written_to_once_the_address_was_checked(
    database: Database,
) -> None:
    about = message_id(database, sent(database))
    OutboxDesk(database).suppress(ZOE, because=ExclusionReason.ASKED)
    desk = BounceDesk(database)
    desk.take_in(report(ZOE.bare, about=about))
    (asked,) = desk.waiting()
    assert resolutions_of(asked) == (BounceDecision.LEAVE,)

    desk.decide(ZOE, BounceDecision.WRITE_AGAIN)

    assert excluded(database) == {ZOE.key: ExclusionReason.ASKED}
    assert desk.about([ZOE.key]) == ()


def test_the_latest_is_asked_about_first(database: Database) -> None:
    desk = BounceDesk(database)
    for number, hour in enumerate((9, 11, 10)):
        date = f"Tue, 24 Nov 2026 {hour:02}:00:00 +0000"
        desk.take_in(report(f"a{number}@x.example", own_id=f"<{number}@x>", date=date))

    assert [each.address[:2] for each in desk.waiting()] == ["a1", "a2", "a0"]


def test_taking_an_address_off_the_list_decides_about_it(database: Database) -> None:
    letter = sent(database)
    BounceDesk(database).take_in(report(ZOE.bare, about=message_id(database, letter)))

    OutboxDesk(database).allow(ZOE)

    assert BounceDesk(database).waiting() == ()


def test_a_letter_that_came_back_twice_is_listed_once_by_the_worse(database: Database) -> None:
    letter = sent(database)
    about, desk = message_id(database, letter), BounceDesk(database)
    desk.take_in(report(ZOE.bare, FULL, about=about, own_id="<a@x>"))
    desk.take_in(report(ZOE.bare, about=about, own_id="<b@x>"))
    message = OutboxDesk(database).letter(letter).message

    (listed,) = OutboxDesk(database).letters(message=message).rows
    assert listed.bounced is Nature.HARD


def test_a_report_of_two_addresses_is_of_each_ones_last_letter(database: Database) -> None:
    first, second = sent(database, ZOE), sent(database, LUC)
    both = report(ZOE.bare).replace(
        b"--b\r\nContent-Type: text/rfc822",
        b"Final-Recipient: rfc822; luc@radio.example\r\nAction: failed\r\nStatus: 4.2.2\r\n\r\n"
        b"--b\r\nContent-Type: text/rfc822",
    )

    kept = BounceDesk(database).take_in(both).kept

    assert [(each.letter, each.nature) for each in kept] == [
        (first, Nature.HARD),
        (second, Nature.SOFT),
    ]


def test_a_date_that_cannot_be_is_now(database: Database, clock: StillClock) -> None:
    desk = BounceDesk(database)
    dates = ("Sat, 22 Nov 2025 00:00:00 +0000", "Wed, 25 Nov 2026 00:00:00 +0000", "soon", "")
    for number, date in enumerate((*dates, "x" * 5_000)):
        raw = report(f"a{number}@x.example", own_id=f"<{number}@x>", date=date)
        (kept,) = desk.take_in(raw).kept
        assert kept.at == clock.now()


def test_an_address_beyond_ascii_has_its_compared_form(database: Database) -> None:
    there = Address(local="zoe", domain="québec.example")
    letter = sent(database, there)

    (kept,) = BounceDesk(database).take_in(report("zoe@xn--qubec-csa.example")).kept

    assert kept.letter == letter
