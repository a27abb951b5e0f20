"""Lists, and who is in them, as rows."""

from comms_desk.changes import Ref, Subject
from comms_desk.facts import listed
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.lists.facts import KIND, facts
from comms_desk.media.lists.model import Addressee, LeftOut, List
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording.media_lists import left_out

PART = " · "
_TONES = {LeftOut.BARRED: Hue.RED, LeftOut.EXCLUDED: Hue.RED}


def row(value: List) -> Row:
    """Return a list as a row of the Directory."""
    copied = tuple(fact.copied(value) for fact in listed(facts()))
    return Row(key=value.id, title=value.name, detail=said_under(value), copied=copied)


def line(value: List, *, away: str = "") -> Row:
    """Return a list as a line of a card, which opens it."""
    ref = Ref(Subject.LIST, value.id)
    return Row(key=ref, title=value.name, detail=said_under(value), away=away)


def said_under(value: List) -> str:
    """Return what a list is, and when it leaves."""
    rank = _("rank {rank}").format(rank=format_number(value.rank))
    early = ""
    if value.early_minutes:
        said = ngettext("{n} minute early", "{n} minutes early", value.early_minutes)
        early = said.format(n=format_number(value.early_minutes))
    return PART.join(filter(None, (KIND.say(value.kind), rank, early)))


def person(one: Addressee, *, may_go: bool) -> Row:
    """Return somebody who is in a list; one who *may_go* can be taken out."""
    at = one.address.bare if one.address else ""
    name = one.name or at
    tags: tuple[RowTag, ...] = ()
    note = ""
    if one.left_out is not None:
        tags = (RowTag(left_out(one.left_out), _TONES.get(one.left_out, Hue.AMBER)),)
        note = one.note
    kind = _("Newsroom") if one.ref is not None and one.ref.kind is Subject.OUTLET else ""
    detail = PART.join(filter(None, (kind, at if one.name else "", note)))
    away = _("Take {name} out of the list").format(name=name) if may_go else ""
    return Row(key=one.ref or at, title=name, detail=detail, tags=tags, away=away)


def how_many(people: int, without: int) -> str:
    """Return how many are in a list, and how many of them nothing is sent to."""
    said = ngettext("{n} person", "{n} people", people).format(n=format_number(people))
    if not without:
        return said
    apart = ngettext("{n} left out", "{n} left out", without).format(n=format_number(without))
    return PART.join((said, apart))
