"""What the filter of a list asks of contacts and of newsrooms, as it is stored and in words.

Of a newsroom, a beat and what else only a contact has cannot be asked: neither such a condition
nor its "not" finds any.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, override

from comms_desk.facts import LANGUAGE, PLACE
from comms_desk.i18n import N_, Language, _
from comms_desk.media.outlets.facts import KIND
from comms_desk.media.outlets.facts import LANGUAGE as OUTLET_LANGUAGE
from comms_desk.media.outlets.model import OutletKind, OutletLanguage
from comms_desk.places import BOROUGHS, Scope
from comms_desk.storage import conditions
from comms_desk.storage.conditions import (
    SINCE,
    Asked,
    Condition,
    Conditions,
    FilterNotUnderstood,
    Value,
    day_or_ago,
    unpacked,
)

type Names = Mapping[int, str]


class By(Asked):
    """What a condition asks of a contact, or of a newsroom.

    *Held today*: of a position that a contact holds today; of a newsroom, of its own outlet.
    """

    KIND = "kind", N_("Kind of outlet"), OutletKind
    """Of the outlet, held today."""
    OUTLET = "outlet", N_("Outlet"), int
    """Held today."""
    OUTLET_LANGUAGE = "outlet language", N_("Language of the outlet"), OutletLanguage
    """In which the outlet publishes, held today."""
    BEAT = "beat", N_("Beat"), str
    """Of a contact alone, held today; case and accents do not count."""
    TERRITORY = "territory", N_("Scope"), Scope.from_text
    """Of the contact; of the outlet, for its newsroom."""
    LANGUAGE = "language", N_("Language of the contact"), Language
    """Of a contact alone."""
    LIST = "list", N_("In the list"), int
    """Another list, which they are in."""
    LETTER_BEFORE = (
        "letter before",
        N_("No letter since"),
        day_or_ago,
        N_("No letter in {time}"),
    )
    """The last letter to them left before a day, or none ever did."""
    LETTER_SINCE = "letter since", N_("A letter since"), day_or_ago, N_("A letter in {time}")
    BYLINE_BEFORE = (
        "byline before",
        N_("No signed article since"),
        day_or_ago,
        N_("No signed article in {time}"),
    )
    """Of a contact alone: their last article came before a day, or none ever did."""
    BYLINE_SINCE = (
        "byline since",
        N_("A signed article since"),
        day_or_ago,
        N_("A signed article in {time}"),
    )

    @override
    def called(self, *, is_not: bool = False) -> str:
        return _("Not in the list") if is_not and self is By.LIST else super().called(is_not=is_not)


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


@dataclass(frozen=True, slots=True)
class Filter(Conditions[By]):
    """The conditions of a list; what it *finds* is for the outermost to say."""

    finds: Finds = Finds.PEOPLE

    @override
    def __post_init__(self) -> None:
        """Refuse one that nobody writes.

        Raises:
            FilterTooLarge: It has too many conditions, values or levels.
            FilterNotUnderstood: A filter within it says whom it finds.
        """
        for each in self.of:
            if isinstance(each, Filter) and each.finds is not Finds.PEOPLE:
                raise FilterNotUnderstood(str(each.finds))
        Conditions.__post_init__(self)


def write_filter(filter_: Filter) -> str:
    """Return *filter_* as it is stored: equal filters in equal words."""
    is_usual = filter_.finds is Finds.PEOPLE
    return filter_.stored() if is_usual else filter_.stored(finds=filter_.finds.value)


def read_filter(text: str) -> Filter:
    """Return what `write_filter` wrote.

    Raises:
        FilterNotUnderstood: It is no filter, or of a later form.
        FilterTooLarge: It is larger than anybody's.
    """
    said = unpacked(text)
    finds = said.pop("finds", Finds.PEOPLE.value)
    if finds not in tuple(Finds):
        raise FilterNotUnderstood(str(finds)[:80])
    return replace(Filter.read(said, By), finds=Finds(finds))


def say_finds(finds: Finds) -> str:
    """Return whom a filter finds."""
    return {
        Finds.PEOPLE: _("Contacts"),
        Finds.NEWSROOMS: _("Newsrooms"),
        Finds.BOTH: _("Contacts and newsrooms"),
    }[finds]


def say_filter(filter_: Filter, outlets: Names, lists: Names) -> str:
    """Return *filter_* in words, by the names of the *outlets* and *lists* on the desk."""
    who = "" if filter_.finds is Finds.PEOPLE else say_finds(filter_.finds)
    return conditions.describe(
        filter_, partial(_say_condition, outlets=outlets, lists=lists), who=who
    )


def _say_condition(condition: Condition[By], outlets: Names, lists: Names) -> str:
    if condition.by is By.KIND and set(condition.values) == set(OutletKind):
        return _("Of no outlet") if condition.is_not else _("Of any outlet")
    said = partial(_say_value, condition.by, outlets=outlets, lists=lists)
    return conditions.say_condition(condition, said)


def _say_value(by: By, value: Value, outlets: Names, lists: Names) -> str:
    found: Any = value
    match by:
        case By.KIND:
            return KIND.say(found)
        case By.OUTLET:
            return outlets.get(found) or _("(an outlet that is gone)")
        case By.LIST:
            return lists.get(found) or _("(a list that is gone)")
        case By.TERRITORY:
            return _("any borough") if set(found.boroughs) == set(BOROUGHS) else PLACE.say(found)
        case By.LANGUAGE:
            return LANGUAGE.say(found)
        case By.OUTLET_LANGUAGE:
            return OUTLET_LANGUAGE.say(found)
        case By.BEAT:
            return str(found)
        case _:
            return SINCE.write(found)
