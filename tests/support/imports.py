"""Files brought into a desk, as its window and its command line do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from comms_desk.across.importers import IMPORTERS
from comms_desk.changes import Subject
from comms_desk.imports.desk import ImportDesk
from comms_desk.imports.model import ImportDone, ImportPlan, ImportUndone
from comms_desk.storage.database import Database


def imports(database: Database) -> ImportDesk:
    return ImportDesk(database, IMPORTERS)


def plan_of(
    database: Database, content: bytes, of: Subject = Subject.CONTACT, **more: Any
) -> ImportPlan:
    """Say what the file *content* would do."""
    return imports(database).plan(of, content, **more)


def bring_in(
    database: Database, content: bytes, of: Subject = Subject.CONTACT, **more: Any
) -> ImportDone:
    """Bring the file *content* in."""
    return imports(database).apply(plan_of(database, content, of, **more))


def undo_import(database: Database, done: ImportDone) -> ImportUndone:
    return imports(database).undo(done.id)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Gather the statements that are sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
