"""What a page says once something is tied to a dossier or untied: to which, by code and name."""

from comms_desk.i18n import _
from comms_desk.planning.dossiers.model import Dossier

NAME_LETTERS = 48
"""How much of the name of a dossier is said; its code is said whole."""


def tied(dossier: Dossier) -> str:
    """Say that something is tied to *dossier*."""
    return _("Linked to {dossier}").format(dossier=_called(dossier))


def untied(dossier: Dossier) -> str:
    """Say that something is no longer tied to *dossier*."""
    return _("Unlinked from {dossier}").format(dossier=_called(dossier))


def tie_undone() -> str:
    """Say that what was tied is no longer."""
    return _("Link undone")


def untying_undone() -> str:
    """Say that what was untied is tied again."""
    return _("Removal undone")


def _called(dossier: Dossier) -> str:
    name = dossier.name
    if len(name) > NAME_LETTERS:  # at a space, where there is one: not in every script
        start = name[:NAME_LETTERS]
        name = f"{start.rpartition(' ')[0] or start[:-1]}…"
    return f"{dossier.code} · {name}"
