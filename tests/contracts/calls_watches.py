"""Example calls of watches."""

from collections.abc import Iterator

from comms_desk.media.watches.model import EVERY_MENTION, NewWatch, Tone
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
    watches.put_in_bin(gone.id)
    old = watches.add(NewWatch(name="Rues", query="rues"))
    (article,) = room.deliver(BUDGET)
    room.catch_up()
    dossier = DossierDesk(database).add(NewDossier(code="BUD-27", name="Budget 2027")).id

    yield writes(watches.add, lambda: watches.add(NewWatch(name="Neige", query="neige")))
    yield reads(watches.get, lambda: watches.get(city.id))
    yield reads(watches.every, watches.every)
    yield reads(watches.broken, watches.broken)
    yield writes(
        watches.edit, lambda: watches.edit(city.id, FieldChange("name", "Ville", "La Ville"))
    )
    yield reads(watches.history, lambda: watches.history(city.id))
    yield writes(watches.put_in_bin, lambda: watches.put_in_bin(old.id))
    yield writes(watches.take_out_of_bin, lambda: watches.take_out_of_bin(gone.id))
    yield reads(watches.try_out, lambda: watches.try_out(NewWatch(name="Essai", query="budget")))
    yield reads(watches.mentions, watches.mentions)
    yield reads(watches.mention, lambda: watches.mention(article))
    yield reads(watches.called_out, lambda: watches.called_out([article]))
    yield reads(watches.figures, watches.figures)
    yield reads(watches.unread_of_each, watches.unread_of_each)
    yield reads(watches.outlets_by_hand, watches.outlets_by_hand)
    yield reads(watches.judged, lambda: watches.judged([article]))
    yield writes(
        watches.mark_read,
        lambda: watches.mark_read(EVERY_MENTION, up_to=article, seen_at=database.clock.now()),
    )
    yield writes(watches.set_tone, lambda: watches.set_tone(article, Tone.MIXED))
    yield writes(watches.link, lambda: watches.link(article, dossier))
    yield writes(watches.unlink, lambda: watches.unlink(article, dossier))
    room.deliver(BUDGET)
    yield writes(watches.catch_up, watches.catch_up)
    room.catch_up()
    yield reads(watches.catch_up, watches.catch_up)
