"""Letters of an account that is out of use: none waits for ever without anybody being told."""

import pytest

from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import HungUp, LetterRefused, Stage
from comms_desk.mail.model import AccountRetired, Decision, LetterState, Recipient
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from tests.mail.outbox_support import LUC, TAKEN, ZOE, Worker, account, queued, state


def test_a_letter_that_comes_back_after_its_account_went_is_cancelled(database: Database) -> None:
    retired = account(database).id
    (letter,) = queued(database).letters
    worker = Worker(database)
    (claim,) = worker.claim()
    AccountDesk(database).retire(retired)

    worker.departures.settle(retired, claim, HungUp("smtp.ville.example", Stage.DATA))

    assert state(database, letter) is LetterState.CANCELLED


def test_a_letter_that_left_as_its_account_went_is_sent(database: Database) -> None:
    retired = account(database).id
    (letter,) = queued(database).letters
    worker = Worker(database)
    (claim,) = worker.claim()
    AccountDesk(database).retire(retired)

    worker.departures.settle(retired, claim, TAKEN)

    assert state(database, letter) is LetterState.SENT


def test_a_letter_whose_account_is_out_of_use_can_be_left_and_not_sent_again(
    database: Database,
) -> None:
    retired = account(database).id
    (letter,) = queued(database).letters
    worker = Worker(database)
    (claim,) = worker.claim()
    worker.departures.settle(retired, claim, LetterRefused(Stage.RECIPIENT, 550, "no"))
    AccountDesk(database).retire(retired)

    with pytest.raises(NotFound):
        OutboxDesk(database).decide(letter, Decision.SEND_AGAIN)

    assert state(database, letter) is LetterState.REFUSED
    OutboxDesk(database).decide(letter, Decision.LEAVE)


def test_no_letter_is_queued_on_a_message_whose_account_is_out_of_use(database: Database) -> None:
    retired = account(database).id
    (letter,) = queued(database, ZOE).letters
    worker = Worker(database)
    (claim,) = worker.claim()
    worker.departures.settle(retired, claim, TAKEN)
    AccountDesk(database).retire(retired)
    account(database)

    with pytest.raises(AccountRetired) as refused, database.transaction() as transaction:
        outbox.queue_all(transaction, claim.message, [Recipient(to=ZOE), Recipient(to=LUC)])

    assert refused.value.name == "Presse"
    assert [each.id for each in OutboxDesk(database).letters().rows] == [letter]
    with database.transaction() as transaction:
        again = outbox.queue_all(transaction, claim.message, [Recipient(to=ZOE)])
    assert (again.letters, again.already) == ((), 1)
