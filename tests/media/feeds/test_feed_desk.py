"""Feeds are known by their address, asked at their pace, and their troubles are kept."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comms_desk import i18n
from comms_desk.clock import StillClock
from comms_desk.media.feeds import errors
from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.facts import facts
from comms_desk.media.feeds.health import Health, Verdict
from comms_desk.media.feeds.left_out import LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.model import (
    DueFeed,
    FeedId,
    NewFeed,
    Poll,
    normal_address,
)
from comms_desk.media.feeds.parse import About
from comms_desk.media.feeds.polls import Schedule
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.settings import POLL_INTERVAL
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from tests.support.imports import counted

ADDRESS = "https://journal.example/rss"
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
QUARTER = Schedule(NOW, timedelta(minutes=15))


def poll(desk: FeedDesk, database: Database, **what: object) -> None:
    (due,) = desk.due(all_of_them=True)
    with database.transaction() as transaction:
        feeds.note_polls(transaction, [Poll(feed=due, **what)])  # type: ignore[arg-type]


def due_feed(failures: int = 0) -> DueFeed:
    return DueFeed(
        id=FeedId(1),
        address=ADDRESS,
        outlet=None,
        language="",
        etag="",
        last_modified="",
        body_hash=b"",
        fingerprints=b"",
        answered_at=None,
        failures=failures,
    )


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" journal.example/rss ", "https://journal.example/rss"),
        ("feed://Journal.EXAMPLE/RSS#x", "https://journal.example/RSS"),
        ("feed:https://a.example/f", "https://a.example/f"),
        ("http://a.example:8080?q=1", "http://a.example:8080/?q=1"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
    ],
)
def test_an_address_has_one_form(typed: str, address: str) -> None:
    assert normal_address(typed) == address


@pytest.mark.parametrize("typed", ["", "rss", "ftp://a.example", "https://u:p@a.example/", "a b.c"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(errors.WrongAddress):
        normal_address(typed)


def test_a_feed_is_watched_once(database: Database) -> None:
    desk = FeedDesk(database)
    desk.add(NewFeed(address=ADDRESS))

    with pytest.raises(errors.FeedTaken):
        desk.add(NewFeed(address=ADDRESS + "#x"))

    added = desk.add_all([NewFeed(address=ADDRESS), NewFeed(address="https://b.example/rss")])
    assert len(added.new) == 1
    assert added.already == (ADDRESS,)


def test_every_field_of_a_feed_survives_the_database(database: Database) -> None:
    desk = FeedDesk(database)
    new = NewFeed(address=ADDRESS, title="La Une", language="fr", folder="Presse / Locale")
    added = desk.add(new)
    assert (added.title, added.language, added.folder) == (new.title, new.language, new.folder)

    poll(
        desk,
        database,
        etag='"a"',
        body_hash=b"h",
        fingerprints=b"12345678",
        left_out=LeftOutEntries.of(
            [LeftOutReason.TOO_MANY, LeftOutReason.TOO_MANY, LeftOutReason.UNREADABLE]
        ),
        appeared=(None,),
    )

    feed = desk.get(added.id)
    assert feed == replace(
        added,
        health=Health(verdict=Verdict.GOOD, silence=timedelta()),
        polled_at=database.clock.now(),
        answered_at=database.clock.now(),
        new_at=database.clock.now(),
        due_at=feed.due_at,
        left_out=LeftOutEntries.of(
            [LeftOutReason.TOO_MANY, LeftOutReason.TOO_MANY, LeftOutReason.UNREADABLE]
        ),
    )
    (due,) = desk.due(all_of_them=True)
    assert (due.etag, due.body_hash, due.fingerprints) == ('"a"', b"h", b"12345678")


def test_a_feed_at_another_address_is_asked_at_once_as_one_never_asked(
    database: Database, clock: StillClock
) -> None:
    desk = FeedDesk(database)
    feed = desk.add(NewFeed(address=ADDRESS)).id
    poll(desk, database, etag='"a"', body_hash=b"h", fingerprints=b"12345678")
    clock.advance(timedelta(days=1))
    poll(desk, database, trouble=errors.FeedGone(ADDRESS))
    assert desk.get(feed).health.verdict is Verdict.STOPPED
    assert desk.due() == ()

    desk.edit(feed, FieldChange("address", ADDRESS, "b.example/rss"))

    (due,) = desk.due()
    assert (due.address, due.etag, due.body_hash) == ("https://b.example/rss", "", b"")
    assert due.fingerprints == b"12345678"
    moved = desk.get(feed)
    assert (moved.health.verdict, moved.trouble, moved.failures) == (Verdict.NEW, "", 0)
    (edit,) = desk.history(feed)
    assert (edit.before, edit.after) == (ADDRESS, "https://b.example/rss")


def test_a_feed_is_due_again_after_the_desks_interval(
    database: Database, clock: StillClock
) -> None:
    desk = FeedDesk(database)
    DeskSettings(database).set(POLL_INTERVAL, 20)
    desk.add(NewFeed(address=ADDRESS))
    assert len(desk.due()) == 1

    poll(desk, database)

    assert desk.due() == ()
    clock.advance(timedelta(minutes=19))
    assert desk.due() == ()
    clock.advance(timedelta(minutes=4))
    assert len(desk.due()) == 1


def test_a_server_that_asks_for_patience_gets_it() -> None:
    asked = Poll(feed=due_feed(), wait=timedelta(hours=2))

    assert QUARTER.due_at(asked, None) >= NOW + timedelta(hours=2)


def test_each_failure_doubles_the_wait_up_to_half_a_day() -> None:
    waits = []
    for failures in range(10):
        failed = Poll(feed=due_feed(failures), trouble=errors.Unreachable(ADDRESS, reason=""))
        waits.append(QUARTER.due_at(failed, None) - NOW)

    assert waits == sorted(waits)
    assert waits[1] > timedelta(minutes=29)
    assert timedelta(hours=11) < waits[-1] < timedelta(hours=14)


def test_a_trouble_is_kept_with_its_facts(database: Database) -> None:
    desk = FeedDesk(database)
    feed = desk.add(NewFeed(address=ADDRESS)).id
    trouble = errors.AskedToWait(ADDRESS, status=429, until=database.clock.now())

    poll(desk, database, trouble=trouble)

    (failing,) = desk.failing()
    assert failing.id == feed
    assert failing.failures == 1
    assert vars(failing.what_failed()) == vars(trouble)

    poll(desk, database)
    assert desk.failing() == ()
    assert desk.get(feed).failures == 0


def test_where_no_feed_fails_no_name_of_an_outlet_is_read(database: Database) -> None:
    desk = FeedDesk(database)
    desk.add(NewFeed(address=ADDRESS))

    with counted() as sent:
        assert (desk.failing(), desk.cut_short()) == ((), ())

    assert [each for each in sent if "FROM outlets" in each or "FROM feed_gaps" in each] == []


def test_a_feed_that_is_gone_is_not_asked_again_until_a_person_says(database: Database) -> None:
    desk = FeedDesk(database)
    feed = desk.add(NewFeed(address=ADDRESS)).id
    poll(desk, database, trouble=errors.FeedGone(ADDRESS))

    assert desk.get(feed).health.verdict is Verdict.STOPPED
    assert desk.due(all_of_them=True) == ()
    assert len(desk.failing()) == 1

    desk.ask_again(feed)
    assert len(desk.due()) == 1


def test_a_feed_that_has_moved_for_good_is_followed(database: Database) -> None:
    desk = FeedDesk(database)
    feed = desk.add(NewFeed(address=ADDRESS)).id

    poll(desk, database, moved_to="https://new.example/rss", about=About(title="La Une"))

    assert desk.get(feed).address == "https://new.example/rss"
    assert desk.get(feed).title == "La Une"


def test_a_title_given_by_a_person_is_kept_and_can_be_undone(database: Database) -> None:
    desk = FeedDesk(database)
    feed = desk.add(NewFeed(address=ADDRESS, title="Mon titre")).id
    poll(desk, database, about=About(title="Leur titre"))
    change = FieldChange("title", "Mon titre", "Autre titre")

    desk.edit(feed, change)
    assert desk.get(feed).title == "Autre titre"

    desk.edit(feed, change.inverse())
    assert desk.get(feed).title == "Mon titre"


def test_a_paused_feed_is_left_in_peace(database: Database) -> None:
    desk = FeedDesk(database)
    feed = desk.add(NewFeed(address=ADDRESS)).id

    desk.edit(feed, FieldChange("paused", before=False, after=True))

    assert desk.due(all_of_them=True) == ()
    assert desk.get(feed).health.verdict is Verdict.PAUSED


def test_a_removed_feed_can_be_taken_out_of_the_bin(database: Database) -> None:
    desk = FeedDesk(database)
    feed = desk.add(NewFeed(address=ADDRESS)).id

    desk.put_in_bin(feed)
    assert desk.every() == ()
    with pytest.raises(NotFound):
        desk.get(feed)

    desk.take_out_of_bin(feed)
    assert len(desk.due()) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        errors.RefusedAddress(ADDRESS, machine="10.0.0.1"),
        errors.FeedTooLarge(ADDRESS, limit_mib=10),
        errors.NotAFeed(ADDRESS, found="html"),
        errors.AskedToWait(ADDRESS, status=503, until=None),
    ],
)
def test_a_trouble_survives_as_text(trouble: errors.FeedTrouble) -> None:
    read = errors.FeedTrouble.from_text(trouble.to_text())

    assert type(read) is type(trouble)
    assert vars(read) == vars(trouble)


@pytest.mark.parametrize("kept", ["TooLarge", "CertificateRefused"])
def test_a_trouble_that_was_kept_by_the_name_of_before_is_read_again(kept: str) -> None:
    fact = {"limit_mib": 10} if kept == "TooLarge" else {"reason": "expired"}
    text = json.dumps({"trouble": kept, "address": ADDRESS, **fact})

    assert type(errors.FeedTrouble.from_text(text)).__name__ == f"Feed{kept}"
    assert json.loads(errors.FeedTrouble.from_text(text).to_text()) == json.loads(text)


def test_a_clock_that_was_ahead_silences_no_feed(database: Database, clock: StillClock) -> None:
    desk = FeedDesk(database)
    clock.advance(timedelta(days=400))
    desk.add(NewFeed(address=ADDRESS))
    clock.advance(timedelta(days=-300))
    assert desk.is_due()
    poll(desk, database)
    assert not desk.is_due()

    clock.advance(timedelta(days=-100))

    assert desk.is_due()
    assert len(desk.due()) == 1
    poll(desk, database)
    assert not desk.is_due()
    assert desk.due() == ()


def test_a_clock_set_back_a_little_asks_nobody_sooner(
    database: Database, clock: StillClock
) -> None:
    desk = FeedDesk(database)
    desk.add(NewFeed(address=ADDRESS))
    until = clock.now() + timedelta(hours=20)
    poll(desk, database, trouble=errors.AskedToWait(ADDRESS, status=429, until=until))

    clock.advance(timedelta(seconds=-1))

    assert not desk.is_due()
    assert desk.due() == ()


def test_a_feed_is_not_given_to_an_outlet_that_cannot_be_opened(database: Database) -> None:
    outlets, desk = OutletDesk(database), FeedDesk(database)
    gone = outlets.add(NewOutlet(name="Avis")).id
    outlets.put_in_bin(gone)
    feed = desk.add(NewFeed(address=ADDRESS))

    with pytest.raises(NotFound):
        desk.edit(feed.id, FieldChange("outlet_id", None, gone))


def test_the_language_of_a_feed_is_said_by_its_name_and_edited_by_its_code() -> None:
    (fact,) = (each for each in facts() if each.field == "language")
    before = i18n.current()
    i18n.use("fr")

    said = [fact.notation.say(code) for code in ("fr", "en", "xx", "")]

    i18n.use(before)
    assert said == ["Français", "Anglais", "xx", ""]
    assert fact.notation.write("fr") == "fr"
