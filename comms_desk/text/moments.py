"""A day, or a day and an hour, as people write them in French or in English, read or refused.

``2026-11-27 06:00``, ``27 nov. 2026, 6 h``, ``vendredi 27 novembre 6 h 30``, ``Nov 27, 2026,
6:00 a.m.``, ``demain 6 h``, ``18 h`` alone in the morning.  What could be read in two ways is
refused: figures with slashes, a day without its hour, a weekday that is not that day's, a day
of last week, midnight in words.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from comms_desk.errors import N_, CommsDeskError
from comms_desk.text.calendar_names import begun, days, months

JUST_PAST = timedelta(days=31)
"""A day that was so lately is hardly meant for next year."""
NOON = 12

_HOUR = re.compile(
    r"(?:^|[\s,t]|\ba |\bat )(?P<hour>\d{1,2})"
    r"(?:\s?[h:]\s?(?P<minute>\d{2})?)?\s?(?P<half>[ap]\.?m\.?)?$"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:er)? (?P<name>[a-z]{1,12})\.?(?: (?P<year>\d{4}))?")
_MONTH_FIRST = re.compile(
    r"(?P<name>[a-z]{1,12})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?: (?P<year>\d{4}))?"
)
_FORMS = (_ISO, _DAY_FIRST, _MONTH_FIRST)
_NEAR = {"": 0, "aujourd'hui": 0, "today": 0, "demain": 1, "tomorrow": 1}
_MONTHS, _DAYS = months("fr", "en"), days("fr", "en")
_NOONS = re.compile(r"(?:\ba |\bat )?\b(?:midi|noon)$")


class MomentNotRead(CommsDeskError):
    """The words are no day and hour, or could be two."""

    what = N_("“{words}” is not a date and a time.")
    way_out = N_("Write for example: 2026-11-27 06:00, or Nov 27, 2026, 6 a.m.")

    words: str


def read_moment(words: str, *, now: datetime, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, that *words* say in the time of *zone*.

    Without a year it is the next such day after *now*, but no day just past; an hour alone is
    today's, while it is to come.  An hour that
    the clocks of autumn go through twice is the second one: what waits for it never leaves
    early.

    Raises:
        MomentNotRead: They say none, or could say two; or no clock shows that hour.
    """
    try:
        hour, rest = _hour(plain_words(words))
        day = _day(rest, now.astimezone(zone).date())
        moment = _at(day, hour, zone)
    except (ValueError, OverflowError) as error:  # no such day, or no such hour
        raise MomentNotRead(words) from error
    if moment <= now and not _says_its_year(rest):
        raise MomentNotRead(words)
    return moment


def read_day(words: str) -> date:
    """Return the day that *words* say, with its year: ``24 nov. 2026``, ``2026-11-24``.

    Raises:
        MomentNotRead: They say none, or could say two.
    """
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        pass
    plain = plain_words(words)
    if not _says_its_year(plain):
        raise MomentNotRead(words)
    try:
        return _day(plain, date.min)
    except (ValueError, OverflowError) as error:
        raise MomentNotRead(words) from error


def plain_words(words: str) -> str:
    """Return *words* without case, accents and commas, with one space between two of them."""
    apart = unicodedata.normalize("NFKD", words.replace("’", "'")).casefold()
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(bare.replace(",", " ").split())


def _hour(plain: str) -> tuple[time, str]:
    """Return the hour that *plain* ends with, and what stands before it."""
    if noon := _NOONS.search(plain):
        return time(NOON), plain[: noon.start()].strip()
    found = _HOUR.search(plain)
    if found is None:
        raise ValueError("no hour")
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half is None and not re.search(r"\d\s?[h:]", found[0]):
        raise ValueError("a figure that may be anything")
    if half is not None:
        if not 1 <= hour <= NOON:
            raise ValueError("no such hour of half a day")
        hour = hour % NOON + (NOON if half.startswith("p") else 0)
    return time(hour, minute), plain[: found.start()].strip()


def _day(rest: str, today: date) -> date:
    if rest in _NEAR:
        return today + timedelta(days=_NEAR[rest])
    bare = rest.removeprefix("le ")
    weekday = None
    if not any(form.fullmatch(bare) for form in _FORMS):  # "mar 3 2027" is March's, not Tuesday's
        weekday, bare = _without_weekday(bare)
    day = _of_year(bare, today.year)
    if not _says_its_year(rest) and day < today:
        if today - day < JUST_PAST:
            raise ValueError("a slip, or the next year's?")
        day = _of_year(bare, today.year + 1)
    if weekday not in (None, day.weekday()):
        raise ValueError("another day of the week")
    return day


def _of_year(bare: str, year: int) -> date:
    """Return the day that *bare* says, in *year* where it says none."""
    if found := _ISO.fullmatch(bare):
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    for form in (_DAY_FIRST, _MONTH_FIRST):
        if found := form.fullmatch(bare):
            if form is _MONTH_FIRST and found["name"] == "mar" and not found["year"]:
                raise ValueError("March the 24th, or mardi 24?")
            return date(int(found["year"] or year), month_named(found["name"]), int(found["day"]))
    raise ValueError("no day")


def _says_its_year(rest: str) -> bool:
    return re.search(r"\d{4}", rest) is not None


def _without_weekday(rest: str) -> tuple[int | None, str]:
    first, _space, others = rest.partition(" ")
    try:
        return begun(first.rstrip("."), _DAYS), others.removeprefix("le ")
    except ValueError:
        return None, rest


def month_named(name: str) -> int:
    """Return the month whose plain name begins with *name*, in French or in English.

    Raises:
        ValueError: None does, or several do.
    """
    return begun(name, _MONTHS)


def _at(day: date, hour: time, zone: tzinfo) -> datetime:
    local = datetime.combine(day, hour, zone).replace(fold=1)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("the clocks of spring step over this hour")
    return moment
