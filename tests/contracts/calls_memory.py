"""Example calls of what the watches remember."""

from collections.abc import Iterator

from comms_desk.media.watches.memory import MemoryDesk
from comms_desk.media.watches.model import NewWatch
from comms_desk.media.watches.remembered import NewExample, Wanted
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes
from tests.media.watches.newsroom import BUDGET, WatchRoom


def calls(database: Database) -> Iterator[Call]:
    room = WatchRoom(database)
    city = room.watches.add(NewWatch(name="Ville", query="budget"))
    (article,) = room.deliver(BUDGET)
    room.catch_up()
    memory = MemoryDesk(database, room.watches)
    new = NewExample(watch=city.id, wanted=Wanted.MUST, title="Le budget est déposé")
    example, other = memory.add(new), memory.add(new)
    yield writes(memory.add, lambda: memory.add(new))
    yield writes(memory.keep, lambda: memory.keep(article, [city.id], Wanted.MUST))
    yield reads(memory.get, lambda: memory.get(example.id))
    yield reads(memory.examples, lambda: memory.examples(city.id))
    yield reads(memory.broken, memory.broken)
    change = FieldChange("title", new.title, "Le budget est adopté")
    yield writes(memory.edit, lambda: memory.edit(example.id, change))
    yield reads(memory.history, lambda: memory.history(example.id))
    memory.put_in_bin(other.id)
    yield writes(memory.put_in_bin, lambda: memory.put_in_bin(example.id))
    yield writes(memory.take_out_of_bin, lambda: memory.take_out_of_bin(other.id))
    yield reads(
        memory.replay, lambda: memory.replay(city.id, query="budget", ignored=("mairesse",))
    )
    yield writes(memory.mark_irrelevant, lambda: memory.mark_irrelevant(article))
    yield reads(memory.proposals, lambda: memory.proposals(article))
    yield writes(memory.ignore, lambda: memory.ignore(article, city.id, "dépose son budget"))
    yield writes(memory.mark_pertinent, lambda: memory.mark_pertinent(article))
