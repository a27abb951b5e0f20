"""One dossier whole: itself, who may lead it, and everything that is tied to it.

What is tied comes from several slices: texts and inquiries whose home it is, and whatever was
linked to it.  It reads through the desks and decides nothing; what is in the bin is not shown.
"""

from dataclasses import dataclass, replace

from comms_desk.across import Office, things
from comms_desk.across.things import Thing
from comms_desk.changes import Ref, Subject
from comms_desk.kinds import those
from comms_desk.media.inquiries.case import past_inquiries
from comms_desk.planning.dossiers.model import Dossier, DossierId
from comms_desk.planning.people.model import Person
from comms_desk.storage.paging import PageOfRows

DRAFTS_SHOWN = 50
INQUIRIES_SHOWN = 50
LINKS_SHOWN = 200
PROPOSED = 15
TIED = those(lambda kind: kind.is_tied)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """What the page of a dossier shows; *tied* counts all, *things* holds the first.

    *open_inquiries* is how many journalists wait for an answer about it.
    """

    dossier: Dossier
    people: tuple[Person, ...]
    things: tuple[Thing, ...]
    tied: int
    open_inquiries: int = 0


def view(office: Office, dossier: DossierId) -> DossierView:
    """Return all that the page of *dossier* shows.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    kept = office.dossiers.get(dossier)
    drafts = office.drafts.search(dossier=dossier, limit=DRAFTS_SHOWN)
    with office.database.snapshot() as snapshot:
        inquiries = past_inquiries.about(snapshot, dossier, limit=INQUIRIES_SHOWN)
        waiting = past_inquiries.count_open(snapshot, dossier)
    homes = [things.said(each.ref, each) for each in drafts.rows]
    homes += [things.said(Ref(Subject.INQUIRY, each.id), each) for each in inquiries.rows]
    links = office.dossiers.linked(dossier)
    others = list(things.named(office, links[:LINKS_SHOWN]))
    return DossierView(
        dossier=kept,
        people=office.people.every(active_only=False),
        things=(*(replace(each, is_home=True) for each in homes), *others),
        tied=drafts.total + inquiries.total + len(others) + max(len(links) - LINKS_SHOWN, 0),
        open_inquiries=waiting,
    )


def proposed(office: Office, words: str) -> PageOfRows[Thing]:
    """Return the contacts, outlets and texts that *words* may mean, to be tied."""
    found = office.names.find(words, among=TIED, limit=PROPOSED)
    return found.showing(things.named(office, (each.ref for each in found.rows)))
