"""What a verbatim is: who said what, where and on which day, word for word."""

from dataclasses import dataclass
from datetime import date
from typing import NewType

from comms_desk.errors import CommsDeskError
from comms_desk.planning.dossiers.model import DossierId

VerbatimId = NewType("VerbatimId", int)

NAME_LENGTH = 200
TEXT_LENGTH = 1_000_000
"""Of a council that lasts all day; nothing longer is read."""


class VerbatimNameMissing(CommsDeskError):
    """A verbatim must have a name, of *longest* characters at most."""

    longest: int


class NothingSaid(CommsDeskError):
    """A verbatim has no words: *name* is of the file, or the verbatim's own."""

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
    text: str
    day: date | None = None
    speaker: str = ""
    dossier: DossierId | None = None

    def __post_init__(self) -> None:
        """Refuse what `check` refuses."""
        check(self.name, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbatim:
    """A verbatim of the desk; its fields are those of `NewVerbatim`."""

    id: VerbatimId
    name: str
    day: date | None
    speaker: str
    dossier: DossierId | None
    text: str


def check(name: str, text: str) -> None:
    """Refuse a verbatim without a name or words, or an endless one.

    Raises:
        VerbatimNameMissing: Its name is blank or too long.
        NothingSaid, VerbatimTooLong: It has no words, or too many.
    """
    if not name.strip() or len(name) > NAME_LENGTH:
        raise VerbatimNameMissing(NAME_LENGTH)
    if not text.strip():
        raise NothingSaid(name)
    if len(text) > TEXT_LENGTH:
        raise VerbatimTooLong(name, TEXT_LENGTH)
