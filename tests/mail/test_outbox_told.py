"""What becomes of letters and accounts is told to every window, and is on the disk first."""

from datetime import timedelta

import pytest

from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.errors import CommsDeskError
from comms_desk.jobs.model import LEASE_LASTS, LeaseLost
from comms_desk.mail import restored
from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.departures import Departures, is_the_accounts
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Receipt
from comms_desk.mail.errors import Deferred, HungUp, LetterRefused, OutcomeUnknown, Stage
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.model import (
    AccountId,
    Decision,
    ExclusionReason,
    LetterId,
    LetterState,
    MessageId,
    NewAccount,
    Recipient,
    Suppression,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from tests.mail.outbox_support import (
    LUC,
    MINUTE,
    RELEASE,
    TAKEN,
    ZOE,
    Worker,
    account,
    queued,
    state,
)
from tests.support.disk import commits

A_BROKEN_LINE = HungUp("smtp", Stage.RECIPIENT)


class Window:
    """Another window of the desk: it reads again only what it is told of."""

    def __init__(self, database: Database) -> None:
        self._told: list[Change] = []
        database.announcer.subscribe(self._told.append)

    def told(self) -> list[Change]:
        """Return what it was told of since it was last asked."""
        told, self._told[:] = list(self._told), []
        return told


def of_letters(*ids: LetterId) -> Change:
    return Change.of(Subject.LETTER, ids)


def of_account(worker: Worker) -> Change:
    return Change.of(Subject.ACCOUNT, [worker.account])


def test_a_letter_is_told_of_as_it_goes_and_as_it_has_gone(database: Database) -> None:
    account(database)
    zoe, luc = queued(database, ZOE, LUC).letters
    worker, window = Worker(database), Window(database)

    first, second = worker.claim()
    assert window.told() == [of_letters(zoe, luc)]

    worker.departures.settle(worker.account, first, TAKEN)
    assert window.told() == [of_letters(zoe)]
    worker.departures.settle(worker.account, second, OutcomeUnknown("smtp", "timed out"))
    assert window.told() == [of_letters(luc)]


def test_a_claim_of_nothing_tells_of_nothing(database: Database) -> None:
    account(database)
    worker, window = Worker(database), Window(database)

    assert worker.claim() == ()

    assert window.told() == []


def test_an_account_is_told_of_as_it_rests_and_as_all_is_well_again_and_not_between(
    database: Database, clock: StillClock
) -> None:
    account(database)
    zoe, luc = queued(database, ZOE, LUC).letters
    worker, window = Worker(database), Window(database)
    first, second = worker.claim()
    window.told()

    worker.departures.settle(worker.account, first, A_BROKEN_LINE)
    assert window.told() == [of_account(worker), of_letters(zoe)]
    assert worker.departures.waiting() == ()
    worker.departures.settle(worker.account, second, TAKEN)
    assert window.told() == [of_account(worker), of_letters(luc)]
    (again,) = worker.claim()
    window.told()
    worker.departures.settle(worker.account, again, TAKEN)
    assert window.told() == [of_letters(zoe)]


def test_an_account_that_fails_without_a_letter_is_told_of_and_rests_longer_each_time(
    database: Database, clock: StillClock
) -> None:
    account(database)
    queued(database)
    worker, window = Worker(database), Window(database)

    for minutes in (1, 5, 15, 60, 60):
        rests_for = timedelta(minutes=minutes)
        until = worker.departures.rest(worker.account, A_BROKEN_LINE)

        assert window.told() == [of_account(worker)]
        assert until == clock.now() + rests_for
        assert worker.departures.waiting() == ()
        clock.advance(rests_for - timedelta(microseconds=1))
        assert worker.departures.waiting() == ()
        clock.advance(timedelta(microseconds=1))
        (waiting,) = worker.departures.waiting()
        assert (waiting.account.id, waiting.due) == (worker.account, 1)


def test_what_a_dead_worker_left_is_told_of_and_no_other_letter(
    database: Database, clock: StillClock
) -> None:
    account(database)
    queued(database, ZOE, LUC)
    (lost,) = Worker(database, "dead").claim(most=1)
    clock.advance(LEASE_LASTS)
    alive, window = Worker(database, "alive"), Window(database)

    alive.departures.take_over(alive.lease.token)
    assert window.told() == [of_letters(lost.letter)]

    alive.departures.take_over(alive.lease.token)
    assert window.told() == []


def test_a_worker_that_lost_its_lease_doubts_no_letter_of_the_next(
    database: Database, clock: StillClock
) -> None:
    account(database)
    asleep = Worker(database, "asleep")
    clock.advance(LEASE_LASTS)
    (letter,) = queued(database).letters
    awake = Worker(database, "awake")
    awake.claim()

    with pytest.raises(LeaseLost):
        asleep.departures.take_over(asleep.lease.token)

    assert state(database, letter) is LetterState.SENDING


def test_who_was_excluded_while_the_letter_was_on_the_wire_gets_it_no_second_time(
    database: Database, clock: StillClock
) -> None:
    account(database)
    zoe, luc = queued(database, ZOE, LUC).letters
    worker = Worker(database)
    claims = worker.claim()
    OutboxDesk(database).suppress(ZOE, because=ExclusionReason.ASKED)
    for claim in claims:
        worker.departures.settle(worker.account, claim, Deferred(Stage.RECIPIENT, 451, "not now"))
    assert state(database, zoe) is LetterState.WITHHELD
    clock.advance(timedelta(hours=1))
    window = Window(database)

    assert worker.claimed() == [LUC.bare]

    assert window.told() == [of_letters(luc)]


def test_an_exclusion_that_was_carried_over_is_met_as_letters_are_claimed(
    database: Database, clock: StillClock
) -> None:
    account(database)
    zoe, luc = queued(database, ZOE, LUC).letters
    listed = Suppression(
        address=ZOE.key, because=ExclusionReason.ASKED, note="", by=None, at=clock.now() - MINUTE
    )
    with database.transaction() as transaction:
        restored.exclude_too(transaction, [listed])
    worker, window = Worker(database), Window(database)

    assert worker.claimed() == [LUC.bare]

    assert state(database, zoe) is LetterState.WITHHELD
    assert window.told() == [of_letters(zoe, luc)]
    assert OutboxDesk(database).suppressions() == (listed,)


def test_what_a_person_decides_of_letters_and_addresses_is_told_of(database: Database) -> None:
    account(database)
    zoe, luc = queued(database, ZOE, LUC).letters
    worker, window, desk = Worker(database), Window(database), OutboxDesk(database)
    first, second = worker.claim()
    worker.departures.settle(worker.account, first, OutcomeUnknown("smtp", "timed out"))
    window.told()

    desk.decide(zoe, Decision.SEND_AGAIN)
    assert window.told() == [of_letters(zoe)]
    desk.suppress(ZOE, because=ExclusionReason.ASKED)
    assert window.told() == [Change.of(Subject.SUPPRESSION), of_letters(zoe)]
    desk.allow(ZOE)
    assert window.told() == [Change.of(Subject.SUPPRESSION)]
    desk.cancel(second.message)
    assert window.told() == [of_letters(luc)]


def test_letters_leave_the_pressing_first_then_those_due_first_then_as_they_were_queued(
    database: Database, clock: StillClock
) -> None:
    account(database)
    noon = clock.now() + MINUTE
    queued(database, ZOE, purpose=Purpose.BULLETIN, due_at=noon - MINUTE)
    (late,) = queued(database, ZOE, due_at=noon + MINUTE).letters
    (early,) = queued(database, ZOE, due_at=noon).letters
    (after,) = queued(database, LUC, due_at=noon).letters
    clock.advance(2 * MINUTE)
    worker = Worker(database)

    claims = worker.claim()

    assert [each.letter for each in claims[:3]] == [early, after, late]


@pytest.mark.parametrize(
    ("error", "whose"),
    [
        (A_BROKEN_LINE, "the account's"),
        (Deferred(Stage.SENDER, 451, "not now"), "the account's"),
        (Deferred(Stage.RECIPIENT, 451, "not now"), "the letter's"),
        (LetterRefused(Stage.SENDER, 550, "who are you"), "the account's"),
        (LetterRefused(Stage.SENDER, 552, "too large"), "the letter's"),
        (LetterRefused(Stage.RECIPIENT, 550, "no such user"), "the letter's"),
    ],
)
def test_an_account_rests_for_its_own_failures_and_not_for_those_of_a_letter(
    error: CommsDeskError, whose: str
) -> None:
    assert is_the_accounts(error) == (whose == "the account's")


def test_what_is_not_there_neither_leaves_nor_rests(database: Database) -> None:
    account(database)
    queued(database)
    worker = Worker(database)
    (claim,) = worker.claim()
    nobody = AccountId(99)

    assert worker.departures.claim(worker.lease.token, nobody, most=1) == ()
    with pytest.raises(NotFound):
        worker.departures.message(MessageId(99))
    with pytest.raises(NotFound):
        worker.departures.settle(nobody, claim, TAKEN)
    with pytest.raises(NotFound):
        worker.departures.rest(nobody, A_BROKEN_LINE)


def test_no_word_of_the_worker_on_a_letter_is_lost_with_the_power(
    sqlite_database: Database,
) -> None:
    account(sqlite_database)
    (letter,) = queued(sqlite_database).letters
    worker, desk = Worker(sqlite_database), OutboxDesk(sqlite_database)

    with commits() as on_the_disk:
        (claim,) = worker.claim()
        worker.departures.settle(worker.account, claim, OutcomeUnknown("smtp", "timed out"))
        worker.departures.take_over(worker.lease.token)
        desk.decide(letter, Decision.SEND_AGAIN)
        desk.suppress(LUC, because=ExclusionReason.ASKED)
        desk.cancel(claim.message)

    assert on_the_disk == [True] * 6


def test_letters_cancelled_as_their_account_goes_stay_so_whatever_the_power_does(
    sqlite_database: Database,
) -> None:
    retired = account(sqlite_database).id
    queued(sqlite_database)

    with commits() as on_the_disk:
        AccountDesk(sqlite_database).retire(retired, cancel_letters=True)

    assert on_the_disk == [True]


def test_an_account_that_is_out_of_use_claims_nothing(database: Database) -> None:
    account(database)
    worker = Worker(database)
    AccountDesk(database).retire(worker.account)

    assert worker.claim() == ()


def test_a_message_and_its_letters_are_told_of_as_they_are_written(database: Database) -> None:
    account(database)
    OutboxDesk(database).suppress(LUC, because=ExclusionReason.ASKED)
    window = Window(database)

    (letter,) = queued(database, ZOE, LUC).letters

    message = OutboxDesk(database).letter(letter).message
    assert window.told() == [Change.of(Subject.MESSAGE, [message]), of_letters(letter)]


def test_to_exclude_somebody_again_says_the_latest_reason_and_nothing_of_anybody_else(
    database: Database, clock: StillClock
) -> None:
    desk = OutboxDesk(database)
    for each in (ZOE, LUC):
        desk.suppress(each, because=ExclusionReason.BOUNCED, note="boîte pleine")
    clock.advance(MINUTE)
    database.act_as(7)

    desk.suppress(ZOE, because=ExclusionReason.ASKED, note="par téléphone")

    zoe, luc = desk.suppressions()
    assert (zoe.address, zoe.because, zoe.note) == (ZOE.key, ExclusionReason.ASKED, "par téléphone")
    assert (zoe.by, zoe.at) == (7, clock.now())
    assert (luc.address, luc.because, luc.note) == (
        LUC.key,
        ExclusionReason.BOUNCED,
        "boîte pleine",
    )
    assert (luc.by, luc.at) == (None, clock.now() - MINUTE)


def test_a_letter_is_held_by_the_embargo_it_was_queued_under_else_by_that_of_its_subject(
    database: Database, clock: StillClock
) -> None:
    account(database)
    another = Ref(Subject.DRAFT, 42)
    embargoes = EmbargoDesk(database)
    embargoes.place(RELEASE, until=clock.now() + MINUTE, ends_when="")
    embargoes.place(another, until=clock.now() + 2 * MINUTE, ends_when="")
    with database.transaction() as transaction:
        message = outbox.compose(transaction, NewMessage(subject="s", text="t"), about=RELEASE)
        outbox.queue(transaction, message, to=ZOE)
        outbox.queue(transaction, message, to=LUC, embargo=another)
    worker = Worker(database)

    assert worker.claimed() == []
    clock.advance(MINUTE)
    assert worker.claimed() == [ZOE.bare]
    clock.advance(MINUTE)
    assert worker.claimed() == [LUC.bare]


def test_who_signed_one_embargo_has_nothing_that_another_holds(
    database: Database, clock: StillClock
) -> None:
    account(database)
    another = Ref(Subject.DRAFT, 42)
    embargoes = EmbargoDesk(database)
    for each in (RELEASE, another):
        embargoes.place(each, until=clock.now() + MINUTE, ends_when="")
    embargoes.grant(RELEASE, ZOE.bare, signed_by="Zoé Ébène")
    embargoes.grant(another, LUC.bare, signed_by="Luc Roy")
    (signed, _luc) = queued(database, ZOE, LUC, about=RELEASE).letters
    (_zoe, signed_too) = queued(database, ZOE, LUC, about=another).letters

    claims = Worker(database).claim()

    assert [each.letter for each in claims] == [signed, signed_too]


def test_letters_that_nothing_holds_leave_while_others_wait_for_their_embargo(
    database: Database, clock: StillClock
) -> None:
    account(database)
    lifted = Ref(Subject.DRAFT, 42)
    embargoes = EmbargoDesk(database)
    for each in (RELEASE, lifted):
        embargoes.place(each, until=clock.now() + MINUTE, ends_when="")
    embargoes.lift(lifted)
    queued(database, ZOE, about=RELEASE)
    (free,) = queued(database, ZOE).letters
    (free_again,) = queued(database, ZOE, about=lifted).letters
    worker = Worker(database)

    (waiting,) = worker.departures.waiting()
    claims = worker.claim()

    assert waiting.due == 2
    assert [each.letter for each in claims] == [free, free_again]


def test_an_account_sends_its_own_letters_and_no_others(database: Database) -> None:
    account(database)
    other = AccountDesk(database).add(
        NewAccount(name="Interne", sender=ZOE, facts={"host": "smtp.ville.example"})
    )
    (first,) = queued(database, ZOE).letters
    new = NewMessage(subject="s", text="t")
    (second,) = OutboxDesk(database).send(new, [Recipient(to=LUC)], account=other.id).letters
    worker = Worker(database)

    assert [each.letter for each in worker.claim()] == [first]
    claims = worker.departures.claim(worker.lease.token, other.id, most=64)
    assert [each.letter for each in claims] == [second]


def test_what_the_server_said_is_kept_even_where_it_said_a_number_alone(database: Database) -> None:
    account(database)
    (letter,) = queued(database).letters
    worker = Worker(database)
    (claim,) = worker.claim()

    worker.departures.settle(worker.account, claim, Receipt(code=250, text=""))

    assert OutboxDesk(database).letter(letter).receipt == "250"


def test_who_cancelled_how_many_letters_is_in_the_audit(database: Database) -> None:
    account(database)
    queued(database, ZOE, LUC)
    (on_the_wire,) = Worker(database).claim(most=1)
    database.act_as(7)

    OutboxDesk(database).cancel(on_the_wire.message)

    with database.snapshot() as snapshot:
        (noted,) = edits.history(snapshot, Ref(Subject.MESSAGE, on_the_wire.message))
    assert (noted.by, noted.after) == (7, 1)


def test_an_account_that_was_never_set_up_sends_nothing_and_the_first_sends_what_names_none(
    database: Database,
) -> None:
    first = account(database)
    second = AccountDesk(database).add(
        NewAccount(name="Interne", sender=ZOE, facts={"host": "smtp.ville.example"})
    )
    new = NewMessage(subject="s", text="t")

    with database.transaction() as transaction:
        named = outbox.compose(transaction, new, account=second.id)
        unnamed = outbox.compose(transaction, new)
        with pytest.raises(NotFound):
            outbox.compose(transaction, new, account=AccountId(99))

    departures = Departures(database)
    assert departures.message(named).account == second.id
    assert departures.message(unnamed).account == first.id
