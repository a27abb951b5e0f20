"""What was sent to a person is known, whatever the address, and when the last of it left."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail import within as outbox
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import OutcomeUnknown, Refused, Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterId, LetterState, LetterTo, Recipient
from comms_desk.mail.store import LetterRow
from comms_desk.storage.database import Database
from comms_desk.storage.paging import Page
from tests.mail.outbox_support import LUC, MINUTE, RELEASE, TAKEN, ZOE, Worker, account

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


def theirs(
    database: Database, ref: Ref, *, after: object | None = None, limit: int = 50
) -> Page[LetterTo]:
    with database.snapshot() as snapshot:
        return outbox.letters_for(snapshot, ref, after=after, limit=limit)


def last(database: Database, *refs: Ref) -> dict[Ref, datetime]:
    with database.snapshot() as snapshot:
        return dict(outbox.last_letters(snapshot, refs))


def since(database: Database, kind: Subject, moment: datetime) -> set[int]:
    with database.snapshot() as snapshot:
        return set(snapshot.session.scalars(outbox.written_since(kind, moment)))


def test_a_person_is_shown_their_letters_the_last_first(
    database: Database, clock: StillClock
) -> None:
    (first,) = sent(database, "Budget", Recipient(to=ZOE, persons=(CAMILLE,)))
    worker = Worker(database)
    worker.departures.settle(worker.account, worker.claim()[0], TAKEN)
    left_at = clock.now()
    clock.advance(MINUTE)
    (second, _other) = sent(
        database, "Neige", Recipient(to=LUC, persons=(CAMILLE, ADA)), Recipient(to=ZOE)
    )

    found = theirs(database, CAMILLE)

    assert [(each.letter, each.subject, each.to, each.state, each.at) for each in found.rows] == [
        (second, "Neige", LUC, LetterState.QUEUED, clock.now()),
        (first, "Budget", ZOE, LetterState.SENT, left_at),
    ]
    assert {each.about for each in found.rows} == {RELEASE}
    assert (found.total, found.next_key) == (2, None)
    assert [each.letter for each in theirs(database, ADA).rows] == [second]
    assert theirs(database, REDACTION).rows == ()


def test_the_letters_of_a_person_come_in_pages(database: Database) -> None:
    queued = [
        sent(database, f"Avis {each}", Recipient(to=ZOE, persons=(CAMILLE,)))[0]
        for each in range(5)
    ]

    first = theirs(database, CAMILLE, limit=2)
    second = theirs(database, CAMILLE, after=first.next_key, limit=2)
    third = theirs(database, CAMILLE, after=second.next_key, limit=2)

    shown = [each.letter for page in (first, second, third) for each in page.rows]
    assert shown == list(reversed(queued))
    assert (first.total, third.next_key) == (5, None)


@pytest.mark.parametrize(
    "became",
    [LetterState.SENT, LetterState.SENDING, LetterState.HANDED_OVER, LetterState.UNCERTAIN],
)
def test_what_may_have_left_is_the_last_letter(
    database: Database, clock: StillClock, became: LetterState
) -> None:
    (letter,) = sent(database, "Budget", Recipient(to=ZOE, persons=(CAMILLE, REDACTION)))
    clock.advance(MINUTE)
    begun_at = clock.now()
    worker = Worker(database)
    (claim,) = worker.claim()
    clock.advance(MINUTE)
    if became is LetterState.SENT:
        worker.departures.settle(worker.account, claim, TAKEN)
    elif became is LetterState.UNCERTAIN:
        unknown = OutcomeUnknown("smtp.ville.example", "no answer")
        worker.departures.settle(worker.account, claim, unknown)
    elif became is LetterState.HANDED_OVER:
        with database.transaction() as transaction:
            row = transaction.session.get_one(LetterRow, letter)
            row.state = LetterState.HANDED_OVER
    at = clock.now() if became is LetterState.SENT else begun_at

    assert last(database, CAMILLE, ADA, REDACTION) == {CAMILLE: at, REDACTION: at}
    assert since(database, Subject.CONTACT, at) == {CAMILLE.id}
    assert since(database, Subject.OUTLET, at) == {REDACTION.id}
    assert since(database, Subject.CONTACT, at + timedelta(seconds=1)) == set()


def test_what_never_left_is_no_last_letter(database: Database, clock: StillClock) -> None:
    sent(database, "Refusé", Recipient(to=ZOE, persons=(CAMILLE,)))
    worker = Worker(database)
    refused = Refused(Stage.RECIPIENT, 550, "5.1.1 no such mailbox")
    worker.departures.settle(worker.account, worker.claim()[0], refused)
    sent(database, "Attend", Recipient(to=ZOE, persons=(CAMILLE,)))

    assert last(database, CAMILLE) == {}
    assert since(database, Subject.CONTACT, clock.now() - timedelta(days=999)) == set()


def test_who_was_written_to_since_is_a_condition_on_their_rows(
    database: Database, clock: StillClock
) -> None:
    sent(database, "Budget", Recipient(to=ZOE, persons=(ADA,)))
    worker = Worker(database)
    worker.departures.settle(worker.account, worker.claim()[0], TAKEN)

    with database.snapshot() as snapshot:
        recent = outbox.written_since(Subject.CONTACT, clock.now())
        never = select(LetterRow.id).where(LetterRow.id.in_(recent))
        also = select(LetterRow.id).where(LetterRow.id.not_in(recent))

        assert snapshot.session.scalars(never).all() == []
        assert len(snapshot.session.scalars(also).all()) == 1
