"""What a higher layer may ask of the stories inside its own snapshot."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement

from comms_desk.media.articles.model import ArticleId
from comms_desk.media.stories import store, views
from comms_desk.media.stories.model import Brief
from comms_desk.storage.database import Snapshot


def of(snapshot: Snapshot, ids: Sequence[ArticleId]) -> Mapping[ArticleId, Brief]:
    """Return the story of each of *ids* that is of one."""
    return views.briefs(snapshot, ids)


def is_first(
    article: ColumnElement[int], is_listed: Callable[[ColumnElement[int]], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Return the condition that no article of the same story was seen before and is listed."""
    return store.is_first(article, is_listed)


def key_of(article: ColumnElement[int]) -> ColumnElement[int]:
    """Return what is the same for the articles of one story, and no others."""
    return store.key_of(article)
