"""What a saved filter asks: conditions, joined by "and" or "or", as deep as it needs.

A condition says what of a contact, or of the newsroom of an outlet, must be one of its values, or
must not.  What it cannot ask of a newsroom (a beat, say) is neither true nor false of one: neither
it nor its "not" finds any.  So is what asks for nothing: a list is never everybody by accident.

A filter is stored as JSON with the number of its form, the first that can say it: an earlier
version reads what it understands.  One of a later form is refused, never half understood.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, cast

from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import Language
from comms_desk.media.outlets.model import OutletKind, OutletLanguage
from comms_desk.places import Scope
from comms_desk.text.approximate import Ago

FIRST_FORM, FORM = 1, 2
"""The forms in which filters are stored; the second knows "not", days counted back, newsrooms."""

MOST_DEEP = 6
MOST_CONDITIONS = 100
MOST_VALUES = 500


class By(StrEnum):
    """What a condition asks of a contact, or of a newsroom; the values are stored.

    *Held today*: of a position that a contact holds today; of a newsroom, of its own outlet.
    """

    KIND = "kind"
    """Of the outlet, held today."""
    OUTLET = "outlet"
    """Held today."""
    BEAT = "beat"
    """Of a contact alone, held today; case and accents do not count."""
    TERRITORY = "territory"
    """Of the contact; of the outlet, for its newsroom."""
    LANGUAGE = "language"
    """Of a contact alone."""
    OUTLET_LANGUAGE = "outlet language"
    """In which the outlet publishes, held today."""
    LIST = "list"
    """Another list, which they are in."""
    LETTER_BEFORE = "letter before"
    """The last letter to them left before a day, or none ever did."""
    LETTER_SINCE = "letter since"
    BYLINE_BEFORE = "byline before"
    """Of a contact alone: their last article came before a day, or none ever did."""
    BYLINE_SINCE = "byline since"


BY_DAY = frozenset({By.LETTER_BEFORE, By.LETTER_SINCE, By.BYLINE_BEFORE, By.BYLINE_SINCE})
"""Asked by a day, or by how long ago it is; each of them has its opposite, and no "not"."""
OF_CONTACTS_ALONE = frozenset({By.BEAT, By.LANGUAGE, By.BYLINE_BEFORE, By.BYLINE_SINCE})


class Finds(StrEnum):
    """Whom a filter finds; the values are stored."""

    PEOPLE = "people"
    NEWSROOMS = "newsrooms"
    BOTH = "both"

    @property
    def people(self) -> bool:
        """Whether contacts are found."""
        return self is not Finds.NEWSROOMS

    @property
    def newsrooms(self) -> bool:
        """Whether newsrooms are."""
        return self is not Finds.PEOPLE


class Joined(StrEnum):
    """Whether all of several conditions must hold, or one; the values are stored."""

    ALL = "all"
    ANY = "any"


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


type Value = OutletKind | OutletLanguage | Language | Scope | date | Ago | str | int
"""Of one condition all are of one kind: that of `By`; outlets and lists are their ids.

How long *ago* is counted from the day on which the filter is asked, in Montréal.
"""


@dataclass(frozen=True, slots=True)
class Condition:
    """That what it asks *by* is one of *values*; where *is_not*, that it is none of them."""

    by: By
    values: tuple[Value, ...]
    is_not: bool = False

    def __post_init__(self) -> None:
        """Refuse the "not" of what is said by its opposite.

        Raises:
            FilterNotUnderstood: It asks by a day.
        """
        if self.is_not and self.by in BY_DAY:
            raise FilterNotUnderstood(f"not {self.by}")


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions and filters, all or one of which must hold; of none of them it finds nobody.

    What it *finds* is for the outermost to say.
    """

    of: tuple["Condition | Filter", ...] = ()
    joined: Joined = Joined.ALL
    finds: Finds = Finds.PEOPLE

    def __post_init__(self) -> None:
        """Refuse one that nobody writes.

        Raises:
            FilterTooLarge: It has too many conditions, values or levels.
            FilterNotUnderstood: A filter within it says whom it finds.
        """
        for each in self.of:
            if isinstance(each, Filter) and each.finds is not Finds.PEOPLE:
                raise FilterNotUnderstood(str(each.finds))
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


def _day(stored: str) -> date | Ago:
    return Ago.from_text(stored) if stored.startswith("P") else date.fromisoformat(stored)


_READ: Mapping[By, Callable[[Any], Value]] = {
    By.KIND: OutletKind,
    By.OUTLET: int,
    By.BEAT: str,
    By.TERRITORY: Scope.from_text,
    By.LANGUAGE: Language,
    By.OUTLET_LANGUAGE: OutletLanguage,
    By.LIST: int,
    By.LETTER_BEFORE: _day,
    By.LETTER_SINCE: _day,
    By.BYLINE_BEFORE: _day,
    By.BYLINE_SINCE: _day,
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
        case Scope() | Ago():
            return value.to_text()
        case date():
            return value.isoformat()
        case int():
            return value
        case _:
            return str(value)


def write_filter(filter_: Filter) -> str:
    """Return *filter_* as it is stored: equal filters in equal words."""
    said = {"form": _form(filter_), **_written(filter_)}
    if filter_.finds is not Finds.PEOPLE:
        said["finds"] = filter_.finds.value
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _form(filter_: Filter) -> int:
    """Return the first form that can say *filter_*."""
    is_later = filter_.finds is not Finds.PEOPLE or any(
        each.is_not or any(isinstance(value, Ago) for value in each.values)
        for each in filter_.conditions()
    )
    return FORM if is_later else FIRST_FORM


def _written(part: Condition | Filter) -> dict[str, Any]:
    if isinstance(part, Condition):
        said = {"by": part.by.value, "values": [write_value(each) for each in part.values]}
        return {**said, "not": True} if part.is_not else said
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
    if not isinstance(said, dict) or said.pop("form", None) not in (FIRST_FORM, FORM):
        raise FilterNotUnderstood(text[:80])
    finds = said.pop("finds", Finds.PEOPLE.value)
    if finds not in tuple(Finds):
        raise FilterNotUnderstood(str(finds)[:80])
    read = _read(said, MOST_DEEP)
    whole = read if isinstance(read, Filter) else Filter((read,))
    return replace(whole, finds=Finds(finds))


def _read(said: object, levels: int) -> Condition | Filter:
    """Return the part that is *said*, of at most so many *levels*."""
    if levels < 0:
        raise FilterTooLarge(MOST_CONDITIONS, MOST_VALUES, MOST_DEEP)
    match said:
        case {"by": str(by), "values": list(values), **more} if by in set(By):
            if more not in ({}, {"not": True}):
                raise FilterNotUnderstood(str(said)[:80])
            asked = By(by)
            read = tuple(read_value(asked, each) for each in values)
            return Condition(asked, read, is_not=bool(more))
        case {Joined.ALL.value: list(of), **more} if not more:
            return Filter(tuple(_read(each, levels - 1) for each in of), Joined.ALL)
        case {Joined.ANY.value: list(of), **more} if not more:
            return Filter(tuple(_read(each, levels - 1) for each in of), Joined.ANY)
        case _:
            raise FilterNotUnderstood(str(said)[:80])
