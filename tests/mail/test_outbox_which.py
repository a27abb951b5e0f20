"""What is asked or decided of some letters is true of those letters, and of no other."""

from datetime import timedelta

import pytest

from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Outcome
from comms_desk.mail.desk import LETTERS_SHOWN, OutboxDesk
from comms_desk.mail.errors import Deferred, HungUp, LetterRefused, OutcomeUnknown, Overtaken, Stage
from comms_desk.mail.last_check import prove
from comms_desk.mail.model import (
    Decision,
    ExclusionReason,
    LetterId,
    LetterState,
    MessageId,
    Queued,
    Recipient,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.paging import COUNT_CAP
from tests.mail.outbox_support import (
    LUC,
    MINUTE,
    TAKEN,
    ZOE,
    Worker,
    account,
    queued,
    readers,
    state,
)
from tests.support.disk import commits

NEVER = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 Unknown")
WHO_KNOWS = OutcomeUnknown("smtp.ville.example", "timed out")
LATER = Deferred(Stage.RECIPIENT, 451, "4.7.1 Greylisted")
NO_MESSAGE = MessageId(99)
UNSENT = (LetterState.CANCELLED, LetterState.REFUSED, LetterState.UNCERTAIN)


def message_of(database: Database, letters: Queued) -> MessageId:
    return OutboxDesk(database).letter(letters.letters[0]).message


def listed(database: Database, **asked: object) -> list[LetterId]:
    return [each.id for each in OutboxDesk(database).letters(**asked).rows]  # type: ignore[arg-type]


# ── on the wire ───────────────────────────────────────────────────────────────────────


def test_what_overtook_one_letter_holds_back_no_other(database: Database) -> None:
    account(database)
    queued(database, ZOE)
    queued(database, LUC)
    worker = Worker(database)
    stopped, other = worker.claim()

    OutboxDesk(database).cancel(stopped.message)

    with pytest.raises(Overtaken):
        prove(database, stopped, token=worker.lease.token)
    prove(database, other, token=worker.lease.token)


def test_who_is_excluded_loses_what_waits_and_nothing_that_has_gone_nor_anybody_elses(
    database: Database,
) -> None:
    account(database)
    (sent,) = queued(database, ZOE).letters
    worker = Worker(database)
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, TAKEN)
    waiting, of_luc = queued(database, ZOE, LUC).letters

    OutboxDesk(database).suppress(ZOE, because=ExclusionReason.ASKED)

    assert state(database, sent) is LetterState.SENT
    assert state(database, waiting) is LetterState.WITHHELD
    assert state(database, of_luc) is LetterState.QUEUED


def test_to_exclude_nobody_tells_nobody(database: Database) -> None:
    told: list[Change] = []
    database.announcer.subscribe(told.append)

    with database.transaction() as transaction:
        outbox.suppress_all(transaction, [], because=ExclusionReason.ASKED)

    assert told == []


# ── what is leaving ───────────────────────────────────────────────────────────────────


def test_a_message_is_leaving_while_a_letter_of_it_waits_or_is_on_the_wire(
    database: Database,
) -> None:
    account(database)
    gone, on_the_wire, waiting = (
        message_of(database, queued(database, *readers(count))) for count in (1, 2, 3)
    )
    worker = Worker(database)
    first, *_others = worker.claim(most=3)
    worker.departures.settle(worker.account, first, TAKEN)

    with database.snapshot() as snapshot:
        counted = [outbox.leaving(snapshot, each) for each in (gone, on_the_wire, waiting)]
        found = outbox.still_leaving(snapshot, [gone, on_the_wire, waiting])
        asked_of_one = outbox.still_leaving(snapshot, [waiting])
        nothing = outbox.still_leaving(snapshot, [gone])

    assert counted == [0, 2, 3]
    assert found == {on_the_wire, waiting}
    assert asked_of_one == {waiting}
    assert not nothing


def test_where_letters_stand_counts_all_that_did_not_leave_of_the_messages_asked_for(
    database: Database,
) -> None:
    account(database)
    OutboxDesk(database).suppress(LUC, because=ExclusionReason.ASKED)
    some = message_of(database, queued(database, ZOE, LUC, *readers(4)))
    other = message_of(database, queued(database, *readers(2)))
    worker, desk = Worker(database), OutboxDesk(database)
    ends: list[Outcome] = [TAKEN, TAKEN, NEVER, WHO_KNOWS]
    for claim, end in zip(worker.claim(most=4), ends, strict=True):
        worker.departures.settle(worker.account, claim, end)
    desk.cancel(some)
    desk.cancel(other)

    with database.snapshot() as snapshot:
        found = outbox.where_not_all_sent(snapshot, [some], UNSENT)

    assert found == {
        some: {
            LetterState.SENT: 2,
            LetterState.REFUSED: 1,
            LetterState.UNCERTAIN: 1,
            LetterState.CANCELLED: 1,
            LetterState.WITHHELD: 1,
        }
    }


def test_whether_a_letter_was_ever_queued_is_known(database: Database) -> None:
    account(database)
    with database.snapshot() as snapshot:
        assert not outbox.is_any_letter(snapshot)
    queued(database, *readers(3))

    with database.snapshot() as snapshot:
        assert outbox.is_any_letter(snapshot)


def test_who_cancels_is_told_of_what_waited_and_of_what_was_on_the_wire(
    database: Database,
) -> None:
    account(database)
    letters = queued(database, *readers(3))
    Worker(database).claim(most=1)
    told: list[Change] = []
    database.announcer.subscribe(told.append)

    OutboxDesk(database).cancel(message_of(database, letters))

    assert told[-1] == Change.of(Subject.LETTER, letters.letters)


def test_a_statement_names_no_more_letters_than_any_sqlite_takes() -> None:
    """32,766 values in one (SQLite's limits, SQLITE_MAX_VARIABLE_NUMBER), a few not letters."""
    assert outbox.CANCELLED_AT_ONCE <= 32_766 - 10


def test_what_is_not_there_is_said_to_be_missing(database: Database) -> None:
    desk = OutboxDesk(database)

    with pytest.raises(NotFound), database.transaction() as transaction:
        outbox.queue_all(transaction, NO_MESSAGE, [Recipient(to=ZOE)])
    with pytest.raises(NotFound):
        desk.cancel(NO_MESSAGE)
    with pytest.raises(NotFound):
        desk.message(NO_MESSAGE)
    with pytest.raises(NotFound):
        desk.letter(LetterId(99))
    with pytest.raises(NotFound):
        desk.decide(LetterId(99), Decision.LEAVE)


def test_a_letter_that_waits_has_never_been_tried(database: Database) -> None:
    account(database)
    (letter,) = queued(database).letters
    desk = OutboxDesk(database)
    assert desk.letter(letter).attempts == 0
    worker = Worker(database)

    (claim,) = worker.claim()

    assert claim.attempt == desk.letter(letter).attempts == 1


# ── lists ─────────────────────────────────────────────────────────────────────────────


def test_a_list_of_letters_is_whole_or_says_where_it_goes_on(database: Database) -> None:
    account(database)
    letters = sorted(queued(database, *readers(LETTERS_SHOWN + 1)).letters, reverse=True)
    desk = OutboxDesk(database)

    page, few, all_of_them = desk.letters(), desk.letters(limit=2), desk.letters(limit=101)

    assert len(page.rows) == LETTERS_SHOWN == 100
    assert [each.id for each in few.rows] == letters[:2]
    assert listed(database, limit=2, after=few.next_key) == letters[2:4]
    assert (all_of_them.next_key, len(all_of_them.rows)) == (None, 101)


@pytest.mark.parametrize(
    ("count", "total", "capped"),
    [(0, 0, False), (COUNT_CAP, COUNT_CAP, False), (COUNT_CAP + 1, COUNT_CAP, True)],
)
def test_more_letters_than_are_counted_are_said_to_be_more(
    sqlite_database: Database, count: int, total: int, *, capped: bool
) -> None:
    account(sqlite_database)
    if count:
        queued(sqlite_database, *readers(count))

    page = OutboxDesk(sqlite_database).letters(limit=1)

    assert (page.total, page.capped) == (total, capped)


def test_the_exclusion_list_has_the_latest_first_and_of_one_moment_by_address(
    database: Database, clock: StillClock
) -> None:
    desk = OutboxDesk(database)
    first = Address(local="b", domain="ville.example")
    desk.suppress(first, because=ExclusionReason.ASKED)
    clock.advance(MINUTE)
    for name in ("d", "a", "c"):
        desk.suppress(Address(local=name, domain="ville.example"), because=ExclusionReason.ASKED)

    excluded = [each.address.partition("@")[0] for each in desk.suppressions()]

    assert excluded == ["a", "c", "d", "b"]


def test_who_is_taken_off_the_exclusion_list_is_told_of_and_stood_there_but_once(
    database: Database,
) -> None:
    desk = OutboxDesk(database)
    desk.suppress(ZOE, because=ExclusionReason.ASKED)
    told: list[Change] = []
    database.announcer.subscribe(told.append)

    assert desk.allow(ZOE)
    assert told == [Change.of(Subject.SUPPRESSION)]
    assert desk.suppressions() == ()
    assert not desk.allow(ZOE)
    assert told == [Change.of(Subject.SUPPRESSION)]


# ── plans and decisions ───────────────────────────────────────────────────────────────


def test_a_plan_counts_from_the_end_of_an_accounts_rest(
    database: Database, clock: StillClock
) -> None:
    account(database)
    worker, desk = Worker(database), OutboxDesk(database)

    until = worker.departures.rest(worker.account, HungUp("smtp", Stage.CONNECT))

    assert until > clock.now()
    assert desk.plan(1).first_leaves_at == until
    later = until + timedelta(hours=1)
    assert desk.plan(1, due_at=later).first_leaves_at == later
    assert desk.plan(1, due_at=clock.now()).first_leaves_at == until


def test_what_left_in_this_minute_slows_what_leaves_in_it_and_nothing_later(
    database: Database, clock: StillClock
) -> None:
    account(database, letters_a_minute=1)
    queued(database)
    Worker(database).claim()
    desk = OutboxDesk(database)

    soon = clock.now() + MINUTE - timedelta(seconds=1)
    assert desk.plan(1).first_leaves_at == clock.now() + MINUTE
    assert desk.plan(1, due_at=soon).first_leaves_at == soon + MINUTE
    for later in (clock.now() + MINUTE, clock.now() + 1.5 * MINUTE):
        assert desk.plan(1, due_at=later).first_leaves_at == later


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("end", [NEVER, WHO_KNOWS])
def test_who_decided_what_of_a_letter_is_in_the_audit(
    database: Database, decision: Decision, end: LetterRefused | OutcomeUnknown
) -> None:
    account(database)
    (letter,) = queued(database).letters
    worker = Worker(database)
    (claim,) = worker.claim()
    was = worker.departures.settle(worker.account, claim, end)
    database.act_as(7)

    OutboxDesk(database).decide(letter, decision)

    with database.snapshot() as snapshot:
        (noted,) = edits.history(snapshot, Ref(Subject.LETTER, letter))
    assert (noted.field, noted.before, noted.after) == ("decision", was, decision)
    assert noted.by == 7


def test_a_letter_that_a_person_sends_again_is_deferred_as_if_for_the_first_time(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    worker, desk = Worker(database), OutboxDesk(database)
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, NEVER)
    desk.decide(letter, Decision.SEND_AGAIN)
    (again,) = worker.claim()

    worker.departures.settle(worker.account, again, LATER)

    assert desk.letter(letter).due_at == clock.now() + 5 * MINUTE


def test_a_letter_that_has_left_bears_the_hour_at_which_it_left(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    desk = OutboxDesk(database)
    worker = Worker(database)
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, TAKEN)
    as_it_left = desk.bytes_of(letter)

    clock.advance(timedelta(hours=5))

    assert desk.bytes_of(letter) == as_it_left


def test_a_message_that_is_to_leave_is_on_the_disk_before_anybody_is_told(
    sqlite_database: Database,
) -> None:
    account(sqlite_database)

    with commits() as on_the_disk:
        queued(sqlite_database)

    assert on_the_disk == [True]
