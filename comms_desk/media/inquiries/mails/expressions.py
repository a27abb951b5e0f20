"""The days and hours that a sentence says, in French and in English, and where in it.

It reads words and decides nothing: whether an hour is a deadline is the affair of `hours`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from comms_desk.i18n import CITY_ZONE

NOON, AFTERNOON_UNTIL = 12, 7
"""An hour up to the second that is said without am or pm is one of the afternoon."""

_WEEKDAYS = (
    ("lundi", "monday", "mon"),
    ("mardi", "tuesday", "tues", "tue"),
    ("mercredi", "wednesday", "wed"),
    ("jeudi", "thursday", "thurs", "thu"),
    ("vendredi", "friday", "fri"),
    ("samedi", "saturday", "sat"),
    ("dimanche", "sunday", "sun"),
)
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_MONTHS = (
    ("janvier", "january", "janv", "jan"),
    ("février", "fevrier", "february", "févr", "fév", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("août", "aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("décembre", "decembre", "december", "déc", "dec"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NUMBERS = {
    word: number
    for words in (
        ("une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"),
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    )
    for number, word in enumerate(words, 1)
} | {"twelve": 12}
_AND_MINUTES = {
    "moins quart": -15,
    "moins le quart": -15,
    "et quart": 15,
    "et demie": 30,
    "et demi": 30,
    "thirty": 30,
    "fifteen": 15,
    "forty-five": 45,
    "forty five": 45,
}

_month = "|".join(sorted(_MONTH, key=len, reverse=True))
_weekday = "|".join(sorted(_WEEKDAY, key=len, reverse=True))
_number = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_minutes = "|".join(sorted(_AND_MINUTES, key=len, reverse=True))

_DAY = re.compile(
    r"(?<![\w-])(?:"
    r"(?P<after>après-demain|day after tomorrow)"
    r"|(?P<tomorrow>demain|tomorrow|tmrw)"
    r"|(?P<today>aujourd['’]hui|today|tonight|tantôt|ce (?:matin|midi|soir|pm|jour)"
    r"|cet (?:après-midi|avant-midi)"
    r"|cet apr[eè]s midi|this (?:morning|afternoon|evening)|en après-midi|en soirée)"
    rf"|(?P<dated>(?:(?:{_weekday})\.?,? )?(?:le )?\d{{1,2}}(?:er)? (?:{_month})\b"
    rf"|(?:(?:{_weekday})\.?,? )?(?:{_month})\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?! ?h))"
    r"|(?P<digits>\d{1,2}/\d{1,2}(?!/|\d)|20\d\d-\d\d-\d\d)"
    rf"|(?P<weekday>(?:{_weekday}))(?P<next> prochaine?)?"
    r"|(?P<week>(?:la )?fin de la semaine|(?:the )?end of (?:the )?week)"
    r")(?![\w-])",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\w.,/$-])(?:"
    r"(?P<noon>midi|noon)|(?P<midnight>minuit|midnight)"
    rf"|(?P<h>\d{{1,2}}) ?(?:h|heures?)(?: ?(?P<hm>[0-5]\d)(?!\d))?(?: (?P<hq>{_minutes}))?"
    r"|(?P<c>\d{1,2}):(?P<cm>[0-5]\d)(?: ?(?P<cap>[ap])\.? ?m\b\.?)?"
    r"|(?P<n>\d{1,2})(?:[.](?P<nm>[0-5]\d))? ?(?P<nap>[ap])\.? ?m\b\.?"
    rf"|(?P<w>{_number}) (?:heures?|o['’]clock)(?: (?P<wq>{_minutes}))?"
    rf"|(?<=by )(?P<by>{_number})(?: (?P<byq>{_minutes}))?"
    rf"|(?<=before )(?P<bef>{_number})(?: (?P<befq>{_minutes}))?"
    rf"|(?<=at )(?P<att>{_number})(?: (?P<attq>{_minutes}))?"
    r"|(?:(?<=\bby )|(?<=\bat )|(?<=before )|(?<=deadline )|(?<=deadline is )|(?<=deadline: )"
    r"|(?<=tombée )|(?<=tombée : )"
    r"|(?<=avant )|(?<=until )|(?<=d['’]ici )|(?<=around ))(?P<bare>\d{1,2})"
    r"(?=\s*(?:$|[.!?,;)]|today\b|tomorrow\b|tonight\b|aujourd|demain|sharp|pile|please|max"
    r"|at the latest|on (?:mon|tue|wed|thu|fri)))"
    r")(?![\w%$])",
    re.IGNORECASE,
)
_IN_A_WHILE = re.compile(
    r"(?<!\w)(?:dans|d['’]ici|in|within) (?:les |the next |about |environ )?(?P<count>\d{1,3}"
    r"|une?|an?|the|half an|deux|trois|two|three) ?"
    r"(?P<unit>h(?:eures?|ours?|rs?)?|min(?:utes?|s)?)(?!\w)",
    re.IGNORECASE,
)
END_OF_DAY = re.compile(
    r"(?<!\w)(?:(?:la )?fin de (?:la )?journée|fin d['’]après-midi|fdj|eod|cob"
    r"|(?:the )?end of (?:the |your )?(?:business )?day"
    r"|end of business|close of business)(?!\w)",
    re.IGNORECASE,
)
AS_SOON = re.compile(
    r"(?<!\w)(?:asap|a\.s\.a\.p|dès que possible|(?:le |au )plus (?:vite|tôt)(?: possible)?"
    r"|rapidement|as soon as (?:possible|you can)"
    r"|urgent|urgence|quickly|right away|tout de suite|la semaine prochaine|next week"
    r"|pas pressée?|no rush|cette semaine|this week)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDay:
    """A day, and where it is said."""

    day: date
    is_sure: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTime:
    """An hour, and where it is said; *moment* where it counts from when it was written."""

    at: time
    is_sure: bool
    is_bare: bool
    start: int
    end: int
    moment: datetime | None = None
    of_next_day: bool = False


def days_in(text: str, sent: datetime) -> Iterator[SaidDay]:
    """Yield the days that *text* says, as somebody who wrote at *sent*, in the city, means them."""
    today = sent.date()
    for found in _DAY.finditer(text):
        day, is_sure = _day(found, today)
        if day is not None:
            yield SaidDay(day=day, is_sure=is_sure, start=found.start(), end=found.end())


def times_in(text: str, sent: datetime, *, is_french: bool) -> Iterator[SaidTime]:
    """Yield the hours that *text* says."""
    for soon in _IN_A_WHILE.finditer(text):
        moment = (sent + _while(soon)).replace(second=0, microsecond=0)
        yield SaidTime(
            at=moment.time(),
            is_sure=True,
            is_bare=False,
            start=soon.start(),
            end=soon.end(),
            moment=moment,
        )
    taken = [each.span() for each in _IN_A_WHILE.finditer(text)]
    taken += [each.span() for each in _DAY.finditer(text) if each["dated"] or each["digits"]]
    for found in _TIME.finditer(text):
        said = _time(found, is_french=is_french)
        if said is not None and not any(
            start < found.end() and found.start() < end for start, end in taken
        ):
            yield said


def _day(found: "re.Match[str]", today: date) -> tuple[date | None, bool]:
    if found["after"]:
        return today + timedelta(days=2), True
    if found["tomorrow"]:
        return today + timedelta(days=1), True
    if found["today"]:
        return today, True
    if found["weekday"]:
        ahead = (_WEEKDAY[found["weekday"].lower()] - today.weekday()) % 7
        return today + timedelta(days=ahead or 7), bool(ahead)
    if found["week"]:
        return today + timedelta(days=(4 - today.weekday()) % 7), True
    words = re.findall(r"[^\W\d_]+|\d+", found[0].lower())
    if found["digits"]:
        first, month, *last = (int(each) for each in words)
        day = last[0] if last else first
    else:
        month = next(_MONTH[each] for each in reversed(words) if each in _MONTH)
        day = next(int(each) for each in words if each.isdigit())
    try:
        dated = date(today.year, month, day)
    except ValueError:
        return None, False
    if dated < today - timedelta(days=180):
        dated = dated.replace(year=today.year + 1)
    named = next((_WEEKDAY[each] for each in words if each in _WEEKDAY), dated.weekday())
    return dated, named == dated.weekday()


def _time(found: "re.Match[str]", *, is_french: bool) -> SaidTime | None:
    """Return the hour that is said, in the twenty-four."""
    said = found.groupdict()
    half = said["cap"] or said["nap"]
    word = said["w"] or said["by"] or said["bef"] or said["att"]
    quarter = said["hq"] or said["wq"] or said["byq"] or said["befq"] or said["attq"]
    minutes = int(said["hm"] or said["cm"] or said["nm"] or 0)
    is_bare = bool(said["bare"])
    is_sure = True
    if said["noon"] or said["midnight"]:
        hours = NOON if said["noon"] else 0
    else:
        hours = (
            _NUMBERS[word.lower()]
            if word
            else int(said["h"] or said["c"] or said["n"] or said["bare"])
        )
        if half:
            hours = hours % 12 + (12 if half.lower() == "p" else 0)
        elif 1 <= hours <= AFTERNOON_UNTIL and not (
            said["hm"] or (said["cm"] and said["c"][0] == "0")
        ):
            hours, is_sure = hours + 12, not (is_french or said["h"])
        elif 1 <= hours <= AFTERNOON_UNTIL and said["hm"]:
            is_sure = False
    total = hours * 60 + minutes + (_AND_MINUTES[quarter.lower()] if quarter else 0)
    if not 0 <= total < 24 * 60:
        return None
    return SaidTime(
        at=time(total // 60, total % 60),
        is_sure=is_sure,
        is_bare=is_bare,
        start=found.start(),
        end=found.end(),
        of_next_day=bool(said["midnight"]),
    )


def _while(found: "re.Match[str]") -> timedelta:
    counts = {
        "une": 1,
        "un": 1,
        "an": 1,
        "a": 1,
        "the": 1,
        "deux": 2,
        "two": 2,
        "trois": 3,
        "three": 3,
    }
    said = found["count"].lower()
    if said == "half an":
        return timedelta(minutes=30)
    count = int(said) if said.isdigit() else counts[said]
    return (
        timedelta(hours=count)
        if found["unit"].lower().startswith("h")
        else timedelta(minutes=count)
    )


def in_the_city(day: date, at: time) -> datetime:
    """Return the moment at which it is *at* in the city on *day*."""
    return datetime.combine(day, at, tzinfo=CITY_ZONE)
