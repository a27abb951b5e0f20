"""What the directory's values are called in the window."""

from comms_desk.i18n import _
from comms_desk.imports.model import Fate
from comms_desk.ui.kit.theme import Tone


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
