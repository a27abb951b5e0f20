"""A letter is known by its Message-ID, whoever names it, and no other is."""

from email import message_from_bytes, policy

import pytest

from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import PieceMissing
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterId, NewAccount, Recipient
from comms_desk.storage.database import Database
from tests.mail.outbox_support import LUC, ZOE, account, queued


def known_as(database: Database, message_id: str) -> LetterId | None:
    with database.snapshot() as snapshot:
        return outbox.letter_of_message_id(snapshot, message_id)


def test_a_letter_is_found_by_the_message_id_that_it_bears(database: Database) -> None:
    account(database)
    first, second = queued(database, ZOE, LUC).letters
    written = message_from_bytes(OutboxDesk(database).bytes_of(second), policy=policy.default)

    with database.snapshot() as snapshot:
        ids = outbox.message_ids(snapshot, [first, second])

    assert ids[second] == written["Message-ID"]
    assert known_as(database, ids[first]) == first
    assert known_as(database, f" {ids[second]}\r\n") == second


def test_a_letter_is_found_though_its_sender_has_another_domain_by_now(database: Database) -> None:
    account(database)
    (letter,) = queued(database, ZOE).letters
    with database.snapshot() as snapshot:
        told = outbox.message_ids(snapshot, [letter])[letter]

    assert known_as(database, told.replace("@ville.example", "@montreal.example")) == letter


@pytest.mark.parametrize(
    "other",
    [
        "",
        "<>",
        "<a@b.example>",
        "<1.@ville.example>",
        "<99999999999999999999.{secret}@ville.example>",
        "<0{letter}.{secret}@ville.example>",
        "<{letter}.000000000000000000000000@ville.example>",
        "<2{letter}.{secret}@ville.example>",
        "<{letter}.{secret}@ville.example> <{letter}.{secret}@ville.example>",
        "{letter}.{secret}@ville.example",
    ],
)
def test_what_is_not_a_message_id_of_ours_is_no_letter_s(database: Database, other: str) -> None:
    account(database)
    (letter,) = queued(database, ZOE).letters
    desk = OutboxDesk(database)
    secret = desk.message(desk.letter(letter).message).secret

    assert known_as(database, other.format(letter=letter, secret=secret)) is None


def test_a_correction_answers_to_each_the_letter_that_they_had(database: Database) -> None:
    account(database)
    AccountDesk(database).add(
        NewAccount(name="Autre", sender=LUC, facts={"host": "smtp.ville.example"})
    )
    of_zoe, of_luc = queued(database, ZOE, LUC).letters
    correction = NewMessage(subject="Rectificatif", text="t", in_reply_to="{{ former }}")
    with database.transaction() as transaction:
        ids = outbox.message_ids(transaction, [of_zoe, of_luc])
        message = outbox.compose(transaction, correction)
        to = [
            Recipient(to=ZOE, values={"former": ids[of_zoe]}),
            Recipient(to=LUC, values={"former": ids[of_luc]}),
        ]
        letters = outbox.queue_all(transaction, message, to).letters
    desk = OutboxDesk(database)

    written = [
        message_from_bytes(desk.bytes_of(each), policy=policy.default)["In-Reply-To"]
        for each in letters
    ]

    assert written == [ids[of_zoe], ids[of_luc]]
    with pytest.raises(PieceMissing), database.transaction() as transaction:
        outbox.queue_all(transaction, message, [Recipient(to=LUC)])
