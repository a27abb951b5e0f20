"""What the directory's values are called in the window."""

from collections.abc import Sequence

from comms_desk.i18n import _, format_number, ngettext
from comms_desk.imports.model import Fate, ImportUndone
from comms_desk.ui.kit.theme import Tone

STAYING_NAMED = 3
"""How many names a toast has room for."""


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
