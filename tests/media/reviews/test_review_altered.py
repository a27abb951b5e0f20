"""A review that was altered before it left: its stories wait no longer, and it never leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from comms_desk.clock import StillClock
from comms_desk.media.reviews import restored
from comms_desk.media.reviews.model import (
    EditionAltered,
    Review,
    ReviewGivenUp,
    ReviewIssued,
    ReviewMaybeSent,
)
from comms_desk.media.reviews.store import ReviewRow
from comms_desk.storage import soundness
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.reviews.morning import Morning, alter
from tests.support.asked_of_desks import history_of, reviews_of_day


@pytest.fixture
def morning(database: Database) -> Morning:
    return Morning(database)


def altered(morning: Morning) -> Review:
    """One that was issued, then altered."""
    issued = told(morning)
    alter(morning.database, issued.id)
    return issued


def told(morning: Morning) -> Review:
    """One that was issued with two stories, words and highlights."""
    budget, fire, _copy = morning.three()
    morning.reviews.keep([budget, fire])
    (review,) = reviews_of_day(morning.reviews)
    review = morning.edit(review, "highlights", ("Le budget domine.",))
    words = FieldChange(f"summary {review.kept[0].id}", "", "Le budget monte.")
    morning.reviews.edit(review.id, words)
    return morning.reviews.issue(review.id)


def said(review: Review) -> list[tuple[object, ...]]:
    return [(each.article, each.section, each.entry.summary) for each in review.kept]


def test_its_stories_are_kept_anew_with_their_words(morning: Morning) -> None:
    issued = altered(morning)
    articles = [each.article for each in issued.kept]
    assert morning.reviews.keep(articles).articles == ()

    addendum = morning.reviews.take_up(issued.id)

    assert said(addendum) == said(issued)
    assert (addendum.number, addendum.highlights) == (2, issued.highlights)
    assert addendum.sections == issued.sections
    assert set(morning.reviews.standing(articles).values()) == {addendum.id}
    morning.readers()
    morning.reviews.issue(addendum.id)
    assert morning.reviews.send(addendum.id, seen=morning.reviews.sending(addendum.id)) == 3


def test_it_stays_altered_and_never_leaves_even_put_back_as_it_was(morning: Morning) -> None:
    issued = told(morning)
    morning.readers()
    with morning.database.snapshot() as snapshot:
        row = snapshot.session.get_one(ReviewRow, issued.id)
        edition, digest = row.edition, row.digest
    alter(morning.database, issued.id)
    morning.reviews.take_up(issued.id)
    seen = morning.reviews.sending(issued.id)

    with morning.database.transaction() as transaction:
        transaction.session.execute(
            update(ReviewRow).where(ReviewRow.id == issued.id).values(edition=edition)
        )

    for refused in (
        lambda: morning.reviews.get(issued.id),
        lambda: morning.reviews.send(issued.id, seen=seen),
        lambda: morning.reviews.take_up(issued.id),
    ):
        with pytest.raises(ReviewGivenUp):
            refused()
    assert soundness.check(morning.database).altered == (f"reviews {issued.id}",)
    assert digest in [each.before for each in history_of(morning.reviews, issued.ref)]
    lines = {each.id: each for each in morning.reviews.search().rows}
    assert (lines[issued.id].is_given_up, lines[issued.id].stories) == (True, 0)


def test_what_is_sound_or_has_left_is_taken_up_by_nobody(morning: Morning) -> None:
    morning.readers()
    review = morning.reviews.keep([morning.three()[0]]).review
    assert review is not None
    morning.reviews.issue(review)

    with pytest.raises(ReviewIssued):
        morning.reviews.take_up(review)
    morning.reviews.send(review, seen=morning.reviews.sending(review))
    alter(morning.database, review)

    with pytest.raises(EditionAltered):
        morning.reviews.take_up(review)


def test_the_day_after_they_go_to_the_review_of_today_but_what_is_there(
    morning: Morning, clock: StillClock
) -> None:
    issued = altered(morning)
    clock.advance(timedelta(days=1))
    budget, fire = (each.article for each in issued.kept)
    today = morning.reviews.keep([fire]).review

    taken = morning.reviews.take_up(issued.id)

    assert (taken.id, taken.highlights) == (today, ())
    assert [each.article for each in taken.kept] == [fire, budget]


def test_what_may_have_left_before_a_restore_is_in_doubt_in_the_next_one_too(
    morning: Morning,
) -> None:
    issued = altered(morning)
    morning.readers()
    with morning.database.transaction() as transaction:
        restored.doubt(transaction, None)

    addendum = morning.reviews.issue(morning.reviews.take_up(issued.id).id)

    with pytest.raises(ReviewMaybeSent):
        morning.reviews.send(addendum.id, seen=morning.reviews.sending(addendum.id))


def test_what_is_emptied_is_altered_and_does_not_leave_as_it_stands_now(morning: Morning) -> None:
    issued = told(morning)
    morning.readers()
    seen = morning.reviews.sending(issued.id)
    alter(morning.database, issued.id, None)

    with pytest.raises(EditionAltered):
        morning.reviews.send(issued.id, seen=seen)

    assert soundness.check(morning.database).altered == (f"reviews {issued.id}",)
    assert said(morning.reviews.take_up(issued.id)) == said(issued)


def test_what_another_review_told_since_is_not_told_again(
    morning: Morning, clock: StillClock
) -> None:
    issued = altered(morning)
    budget, fire = (each.article for each in issued.kept)
    morning.readers()
    clock.advance(timedelta(days=1))
    next_day = morning.reviews.keep([fire]).review
    assert next_day is not None
    morning.reviews.issue(next_day)
    morning.reviews.send(next_day, seen=morning.reviews.sending(next_day))
    clock.advance(timedelta(days=1))

    taken = morning.reviews.take_up(issued.id)

    assert [each.article for each in taken.kept] == [budget]


def test_one_that_was_given_up_is_in_doubt_in_a_backup_of_before(morning: Morning) -> None:
    issued = told(morning)
    with morning.database.snapshot() as snapshot:
        row = snapshot.session.get_one(ReviewRow, issued.id)
        before = {"edition": row.edition, "digest": row.digest}
    alter(morning.database, issued.id)
    morning.readers()
    addendum = morning.reviews.issue(morning.reviews.take_up(issued.id).id)
    morning.reviews.send(addendum.id, seen=morning.reviews.sending(addendum.id))
    with morning.database.snapshot() as snapshot:
        present = restored.known(snapshot)

    with morning.database.transaction() as transaction:  # it is as it was before
        those = update(ReviewRow).where(ReviewRow.id == issued.id)
        transaction.session.execute(those.values(before))
        restored.doubt(transaction, present)

    with pytest.raises(ReviewMaybeSent):
        morning.reviews.send(issued.id, seen=morning.reviews.sending(issued.id))
