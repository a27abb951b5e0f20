"""What themes call for: new mentions of those that alert, and spikes; once, never in the night.

What came in the quiet hours, or while nobody had the window open, is told once after, as one
summary.  What a theme finds as it looks back at older articles is no news, nor is what is read
already.  A spike that goes on is said once; one is looked for in all the hours that were missed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from comms_desk.across.reminders import MISSED_WITHIN, Quiet
from comms_desk.across.story_list import ONCE
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes import within as watches
from comms_desk.media.themes.model import Theme, ThemeId
from comms_desk.media.themes.spikes import HOURS, Spike
from comms_desk.storage.database import Snapshot

if TYPE_CHECKING:
    from comms_desk.across.office import Office

TOLD_AT_ONCE_WITHIN = timedelta(minutes=30)
"""Of a window that looks every half minute: what is older was held back, and is one summary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsTold:
    """What was told so far: all up to *at*, mentions up to *mention*, spikes of a watch until then.

    *at* is None before anything was looked at.
    """

    at: datetime | None = None
    mention: int = 0
    spikes: Mapping[ThemeId, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """What is to be told now.

    Attributes:
        articles: What alerting themes found, the newest first.
        themes: Which of them found how many.
        spikes: Themes with theirs.
        held_since: Since when nothing was told, where that is longer than a moment.
        heard: All that is told, with this.
    """

    articles: tuple[ArticleId, ...] = ()
    themes: tuple[tuple[ThemeId, str, int], ...] = ()
    spikes: tuple[tuple[str, Spike], ...] = ()
    held_since: datetime | None = None
    heard: AlertsTold

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.articles or self.spikes)


def to_be_told(office: "Office", heard: AlertsTold) -> Alerts:
    """Return what is to be told now to the person of *office*, by their quiet hours."""
    from comms_desk.settings import QUIET_HOURS

    quiet = Quiet.read(office.settings.get(QUIET_HOURS))
    with office.database.snapshot() as snapshot:
        now = snapshot.now
        if heard.at is None:
            return Alerts(heard=AlertsTold(at=now, mention=watches.last_mention(snapshot)))
        if now in quiet:
            return Alerts(heard=heard)
        oldest, me = now - MISSED_WITHIN, office.database.actor
        since = max(min(heard.at, now), oldest)
        names = {each.id: each.name for each in watches.every(snapshot)}
        called = watches.called_since(snapshot, heard.mention, oldest, me)
        spikes, told = _spikes(snapshot, heard, since)
    return Alerts(
        articles=called.articles,
        themes=tuple((which, names[which], number) for which, number in called.watches),
        spikes=tuple((names[each.watch], each) for each in spikes),
        held_since=since if now - since > TOLD_AT_ONCE_WITHIN else None,
        heard=AlertsTold(at=now, mention=max(called.last, heard.mention), spikes=told),
    )


def is_seen(office: "Office", after: int) -> bool:
    """Whether nothing that alerting watches found after the mention *after* is left to read."""
    with office.database.snapshot() as snapshot:
        since, me = snapshot.now - MISSED_WITHIN, office.database.actor
        return not watches.called_since(snapshot, after, since, me).articles


def spikes(office: "Office") -> tuple[tuple[Theme, Spike], ...]:
    """Return the watches that find far more now than at this hour of past weeks."""
    with office.database.snapshot() as snapshot:
        found = {each.watch: each for each in watches.spikes(snapshot, snapshot.now, ONCE)}
    every = office.themes.every() if found else ()
    return tuple((watch, found[watch.id]) for watch in every if watch.id in found)


def _spikes(
    snapshot: Snapshot, heard: AlertsTold, since: datetime
) -> tuple[Sequence[Spike], Mapping[ThemeId, datetime]]:
    """Return the spikes to tell since then, the latest first, and until when each is told now."""
    moments = [snapshot.now]
    while moments[-1] - timedelta(hours=HOURS) > since:
        moments.append(moments[-1] - timedelta(hours=HOURS))
    looked_at = since - timedelta(hours=HOURS)
    told = {watch: until for watch, until in heard.spikes.items() if until > looked_at}
    found: dict[ThemeId, Spike] = {}
    for moment in reversed(moments):
        for each in watches.spikes(snapshot, moment, ONCE):
            if each.watch not in told or each.since > told[each.watch]:
                found[each.watch] = each
            told[each.watch] = max(each.until, told.get(each.watch, each.until))
    return list(reversed(found.values())), told
