"""For whom a letter is: one at the address of a newsroom may be for several people."""

from sqlalchemy import select

from comms_desk.changes import Ref, Subject
from comms_desk.mail import within as outbox
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterId, MessageId, Recipient
from comms_desk.mail.store import LetterPersonRow
from comms_desk.storage.database import Database
from tests.mail.outbox_support import LUC, RELEASE, ZOE, account

CAMILLE, ADA, REDACTION = (
    Ref(Subject.CONTACT, 1),
    Ref(Subject.CONTACT, 2),
    Ref(Subject.OUTLET, 1),
)


def composed(database: Database) -> MessageId:
    account(database)
    with database.transaction() as transaction:
        return outbox.compose(
            transaction, NewMessage(subject="Communiqué", text="Bonjour"), about=RELEASE
        )


def queued(database: Database, message: MessageId, *to: Recipient) -> tuple[LetterId, ...]:
    with database.transaction() as transaction:
        return outbox.queue_all(transaction, message, to).letters


def persons(database: Database, letter: LetterId) -> set[Ref]:
    with database.snapshot() as snapshot:
        asked = select(LetterPersonRow.ref).where(LetterPersonRow.letter_id == letter)
        return set(map(Ref.from_text, snapshot.session.scalars(asked)))


def test_an_address_named_for_several_people_has_one_letter_for_all(database: Database) -> None:
    message = composed(database)

    (one, other) = queued(
        database,
        message,
        Recipient(to=ZOE, persons=(CAMILLE,)),
        Recipient(to=LUC),
        Recipient(to=ZOE, persons=(ADA, REDACTION)),
    )

    assert persons(database, one) == {CAMILLE, ADA, REDACTION}
    assert persons(database, other) == set()


def test_who_is_named_later_at_an_address_shares_the_letter_that_is_there(
    database: Database,
) -> None:
    message = composed(database)
    (letter,) = queued(database, message, Recipient(to=ZOE, persons=(CAMILLE,)))

    assert queued(database, message, Recipient(to=ZOE, persons=(CAMILLE, ADA))) == ()

    assert persons(database, letter) == {CAMILLE, ADA}


def test_an_erased_message_leaves_nothing_of_whom_it_was_for(database: Database) -> None:
    message = composed(database)
    (letter,) = queued(database, message, Recipient(to=ZOE, persons=(CAMILLE,)))

    with database.transaction() as transaction:
        outbox.erase_about(transaction, RELEASE)

    assert persons(database, letter) == set()
