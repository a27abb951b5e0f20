"""The moments that programs write above what they quote, in French and in English.

« 23 novembre 2026 16:02 », « Tue, Nov 24, 2026 at 8:36 AM », « 24/11/2026 à 08:05 »: a day, then
an hour of the city unless another zone is said.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from comms_desk.i18n import CITY_ZONE
from comms_desk.text.calendar_names import MONTHS_WRITTEN
from comms_desk.text.fold import tokens

_DIGITS = re.compile(r"(?<!\d)(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?!\d)")
_HOUR = re.compile(
    r"(?<![\d:])(\d{1,2}) ?(?::|h) ?(\d{2})(?::\d{2})? ?(?:([ap])\.? ?m\b)?", re.IGNORECASE
)
_ZONE = re.compile(r"(?:UTC|GMT) ?([+\-−]) ?(\d{1,2})(?::?(\d{2}))?|([+\-−])(\d{2}):?(\d{2})\s*$")
_UNIVERSAL = re.compile(r"\b(?:UTC|GMT|Z)\s*$")
_CENTURY = 2000
MONTHS_OF_A_YEAR = 12
_LONGEST = 120


def moment_written(text: str) -> datetime | None:
    """Return the moment that *text* says, universal; None: it says none."""
    text = " ".join(text[:_LONGEST].replace("\u202f", " ").split())
    day = _day(text)
    hour = _HOUR.search(text)
    if day is None or hour is None:
        return None
    hours = int(hour[1])
    if hour[3]:
        hours = hours % 12 + (12 if hour[3].lower() == "p" else 0)
    try:
        moment = datetime(*day, hours, int(hour[2]), tzinfo=_zone(text[hour.end() :]))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    """Return the year, the month and the day."""
    digits = _DIGITS.search(text)
    if digits:
        first, month, last = int(digits[1]), int(digits[2]), int(digits[3])
        if first > _CENTURY:
            return first, month, last
        year = last if last > _CENTURY else _CENTURY + last
        return (year, month, first) if month <= MONTHS_OF_A_YEAR else (year, first, month)
    words = tokens(text)
    # « mar. 24 nov. » is a Tuesday: a month stands beside its day, and is the last so named.
    months = [place for place, word in enumerate(words) if word in MONTHS_WRITTEN]
    years = [int(word) for word in words if re.fullmatch(r"20\d\d", word)]
    if not months or not years:
        return None
    place = months[-1]
    around = [words[place - 1] if place else "", *words[place + 1 : place + 2]]
    days = [int(found[1]) for each in around if (found := re.fullmatch(r"(\d{1,2})(?:er)?", each))]
    return (years[0], MONTHS_WRITTEN[words[place]], days[0]) if days else None


def _zone(after: str) -> tzinfo:
    """Return the zone that is said *after* the hour, or the city's."""
    said = _ZONE.search(after)
    if said is None:
        return UTC if _UNIVERSAL.search(after) else CITY_ZONE
    sign, hours, minutes = (said[1], said[2], said[3]) if said[1] else (said[4], said[5], said[6])
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(away if sign == "+" else -away)
