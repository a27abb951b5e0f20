"""Which words say a day, or what part of one; each pattern takes a bounded number of letters."""

import re
from dataclasses import replace
from datetime import date, timedelta

from comms_desk.media.inquiries.reading.atoms import (
    NOON,
    Atom,
    Match,
    Reading,
    Says,
    atom_of,
    numbered,
)
from comms_desk.text.calendar_names import MONTHS_WRITTEN, days

NEAR_DAYS = 75
"""A day in figures that is further off is something else, unless it is said to be the hour."""

# ── Days ──────────────────────────────────────────────────────────────────────────────

_MONTH = "|".join(sorted(MONTHS_WRITTEN, key=len, reverse=True))
_WHOLE_DAYS = days("fr", "en")
_SHORT_DAYS = numbered(
    "lun:0 mon:0 mar:1 tue:1 tues:1 mer:2 merc:2 wed:2 jeu:3 thu:3 thur:3 thurs:3 ven:4 vend:4 "
    "fri:4 sam:5 sat:5 dim:6 sun:6"
)
_WHOLE, _SHORT = "|".join(_WHOLE_DAYS), "|".join(sorted(_SHORT_DAYS, key=len, reverse=True))
_PARTS = {
    **dict.fromkeys(("matin", "matinee", "morning", "avant-midi", "am"), 1),
    **dict.fromkeys(("apres-midi", "apres midi", "aprem", "afternoon", "aft", "pm"), NOON),
    **dict.fromkeys(("soir", "soiree", "evening", "night"), 18),
}
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_WAS = re.compile(
    r"(?<!\w)(?:(?:hier|yesterday)(?: soir| matin| morning| night)?"
    r"(?:(?: a| at)? \d{1,2} ?(?:h\d{0,2}|[ap]m))?"
    rf"|(?:{_WHOLE}) (?:dernier|derniere|passe|soir dernier)|last (?:{_WHOLE}|week|night)"
    rf"|(?:{_WHOLE})'s|semaine derniere|24/7|7/7"
    r"|(?:pendant|durant|depuis) \d{1,2} ?(?:h\d{0,2}|heures)"
    r"|\d{1,2} ?(?:h|heures|hours) (?:de |d'|of )"
    r"(?:attente|travail|panne|retard|delai|route|service|formation|tournage|wait|delay)"
    r"|(?:du|depuis|since|from|of|des) (?:le )?\d{1,2}(?:er)? "
    rf"(?:{_MONTH})(?: 20\d\d)?)(?!\w)"
)
_PART_OF_TODAY = re.compile(
    r"(?<!\w)(?:(?:ce|cet|cette|this|(?:en )?(?:la )?(?:fin|debut|milieu) (?:d'|de )(?:l')?"
    r"|(?:by )?(?:mid-?|early |late )|mi-"
    r"|(?:au|en|dans le) cour(?:s|ant) de (?:la |l')?"
    r"|(?:by|pour) (?:the |l')?(?:end of (?:the )?)?) ?"
    rf"(?P<part>{_PART})|(?P<tonight>tonight|a soir)"
    r"|(?:before|over|by|avant(?: le)?|d'ici le|(?:sur|d'ici|avant) l'heure du)"
    r" (?P<lunch>lunch(?:time)?|diner|supper(?:time)?|souper))"
    r"(?!\w)"
)
_PART_OF_DAY = re.compile(
    rf"(?<!\w)(?:en |in the |au |du |dans l'|dans la |le )?(?P<part>{_PART})(?!\w)"
)
_NEAR = re.compile(
    r"(?<!\w)(?:(?P<after>apres[- ]demain|(?:the )?day after tomorrow)"
    r"|(?P<tomorrow>demain|dem\.|tomorrow|tmrw|tmrow|tmr|tmw|tomo|2morrow)"
    r"|(?P<today>aujourd'hui|ajd|auj\b\.?|today|tdy))(?!\w)"
)
_OF_ANOTHER = re.compile(
    r"(?<!\w)(?:(?P<same>ce (?:meme )?jour-la|cette (?:meme )?journee-la|le (?:jour meme|meme jour)"
    r"|(?:that|the|that very) same day|that day)"
    r"|(?P<eve>la veille|the (?:day|night) before)|le lendemain|the (?:day after|next day))(?!\w)"
)
_WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?P<before>next|this|ce|on|le) )?(?P<day>{_WHOLE})"
    r"(?: (?P<after>prochain|next)| (?:le )?(?P<of>[12]\d|3[01]|[1-9])"
    r"(?![\w:/$%]|[.,]\d| ?h\b| ?[ap]m))?"
    r"(?!\w)"
)
_SHORT_DAY = re.compile(
    r"(?:(?<!\w)(?:av|avant|d'ici|pour|by|before|for|on|next|tombee|eod|fdj|cob|journee)"
    r"[.:]? {1,2}"
    rf"(?P<day>{_SHORT})\.?"
    rf"|(?<!\w)(?P<dotted>lun|mar|mer|merc|jeu|ven|vend|sam|dim|thu|thurs|fri|wed|tues?|mon)\."
    rf"|(?<!\w)(?P<sole>{_SHORT})\.? {{1,2}}(?=(?:a |at |av\.? |by )?[012]?\d(?: ?h|:| ?[ap]m))"
    r"|(?<!\w)(?P<only>thurs?|thur|tues|fri|wed|merc|vend|lun|ven)"
    r"|(?<!\w)(?P<last>jeu) {0,2}$)(?!\w)"
)
_ISO = re.compile(r"(?<![\w-])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
_DAY_MONTH = re.compile(
    r"(?<![\w$.,/-])(?:le )?(?P<day>[12]\d|3[01]|0?[1-9])(?:er|st|nd|rd|th)? (?:of )?"
    rf"(?P<month>{_MONTH})"
    r"(?!\w)\.?(?:,? (?P<year>20\d\d)(?!\d))?"
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?P<month>{_MONTH})\.? (?P<day>[12]\d|3[01]|[1-9])(?:st|nd|rd|th)?(?![\w:$%]| ?h\b)"
    r"(?:,? (?P<year>20\d\d)(?!\d))?"
)
_FIGURES = re.compile(
    r"(?<![\w/.,$-])(?P<one>\d{1,2})/(?P<two>\d{1,2})(?:/(?P<year>20\d\d|\d\d))?(?![\w/%]|[.,]\d)"
)
_DASHED = re.compile(r"(?<![\w-])(?P<day>\d\d?)-(?P<month>\d\d?)-(?P<year>20\d\d)(?![\w-])")
_DAY_OF_MONTH = re.compile(
    r"(?<!\w)(?:(?:av|avant|d'ici|pour|by|before|for|tombee)[.:]? {1,2}(?P<cued>le|the) )?(?:le )?"
    r"(?P<day>[12]\d|3[01]|[1-9])(?:er|st|nd|rd|th)?(?![\w:%$/]|[.,]\d| ?h(?:eures?)?\b)"
    r"(?P<ends> {0,2}$| (?:a )?(?=[\d\0]))?"
)


def _was(match: Match, _today: date) -> Atom:
    return atom_of(Says.ASIDE, match)


def _part_of_today(match: Match, today: date) -> Atom:
    hour = NOON if match["lunch"] else 18 if match["tonight"] else _PARTS[match["part"]]
    is_day = match["tonight"] or match[0].startswith(("ce", "this"))
    says = Says.DAY if is_day else Says.PART  # of today, unless another day follows
    return atom_of(says, match, day=today, hour=hour, is_today=True)


def _part_of_day(match: Match, today: date) -> Atom:
    is_today = match[0].startswith(("en ", "in the "))
    return atom_of(Says.PART, match, hour=_PARTS[match["part"]], day=today, is_today=is_today)


def _near(match: Match, today: date) -> Atom:
    days = 2 if match["after"] else 1 if match["tomorrow"] else 0
    return atom_of(Says.DAY, match, day=today + timedelta(days=days), is_today=not days)


def _of_another(match: Match, _today: date) -> Atom:
    """Return « ce jour-là », whose day is that which was said before it."""
    days = 0 if match["same"] else -1 if match["eve"] else 1
    return atom_of(Says.DAY, match, of_another=timedelta(days=days))


def _weekday(match: Match, today: date) -> Atom:
    ahead = _ahead(_WHOLE_DAYS[match["day"]], today)
    if (
        match["of"]
        and (dated := _numbered_day(int(match["of"]), today)).weekday()
        == (_WHOLE_DAYS[match["day"]])
    ):
        return atom_of(Says.DAY, match, day=dated)
    next_week = match["after"] or match["before"] == "next"
    sure = ahead < 7 and not (next_week and today.weekday() + ahead < 7)  # noqa: PLR2004 - a week
    day = today + timedelta(days=ahead)
    end = match.start("of") - 1 if match["of"] else match.end()
    return replace(atom_of(Says.DAY, match, day=day, is_weekday=True, is_sure=sure), end=end)


def _ahead(weekday: int, today: date) -> int:
    """Return in how many days the next such day is; a week where it is today's own."""
    return (weekday - today.weekday() - 1) % 7 + 1


def _short_day(match: Match, today: date) -> Atom:
    groups = ("day", "dotted", "sole", "only", "last")
    group = next(each for each in groups if match[each])
    ahead = _ahead(_SHORT_DAYS[match[group]], today)
    day = today + timedelta(days=ahead)
    return atom_of(Says.DAY, match, of=group, day=day, is_weekday=True, is_sure=ahead < 7)  # noqa: PLR2004


def _dated(match: Match, today: date) -> Atom | None:
    said = match.groupdict()
    month = said["month"]
    number = int(month) if month.isdigit() else MONTHS_WRITTEN[month]
    day, near = _next(int(said["day"]), number, said.get("year"), today)
    if day is None:
        return None
    if near:
        return atom_of(Says.DAY, match, day=day)
    is_said = match.string.startswith((" \0", ", \0", " a \0"), match.end())  # an hour follows
    return atom_of(Says.DAY if is_said else Says.ASIDE, match, day=day, is_sure=False)


def _figures(match: Match, today: date) -> Atom | None:
    one, two = int(match["one"]), int(match["two"])
    if len(match["one"]) == len(match["two"]) == 1:  # a third, a half
        return None
    day, near = _next(one, two, match["year"], today)
    if day is None or not near:
        day, near = _next(two, one, match["year"], today)
    if day is None or not near:
        return None
    other = _next(two, one, match["year"], today)[0] if one <= NOON and two <= NOON else None
    return atom_of(Says.DAY, match, day=day, is_sure=other in {None, day})


def _next(day: int, month: int, year: str | None, today: date) -> tuple[date | None, bool]:
    """Return the next such day, and whether it is soon enough to be an hour's."""
    try:
        if year is not None:
            found = date(int(year) + (2000 if len(year) == 2 else 0), month, day)  # noqa: PLR2004
        else:
            found = date(today.year, month, day)
            if found < today:
                found = date(today.year + 1, month, day)
    except ValueError:
        return None, False
    return found, 0 <= (found - today).days <= NEAR_DAYS


def _day_of_month(match: Match, today: date) -> Atom | None:
    """Return « le 30 »: after a word that makes it an hour's, or last, or before its hour."""
    is_said = match["cued"] or (match["ends"] is not None and "le " in match[0])
    if not is_said:
        return None
    return atom_of(Says.DAY, match, of="day", day=_numbered_day(int(match["day"]), today))


def _numbered_day(number: int, today: date) -> date:
    """Return the next day of that *number* in its month."""
    days = (today + timedelta(days=ahead) for ahead in range(1, 63))
    return next(day for day in days if day.day == number)


DATES: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_DAY_MONTH, _dated),
    (_MONTH_DAY, _dated),
    (_FIGURES, _figures),
    (_DASHED, _dated),
    (_DAY_OF_MONTH, _day_of_month),
)
DAYS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_PART_OF_TODAY, _part_of_today),
    (_NEAR, _near),
    (_OF_ANOTHER, _of_another),
    (_WEEKDAY, _weekday),
    (_SHORT_DAY, _short_day),
    (_PART_OF_DAY, _part_of_day),
)
WAS, ISO = (_WAS, _was), (_ISO, _dated)
