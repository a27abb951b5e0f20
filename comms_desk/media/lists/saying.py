"""A filter in the reader's words: « Genre de média : Quotidien, et couverture : Transports »."""

from collections.abc import Callable, Mapping
from typing import Any

from comms_desk.facts import LANGUAGE, PLACE
from comms_desk.i18n import _, format_date
from comms_desk.media.lists.filters import By, Condition, Filter, Joined, Value
from comms_desk.media.outlets.facts import KIND
from comms_desk.media.outlets.facts import LANGUAGE as OUTLET_LANGUAGE
from comms_desk.media.outlets.model import OutletKind
from comms_desk.places import BOROUGHS

type Names = Mapping[int, str]


def called(by: By) -> str:
    """Return what a condition asks, as a heading says it."""
    return _CALLED[by]()


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
            return format_date(found)


def say_condition(condition: Condition, outlets: Names, lists: Names) -> str:
    """Return a condition in words."""
    if condition.by is By.KIND and set(condition.values) == set(OutletKind):
        return _("Works at any outlet")
    either = _(" or ").join(
        say_value(condition.by, each, outlets, lists) for each in condition.values
    )
    if condition.by in {
        By.LETTER_BEFORE,
        By.LETTER_SINCE,
        By.BYLINE_BEFORE,
        By.BYLINE_SINCE,
    }:
        return _("{what} {value}").format(what=called(condition.by), value=either)
    return _("{what}: {value}").format(what=called(condition.by), value=either or _("nothing"))


def say_filter(filter_: Filter, outlets: Names, lists: Names) -> str:
    """Return *filter_* in words, one sentence; what is within another is between brackets."""
    if not filter_.of:
        return _("Nobody: the filter asks for nothing yet.")
    said = _joined(filter_, outlets, lists)
    return said[:1].upper() + said[1:]


def _joined(filter_: Filter, outlets: Names, lists: Names) -> str:
    between = _(", and ") if filter_.joined is Joined.ALL else _(", or ")
    return between.join(_part(each, outlets, lists) for each in filter_.of)


def _part(part: Condition | Filter, outlets: Names, lists: Names) -> str:
    if isinstance(part, Condition):
        said = say_condition(part, outlets, lists)
        return said[:1].lower() + said[1:]
    said = _joined(part, outlets, lists) or _("nobody")
    return said if len(part.of) == 1 else f"({said})"
