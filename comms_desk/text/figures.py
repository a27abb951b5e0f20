"""Figures and dates of a text, and those that another text says otherwise.

Amounts (44 M$, 44,2 millions de dollars, $44.2 million), percents (2,5 %), dates (le 3 mars 2026,
March 3, 2026, 2026-03-03) and counts with what they count (1 240 lits), in French and in English;
a no-break space is a space.  It guesses nothing: years, hours, telephones and civic numbers are no
figures, and a figure that the other text has too differs from none.  Nor do a price a kilometre and
a total, what was said of another year, or amounts of which one is many times the other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from comms_desk.text.calendar_names import months
from comms_desk.text.fold import tokens

MOST_COMPARED: Final = 200
"""Figures of one text: one that has more is no answer."""
ABOUT_CHARACTERS: Final = 100
"""Of what stands on each side of a figure, in which words say what it is about."""
TELLING_LETTERS: Final = 4
"""A shorter word says nothing of that."""
YEAR_CHARACTERS: Final = 60
"""Between a figure and the year that it is of."""
MOST_TIMES: Final = 4
"""By which an amount of the same thing is the other, at most."""


class FigureKind(StrEnum):
    """What a figure is."""

    AMOUNT = "amount"
    PERCENT = "percent"
    DATE = "date"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as it is *written*, from *start* to *end* of its text.

    Attributes:
        value: Dollars, percents, or a count; of a date its month × 100 + its day.
        of: Of a count what it counts, of a date its year; "": nothing is said of it.
        per: Of an amount what it pays one of: a kilometre, a year; "": it is a whole.
        year: Which it is said of; "": of none.
        about: The words around it, folded.
    """

    kind: FigureKind
    value: Decimal
    written: str
    start: int
    end: int
    of: str = ""
    per: str = ""
    year: str = ""
    about: frozenset[str] = frozenset()

    def is_as(self, other: "Figure") -> bool:
        """Whether *other* says the same; a date without its year is that of any year."""
        if (self.kind, self.value) != (other.kind, other.value):
            return False
        is_a_year_unsaid = self.kind is FigureKind.DATE and "" in (self.of, other.of)
        return self.of == other.of or is_a_year_unsaid

    def may_be(self, other: "Figure") -> bool:
        """Whether *other* may be a figure of the same thing."""
        is_count, is_amount = self.kind is FigureKind.COUNT, self.kind is FigureKind.AMOUNT
        least, most = sorted((self.value, other.value))
        return (
            self.kind is other.kind
            and (not is_count or self.of == other.of)
            and (not is_amount or most <= least * MOST_TIMES)
            and all(
                mine == theirs or not mine or not theirs
                for mine, theirs in ((self.per, other.per), (self.year, other.year))
            )
        )


@dataclass(frozen=True, slots=True)
class Differing:
    """A figure as it is being *written*, and as it was said *before*: « 44 M$ / 44,2 M$ »."""

    kind: FigureKind
    written: str
    before: str


_S = "[ \u00a0\u2009\u202f]"
_NUMBER = (
    rf"(?<![\w.,/-])(?:\d{{1,3}}(?:{_S}\d{{3}})+|\d{{1,3}}(?:,\d{{3}})+|\d{{1,15}})"
    r"(?:[.,]\d{1,3})?(?![\d/]|[.,]\d|[-–]\d)"
)
_SCALES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("milliards", "milliard", "billion", "md", "bn", "g", "b"), 9),
    **dict.fromkeys(("millions", "million", "m"), 6),
    **dict.fromkeys(("mille", "thousand", "k"), 3),
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_SPACE = re.compile(_S)
_AMOUNT = re.compile(
    rf"(?:CA|C)?\${_S}?(?P<english>{_NUMBER})(?:{_S}?(?P<english_scale>{_SCALE})\b)?"
    rf"|(?P<french>{_NUMBER}){_S}?(?P<french_scale>{_SCALE})?{_S}?(?:de{_S}|d['’])?"
    r"(?:\$|dollars?\b|CAD\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"(?P<number>{_NUMBER}){_S}?(?:%|pour{_S}cent\b|per{_S}?cent\b)", re.IGNORECASE
)
_MONTHS = months("fr", "en") | {
    name: number
    for names in (
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True)).replace("e", "[eé]").replace("u", "[uû]")
_DATE = re.compile(
    rf"(?<![\w.,/-])(?:(?P<iso_year>\d{{4}})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
    rf"|(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?{_S}+(?P<month>{_MONTH})\b"
    rf"(?:\.?{_S}+(?P<year>\d{{4}}))?"
    rf"|\b(?P<month_first>{_MONTH})\.?{_S}+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:,?{_S}+(?P<year_after>\d{{4}}))?)(?![\d])(?!-\d)",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"(?P<number>{_NUMBER}){_S}+(?:de{_S}+|d['’])?(?P<of>[^\W\d_]{{3,}})")
_AFTER_YEARS = re.compile(
    rf"(?:\b(?:en|in|de|depuis|since|entre|between|et|and|[àa]|to|exercice|ann[ée]e|hiver|[ée]t[ée]"
    rf"|by|from|of|year|season|saison|budget|bilan|{_MONTH}){_S}+|\()$",
    re.IGNORECASE,
)
_YEARS: Final = range(1900, 2101)
_PER = re.compile(
    rf"{_S}*(?:(?P<sure>/|\b(?:par|per|each|chaque)\b)|\b(?:l[ae]\b|an?\b|l['’])){_S}*"
    r"(?P<per>[^\W\d_]{2,})",
    re.IGNORECASE,
)
_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("kilometre", "kilometer"), "km"),
    **dict.fromkeys(("annee", "an", "year"), "year"),
    **dict.fromkeys(("moi", "month"), "month"),
    **dict.fromkeys(("jour", "day"), "day"),
    **dict.fromkeys(("heure", "hour"), "hour"),
    **dict.fromkeys(("personne", "person", "habitant", "citoyen", "resident", "capita"), "person"),
    **dict.fromkeys(("logement", "unit", "unite", "porte", "home"), "home"),
    **dict.fromkeys(("metre", "meter"), "m"),
    **dict.fromkeys(("tonne", "ton"), "tonne"),
    "foi": "time",
}
"""What French and English call alike, in the singular."""
_YEAR_AFTER = re.compile(r"[^\d.;\n]*?(?<!\d)(?P<year>(?:19|20)\d\d)(?![\d$%])")
_YEAR_BEFORE = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[^\d.;\n]*$")
_SAYS_NO_COUNT = """
rue avenue boulevard boul street place chemin heure heures hour hours poste dans pour avec sur par
est sont ete les des aux une qui que the and for was were with from this has have cent percent
million millions milliard milliards thousand mille dollar dollars
"""
_NO_COUNTS: Final = frozenset(_SAYS_NO_COUNT.split())
"""What follows a number and is not what it counts."""


def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of *text*, in order, as many as are compared."""
    taken = [False] * len(text)
    found: list[Figure] = []
    for read in (_amounts, _percents, _dates, _counts):
        for each in read(text):
            if len(found) < MOST_COMPARED and not any(taken[each.start : each.end]):
                taken[each.start : each.end] = [True] * (each.end - each.start)
                found.append(each)
    return tuple(sorted(found, key=lambda each: each.start))


def differing(writing: str, before: str) -> tuple[Differing, ...]:
    """Return the figures of *writing* that *before*, on the same matter, says otherwise."""
    now, was = figures(writing), figures(before)
    said = [each for each in now if not any(each.is_as(other) for other in was)]
    left = [each for each in was if not any(each.is_as(other) for other in now)]
    pairs = [
        (one, other) for one in said for other in left if _are_of_one_thing(one, other, now, left)
    ]
    found: dict[int, Differing] = {}
    taken: set[int] = set()
    for one, other in sorted(pairs, key=_nearness, reverse=True):
        if one.start not in found and other.start not in taken:
            taken.add(other.start)
            found[one.start] = Differing(one.kind, one.written, other.written)
    return tuple(found[each] for each in sorted(found))


def _are_of_one_thing(
    one: Figure, other: Figure, now: Sequence[Figure], left: Sequence[Figure]
) -> bool:
    """Whether they may be, and the words around them say so, or nothing else may be either's."""
    if not one.may_be(other):
        return False
    is_alone = sum(map(one.may_be, left)) == 1 == sum(map(one.may_be, now))
    return is_alone or bool(one.about & other.about)


def _nearness(pair: tuple[Figure, Figure]) -> tuple[bool, Decimal, int]:
    """Return how near two figures are: of one year, of about one size, of the same words."""
    one, other = pair
    least, most = sorted((one.value, other.value))
    is_of_one_year = bool(one.year) and one.year == other.year
    return is_of_one_year, least / most if most else Decimal(1), len(one.about & other.about)


def _amounts(text: str) -> Iterator[Figure]:
    for found in _AMOUNT.finditer(text):
        scale = found["english_scale"] or found["french_scale"] or ""
        number = _number(found["english"] or found["french"], is_scaled=bool(scale))
        value = number.scaleb(_SCALES.get(scale.lower(), 0))
        yield _figure(FigureKind.AMOUNT, value, found, per=_per(text, found.end()))


def _percents(text: str) -> Iterator[Figure]:
    for found in _PERCENT.finditer(text):
        yield _figure(FigureKind.PERCENT, _number(found["number"], is_scaled=True), found)


def _dates(text: str) -> Iterator[Figure]:
    for found in _DATE.finditer(text):
        month_said = found["month"] or found["month_first"] or ""
        month = int(found["iso_month"] or _MONTHS.get("".join(tokens(month_said)), 0))
        day = int(found["iso_day"] or found["day"] or found["day_after"])
        if 1 <= month <= len("JFMAMJJASOND") and 1 <= day <= 31:  # noqa: PLR2004 - days
            year = found["iso_year"] or found["year"] or found["year_after"] or ""
            yield _figure(FigureKind.DATE, Decimal(month * 100 + day), found, year)


def _counts(text: str) -> Iterator[Figure]:
    for found in _COUNT.finditer(text):
        of = "".join(tokens(found["of"]))
        value = _number(found["number"], is_scaled=False)
        is_year = found["number"].isdigit() and value in _YEARS
        is_after = is_year and _AFTER_YEARS.search(text, max(found.start() - 20, 0), found.start())
        if of and of not in _NO_COUNTS and not is_after:
            yield _figure(FigureKind.COUNT, value, found, of.rstrip("sx") or of)


def _number(written: str, *, is_scaled: bool) -> Decimal:
    """Return the value of a number: a comma parts thousands where three digits follow it.

    Not before a scale or a percent: « 44,250 M$ » is 44.25 millions, as « 44.250 M$ » is.
    """
    bare = _SPACE.sub("", written)
    parts = bare.split(",")
    is_decimal = len(parts) == 2 and (is_scaled or len(parts[1]) < 3) and "." not in bare  # noqa: PLR2004 - thousands
    return Decimal(bare.replace(",", "." if is_decimal else ""))


def _per(text: str, end: int) -> str:
    """Return what an amount that ends there pays one of."""
    found = _PER.match(text, end)
    if found is None:
        return ""
    unit = "".join(tokens(found["per"]))
    unit = unit.rstrip("s") or unit
    return _UNITS.get(unit, unit if found["sure"] else "")


def _year(text: str, start: int, end: int) -> str:
    """Return the year of a figure that stands there: with no other figure, nor a stop, between."""
    found = _YEAR_AFTER.match(text, end, end + YEAR_CHARACTERS) or _YEAR_BEFORE.search(
        text[max(start - YEAR_CHARACTERS, 0) : start]
    )
    return "" if found is None else found["year"]


def _figure(
    kind: FigureKind, value: Decimal, found: re.Match[str], of: str = "", per: str = ""
) -> Figure:
    start, end, text = *found.span(), found.string
    around = (
        text[max(start - ABOUT_CHARACTERS, 0) : start].rpartition("\n")[2],
        text[end : end + ABOUT_CHARACTERS].partition("\n")[0],
    )
    words = (word for side in around for word in tokens(side))
    about = frozenset(each for each in words if len(each) >= TELLING_LETTERS)
    return Figure(
        kind=kind,
        value=value.normalize(),
        written=found[0].strip(),
        start=start,
        end=end,
        of=of,
        per=per,
        year="" if kind is FigureKind.DATE else _year(text, start, end),
        about=about,
    )
