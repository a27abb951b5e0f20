"""What a page says once something is in the bin or the archive: its name, so that it is undone."""

from textwrap import shorten

from comms_desk.i18n import _

NAME_LETTERS = 48
"""How much of a name or a title is said."""


def somebody(name: str) -> str:
    """Say that the contact or the outlet called *name* is in the bin."""
    return _("{name} is in the bin").format(name=_short(name))


def titled(title: str) -> str:
    """Say that what has *title*, or none, is in the bin."""
    return _("“{title}” is in the bin").format(title=_short(title) or _("Untitled"))


def archived(title: str) -> str:
    """Say that what has *title*, or none, is archived."""
    return _("“{title}” is archived").format(title=_short(title) or _("Untitled"))


def _short(name: str) -> str:
    return shorten(name, NAME_LETTERS, placeholder="…")
