"""How all feeds fare together, and the nights in which something may be missing.

Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from comms_desk.media.feeds.health import AT_ONCE_LEAST, AT_ONCE_OF, BROKEN, NOT_READ, Verdict
from comms_desk.media.feeds.model import Feed, Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class GapGroup:
    """Gaps that overlap, as when the computer slept: one night, however many feeds."""

    since: datetime
    until: datetime
    gaps: tuple[Gap, ...]


def by_night(gaps: Iterable[Gap]) -> Iterator[GapGroup]:
    """Put gaps that overlap together, the latest first."""
    nights: list[list[Gap]] = []
    until = None
    for gap in sorted(gaps, key=lambda gap: gap.since):
        if until is None or gap.since >= until:
            nights.append([])
        nights[-1].append(gap)
        until = max(each.until for each in nights[-1])
    for night in reversed(nights):
        last = max(gap.until for gap in night)
        yield GapGroup(since=night[0].since, until=last, gaps=tuple(night))


def worst_first(feeds: Iterable[Feed]) -> list[Feed]:
    """Return *feeds*, those that need a look first."""
    order = list(Verdict)
    return sorted(feeds, key=lambda feed: (order.index(feed.health.verdict), feed.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsStanding:
    """How all feeds fare together: what the head of the watch says."""

    feeds: int
    read: int
    """Those that are neither paused nor given up."""
    new: int
    """Nobody read them yet: of what they have nothing is known."""
    late: int
    broken: int
    gaps: int
    """Nights, however many feeds were missed in each."""
    unanswered: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing need have been missed."""
        return not (self.new or self.late or self.broken or self.gaps)


def standing(feeds: Iterable[Feed], gaps: Iterable[Gap]) -> FeedsStanding:
    """Return how *feeds* fare together, and in how many nights something may be missing.

    One that failed once is not counted yet: among hundreds there is always one, and it is
    asked again soon.  Where many did, it is the network, a proxy, a server of many: all are.
    """
    every = list(feeds)
    verdicts = [each.health.verdict for each in every]
    firsts = sum(each.health.verdict is Verdict.FAILING and each.failures == 1 for each in every)
    read = sum(each not in NOT_READ for each in verdicts)
    at_once = firsts >= max(AT_ONCE_LEAST, read / AT_ONCE_OF)
    broken = sum(each in BROKEN for each in verdicts) - (0 if at_once else firsts)
    return FeedsStanding(
        feeds=len(every),
        read=read,
        new=verdicts.count(Verdict.NEW),
        late=verdicts.count(Verdict.LATE),
        broken=broken,
        gaps=sum(1 for _night in by_night(gaps)),
        unanswered=verdicts.count(Verdict.UNANSWERED),
    )
