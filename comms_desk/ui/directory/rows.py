"""Contacts, outlets and lists as the rows of the Directory; lists and their members as lines."""

from comms_desk.changes import Ref, Subject
from comms_desk.facts import Fact, listed
from comms_desk.i18n import N_, _, format_number, ngettext
from comms_desk.media.contacts.facts import LETTERS, LISTED, REACHED_BY
from comms_desk.media.contacts.model import ContactRow
from comms_desk.media.lists.facts import KIND as LIST_KIND
from comms_desk.media.lists.facts import facts as list_facts
from comms_desk.media.lists.model import Addressee, LeftOut, List
from comms_desk.media.outlets.facts import FACTS, KIND, LANGUAGE
from comms_desk.media.outlets.model import Outlet
from comms_desk.ui.kit.controls import PART
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording.media_lists import left_out

_TONES = {LeftOut.BARRED: Hue.RED, LeftOut.EXCLUDED: Hue.RED}

COPIED_OF_CONTACTS = (Fact("sorted_name", N_("Name")), *LISTED, *REACHED_BY)
"""The columns of a copy, beside whether one may write to them."""


def row(value: ContactRow | Outlet | List) -> Row:
    """Return *value* as a row: its name, then where, as what and about what."""
    if isinstance(value, List):
        copied = tuple(fact.copied(value) for fact in listed(list_facts()))
        return Row(key=value.id, title=value.name, detail=_under_list(value), copied=copied)
    if isinstance(value, Outlet):
        detail = f"{KIND.say(value.kind)} · {LANGUAGE.say(value.language)}"
        copied = tuple(fact.copied(value) for fact in listed(FACTS))
        return Row(key=value.id, title=value.name, detail=detail, copied=copied)
    detail = PART.join(filter(None, (fact.said(value) for fact in LISTED)))
    tags = (RowTag(_("do not contact"), Hue.RED),) if value.do_not_contact else ()
    barred = LETTERS.say(value.do_not_contact) if value.do_not_contact else ""
    copied = (*(fact.copied(value) for fact in COPIED_OF_CONTACTS), (_("Contacting"), barred))
    return Row(key=value.id, title=value.sorted_name, detail=detail, tags=tags, copied=copied)


def how_many(subject: Subject, number: int) -> str:
    """Return how so many of a kind are said."""
    if subject is Subject.LIST:
        return ngettext("{count} list", "{count} lists", number)
    if subject is Subject.OUTLET:
        return ngettext("{count} outlet", "{count} outlets", number)
    return ngettext("{count} contact", "{count} contacts", number)


def list_line(value: List, *, away: str = "") -> Row:
    """Return a list as a line of a card, which opens it."""
    ref = Ref(Subject.LIST, value.id)
    return Row(key=ref, title=value.name, detail=_under_list(value), away=away)


def _under_list(value: List) -> str:
    """Return what a list is, and when it leaves."""
    rank = _("rank {rank}").format(rank=format_number(value.rank))
    early = ""
    if value.early_minutes:
        said = ngettext("{n} minute early", "{n} minutes early", value.early_minutes)
        early = said.format(n=format_number(value.early_minutes))
    return PART.join(filter(None, (LIST_KIND.say(value.kind), rank, early)))


def member(one: Addressee, *, may_go: bool) -> Row:
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


def members(people: int, without: int) -> str:
    """Return how many are in a list, and how many of them nothing is sent to."""
    said = ngettext("{n} person", "{n} people", people).format(n=format_number(people))
    if not without:
        return said
    apart = ngettext("{n} left out", "{n} left out", without).format(n=format_number(without))
    return PART.join((said, apart))
