"""Stories as they are shown: in a line, or with all their articles."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select

from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.stories import store
from comms_desk.media.stories.model import Brief, Copy, Story, StoryId
from comms_desk.storage.database import Snapshot
from comms_desk.storage.paging import COUNT_CAP, PageOfRows

MOST_COPIES = 200
"""Of a story of more, the first so many are shown."""


def briefs(snapshot: Snapshot, ids: Sequence[ArticleId]) -> Mapping[ArticleId, Brief]:
    """Return the story of each of *ids* that is of one."""
    if not ids:
        return {}
    found = _briefs(snapshot, store.stories_of(snapshot, ids)).values()
    story_of = {article: brief for brief in found for article in brief.articles}
    return {each: story_of[each] for each in ids if each in story_of}


def story_of(snapshot: Snapshot, article: ArticleId, person: int | None) -> Story | None:
    """Return the story of *article*; None where it is alone."""
    row = store.kept(snapshot, [article]).get(article)
    if row is None or row.story is None:
        return None
    found = stories(snapshot, [row.story], person)
    return found[0] if found else None


def newest(
    snapshot: Snapshot, person: int | None, *, since: int, after: object | None, limit: int
) -> PageOfRows[Story]:
    """Return the stories whose original is at least *since*, the newest first."""
    before = after if isinstance(after, int) else None
    counted = store.newest(snapshot, before=None, since=since, limit=COUNT_CAP + 1)
    found = store.newest(snapshot, before=before, since=since, limit=limit + 1)
    shown = stories(snapshot, found[:limit], person)
    return PageOfRows(
        rows=shown,
        total=min(len(counted), COUNT_CAP),
        capped=len(counted) > COUNT_CAP,
        next_key=shown[-1].original.id if len(found) > limit and shown else None,
    )


def stories(snapshot: Snapshot, ids: Sequence[StoryId], person: int | None) -> tuple[Story, ...]:
    """Return the stories *ids*, in that order."""
    from comms_desk.media.stories.likeness import appeared, is_dispatch

    found = _briefs(snapshot, ids) if ids else {}
    by_hand = {
        article
        for article, row in store.kept(
            snapshot, [each for brief in found.values() for each in brief.articles]
        ).items()
        if row.is_by_hand
    }
    shown = []
    for story in ids:
        if story not in found:
            continue
        brief = found[story]
        some = brief.articles[:MOST_COPIES]
        texts = {text.article: text for text in articles.latest_texts(snapshot, some)}
        copies = [
            Copy(
                article=each,
                at=appeared(texts[each.id]),
                is_original=each.id == brief.original,
                is_dispatch=is_dispatch(texts[each.id]),
                is_by_hand=each.id in by_hand,
            )
            for each in articles.by_ids(snapshot, some, person=person)
            if each.id in texts
        ]
        copies.sort(key=lambda copy: (not copy.is_original, copy.at))
        if copies:
            shown.append(Story(id=story, copies=tuple(copies), media=brief.media))
    return tuple(shown)


def _briefs(
    snapshot: Snapshot, ids: Sequence[StoryId] | Select[int | None]
) -> dict[StoryId, Brief]:
    members: dict[StoryId, list[ArticleId]] = {}
    originals: dict[StoryId, ArticleId | None] = {}
    media: dict[StoryId, set[int]] = {}
    for story, original, article, source in store.told(snapshot, ids):
        originals[story] = original
        members.setdefault(story, []).append(article)
        media.setdefault(story, set()).add(source)
    return {
        story: Brief(
            id=story,
            original=originals[story] or some[0],
            articles=tuple(some),
            media=len(media[story]),
        )
        for story, some in members.items()
    }
