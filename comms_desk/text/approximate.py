"""A day as precisely as somebody knows it: « mars 2024 », « vers 2019 », "2 years ago".

Whoever keeps a directory knows a month, a season or a year, seldom a day, and to write the first
of the month would be to invent it.  What was meant is kept: exact days are dates, all else an
`Approximate`, which stands for each day from its first to its last.  Words that count back
(« depuis 2 ans ») mean nothing without the day on which they are said: they are an `Ago` until
a desk says it.

It is written as ISO 8601-2 (EDTF) has it: ``2021``, ``2024-03``, ``2023-21`` for the spring of
2023, ``2019~`` for about 2019; what counts back as a duration, ``P30D``.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from comms_desk.text.moments import MomentNotRead, month_named, plain_words, read_day

MONTHS = 12
FIRST_YEAR, LAST_YEAR = 1900, 2199
SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
"""As EDTF numbers them, after the months."""
SEASONS = (SPRING, SUMMER, AUTUMN, WINTER)
EXACT_TO_A_MONTH_YEARS = 2
"""Of so many years ago one still knows the month."""
MOST_YEARS_AGO = 80
A_MONTH = timedelta(days=30)

type SomeDay = date | Approximate
"""An exact day, or what is known of it."""


@dataclass(frozen=True, slots=True)
class Approximate:
    """A month, a season or a year; *is_about* where even that is not sure.

    *part* is a month, 1 to 12, or one of `SEASONS`; None: the whole year.
    """

    year: int
    part: int | None = None
    is_about: bool = False

    def __post_init__(self) -> None:
        """Refuse what no calendar has."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(self.year)
        if self.part is not None and self.part not in (*range(1, MONTHS + 1), *SEASONS):
            raise ValueError(self.part)

    @property
    def first(self) -> date:
        """The first day that it may be."""
        return self._bounds()[0]

    @property
    def last(self) -> date:
        """The last day that it may be."""
        return self._bounds()[1]

    def to_text(self) -> str:
        """Return what `from_text` reads."""
        part = "" if self.part is None else f"-{self.part:02}"
        return f"{self.year}{part}{'~' if self.is_about else ''}"

    def _bounds(self) -> tuple[date, date]:
        more = 1 if self.is_about else 0
        if self.part is None:
            return date(self.year - more, 1, 1), date(self.year + more, MONTHS, 31)
        if self.part in SEASONS:
            first, last = _season(self.year, self.part)
            return first - more * A_MONTH, last + more * A_MONTH
        year, month = _shifted(self.year, self.part, -more)
        last_year, last_month = _shifted(self.year, self.part, more)
        last = date(last_year, last_month, monthrange(last_year, last_month)[1])
        return date(year, month, 1), last


class Unit(StrEnum):
    """In what one counts back."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Ago:
    """So long before the day on which it is said."""

    count: int
    unit: Unit

    def to_text(self) -> str:
        """Return it as ISO 8601 writes a duration: ``P30D``, ``P2W``, ``P3M``."""
        return f"P{self.count}{_LETTERS[self.unit]}"

    @classmethod
    def from_text(cls, text: str) -> "Ago":
        """Return what `to_text` wrote.

        Raises:
            ValueError: It did not, or it is longer than anybody counts back.
        """
        found = _DURATION.fullmatch(text)
        if found is None:
            raise ValueError(text)
        unit = next(each for each, letter in _LETTERS.items() if letter == found["unit"])
        return cls.within_reach(int(found["count"]), unit)

    @classmethod
    def within_reach(cls, count: int, unit: Unit) -> "Ago":
        """Return it, as far back as anybody counts.

        Raises:
            ValueError: It is further, or nothing at all.
        """
        if not count or _DAYS_OF[unit] * count > MOST_YEARS_AGO * _DAYS_OF[Unit.YEAR]:
            raise ValueError(count)
        return cls(count, unit)

    def day(self, said_on: date) -> date:
        """Return the very day so long before *said_on*: of a shorter month, its last."""
        if self.unit is Unit.DAY:
            return said_on - timedelta(days=self.count)
        if self.unit is Unit.WEEK:
            return said_on - timedelta(weeks=self.count)
        months = self.count * (MONTHS if self.unit is Unit.YEAR else 1)
        year, month = _shifted(said_on.year, said_on.month, -months)
        return date(year, month, min(said_on.day, monthrange(year, month)[1]))

    def before(self, said_on: date) -> SomeDay:
        """Return what it means, *said_on* that day: no more exact than one counts."""
        if self.unit is Unit.DAY:
            return self.day(said_on)
        if self.unit is Unit.WEEK:
            day = self.day(said_on)
            return Approximate(day.year, day.month, is_about=True)
        months = self.count * (MONTHS if self.unit is Unit.YEAR else 1)
        year, month = _shifted(said_on.year, said_on.month, -months)
        is_near = months <= EXACT_TO_A_MONTH_YEARS * MONTHS
        return Approximate(year, month if is_near else None, is_about=True)


def earliest(day: SomeDay) -> date:
    """Return the first day that *day* may be."""
    return day.first if isinstance(day, Approximate) else day


def latest(day: SomeDay) -> date:
    """Return the last day that *day* may be."""
    return day.last if isinstance(day, Approximate) else day


def written(day: SomeDay) -> str:
    """Return *day* as ISO 8601 has it."""
    return day.to_text() if isinstance(day, Approximate) else day.isoformat()


def from_text(text: str) -> SomeDay:
    """Return the day that `written` wrote.

    Raises:
        ValueError: It did not.
    """
    found = _EDTF.fullmatch(text)
    if found is None:
        return date.fromisoformat(text)
    part = None if found["part"] is None else int(found["part"])
    return Approximate(int(found["year"]), part, is_about=bool(found["about"]))


def read_some_day(words: str) -> SomeDay | Ago:
    """Return what *words* mean, in French or in English, as precisely as they say it.

    Raises:
        MomentNotRead: They say no day, month, season or year.
    """
    try:
        return _read(words)
    except (ValueError, OverflowError) as error:
        raise MomentNotRead(words) from error


# ── Words ─────────────────────────────────────────────────────────────────────────────

_EDTF = re.compile(r"(?P<year>\d{4})(?:-(?P<part>\d{2}))?(?P<about>~)?")

_BEFORE = re.compile(
    r"(?:depuis|since|from|from the|jusqu'(?:en|au|a|a la|a l')|until|till|up to|en|in|in the|au"
    r"|a|a la|a l'|le|la|l'|the|du|de|des|of)(?: +|(?<='))"
)
"""What may stand before a day and says nothing of which one."""
_ABOUT_BEFORE = re.compile(
    r"(?:vers|environ|approximativement|a peu pres|autour d[eu]|plus de|pres de|presque|circa"
    r"|ca\.?|c\.|about|around|approximately|approx\.?|over|more than|almost|nearly|~)\s*"
)
_ABOUT_AFTER = re.compile(r"(?<!\s)\s*(?:environ|a peu pres|or so|approx\.?|~|\?|\(\?\))")

_YEAR = re.compile(r"\d{4}")
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})|(?P<m>\d{1,2})[/-](?P<y>\d{4})")
_NAMED = re.compile(r"(?P<name>[a-z]{3,12})\.? (?:(?:de|of|en|in) )?(?P<year>\d{4})")
_SEASONS = {
    **dict.fromkeys(("printemps", "spring"), SPRING),
    **dict.fromkeys(("ete", "summer"), SUMMER),
    **dict.fromkeys(("automne", "autumn", "fall"), AUTUMN),
    **dict.fromkeys(("hiver", "winter"), WINTER),
}

_COUNTED = re.compile(
    r"(?:il y a |y a |ca fait |voila |depuis |for |since |pendant )?"
    r"(?:(?P<about>environ|plus de|pres de|presque|about|around|over|more than|almost|nearly) )?"
    r"(?P<count>\d{1,4}|[a-z]{1,8}) (?P<unit>[a-z]+)"
    r"(?P<half> et demie?| and a half)?(?: deja| environ)?(?: ago| or so)?"
)
_NUMBERS = {
    **dict.fromkeys(("un", "une", "a", "an", "one"), 1),
    **dict.fromkeys(("deux", "two"), 2),
    **dict.fromkeys(("trois", "three"), 3),
    **dict.fromkeys(("quatre", "four"), 4),
    **dict.fromkeys(("cinq", "five"), 5),
    "six": 6,
    **dict.fromkeys(("sept", "seven"), 7),
    **dict.fromkeys(("huit", "eight"), 8),
    **dict.fromkeys(("neuf", "nine"), 9),
    **dict.fromkeys(("dix", "ten"), 10),
}
_UNITS = {
    **dict.fromkeys(("an", "ans", "annee", "annees", "year", "years"), Unit.YEAR),
    **dict.fromkeys(("mois", "month", "months"), Unit.MONTH),
    **dict.fromkeys(("semaine", "semaines", "week", "weeks"), Unit.WEEK),
    **dict.fromkeys(("jour", "jours", "day", "days"), Unit.DAY),
}
_DAYS_AGO = {"aujourd'hui": 0, "today": 0, "hier": 1, "yesterday": 1}


def _read(words: str) -> SomeDay | Ago:
    if _EDTF.fullmatch(words):
        return from_text(words)
    plain = plain_words(words)
    if counted := _counted(plain):
        return counted
    bare = _without_what_stands_before(plain)
    if bare in _DAYS_AGO:
        return Ago(_DAYS_AGO[bare], Unit.DAY)
    is_about = False
    if found := _ABOUT_BEFORE.match(bare):
        is_about, bare = True, _without_what_stands_before(bare[found.end() :])
    if (found := _ABOUT_AFTER.search(bare)) and found.end() == len(bare):
        is_about, bare = True, bare[: found.start()]
    year, part = _year_and_part(bare)
    if year is not None:
        return Approximate(year, part, is_about=is_about)
    day = read_day(bare)
    return Approximate(day.year, day.month, is_about=True) if is_about else day


def _without_what_stands_before(plain: str) -> str:
    while found := _BEFORE.match(plain):
        plain = plain[found.end() :]
    return plain


def _year_and_part(bare: str) -> tuple[int | None, int | None]:
    """Return the year that *bare* says, and its month or season; nothing where it says a day."""
    if _YEAR.fullmatch(bare):
        return int(bare), None
    if found := _YEAR_MONTH.fullmatch(bare):
        month = int(found["month"] or found["m"])
        if not 1 <= month <= MONTHS:
            raise ValueError(month)
        return int(found["year"] or found["y"]), month
    if found := _NAMED.fullmatch(bare):
        season = _SEASONS.get(found["name"])
        return int(found["year"]), season or month_named(found["name"])
    return None, None


def _counted(plain: str) -> Ago | None:
    found = _COUNTED.fullmatch(plain)
    unit = _UNITS.get(found["unit"]) if found else None
    if found is None or unit is None:
        return None
    said = found["count"]
    count = int(said) if said.isdigit() else _NUMBERS.get(said, 0)
    if not count:
        raise ValueError(said)
    if found["half"]:
        if unit is not Unit.YEAR:
            raise ValueError(found["half"])
        count, unit = count * MONTHS + MONTHS // 2, Unit.MONTH
    return Ago.within_reach(count, unit)


_LETTERS = {Unit.YEAR: "Y", Unit.MONTH: "M", Unit.WEEK: "W", Unit.DAY: "D"}
_DURATION = re.compile(r"P(?P<count>[0-9]{1,5})(?P<unit>[YMWD])")
_DAYS_OF = {Unit.YEAR: 365, Unit.MONTH: 30, Unit.WEEK: 7, Unit.DAY: 1}


def _season(year: int, season: int) -> tuple[date, date]:
    """Return the first and the last day of a *season*; winter is that of its January."""
    if season == WINTER:
        return date(year - 1, 12, 21), date(year, 3, 19)
    starts = {SPRING: (3, 20), SUMMER: (6, 21), AUTUMN: (9, 22)}
    ends = {SPRING: (6, 20), SUMMER: (9, 21), AUTUMN: (12, 20)}
    return date(year, *starts[season]), date(year, *ends[season])


def _shifted(year: int, month: int, by: int) -> tuple[int, int]:
    """Return the month *by* months later."""
    years, month_before = divmod(year * MONTHS + month - 1 + by, MONTHS)
    return years, month_before + 1
