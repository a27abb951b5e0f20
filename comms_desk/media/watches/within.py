"""What a higher layer may ask of the watches inside its own snapshot."""

from collections.abc import Iterable

from comms_desk.media.articles.model import ArticleId
from comms_desk.media.watches import store
from comms_desk.media.watches.model import MentionFilter
from comms_desk.storage.database import Snapshot


def among(
    snapshot: Snapshot, ids: Iterable[ArticleId], which: MentionFilter, person: int | None
) -> frozenset[ArticleId]:
    """Return which of the articles *ids*, mentions or not, *which* asks for."""
    return store.among(snapshot, ids, which, person)
