"""What a page says once something is put away, tied to a dossier or untied: by its name.

The right thing is undone by that.  A name is said whole as far as a toast has room for it, and
keeps its no-break spaces.
"""

from comms_desk.i18n import _
from comms_desk.planning.dossiers.model import Dossier

NAME_LETTERS = 48
"""How much of a name or a title is said; the code of a dossier is said whole."""


def somebody_binned(name: str) -> str:
    """Say that the contact or the outlet called *name* is in the bin."""
    return _("{name} is in the bin").format(name=short(name))


def binned(title: str) -> str:
    """Say that what has *title*, or none, is in the bin."""
    return _("“{title}” is in the bin").format(title=short(title) or _("Untitled"))


def several_binned(things: str) -> str:
    """Say that several *things*, by how many of what they are, are in the bin."""
    return _("{things} are in the bin").format(things=things)


def archived(title: str) -> str:
    """Say that what has *title*, or none, is archived."""
    return _("“{title}” is archived").format(title=short(title) or _("Untitled"))


def tied(dossier: Dossier) -> str:
    """Say that something is tied to *dossier*."""
    return _("Linked to {dossier}").format(dossier=_called(dossier))


def untied(dossier: Dossier) -> str:
    """Say that something is no longer tied to *dossier*."""
    return _("Unlinked from {dossier}").format(dossier=_called(dossier))


def thing_tied(title: str) -> str:
    """Say that what has *title*, or none, is tied to the dossier shown."""
    return _("Linked: {title}").format(title=short(title) or _("Untitled"))


def thing_untied(title: str) -> str:
    """Say that what has *title*, or none, is no longer tied to the dossier shown."""
    return _("Unlinked: {title}").format(title=short(title) or _("Untitled"))


def tie_undone() -> str:
    """Say that what was tied is no longer."""
    return _("Link undone")


def untying_undone() -> str:
    """Say that what was untied is tied again."""
    return _("Removal undone")


def _called(dossier: Dossier) -> str:
    return f"{dossier.code} · {short(dossier.name)}"


def short(name: str) -> str:
    """Return the beginning of *name*, cut at a space where there is one: not in every script."""
    if len(name) <= NAME_LETTERS:
        return name
    start = name[:NAME_LETTERS]
    return f"{start.rpartition(' ')[0] or start[:-1]}…"
