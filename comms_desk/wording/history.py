"""What was done to a thing, in words, for its card and for the command line."""

from contextlib import suppress
from textwrap import shorten

from comms_desk.errors import CommsDeskError
from comms_desk.facts import Fact, Facts
from comms_desk.i18n import _, format_number, ngettext, pgettext
from comms_desk.media.inquiries.model import REPORTER
from comms_desk.media.lists.model import FIXED, MEMBERS
from comms_desk.storage.model import Act, Edit
from comms_desk.text.discretion import without_secrets

LONGEST_SAID = 160
"""How many characters of a value are said: a block of a bulletin may have thousands."""


def fact_of(field: str, facts: Facts) -> Fact | None:
    """Return what is known of *field*, or of the parts that are numbered so: "block 12"."""
    called = field, field.partition(" ")[0]
    return next((fact for fact in facts if fact.field in called), None)


def label(field: str, facts: Facts) -> str:
    """Return what *field* is called; as it stands where none of *facts* is so."""
    fact = fact_of(field, facts)
    return field if fact is None else fact.called


def growth(words: int) -> str:
    """Return by how many words a text grew or shrank: « −387 mots »; "" where by none."""
    if not words:
        return ""
    sign = "+" if words > 0 else "−"
    number = abs(words)
    count = ngettext("{count} word", "{count} words", number).format(count=format_number(number))
    return f"{sign}{count}"


def said(field: str, stored: object, facts: Facts) -> str:
    """Return a value of the audit as a person reads it; as it stands where it is none now."""
    several = stored if isinstance(stored, list) else [stored]
    text = ", ".join(str(each) for each in several if each not in {None, False})
    fact = fact_of(field, facts)
    if fact is not None and (stored is not None or fact.field == field):  # a part was there, or not
        # It may be one that is offered no more, or a code of an earlier version.
        with suppress(CommsDeskError, LookupError):
            text = fact.notation.say(fact.notation.read(text))
    return without_secrets(text)


def shortened(field: str, stored: object, facts: Facts) -> str:
    """Return a value of the audit as a person reads it, no longer than a line or two."""
    return shorten(said(field, stored, facts), LONGEST_SAID, placeholder="…") or _("nothing")


def done(edit: Edit, before: object, after: object, facts: Facts) -> str:
    """Return what was done, on one line: « Téléphone : 514 872-1234 → 514 872-0000 ».

    *before* and *after* are what its values are called.
    """
    match edit.act:
        case Act.EDITED:
            return _edited(edit.field, before, after, facts)
        case Act.REMOVED:
            asks_no_more = _("Asks no more: {value}") if edit.change.name == REPORTER else ""
            said_done = asks_no_more or _("Position removed")
            return said_done.format(value=shortened(edit.field, before, facts))
        case Act.BINNED:
            return pgettext("done", "Put in the bin")
        case Act.RESTORED:
            return _("Taken out of the bin")
        case Act.ARCHIVED:
            return _("Archived")
        case Act.UNARCHIVED:
            return _("Taken out of the archive")
        case Act.READ:
            return _("Read")
        case Act.EXPORTED:
            return _("Exported")


def _edited(field: str, before: object, after: object, facts: Facts) -> str:
    fact = fact_of(field, facts)
    if fact is not None and fact.field != field:
        is_added = before is None
        if fact.field == FIXED:
            is_fixed = isinstance(before, str)
            said_done = _("Made fixed: {value}") if is_fixed else _("Made a filter again: {value}")
            return said_done.format(value=shortened(field, after if is_fixed else before, facts))
        if fact.field == MEMBERS:
            said_done = _("Put in: {value}") if is_added else _("Taken out: {value}")
        else:
            said_done = _("Block added: {value}") if is_added else _("Block removed: {value}")
        return said_done.format(value=shortened(field, after if is_added else before, facts))
    was, is_now = (shortened(field, each, facts) for each in (before, after))
    return _("{field}: {before} → {after}").format(
        field=label(field, facts), before=was, after=is_now
    )
