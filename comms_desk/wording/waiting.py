"""What waits, in words: its hours, with how each is known, and who has it."""

from collections.abc import Mapping
from datetime import datetime

from comms_desk.i18n import CITY_ZONE, _, format_date, format_lasted, format_time, format_weekday
from comms_desk.media.inquiries.facts import BASIS
from comms_desk.media.inquiries.model import Basis, Hour
from comms_desk.media.inquiries.moments import Holder

WEEK_DAYS = 6
"""A day so near is known by its weekday."""


def said_when(moment: datetime, now: datetime) -> str:
    """Return *moment* as one says it today: its hour, « hier à 16 h », « vendredi à 9 h »."""
    day, today = (each.astimezone(CITY_ZONE).date() for each in (moment, now))
    hour, days = format_time(moment), (day - today).days
    if days == 0:
        return hour
    if days == -1:
        return _("yesterday at {hour}").format(hour=hour)
    if days == 1:
        return _("tomorrow at {hour}").format(hour=hour)
    if abs(days) <= WEEK_DAYS:
        name = format_weekday(moment).split(" ")[0].rstrip(",")
        said = _("{weekday} at {hour}") if days > 0 else _("last {weekday} at {hour}")
        return said.format(weekday=name, hour=hour)
    return _("{date} at {hour}").format(date=format_date(day), hour=hour)


def said_hour(which: str, hour: Hour, now: datetime) -> str:
    """Return an *hour*, the "deadline" or "on_air", with how it is known; "?" where it is not."""
    if hour.basis is Basis.URGENT:
        return _("{hour}?").format(hour=BASIS.say(hour.basis))
    if hour.at is None:
        asks = {"deadline": _("deadline to ask for?"), "on_air": _("air time to ask for?")}
        return asks[which]
    says = {"deadline": _("deadline {hour}"), "on_air": _("on air {hour}")}
    return says[which].format(hour=said_at(hour, now))


def said_at(hour: Hour, now: datetime) -> str:
    """Return an *hour* alone, with how it is known: « 17 h? », « 17 h, supposée »."""
    if hour.at is None:
        return BASIS.say(hour.basis)
    said = said_when(hour.at, now)
    if hour.basis is Basis.UNSURE:
        return _("{hour}?").format(hour=said)
    if hour.basis is Basis.ASSUMED:
        return _("{hour}, assumed").format(hour=said)
    return said


def said_with(name: str, since: datetime, now: datetime) -> str:
    """Return with whom of that *name* something is, and for how long."""
    return _("with {holder} for {time}").format(holder=name, time=format_lasted(now - since))


def is_doubtful(hour: Hour) -> bool:
    """Whether a person is still to say it: it is amber."""
    return hour.basis is Basis.UNSURE or hour.at is None


def called(holder: Holder, names: Mapping[int, str]) -> str:
    """Return what *holder* is called, by the *names* of the office."""
    if holder.person is not None:
        return names.get(holder.person, _("Somebody who left"))
    return holder.body or _("Nobody")
