"""What was sent to a person is known, whatever the address."""

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterId, LetterState, Recipient
from comms_desk.storage.database import Database
from tests.mail.outbox_support import LUC, RELEASE, TAKEN, ZOE, Worker, account

CAMILLE, ADA, REDACTION = (
    Ref(Subject.CONTACT, 1),
    Ref(Subject.CONTACT, 21),
    Ref(Subject.OUTLET, 1),
)


@pytest.fixture(autouse=True)
def presse(database: Database) -> None:
    account(database)


def sent(database: Database, subject: str, *to: Recipient) -> tuple[LetterId, ...]:
    new = NewMessage(subject=subject, text="Bonjour")
    return OutboxDesk(database).send(new, to, about=RELEASE).letters


def test_a_person_is_shown_their_letters_the_last_first(database: Database) -> None:
    (first,) = sent(database, "Budget", Recipient(to=ZOE, persons=(CAMILLE,)))
    worker = Worker(database)
    worker.departures.settle(worker.account, worker.claim()[0], TAKEN)
    (second, _other) = sent(
        database, "Neige", Recipient(to=LUC, persons=(CAMILLE, ADA)), Recipient(to=ZOE)
    )
    desk = OutboxDesk(database)

    found = desk.letters(person=CAMILLE)

    assert [(each.id, each.subject, each.to, each.state) for each in found.rows] == [
        (second, "Neige", LUC, LetterState.QUEUED),
        (first, "Budget", ZOE, LetterState.SENT),
    ]
    assert (found.total, found.next_key) == (2, None)
    assert [each.id for each in desk.letters(person=ADA).rows] == [second]
    assert desk.letters(person=REDACTION).rows == ()


def test_the_letters_of_a_person_come_in_pages(database: Database) -> None:
    queued = [
        sent(database, f"Avis {each}", Recipient(to=ZOE, persons=(CAMILLE,)))[0]
        for each in range(5)
    ]
    desk = OutboxDesk(database)

    first = desk.letters(person=CAMILLE, limit=2)
    second = desk.letters(person=CAMILLE, after=first.next_key, limit=2)
    third = desk.letters(person=CAMILLE, after=second.next_key, limit=2)

    shown = [each.id for page in (first, second, third) for each in page.rows]
    assert shown == list(reversed(queued))
    assert (first.total, third.next_key) == (5, None)
