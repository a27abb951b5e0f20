"""Today as it is shown, and what its lines open; without a word of what they are about.

The page is made of these alone: `words`, which writes them, knows every slice of the desk, and is
imported by the reading thread, once the shell is painted.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comms_desk.changes import Ref
from comms_desk.ui.kit.rows import Row

if TYPE_CHECKING:
    from comms_desk.mail.model import LetterState


@dataclass(frozen=True, slots=True)
class LetterGroupKey:
    """Which letters a line opens."""

    message: int
    state: "LetterState"


@dataclass(frozen=True, slots=True)
class HandOverKey:
    """The message whose letters a line gives to Outlook."""

    message: int


@dataclass(frozen=True, slots=True)
class AddressKey:
    """Which address a line asks about that no contact has."""

    address: str


@dataclass(frozen=True, slots=True)
class AddressesKey:
    """The list of all the addresses that somebody must decide about."""


@dataclass(frozen=True, slots=True)
class MailsToSortKey:
    """The list of the mails that somebody must take or leave."""


@dataclass(frozen=True, slots=True)
class StopKey:
    """A time when nobody sent, by its number; its line opens what was late first."""

    stop: int
    about: Ref


@dataclass(frozen=True, slots=True)
class OtherLetters:
    """What the line opens that says how many of all are shown: where the others are."""

    key: object


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """Today, written out."""

    title: str
    subtitle: str
    now: tuple[Row, ...]
    before_noon: tuple[Row, ...]
    later: tuple[Row, ...]
    coming: tuple[Row, ...]
    night: tuple[Row, ...]
    night_count: str
    failing: tuple[Row, ...]
    waiting: int
    unread: int
    inquiries: int
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersView:
    """The letters of one line of Today, written out."""

    key: LetterGroupKey
    subject: str
    explanation: str
    can_send_again: bool
    some_left_together: bool
    rows: tuple[Row, ...]
    about: Ref | None
    """What they are about: their embargo is its."""


@dataclass(frozen=True, slots=True)
class EveningKey:
    """The end of the day, which is to leave by itself: it is read before it does."""


@dataclass(frozen=True, slots=True)
class OthersKey:
    """The line that stands for what colleagues have: it opens that of the whole team."""
