"""Two people and one journalist: who works on an inquiry is seen by the other, and taken over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.media.inquiries.case.at_work import GONE_AFTER, SAID_EVERY_S, AtWorkDesk
from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import Holder
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.database import Database
from comms_desk.ui.frame.errands import Pauses
from tests.support.databases import alike

ANA, BEN = PersonId(1), PersonId(2)
SEEN_WITHIN_MS = 2_000


@pytest.fixture
def other(database: Database, clock: StillClock) -> Iterator[Database]:
    """The same desk as another person's window has it."""
    database.act_as(ANA)
    opened = alike(Database(database.url, clock=clock))
    opened.act_as(BEN)
    yield opened
    opened.dispose()


@pytest.fixture
def inquiry(database: Database) -> InquiryId:
    return InquiryDesk(database).add(NewInquiry(title="Budget")).id


def test_who_begins_second_is_told_and_takes_it_over_and_the_first_is_told(
    database: Database, other: Database, inquiry: InquiryId, clock: StillClock
) -> None:
    anas, bens = AtWorkDesk(database), AtWorkDesk(other)
    anas.begin(inquiry)
    clock.advance(timedelta(seconds=SAID_EVERY_S))
    assert [each.person for each in bens.begin(inquiry)] == [ANA, BEN]
    assert InquiryDesk(other).get(inquiry).holder == Holder()

    bens.take_over(inquiry)

    assert {each.person: each.taken_over_by for each in anas.begin(inquiry)} == {
        ANA: BEN,
        BEN: None,
    }
    assert InquiryDesk(database).get(inquiry).holder == Holder(person=BEN)
    anas.take_over(inquiry)
    assert {each.person: each.taken_over_by for each in bens.of(inquiry)} == {ANA: None, BEN: ANA}
    bens.leave(inquiry)
    assert [each.person for each in anas.every()] == [ANA]


def test_who_says_no_more_is_gone(
    database: Database, other: Database, inquiry: InquiryId, clock: StillClock
) -> None:
    anas, bens = AtWorkDesk(database), AtWorkDesk(other)
    began = clock.now()
    anas.begin(inquiry)
    clock.advance(timedelta(seconds=SAID_EVERY_S))
    assert [each.since for each in anas.begin(inquiry)] == [began]
    clock.advance(GONE_AFTER)

    assert bens.every() == ()
    assert [each.person for each in bens.begin(inquiry)] == [BEN]
    assert [each.since for each in anas.begin(inquiry)] == [clock.now()] * 2


def test_another_window_hears_of_it_as_it_looks(
    database: Database, other: Database, inquiry: InquiryId
) -> None:
    seen = other.data_version()
    assert Pauses().looked_every_ms < SEEN_WITHIN_MS, "one look, and what it then reads"

    for change in (AtWorkDesk(database).begin, AtWorkDesk(database).leave):
        change(inquiry)
        assert other.data_version() != seen
        seen = other.data_version()


def test_where_nobody_is_signed_in_nobody_is_at_work(
    database: Database, inquiry: InquiryId
) -> None:
    database.act_as(None)

    assert AtWorkDesk(database).begin(inquiry) == ()
    assert AtWorkDesk(database).take_over(inquiry) == ()
