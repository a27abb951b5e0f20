"""The part of each layer for the kind reserved for tests."""

from typing import Any, cast

from sqlalchemy import Table

from comms_desk import kinds
from comms_desk.across import facts, things
from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.cli import main
from comms_desk.storage.rows import Base
from comms_desk.ui.frame import pages
from comms_desk.ui.kit import icons
from comms_desk.wording import kinds as wording
from tests.contracts.scratch.desk import KeyDesk, KeyRow
from tests.contracts.scratch.model import FACTS


def keys(office: Office) -> KeyDesk:
    """Return the desk of the keys."""
    return KeyDesk(office.database)


def register() -> None:
    """Add the kind to every layer of this process."""
    kind = kinds.Kind(subject=Subject.SCRATCH, noun="scratches", is_binned=True, is_shown=True)
    for table, part in (
        (kinds.KINDS, kind),
        (things.DESKS, keys),
        (things._SAID, lambda key: things._Said(key.name)),
        (facts.FACTS, lambda _office: FACTS),
        (wording.ONE, lambda: "Key"),
        (wording.MANY, lambda: "keys"),
        (pages.PAGE_OF, "scratch"),
    ):
        cast("dict[Subject, Any]", table)[Subject.SCRATCH] = part
    icons.DRAWINGS["scratch"] = icons.DRAWINGS["dossiers"]
    place = pages.Place("scratch", lambda: "Keys", "tests.contracts.scratch.page", "KeysPage")
    pages.PLACES = (*pages.PLACES, place)
    main.NOUNS["scratches"] = main.Noun(
        "tests.contracts.scratch.commands:scratches", lambda: "List, show and change keys."
    )
    Base.metadata._add_table("scratch_keys", None, cast("Table", KeyRow.__table__))


def make_table(office: Office) -> None:
    """Make the table of the keys in the database of *office*."""
    KeyRow.metadata.create_all(office.database.engine)
