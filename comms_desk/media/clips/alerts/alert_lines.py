"""What the lines under a title say: outlet, day, who signs, an excerpt.

Vendors write them alike: « La Presse (site web) | 24 nov. 2026 06:12 | Par Zoé Roy », then words
of the article.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from comms_desk.media.feeds.dates import read_date

SOURCE_LENGTH = 120
SHORT_WORDS = 12
"""A line of more words is of the article."""
MOST_LINES = 30
_MONTHS = (
    r"(?:jan|f[ée]v|feb|mar|avr|apr|mai|may|jui|jun|jul|ao[uû]|aug|sep|oct|nov|d[ée]c)"
    r"[a-zéû]{0,7}\.?"
)
_CLOCK = r"(?:,?(?: -| à| at)? ?\d{1,2} ?[:hH] ?\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)?"
_DATE = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?"
    rf"|(?:le )?\d{{1,2}}(?:er)?[ -]{_MONTHS}[ -]\d{{4}}{_CLOCK}"
    rf"|{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}{_CLOCK})",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:lun|mar|mercre|jeu|vendre|same)di|\bdimanche|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[|•·;]|\s[-–—]\s|,\s")
_BY = re.compile(
    r"^(?:par|by|auteur|author|journaliste|byline|signature)\s*:?\s+(?P<who>\S.{1,80})$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^(?:source|outlet|m[ée]dia|publication)\s*:\s*(?P<name>.+)$", re.IGNORECASE
)
_EXTRA = re.compile(
    r"^(?:p(?:age)?s?\.? ?[A-Z]{0,3}-?\d+.*|\d[\d \xa0,]* (?:mots|words)|no\.? .*|reach:? .*"
    r"|port[ée]e.*|sentiment:? .*|[\d.,]+ ?[MKk]?|fran[çc]ais|english|french|anglais|canada"
    r"|qu[ée]bec|utc.*|news·.*|[A-Z]{2}|actualit[ée]s?|news|web|online|en ligne|imprim[ée]|print"
    r"|\d{1,2} ?[:h] ?\d{2}.*)$",
    re.IGNORECASE,
)
"""What is said of an article beside its outlet, and is kept nowhere."""
_WEB = re.compile(
    r"\((?:site web|r[ée]f\. ?(?:site )?web|site|web|online|tablette"
    r"|[^()]{0,40} - site web)\)\s*$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class AlertTold:
    """What was said so far."""

    source: str = ""
    published_at: datetime | None = None
    author: str = ""
    text: str = ""


def told(lines: Iterable[str]) -> AlertTold:
    """Return what *lines* say, those right under a title."""
    found, words = AlertTold(), []
    for number, line in zip(range(MOST_LINES), lines, strict=False):
        by, labelled = _BY.match(line), _LABELLED.match(line)
        if by is not None and not found.author:
            found.author = by["who"].strip(" .|")
        elif labelled is not None and not found.source:
            found.source = outlet_name(labelled["name"])
        elif (number < 3 or not found.published_at) and _tells_of_it(found, line):  # noqa: PLR2004
            continue
        elif len(line.split()) > 1:
            words.append(line)
    found.text = " ".join(words)
    return found


def moment_in(line: str) -> datetime | None:
    """Return the first moment that is written in *line*."""
    for date in _DATE.finditer(line):
        at = read_date(date[0].removeprefix("le "))
        if at is not None:
            return at
    return None


def outlet_name(said: str) -> str:
    """Return the name of an outlet without what says where of it: « (site web) », « no. 12 »."""
    name = _WEB.sub("", re.sub(r",? no\.? .*$", "", said)).strip(" ,;:|•·-–—")
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1]
    return name[:SOURCE_LENGTH]


def _tells_of_it(found: AlertTold, line: str) -> bool:
    """Whether *line* says where, when and by whom, and not what: then *found* has it."""
    at = moment_in(line)
    rest = _WEEKDAY.sub("", _DATE.sub(" | ", line)) if at is not None else line
    pieces = map(str.strip, _PARTS.split(rest))
    parts = [each for each in pieces if each and not _EXTRA.match(each)]
    if at is None and (
        found.source or len(line.split()) > SHORT_WORDS or line.endswith((".", "…"))
    ):
        return False
    if len(" ".join(parts).split()) > 2 * SHORT_WORDS:
        return False
    found.published_at = found.published_at or at
    for part in parts:
        by = _BY.match(part)
        if by is not None:
            found.author = found.author or by["who"].strip()
        elif not found.source:
            found.source = outlet_name(part)
    return True
