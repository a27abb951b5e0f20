"""Where the letters of messages stand: asked of every list of bulletins, whatever was sent."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from comms_desk.mail import within as outbox
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import LetterRefused, Stage
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.last_check import prove
from comms_desk.mail.model import LetterState, MessageId
from comms_desk.storage.database import Database
from tests.mail.outbox_support import TAKEN, Worker, account, queued, readers

NEVER = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 Unknown")
UNSENT = (LetterState.CANCELLED, LetterState.REFUSED)


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Give what is asked of any database meanwhile, in transactions and in snapshots."""
    questions: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, values: object, *_: object) -> None:
        questions.append((sql, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield questions
    finally:
        event.remove(Engine, "before_cursor_execute", note)


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

    with asked() as questions, sqlite_database.transaction() as transaction:
        outbox.still_leaving(transaction, messages)
        outbox.where_not_all_sent(transaction, messages, UNSENT)

    leaving, unsent, in_all = (each for each in questions if "letters" in each[0])
    assert "ix_letters_state_id (state=?)" in plan(sqlite_database, leaving)
    assert "ix_letters_state_id (state=?)" in plan(sqlite_database, unsent)
    assert "COVERING INDEX" in plan(sqlite_database, in_all)


def test_no_table_that_grows_is_walked_to_claim_a_letter_and_prove_it(
    sqlite_database: Database,
) -> None:
    account(sqlite_database)
    queued(sqlite_database, *readers(3))
    worker = Worker(sqlite_database)
    FreezeDesk(sqlite_database).freeze("Une fausse alerte")

    with asked() as questions:
        worker.departures.waiting()
        claim, *_others = worker.claim()
        prove(sqlite_database, claim, token=worker.lease.token)

    plans = [plan(sqlite_database, each) for each in questions if each[0].startswith("SELECT")]
    assert "barred" in " ".join(plans)
    assert any("ix_letters_queue (account_id=? AND state=?)" in each for each in plans)
    few = {"accounts", "freezes", "CONSTANT", "(subquery-1)"}
    assert set(re.findall(r"SCAN (\S+)", " ".join(plans))) <= few
