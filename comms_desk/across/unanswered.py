"""What the media say that the City did not answer, and the inquiry that each of it means.

« La Ville n'a pas répondu à nos questions », near a word of the City: the words are data, a query
of the watch's language, in ``resources/lexicon/unanswered.json``.  A person says which inquiry it
is; where none is on the desk, the question was lost, and is noted from the article.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from comms_desk.across import Office
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.titles import article_title
from comms_desk.media.inquiries.case import past_inquiries
from comms_desk.media.inquiries.model import TITLE_LENGTH, NewInquiry, Reporter
from comms_desk.media.inquiries.moments import MomentKind, NewMoment
from comms_desk.media.themes.model import MentionFilter, document
from comms_desk.media.themes.names import QueryNames
from comms_desk.paths import resource
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.fold import tokens
from comms_desk.text.matching import find
from comms_desk.text.query import Since, Tree, Words, all_of
from comms_desk.text.sentences import sentences

if TYPE_CHECKING:
    from comms_desk.media.articles.model import Article, ArticleText
    from comms_desk.media.inquiries.model import Inquiry, InquiryId
    from comms_desk.media.inquiries.moments import Moment

LOOKED_BACK = timedelta(days=3)
"""How long such an article stands among what is to be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """An article that says it.

    Attributes:
        passage: The sentence that does.
        inquiry: The one that it means, as a person said; None: nobody did.
    """

    article: "Article"
    passage: str
    inquiry: "InquiryId | None"


def said_unanswered(office: Office, article: "Article", text: "ArticleText") -> Unanswered | None:
    """Return what *article* says of it in the version *text*; None: nothing."""
    passage = _passage(text)
    if passage is None:
        return None
    with office.database.snapshot() as snapshot:
        inquiry = past_inquiries.tied(snapshot, [article.id]).get(article.id)
    return Unanswered(article=article, passage=passage, inquiry=inquiry)


def unanswered_lately(
    office: Office, *, is_unread: bool = False, limit: int
) -> PageOfRows[Unanswered]:
    """Return what the last days' articles say of it and no inquiry is known of, the newest first.

    Args:
        office: The desk.
        is_unread: Only what the acting person has not read.
        limit: How many articles are looked at; the page says whether there are more.
    """
    since = (office.database.clock.now() - LOOKED_BACK).astimezone(CITY_ZONE).date()
    asked_of = all_of([_lexicon()[0], Since(since)])
    found = office.search.articles(asked_of, MentionFilter(is_unread=is_unread), limit=limit)
    ids = [each.id for each in found.rows]
    with office.database.snapshot() as snapshot:
        texts = {each.article: each for each in articles.latest_texts(snapshot, ids)}
        tied = past_inquiries.tied(snapshot, ids)
    asked = [each for each in found.rows if each.id in texts and each.id not in tied]
    said = ((each, _passage(texts[each.id])) for each in asked)
    return found.showing(
        Unanswered(article=article, passage=passage, inquiry=None)
        for article, passage in said
        if passage is not None
    )


def likely(office: Office, article: "Article") -> Sequence["Inquiry"]:
    """Return the inquiries that *article* may mean, the likeliest first.

    They are its outlet's, and had no answer as it came out: those whose words it has most of
    come first, then those that came last.
    """
    with office.database.snapshot() as snapshot:
        found = past_inquiries.unanswered_then(snapshot, article)
        text = "".join(each.all_text for each in articles.latest_texts(snapshot, [article.id]))
    said = set(tokens(f"{article.title} {text} {article.author}"))

    def shared(inquiry: "Inquiry") -> int:
        asks = (inquiry.title, *(each.question for each in inquiry.parts))
        names = (each.name for each in inquiry.reporters)
        return len(said & {each for part in (*asks, *names) for each in tokens(part)})

    return sorted(found, key=shared, reverse=True)


def tie(office: Office, said: Unanswered, inquiry: "InquiryId") -> "Moment":
    """Note on *inquiry* that the article says that nobody answered; a moment like any other.

    Raises:
        NotFound: There is no such inquiry.
    """
    new = NewMoment(
        what=MomentKind.UNANSWERED_SAID,
        at=min(said.article.moment, office.database.clock.now()),
        who=said.article.outlet_name,
        text=said.passage,
        clip=said.article.id,
    )
    return office.inquiries.record(inquiry, new)


def note_lost(office: Office, said: Unanswered) -> tuple["Inquiry", "Moment"]:
    """Note the question that *said* means and that nobody noted; return it, and that it is said.

    It came as the article did, at the latest; who signed it asked it.

    Raises:
        CommsDeskError: What the desk of inquiries refuses.
    """
    article = said.article
    signed = office.contacts.signed_by(article.author, at=article.outlet) if article.author else ()
    who = tuple(
        Reporter(contact=each.contacts[0] if len(each.contacts) == 1 else None, name=each.name)
        for each in signed
    )
    is_english = article.language.lower().startswith("en")
    inquiry = office.inquiries.add(
        NewInquiry(
            title=article_title(article.title)[:TITLE_LENGTH],
            reporters=who or ((Reporter(name=article.author),) if article.author else ()),
            outlet=article.outlet,
            outlet_name=article.outlet_name,
            received_at=min(article.moment, office.database.clock.now()),
            language=Language.ENGLISH if is_english else Language.FRENCH,
        )
    )
    return inquiry, tie(office, said, inquiry.id)


@cache
def _query() -> tuple[str, Sequence[str]]:
    """Return what is asked of the articles, and the phrases of them that do not count."""
    kept = json.loads(resource("lexicon", "unanswered.json").read_text(encoding="utf-8"))
    return "\n".join(kept["query"]), kept["ignored"]


@cache
def _lexicon() -> tuple[Tree, tuple[Words, ...]]:
    """Return the same, understood: an article that is found is asked which of its words say it."""
    return QueryNames().asked(*_query())


def _passage(text: "ArticleText") -> str | None:
    """Return the first sentence of *text* that has most of what says it; None: nothing does."""
    tree, ignored = _lexicon()
    match = find(tree, document(text), ignored)
    if match is None:
        return None
    sought = [tuple(tokens(each)) for each in match.words]
    said = [text.title, *sentences(text.all_text)]
    return max(said, key=lambda each: _count(tuple(tokens(each)), sought))


def _count(within: tuple[str, ...], sought: Sequence[tuple[str, ...]]) -> int:
    return sum(
        any(within[at : at + len(each)] == each for at in range(len(within))) for each in sought
    )
