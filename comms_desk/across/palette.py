"""What the palette offers for a few letters: things of every kind, then inquiries and articles.

Things are found by their names, accents or not, letters missing; inquiries by who asked too, and
by their questions; articles by the words of their titles and texts, the newest first.  What is of
equal worth comes in the order of what the person opened last.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass

from comms_desk.across import Office, things
from comms_desk.across.things import Thing
from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries.model import InquiryTab
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.fold import tokens
from comms_desk.text.nearness import HAS_LETTERS
from comms_desk.text.query import QueryError

THINGS = 8
INQUIRIES = 4
ARTICLES = 4
LEAST_LETTERS = 3
"""Fewer letters begin a word of nearly every article, and take the index longest."""
_NONE: PageOfRows[Thing] = PageOfRows(rows=(), total=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteOffer:
    """What some words may mean, by how it was found.

    Attributes:
        named: By its name.
        is_guessed: Whether no word of those names begins so: letters stand within, or are missing.
    """

    named: PageOfRows[Thing]
    is_guessed: bool = False
    inquiries: PageOfRows[Thing] = _NONE
    articles: PageOfRows[Thing] = _NONE


def offered(office: Office, words: str, recent: Sequence[Ref]) -> PaletteOffer:
    """Return what *words* may mean; without any, what was opened last.

    Args:
        office: The desk.
        words: As typed so far.
        recent: What was opened last, the latest first.
    """
    if not words.strip():
        last = tuple(things.named(office, recent))[:THINGS]
        return PaletteOffer(named=PageOfRows(rows=last, total=len(last)))
    found = office.names.find(words, first=recent, limit=THINGS)
    shown = (things.find(office, each.ref) for each in found.rows)
    named = found.showing(each for each in shown if each is not None)
    known = {each.ref for each in named.rows}
    return PaletteOffer(
        named=named,
        is_guessed=any(each.rank >= HAS_LETTERS for each in found.rows[:1]),
        inquiries=_inquiries(office, words, known),
        articles=_articles(office, words),
    )


def _inquiries(office: Office, words: str, known: AbstractSet[Ref]) -> PageOfRows[Thing]:
    """Return the last inquiries that have each of *words* begun, but those *known* already."""
    if len(" ".join(tokens(words))) < LEAST_LETTERS:
        return _NONE
    found = office.inquiries.search(words, view=InquiryTab.ALL, limit=INQUIRIES + len(known))
    refs = ((Ref(Subject.INQUIRY, each.id), each) for each in found.rows)
    rows = [things.said(*each) for each in refs if each[0] not in known]
    there = len(found.rows) - len(rows)
    return PageOfRows(rows=tuple(rows[:INQUIRIES]), total=found.total - there, capped=found.capped)


def _articles(office: Office, words: str) -> PageOfRows[Thing]:
    """Return the newest articles that have each of *words*, the last one at least begun."""
    query = " ".join(tokens(words))
    if len(query) < LEAST_LETTERS:
        return _NONE
    with suppress(QueryError):
        page = office.search.articles(f"{query}*", limit=ARTICLES)
        refs = [(Ref(Subject.ARTICLE, each.id), each) for each in page.rows]
        return page.showing(things.said(*each) for each in refs)
    return _NONE
