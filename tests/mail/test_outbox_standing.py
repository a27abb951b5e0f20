"""Where the letters of messages stand: asked of every list of bulletins, whatever was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from comms_desk.mail import within as outbox
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Refused, Stage
from comms_desk.mail.model import LetterState, MessageId
from comms_desk.storage.database import Database
from tests.mail.outbox_support import TAKEN, Worker, account, queued, readers

NEVER = Refused(Stage.RECIPIENT, 550, "5.1.1 Unknown")
UNSENT = (LetterState.CANCELLED, LetterState.REFUSED)


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Give what is asked of *database* in transactions meanwhile."""
    questions: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, values: object, *_: object) -> None:
        questions.append((sql, values))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield questions
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def plan(database: Database, question: tuple[str, Any]) -> str:
    """Return how SQLite answers *question*."""
    sql, values = question
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        return " ".join(str(row[-1]) for row in rows)


def test_where_letters_stand_is_told_of_what_was_not_wholly_sent(database: Database) -> None:
    account(database)
    whole, refused = (
        OutboxDesk(database).letter(queued(database, *readers(3)).letters[0]).message
        for _each in range(2)
    )
    worker = Worker(database)
    for place, claim in enumerate(sorted(worker.claim(), key=lambda each: each.message)):
        worker.departures.settle(worker.account, claim, NEVER if place == 5 else TAKEN)

    with database.snapshot() as snapshot:
        found = outbox.where_not_all_sent(snapshot, [whole, refused], UNSENT)

    assert found == {refused: {LetterState.REFUSED: 1, LetterState.SENT: 2}}


def test_no_letter_that_was_sent_is_read_to_know_what_was_not(sqlite_database: Database) -> None:
    messages = [MessageId(1), MessageId(2)]

    with asked(sqlite_database) as questions, sqlite_database.transaction() as transaction:
        outbox.still_leaving(transaction, messages)
        outbox.where_not_all_sent(transaction, messages, UNSENT)

    leaving, unsent, in_all = (each for each in questions if "letters" in each[0])
    assert "ix_letters_state_id (state=?)" in plan(sqlite_database, leaving)
    assert "ix_letters_state_id (state=?)" in plan(sqlite_database, unsent)
    assert "COVERING INDEX" in plan(sqlite_database, in_all)
