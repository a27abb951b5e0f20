"""The facts of a list, as its card and its commands have them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import override

from comms_desk.errors import CommsDeskError
from comms_desk.facts import Fact, Facts, Notation, OneOf
from comms_desk.i18n import N_, format_number
from comms_desk.media.lists.conditions import (
    Filter,
    Names,
    read_filter,
    say_filter,
    write_filter,
)
from comms_desk.media.lists.model import (
    HIGHEST_RANK,
    MOST_EARLY_MINUTES,
    EarlyMinutesOutOfRange,
    ListKind,
    RankOutOfRange,
)

KIND = OneOf({ListKind.FIXED: N_("Fixed list"), ListKind.FILTER: N_("Filter")})


class _Whole(Notation[int]):
    """A whole number, which is refused so where it is none."""

    def __init__(self, refusal: CommsDeskError) -> None:
        self._refusal = refusal

    @override
    def read(self, typed: str) -> int:
        """Return the number.

        Raises:
            RankOutOfRange, EarlyMinutesOutOfRange: It is none.
        """
        digits = typed.strip()
        if not digits.isdecimal() or len(digits) > len(str(MOST_EARLY_MINUTES)):
            raise self._refusal.with_traceback(None)
        return int(digits)

    @override
    def write(self, value: int) -> str:
        return str(value)

    @override
    def say(self, value: int) -> str:
        return format_number(value)


class _Minutes(_Whole):
    """So many minutes; none is said by nothing."""

    @override
    def read(self, typed: str) -> int:
        return super().read(typed or "0")

    @override
    def write(self, value: int) -> str:
        return str(value) if value else ""

    @override
    def say(self, value: int) -> str:
        return format_number(value) if value else ""


class _Asked(Notation[Filter | None]):
    """A filter: said in words, written as it is stored."""

    def __init__(self, outlets: Names, lists: Names) -> None:
        self._outlets, self._lists = outlets, lists

    @override
    def read(self, typed: str) -> Filter | None:
        return read_filter(typed) if typed.strip() else None

    @override
    def write(self, value: Filter | None) -> str:
        return "" if value is None else write_filter(value)

    @override
    def say(self, value: Filter | None) -> str:
        return "" if value is None else say_filter(value, self._outlets, self._lists)


NAME = Fact("name", N_("Name"), is_title=True, is_listed=True)
KIND_FACT = Fact("kind", N_("Kind"), KIND, is_listed=True)
KEPT: Facts = (
    NAME,
    Fact("rank", N_("Rank"), _Whole(RankOutOfRange(HIGHEST_RANK)), is_listed=True, is_whole=True),
    Fact(
        "early_minutes",
        N_("Minutes before the others"),
        _Minutes(EarlyMinutesOutOfRange(MOST_EARLY_MINUTES)),
        is_listed=True,
        is_whole=True,
    ),
    Fact("note", N_("Note"), lines=3),
)
"""Those that are typed."""

MEMBERS = Fact("members", N_("People"))
"""As the history of a list has it: who was put in, and who was taken out."""

MADE_FIXED = Fact("fixed", N_("People"))
"""As the history has it: whom a filter had found when it became a fixed list."""

_NOBODY: Mapping[int, str] = MappingProxyType({})


def facts(outlets: Names = _NOBODY, lists: Names = _NOBODY) -> Facts:
    """Return the facts of a list; a filter is said by the names of *outlets* and *lists*."""
    return (*KEPT, Fact("filter", N_("Filter"), _Asked(outlets, lists)))
