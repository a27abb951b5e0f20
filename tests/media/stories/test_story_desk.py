"""One story, shown once: copies join it, a person splits and joins, and what is said stands."""

from datetime import timedelta

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.jobs.model import LeaseLost
from comms_desk.media.articles import within as articles
from comms_desk.media.stories import grouping, store
from comms_desk.media.stories.desk import StoryDesk
from comms_desk.media.stories.model import NotInAStory, SameStoryAlready
from comms_desk.storage.database import Database, Transaction
from tests.media.stories.press import BUDGET, FIRE, REWRITTEN, Press
from tests.support.asked_of_desks import history_of


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def test_a_copy_in_other_words_joins_and_other_news_does_not(press: Press) -> None:
    first = press.publishes("La Dépêche", BUDGET)
    fire = press.publishes("Le Courrier", FIRE)
    press.group()
    copy = press.publishes("Le Courrier", REWRITTEN)
    press.group()

    assert press.together(first) == {first, copy}
    assert press.together(fire) == set()


def test_a_summary_is_of_the_story_that_it_begins(press: Press) -> None:
    summary = press.publishes("La Dépêche", BUDGET.partition(".")[0] + ".")
    whole = press.publishes("Le Courrier", BUDGET)
    press.group()

    assert press.together(whole) == {summary, whole}


def test_the_original_is_the_first_that_appeared(press: Press) -> None:
    now = press.database.clock.now()
    late = press.publishes("La Dépêche", BUDGET, at=now)
    early = press.publishes("Le Courrier", REWRITTEN, at=now - timedelta(hours=2))
    press.group()

    story = press.stories.story(late)
    assert story is not None
    assert [copy.article.id for copy in story.copies] == [early, late]
    assert [copy.is_original for copy in story.copies] == [True, False]
    assert story.media == 2


def test_whoever_names_the_other_is_not_the_original(press: Press) -> None:
    now = press.database.clock.now()
    copy = press.publishes(
        "La Dépêche", f"{BUDGET} C’est ce qu’a appris Le Courrier.", at=now - timedelta(hours=2)
    )
    source = press.publishes("Le Courrier", BUDGET, at=now)
    press.group()

    story = press.stories.story(copy)
    assert story is not None
    assert story.original.id == source


def test_what_a_person_split_never_joins_again(press: Press) -> None:
    first = press.publishes("La Dépêche", BUDGET)
    second = press.publishes("Le Courrier", REWRITTEN)
    press.group()

    press.stories.split(second)
    assert press.together(first) == set()

    third = press.publishes("La Gazette", BUDGET)
    press.publishes("Le Courrier", f"{REWRITTEN} Nouveau.", key="e2", title=REWRITTEN[:30])
    press.group()

    assert not {first, second} <= press.together(third)
    assert len(press.together(third)) == 2


def test_a_split_is_undone(press: Press) -> None:
    one, two, three = (press.publishes(name, BUDGET) for name in ("A b", "C d", "E f"))
    press.group()
    before = press.stories.story(one)

    moved = press.stories.split(two)
    assert press.together(one) == {one, three}
    press.stories.undo(moved)

    assert press.stories.story(one) == before
    four = press.publishes("G h", BUDGET)
    press.group()
    assert press.together(two) == {one, two, three, four}


def test_two_are_joined_by_hand_and_parted_again(press: Press) -> None:
    one = press.publishes("La Dépêche", BUDGET)
    other = press.publishes("Le Courrier", FIRE)
    press.group()

    moved = press.stories.join(other, one)
    assert press.together(one) == {one, other}
    press.publishes("Le Courrier", f"{FIRE} Encore.", key="e2", title=FIRE.partition(".")[0])
    press.group()
    assert press.together(one) == {one, other}

    press.stories.undo(moved)
    assert press.together(one) == set()
    assert [edit.field for edit in history_of(press.stories, Ref(Subject.ARTICLE, other))] == [
        "story"
    ]


def test_to_join_what_was_split_forgets_the_split(press: Press) -> None:
    one, two = press.publishes("La Dépêche", BUDGET), press.publishes("Le Courrier", BUDGET)
    press.group()
    press.stories.split(two)
    press.stories.join(two, one)
    three = press.publishes("La Gazette", BUDGET)
    press.group()

    assert press.together(one) == {one, two, three}


def test_nothing_to_split_and_nothing_to_join_are_said(press: Press) -> None:
    one, two = press.publishes("La Dépêche", BUDGET), press.publishes("Le Courrier", BUDGET)
    alone = press.publishes("La Gazette", FIRE)
    press.group()

    with pytest.raises(NotInAStory):
        press.stories.split(alone)
    for article, other in ((one, two), (alone, alone)):
        with pytest.raises(SameStoryAlready):
            press.stories.join(article, other)


def test_a_review_of_the_morning_makes_no_story_of_all_that_it_sums_up(press: Press) -> None:
    budget = press.publishes("La Dépêche", BUDGET)
    fire = press.publishes("Le Courrier", FIRE)
    press.publishes("La Gazette", f"{BUDGET} {FIRE}", title="Ce qu’il faut savoir ce matin")
    press.group()

    assert fire not in press.together(budget)


def test_an_article_that_says_something_else_leaves_its_story(press: Press) -> None:
    one = press.publishes("La Dépêche", BUDGET, title="À suivre", key="e1")
    two = press.publishes("Le Courrier", BUDGET)
    fire = press.publishes("La Gazette", FIRE)
    press.group()
    press.publishes("La Dépêche", FIRE, title="À suivre", key="e1")
    press.group()

    assert press.together(two) == set()
    assert press.together(fire) == {one, fire}


def test_another_process_goes_on_where_the_first_stopped(press: Press) -> None:
    first = press.publishes("La Dépêche", BUDGET)
    press.group()
    press.stories = StoryDesk(press.database)
    copy = press.publishes("Le Courrier", REWRITTEN)
    press.group()

    assert press.together(first) == {first, copy}


def test_copies_are_not_looked_for_after_four_days(press: Press, clock: StillClock) -> None:
    first = press.publishes("La Dépêche", BUDGET)
    press.group()
    clock.advance(timedelta(days=5))
    copy = press.publishes("Le Courrier", BUDGET)
    press.group()

    assert press.together(copy) == set()
    assert press.together(first) == set()


def test_a_worker_that_lost_its_lease_stores_nothing_and_the_next_goes_on(press: Press) -> None:
    first = press.publishes("La Dépêche", BUDGET)
    copy = press.publishes("Le Courrier", REWRITTEN)

    def refused(_transaction: Transaction) -> None:
        raise LeaseLost(1)

    with pytest.raises(LeaseLost):
        press.stories.catch_up(permit=refused)
    assert press.together(first) == set()

    press.group()
    assert press.together(first) == {first, copy}


def test_what_was_thought_before_a_person_split_is_not_stored(press: Press) -> None:
    press.publishes("La Dépêche", BUDGET)
    copy = press.publishes("Le Courrier", REWRITTEN)
    press.group()
    press.publishes("La Gazette", BUDGET)
    with press.database.snapshot() as snapshot:
        cursor = store.cursor(snapshot)
        assert cursor is not None
        texts = articles.texts_after(snapshot, cursor.text, limit=10)
        memory = grouping.GroupingMemory.load(snapshot, cursor)
        decided = grouping.decide(snapshot, memory, cursor, texts)

    press.stories.split(copy)

    with press.database.transaction() as transaction:
        assert grouping.write(transaction, decided) is None


def test_the_marks_of_what_is_too_old_are_let_go(press: Press, clock: StillClock) -> None:
    press.publishes("La Dépêche", BUDGET)
    press.publishes("Le Courrier", BUDGET)
    press.publishes("La Gazette", FIRE)
    press.group()
    clock.advance(timedelta(days=6))
    new = press.publishes("La Gazette", REWRITTEN)
    press.group()

    with press.database.snapshot() as snapshot:
        kept = [*store.marks_since(snapshot, 0)]
    assert [bool(marks) for _, marks in kept] == [False, False, True]
    assert kept[-1][0] == new
