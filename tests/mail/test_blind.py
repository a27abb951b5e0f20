"""One message in blind copies: what is stored of it, when it leaves, and who leaves together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from functools import partial

import pytest

from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.mail.departures import Departures, Ended
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import NotSent, Overtaken, Overtaking, PieceInBlindCopies
from comms_desk.mail.last_check import prove
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.model import (
    Account,
    AccountMisdescribed,
    LetterId,
    LetterState,
    NewAccount,
    Recipient,
)
from comms_desk.mail.threads import letter_of
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.mail.bounces.bounce_support import report
from tests.mail.outbox_support import RELEASE, TAKEN, ZOE, Worker, account, readers
from tests.mail.test_limits import M365_FACTS
from tests.support.imports import counted

REVIEW = NewMessage(subject="Revue de presse", text="L’essentiel", blind=True)
TO_EACH = "Bonjour {{ name }}"


def small(database: Database, *, together: int, letters_a_minute: int = 1000) -> Account:
    made = account(database, letters_a_minute=letters_a_minute)
    change = FieldChange("recipients_a_message", made.recipients_a_message, together)
    AccountDesk(database).edit(made.id, change)
    return made


def test_that_a_message_is_blind_is_kept_with_it_and_each_reader_has_a_letter(
    database: Database,
) -> None:
    account(database)
    desk = OutboxDesk(database)

    queued = desk.send(REVIEW, [Recipient(to=each) for each in readers(3)])

    assert len(queued.letters) == 3
    assert desk.message(desk.letter(queued.letters[0]).message).content == REVIEW


@pytest.mark.parametrize(
    "written",
    [
        partial(replace, REVIEW, subject=TO_EACH),
        partial(replace, REVIEW, text=TO_EACH),
        partial(replace, REVIEW, html=TO_EACH),
    ],
)
def test_what_differs_from_reader_to_reader_is_in_no_blind_message(
    written: Callable[[], NewMessage],
) -> None:
    with pytest.raises(PieceInBlindCopies) as caught:
        written()

    assert caught.value.piece == "name"


def test_each_kind_of_account_lets_a_message_have_as_many_readers_as_its_server_takes(
    database: Database,
) -> None:
    desk = AccountDesk(database)
    microsofts = desk.add(NewAccount(name="M", kind="m365", sender=ZOE, facts=M365_FACTS))

    assert account(database).recipients_a_message == 100
    assert microsofts.recipients_a_message == 500
    for wrong in (-1, 0, 1_001):
        with pytest.raises(AccountMisdescribed):
            desk.edit(microsofts.id, FieldChange("recipients_a_message", 500, wrong))


def test_the_hour_of_the_last_departure_counts_those_who_leave_together_once(
    database: Database, clock: StillClock
) -> None:
    small(database, together=20, letters_a_minute=2)
    desk = OutboxDesk(database)

    def leaves_after(count: int, *, blind: bool) -> timedelta:
        plan = desk.plan(count, purpose=Purpose.LETTER, blind=blind)
        return plan.last_leaves_at - clock.now()

    assert leaves_after(40, blind=True) == timedelta(0)
    assert leaves_after(41, blind=True) == timedelta(minutes=1)
    assert leaves_after(40, blind=False) == timedelta(minutes=19)


def test_what_the_days_limit_holds_back_leaves_a_day_later_in_blind_copies_too(
    database: Database, clock: StillClock
) -> None:
    made = small(database, together=20)
    AccountDesk(database).edit(made.id, FieldChange("recipients_a_day", None, 30))

    plan = OutboxDesk(database).plan(40, purpose=Purpose.LETTER, blind=True)

    assert plan.last_leaves_at == clock.now() + timedelta(days=1)


def departed(database: Database, count: int = 3) -> tuple[str, dict[str, LetterId]]:
    """One message left to many: its name, and the letter of each reader."""
    account(database)
    letters = OutboxDesk(database).send(REVIEW, [Recipient(to=each) for each in readers(count)])
    worker = Worker(database)
    claims = worker.claim()
    worker.departures.settle_all(
        [Ended(account=worker.account, claim=each, outcome=TAKEN) for each in claims]
    )
    written = message_from_bytes(OutboxDesk(database).bytes_of(letters.letters[1]))
    return written["Message-ID"], {each.to.bare: each.letter for each in claims}


def test_all_that_left_together_is_known_by_one_name_and_told_apart_by_the_address(
    database: Database,
) -> None:
    name, letters = departed(database)

    with database.snapshot() as snapshot:
        ids = outbox.message_ids(snapshot, list(letters.values()))
        found = {to: letter_of(snapshot, name, to=to) for to in letters}
        forged = name.replace("<b", "<")

        assert set(ids.values()) == {name}
        assert {to: row.id for to, row in found.items() if row} == letters
        assert letter_of(snapshot, name, to="nobody@ville.example") is None
        assert letter_of(snapshot, forged) is None


def test_what_came_back_is_of_the_reader_that_the_report_names_and_is_asked_about(
    database: Database,
) -> None:
    name, letters = departed(database)
    reader, letter = list(letters.items())[1]

    (kept,) = BounceDesk(database).take_in(report(reader, about=name)).kept

    assert (kept.letter, kept.address, kept.is_excluded) == (letter, reader, False)
    assert [each.address for each in BounceDesk(database).waiting()] == [reader]
    assert suppressed(database) == frozenset()


def test_what_came_back_of_an_address_to_which_it_did_not_leave_excludes_nobody(
    database: Database,
) -> None:
    name, _letters = departed(database)

    (kept,) = BounceDesk(database).take_in(report("away@elsewhere.example", about=name)).kept

    assert (kept.letter, kept.is_excluded) == (None, False)
    assert suppressed(database) == frozenset()


def suppressed(database: Database) -> frozenset[str]:
    return frozenset(each.address for each in OutboxDesk(database).suppressions())


def test_a_thousand_readers_are_proven_in_as_many_statements_as_three(
    sqlite_database: Database,
) -> None:
    made = small(sqlite_database, together=1_000)
    AccountDesk(sqlite_database).edit(made.id, FieldChange("letters_a_minute", 1000, 100_000))
    outbox_desk, worker = OutboxDesk(sqlite_database), Worker(sqlite_database)

    def statements(count: int) -> int:
        outbox_desk.send(REVIEW, [Recipient(to=each) for each in readers(count)], about=RELEASE)
        claims = worker.claim(1)
        assert len(claims) == count
        with counted() as asked:
            prove(sqlite_database, *claims, token=worker.lease.token)
        return len(asked)

    assert statements(3) == statements(1_000)


def test_what_a_dead_worker_left_on_the_wire_is_uncertain_and_it_ends_nothing_more(
    database: Database,
) -> None:
    account(database)
    desk, asleep = OutboxDesk(database), Worker(database)
    desk.send(REVIEW, [Recipient(to=each) for each in readers(3)])
    claims = asleep.claim(1)
    lease = JobDesk(database).take("another", is_dead=lambda _holder: True)

    assert Departures(database).take_over(lease.token) == 3

    told: dict[LetterId, str] = {}

    def tell(letter: LetterId, why: NotSent) -> None:
        told[letter] = repr(why)

    with pytest.raises(Overtaken):
        prove(database, *claims, token=asleep.lease.token, tell=tell)
    assert told == {each.letter: repr(Overtaken(Overtaking.LEASE)) for each in claims}
    states = {each.state for each in desk.letters().rows}
    assert states == {LetterState.UNCERTAIN}
    assert Departures(database).claim(lease.token, asleep.account, most=9) == ()
