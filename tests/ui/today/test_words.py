"""Today in words: what a span of hours, and one of days, is called."""

from datetime import UTC, datetime, timedelta

import pytest

from comms_desk import i18n
from comms_desk.media.feeds.health import GapGroup
from comms_desk.media.feeds.model import FeedId, Gap
from comms_desk.ui.today.to_look_at import _gaps

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
