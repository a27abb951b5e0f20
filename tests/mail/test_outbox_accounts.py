"""The outbox: at what pace, by which account, and what is refused before it is queued."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from comms_desk.changes import Change, Subject
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.keys import SecretMissing
from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Ended
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import (
    DoorMisdescribed,
    DoorUnknown,
    HungUp,
    PieceMissing,
    Stage,
)
from comms_desk.mail.message import AttachedFile, InlineImage, NewMessage, Purpose
from comms_desk.mail.model import (
    AccountHasLetters,
    AccountMisdescribed,
    AccountNameTaken,
    Cancelled,
    LetterState,
    NewAccount,
    NoAccount,
    Recipient,
)
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from tests.mail.outbox_support import LUC, MINUTE, RELEASE, ZOE, Worker, account, queued, readers


def test_a_secret_that_is_missing_is_the_accounts_trouble(database: Database) -> None:
    account(database)
    worker = Worker(database)

    worker.departures.rest(worker.account, SecretMissing("mail/presse", "VARIABLE"))

    (resting,) = AccountDesk(database).every()
    assert resting.trouble is not None
    assert isinstance(resting.trouble.to_error(), SecretMissing)


def test_no_more_letters_leave_in_a_minute_than_the_account_may_send(
    database: Database, clock: StillClock
) -> None:
    account(database, letters_a_minute=3)
    queued(database, *readers(7))
    worker = Worker(database)

    assert len(worker.claim(most=2)) == 2
    assert len(worker.claim()) == 1
    assert worker.claim() == ()
    clock.advance(MINUTE)
    JobDesk(database).renew(worker.lease)
    assert len(worker.claim()) == 3


def test_a_clock_set_back_stops_no_account(database: Database, clock: StillClock) -> None:
    account(database, letters_a_minute=2)
    queued(database, *readers(4))
    worker = Worker(database)
    assert len(worker.claim()) == 2

    clock.advance(timedelta(days=-1))
    queued(database, ZOE)
    clock.advance(timedelta(minutes=5))

    assert worker.claimed() == ["zoe@journal.example", "reader2@ville.example"]


def test_a_clock_set_back_makes_no_account_rest_for_longer(
    database: Database, clock: StillClock
) -> None:
    account(database)
    worker = Worker(database)
    worker.departures.rest(worker.account, SecretMissing("mail/presse", "VARIABLE"))

    clock.advance(timedelta(days=-1))
    queued(database, ZOE)

    assert [each.due for each in worker.departures.waiting()] == [1]
    assert OutboxDesk(database).plan(1).first_leaves_at == clock.now()
    assert worker.claimed() == ["zoe@journal.example"]


def test_one_failure_met_on_every_line_is_one_failure(
    database: Database, clock: StillClock
) -> None:
    account(database, lines=8)
    queued(database, *readers(9))
    worker = Worker(database)
    died = HungUp("smtp.ville.example", Stage.DATA)
    first, *others = worker.claim(most=8)

    worker.departures.settle(worker.account, first, died)
    clock.advance(timedelta(seconds=5))
    ended = [Ended(account=worker.account, claim=each, outcome=died) for each in others]
    worker.departures.settle_all(ended)

    (resting,) = AccountDesk(database).every()
    assert resting.resting_until == clock.now() + timedelta(seconds=55)
    clock.advance(MINUTE)
    JobDesk(database).renew(worker.lease)
    again = worker.claim(most=1)
    worker.departures.settle(worker.account, again[0], died)
    (resting,) = AccountDesk(database).every()
    assert resting.resting_until == clock.now() + 5 * MINUTE


def test_when_the_last_letter_will_leave_is_said_before_sending(
    database: Database, clock: StillClock
) -> None:
    account(database, letters_a_minute=30)
    desk = OutboxDesk(database)

    alone = desk.plan(12_500)
    queued(database, *readers(60), purpose=Purpose.BULLETIN)
    behind = desk.plan(31)
    before = desk.plan(31, purpose=Purpose.LETTER)
    tomorrow = desk.plan(1, due_at=clock.now() + timedelta(days=1), purpose=Purpose.LETTER)

    assert alone.last_leaves_at == clock.now() + 416 * MINUTE
    assert (behind.ahead, behind.last_leaves_at) == (60, clock.now() + 3 * MINUTE)
    assert (before.ahead, before.last_leaves_at) == (0, clock.now() + MINUTE)
    assert tomorrow.first_leaves_at == clock.now() + timedelta(days=1)


def test_only_the_letters_of_one_account_are_doubted_when_it_is_named(database: Database) -> None:
    account(database)
    (of_the_first,) = queued(database, ZOE).letters
    worker = Worker(database)
    worker.claim()
    new = NewAccount(name="Interne", sender=LUC, facts={"host": "smtp.ville.example"})
    second = AccountDesk(database).add(new).id
    desk = OutboxDesk(database)
    message = NewMessage(subject="s", text="t")
    (of_the_second,) = desk.send(message, [Recipient(to=LUC)], account=second).letters
    worker.departures.claim(worker.lease.token, second, most=1)

    assert worker.departures.take_over(worker.lease.token, account=second) == 1

    assert desk.letter(of_the_first).state is LetterState.SENDING
    assert desk.letter(of_the_second).state is LetterState.UNCERTAIN


def test_a_release_never_waits_behind_a_bulletin(database: Database) -> None:
    account(database)
    queued(database, *readers(5), purpose=Purpose.BULLETIN)
    queued(database, ZOE, purpose=Purpose.LETTER)

    assert Worker(database).claimed(most=1) == ["zoe@journal.example"]


def test_what_waits_can_be_cancelled_and_what_left_cannot(database: Database) -> None:
    account(database)
    queued(database, ZOE, LUC)
    worker = Worker(database)
    (claim,) = worker.claim(most=1)
    desk = OutboxDesk(database)

    assert desk.cancel(claim.message) == Cancelled(cancelled=1, on_the_wire=1)

    assert worker.claim() == ()
    assert desk.counts(claim.message)[LetterState.CANCELLED] == 1
    assert desk.counts(claim.message)[LetterState.SENDING] == 1


@pytest.mark.parametrize("values", [{}, {"other": "x"}])
def test_a_list_with_one_value_missing_is_not_queued_at_all(
    database: Database, values: Mapping[str, str]
) -> None:
    account(database)

    with pytest.raises(PieceMissing):
        OutboxDesk(database).send(
            NewMessage(subject="s", text="Bonjour {{ first_name }}"),
            [Recipient(to=ZOE, values={"first_name": "Zoé"}), Recipient(to=LUC, values=values)],
        )

    assert OutboxDesk(database).letters().total == 0


def test_without_an_account_nothing_is_queued(database: Database) -> None:
    with pytest.raises(NoAccount):
        queued(database)
    with pytest.raises(NoAccount):
        OutboxDesk(database).plan(1)


def test_every_field_of_a_message_survives_the_database(database: Database) -> None:
    account(database)
    message = NewMessage(
        subject="Été",
        text="Bonjour {{ first_name }}",
        html='<p>Bonjour {{ first_name }}</p><img src="cid:head">',
        images=(InlineImage(content_id="head", media_type="image/png", content=b"\x89", name="b"),),
        attachments=(AttachedFile(name="c.docx", media_type="application/x", content=b"PK"),),
        purpose=Purpose.BULLETIN,
        reply_to=Address(name='Le "bureau": presse', local="r", domain="ville.example"),
        list_id="bulletin.ville.example",
        unsubscribe="mailto:r@ville.example",
    )

    with database.transaction() as transaction:
        stored = outbox.compose(transaction, message, about=RELEASE)
        letter = outbox.queue(transaction, stored, to=ZOE, values={"first_name": "Zoé"})

    found = OutboxDesk(database).message(stored)
    assert found.content == message
    assert found.about == RELEASE
    assert b"Zo=C3=A9" in OutboxDesk(database).bytes_of(letter)


def test_letters_are_paged_and_counted(database: Database) -> None:
    account(database)
    queued(database, *readers(5))
    desk = OutboxDesk(database)

    first = desk.letters(limit=3)
    rest = desk.letters(limit=3, after=first.next_key)

    assert (len(first.rows), len(rest.rows), first.total) == (3, 2, 5)
    assert rest.next_key is None
    assert first.rows[0].id > first.rows[2].id > rest.rows[0].id


def test_an_account_is_described_right_or_not_at_all(database: Database) -> None:
    made = account(database)
    desk = AccountDesk(database)

    assert made.facts == {"host": "smtp.ville.example", "port": "465", "security": "tls"}
    assert made.key == "mail/presse"
    with pytest.raises(AccountNameTaken):
        account(database)
    with pytest.raises(AccountMisdescribed):
        account(database, letters_a_minute=0)
    with pytest.raises(DoorMisdescribed):
        NewAccount(name="x", sender=ZOE, facts={})
    with pytest.raises(DoorUnknown):
        NewAccount(name="x", sender=ZOE, facts={}, kind="pigeon")
    desk.edit(
        made.id,
        FieldChange(
            "facts", made.facts, {"host": "relais.ville.example", "security": "none", "port": "25"}
        ),
    )
    desk.edit(made.id, FieldChange("letters_a_minute", 1000, 60))
    (edited,) = desk.every()
    assert (edited.facts["host"], edited.letters_a_minute) == ("relais.ville.example", 60)


def test_an_account_taken_out_of_use_cancels_what_waits_once_it_is_said(database: Database) -> None:
    made = account(database)
    queued(database, ZOE, LUC)
    queued(database, *readers(3))
    Worker(database).claim(most=1)

    with pytest.raises(AccountHasLetters) as refused:
        AccountDesk(database).retire(made.id)
    assert refused.value.letters == 4
    assert OutboxDesk(database).counts()[LetterState.QUEUED] == 4

    done = AccountDesk(database).retire(made.id, cancel_letters=True)

    assert done == Cancelled(cancelled=4, on_the_wire=1)
    assert AccountDesk(database).every() == ()
    assert OutboxDesk(database).counts()[LetterState.CANCELLED] == 4
    with pytest.raises(NotFound):
        AccountDesk(database).retire(made.id)
    account(database)


def test_letters_are_announced(database: Database) -> None:
    account(database)
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    (letter,) = queued(database).letters

    assert Change.of(Subject.LETTER, [letter]) in heard
