"""Who is barred on a desk, as its letters ask it."""

from sqlalchemy import select

from comms_desk.changes import Ref
from comms_desk.mail.store import BarredRow
from comms_desk.storage.database import Database


def bars(database: Database) -> dict[Ref, str]:
    """Return everybody who is not to be contacted, and why."""
    with database.snapshot() as snapshot:
        rows = snapshot.session.scalars(select(BarredRow))
        return {Ref.from_text(row.ref): row.note for row in rows}
