"""Contacts and outlets as the rows of a list."""

from comms_desk.changes import Subject
from comms_desk.facts import Fact, listed
from comms_desk.i18n import N_, _, ngettext
from comms_desk.media.contacts.facts import LETTERS, LISTED, REACHED_BY
from comms_desk.media.contacts.model import ContactRow
from comms_desk.media.outlets.facts import FACTS, KIND, LANGUAGE
from comms_desk.media.outlets.model import Outlet
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag

COPIED_OF_CONTACTS = (Fact("sorted_name", N_("Name")), *LISTED, *REACHED_BY)
"""The columns of a copy, beside whether one may write to them."""


def row(value: ContactRow | Outlet) -> Row:
    """Return *value* as a row: its name, then where, as what and about what."""
    if isinstance(value, Outlet):
        detail = f"{KIND.say(value.kind)} · {LANGUAGE.say(value.language)}"
        copied = tuple(fact.copied(value) for fact in listed(FACTS))
        return Row(key=value.id, title=value.name, detail=detail, copied=copied)
    detail = " · ".join(filter(None, (fact.said(value) for fact in LISTED)))
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
