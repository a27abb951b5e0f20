"""Today in words: what a span of hours, and one of days, is called."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.feeds.model import FeedId, Gap
from comms_desk.media.feeds.standing import GapGroup
from comms_desk.storage.database import Database
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import RowTag
from comms_desk.ui.today.to_look_at import _gaps
from comms_desk.ui.today.words import read_today
from tests.internal.written import open_account
from tests.media.themes.newsroom import WatchRoom
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


def test_a_message_that_waits_with_words_under_embargo_is_a_line_that_says_which_text(
    sqlite_database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(sqlite_database, tmp_path)
    words = "les bibliothèques accueilleront le public tous les dimanches de janvier"
    open_account(sqlite_database)
    text = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Horaire", text=f"{words}."))
    bulletin = Ref(Subject.BULLETIN, 41)
    with sqlite_database.transaction() as transaction:
        new = NewMessage(subject="Entre nous", text=f"Bonne nouvelle, {words}!")
        message = outbox.compose(transaction, new, about=bulletin)
        outbox.queue(transaction, message, to=Address.parse("luc@ville.example"))
    assert bulletin not in [row.key for row in read_today(office).now]

    until = clock.now() + timedelta(hours=2)
    office.embargoes.place(text.ref, until=until, ends_when="")

    [line] = [row for row in read_today(office).now if row.key == bulletin]
    assert line.title == "1 e-mail waits: Entre nous"
    assert line.detail == (
        f"“{words}” is in “Horaire”, under embargo until {i18n.format_moment_within(until)}"
    )
    assert line.tags == (RowTag("under embargo", Hue.AMBER),)
