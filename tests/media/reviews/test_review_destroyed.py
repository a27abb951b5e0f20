"""An issued review is kept for as long as a rule says, counted from its issue, then destroyed."""

from datetime import date, timedelta

import pytest

from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import LettersLeaving
from comms_desk.media.reviews.model import ReviewId
from comms_desk.storage.archive import Archive
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotArchived, NotFound
from comms_desk.storage.model import DestructionRule, FieldChange, NewRule
from tests.across.test_archive import all_that_is_stored
from tests.media.reviews.morning import Morning
from tests.support.years import live_on

TESTER = Address(local="essai", domain="ville.example")
LONG_AFTER = timedelta(days=4 * 366)


@pytest.fixture
def morning(database: Database) -> Morning:
    return Morning(database)


@pytest.fixture
def review(morning: Morning) -> ReviewId:
    """One that was issued and sent, whose summary and readers are known by their words."""
    morning.readers()
    budget, _fire, _copy = morning.three()
    kept = morning.reviews.keep([budget]).review
    assert kept is not None
    (item,) = morning.reviews.get(kept).kept
    morning.reviews.edit(kept, FieldChange(f"summary {item.id}", "", "Quintessence."))
    morning.reviews.issue(kept)
    morning.reviews.send(kept, seen=morning.reviews.sending(kept))
    return kept


def ruled(database: Database) -> DestructionRule:
    return Archive(database).add_rule(
        NewRule(
            kind=Subject.REVIEW,
            years=3,
            reference="12-345",
            signed_by="Ève Lavoie, greffière",
            signed_on=date(2026, 3, 2),
        )
    )


def test_it_is_destroyed_with_its_letters_once_its_years_are_over(
    morning: Morning, review: ReviewId, database: Database
) -> None:
    archive, rule, ref = Archive(database), ruled(database), morning.reviews.get(review).ref
    open_one = morning.reviews.begin(date(2026, 11, 25))
    morning.reviews.send_test(review, TESTER)
    for message in {each.message for each in OutboxDesk(database).letters().rows}:
        OutboxDesk(database).cancel(message)

    assert [each.ref for each in archive.due(rule.id).later] == [ref]
    with pytest.raises(NotArchived):
        archive.destroy(rule.id, ref)
    live_on(database, LONG_AFTER)
    assert archive.how_many_due() == {rule.id: 1}
    gone = archive.destroy(rule.id, ref)

    assert (gone.ref, gone.name) == (ref, "2026-11-24 (fr)")
    with pytest.raises(NotFound):
        morning.reviews.get(review)
    everything = all_that_is_stored(database)
    assert "Quintessence" not in everything
    assert TESTER.bare not in everything
    assert archive.destroyed().rows == (gone,)
    assert [each.id for each in morning.reviews.search().rows] == [open_one.id]


def test_each_of_a_day_has_a_name_of_its_own(
    morning: Morning, review: ReviewId, database: Database
) -> None:
    rule = ruled(database)
    english = morning.reviews.begin(language=Language.ENGLISH)
    for each in (morning.reviews.begin(), english):
        morning.reviews.issue(each.id, nothing_to_report=True)

    later = {each.ref.id: each.name for each in Archive(database).due(rule.id).later}

    assert later[review] == "2026-11-24 (fr)"
    assert sorted(later.values()) == [
        "2026-11-24 (en)",
        "2026-11-24 (fr)",
        "2026-11-24, addendum 1 (fr)",
    ]


def test_it_stays_while_a_letter_of_it_waits(
    review: ReviewId, database: Database, morning: Morning
) -> None:
    archive, rule, ref = Archive(database), ruled(database), morning.reviews.get(review).ref
    live_on(database, LONG_AFTER)

    assert [each.thing.ref for each in archive.due(rule.id).held] == [ref]
    with pytest.raises(LettersLeaving):
        archive.destroy(rule.id, ref)


def test_it_stays_while_a_test_of_it_waits(
    morning: Morning, review: ReviewId, database: Database
) -> None:
    archive, rule, ref = Archive(database), ruled(database), morning.reviews.get(review).ref
    for message in {each.message for each in OutboxDesk(database).letters().rows}:
        OutboxDesk(database).cancel(message)
    live_on(database, LONG_AFTER)
    morning.reviews.send_test(review, TESTER)

    assert [each.thing.ref for each in archive.due(rule.id).held] == [ref]
    with pytest.raises(LettersLeaving):
        archive.destroy(rule.id, ref)


def test_a_wrong_clock_destroys_none_early(
    review: ReviewId, database: Database, clock: StillClock
) -> None:
    archive, rule = Archive(database), ruled(database)

    clock.advance(LONG_AFTER)

    due = archive.due(rule.id)
    assert (due.things, due.held) == ((), ())
