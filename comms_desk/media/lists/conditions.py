"""A filter in the reader's words: « Genre de média : Quotidien, et couverture : Transports »."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, override

from comms_desk.facts import DAY, LANGUAGE, PLACE, SOME_DAY, BadDate, Notation
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.outlets.facts import KIND
from comms_desk.media.outlets.facts import LANGUAGE as OUTLET_LANGUAGE
from comms_desk.media.outlets.model import OutletKind
from comms_desk.places import BOROUGHS
from comms_desk.storage.conditions import BY_DAY, By, Condition, Filter, Finds, Joined, Value
from comms_desk.text.approximate import Ago, Unit

type Names = Mapping[int, str]


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


def called(by: By, *, is_not: bool = False) -> str:
    """Return what a condition asks, as a heading says it."""
    if is_not and by is By.LIST:
        return _("Not in the list")
    said = _CALLED[by]()
    return _("{what} is not").format(what=said) if is_not else said


def say_finds(finds: Finds) -> str:
    """Return whom a filter finds."""
    return {
        Finds.PEOPLE: _("Contacts"),
        Finds.NEWSROOMS: _("Newsrooms"),
        Finds.BOTH: _("Contacts and newsrooms"),
    }[finds]


_CALLED: Mapping[By, Callable[[], str]] = {
    By.KIND: lambda: _("Kind of outlet"),
    By.OUTLET: lambda: _("Outlet"),
    By.BEAT: lambda: _("Beat"),
    By.TERRITORY: lambda: _("Scope"),
    By.LANGUAGE: lambda: _("Language of the contact"),
    By.OUTLET_LANGUAGE: lambda: _("Language of the outlet"),
    By.LIST: lambda: _("In the list"),
    By.LETTER_BEFORE: lambda: _("No letter since"),
    By.LETTER_SINCE: lambda: _("A letter since"),
    By.BYLINE_BEFORE: lambda: _("No signed article since"),
    By.BYLINE_SINCE: lambda: _("A signed article since"),
}
_WITHIN: Mapping[By, Callable[[], str]] = {
    By.LETTER_BEFORE: lambda: _("No letter in {time}"),
    By.LETTER_SINCE: lambda: _("A letter in {time}"),
    By.BYLINE_BEFORE: lambda: _("No signed article in {time}"),
    By.BYLINE_SINCE: lambda: _("A signed article in {time}"),
}
"""Of days that are counted back."""


def say_value(by: By, value: Value, outlets: Names, lists: Names) -> str:
    """Return a value of a condition in words; *outlets* and *lists* are those on the desk."""
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


def say_condition(condition: Condition, outlets: Names, lists: Names) -> str:
    """Return a condition in words."""
    by, values = condition.by, condition.values
    if by is By.KIND and set(values) == set(OutletKind):
        return _("Of no outlet") if condition.is_not else _("Of any outlet")
    if by in BY_DAY and values:
        return _(" or ").join(map(partial(_say_day, by), values))
    said = _(" or ").join(say_value(by, each, outlets, lists) for each in values)
    what = called(by, is_not=condition.is_not)
    return _("{what}: {value}").format(what=what, value=said or _("nothing"))


def _say_day(by: By, value: Value) -> str:
    if isinstance(value, Ago):
        return _WITHIN[by]().format(time=_last(value))
    return _("{what} {value}").format(what=called(by), value=say_value(by, value, {}, {}))


def say_filter(filter_: Filter, outlets: Names, lists: Names) -> str:
    """Return *filter_* in words, one sentence; what is within another is between brackets."""
    if not filter_.of:
        return _("Nobody: the filter asks for nothing yet.")
    said = _joined(filter_, outlets, lists)
    if filter_.finds is Finds.PEOPLE:
        return said[:1].upper() + said[1:]
    return _("{who} – {what}").format(who=say_finds(filter_.finds), what=said)


def _joined(filter_: Filter, outlets: Names, lists: Names) -> str:
    between = _(", and ") if filter_.joined is Joined.ALL else _(", or ")
    return between.join(_part(each, outlets, lists) for each in filter_.of)


def _part(part: Condition | Filter, outlets: Names, lists: Names) -> str:
    if isinstance(part, Condition):
        said = say_condition(part, outlets, lists)
        return said[:1].lower() + said[1:]
    said = _joined(part, outlets, lists) or _("nobody")
    return said if len(part.of) == 1 else f"({said})"
