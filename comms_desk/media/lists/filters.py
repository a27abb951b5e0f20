"""What a saved filter asks of contacts: conditions, joined by "and" or "or", as deep as it needs.

A condition says what of the contact must be one of its values; a filter that asks for nothing
finds nobody, so that a list is never everybody by accident.  A filter is stored as JSON with the
number of its form; one of a later form is refused, never half understood.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, cast

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.media.outlets.model import OutletKind, OutletLanguage
from comms_desk.places import Scope

FORM = 1
"""The form in which filters are stored."""

MOST_DEEP = 6
MOST_CONDITIONS = 100
MOST_VALUES = 500


class By(StrEnum):
    """What a condition asks of a contact; the values are stored.

    *Held today*: of a position that they hold today.
    """

    KIND = "kind"
    """Of the outlet, held today."""
    OUTLET = "outlet"
    """Held today."""
    BEAT = "beat"
    """Held today; case and accents do not count."""
    TERRITORY = "territory"
    """Of the contact."""
    LANGUAGE = "language"
    """Of the contact."""
    OUTLET_LANGUAGE = "outlet language"
    """In which the outlet publishes, held today."""
    LIST = "list"
    """Another list, whose people they are among."""
    LETTER_BEFORE = "letter before"
    """The last letter to them left before a day, or none ever did."""
    LETTER_SINCE = "letter since"
    BYLINE_BEFORE = "byline before"
    """Their last article came before a day, or none ever did."""
    BYLINE_SINCE = "byline since"


class Joined(StrEnum):
    """Whether all of several conditions must hold, or one; the values are stored."""

    ALL = "all"
    ANY = "any"


class FilterNotUnderstood(CommsDeskError):
    """A filter is not written as this version writes one; *part* is what is not understood."""

    part: str


class FilterTooLarge(CommsDeskError):
    """A filter has more conditions, values or levels than anybody writes."""

    conditions: int
    values: int
    levels: int


type Value = OutletKind | OutletLanguage | Language | Scope | date | str | int
"""Of one condition all are of one kind: that of `By`; outlets and lists are their ids."""


@dataclass(frozen=True, slots=True)
class Condition:
    """That what it asks *by* is one of *values*."""

    by: By
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions and filters, all or one of which must hold; of none of them it finds nobody."""

    of: tuple["Condition | Filter", ...] = ()
    joined: Joined = Joined.ALL

    def __post_init__(self) -> None:
        """Refuse one that nobody writes.

        Raises:
            FilterTooLarge: It has too many conditions, values or levels.
        """
        if (
            _depth(self) > MOST_DEEP
            or sum(1 for _each in self.conditions()) > MOST_CONDITIONS
            or any(len(each.values) > MOST_VALUES for each in self.conditions())
        ):
            raise FilterTooLarge(MOST_CONDITIONS, MOST_VALUES, MOST_DEEP)

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition of it, in order."""
        for each in self.of:
            if isinstance(each, Condition):
                yield each
            else:
                yield from each.conditions()

    def ids(self, by: By) -> frozenset[int]:
        """Return the outlets, or the lists, that it names."""
        named = (each.values for each in self.conditions() if each.by is by)
        return frozenset(int(cast("int", value)) for values in named for value in values)


def _depth(filter_: Filter) -> int:
    inner = (each for each in filter_.of if isinstance(each, Filter))
    return 1 + max(map(_depth, inner), default=0)


_READ: Mapping[By, Callable[[Any], Value]] = {
    By.KIND: OutletKind,
    By.OUTLET: int,
    By.BEAT: str,
    By.TERRITORY: Scope.from_text,
    By.LANGUAGE: Language,
    By.OUTLET_LANGUAGE: OutletLanguage,
    By.LIST: int,
    By.LETTER_BEFORE: date.fromisoformat,
    By.LETTER_SINCE: date.fromisoformat,
    By.BYLINE_BEFORE: date.fromisoformat,
    By.BYLINE_SINCE: date.fromisoformat,
}
"""How a value is read from its stored form."""

assert _READ.keys() == set(By)  # noqa: S101 - a fault of the program


def read_value(by: By, stored: object) -> Value:
    """Return the value of a condition from its stored form.

    Raises:
        FilterNotUnderstood: It is none.
    """
    try:
        return _READ[by](stored)
    except (ValueError, TypeError, AttributeError, CommsDeskError) as error:
        raise FilterNotUnderstood(f"{by}: {stored}"[:80]) from error


def write_value(value: Value) -> str | int:
    """Return the stored form of *value*."""
    match value:
        case Scope():
            return value.to_text()
        case date():
            return value.isoformat()
        case int():
            return value
        case _:
            return str(value)


def write_filter(filter_: Filter) -> str:
    """Return *filter_* as it is stored: equal filters in equal words."""
    return json.dumps({"form": FORM, **_written(filter_)}, ensure_ascii=False, sort_keys=True)


def _written(part: Condition | Filter) -> dict[str, Any]:
    if isinstance(part, Condition):
        return {"by": part.by.value, "values": [write_value(each) for each in part.values]}
    return {part.joined.value: [_written(each) for each in part.of]}


def read_filter(text: str) -> Filter:
    """Return what `write_filter` wrote.

    Raises:
        FilterNotUnderstood: It is no filter, or of a later form.
        FilterTooLarge: It is larger than anybody's.
    """
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FilterNotUnderstood(text[:80]) from error
    if not isinstance(said, dict) or said.pop("form", None) != FORM:
        raise FilterNotUnderstood(text[:80])
    read = _read(said, MOST_DEEP)
    if not isinstance(read, Filter):
        return Filter((read,))
    return read


def _read(said: object, levels: int) -> Condition | Filter:
    """Return the part that is *said*, of at most so many *levels*."""
    if levels < 0:
        raise FilterTooLarge(MOST_CONDITIONS, MOST_VALUES, MOST_DEEP)
    match said:
        case {"by": str(by), "values": list(values), **more} if not more and by in set(By):
            asked = By(by)
            return Condition(asked, tuple(read_value(asked, each) for each in values))
        case {Joined.ALL.value: list(of), **more} if not more:
            return Filter(tuple(_read(each, levels - 1) for each in of), Joined.ALL)
        case {Joined.ANY.value: list(of), **more} if not more:
            return Filter(tuple(_read(each, levels - 1) for each in of), Joined.ANY)
        case _:
            raise FilterNotUnderstood(str(said)[:80])
