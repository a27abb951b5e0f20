"""The sample desk comes in whole, by the doors that real things use."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk.across.office import Office, open_office
from comms_desk.across.sample import is_empty, load_sample
from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.keys import Keys
from comms_desk.paths import Paths

MORNING = datetime(2026, 11, 24, 12, 4, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(
        Paths.under(tmp_path), keys=Keys(memory_only=True), clock=StillClock(MORNING)
    )
    yield opened
    opened.close()


def test_the_sample_desk_fills_an_empty_desk(office: Office) -> None:
    assert is_empty(office)

    loaded = load_sample(office)

    assert not is_empty(office)
    assert (loaded.contacts, loaded.employees, loaded.outlets) == (40, 60, 15)
    assert (loaded.articles, loaded.mentions, loaded.drafts) == (24, 18, 3)


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
