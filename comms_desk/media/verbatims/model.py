"""What a verbatim is: who said what, where and on which day, word for word."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.planning.dossiers.model import DossierId

VerbatimId = NewType("VerbatimId", int)

NAME_LENGTH = 200
TEXT_LENGTH = 1_000_000
"""Of a council that lasts all day; nothing longer is read."""
_ASKS = re.compile(
    r"\s*(?:(?:une? |an? )?(?:journaliste|journalist|reporter)\b[^:]{0,60}"
    r"|(?:question|q) ?\d*\s?):",
    re.IGNORECASE,
)
"""A line of the one who asks, as a scrum is written down: « Journaliste (Le Devoir) : … »."""


class VerbatimNameMissing(CommsDeskError):
    """A verbatim must have a name, of *longest* characters at most."""

    longest: int


class NothingSaid(CommsDeskError):
    """A file has no words."""

    what = N_("Nothing is said in {name}.")
    way_out = N_("Give a file that has its words, or paste them.")

    name: str


class VerbatimTooLong(CommsDeskError):
    """A verbatim is longer than any real one: *longest* characters."""

    name: str
    longest: int


class NotAVerbatim(CommsDeskError):
    """A file holds no text, nor captions; *line* is where it is not understood, 0 anywhere."""

    name: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVerbatim:
    """A verbatim that is not on the desk yet.

    Attributes:
        day: On which it was said; None: nobody knows.
        speaker: Who said it, as people call them; of several, the first.
        text: Plain text, a line each time that somebody speaks.
    """

    name: str
    text: str = ""
    day: date | None = None
    speaker: str = ""
    dossier: DossierId | None = None

    def __post_init__(self) -> None:
        """Refuse one without a name, or an endless one; its words may be pasted later.

        Raises:
            VerbatimNameMissing: Its name is blank or too long.
            VerbatimTooLong: It has too many words.
        """
        if not self.name.strip() or len(self.name) > NAME_LENGTH:
            raise VerbatimNameMissing(NAME_LENGTH)
        if len(self.text) > TEXT_LENGTH:
            raise VerbatimTooLong(self.name, TEXT_LENGTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbatim:
    """A verbatim of the desk; its fields are those of `NewVerbatim`."""

    id: VerbatimId
    name: str
    day: date | None
    speaker: str
    dossier: DossierId | None
    text: str


def parted(text: str) -> tuple[str, str]:
    """Return what those asked who are said to be journalists in *text*, and all the rest."""
    lines = text.splitlines()
    asked = [line for line in lines if _ASKS.match(line)]
    return "\n".join(asked), "\n".join(line for line in lines if not _ASKS.match(line))
