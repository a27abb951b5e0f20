"""What a higher layer may ask of the stories inside its own snapshot."""

from collections.abc import Mapping, Sequence

from comms_desk.media.articles.model import ArticleId
from comms_desk.media.stories import store, views
from comms_desk.media.stories.model import Brief
from comms_desk.storage.database import Snapshot

is_first = store.is_first
key_of = store.key_of


def of(snapshot: Snapshot, ids: Sequence[ArticleId]) -> Mapping[ArticleId, Brief]:
    """Return the story of each of *ids* that is of one."""
    return views.briefs(snapshot, ids)
