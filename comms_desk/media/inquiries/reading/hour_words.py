"""Which words say an hour, or how long from now; each pattern takes a bounded number of letters."""

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
)

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
