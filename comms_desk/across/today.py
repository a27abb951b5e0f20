"""What the morning asks for: what waits for a decision, what is failing, what the night brought.

Nothing that fails is hidden: a freeze, every letter refused or uncertain, every account that rests,
every feed that failed, stopped, is silent or was not taken in whole, every watch that no longer
understands its query and every gap in the watch is here, the first ones with the number of
all.  It reads through the desks and decides nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from comms_desk.across import alerts, end_of_day
from comms_desk.across import freeze as freezing
from comms_desk.across.bounced_contacts import CameBack, came_back
from comms_desk.across.breaches import Breach, breaches_lately
from comms_desk.across.empty_desk import is_bare
from comms_desk.across.freeze import FreezeSeen
from comms_desk.across.inquiries_today import InquiriesToday, inquiries_today
from comms_desk.across.reviews_today import ReviewToSend, reviews_to_send
from comms_desk.across.things import find
from comms_desk.across.unanswered import Unanswered, unanswered_lately
from comms_desk.changes import Ref
from comms_desk.mail.kept_passwords import KeptPassword, kept_passwords
from comms_desk.mail.model import Account, HeldBack, Letter, LetterState, MessageId, WaitingForWords
from comms_desk.mail.stops import SendingStop, stops
from comms_desk.media.feeds import errors as feeds
from comms_desk.media.feeds.health import Verdict
from comms_desk.media.feeds.standing import GapGroup, by_night
from comms_desk.storage.paging import PageOfRows

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.embargo.model import Embargo
    from comms_desk.errors import CommsDeskError
    from comms_desk.mail.handing_over import ToHandOver
    from comms_desk.media.dispatches.model import ToDo
    from comms_desk.media.feeds.model import Feed
    from comms_desk.media.themes.model import Mention, Theme
    from comms_desk.media.themes.spikes import Spike
    from comms_desk.media.themes.views import Figures

LETTERS_READ = 200
MENTIONS_SHOWN = 6
UNANSWERED_SHOWN = 5
SOON = timedelta(days=7)
PRESSING = timedelta(hours=24)
EVENING_SHOWN_BEFORE = timedelta(hours=2)
"""What lifts later is shown, and does not count as waiting yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterGroup:
    """Letters of one message that wait for the same decision; *first* stands for them."""

    message: MessageId
    state: LetterState
    subject: str
    first: Letter
    count: int


class FeedReason(StrEnum):
    """Why feeds fail, as far as it changes what a person does about it."""

    NO_ANSWER = "no_answer"
    OUT_OF_ORDER = "out_of_order"
    ASKED_TO_WAIT = "asked_to_wait"
    MOVED = "moved"
    REFUSED = "refused"
    PRIVATE = "private"
    UNPROVEN = "unproven"
    UNREADABLE = "unreadable"
    DOUBLE = "double"


REASONS: dict[type[feeds.FeedTrouble], FeedReason] = {
    feeds.Unreachable: FeedReason.NO_ANSWER,
    feeds.TooSlow: FeedReason.NO_ANSWER,
    feeds.ServerFailed: FeedReason.OUT_OF_ORDER,
    feeds.AskedToWait: FeedReason.ASKED_TO_WAIT,
    feeds.WrongAddress: FeedReason.MOVED,
    feeds.SecretInAddress: FeedReason.MOVED,
    feeds.FeedGone: FeedReason.MOVED,
    feeds.FeedNotFound: FeedReason.MOVED,
    feeds.NoFeedFound: FeedReason.MOVED,
    feeds.TooManyRedirects: FeedReason.MOVED,
    feeds.AccessRefused: FeedReason.REFUSED,
    feeds.RefusedAddress: FeedReason.PRIVATE,
    feeds.FeedCertificateRefused: FeedReason.UNPROVEN,
    feeds.MovedOnAnother: FeedReason.DOUBLE,
}
"""What is not here was read, and could not be understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGroup:
    """Feeds that fail for one reason and ask for the same look, all of them."""

    reason: FeedReason
    is_stopped: bool
    feeds: "tuple[Feed, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedThing:
    """An embargo that lifts soon, and the title of what it holds."""

    embargo: "Embargo"
    ref: Ref
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubles:
    """What waits for somebody, as of *now*."""

    now: datetime
    stops: tuple[SendingStop, ...]
    """When nobody sent in the last day though letters were due: a sleep, a restart."""
    freeze: FreezeSeen | None
    inquiries: InquiriesToday
    reviews: tuple[ReviewToSend, ...]
    unanswered: PageOfRows[Unanswered]
    """Articles of the last days that say that nobody answered, and that nobody looked at."""
    letters: tuple[LetterGroup, ...]
    letters_waiting: int
    letters_are_capped: bool
    mails_to_sort: int
    """How many mails of the folder wait for somebody to take or leave them."""
    came_back: tuple[CameBack, ...]
    """Addresses from which something came back, and that somebody must decide about."""
    to_do: "tuple[Sequence[ToDo], ...]"
    """What is to be done outside for texts that left; of one text and one hour, together."""
    resting: tuple[Account, ...]
    kept_passwords: tuple[KeptPassword, ...]
    """To be changed: old backups and logs may hold them."""
    to_hand_over: "tuple[ToHandOver, ...]"
    held_back: tuple[HeldBack, ...]
    """Letters that wait for room in their account's recipients a day: nobody has to decide."""
    waiting_for_words: tuple[WaitingForWords, ...]
    """Letters with words of a text that was put under embargo since: they leave as it lifts."""
    breaches: tuple[Breach, ...]
    """Mentions with words of a text that is still under embargo."""
    evening_at: datetime | None
    """When the end of the day is to leave by itself, where that is soon: it may be read before."""
    lifting: tuple[LockedThing, ...]
    feeds: tuple[FeedGroup, ...]
    gaps: tuple[GapGroup, ...]
    silent: "tuple[Feed, ...]"
    """Feeds that answer, and have had nothing new for longer than is their habit."""
    cut_short: "tuple[Feed, ...]"
    """Feeds some of whose entries were left out: it is shown, and nobody has to decide anything."""
    broken_watches: "tuple[tuple[Theme, CommsDeskError], ...]"

    @property
    def waiting(self) -> int:
        """How many lines wait for somebody: the number on the rail."""
        pressing = [each for each in self.lifting if each.embargo.until <= self.now + PRESSING]
        troubles = (
            *(
                self.reviews,
                self.unanswered.rows,
                self.letters,
                self.came_back,
                self.to_hand_over,
                self.resting,
                self.breaches,
                self.kept_passwords[:1],
            ),
            *(
                [
                    first
                    for first, *_ in self.to_do
                    if first.not_before is None and not first.is_frozen
                ],
                pressing,
                self.feeds,
                self.silent[:1],
                self.gaps,
            ),
        )
        alone = (self.freeze is not None) + bool(self.mails_to_sort)
        others = self.inquiries.waiting + len(self.broken_watches)
        return alone + sum(map(len, troubles)) + others


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The morning: what waits, and what the night brought."""

    troubles: Troubles
    mentions: "tuple[Mention, ...]"
    figures: "Figures"
    spikes: "tuple[tuple[Theme, Spike], ...]"
    """Watches that find far more than usual."""
    to_check: int
    """How much bylines say that the directory does not."""
    is_empty: bool


class TodayDesk:
    """Reads the morning."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def read(self, *, mine: bool = False) -> Today:
        """Return what today asks for; of the inquiries, *mine* alone or everybody's."""
        from comms_desk.media.themes.model import MentionFilter

        office = self._office
        told_once = office.told_once
        unread = told_once.mentions(MentionFilter(is_unread=True), limit=MENTIONS_SHOWN)
        return Today(
            troubles=self.troubles(mine=mine),
            mentions=tuple(told.mention for told in unread.rows),
            figures=told_once.figures(),
            spikes=alerts.spikes(office),
            to_check=office.bylines.waiting(),
            is_empty=is_bare(office),
        )

    def troubles(self, *, mine: bool = False) -> Troubles:
        """Return what waits for somebody; of the inquiries, *mine* alone or everybody's."""
        from comms_desk.mail.handing_over import HandingOver
        from comms_desk.media.dispatches import within as dispatches

        office = self._office
        letters = office.outbox.letters(undecided=True, limit=LETTERS_READ)
        now = office.database.clock.now()
        accounts = office.accounts.every()
        with office.database.snapshot() as snapshot:
            to_do = _together(dispatches.to_do(snapshot))
        return Troubles(
            now=now,
            stops=stops(office.database),
            freeze=freezing.seen(office),
            inquiries=inquiries_today(office, now, mine=mine),
            reviews=reviews_to_send(office, now),
            unanswered=unanswered_lately(office, is_unread=True, limit=UNANSWERED_SHOWN),
            letters=_grouped(letters.rows),
            letters_waiting=letters.total,
            letters_are_capped=letters.capped,
            mails_to_sort=office.mails_to_sort.search(limit=1).total,
            came_back=came_back(office),
            to_do=to_do,
            resting=tuple(each for each in accounts if _rests(each, now)),
            kept_passwords=kept_passwords(office.database, office.paths),
            to_hand_over=HandingOver(office.database).waiting(),
            held_back=office.outbox.held_back(),
            waiting_for_words=office.outbox.waiting_for_words(),
            breaches=breaches_lately(office),
            evening_at=end_of_day.leaves_at(office, within=EVENING_SHOWN_BEFORE),
            lifting=tuple(self._lifting(now)),
            feeds=_by_reason(office.feeds.failing()),
            gaps=tuple(by_night(office.feeds.gaps())),
            silent=tuple(
                feed for feed in office.feeds.every() if feed.health.verdict is Verdict.LATE
            ),
            cut_short=office.feeds.cut_short(),
            broken_watches=office.themes.broken(),
        )

    def letters_of(self, message: MessageId, state: LetterState) -> tuple[Letter, ...]:
        """Return the first letters of *message* that wait for a decision in *state*."""
        page = self._office.outbox.letters(
            states=[state], message=message, undecided=True, limit=LETTERS_READ
        )
        return page.rows

    def _lifting(self, now: datetime) -> Iterable[LockedThing]:
        for embargo in self._office.embargoes.holding():
            if embargo.until <= now + SOON:
                thing = find(self._office, embargo.ref)
                title = "" if thing is None else thing.title
                yield LockedThing(embargo=embargo, ref=embargo.ref, title=title)


def _together(to_do: "Iterable[ToDo]") -> "tuple[Sequence[ToDo], ...]":
    found: dict[tuple[object, ...], list[ToDo]] = {}
    for each in to_do:
        found.setdefault((each.draft, each.not_before, each.is_frozen), []).append(each)
    return tuple(found.values())


def _grouped(letters: Iterable[Letter]) -> tuple[LetterGroup, ...]:
    """Put letters of one message and state together, in the order of their first."""
    found: dict[tuple[MessageId, LetterState], list[Letter]] = {}
    for letter in letters:
        found.setdefault((letter.message, letter.state), []).append(letter)
    groups = (
        LetterGroup(message=message, state=state, subject=of[0].subject, first=of[0], count=len(of))
        for (message, state), of in found.items()
    )
    return tuple(sorted(groups, key=lambda group: group.state is not LetterState.UNCERTAIN))


def _by_reason(failing: "Iterable[Feed]") -> tuple[FeedGroup, ...]:
    """Put feeds that fail alike together, in the order of their first: the stopped first."""
    found: dict[tuple[FeedReason, bool], list[Feed]] = {}
    for feed in failing:
        trouble = feed.what_failed() or feeds.Unreachable(feed.address, reason="")
        reason = REASONS.get(type(trouble), FeedReason.UNREADABLE)
        found.setdefault((reason, feed.health.verdict is Verdict.STOPPED), []).append(feed)
    return tuple(
        FeedGroup(reason=reason, is_stopped=is_stopped, feeds=tuple(of))
        for (reason, is_stopped), of in found.items()
    )


def _rests(account: Account, now: datetime) -> bool:
    return (
        account.retired_at is None
        and account.trouble is not None
        and account.resting_until is not None
        and account.resting_until > now
    )
