"""What the palette offers for a few letters: things of every kind, then articles.

Things are found by their names, accents or not, letters missing; articles by the words of their
titles and texts, the newest first.  What is of equal worth comes in the order of what the person
opened last.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from comms_desk.across import things
from comms_desk.across.things import Thing
from comms_desk.changes import Ref, Subject
from comms_desk.storage.paging import Page
from comms_desk.text.fold import tokens
from comms_desk.text.query import QueryError

if TYPE_CHECKING:
    from comms_desk.across.office import Office

THINGS = 8
ARTICLES = 4
LEAST_LETTERS = 3
"""Fewer letters begin a word of nearly every article, and take the index longest."""
_NONE: Page[Thing] = Page(rows=(), total=0)


def offered(office: "Office", words: str, recent: Sequence[Ref]) -> tuple[Page[Thing], Page[Thing]]:
    """Return the things, then the articles that *words* may mean; without, what was opened last.

    Args:
        office: The desk.
        words: As typed so far.
        recent: What was opened last, the latest first.
    """
    if not words.strip():
        last = tuple(things.named(office, recent))[:THINGS]
        return Page(rows=last, total=len(last)), _NONE
    found = office.names.find(words, first=recent, limit=THINGS)
    shown = (things.find(office, each.ref) for each in found.rows)
    return found.showing(each for each in shown if each is not None), _articles(office, words)


def _articles(office: "Office", words: str) -> Page[Thing]:
    """Return the newest articles that have each of *words*, the last one at least begun."""
    query = " ".join(tokens(words))
    if len(query) < LEAST_LETTERS:
        return _NONE
    with suppress(QueryError):
        page = office.search.articles(f"{query}*", limit=ARTICLES)
        refs = [(Ref(Subject.ARTICLE, each.id), each) for each in page.rows]
        return page.showing(things.said(*each) for each in refs)
    return _NONE
