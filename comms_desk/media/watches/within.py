"""What a higher layer may ask of the watches inside its own snapshot."""

from collections.abc import Iterable

from comms_desk.media.articles.model import ArticleId
from comms_desk.media.watches import store
from comms_desk.media.watches.model import MentionFilter
from comms_desk.media.watches.spikes import (
    READ_LATE_AFTER,
    Compared,
    Spike,
    hour_of,
    spike,
    weeks_known,
)
from comms_desk.storage.database import Snapshot


def among(
    snapshot: Snapshot, ids: Iterable[ArticleId], which: MentionFilter, person: int | None
) -> frozenset[ArticleId]:
    """Return which of the articles *ids*, mentions or not, *which* asks for."""
    return store.among(snapshot, ids, which, person)


def spikes(snapshot: Snapshot) -> tuple[Spike, ...]:
    """Return the spikes of now, those of the surest watches first.

    What was published long before it came is not counted: it was read late, all at once.
    """
    compared = Compared.at(snapshot.now)
    spans = compared.spans
    counts, came = store.hourly(snapshot, spans)
    for watch, at in store.late(snapshot, *spans[0], after=READ_LATE_AFTER):
        counts[watch][hour_of(at)] -= 1
    found = (
        spike(
            watch,
            counts.get(watch, {}),
            compared,
            weeks_known(compared, came, asked_since=since),
        )
        for watch, since in store.asked_since(snapshot).items()
    )
    return tuple(filter(None, found))
