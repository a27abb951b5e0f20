"""Which words say an hour, a day, or what an hour is for; what they mean together is for `hours`.

Each pattern takes a bounded number of characters, and none begins within what another took: a
line of any length is read in a time that grows as its length does.
"""

import re
from datetime import date

from comms_desk.media.inquiries.reading.atoms import Atom, Reading, Says, atom_of
from comms_desk.media.inquiries.reading.day_words import DATES, DAYS, ISO, WAS
from comms_desk.media.inquiries.reading.hour_words import COUNTED, HOURS, NUMBERS_ALONE
from comms_desk.media.inquiries.reading.plain import masked
from comms_desk.media.inquiries.reading.role_words import Role, words_of

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
