"""One thing of every kind, on the sample desk."""

from comms_desk.across import things
from comms_desk.across.office import Office
from comms_desk.across.sample import load_sample
from comms_desk.changes import Ref, Subject
from comms_desk.kinds import KINDS

TYPED = {
    Subject.DOSSIER: "about",
    Subject.OUTLET: "owner_group",
    Subject.CONTACT: "note",
    Subject.LIST: "note",
    Subject.FEED: "title",
    Subject.WATCH: "name",
    Subject.EXAMPLE: "title",
    Subject.DRAFT: "title",
    Subject.INQUIRY: "title",
    Subject.VERBATIM: "text",
    Subject.BULLETIN: "subject",
    Subject.EMPLOYEE: "service",
    Subject.SCRATCH: "note",
}
"""A field of each in which anything may be typed."""


def furnish(office: Office) -> None:
    """Fill *office* with the sample desk, and with the kind reserved for tests where it is."""
    if Subject.SCRATCH not in KINDS:
        load_sample(office)
        return
    from tests.contracts.scratch.model import NewKey
    from tests.contracts.scratch.register import keys, make_table

    make_table(office)
    load_sample(office)
    keys(office).add(NewKey(name="Salle du conseil", note="Deux exemplaires."))


def first(office: Office, kind: Subject) -> Ref:
    """Return the first thing of *kind* there is."""
    return next(Ref(kind, row) for row in range(1, 1000) if things.find(office, Ref(kind, row)))
