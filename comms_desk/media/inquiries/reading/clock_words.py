"""Which words say an hour, a day or a part of one, how long from now, or what an hour is for.

What they mean together is for `hours`.  Each pattern takes a bounded number of characters, and none
begins within what another took: a line of any length is read in a time that grows as its length.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from comms_desk.media.inquiries.reading.atoms import (
    ENGLISH_DAYS,
    LAST_HOUR,
    MIDNIGHT,
    NOON,
    NUMBERS,
    SPELT_HOURS,
    Atom,
    Match,
    Reading,
    Says,
    atom_of,
    number_of,
    numbered,
)
from comms_desk.media.inquiries.reading.plain import masked
from comms_desk.media.inquiries.reading.role_words import Role, words_of
from comms_desk.text.calendar_names import MONTHS_WRITTEN, days

AFTERNOON = range(1, 8)
"""The hours that may be of the afternoon when nobody says which."""

# ── So long from now ──────────────────────────────────────────────────────────────────

_AFTER = re.compile(
    r"(?<!\w)(?P<how>dans|d'ici|d ici|in|within) {1,2}"
    r"(?:(?:environ|about|max|les?|la|the|next|prochaines?) {1,2}){0,2}"
    rf"(?P<n>\d{{1,3}}|{SPELT_HOURS}|une?|an?|quinze|vingt|trente|demi|half an)"
    r"(?: (?:prochaine?|petite|next)s?)?[ -]{0,2}"
    r"(?P<unit>heures?|hours?|hres|hrs?|h|minutes?|mins?|jours?|days?|j|semaines?|weeks?)(?!\w)"
    r"(?: {0,2}(?P<more>et (?:demie|quart)|[0-5]\d(?!\d)))?"
)
_WITHIN_THE_HOUR = re.compile(
    r"(?<!\w)(?:(?:with)?in the (?:next )?(?:half[- ])?hour"
    r"|(?:a l'interieur|en dedans) d'une heure|dans l'heure|d'ici l'heure(?! d[ue] )"
    r"|(?:dans|d'ici) (?:la|une) (?:(?P<next>prochaine heure)|demi[- ]heure))(?!\w)"
)


NEAR_DAYS = 75
"""A day in figures that is further off is something else, unless it is said to be the hour."""

# ── Days ──────────────────────────────────────────────────────────────────────────────

_MONTH_NAME = "|".join(sorted(MONTHS_WRITTEN, key=len, reverse=True))
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
    rf"(?:{_MONTH_NAME})(?: 20\d\d)?)(?!\w)"
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
    rf"(?P<month>{_MONTH_NAME})"
    r"(?!\w)\.?(?:,? (?P<year>20\d\d)(?!\d))?"
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?P<month>{_MONTH_NAME})\.? (?P<day>[12]\d|3[01]|[1-9])"
    r"(?:st|nd|rd|th)?(?![\w:$%]| ?h\b)"
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


_END = re.compile(
    r"(?<!\w)(?:(?:avant |d'ici |pour )?(?:a )?(?:la )?fin (?:de l'|de |d'|de la )?(?:la )?"
    r"(?:journee|jour|apres[- ]midi)|fdj|f\.d\.j\.|eod|e\.o\.d\.?|cob|eob"
    r"|(?:by |before )?(?:the )?end of (?:the )?(?:business )?(?:day|business|afternoon))(?!\w)"
)
_MONTH = (
    "(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    "|january|february|march|april|may|june|july|august|september|october|november|december)"
)
_URGENT = words_of(Role.URGENT)
_NO_HOUR = re.compile(
    rf"(?<!\w)(?:(?:semaine du|week of) (?:{_MONTH} )?\d{{1,2}}(?:er|th)?(?: {_MONTH})?"
    r"|(?:(?:d'ici|avant|av\.?|pour|by|before) )?(?:la |the )?(?:fin|debut|mi|end|early|late|mid)"
    rf"[ -](?:de |d'|du |of (?:the )?)?(?:mois|month|{_MONTH})|"
    rf"(?:pour|avant|av\.?|d'ici|by|before) (?:{_MONTH}))(?!\w)|{words_of(Role.HOURLESS).pattern}"
)
_DEADLINE = words_of(Role.DUE, Role.BY, after=r"(?!\w)[.:]?")
_ON_AIR = words_of(Role.AIRED, after=r"(?!\w)[.:]?")


def _saying(says: Says) -> Reading:
    return lambda match, _today: atom_of(says, match)


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


def _after(match: Match, today: date) -> Atom | None:
    unit, number = match["unit"], number_of(match["n"].split()[0])
    if unit[0] in "jdsw":
        days = number * (7 if unit[0] in "sw" else 1)
        return atom_of(Says.DAY, match, day=today + timedelta(days=days))
    if unit.startswith("m"):
        return atom_of(Says.AFTER, match, after=timedelta(minutes=number))
    if match["n"].startswith(("demi", "half")):
        return atom_of(Says.AFTER, match, after=timedelta(minutes=number))
    is_clock = match["how"] in {"d'ici", "d ici"} and match["n"].isdigit() and number <= LAST_HOUR
    if is_clock:  # by two o'clock, or within two hours
        return None
    more = number_of((match["more"] or "").removeprefix("et "))
    return atom_of(Says.AFTER, match, after=timedelta(hours=number, minutes=more))


def _within_the_hour(match: Match, _today: date) -> Atom:
    half = "demi" in match[0] or "half" in match[0]
    return atom_of(Says.AFTER, match, after=timedelta(minutes=30 if half else 60))


# ── Hours ─────────────────────────────────────────────────────────────────────────────

_ALONE = r"(?:(?<!\w)|(?<=\bav)|(?<=\bby)|(?<=\bavant))(?<!\d[.,/:])(?<![$%])"
_PAST = r"(?: {1,2}(?P<sign>moins(?: le)?|et) (?P<past>quart|demie?|cinq|dix|vingt|5|10|20)(?!\w))?"
_H = re.compile(
    rf"{_ALONE}(?P<h>[01]?\d|2[0-3]) {{0,2}}(?P<unit>heures?|hres|hrs|hre|hr|h)"
    rf"(?: {{0,2}}(?P<m>[0-5]\d)(?: ?min)?(?![\d%$])| ?00)?(?!\w){_PAST}"
)
_MILITARY = re.compile(r"(?<![\w.,/:$])(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d) ?h(?:rs|ours)?(?!\w)")
_FOUR_FIGURES = re.compile(
    r"(?<!\w)(?:by|before|avant|d'ici) (?P<h>0[6-9]|1[0-8])(?P<m>[0-5][05])(?! ?[\w$%])"
)
_COLON = re.compile(
    rf"{_ALONE}(?P<h>[01]?\d|2[0-3])(?::|\.(?=\d\d ?[ap]\.?m))(?P<m>[0-5]\d)(?![\d:])"
    r"(?: {0,2}(?P<half>[ap])\.? ?m\b\.?|h)?(?!\w)"
)
_HALF = re.compile(rf"{_ALONE}(?P<h>1[0-2]|[1-9]) {{0,2}}(?P<half>[ap])\.? ?m\b\.?(?!\w)")
_SPAN = re.compile(
    rf"{_ALONE}(?P<h>1[0-2]|[1-9])(?::(?P<m>[0-5]\d))?"
    r"(?= ?(?:-|and|to|or) ?(?:1[0-2]|[1-9])(?::[0-5]\d)? ?(?P<half>[ap])\.? ?m\b)"
)
"""« Between 3 and 4 p.m. »"""
_ISH = re.compile(r"(?<!\w)(?P<h>1[0-2]|[1-9])(?::(?P<m>[0-5]\d))?[ -]?ish(?!\w)")
_NAMED = re.compile(
    r"(?<!apres)(?<!apres[ -])(?<!avant-)(?<!\w)(?:ce |this )?(?P<named>midi|noon|minuit|midnight)"
    r"(?:-?ish)?(?!\w)"
    r"(?: {1,2}(?:pile|(?P<sign>et|moins(?: le)?) (?P<past>quart|demie?|dix|cinq|vingt)"
    r"|(?P<m>trente|[0-5]\d)(?![\w:$%])))?"
)
_SPELT = re.compile(
    r"(?<!\w)(?P<how>a |vers |avant |d'ici |pour |tombee )?"
    rf"(?P<h>{SPELT_HOURS}) {{1,2}}heures?(?: {{1,2}}(?P<m>trente|quinze|vingt|dix))?(?!\w){_PAST}"
)
_PAST_THE = re.compile(
    r"(?<!\w)(?P<past>quarter|half) (?P<sign>to|past) "
    rf"(?P<h>1[0-2]|[1-9]|{SPELT_HOURS})(?!\w)(?: ?(?P<half>[ap])\.?m\b\.?)?"
)
_OCLOCK = re.compile(rf"(?<!\w)(?P<h>1[0-2]|[1-9]|{SPELT_HOURS}) {{0,2}}o'?clock(?!\w)")
_NUMBER_ALONE = re.compile(
    r"(?<!\w)(?:tombee|deadline|dl|av|avant|d'ici|by|bef|before|due|filing|boucle|au plus tard"
    r"|no later than|until|till|max|en ondes|on air|airs)"
    r"[.:=]? {0,2}(?:(?:est|is|a|at|vers|environ|about|around) {1,2}){0,2}~?"
    r"(?P<h>1\d|2[0-3]|[1-9]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?:ish| (?P<m>thirty|fifteen))?(?![\w%$/:+]|[.,-]\d"
    r"| {0,2}(?:[%$]|[mk]\$|jours?\b|days?\b|mois\b|ans?\b|years?\b|min\b|people\b|personnes?\b"
    r"|units?\b|logements?\b|semaines?\b|weeks?\b|months?\b|millions?\b|questions?\b"
    r"|(?:jan|fev|feb|mars?\b|avr|apr|mai\b|may\b|juin|juil|june?\b|july?\b|aou|aug|sep|oct|nov|dec)))"
)


_ENGLISH = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_AT_NUMBER = re.compile(
    rf"(?<!\w)(?P<shown>(?:live|hit|air|airing|today|tonight|tomorrow|tmrw|{ENGLISH_DAYS}) )?at "
    rf"(?P<h>1[0-2]|[1-9]|{_ENGLISH})(?:[- ](?P<m>thirty|fifteen|forty-five))?(?![\w%$/:+]|[.,-]\d)"
    r"(?P<ends>$|[,.;!)]| (?:today|tomorrow|tmrw|tonight))?"
)
_NOT_BY = re.compile(
    r"(?<!\w)(?:(?:apres|ap\.?|after|des|from|since|a partir de|pas avant|not before"
    r"|(?<!autour )(?<!alentours )(?<!tombee )(?<!limite )(?<!delai )de) |\d ?- ?)$"
)
"""Before an hour that something begins at, or lasts."""


_BY = re.compile(r"(?<!\w)(?:a|vers|avant|av\.?|d'ici|pour|tombee|demain|matin|soir) $")
"""Before one that is no number of hours."""


def _hour(match: Match, _today: date, *, is_french: bool | None = None, sure: bool = True) -> Atom:
    """Return the hour of a match that has *h*, and maybe *m*, *half*, *sign* and *past*."""
    said = match.groupdict()
    hour, minute, half = number_of(said["h"]), number_of(said.get("m")), said.get("half")
    past = number_of(said.get("past"))
    before = match.string[max(0, match.start("h") - 16) : match.start("h")]
    sure = sure and _NOT_BY.search(before) is None
    if past and said["sign"].startswith(("moins", "to")):
        hour, minute = (hour or MIDNIGHT) - 1, 60 - past
    elif past:
        minute = past
    is_twelve = half is None and not said["h"].startswith("0")
    if half and hour <= NOON:
        hour = hour % NOON + (NOON if half == "p" else 0)
    return atom_of(
        Says.HOUR,
        match,
        of="h" if match.re in {_SPELT, _NUMBER_ALONE, _AT_NUMBER, _FOUR_FIGURES} else 0,
        hour=hour,
        minute=minute,
        may_be_later=is_twelve and number_of(said["h"]) in AFTERNOON,
        is_french=is_french,
        is_sure=sure,
        may_last=not sure,
    )


def _h(match: Match, today: date) -> Atom:
    is_whole = match["unit"].startswith("heure") and not (match["m"] or match["past"])
    before = match.string[max(0, match.start() - 12) : match.start()]
    may_last = is_whole and int(match["h"]) <= NOON and _BY.search(before) is None
    return _hour(match, today, is_french=True, sure=not may_last)


def _colon(match: Match, today: date) -> Atom:
    if match["h"] == "0":
        return atom_of(Says.ASIDE, match)  # how long a message lasts
    return _hour(match, today)


def _at_number(match: Match, today: date) -> Atom:
    sure = match["shown"] is not None or match["ends"] is not None
    atom = _hour(match, today, is_french=False, sure=sure)
    return replace(atom, end=match.end("m" if match["m"] else "h"))


def _military(match: Match, today: date) -> Atom:
    return replace(_hour(match, today), may_be_later=False, is_sure=not match[0][0].isalpha())


def _spelt(match: Match, today: date) -> Atom | None:
    is_hour = match["how"] or match["past"] or match["m"] or NUMBERS[match["h"]] > NOON
    return _hour(match, today, is_french=True) if is_hour else None


def _english(match: Match, today: date) -> Atom:
    return _hour(match, today, is_french=False)


def _named(match: Match, _today: date) -> Atom:
    hour = NOON if match["named"] in {"midi", "noon"} else MIDNIGHT
    minute = number_of(match["m"]) + number_of(match["past"])
    if match["sign"] and match["sign"] != "et":
        hour, minute = hour - 1, 60 - minute
    return atom_of(Says.HOUR, match, hour=hour, minute=minute)


COUNTED: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_AFTER, _after),
    (_WITHIN_THE_HOUR, _within_the_hour),
)
HOURS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_PAST_THE, _english),
    (_OCLOCK, _english),
    (_SPAN, _english),
    (_MILITARY, _military),
    (_FOUR_FIGURES, _military),
    (_COLON, _colon),
    (_HALF, _english),
    (_ISH, _english),
    (_H, _h),
    (_SPELT, _spelt),
    (_NAMED, _named),
)
NUMBERS_ALONE: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_NUMBER_ALONE, _hour),
    (_AT_NUMBER, _at_number),
)
"""Asked once the days are known: a number may be of one of them."""


_READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (_NO_HOUR, _saying(Says.NONE)),
    (_URGENT, _saying(Says.URGENT)),
    WAS,
    (_END, _saying(Says.END)),
    *COUNTED,
    ISO,
    *HOURS,
    *DATES,
    *NUMBERS_ALONE,
    *DAYS,
    (_DEADLINE, _saying(Says.DEADLINE)),
    (_ON_AIR, _saying(Says.ON_AIR)),
)
"""In this order: what is longer and says more comes before what may be a part of it."""


def atoms(text: str, today: date) -> list[Atom]:
    """Return what `plain` *text* says of hours and days, in order; *today* in the city."""
    found: list[Atom] = []
    for pattern, read in _READINGS:
        met = [atom for each in pattern.finditer(text) if (atom := read(each, today))]
        text = masked(text, [(each.start, each.end) for each in met])
        found += met
    return sorted(found, key=lambda each: each.start)
