"""An outlet that a line names and the directory does not know, by how outlets are called.

Whatever is found is a guess: a site; a name that begins as "Radio" does, or ends as "News" does;
an article with its capital right after whoever asks.  It never comes in by itself.
"""

import re
from collections.abc import Sequence

from comms_desk.media.inquiries.proposal import Guess, NamedOutlet
from comms_desk.media.inquiries.reading.known import Known
from comms_desk.media.inquiries.reading.lexicon import words
from comms_desk.media.inquiries.reading.plain import MASK, Span, plain

MOST_BEFORE = 3
"""Words of a name before the one that says what it is: « Ottawa Valley News »."""

_SITE = re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+(?:ca|com|org|net|quebec|info|news|tv|fm)(?![\w@-])")
_WORD = re.compile(rf"[^\s{MASK},;:!?()]+")
_ARTICLE = re.compile(r"(?:Le|La|Les|The)$|L['’][A-ZÀ-Þ]")

type _Words = Sequence[re.Match[str]]


def find_new_outlet(text: str, known: Known) -> tuple[Guess[NamedOutlet], Span] | None:
    """Return the outlet that *text* seems to name, and where."""
    site = _SITE.search(text)
    span = _named(text) if site is None else site.span()
    if span is None:
        return None
    name = text[slice(*span)]
    owner = known.outlets_by_domain.get(name.casefold().removeprefix("www."))
    outlet = NamedOutlet(name=name) if owner is None else NamedOutlet(id=owner.id, name=owner.name)
    return Guess(value=outlet, is_sure=False), span


def _named(text: str) -> Span | None:
    """Return where a name stands of which a word says that it is an outlet's."""
    said = list(_WORD.finditer(text))
    for place, word in enumerate(said):
        key = _key(word).removeprefix("l'")
        is_after_name = place > 0 and _is_name(said[place - 1]) and _ARTICLE.match(word[0])
        if key.split("-")[0] in words("outlet_firsts") or is_after_name:
            last = _last(text, said, place)
            if last > place or "-" in key or word[0][1] in "'’":
                has_article = place > 0 and not is_after_name and _ARTICLE.match(said[place - 1][0])
                return said[place - bool(has_article)].start(), said[last].end()
        if key in words("outlet_lasts") and _is_capital(word):
            first = place
            while first and place - first < MOST_BEFORE and _goes_on(text, said, first - 1):
                first -= 1
            if first < place:
                return said[first].start(), word.end()
    return None


def _last(text: str, said: _Words, place: int) -> int:
    """Return which word the name that begins at *place* ends with."""
    last, at = place, place + 1
    while at < len(said) and text[said[at - 1].end() : said[at].start()] == " ":
        if _is_capital(said[at]) and not _is_name(said[at]):
            last = at
        elif _key(said[at]) not in words("within_outlets"):
            break
        at += 1
    return last


def _goes_on(text: str, said: _Words, place: int) -> bool:
    """Whether the word at *place* and the next one may be of one name."""
    beside = text[said[place].end() : said[place + 1].start()] == " "
    return beside and _is_capital(said[place]) and not _is_name(said[place])


def _is_capital(word: re.Match[str]) -> bool:
    bare = word[0].removeprefix("d'").removeprefix("d’")
    return bare[:1].isupper()


def _is_name(word: re.Match[str]) -> bool:
    first = _key(word).split("-")[0]
    return _is_capital(word) and (first in words("given") or first in words("family"))


def _key(word: re.Match[str]) -> str:
    return plain(word[0])
