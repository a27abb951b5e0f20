"""Files brought into a desk, as its window and its command line do."""

from typing import Any

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
