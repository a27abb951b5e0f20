"""A source that is silent for longer than its habit is said to be, and a night is no silence."""

from datetime import UTC, datetime, timedelta

import pytest

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.health import FeedState, Health, Verdict, judged
from comms_desk.media.feeds.model import FeedId, Gap
from comms_desk.media.feeds.rhythm import BUCKETS, HOURS, Rhythm, learnt
from comms_desk.media.feeds.standing import by_night
from tests.media.feeds.weeks import DAYTIME, LIVELY, MONDAY, Source, published, rates

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
ADDRESS = "https://a.example/rss"


def known(**what: object) -> FeedState:
    usual: dict[str, object] = {
        "is_paused": False,
        "is_stopped": False,
        "is_on_trial": False,
        "trouble": None,
        "answered_at": NOW,
        "new_at": NOW,
        "rhythm": None,
        "gap": None,
    }
    return FeedState(**(usual | what))  # type: ignore[arg-type]


def died(usual: dict[int, float], *, at: datetime, burst: int = 1) -> Source:
    """Return a source that published nothing after *at*, until then."""
    articles = published(rates(usual), days=60, seed=5, burst=burst)
    source = Source(3, sorted(each for each in articles if each < at))
    source.live(until=at)
    return source


def health_after(source: Source, time: timedelta) -> Health:
    source.live(until=source.now + time)
    return source.health()


TUESDAY_AT_ELEVEN = MONDAY + timedelta(days=15, hours=11)


def test_a_lively_source_is_missed_within_hours_and_both_numbers_are_known() -> None:
    source = died(LIVELY, at=TUESDAY_AT_ELEVEN)

    assert source.health().verdict is Verdict.GOOD
    health = health_after(source, timedelta(hours=4))

    assert health.verdict is Verdict.LATE
    assert health.silence is not None
    assert health.usual is not None
    assert timedelta(hours=3) < health.silence < timedelta(hours=5)
    assert health.usual < timedelta(minutes=30)


def test_a_night_is_no_silence_for_a_source_that_never_publishes_at_night() -> None:
    source = died(DAYTIME, at=MONDAY + timedelta(days=15, hours=17))

    morning = health_after(source, timedelta(hours=15))

    assert morning.verdict is Verdict.GOOD
    assert morning.usual is not None
    assert morning.usual > timedelta(hours=12)
    assert health_after(source, timedelta(hours=28)).verdict is Verdict.LATE


def test_a_source_that_publishes_in_bursts_is_given_the_time_between_them() -> None:
    alone = died(LIVELY, at=TUESDAY_AT_ELEVEN)
    bursts = died(LIVELY, at=TUESDAY_AT_ELEVEN, burst=8)

    hours = timedelta(hours=5)

    assert health_after(alone, hours).verdict is Verdict.LATE
    assert health_after(bursts, hours).verdict is Verdict.GOOD


def test_what_nobody_asked_is_no_silence() -> None:
    source = died(LIVELY, at=TUESDAY_AT_ELEVEN)

    source.now += timedelta(days=3)

    assert source.health().verdict is Verdict.GOOD


def test_a_source_of_which_little_is_known_is_missed_at_last() -> None:
    month, season = timedelta(days=30), timedelta(days=90)

    assert judged(known(new_at=NOW - month)).verdict is Verdict.GOOD
    assert judged(known(new_at=NOW - season)).verdict is Verdict.LATE


@pytest.mark.parametrize(
    ("what", "verdict"),
    [
        ({"is_stopped": True, "trouble": errors.FeedGone(ADDRESS)}, Verdict.STOPPED),
        ({"trouble": errors.FeedNotFound(ADDRESS)}, Verdict.MOVED),
        ({"trouble": errors.TooManyRedirects(ADDRESS, limit=5)}, Verdict.MOVED),
        ({"trouble": errors.Unreachable(ADDRESS, reason="")}, Verdict.FAILING),
        ({"is_paused": True, "trouble": errors.FeedNotFound(ADDRESS)}, Verdict.PAUSED),
        ({"answered_at": None, "new_at": None}, Verdict.NEW),
        ({"gap": (NOW, NOW)}, Verdict.GAP),
        ({"gap": (NOW, NOW), "new_at": NOW - timedelta(days=90)}, Verdict.LATE),
        (
            {"is_on_trial": True, "is_stopped": True, "trouble": errors.FeedNotFound(ADDRESS)},
            Verdict.UNANSWERED,
        ),
        ({"is_on_trial": True, "trouble": errors.TooSlow(ADDRESS, limit_s=30)}, Verdict.NEW),
    ],
)
def test_each_state_has_its_verdict(what: dict[str, object], verdict: Verdict) -> None:
    assert judged(known(**what)).verdict is verdict


def test_the_dates_of_a_first_document_tell_a_rhythm_at_once() -> None:
    hourly = [NOW - timedelta(hours=each) for each in range(24 * 6)]

    rhythm = Rhythm.from_bytes(learnt(None, hourly, answered_at=None, now=NOW))

    assert rhythm is not None
    assert 120 < rhythm.habit().a_week < 220


@pytest.mark.parametrize(
    "lies",
    [
        [NOW + timedelta(days=each) for each in range(9)],
        [NOW - timedelta(days=900 + each) for each in range(9)],
        [NOW.replace(hour=0) - timedelta(days=each) for each in range(9)],
        [None] * 9,
    ],
    ids=["of the future", "years old", "all at midnight", "none"],
)
def test_dates_that_cannot_be_believed_teach_nothing(lies: list[datetime | None]) -> None:
    rhythm = Rhythm.from_bytes(learnt(None, lies, answered_at=None, now=NOW))

    assert rhythm is not None
    assert rhythm.seen == 0


def test_what_came_while_the_computer_slept_counts_at_its_own_hour_or_not_at_all() -> None:
    evening, morning = NOW.replace(hour=3), NOW.replace(hour=11, minute=30)
    before = learnt(None, [], answered_at=None, now=evening - timedelta(days=5))
    dated = [morning - timedelta(minutes=each) for each in (10, 20, 30)]

    believed = Rhythm.from_bytes(learnt(before, dated, answered_at=evening, now=morning))
    unknown = Rhythm.from_bytes(learnt(before, [None] * 3, answered_at=evening, now=morning))

    assert believed is not None
    assert unknown is not None
    assert [place for place, count in enumerate(believed.counts) if count] == [6]
    assert unknown.seen == 0
    assert unknown.since - believed.since == (morning - evening).total_seconds()


def test_a_site_made_anew_is_not_taken_for_a_lively_hour() -> None:
    source = died(DAYTIME, at=TUESDAY_AT_ELEVEN)
    before = Rhythm.from_bytes(source.rhythm)
    old = [source.now - timedelta(days=each) for each in range(3, 60)]

    after = Rhythm.from_bytes(
        learnt(source.rhythm, old, answered_at=source.answered_at, now=source.now)
    )

    assert before is not None
    assert after is not None
    assert after.seen <= before.seen


def test_a_clock_set_back_loses_no_rhythm() -> None:
    source = died(LIVELY, at=TUESDAY_AT_ELEVEN)
    before = Rhythm.from_bytes(source.rhythm)
    early = source.now - timedelta(hours=2)

    after = Rhythm.from_bytes(
        learnt(source.rhythm, [None], answered_at=source.answered_at, now=early)
    )

    assert before is not None
    assert after is not None
    assert after.seen == pytest.approx(before.seen + 1)
    assert after.at == before.at


def test_a_clock_that_was_far_ahead_has_the_rhythm_learnt_anew() -> None:
    ahead = learnt(None, [], answered_at=None, now=NOW + timedelta(days=400))

    rhythm = Rhythm.from_bytes(learnt(ahead, [None], answered_at=NOW, now=NOW))

    assert rhythm is not None
    assert rhythm.at == NOW.timestamp()


def test_a_rhythm_is_small_and_survives_its_bytes() -> None:
    source = died(DAYTIME, at=TUESDAY_AT_ELEVEN)
    rhythm = Rhythm.from_bytes(source.rhythm)

    assert rhythm is not None
    assert len(rhythm.to_bytes()) < 256
    assert Rhythm.from_bytes(rhythm.to_bytes()) == rhythm
    assert len(rhythm.counts) == BUCKETS == 2 * HOURS
    assert Rhythm.from_bytes(b"") is Rhythm.from_bytes(None) is None


def test_gaps_of_one_night_are_one_whatever_their_feeds() -> None:
    night = NOW - timedelta(hours=12)
    gaps = [
        Gap(feed=FeedId(1), feed_title="a", since=night, until=NOW),
        Gap(feed=FeedId(2), feed_title="b", since=night + timedelta(minutes=9), until=NOW),
        Gap(feed=FeedId(1), feed_title="a", since=night - timedelta(days=1), until=night),
    ]

    last, before = by_night(gaps)

    assert (last.since, last.until, len(last.gaps)) == (night, NOW, 2)
    assert before.until == night
