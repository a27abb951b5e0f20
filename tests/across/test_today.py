"""Today hides nothing that fails, and says how much it does not show."""

from datetime import timedelta
from pathlib import Path

from comms_desk.across.office import Office
from comms_desk.across.today import REASONS, FeedReason, TodayDesk
from comms_desk.clock import StillClock
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import NewBulletin
from comms_desk.mail.model import Decision, LetterState
from comms_desk.media.articles.model import Delivery
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.feeds.errors import (
    BrokenFeed,
    DangerousFeed,
    FeedGone,
    FeedTooLarge,
    FeedTrouble,
    NotAFeed,
    TooSlow,
    Unreachable,
)
from comms_desk.media.feeds.left_out import LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.model import FeedId, NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.storage.database import Database
from tests.support.mornings import SLEPT, office_on, spoil


def address_of(name: str) -> str:
    return f"https://{name}.example/rss"


def fail(office: Office, name: str, trouble: FeedTrouble) -> FeedId:
    feed = office.feeds.add(NewFeed(address=address_of(name), title=name)).id
    (due,) = office.feeds.due(only=[feed])
    office.articles.take_in([Delivery(poll=Poll(feed=due, trouble=trouble))])
    return feed


def bring(office: Office, feed: FeedId, when: str) -> None:
    (due,) = office.feeds.due(only=[feed])
    entries = tuple(
        FeedEntry(
            key=f"{when}{number}",
            title=when,
            link=f"{due.address}/{when}/{number}",
            summary="",
            text="",
            author="",
            published_at=None,
        )
        for number in range(3)
    )
    poll = Poll(feed=due, body_hash=when.encode(), fingerprints=b"12345678")
    office.articles.take_in([Delivery(poll=poll, entries=entries, may_be_gap=True)])


def test_an_empty_desk_says_so(database: Database, tmp_path: Path) -> None:
    today = TodayDesk(office_on(database, tmp_path)).read()

    assert today.is_empty
    assert today.troubles.waiting == 0


def test_a_desk_with_employees_and_a_bulletin_is_not_empty(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    office.audience.add(NewEmployee(family_name="Diallo"))
    office.bulletins.add(NewBulletin(name="Entre nous", number=1, day=clock.now().date()))

    assert not TodayDesk(office).read().is_empty


def test_a_bad_morning_shows_all_that_failed(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    spoil(office, clock)

    today = TodayDesk(office).read()

    uncertain, refused = today.troubles.letters
    assert (uncertain.state, uncertain.count) == (LetterState.UNCERTAIN, 1)
    assert (refused.state, refused.count) == (LetterState.REFUSED, 2)
    (failing,) = today.troubles.feeds
    assert [feed.name for feed in failing.feeds] == ["Journal des voisins"]
    assert failing.is_stopped
    (gap,) = today.troubles.gaps
    assert gap.until - gap.since == SLEPT
    assert today.figures.unread == 6
    assert len(today.mentions) == 6
    assert not today.is_empty


def test_feeds_that_fail_alike_are_one_line_and_none_is_missing(
    database: Database, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    silent = [fail(office, name, Unreachable(address_of(name), "refused")) for name in "abc"]
    slow = fail(office, "d", TooSlow(address_of("d"), 30))
    gone = fail(office, "e", FeedGone(address_of("e")))

    today = TodayDesk(office).read()

    assert [(group.reason, group.is_stopped) for group in today.troubles.feeds] == [
        (FeedReason.MOVED, True),
        (FeedReason.NO_ANSWER, False),
    ]
    assert [[feed.id for feed in group.feeds] for group in today.troubles.feeds] == [
        [gone],
        [*silent, slow],
    ]
    assert today.troubles.waiting == 2


def test_a_feed_that_was_not_taken_in_whole_is_shown_and_waits_for_nobody(
    database: Database, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    feeds = [office.feeds.add(NewFeed(address=address_of(name))).id for name in "abc"]
    for feed, left_out in zip(feeds, (2, 0, 5), strict=True):
        (due,) = office.feeds.due(only=[feed])
        cut = LeftOutEntries.of([LeftOutReason.TOO_MANY] * left_out)
        office.articles.take_in([Delivery(poll=Poll(feed=due, body_hash=b"h", left_out=cut))])

    troubles = TodayDesk(office).troubles()

    assert [(feed.id, feed.left_out.total) for feed in troubles.cut_short] == [
        (feeds[2], 5),
        (feeds[0], 2),
    ]
    assert troubles.waiting == 0


def test_every_trouble_of_a_feed_has_its_reason() -> None:
    understood = {FeedTooLarge, NotAFeed, BrokenFeed, DangerousFeed}

    assert set(FeedTrouble.kinds()) == set(REASONS) | understood


def test_the_night_that_the_computer_slept_is_one_gap(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    watched = [office.feeds.add(NewFeed(address=address_of(name))).id for name in "abc"]
    for feed in watched:
        bring(office, feed, "evening")
        clock.advance(timedelta(minutes=1))
    clock.advance(SLEPT)
    for feed in watched:
        bring(office, feed, "morning")
    clock.advance(timedelta(days=1))
    bring(office, watched[0], "next")

    later, night = TodayDesk(office).troubles().gaps

    assert {gap.feed for gap in night.gaps} == set(watched)
    assert night.until - night.since == SLEPT + timedelta(minutes=3)
    assert [gap.feed for gap in later.gaps] == [watched[0]]


def test_a_decided_letter_leaves_today(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    spoil(office, clock)
    today = TodayDesk(office)
    uncertain = today.troubles().letters[0]

    office.outbox.decide(uncertain.first.id, Decision.LEAVE)

    assert [group.state for group in today.troubles().letters] == [LetterState.REFUSED]
    assert today.letters_of(uncertain.message, LetterState.UNCERTAIN) == ()


def test_an_embargo_that_lifts_today_is_named_by_its_draft(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027"))
    later = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Dans un mois"))
    until = clock.now() + timedelta(hours=2)
    office.embargoes.place(draft.ref, until=until, ends_when="until the news conference begins")
    office.embargoes.place(later.ref, until=until + timedelta(days=30), ends_when="")

    today = TodayDesk(office).read()

    assert [locked.title for locked in today.troubles.lifting] == ["Budget 2027"]
    assert not today.is_empty


def test_an_embargo_that_lifts_within_the_week_is_shown_and_does_not_press_yet(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    for title, days in (("Demain", 1), ("Dans six jours", 6), ("Dans huit jours", 8)):
        draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title=title))
        office.embargoes.place(
            draft.ref, until=clock.now() + timedelta(days=days), ends_when="until the budget"
        )

    today = TodayDesk(office).read()

    assert [locked.title for locked in today.troubles.lifting] == ["Demain", "Dans six jours"]
    assert today.troubles.waiting == 1
