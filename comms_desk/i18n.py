"""The words, dates and numbers of the window, in the reader's language.

French (Canada) is the desk's language unless the person chose English.  `_` and `ngettext`
follow the process's language; a document asks `catalogue` for its own and never follows the
process.  Source strings are English, so English needs no catalogue.
"""

import gettext
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from comms_desk.errors import N_ as N_  # noqa: PLC0414 - it stands lower, for errors
from comms_desk.paths import resource
from comms_desk.text.approximate import AUTUMN, SPRING, SUMMER, WINTER, Approximate, SomeDay
from comms_desk.text.locales import import_babel
from comms_desk.text.phones import understood

DOMAIN = "comms_desk"
HOUR_MINUTES = 60
DAY_HOURS = 24
CITY_ZONE = ZoneInfo("America/Toronto")
"""Montréal keeps the same time as Toronto; the tz database has the latter."""


class Language(StrEnum):
    """The two languages of the desk and of its documents; the values are stored."""

    FRENCH = "fr"
    ENGLISH = "en"

    @property
    def locale(self) -> str:
        """Return the name by which Babel and the catalogues know it."""
        return f"{self.value}_CA"


@cache
def catalogue(language: Language | str) -> gettext.NullTranslations:
    """Return the catalogue of *language*, for a document that must not follow the window."""
    locale_folder: Path = resource("locale")
    return gettext.translation(
        DOMAIN, locale_folder, languages=[Language(language).locale], fallback=True
    )


class _Process:
    """The language that this process speaks; French until told otherwise."""

    language = Language.FRENCH


def use(language: Language | str) -> None:
    """Have this process speak *language* from now on."""
    _Process.language = Language(language)


def current() -> Language:
    """Return the language that this process speaks."""
    return _Process.language


def _(message: str) -> str:
    """Return *message* in the process's language."""
    return catalogue(_Process.language).gettext(message)


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - as N_
    """Mark a message that counts for the catalogue without looking it up."""
    return one, many


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the message that fits *count*, in the process's language."""
    return catalogue(_Process.language).ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Return *message* as it is said in *context*: one English word may be two in French."""
    return catalogue(_Process.language).pgettext(context, message)


def otherwise(said: str) -> str:
    """Return what *said*, words of the window, is in the other language; "" where nobody knows.

    Of words that stand for several, it says all.
    """
    known = _said_in_french() if current() is Language.ENGLISH else _sources()
    return " ".join(each for each in known.get(said, ()) if each != said)


def said_again(said: str, was: Language) -> str:
    """Return what was *said*, words of the window, in the language of now; else as it stands.

    *was* is the language in which it was said.
    """
    if was is current():
        return said
    if current() is Language.ENGLISH:
        return next(iter(_sources().get(said, ())), said)
    return catalogue(Language.FRENCH).gettext(said)


def format_date(day: date | datetime, language: Language | str | None = None) -> str:
    """Return « 24 novembre 2026 » or "November 24, 2026"; a moment is turned to city time."""
    import_babel()
    from babel.dates import format_date as babel_date

    if isinstance(day, datetime):
        day = day.astimezone(CITY_ZONE).date()
    return _first_of_month(babel_date(day, format="long", locale=_locale(language)), day, language)


def format_weekday(day: date | datetime, language: Language | str | None = None) -> str:
    """Return « mardi 24 novembre 2026 » or "Tuesday, November 24, 2026"."""
    import_babel()
    from babel.dates import format_date as babel_date

    if isinstance(day, datetime):
        day = day.astimezone(CITY_ZONE).date()
    return _first_of_month(babel_date(day, format="full", locale=_locale(language)), day, language)


def format_day(day: date | datetime, language: Language | str | None = None) -> str:
    """Return « 24 novembre » or "November 24", where the year is known."""
    return _without_year("d MMMM", "MMMM d", day, language)


def format_short_day(day: date | datetime, language: Language | str | None = None) -> str:
    """Return « 24 nov. » or "Nov 24", where there is little room."""
    return _without_year("d MMM", "MMM d", day, language)


def format_weekday_near(day: date | datetime, language: Language | str | None = None) -> str:
    """Return « mardi 24 novembre » or "Tuesday, November 24", where the year is known."""
    return _without_year("EEEE d MMMM", "EEEE, MMMM d", day, language)


def _without_year(
    french: str, english: str, day: date | datetime, language: Language | str | None
) -> str:
    import_babel()
    from babel.dates import format_date as babel_date

    if isinstance(day, datetime):
        day = day.astimezone(CITY_ZONE).date()
    shape = french if Language(language or current()) is Language.FRENCH else english
    return _first_of_month(babel_date(day, format=shape, locale=_locale(language)), day, language)


def format_some_day(day: SomeDay) -> str:
    """Return « mars 2024 », « printemps 2023 », « vers 2019 », « 24 novembre 2026 »."""
    if not isinstance(day, Approximate):
        return format_date(day)
    said = _at_part(day, _SEASONS, "{month}", "{year}")
    if not day.is_about:
        return said
    about = _("about the {season}") if day.part in _SEASONS else _("about {day}")
    return about.format(season=said, day=said)


def format_since(day: SomeDay) -> str:
    """Return « depuis mars 2024 », « depuis le printemps 2023 », « depuis 2019 environ »."""
    if not isinstance(day, Approximate):
        return _("since {day}").format(day=format_date(day))
    return _or_so(day, _at_part(day, _SINCE_SEASONS, _("since {month}"), _("since {year}")))


def format_until(day: SomeDay) -> str:
    """Return « jusqu’en mars 2024 », « jusqu’au printemps 2023 », « jusqu’en 2019 environ »."""
    if not isinstance(day, Approximate):
        return _("until {day}").format(day=format_date(day))
    return _or_so(day, _at_part(day, _UNTIL_SEASONS, _("until {month}"), _("until {year}")))


def _at_part(day: Approximate, seasons: Mapping[int, str], month: str, year: str) -> str:
    """Return the words for *day*: of its season, its month or its year."""
    if day.part is None:
        return year.format(year=day.year)
    if day.part in seasons:
        return _(seasons[day.part]).format(year=day.year)
    import_babel()
    from babel.dates import format_skeleton

    said = format_skeleton("yMMMM", date(day.year, day.part, 1), locale=_locale(None))
    return month.format(month=said)


def _or_so(day: Approximate, said: str) -> str:
    return _("{said} or so").format(said=said) if day.is_about else said


_SEASONS = {
    SPRING: N_("spring {year}"),
    SUMMER: N_("summer {year}"),
    AUTUMN: N_("fall {year}"),
    WINTER: N_("winter {year}"),
}
_SINCE_SEASONS = {
    SPRING: N_("since spring {year}"),
    SUMMER: N_("since summer {year}"),
    AUTUMN: N_("since fall {year}"),
    WINTER: N_("since winter {year}"),
}
_UNTIL_SEASONS = {
    SPRING: N_("until spring {year}"),
    SUMMER: N_("until summer {year}"),
    AUTUMN: N_("until fall {year}"),
    WINTER: N_("until winter {year}"),
}


def format_time(moment: datetime, language: Language | str | None = None) -> str:
    """Return « 14 h 30 » (no-break spaces; OQLF: no minutes on the hour) or "2:30 p.m."."""
    local = moment.astimezone(CITY_ZONE)
    if Language(language or current()) is Language.FRENCH:
        minutes = f"\u00a0{local.minute:02d}" if local.minute else ""
        return f"{local.hour}\u00a0h{minutes}"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}\u00a0{'a.m.' if local.hour < 12 else 'p.m.'}"  # noqa: PLR2004


def format_time_of(
    day: date | None, moment: datetime, language: Language | str | None = None
) -> str:
    """Return « 7 h 10 », and where that is of another *day*, it too: « 23 nov., 7 h 10 »."""
    own = moment.astimezone(CITY_ZONE).date()
    time = format_time(moment, language)
    return time if day in {None, own} else f"{format_short_day(own, language)}, {time}"


def one_stop(said: str) -> str:
    """Return *said* without the second full stop where an hour ends a sentence: "at 7:04 a.m."."""
    return re.sub(r"\b([ap]\.m\.)\.(?!\.)", r"\1", said)


def format_moment(moment: datetime, language: Language | str | None = None) -> str:
    """Return the date and the time of *moment*, in city time."""
    return f"{format_date(moment, language)}, {format_time(moment, language)}"


def format_moment_within(moment: datetime, language: Language | str | None = None) -> str:
    """Return *moment* as `format_moment` does, to stand in a sentence: « … 2026 à 14 h 30 »."""
    between = " à " if Language(language or current()) is Language.FRENCH else ", "
    return f"{format_date(moment, language)}{between}{format_time(moment, language)}"


def format_lasted(time: timedelta) -> str:
    """Return how long that is: « 40 min », « 2 h 10 », « 3 j 4 h »."""
    minutes = max(int(time.total_seconds()) // 60, 0)
    hours, rest = divmod(minutes, HOUR_MINUTES)
    if hours == 0:
        return _("{n}\u00a0min").format(n=rest)
    if hours < DAY_HOURS:
        return (
            _("{n}\u00a0h\u00a0{m:02}").format(n=hours, m=rest)
            if rest
            else _("{n}\u00a0h").format(n=hours)
        )
    days, rest = divmod(hours, DAY_HOURS)
    return (
        _("{d}\u00a0d\u00a0{n}\u00a0h").format(d=days, n=rest)
        if rest
        else _("{d}\u00a0d").format(d=days)
    )


def format_number(number: float, language: Language | str | None = None) -> str:
    """Return « 12 500 » (no-break space) or "12,500"."""
    import_babel()
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_locale(language))


def format_share(shown: int, total: int, *, capped: bool = False) -> str:
    """Return « 20 sur 57 »: how many are *shown* of how many; of more than *total*, « 1 000+ »."""
    of = format_number(total) + ("+" if capped else "")
    return _("{n} of {total}").format(n=format_number(shown), total=of)


def format_language(code: str) -> str:
    """Return the name of the language of that ISO *code*: « Français »; another one as it is."""
    import_babel()
    from babel import Locale

    name = Locale.parse(_locale(None)).languages.get(code)
    return code if name is None else name[:1].upper() + name[1:]


def format_phone(written: str) -> str:
    """Return « 514 872-1234, poste 12 », however it is *written*; what is no number as it is."""
    phone = understood(written)
    if phone is None:
        return written
    if not phone.extension:
        return phone.number
    said = _("{number}, ext. {extension}")
    return said.format(number=phone.number, extension=phone.extension)


@cache
def _sources() -> dict[str, list[str]]:
    """Return the English of all that the French catalogue says."""
    sources: dict[str, list[str]] = {}
    for source, said in _entries():
        sources.setdefault(said, []).append(source)
    return sources


@cache
def _said_in_french() -> dict[str, list[str]]:
    """Return the French of all that the catalogue knows, in whatever context."""
    french: dict[str, list[str]] = {}
    for source, said in _entries():
        french.setdefault(source, []).append(said)
    return french


def _entries() -> Iterator[tuple[str, str]]:
    """Yield the English and the French of what is one sentence."""
    kept: dict[object, str] = vars(catalogue(Language.FRENCH)).get("_catalog", {})
    for source, said in kept.items():
        if isinstance(source, str) and source:
            yield source.rpartition("\x04")[2], said


def _first_of_month(said: str, day: date, language: Language | str | None) -> str:
    """Return « 1er décembre » for « 1 décembre »: only the first has a name of order in French."""
    if day.day == 1 and Language(language or current()) is Language.FRENCH:
        return re.sub(r"\b1\b", "1er", said, count=1)
    return said


def _locale(language: Language | str | None) -> str:
    return Language(language or current()).locale
