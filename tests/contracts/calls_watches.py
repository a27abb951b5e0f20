"""Example calls of watches."""

from collections.abc import Iterator

from comms_desk.media.watches.desk import WatchDesk
from comms_desk.media.watches.model import NewWatch, Tone
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes
from tests.media.watches.newsroom import BUDGET, WatchRoom


def calls(database: Database) -> Iterator[Call]:
    room = WatchRoom(database)
    watches = room.watches
    city = watches.add(NewWatch(name="Ville", query="budget"))
    gone = watches.add(NewWatch(name="Parcs", query="parcs"))
    watches.remove(gone.id)
    old = watches.add(NewWatch(name="Rues", query="rues"))
    (article,) = room.deliver(BUDGET)
    room.catch_up()
    dossier = DossierDesk(database).add(NewDossier(code="BUD-27", name="Budget 2027")).id

    yield writes(WatchDesk.add, lambda: watches.add(NewWatch(name="Neige", query="neige")))
    yield reads(WatchDesk.get, lambda: watches.get(city.id))
    yield reads(WatchDesk.every, watches.every)
    yield reads(WatchDesk.broken, watches.broken)
    yield writes(
        WatchDesk.edit, lambda: watches.edit(city.id, FieldChange("name", "Ville", "La Ville"))
    )
    yield writes(WatchDesk.remove, lambda: watches.remove(old.id))
    yield writes(WatchDesk.restore, lambda: watches.restore(gone.id))
    yield reads(WatchDesk.try_out, lambda: watches.try_out(NewWatch(name="Essai", query="budget")))
    yield reads(WatchDesk.mentions, watches.mentions)
    yield reads(WatchDesk.mention, lambda: watches.mention(article))
    yield reads(WatchDesk.called_out, lambda: watches.called_out([article]))
    yield reads(WatchDesk.figures, watches.figures)
    yield writes(WatchDesk.set_tone, lambda: watches.set_tone(article, Tone.MIXED))
    yield writes(WatchDesk.link, lambda: watches.link(article, dossier))
    yield writes(WatchDesk.unlink, lambda: watches.unlink(article, dossier))
    room.deliver(BUDGET)
    yield writes(WatchDesk.catch_up, watches.catch_up)
    room.catch_up()
    yield reads(WatchDesk.catch_up, watches.catch_up)
