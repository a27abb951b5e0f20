"""What an edition says of the sources, and how it is read once it was issued."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.media.articles.model import ArticleId, ArticleOrigin, Delivery
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.errors import Unreachable
from comms_desk.media.feeds.model import FeedId, Poll
from comms_desk.media.reviews.edition import (
    Edition,
    EditionEntry,
    EditionSection,
    from_json,
    to_json,
)
from comms_desk.storage.database import Database
from comms_desk.text.digests import digest_of
from tests.media.reviews.morning import TODAY, Morning


def test_sources_that_fail_or_are_silent_are_counted_as_by_the_watch(
    database: Database, clock: StillClock
) -> None:
    morning = Morning(database)
    morning.three()
    feeds = FeedDesk(morning.database)
    silent, failing = (each.id for each in feeds.every())

    def answers(feed: FeedId, **said: Any) -> None:
        (due,) = feeds.due(only=[feed])
        morning.articles.take_in([Delivery(poll=Poll(feed=due, **said), entries=())])

    answers(silent, body_hash=b"h", appeared=(None,))
    clock.advance(timedelta(days=60))
    answers(silent)
    for _again in range(2):
        answers(failing, trouble=Unreachable("https://1.example/rss", reason=""))

    edition = morning.reviews.edition(morning.reviews.begin().id)

    together = feeds.standing()
    assert (together.late, together.broken) == (1, 1)
    assert (edition.unread, edition.silent) == (2, 1)


def test_what_is_open_names_the_hour_at_which_it_would_leave(
    database: Database, clock: StillClock
) -> None:
    morning = Morning(database)
    clock.advance(timedelta(hours=20))
    review = morning.reviews.begin()
    assert morning.reviews.edition(review.id).closes_at == review.closes_at > clock.now()

    clock.advance(timedelta(hours=6))
    assert morning.reviews.edition(review.id).closes_at == clock.now()
    issued = morning.reviews.issue(review.id, nothing_to_report=True)
    addendum = morning.reviews.begin()
    clock.advance(timedelta(hours=1))

    assert morning.reviews.edition(addendum.id).closes_at == clock.now()
    assert morning.reviews.edition(issued.id).closes_at == issued.issued_at


def test_an_edition_is_read_as_it_was_issued() -> None:
    entry = EditionEntry(
        article=ArticleId(7),
        title="« Neige »",
        link="https://x.example/1",
        origin=ArticleOrigin.CLIP,
        outlet="Le matin",
        language="fr",
        on_air_at=datetime(2026, 11, 24, 12, 10, tzinfo=UTC),
        noted_by="Anne Roy",
        for_subscribers=True,
        also=("A", "B"),
        copies=3,
    )
    edition = Edition(
        day=TODAY,
        language=Language.FRENCH,
        number=2,
        closes_at=datetime(2026, 11, 24, 12, 25, tzinfo=UTC),
        highlights=("Budget",),
        agenda=("9 h 30 conseil",),
        sections=(EditionSection(name="Radio et télé", entries=(entry,)),),
        read_until=datetime(2026, 11, 24, 12, 15, tzinfo=UTC),
        unread=2,
        silent=1,
        extra=("Une demande",),
    )

    assert from_json(to_json(edition)) == edition
    former = json.loads(to_json(edition))
    del former["silent"], former["sections"][0]["entries"][0]["language"]
    section = EditionSection(name="Radio et télé", entries=(replace(entry, language=""),))
    before = replace(edition, sections=(section,), silent=0)
    assert from_json(json.dumps(former)) == before
    later = replace(edition, sections=())
    assert digest_of(to_json(later)) != digest_of(to_json(edition))
