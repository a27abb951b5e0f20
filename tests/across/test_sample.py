"""The sample desk comes in whole, by the doors that real things use."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from comms_desk.across import sample
from comms_desk.across.bare import is_bare
from comms_desk.across.office import Office
from comms_desk.across.sample import load_sample
from comms_desk.changes import Change, Subject
from comms_desk.clock import StillClock
from comms_desk.errors import DeskNotBare
from comms_desk.keys import Keys
from comms_desk.media.contacts.model import NewContact
from comms_desk.paths import Paths
from comms_desk.storage.database import Database
from tests.support.mornings import office_on
from tests.support.offices import new_office

MORNING = datetime(2026, 11, 24, 12, 4, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = new_office(
        Paths.under(tmp_path), keys=Keys(memory_only=True), clock=StillClock(MORNING)
    )
    yield opened
    opened.close()


def cut_off(_office: Office) -> None:
    raise ZeroDivisionError


def test_the_sample_desk_fills_an_empty_desk(office: Office) -> None:
    assert is_bare(office)

    loaded = load_sample(office)

    assert not is_bare(office)
    assert (loaded.contacts, loaded.employees, loaded.outlets) == (40, 60, 15)
    assert (loaded.articles, loaded.mentions, loaded.drafts) == (24, 18, 3)


def test_the_sample_desk_is_never_mixed_into_a_desk_that_holds_something(office: Office) -> None:
    office.contacts.add(NewContact(family_name="Okafor"))

    with pytest.raises(DeskNotBare):
        load_sample(office)

    assert office.dossiers.search().rows == ()
    assert office.contacts.search().total == 1


def test_two_who_load_the_sample_desk_at_once_load_it_once(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office_on(database, tmp_path)
    others = Database(database.url, clock=clock, busy_timeout_s=30)
    offices = [office_on(each, tmp_path) for each in (database, others)]
    together = Barrier(len(offices))

    def load(office: Office) -> bool:
        together.wait(10)
        try:
            load_sample(office)
        except DeskNotBare:
            return False
        return True

    with ThreadPoolExecutor(len(offices)) as threads:
        loaded = list(threads.map(load, offices))

    assert sorted(loaded) == [False, True]
    assert offices[0].contacts.search().total == 40
    others.dispose()


def test_a_sample_desk_that_is_cut_off_leaves_nothing_and_can_be_loaded(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_on(database, tmp_path)
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    with monkeypatch.context() as patch:
        patch.setattr(sample, "add_bulletin", cut_off)
        with pytest.raises(ZeroDivisionError):
            load_sample(office)

    assert is_bare(office)
    assert heard == []
    assert load_sample(office).contacts == 40


def test_every_address_of_the_sample_desk_is_an_example(office: Office) -> None:
    load_sample(office)

    contacts = office.contacts.export()
    emails = [
        email for each in contacts for position in each.positions for email in position.emails
    ]
    employees = office.audience.search(limit=100).rows

    assert emails
    assert all(email.endswith(".example") for email in emails)
    assert all(each.email.endswith(".example") for each in employees if each.email)


def test_a_text_of_the_sample_desk_is_held_by_an_embargo(office: Office) -> None:
    load_sample(office)

    (embargo,) = office.embargoes.holding()

    assert embargo.ref.kind is Subject.DRAFT
    assert embargo.until == MORNING.replace(hour=15, minute=0) + timedelta(days=1)


def test_the_invented_feeds_are_never_asked_for(office: Office) -> None:
    load_sample(office)

    assert office.feeds.every()
    assert office.feeds.due(all_of_them=True) == ()
