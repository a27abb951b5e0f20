"""What readers would get of articles: each for its story, as the desk stands.

An excerpt is the beginning of what the article's feed says, a few sentences of it, and only while
the outlet's licence lets the office copy it.  What its page says is never a source, nor what was
pasted of it (docs/review.md).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import Article, ArticleId, ArticleOrigin
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId, ReviewLicence
from comms_desk.media.reviews.edition import EditionEntry
from comms_desk.media.stories import within as stories
from comms_desk.storage.database import Snapshot
from comms_desk.text.sentences import sentences

EXCERPT_WORDS = 60


@dataclass(frozen=True, slots=True)
class ReaderEntry:
    """What readers would get of an article, and the excerpt that its outlet's licence allows."""

    article: Article
    entry: EditionEntry
    excerpt: str


def told(
    snapshot: Snapshot,
    ids: Sequence[ArticleId],
    *,
    day: date,
    alone: Collection[ArticleId] = (),
) -> dict[ArticleId, ReaderEntry]:
    """Return what readers of that *day* would get of each of *ids*; the gone are left out.

    What is still open on a later day says no more than may be copied then.
    One of those that are told *alone* is no copy of another: it speaks for itself.
    """
    copies = {
        each: [copy for copy in brief.articles if copy != each and copy not in alone]
        for each, brief in stories.of(snapshot, ids).items()
    }
    wanted = dict.fromkeys((*ids, *(copy for some in copies.values() for copy in some)))
    shown = {each.id: each for each in articles.by_ids(snapshot, tuple(wanted))}
    gated = articles.for_subscribers(snapshot, ids)
    day = max(day, snapshot.now.astimezone(CITY_ZONE).date())
    licensed = _licensed(snapshot, (shown[each].outlet for each in ids if each in shown), day)
    found: dict[ArticleId, ReaderEntry] = {}
    for each in ids:
        if each in shown:
            others = [shown[copy] for copy in copies.get(each, ()) if copy in shown]
            entry = _entry(shown[each], others, for_subscribers=each in gated)
            may_copy = shown[each].outlet in licensed and shown[each].origin is ArticleOrigin.FEED
            found[each] = ReaderEntry(shown[each], entry, _excerpt(shown[each]) if may_copy else "")
    return found


def _licensed(snapshot: Snapshot, ids: Iterable[OutletId | None], day: date) -> set[OutletId]:
    """Return those of the outlets *ids* whose words may be copied on that *day*."""
    return {
        each.id
        for each in outlets.every(snapshot, {one for one in ids if one is not None})
        if each.review_licence is not ReviewLicence.LINK
        and (each.licence_until is None or day <= each.licence_until)
    }


def _entry(article: Article, others: Sequence[Article], *, for_subscribers: bool) -> EditionEntry:
    names = dict.fromkeys(each.outlet_name for each in others if each.outlet_name)
    names.pop(article.outlet_name, None)
    return EditionEntry(
        article=article.id,
        title=article.title,
        link=article.link,
        origin=article.origin,
        outlet=article.outlet_name,
        author=article.author,
        language=article.language,
        on_air_at=article.on_air_at,
        noted_by=article.via if article.origin is ArticleOrigin.CLIP else "",
        for_subscribers=for_subscribers,
        also=tuple(names),
        copies=1 + len(others),
    )


def _excerpt(article: Article) -> str:
    """Return the sentences of its feed that fit, or the beginning of the first."""
    said: list[str] = []
    count = 0
    for sentence in sentences(article.summary):
        words = sentence.split()
        if count + len(words) > EXCERPT_WORDS:
            if not said:
                said.append(" ".join(words[:EXCERPT_WORDS]) + "…")
            break
        said.append(sentence)
        count += len(words)
    return " ".join(said)


def story_keys(snapshot: Snapshot, ids: Sequence[ArticleId]) -> Mapping[ArticleId, int]:
    """Return for each of *ids* what only the articles of its story have in common."""
    of = stories.of(snapshot, ids)
    return {each: -of[each].id if each in of else each for each in ids}
