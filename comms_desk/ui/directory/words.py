"""What the directory's values are called in the window."""

from collections.abc import Sequence

from comms_desk.i18n import Language, _, format_number, ngettext
from comms_desk.imports.model import Fate, ImportUndone
from comms_desk.media.outlets.model import (
    OutletKind,
    OutletLanguage,
    OutletReach,
    ReviewLicence,
)
from comms_desk.places import AGGLOMERATION, BOROUGHS, CITY, Scope
from comms_desk.ui.kit.theme import Tone

Choices = tuple[tuple[str, str], ...]
"""(value, words) pairs, for a field that is a choice."""

STAYING_NAMED = 3
"""How many names a toast has room for."""


def languages() -> Choices:
    """Return the languages in which the office writes."""
    return ((Language.FRENCH.value, _("French")), (Language.ENGLISH.value, _("English")))


def outlet_kinds() -> Choices:
    """Return the kinds of outlets."""
    return (
        (OutletKind.DAILY.value, _("Daily newspaper")),
        (OutletKind.WEEKLY.value, _("Weekly newspaper")),
        (OutletKind.MAGAZINE.value, _("Magazine")),
        (OutletKind.RADIO.value, _("Radio")),
        (OutletKind.TELEVISION.value, _("Television")),
        (OutletKind.WEB.value, _("Web site")),
        (OutletKind.NEWSLETTER.value, _("Newsletter")),
        (OutletKind.WIRE.value, _("News agency")),
        (OutletKind.STUDENT.value, _("Student paper")),
        (OutletKind.OTHER.value, _("Other kind")),
    )


def outlet_languages() -> Choices:
    """Return the languages in which outlets publish."""
    return (
        (OutletLanguage.FRENCH.value, _("French")),
        (OutletLanguage.ENGLISH.value, _("English")),
        (OutletLanguage.BOTH.value, _("French and English")),
        (OutletLanguage.OTHER.value, _("Other language")),
    )


def outlet_reaches() -> Choices:
    """Return how far outlets reach."""
    return (
        (OutletReach.LOCAL.value, _("Neighbourhood")),
        (OutletReach.METROPOLITAN.value, _("Greater Montréal")),
        (OutletReach.PROVINCIAL.value, _("Québec")),
        (OutletReach.NATIONAL.value, _("Canada")),
        (OutletReach.INTERNATIONAL.value, _("International")),
    )


def licences() -> Choices:
    """Return what may be copied into a press review."""
    return (
        (ReviewLicence.LINK.value, _("Title and link only")),
        (ReviewLicence.EXCERPT.value, _("Excerpts")),
        (ReviewLicence.FULL_TEXT.value, _("Full text")),
    )


def scopes() -> Choices:
    """Return the scopes of one place; several boroughs are set from a file."""
    boroughs = ((each.code, each.name) for each in BOROUGHS)
    return (
        (CITY.to_text(), _("Whole city")),
        (AGGLOMERATION.to_text(), _("Agglomeration")),
        *boroughs,
    )


def scopes_with(value: Scope) -> Choices:
    """Return the scopes of one place, and *value* where it is several: « Verdun, Ville-Marie »."""
    if value.to_text() in dict(scopes()):
        return scopes()
    return (*scopes(), (value.to_text(), ", ".join(each.name for each in value.boroughs)))


def fate(value: Fate) -> tuple[str, Tone]:
    """Return what becomes of a row of a file, and its tone."""
    return {
        Fate.NEW: (_("new"), Tone.GREEN),
        Fate.CHANGED: (_("changed"), Tone.ACCENT),
        Fate.SAME: (_("same"), Tone.NEUTRAL),
        Fate.REFUSED: (_("refused"), Tone.RED),
    }[value]


def field(name: str) -> str:
    """Return what a field that an import changes is called."""
    return {
        "language": _("Language"),
        "scope": _("Scope"),
        "note": _("Note"),
        "do_not_contact": _("Do not contact"),
        "position": _("Position"),
        "title": _("Title"),
        "beats": _("Beats"),
        "emails": _("E-mail"),
        "phones": _("Telephone"),
    }[name]


def staying(undone: ImportUndone) -> str:
    """Return whom and what an import that was undone leaves, and why; empty where all went."""
    contacts, outlets = undone.kept, undone.outlets
    said = []
    if contacts:
        some = ngettext(
            "{count} contact stays, changed since: {names}",
            "{count} contacts stay, changed since: {names}",
            len(contacts),
        )
        said.append(some.format(count=format_number(len(contacts)), names=_first(contacts)))
    if outlets:
        some = ngettext(
            "{count} outlet stays, used or changed since: {names}",
            "{count} outlets stay, used or changed since: {names}",
            len(outlets),
        )
        said.append(some.format(count=format_number(len(outlets)), names=_first(outlets)))
    return " · ".join(said)


def _first(names: Sequence[str]) -> str:
    return ", ".join(names[:STAYING_NAMED]) + ("…" if len(names) > STAYING_NAMED else "")
