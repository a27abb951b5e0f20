"""The press review waits on Today until it is sent, where somebody reads it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.across.reviews_today import reviews_to_send
from comms_desk.across.today import TodayDesk
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.lists.model import ListId, NewList
from comms_desk.media.reviews.model import ReviewId
from comms_desk.settings import REVIEW_HOUR, REVIEW_READERS
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.reviews.morning import alter
from tests.support.mornings import office_on

SEVEN = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday, 7 a.m. in Montréal."""
CLOSES = SEVEN + timedelta(minutes=25)


@pytest.fixture
def office(database: Database, clock: StillClock, tmp_path: Path) -> Office:
    clock.advance(SEVEN - clock.now())
    office = office_on(database, tmp_path)
    office.desk_settings.set(REVIEW_READERS, "Cabinet")
    return office


def test_a_desk_without_readers_is_told_of_no_review(office: Office) -> None:
    office.desk_settings.set(REVIEW_READERS, "")
    office.reviews.begin()

    assert reviews_to_send(office, SEVEN) == ()


def test_a_review_that_nobody_began_waits_on_a_weekday(office: Office, clock: StillClock) -> None:
    [waiting] = TodayDesk(office).troubles().reviews
    clock.advance(timedelta(days=4))
    saturday = TodayDesk(office).troubles()

    assert (waiting.review, waiting.closes_at) == (None, CLOSES)
    assert saturday.reviews == ()


def test_without_an_hour_only_one_that_was_begun_waits(office: Office) -> None:
    office.desk_settings.set(REVIEW_HOUR, "")
    before = reviews_to_send(office, SEVEN)
    begun = office.reviews.begin()

    assert before == ()
    assert [each.review for each in reviews_to_send(office, SEVEN)] == [begun.id]


def test_it_waits_until_it_is_sent_and_counts(office: Office) -> None:
    sender, reader = map(Address.parse, ("medias@ville.example", "cabinet@ville.example"))
    office.accounts.add(NewAccount(name="Presse", sender=sender, facts={"host": "localhost"}))
    office.lists.put_members(office.lists.add(NewList(name="Cabinet")).id, [reader])
    review = office.reviews.begin()
    waiting = TodayDesk(office).troubles().waiting

    [begun] = reviews_to_send(office, SEVEN)
    office.reviews.issue(review.id, nothing_to_report=True)
    [issued] = reviews_to_send(office, SEVEN)
    office.reviews.send(review.id, seen=office.reviews.sending(review.id))

    assert (begun.review, begun.closes_at, begun.is_issued) == (review.id, CLOSES, False)
    assert issued.is_issued
    assert reviews_to_send(office, SEVEN) == ()
    assert TodayDesk(office).troubles().waiting == waiting - 1


def sent(office: Office, *readers: Address | Ref) -> tuple[ListId, ReviewId]:
    """Return a list of *readers*, and the review of today that left to it."""
    sender = Address.parse("medias@ville.example")
    office.accounts.add(NewAccount(name="Presse", sender=sender, facts={"host": "localhost"}))
    cabinet = office.lists.add(NewList(name="Cabinet")).id
    office.lists.put_members(cabinet, readers)
    review = office.reviews.issue(office.reviews.begin().id, nothing_to_report=True).id
    office.reviews.send(review, seen=office.reviews.sending(review))
    return cabinet, review


READERS = [Address.parse(f"{each}@ville.example") for each in ("cabinet", "dg", "zoe")]


def test_one_that_did_not_reach_all_is_said_until_it_did(office: Office) -> None:
    _cabinet, review = sent(office, *READERS)
    first, second, _third = office.outbox.letters().rows

    assert reviews_to_send(office, SEVEN) == ()
    office.outbox.cancel(first.message, only=[first.id, second.id])
    [missed] = reviews_to_send(office, SEVEN)
    office.reviews.send(review, seen=office.reviews.sending(review))

    assert (missed.review, missed.left_to, missed.missed) == (review, 3, 2)
    assert reviews_to_send(office, SEVEN) == ()


def test_who_left_the_list_since_misses_nothing(office: Office) -> None:
    cabinet, _review = sent(office, *READERS)
    first, second, _third = office.outbox.letters().rows
    office.outbox.cancel(first.message, only=[first.id, second.id])

    office.lists.take_out_members(cabinet, [first.to])
    [missed] = reviews_to_send(office, SEVEN)
    office.desk_settings.set(REVIEW_READERS, "Personne")

    assert missed.missed == 1
    assert reviews_to_send(office, SEVEN) == ()


def test_who_was_written_to_at_another_address_since_misses_nothing(office: Office) -> None:
    held = NewPosition(emails=(READERS[2],))
    contact = office.contacts.add(NewContact(family_name="Roy", positions=(held,)))
    _cabinet, review = sent(office, Ref(Subject.CONTACT, contact.id))
    (letter,) = office.outbox.letters().rows
    office.outbox.cancel(letter.message)
    position = contact.positions[0]
    change = FieldChange("emails", position.emails, (READERS[1].bare,))
    office.contacts.edit_position(position.id, change)

    [missed] = reviews_to_send(office, SEVEN)
    office.reviews.send(review, seen=office.reviews.sending(review))

    assert missed.missed == 1
    assert len(office.outbox.letters().rows) == 2
    assert reviews_to_send(office, SEVEN) == ()


def test_one_that_was_altered_and_given_up_waits_no_longer(office: Office) -> None:
    review = office.reviews.issue(office.reviews.begin().id, nothing_to_report=True).id
    alter(office.database, review)
    assert [each.review for each in reviews_to_send(office, SEVEN)] == [review]

    office.reviews.take_up(review)

    assert reviews_to_send(office, SEVEN) == ()


def test_an_addendum_waits_once_something_is_in_it(office: Office) -> None:
    first = office.reviews.begin()
    office.reviews.issue(first.id, nothing_to_report=True)
    office.reviews.begin()

    assert [each.review for each in reviews_to_send(office, SEVEN)] == [first.id]


def test_an_english_review_waits_once_it_is_begun(office: Office) -> None:
    english = office.reviews.begin(language=Language.ENGLISH)

    assert [each.review for each in reviews_to_send(office, SEVEN)] == [english.id]
