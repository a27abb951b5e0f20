"""What words of a line say of hours: one thing each, and where they stand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import Any

NOON, MIDNIGHT, LAST_HOUR, LAST_SPELT = 12, 24, 23, 20
ENGLISH_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"


class Says(Enum):
    """What words say."""

    HOUR = auto()
    DAY = auto()
    PART = auto()
    """Of a day, which begins at *hour*."""
    AFTER = auto()
    """So long from now."""
    END = auto()
    """Of the day."""
    DEADLINE = auto()
    ON_AIR = auto()
    NONE = auto()
    """That there is no hour yet: next week, no deadline."""
    URGENT = auto()
    """So, and that it presses: as soon as possible."""
    ASIDE = auto()
    """Something that is no hour: what was, what lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """Words that say one thing, and where they stand.

    Attributes:
        hour: From 0; 24 is the midnight at the end of the day.
        may_be_later: The hour is of twelve, and nobody said which.
        is_french: Its writing is of one language; None: of both.
        is_weekday: The day is the next one of that name.
        is_today: The day is the one on which it is read, and is said to be.
        of_another: The day is so far from the one said before it.
        is_sure: It can be read in one way only.
        may_last: It may be no hour at all: how long something lasts, or since when.
    """

    says: Says
    start: int
    end: int
    hour: int = 0
    minute: int = 0
    may_be_later: bool = False
    is_french: bool | None = None
    day: date = date.min
    is_weekday: bool = False
    is_today: bool = False
    after: timedelta = timedelta()
    of_another: timedelta | None = None
    is_sure: bool = True
    may_last: bool = False


type Match = re.Match[str]
type Reading = Callable[[Match, date], Atom | None]


def atom_of(says: Says, match: Match, *, of: str | int = 0, **more: Any) -> Atom:
    """Return what the words of *match* say; they begin where its group *of* does."""
    return Atom(says=says, start=match.start(of), end=match.end(), **more)


def numbered(said: str) -> dict[str, int]:
    """Return the numbers of words, ``un:1 une:1``."""
    return {word: int(number) for word, number in (each.split(":") for each in said.split())}


NUMBERS = numbered(
    "un:1 une:1 a:1 an:1 one:1 deux:2 two:2 trois:3 three:3 quatre:4 four:4 cinq:5 five:5 six:6 "
    "sept:7 seven:7 huit:8 eight:8 neuf:9 nine:9 dix:10 ten:10 onze:11 eleven:11 douze:12 "
    "twelve:12 quinze:15 vingt:20 twenty:20 trente:30 thirty:30 fifteen:15 quart:15 quarter:15 "
    "forty-five:45 demi:30 demie:30 half:30 treize:13 quatorze:14 seize:16 dix-sept:17 "
    "dix-huit:18 dix-neuf:19"
)
SPELT_HOURS = "|".join(
    sorted(
        (
            word
            for word, number in NUMBERS.items()
            if number <= LAST_SPELT and word not in {"a", "an"}
        ),
        key=len,
        reverse=True,
    )
)


def number_of(said: str | None) -> int:
    """Return the number that figures or a word say; 0 for none."""
    return 0 if not said else int(said) if said.isdigit() else NUMBERS[said]
