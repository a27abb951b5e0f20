"""What the values of dossiers are called in the window."""

from collections.abc import Iterable

from comms_desk.across.things import Thing
from comms_desk.i18n import _, format_date, ngettext
from comms_desk.places import AGGLOMERATION, BOROUGHS, CITY, Scope
from comms_desk.planning.dossiers.model import Dossier, DossierStatus
from comms_desk.planning.people.model import Person
from comms_desk.ui.kit.line import LineText
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Tone
from comms_desk.wording.kinds import ONE

Choices = tuple[tuple[str, str], ...]
"""(value, words) pairs, for a field that is a choice."""

NOBODY = ""


def statuses() -> Choices:
    """Return whether there is work on a dossier."""
    return (
        (DossierStatus.OPEN.value, _("Open")),
        (DossierStatus.DORMANT.value, _("Dormant")),
        (DossierStatus.CLOSED.value, _("Closed")),
    )


def scopes() -> Choices:
    """Return the scopes of one place; a scope of several boroughs is added where it is met."""
    return (
        (CITY.to_text(), _("Whole city")),
        (AGGLOMERATION.to_text(), _("Agglomeration")),
        *((each.code, each.name) for each in BOROUGHS),
    )


def scope(value: Scope) -> str:
    """Return a scope as it is read: « Verdun, Ville-Marie »."""
    one = dict(scopes()).get(value.to_text())
    return one or ", ".join(each.name for each in value.boroughs)


def leads(people: Iterable[Person]) -> Choices:
    """Return who may lead; those who left are still named where they did."""
    return ((NOBODY, _("Nobody yet")), *((str(each.id), each.name) for each in people))


def row(dossier: Dossier) -> Row:
    """Return *dossier* as a row: its name, its code and what it concerns."""
    tags = {
        DossierStatus.OPEN: (),
        DossierStatus.DORMANT: (RowTag(_("dormant"), Tone.AMBER),),
        DossierStatus.CLOSED: (RowTag(_("closed"), Tone.NEUTRAL),),
    }[dossier.status]
    return Row(
        key=dossier.id,
        title=dossier.name,
        detail=f"{dossier.code} · {scope(dossier.scope)}",
        tags=tags,
    )


def count(number: int, written: str) -> str:
    """Return how many dossiers there are, *written* already in the reader's way."""
    return ngettext("{count} dossier", "{count} dossiers", number).format(count=written)


def line(thing: Thing) -> LineText:
    """Return something tied, or to be tied, as a line."""
    when = "" if thing.at is None else format_date(thing.at)
    parts = (ONE[thing.ref.kind](), thing.detail, when)
    return LineText(
        key=thing.ref,
        title=thing.title or _("Untitled"),
        detail=" · ".join(part for part in parts if part),
    )
