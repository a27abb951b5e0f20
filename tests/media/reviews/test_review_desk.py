"""A review is kept together, put in order, frozen; what comes after waits for an addendum."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.media.articles.model import (
    ArticleId,
    ArticleMissing,
    ArticleOrigin,
    NewArticle,
)
from comms_desk.media.clips.desk import ClipDesk
from comms_desk.media.clips.model import NewClip
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, ReviewLicence
from comms_desk.media.reviews import store
from comms_desk.media.reviews.desk import ReviewDesk
from comms_desk.media.reviews.edition import Edition
from comms_desk.media.reviews.model import (
    ItemId,
    ItemState,
    LineTooLong,
    NothingKept,
    OutOfReview,
    ReviewChanged,
    ReviewIssued,
    SomethingKept,
    TooManyLines,
    moved,
    section_moved,
    section_renamed,
)
from comms_desk.media.stories.desk import StoryDesk
from comms_desk.settings import REVIEW_HOUR, REVIEW_SECTIONS
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.errors import EditConflict, NotFound
from comms_desk.storage.model import FieldChange
from tests.media.reviews.morning import TODAY, Morning
from tests.media.stories.press import BUDGET
from tests.support.asked_of_desks import reviews_of_day


@pytest.fixture
def morning(database: Database) -> Morning:
    return Morning(database)


def titles(edition: Edition) -> list[str]:
    return [entry.title for section in edition.sections for entry in section.entries]


def test_what_is_kept_begins_the_review_of_the_day(morning: Morning) -> None:
    budget, fire, _copy = morning.three()

    kept = morning.reviews.keep([budget, fire])

    (review,) = reviews_of_day(morning.reviews)
    assert kept.review == review.id
    assert kept.articles == (budget, fire)
    assert (review.day, review.number, review.language) == (TODAY, 1, Language.FRENCH)
    assert review.closes_at == datetime(2026, 11, 24, 12, 25, tzinfo=UTC)
    assert review.sections == ("Budget", "Incendies")
    assert [item.article for item in review.items] == [budget, fire]


def test_a_copy_is_counted_and_never_kept_twice(morning: Morning) -> None:
    budget, _fire, copy = morning.three()
    review = morning.reviews.keep([budget]).review
    assert review is not None

    again = morning.reviews.keep([copy])

    assert again.articles == ()
    assert again.already == {copy: review}
    assert morning.reviews.standing([budget, copy]) == {budget: review, copy: review}
    (item,) = morning.reviews.get(review).items
    assert item.entry.also == ("Le Courrier",)
    assert item.entry.copies == 2
    assert morning.reviews.edition(review).articles == 2


def test_what_is_taken_out_can_be_kept_again_with_its_words(morning: Morning) -> None:
    budget, fire, _copy = morning.three()
    kept = morning.reviews.keep([budget, fire])
    assert kept.review is not None
    item = morning.reviews.get(kept.review).items[0]
    words = FieldChange(f"summary {item.id}", "", "Le budget monte.")
    morning.reviews.edit(kept.review, words)

    assert morning.reviews.take_out([budget, fire]) == OutOfReview(kept.review, (budget, fire))

    review = morning.reviews.get(kept.review)
    assert review.kept == ()
    assert [each.article for each in review.aside] == [budget]
    assert morning.reviews.keep([budget]).articles == (budget,)
    (back,) = morning.reviews.get(kept.review).kept
    assert back.entry.summary == "Le budget monte."
    assert back.words == 3


def test_what_was_put_aside_is_so_again_once_its_keeping_is_undone(morning: Morning) -> None:
    budget, fire, _copy = morning.three()
    begun = morning.reviews.keep([budget])
    assert begun.review is not None
    assert (begun.begins, begun.aside) == (True, ())
    (item,) = morning.reviews.get(begun.review).kept
    state = FieldChange(f"state {item.id}", ItemState.KEPT, ItemState.ASIDE)
    morning.reviews.edit(begun.review, state)

    kept = morning.reviews.keep([budget, fire])
    morning.reviews.unkeep(kept)

    assert (kept.begins, kept.aside) == (False, (budget,))
    review = morning.reviews.get(begun.review)
    assert [each.article for each in review.items] == [budget]
    assert review.aside == review.items
    kept = morning.reviews.keep([fire])
    morning.reviews.issue(begun.review)
    with pytest.raises(ReviewIssued):
        morning.reviews.unkeep(kept)


def test_undone_keeping_takes_out_no_story_that_became_one_with_it_since(morning: Morning) -> None:
    budget, fire, _copy = morning.three()
    morning.reviews.keep([budget])
    kept = morning.reviews.keep([fire])
    assert kept.review is not None
    StoryDesk(morning.database).join(budget, fire)

    morning.reviews.unkeep(kept)

    assert [each.article for each in morning.reviews.get(kept.review).items] == [budget]


def test_what_became_one_story_comes_back_by_the_article_that_is_asked_for(
    morning: Morning,
) -> None:
    budget, fire, _copy = morning.three()
    morning.reviews.keep([budget])
    review = morning.reviews.keep([fire]).review
    assert review is not None
    StoryDesk(morning.database).join(budget, fire)

    gone = morning.reviews.take_out([budget])
    assert gone == OutOfReview(review, (budget, fire))
    morning.reviews.keep_again(gone)

    assert [each.article for each in morning.reviews.get(review).kept] == [budget]


def test_what_is_taken_out_and_kept_again_stands_where_it_did(morning: Morning) -> None:
    budget, fire, _copy = morning.three()
    morning.reviews.keep([budget, fire])
    (review,) = reviews_of_day(morning.reviews)
    one, other = (item.id for item in review.items)
    review = morning.edit(review, "order", moved(review.order, other, "À la une", at=0))
    review = morning.edit(review, "order", section_moved(review.order, "À la une", at=0))

    morning.reviews.take_out([fire])
    assert [each.entry.article for each in morning.reviews.offered(review.id)] == [fire]
    assert morning.reviews.get(review.id).items == review.kept[1:]
    morning.reviews.keep([fire])

    assert morning.reviews.get(review.id).order == review.order
    assert review.order[0] == ("À la une", (other,))
    assert one in dict(review.order)["Budget"]


def test_a_story_goes_and_comes_back_by_whichever_of_its_copies(morning: Morning) -> None:
    budget, _fire, copy = morning.three()
    morning.reviews.keep([budget])
    (review,) = reviews_of_day(morning.reviews)

    assert morning.reviews.take_out([copy]) == OutOfReview(review.id, (budget,))
    assert morning.reviews.keep([copy]).articles == (budget,)

    assert morning.reviews.get(review.id) == review
    with pytest.raises(ArticleMissing):
        morning.reviews.keep([ArticleId(1)])


def test_what_was_taken_out_comes_back_to_the_same_review_or_to_none(
    morning: Morning, clock: StillClock
) -> None:
    budget, fire, _copy = morning.three()
    morning.reviews.keep([budget, fire])
    (review,) = reviews_of_day(morning.reviews)
    gone = morning.reviews.take_out([fire])
    assert gone is not None

    clock.advance(timedelta(days=1))
    morning.reviews.keep_again(gone)

    assert morning.reviews.get(review.id) == review
    morning.reviews.take_out([fire], day=TODAY)
    morning.reviews.issue(review.id)
    with pytest.raises(ReviewIssued):
        morning.reviews.keep_again(gone)
    assert reviews_of_day(morning.reviews) == ()
    assert len(reviews_of_day(morning.reviews, TODAY)) == 1
    assert morning.reviews.take_out([fire], day=TODAY) is None


def test_sections_and_items_stand_where_a_person_puts_them(morning: Morning) -> None:
    budget, fire, _copy = morning.three()
    morning.reviews.keep([budget, fire])
    (review,) = reviews_of_day(morning.reviews)
    one, other = (item.id for item in review.items)

    review = morning.edit(review, "order", section_moved(review.order, "Incendies", at=0))
    review = morning.edit(review, "order", section_renamed(review.order, "Budget", "L’argent"))
    assert review.order == (("Incendies", (other,)), ("L’argent", (one,)))
    edit = morning.reviews.edit(
        review.id,
        FieldChange("order", review.order, moved(review.order, other, "L’argent", at=0)),
    )

    review = morning.reviews.get(review.id)
    assert review.order == (("Incendies", ()), ("L’argent", (other, one)))
    assert [each.name for each in morning.reviews.edition(review.id).sections] == ["L’argent"]
    morning.reviews.edit(review.id, edit.change.inverse())
    review = morning.reviews.get(review.id)
    assert review.order == (("Incendies", (other,)), ("L’argent", (one,)))


def test_a_story_goes_last_in_its_new_section_which_keeps_its_place() -> None:
    one, two, three, four = map(ItemId, range(1, 5))
    order = (("Budget", (one, two)), ("Neige", (three,)), ("Ville", (four,)))

    assert moved(order, one, "Neige", at=10) == (
        ("Budget", (two,)),
        ("Neige", (three, one)),
        ("Ville", (four,)),
    )
    assert moved(order, one, "Parcs", at=10) == (
        ("Budget", (two,)),
        ("Parcs", (one,)),
        *order[1:],
    )


def test_sections_stand_as_they_did_the_day_before(morning: Morning, clock: StillClock) -> None:
    budget, fire, _copy = morning.three()
    morning.reviews.keep([budget, fire])
    (review,) = reviews_of_day(morning.reviews)
    review = morning.edit(review, "order", section_moved(review.order, "Incendies", at=0))
    morning.reviews.issue(review.id)
    clock.advance(timedelta(days=1))

    kept = morning.reviews.keep([budget, fire]).review

    assert kept is not None
    assert morning.reviews.get(kept).sections == ("Incendies", "Budget")


def test_what_a_colleague_keeps_meanwhile_does_not_stop_an_order(morning: Morning) -> None:
    budget, fire, _copy = morning.three()
    morning.reviews.keep([budget])
    (read,) = reviews_of_day(morning.reviews)
    morning.reviews.keep([fire])

    review = morning.edit(read, "order", section_renamed(read.order, "Budget", "L’argent"))

    assert [(name, len(items)) for name, items in review.order] == [
        ("L’argent", 1),
        ("Incendies", 1),
    ]
    with pytest.raises(EditConflict):
        morning.edit(read, "order", section_renamed(read.order, "Budget", "Finances"))


def test_lines_are_no_longer_than_is_read(morning: Morning) -> None:
    review = morning.reviews.begin()

    review = morning.edit(review, "highlights", ("Budget : 3,1 %", "", "BIG"))
    assert morning.reviews.edition(review.id).highlights == ("Budget : 3,1 %", "BIG")
    with pytest.raises(LineTooLong):
        morning.edit(review, "highlights", ("a" * 141,))
    with pytest.raises(TooManyLines):
        morning.edit(review, "highlights", ("a", "b", "c", "d"))
    with pytest.raises(ValueError, match="is not edited"):
        morning.edit(review, "digest", "")


def test_what_is_typed_on_several_lines_is_kept_on_one_and_undone(morning: Morning) -> None:
    budget, _fire, _copy = morning.three()
    morning.reviews.keep([budget])
    (review,) = reviews_of_day(morning.reviews)
    (item,) = review.items

    lines = FieldChange("agenda", (), ("9 h 30\nconseil",))
    words = FieldChange(f"summary {item.id}", "", "Le budget\nmonte.")
    made = [morning.reviews.edit(review.id, each) for each in (lines, words)]

    said = morning.reviews.get(review.id)
    assert said.agenda == ("9 h 30 conseil",)
    assert said.items[0].entry.summary == "Le budget monte."
    for edit in made:
        morning.reviews.edit(review.id, edit.change.inverse())
    assert morning.reviews.get(review.id) == review


def test_a_section_without_a_name_is_none(morning: Morning) -> None:
    budget, _fire, _copy = morning.three()
    morning.reviews.keep([budget])
    (review,) = reviews_of_day(morning.reviews)

    assert morning.edit(review, "order", section_renamed(review.order, "Budget", " ")) == review


def test_what_is_issued_is_frozen_and_the_rest_is_for_an_addendum(
    morning: Morning, clock: StillClock
) -> None:
    budget, fire, copy = morning.three()
    review = morning.reviews.keep([budget]).review
    assert review is not None
    before = morning.reviews.edition(review)

    issued = morning.reviews.issue(review)

    before = replace(before, closes_at=clock.now())
    assert issued.edition == before
    assert issued.closes_at != clock.now()
    assert len(issued.digest) == 64
    with pytest.raises(ReviewIssued):
        morning.reviews.issue(review)
    with pytest.raises(ReviewIssued):
        morning.edit(issued, "highlights", ("Trop tard",))
    clock.advance(timedelta(hours=1))
    assert morning.reviews.keep([copy]).already == {copy: review}
    addendum = morning.reviews.keep([fire]).review
    assert addendum is not None
    second = morning.reviews.get(addendum)
    assert (second.number, second.closes_at) == (2, clock.now())
    late = morning.publishes("La Gazette", BUDGET)
    morning.read()
    assert morning.reviews.get(review).edition == before
    assert late in morning.reviews.standing([late])


def test_a_review_without_anything_says_so_by_a_persons_word(morning: Morning) -> None:
    review = morning.reviews.begin()

    with pytest.raises(NothingKept):
        morning.reviews.issue(review.id)
    issued = morning.reviews.issue(review.id, nothing_to_report=True)

    assert issued.edition is not None
    assert issued.edition.sections == ()
    kept = morning.reviews.keep([morning.three()[0]]).review
    assert kept is not None
    with pytest.raises(SomethingKept):
        morning.reviews.issue(kept, nothing_to_report=True)


def test_what_was_shown_is_what_is_issued(morning: Morning) -> None:
    budget, fire, _copy = morning.three()
    morning.reviews.keep([budget])
    (shown,) = reviews_of_day(morning.reviews)
    morning.publishes("La Gazette", BUDGET)
    morning.group()
    morning.reviews.keep([fire])

    with pytest.raises(ReviewChanged):
        morning.reviews.issue(shown.id, shown=shown)
    morning.reviews.take_out([fire])
    issued = morning.reviews.issue(shown.id, shown=shown)
    assert issued.edition is not None
    assert issued.edition.articles == 3


def test_new_stories_are_offered_each_once(morning: Morning, clock: StillClock) -> None:
    budget, fire, _copy = morning.three()
    clock.advance(timedelta(minutes=1))
    review = morning.reviews.begin()

    assert [each.entry.article for each in morning.reviews.offered(review.id)] == [fire, budget]
    assert [each.section for each in morning.reviews.offered(review.id)] == ["Incendies", "Budget"]
    morning.reviews.keep([budget])
    assert [each.entry.article for each in morning.reviews.offered(review.id)] == [fire]
    morning.reviews.issue(review.id)
    clock.advance(timedelta(hours=1))
    new = morning.publishes("La Gazette", "De la neige est attendue. Beaucoup de neige.")
    morning.read()

    second = morning.reviews.begin().id
    assert [each.entry.article for each in morning.reviews.offered(second)] == [new, fire]
    morning.articles.mark_read([fire, new], person=morning.reader)
    assert [each.entry.article for each in morning.reviews.offered(second)] == [new]
    clock.advance(timedelta(days=1))
    third = morning.reviews.begin().id
    assert [each.entry.article for each in morning.reviews.offered(third)] == [new]


def test_an_excerpt_goes_as_far_as_the_licence_of_the_outlet(
    morning: Morning, clock: StillClock
) -> None:
    budget, _fire, _copy = morning.three()
    outlets = OutletDesk(morning.database)
    review = morning.reviews.keep([budget]).review
    assert review is not None
    (item,) = morning.reviews.get(review).items
    morning.reviews.edit(review, FieldChange(f"wants_excerpt {item.id}", False, True))
    assert morning.reviews.get(review).items[0].excerpt == ""

    outlet = next(each for each in outlets.every() if each.name == "La Dépêche").id
    licence = FieldChange("review_licence", ReviewLicence.LINK, ReviewLicence.FULL_TEXT)
    outlets.edit(outlet, licence)
    (entry,) = morning.reviews.edition(review).sections[0].entries
    assert entry.excerpt.startswith("La mairesse de Montréal a déposé")
    assert len(entry.excerpt.split()) <= 60

    outlets.edit(outlet, FieldChange("licence_until", None, TODAY - timedelta(days=1)))
    (entry,) = morning.reviews.edition(review).sections[0].entries
    assert entry.excerpt == ""
    outlets.edit(outlet, FieldChange("licence_until", TODAY - timedelta(days=1), TODAY))
    (entry,) = morning.reviews.edition(review).sections[0].entries
    assert entry.excerpt != ""

    clock.advance(datetime(2026, 11, 25, 4, 59, tzinfo=UTC) - clock.now())
    (entry,) = morning.reviews.edition(review).sections[0].entries
    assert entry.excerpt != ""
    clock.advance(timedelta(minutes=1))  # midnight in the city: it is issued too late to copy
    (entry,) = morning.reviews.edition(review).sections[0].entries
    assert entry.excerpt == ""


@pytest.mark.parametrize(
    "origin", [each for each in ArticleOrigin if each is not ArticleOrigin.FEED]
)
def test_what_was_pasted_or_read_on_a_page_is_never_an_excerpt(
    morning: Morning, origin: ArticleOrigin
) -> None:
    outlet = OutletDesk(morning.database).add(
        NewOutlet(name="Le Nord", review_licence=ReviewLicence.FULL_TEXT)
    )
    new = NewClip(title="Neige", outlet=outlet.id, text=BUDGET, origin=origin)
    clip = ClipDesk(morning.database).add(new).article_id

    kept = morning.reviews.keep([clip]).review

    assert kept is not None
    assert [each.excerpt for each in morning.reviews.get(kept).items] == [""]


def test_clips_have_a_section_of_theirs_and_their_own_words(morning: Morning) -> None:
    clips = ClipDesk(morning.database)
    clip = clips.add(NewClip(title="Neige à Verdun", text="Réplique à 8 h.")).article_id
    told = NewArticle(origin=ArticleOrigin.ALERT, title="Neige à Verdun et à Lachine")
    (alert,) = (each.article for each in clips.take_in([told]))
    DeskSettings(morning.database).set(REVIEW_SECTIONS, "borough")

    review = morning.reviews.keep([clip, alert]).review

    assert review is not None
    one, other = morning.reviews.get(review).items
    assert (one.section, one.entry.summary) == ("Radio et télé", "Réplique à 8 h.")
    assert (other.section, other.entry.summary) == ("Verdun", "")


def test_a_review_without_an_hour_closes_when_it_is_begun(
    morning: Morning, clock: StillClock
) -> None:
    DeskSettings(morning.database).set(REVIEW_HOUR, "")

    assert morning.reviews.begin(TODAY + timedelta(days=1)).closes_at == clock.now()


def test_an_item_of_another_review_is_not_edited(morning: Morning) -> None:
    budget, _fire, _copy = morning.three()
    morning.reviews.keep([budget])
    (review,) = reviews_of_day(morning.reviews)
    other = morning.reviews.begin(TODAY + timedelta(days=1))

    with pytest.raises(NotFound):
        morning.edit(other, f"state {review.items[0].id}", ItemState.ASIDE)


def test_every_field_of_a_review_survives_the_database(database: Database) -> None:
    row = store.ReviewRow(
        day=TODAY,
        language=Language.ENGLISH,
        number=1,
        closes_at=database.clock.now(),
        highlights=("Budget",),
        agenda=("9 h 30 conseil",),
        sections=("Budget", "Neige"),
        begun_at=database.clock.now(),
        digest="",
    )
    with database.transaction() as transaction:
        transaction.session.add(row)
    review = ReviewDesk(database).get(ReviewDesk(database).search().rows[0].id)

    assert (review.language, review.closes_at) == (Language.ENGLISH, database.clock.now())
    assert (review.highlights, review.agenda) == (("Budget",), ("9 h 30 conseil",))
    assert review.sections == ("Budget", "Neige")
    assert not review.is_issued


def test_those_issued_are_listed_the_latest_first_besides_one(morning: Morning) -> None:
    budget, fire, _copy = morning.three()
    reviews = morning.reviews
    kept = [
        reviews.keep([article], day=day).review
        for article, day in ((budget, TODAY), (fire, TODAY - timedelta(days=1)))
    ]
    today, before = [each for each in kept if each is not None]
    assert reviews.search(issued=True).rows == ()

    reviews.issue(today)
    reviews.issue(before)

    assert [each.id for each in reviews.search(issued=True, limit=1).rows] == [today]
    found = reviews.search(issued=True, besides=today)
    assert ([each.id for each in found.rows], found.total) == ([before], 1)
