"""Contacts and outlets as the rows of a list."""

from comms_desk.changes import Subject
from comms_desk.i18n import _, ngettext
from comms_desk.media.contacts.model import ContactRow
from comms_desk.media.outlets.facts import KIND, LANGUAGE
from comms_desk.media.outlets.model import Outlet
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Hue


def row(value: ContactRow | Outlet) -> Row:
    """Return *value* as a row: its name, then where, as what and about what."""
    if isinstance(value, Outlet):
        detail = f"{KIND.say(value.kind)} · {LANGUAGE.say(value.language)}"
        return Row(key=value.id, title=value.name, detail=detail)
    detail = " · ".join(
        part for part in (", ".join(value.outlets), value.title, ", ".join(value.beats)) if part
    )
    tags = (RowTag(_("do not contact"), Hue.RED),) if value.do_not_contact else ()
    return Row(key=value.id, title=value.sorted_name, detail=detail, tags=tags)


def how_many(subject: Subject, number: int) -> str:
    """Return how so many of a kind are said."""
    if subject is Subject.OUTLET:
        return ngettext("{count} outlet", "{count} outlets", number)
    return ngettext("{count} contact", "{count} contacts", number)
