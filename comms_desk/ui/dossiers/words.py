"""What the values of dossiers are called in the window."""

from dataclasses import replace

from comms_desk.across.things import Thing
from comms_desk.facts import PLACE
from comms_desk.i18n import _, format_date, ngettext
from comms_desk.planning.dossiers.model import Dossier, DossierStatus
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Hue
from comms_desk.wording.kinds import ONE


def row(dossier: Dossier) -> Row:
    """Return *dossier* as a row: its name, its code and what it concerns."""
    tags = {
        DossierStatus.OPEN: (),
        DossierStatus.DORMANT: (RowTag(_("dormant"), Hue.AMBER),),
        DossierStatus.CLOSED: (RowTag(_("closed"), Hue.NEUTRAL),),
    }[dossier.status]
    return Row(
        key=dossier.id,
        title=dossier.name,
        detail=f"{dossier.code} · {PLACE.say(dossier.scope)}",
        tags=tags,
    )


def count(number: int, written: str) -> str:
    """Return how many dossiers there are, *written* already in the reader's way."""
    return ngettext("{count} dossier", "{count} dossiers", number).format(count=written)


def tie(thing: Thing) -> Row:
    """Return something tied as a line; what has its home in the dossier stays there."""
    away = "" if thing.is_home else _("Unlink {title}").format(title=thing.title)
    return replace(line(thing), away=away)


def line(thing: Thing) -> Row:
    """Return something that is tied or may be as a line."""
    when = "" if thing.at is None else format_date(thing.at)
    parts = (ONE[thing.ref.kind](), thing.detail, when)
    return Row(
        key=thing.ref,
        title=thing.title or _("Untitled"),
        detail=" · ".join(part for part in parts if part),
    )
