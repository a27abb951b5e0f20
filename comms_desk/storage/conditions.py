"""What a saved filter asks: conditions, joined by "and" or "or", as deep as it needs.

A condition says what of a thing must be one of its values, or must not.  What may be asked, and
of what, is for each kind of filter to say (`Asked`); nothing here knows it.  What asks for nothing
is neither true nor false: neither it nor its "not" finds any, so that a filter is never everybody
by accident.

A filter is stored as JSON with the number of its form, the first that can say it: an earlier
version reads what it understands.  One of a later form is refused, never half understood.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, cast, override

from comms_desk.errors import N_, CommsDeskError
from comms_desk.facts import DAY, SOME_DAY, BadDate, Notation
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.places import Scope
from comms_desk.text.approximate import Ago, Unit

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

FIRST_FORM, FORM = 1, 2
"""The forms in which filters are stored; the second knows "not", days counted back, and what a kind
of filter says beside its conditions."""

MOST_DEEP = 6
MOST_CONDITIONS = 100
MOST_VALUES = 500


class FilterNotUnderstood(CommsDeskError):
    """A filter is not written as this version writes one; *part* is what is not understood."""

    what = N_("This version does not understand the filter: {part}.")
    way_out = N_("Write it again, or open the desk with the version that wrote it.")

    part: str


class FilterTooLarge(CommsDeskError):
    """A filter has more conditions, values or levels than anybody writes."""

    what = N_(
        "A filter has at most {conditions} conditions, {values} values each and {levels} levels."
    )
    way_out = N_("Make a list of a part of it, and name that list in the filter.")

    conditions: int
    values: int
    levels: int


class Joined(StrEnum):
    """Whether all of several conditions must hold, or one; the values are stored."""

    ALL = "all"
    ANY = "any"


type Value = Scope | date | Ago | str | int
"""Of one condition all are of one kind, as what it asks by reads them; things are their ids.

How long *ago* is counted from the day on which the filter is asked, in Montréal.
"""


class Asked(StrEnum):
    """What a condition may ask, in the order in which it is offered; the values are stored.

    A kind of filter has a subclass.  Each member is its stored form, its heading (`N_`), what
    reads a value of it from its stored form, and, where a day is asked, the words for one that is
    counted back: "No letter in {time}".
    """

    heading: str
    reads: Callable[[Any], Value]
    within: str

    def __new__(
        cls, stored: str, heading: str, reads: Callable[[Any], Value], within: str = ""
    ) -> Self:
        """Make a member of what is said of it."""
        member = str.__new__(cls, stored)
        member._value_ = stored
        member.heading, member.reads, member.within = heading, reads, within
        return member

    @property
    def is_by_day(self) -> bool:
        """Whether it asks by a day, or by how long ago it is: each has its opposite, and no not."""
        return bool(self.within)

    def called(self, *, is_not: bool = False) -> str:
        """Return what a condition asks, as a heading says it."""
        return _("{what} is not").format(what=_(self.heading)) if is_not else _(self.heading)


@dataclass(frozen=True, slots=True)
class Condition[By: Asked]:
    """That what it asks *by* is one of *values*; where *is_not*, that it is none of them."""

    by: By
    values: tuple[Value, ...]
    is_not: bool = False

    def __post_init__(self) -> None:
        """Refuse the "not" of what is said by its opposite.

        Raises:
            FilterNotUnderstood: It asks by a day.
        """
        if self.is_not and self.by.is_by_day:
            raise FilterNotUnderstood(f"not {self.by}")


@dataclass(frozen=True, slots=True)
class Conditions[By: Asked]:
    """Conditions and groups of them, all or one of which must hold; of none, they find nobody."""

    of: tuple["Condition[By] | Conditions[By]", ...] = ()
    joined: Joined = Joined.ALL

    def __post_init__(self) -> None:
        """Refuse a tree that nobody writes.

        Raises:
            FilterTooLarge: It has too many conditions, values or levels.
        """
        if (
            _depth(self) > MOST_DEEP
            or sum(1 for _each in self.conditions()) > MOST_CONDITIONS
            or any(len(each.values) > MOST_VALUES for each in self.conditions())
        ):
            raise FilterTooLarge(MOST_CONDITIONS, MOST_VALUES, MOST_DEEP)

    def conditions(self) -> Iterator[Condition[By]]:
        """Yield every condition of it, in order."""
        for each in self.of:
            if isinstance(each, Condition):
                yield each
            else:
                yield from each.conditions()

    def ids(self, by: By) -> frozenset[int]:
        """Return the ids that it names where it asks *by* things."""
        named = (each.values for each in self.conditions() if each.by is by)
        return frozenset(int(cast("int", value)) for values in named for value in values)

    def stored(self, **more: str) -> str:
        """Return it as it is stored, with what else its kind says: equal ones in equal words."""
        is_later = more or any(
            each.is_not or any(isinstance(value, Ago) for value in each.values)
            for each in self.conditions()
        )
        said = {"form": FORM if is_later else FIRST_FORM, **_written(self), **more}
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    @classmethod
    def read(cls, said: object, by: type[By]) -> Self:
        """Return what `stored` wrote, from what `unpacked` left of it.

        Raises:
            FilterNotUnderstood: It is no filter.
            FilterTooLarge: It is larger than anybody's.
        """
        read = cls._part(said, by, MOST_DEEP)
        return cls((read,)) if isinstance(read, Condition) else read

    @classmethod
    def _part(cls, said: object, by: type[By], levels: int) -> "Condition[By] | Self":
        """Return the part that is *said*, of at most so many *levels*."""
        if levels < 0:
            raise FilterTooLarge(MOST_CONDITIONS, MOST_VALUES, MOST_DEEP)
        match said:
            case {"by": str(asks), "values": list(values), **more} if asks in set(by):
                if more not in ({}, {"not": True}):
                    raise FilterNotUnderstood(str(said)[:80])
                asked = next(each for each in by if each == asks)
                read = tuple(_value(asked, each) for each in values)
                return Condition(asked, read, is_not=bool(more))
            case {Joined.ALL.value: list(of), **more} if not more:
                return cls(tuple(cls._part(each, by, levels - 1) for each in of), Joined.ALL)
            case {Joined.ANY.value: list(of), **more} if not more:
                return cls(tuple(cls._part(each, by, levels - 1) for each in of), Joined.ANY)
            case _:
                raise FilterNotUnderstood(str(said)[:80])


type Part[By: Asked] = Condition[By] | Conditions[By]


def _depth[By: Asked](tree: Conditions[By]) -> int:
    inner = (each for each in tree.of if isinstance(each, Conditions))
    return 1 + max(map(_depth, inner), default=0)


# ── As it is stored ───────────────────────────────────────────────────────────────────


def unpacked(stored: str) -> dict[str, Any]:
    """Return what `Conditions.stored` wrote without the number of its form.

    Raises:
        FilterNotUnderstood: It is no filter, or of a later form.
    """
    try:
        said = json.loads(stored)
    except (ValueError, RecursionError) as error:
        raise FilterNotUnderstood(stored[:80]) from error
    if not isinstance(said, dict) or said.pop("form", None) not in (FIRST_FORM, FORM):
        raise FilterNotUnderstood(stored[:80])
    return said


def day_or_ago(stored: str) -> date | Ago:
    """Read a day, or how long ago it is, from its stored form."""
    return Ago.from_text(stored) if stored.startswith("P") else date.fromisoformat(stored)


def _value(by: Asked, stored: object) -> Value:
    try:
        return by.reads(stored)
    except (ValueError, TypeError, AttributeError, CommsDeskError) as error:
        raise FilterNotUnderstood(f"{by}: {stored}"[:80]) from error


def _written[By: Asked](part: Part[By]) -> dict[str, Any]:
    if isinstance(part, Condition):
        said = {"by": part.by.value, "values": [_written_value(each) for each in part.values]}
        return {**said, "not": True} if part.is_not else said
    return {part.joined.value: [_written(each) for each in part.of]}


def _written_value(value: Value) -> str | int:
    match value:
        case Scope() | Ago():
            return value.to_text()
        case date():
            return value.isoformat()
        case int():
            return value
        case _:
            return str(value)


# ── Asked of the database ─────────────────────────────────────────────────────────────


def where[By: Asked](
    part: Part[By], ask: Callable[[Condition[By]], "ColumnElement[bool]"]
) -> "ColumnElement[bool]":
    """Return what is asked of a row by *part*, each condition without its "not" by *ask*.

    Of what a filter cannot say the engine is asked NULL (`undecided`), which "not" leaves what it
    is; every other condition must be true or false, never NULL.
    """
    from sqlalchemy import and_, not_, or_

    if isinstance(part, Condition):
        asked = ask(part) if part.values else undecided()
        return not_(asked) if part.is_not else asked
    if not part.of:
        return undecided()
    join = and_ if part.joined is Joined.ALL else or_
    return join(*(where(each, ask) for each in part.of))


def undecided() -> "ColumnElement[bool]":
    """Return what is neither true nor false, nor is its "not"."""
    from sqlalchemy import Boolean, null
    from sqlalchemy import cast as cast_

    return cast_(null(), Boolean)


# ── In words ──────────────────────────────────────────────────────────────────────────


class _Since(Notation[date | Ago | None]):
    """A day, or how long ago it is: « 1er mars 2026 », « 30 jours »; empty is neither."""

    @override
    def read(self, typed: str) -> date | Ago | None:
        """Return it.

        Raises:
            BadDate: It is neither.
        """
        try:
            return DAY.read(typed)
        except BadDate:
            read = SOME_DAY.read(typed)
            if isinstance(read, Ago) and read.count:
                return read
            raise

    @override
    def write(self, value: date | Ago | None) -> str:
        return _units(value) if isinstance(value, Ago) else DAY.say(value)


SINCE = _Since()


def _units(ago: Ago) -> str:
    count = ago.count
    said = {
        Unit.DAY: ngettext("{n} day", "{n} days", count),
        Unit.WEEK: ngettext("{n} week", "{n} weeks", count),
        Unit.MONTH: ngettext("{n} month", "{n} months", count),
        Unit.YEAR: ngettext("{n} year", "{n} years", count),
    }
    return said[ago.unit].format(n=format_number(count))


def _last(ago: Ago) -> str:
    count = ago.count
    said = {
        Unit.DAY: ngettext("the last day", "the last {n} days", count),
        Unit.WEEK: ngettext("the last week", "the last {n} weeks", count),
        Unit.MONTH: ngettext("the last month", "the last {n} months", count),
        Unit.YEAR: ngettext("the last year", "the last {n} years", count),
    }
    return said[ago.unit].format(n=format_number(count))


def say_condition[By: Asked](condition: Condition[By], say_value: Callable[[Value], str]) -> str:
    """Return a condition in words, its values as *say_value* says them."""
    by = condition.by
    if by.is_by_day and condition.values:
        return _(" or ").join(_say_day(by, each, say_value) for each in condition.values)
    said = _(" or ").join(map(say_value, condition.values))
    what = by.called(is_not=condition.is_not)
    return _("{what}: {value}").format(what=what, value=said or _("nothing"))


def _say_day(by: Asked, value: Value, say_value: Callable[[Value], str]) -> str:
    if isinstance(value, Ago):
        return _(by.within).format(time=_last(value))
    return _("{what} {value}").format(what=by.called(), value=say_value(value))


def describe[By: Asked](
    tree: Conditions[By], say: Callable[[Condition[By]], str], *, who: str = ""
) -> str:
    """Return *tree* in words, one sentence; what is within another is between brackets.

    Args:
        tree: What is asked.
        say: Says one condition.
        who: Whom it finds, where that is to be said first.
    """
    if not tree.of:
        return _("Nobody: the filter asks for nothing yet.")
    said = _say_joined(tree, say)
    if who:
        return _("{who} – {what}").format(who=who, what=said)
    return said[:1].upper() + said[1:]


def _say_joined[By: Asked](tree: Conditions[By], say: Callable[[Condition[By]], str]) -> str:
    between = _(", and ") if tree.joined is Joined.ALL else _(", or ")
    return between.join(_say_part(each, say) for each in tree.of)


def _say_part[By: Asked](part: Part[By], say: Callable[[Condition[By]], str]) -> str:
    if isinstance(part, Condition):
        said = say(part)
        return said[:1].lower() + said[1:]
    said = _say_joined(part, say) or _("nobody")
    return said if len(part.of) == 1 else f"({said})"
