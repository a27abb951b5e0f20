"""What an account may send in a minute and in 24 hours: letters wait, and until when is known."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk import i18n
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.departures import is_the_accounts
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import LetterRefused, Stage
from comms_desk.mail.model import (
    AccountMisdescribed,
    LetterState,
    NewAccount,
    plan,
)
from comms_desk.mail.pace import A_DAY, A_MINUTE, leaves_at
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.wording import say
from tests.mail.outbox_support import TAKEN, ZOE, Worker, account, queued, readers, state

M365_FACTS = {
    "tenant": "ville.example",
    "client": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    "user": "rosalie@ville.example",
}

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.fixture
def in_english() -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)


def limited(database: Database, recipients_a_day: int | None) -> Worker:
    made = account(database)
    change = FieldChange("recipients_a_day", None, recipients_a_day)
    AccountDesk(database).edit(made.id, change)
    return Worker(database)


def go_on(clock: StillClock, worker: Worker, database: Database, by: timedelta) -> None:
    clock.advance(by)
    worker.lease = JobDesk(database).take("worker")


def test_claims_stop_at_the_days_limit_and_go_on_as_the_hours_pass(
    database: Database, clock: StillClock
) -> None:
    worker = limited(database, 5)
    queued(database, *readers(12))

    assert len(worker.claim(3)) == 3
    clock.advance(timedelta(hours=1))
    worker.lease = JobDesk(database).take("worker")
    assert len(worker.claim()) == 2
    assert worker.claim() == ()
    assert worker.departures.waiting() == ()
    go_on(clock, worker, database, timedelta(hours=22, minutes=59))
    assert worker.claim() == ()
    go_on(clock, worker, database, timedelta(minutes=1))
    assert len(worker.claim()) == 3
    assert worker.claim() == ()


def test_what_the_days_limit_holds_back_is_said_with_when_it_goes_on(
    database: Database, clock: StillClock
) -> None:
    worker = limited(database, 2)
    desk = OutboxDesk(database)
    queued(database, *readers(5))
    assert desk.held_back() == ()
    first = clock.now()
    worker.claim(1)
    clock.advance(timedelta(minutes=10))
    worker.lease = JobDesk(database).take("worker")
    worker.claim(1)

    (held,) = desk.held_back()

    assert (held.letters, held.goes_on_at) == (3, first + A_DAY)
    assert held.account.recipients_a_day == 2


def test_the_last_departure_counts_what_left_that_day(
    database: Database, clock: StillClock
) -> None:
    worker = limited(database, 4)
    queued(database, *readers(3))
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)
    began = clock.now()
    clock.advance(timedelta(hours=2))

    planned = OutboxDesk(database).plan(5)

    assert planned.recipients_a_day == 4
    assert planned.first_leaves_at == clock.now()
    assert planned.last_leaves_at == began + A_DAY + timedelta(hours=2)


@pytest.mark.parametrize(
    ("letters", "each_takes", "pauses", "last_in"),
    [
        (12, timedelta(seconds=6), timedelta(0), timedelta(minutes=6)),  # 10 a minute, not 60
        (12, timedelta(milliseconds=100), timedelta(0), timedelta(minutes=1)),  # as fast as asked
        (12, timedelta(seconds=6), timedelta(minutes=5), timedelta(minutes=1)),  # answers, apart
        (3, timedelta(seconds=6), timedelta(0), timedelta(minutes=1)),  # too few to say
    ],
)
def test_a_server_that_was_slower_than_its_account_puts_the_last_hour_off(
    database: Database,
    clock: StillClock,
    letters: int,
    each_takes: timedelta,
    pauses: timedelta,
    last_in: timedelta,
) -> None:
    made = account(database)
    AccountDesk(database).edit(made.id, FieldChange("letters_a_minute", made.letters_a_minute, 60))
    worker, jobs = Worker(database), JobDesk(database)
    queued(database, *readers(letters))
    for _each in range(letters):
        worker.lease = jobs.renew(worker.lease)
        (claim,) = worker.claim(1)
        clock.advance(each_takes)
        worker.departures.settle(worker.account, claim, TAKEN)
        clock.advance(pauses)
    clock.advance(A_MINUTE)

    planned = OutboxDesk(database).plan(61)

    assert planned.last_leaves_at - clock.now() == last_in
    desk = OutboxDesk(database)
    queued(database, *readers(61))
    assert desk.unfinished().last_leaves_at == planned.last_leaves_at


def test_an_account_of_before_has_no_limit_and_microsofts_is_its_own(database: Database) -> None:
    desk = AccountDesk(database)

    def made(name: str, recipients_a_day: int | None = None) -> int | None:
        new = NewAccount(
            name=name,
            kind="m365",
            sender=ZOE,
            facts=M365_FACTS,
            recipients_a_day=recipients_a_day,
        )
        return desk.add(new).recipients_a_day

    assert account(database).recipients_a_day is None
    assert [made("a"), made("b", 0), made("c", 500)] == [10_000, None, 500]
    for wrong in (-1, 0):
        with pytest.raises(AccountMisdescribed):
            desk.edit(desk.every()[0].id, FieldChange("recipients_a_day", None, wrong))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5.1.90 Your message can't be sent: the daily limit for recipients", "in a day"),
        ("5.2.252 SendAsDenied; rosalie@ville.example not allowed", "Send as"),
    ],
)
def test_what_exchange_refuses_of_the_account_leaves_the_letter_waiting(
    database: Database, text: str, words: str, in_english: None
) -> None:
    account(database)
    (letter,) = queued(database).letters
    worker = Worker(database)
    refused = LetterRefused(Stage.END, 554, text)

    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, refused)

    assert is_the_accounts(refused)
    assert state(database, letter) is LetterState.QUEUED
    assert worker.claim() == ()
    assert words in say(refused).way_out


@given(
    count=st.integers(1, 40),
    ahead=st.integers(0, 20),
    rate=st.integers(1, 7),
    limit=st.none() | st.integers(1, 15),
    left=st.lists(st.integers(1, 24 * 60 - 1), max_size=15),
)
def test_a_plan_never_passes_either_limit_and_waits_for_nothing_else(
    count: int, ahead: int, rate: int, limit: int | None, left: list[int]
) -> None:
    past = sorted(NOON - A_MINUTE * minutes for minutes in left)[: limit or len(left)]
    times = [
        leaves_at(
            place,
            letters_a_minute=rate,
            start=NOON,
            used=0,
            recipients_a_day=limit,
            left=past,
        )
        for place in range(ahead + count)
    ]

    planned = plan(
        count,
        ahead=ahead,
        letters_a_minute=rate,
        start=NOON,
        used=0,
        recipients_a_day=limit,
        left=past,
    )

    assert (planned.first_leaves_at, planned.last_leaves_at) == (times[ahead], times[-1])
    every = [*past, *times]
    for place, at in enumerate(times):
        before = every[: len(past) + place]
        minute = sum(at - A_MINUTE < each <= at for each in times[:place])
        day = sum(at - A_DAY < each <= at for each in before)
        assert minute < rate
        assert limit is None or day < limit
        waits_for = {NOON, *(each + A_MINUTE for each in times[:place])}
        waits_for |= {each + A_DAY for each in before}
        assert at in waits_for
