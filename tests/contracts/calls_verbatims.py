"""Example calls of the verbatims."""

from collections.abc import Iterator

from comms_desk.media.verbatims.desk import VerbatimDesk
from comms_desk.media.verbatims.model import NewVerbatim
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes

NEW = NewVerbatim(name="Mêlée", text="On déneige dès lundi.")


def calls(database: Database) -> Iterator[Call]:
    desk = VerbatimDesk(database)
    verbatim, binned, back = (desk.add(NEW).id for _each in range(3))
    desk.put_in_bin(back)
    yield writes(desk.add, lambda: desk.add(NEW))
    yield reads(desk.get, lambda: desk.get(verbatim))
    yield reads(desk.search, desk.search)
    yield reads(desk.history, lambda: desk.history(verbatim))
    renamed = FieldChange("name", "Mêlée", "Mêlée de presse")
    yield writes(desk.edit, lambda: desk.edit(verbatim, renamed))
    yield writes(desk.put_in_bin, lambda: desk.put_in_bin(binned))
    yield writes(desk.take_out_of_bin, lambda: desk.take_out_of_bin(back))
