"""What the tests of upgrades ask of a database, and write in it, as SQL."""

from collections.abc import Callable

from sqlalchemy import Connection, text

from comms_desk.storage.database import Database


def asked[T](database: Database, question: Callable[[Connection], T]) -> T:
    with database.snapshot() as snapshot:
        return question(snapshot.session.connection())


def written(database: Database, *statements: str) -> None:
    with database.transaction() as transaction:
        for statement in statements:
            transaction.session.execute(text(statement))


def scalar(database: Database, question: str) -> object:
    return asked(database, lambda connection: connection.execute(text(question)).scalar())
