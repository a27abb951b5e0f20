"""Today in words: what a span of hours, and one of days, is called."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.feeds.health import GapGroup
from comms_desk.media.feeds.model import FeedId, Gap
from comms_desk.storage.database import Database
from comms_desk.ui.kit.rows import RowTag
from comms_desk.ui.kit.theme import Hue
from comms_desk.ui.today.to_look_at import _gaps
from comms_desk.ui.today.words import read_today
from tests.media.watches.newsroom import WatchRoom
from tests.support.mornings import office_on

SINCE = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (2, "de 7~h à 9~h"),
        (26, "du 24 novembre 2026 à 7~h au 25 novembre 2026 à 9~h"),
    ],
)
def test_a_span_of_days_is_not_said_as_one_of_hours(hours: int, said: str) -> None:
    i18n.use("fr")
    until = SINCE + timedelta(hours=hours)
    gap = Gap(feed=FeedId(1), feed_title="Le Matin", since=SINCE, until=until)

    [line] = _gaps([GapGroup(since=SINCE, until=until, gaps=(gap,))])

    assert line.detail.replace("\u00a0", "~") == said


def test_a_spike_is_said_first_among_what_the_night_brought(
    sqlite_database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(sqlite_database, tmp_path)
    snow = WatchRoom(sqlite_database).spike(clock)

    first, second, *_more = read_today(office).night

    assert (first.key, first.title) == (Ref(Subject.WATCH, int(snow.id)), "Neige")
    assert first.tags == (RowTag("spike", Hue.AMBER),)
    assert first.detail == (
        "20 stories since 7\u00a0a.m.; usually 2 from 7\u00a0a.m. to 8\u00a0a.m. (last 8 Tuesdays)"
    )
    assert isinstance(second.key, Ref)
    assert second.key.kind is Subject.MENTION
