"""A sleep, a restart or a closed window that stopped a sending is said first, to everybody."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LEASE_LASTS, Lease, LeaseLost
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import NewAccount, Recipient
from comms_desk.mail.stops import STOPPED_AFTER, note_stop, put_away, put_back, stops
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.storage.database import Database
from comms_desk.ui.today.view import StopKey
from comms_desk.ui.today.words import read_today
from tests.mail.outbox_support import TAKEN
from tests.support.databases import alike
from tests.support.mornings import office_on

SENDER = Address(local="presse", domain="ville.example")
HOUR = timedelta(hours=1)


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    made = office_on(database, tmp_path)
    made.accounts.add(NewAccount(name="Presse", sender=SENDER, facts={"host": "smtp.example"}))
    return made


@pytest.fixture
def release(office: Office) -> Draft:
    """Two letters of it are due in an hour."""
    text = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027"))
    office.outbox.send(
        NewMessage(subject="Budget 2027", text="Bonjour"),
        [Recipient(to=Address(local=each, domain="journal.example")) for each in ("zoe", "luc")],
        due_at=office.database.clock.now() + HOUR,
        about=text.ref,
    )
    return text


def taken(office: Office) -> Lease:
    return JobDesk(office.database).take("a worker", is_dead=lambda _holder: True)


def test_a_lease_says_since_when_nobody_had_it(office: Office, clock: StillClock) -> None:
    first = taken(office)
    renewed_at = clock.now()
    clock.advance(8 * HOUR)
    second = taken(office)
    assert first.idle_since is None
    assert second.idle_since == renewed_at

    office.jobs.release(second)
    released_at = clock.now()
    clock.advance(HOUR)

    assert taken(office).idle_since == released_at


def test_what_was_due_while_nobody_sent_is_counted_from_when_it_was_due(
    office: Office, release: Draft, clock: StillClock
) -> None:
    slept_at = clock.now()
    clock.advance(8 * HOUR)

    assert note_stop(office.database, taken(office).token, since=slept_at) == 2

    (stop,) = stops(office.database)
    assert (stop.since, stop.until) == (slept_at + HOUR, clock.now())
    assert (stop.letters, stop.about) == (2, release.ref)


def test_a_night_in_which_nothing_was_due_is_no_stop(
    office: Office, release: Draft, clock: StillClock
) -> None:
    slept_at = clock.now()
    clock.advance(HOUR - timedelta(minutes=1))

    assert note_stop(office.database, taken(office).token, since=slept_at) == 0
    assert stops(office.database) == ()


def test_a_moment_without_a_worker_is_no_stop(
    office: Office, release: Draft, clock: StillClock
) -> None:
    clock.advance(2 * HOUR)

    late = note_stop(office.database, taken(office).token, since=clock.now() - LEASE_LASTS)

    assert late == 0
    assert LEASE_LASTS < STOPPED_AFTER


def test_what_waits_for_a_freeze_is_not_late(
    office: Office, release: Draft, clock: StillClock
) -> None:
    slept_at = clock.now()
    office.freezes.freeze("Water main break")
    clock.advance(8 * HOUR)

    assert note_stop(office.database, taken(office).token, since=slept_at) == 0


def test_who_has_lost_the_lease_notes_nothing(
    office: Office, release: Draft, clock: StillClock
) -> None:
    slept_at, asleep = clock.now(), taken(office)
    clock.advance(8 * HOUR)
    taken(office)

    with pytest.raises(LeaseLost):
        note_stop(office.database, asleep.token, since=slept_at)
    assert stops(office.database) == ()


def test_it_goes_within_the_hour_once_what_was_late_has_left(
    office: Office, release: Draft, clock: StillClock
) -> None:
    slept_at, jobs = clock.now(), JobDesk(office.database)
    clock.advance(8 * HOUR)
    lease = taken(office)
    note_stop(office.database, lease.token, since=slept_at)
    departures, account = Departures(office.database), office.accounts.every()[0].id
    said = []

    for most in (1, 1, 0):
        said.append(len(stops(office.database)))
        for claim in departures.claim(lease.token, account, most=most):
            departures.settle(account, claim, TAKEN)
        clock.advance(HOUR)
        lease = jobs.take("a worker", is_dead=lambda _holder: True)

    assert said == [1, 1, 0]


def test_it_is_put_away_for_every_desk_and_back_again(
    office: Office, release: Draft, clock: StillClock
) -> None:
    slept_at = clock.now()
    clock.advance(8 * HOUR)
    note_stop(office.database, taken(office).token, since=slept_at)
    (stop,) = stops(office.database)

    put_away(office.database, stop.id)
    put_away(office.database, stop.id)

    assert stops(office.database) == ()
    put_back(office.database, stop)
    (again,) = stops(office.database)
    assert replace(again, id=stop.id) == stop


def test_it_is_the_first_line_of_today_on_every_desk_for_a_day(
    office: Office, release: Draft, clock: StillClock, tmp_path: Path
) -> None:
    slept_at = clock.now()
    clock.advance(8 * HOUR)
    note_stop(office.database, taken(office).token, since=slept_at)
    office.freezes.freeze("Water main break")
    other = alike(Database(office.database.url, clock=clock))
    there = office_on(other, tmp_path / "there")

    before = i18n.current()
    i18n.use("en")
    try:
        first = read_today(there).now[0]
        clock.advance(timedelta(days=1, minutes=1))
        later = read_today(there).now
    finally:
        i18n.use(before)
        other.dispose()

    assert first.title == "Sending stopped: 2 e-mails late"
    assert first.detail.startswith("from 8:30\u00a0a.m. to 3:30\u00a0p.m.")
    assert isinstance(first.key, StopKey)
    assert first.key.about == release.ref
    assert [tag.text for tag in first.tags] == ["late"]
    assert not any(row.title.startswith("Sending stopped") for row in later)
