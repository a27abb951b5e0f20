"""A date as feeds write it, read whole or not at all.

RFC 822 and 3339, and the forms that people's programs make of them: ``26 nov. 2026``, ``1er
décembre 2026 à 17 h 04``, ``November 26th, 2026 5:04 PM EST``, in four languages.  What could
be two instants is none: figures with slashes, a weekday that is not that day's, an hour that
the clocks of autumn go through twice, one that may end another (``9:00-11:00``).  The article
then has the moment of its arrival, which is late but true.  A date without a zone is Montréal's;
one without an hour is its first minute.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from comms_desk.i18n import CITY_ZONE
from comms_desk.text.calendar_names import begun, days, months

LANGUAGES = ("fr", "en", "it", "es")
LONGEST_DATE = 100
"""Characters: no honest date is longer."""
NOON = 12
CENTURY_TURNS = 50
"""Two figures below are of this century, as RFC 5322 says (section 4.3)."""
FURTHEST_ZONE = timedelta(hours=14)

_HALF_HOURS = {
    # Universal, and Europe's
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 2, "bst": 2, "cet": 2, "cest": 4,
    # North America's in English, those of RFC 822 among them
    "nst": -7, "ndt": -5, "ast": -8, "adt": -6, "est": -10, "edt": -8, "cst": -12, "cdt": -10,
    "mst": -14, "mdt": -12, "pst": -16, "pdt": -14, "akst": -18, "akdt": -16, "hst": -20,
    # and in French: heure normale, heure avancée
    "hnt": -7, "hat": -5, "hna": -8, "haa": -6, "hne": -10, "hae": -8, "hnc": -12, "hac": -10,
    "hnr": -14, "har": -12, "hnp": -16, "hap": -14,
}  # fmt: skip
_PLACES = {
    "et": CITY_ZONE,
    "he": CITY_ZONE,
    "ct": ZoneInfo("America/Chicago"),
    "mt": ZoneInfo("America/Denver"),
    "pt": ZoneInfo("America/Los_Angeles"),
}
_NAMED = {"months": months(*LANGUAGES) | {"setiembre": 9}, "days": days(*LANGUAGES)}
_COMMENT = re.compile(r" ?\(([^()]*)\)$")
_OFFSET = re.compile(r"(?:gmt|utc?)? ?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
_CLOCK = (
    r"(?P<hour>\d{1,2}) ?"
    r"(?:[:h.] ?(?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d{1,9})?)?|(?P<oclock>h))?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?"
)
_ZONE = (
    r"(?: ?(?P<zone>(?:gmt|utc?)? ?[+-]\d{1,2}(?::?\d{2})?|"
    rf"{'|'.join(sorted((*_HALF_HOURS, *_PLACES), key=len, reverse=True))}))?"
)
_WEEKDAY = r"(?:(?P<weekday>[a-z]{3,10})\.? )?"
_AND_THEN = r"(?: -)?(?: (?:at|a|a las?|a l|alle(?: ore)?|ore|h))? "
_DAYS = (
    r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
    _WEEKDAY + r"(?:le |el |il )?(?P<day>\d{1,2})(?:er|st|nd|rd|th|o)?\.?[ -](?:de |of )?"
    r"(?P<name>[a-z]{3,10})\.?[ -](?:de |del )?(?P<year>\d{4}|\d{2})",
    _WEEKDAY + r"(?P<name>[a-z]{3,10})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<year>\d{4})",
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        *(
            form
            for day in _DAYS
            for form in (
                day,
                f"{day}(?:{_AND_THEN}|t){_CLOCK}{_ZONE}",
                f"{_CLOCK}{_ZONE}(?: -)? (?:le )?{day}",
            )
        ),
        _WEEKDAY
        + rf"(?P<name>[a-z]{{3,10}})\.? (?P<day>\d{{1,2}}) {_CLOCK}{_ZONE} (?P<year>\d{{4}})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})t"
        r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?" + _ZONE,
    )
)


def read_date(written: str) -> datetime | None:
    """Return the instant, in UTC, that *written* says; None where it says none, or two."""
    if len(written) > LONGEST_DATE:
        return None
    plain = _plain(written)
    comment = _COMMENT.search(plain)
    told = _told(plain[: comment.start()] if comment else plain)
    if comment and told and not told.get("zone"):  # what stands in brackets may be the zone
        told = _told(f"{plain[: comment.start()]} {comment[1]}")
    try:
        return _instant(told) if told else None
    except (ValueError, OverflowError):  # no such day, hour, month, zone
        return None


def _told(plain: str) -> dict[str, str | None] | None:
    """Return the parts of a date in the first form that it has."""
    every = (form.fullmatch(plain) for form in _FORMS)
    return next((found.groupdict() for found in every if found is not None), None)


def _plain(written: str) -> str:
    apart = unicodedata.normalize("NFKD", written).casefold()
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    bare = bare.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", " - ")
    return " ".join(bare.replace(",", " ").split())


def _instant(found: dict[str, str | None]) -> datetime:
    day = date(_year(found["year"] or ""), _month(found), int(found["day"] or 0))
    if (weekday := found.get("weekday")) and _numbered(weekday, "days") != day.weekday():
        raise ValueError("another day of the week")
    if not found.get("hour"):
        return _at(day, time(), CITY_ZONE)
    if not (found.get("minute") or found.get("half") or found.get("oclock")):
        raise ValueError("a figure that may be anything")
    zone = found.get("zone") or ""
    if found.get("name") and not found.get("second") and zone.startswith("-") and ":" in zone:
        raise ValueError("a zone, or the hour at which it ends")
    return _at(day, _hour(found), _zone(zone))


def _year(figures: str) -> int:
    year = int(figures)
    if len(figures) > len("26"):
        return year
    return year + (2000 if year < CENTURY_TURNS else 1900)


def _month(found: dict[str, str | None]) -> int:
    return int(found.get("month") or 0) or _numbered(found.get("name") or "", "months")


def _hour(found: dict[str, str | None]) -> time:
    hour, half = int(found["hour"] or 0), found.get("half")
    if half:
        if not 1 <= hour <= NOON:
            raise ValueError("no such hour of half a day")
        hour = hour % NOON + (NOON if half == "p" else 0)
    return time(hour, int(found.get("minute") or 0), int(found.get("second") or 0))


def _zone(written: str) -> tzinfo:
    if not written:
        return CITY_ZONE
    if written in _PLACES:
        return _PLACES[written]
    if (half_hours := _HALF_HOURS.get(written)) is not None:
        return timezone(timedelta(minutes=30 * half_hours))
    offset = _OFFSET.fullmatch(written)
    minutes = int(offset["minutes"] or 0) if offset else 60
    if offset is None or minutes >= 60:  # noqa: PLR2004
        raise ValueError("no zone")
    ahead = timedelta(hours=int(offset["hours"]), minutes=minutes)
    if ahead > FURTHEST_ZONE:
        raise ValueError("no zone is so far")
    return timezone(-ahead if offset["sign"] == "-" else ahead)


def _at(day: date, hour: time, zone: tzinfo) -> datetime:
    """Return the one instant at which the clocks of *zone* show that hour.

    Raises:
        ValueError: There is none, or there are two.
    """
    local = datetime.combine(day, hour, zone)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValueError("the clocks change at that hour")
    return local.astimezone(UTC)


@lru_cache(maxsize=512)
def _numbered(word: str, what: str) -> int:
    """Return the number of a month (from 1) or a day (from 0: Monday) from its name's beginning.

    Raises:
        ValueError: It is none, or more than one.
    """
    return begun(word, _NAMED[what])
