"""The list of the Watch, each story once: where it stands, what counts, what reading it reads."""

from datetime import timedelta

import pytest

from comms_desk.across.story_list import ToldOnce
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import EVERY_MENTION, MentionFilter, NewTheme, ThemeId
from comms_desk.storage.database import Database
from tests.media.stories.press import BUDGET, FIRE, REWRITTEN, Press

UNREAD = MentionFilter(is_unread=True)


class Desk(Press):
    """The press, and how its mentions are listed."""

    def __init__(self, database: Database, clock: StillClock) -> None:
        super().__init__(database)
        self.clock = clock
        self.watch: ThemeId = self.watches.add(NewTheme(name="Ville", query="Montréal")).id
        self.told = ToldOnce(database, is_grouped=True)

    def says(self, medium: str, text: str) -> ArticleId:
        """Have *medium* say *text* a minute later, and the desk look at it."""
        self.clock.advance(timedelta(minutes=1))
        article = self.publishes(medium, text)
        while not self.watches.catch_up().is_done:
            pass
        self.group()
        return article

    def listed(self, which: MentionFilter = EVERY_MENTION, size: int = 50) -> list[ArticleId]:
        """Return the rows of the list, walked page by page."""
        found, after = [], None
        while True:
            page = self.told.mentions(which, after=after, limit=size)
            found += [told.mention.id for told in page.rows]
            after = page.next_key
            if after is None:
                return found


@pytest.fixture
def desk(database: Database, clock: StillClock) -> Desk:
    return Desk(database, clock)


def test_a_story_stands_once_where_its_first_mention_stands(desk: Desk) -> None:
    first = desk.says("La Dépêche", BUDGET)
    other = desk.says("Le Courrier", f"Montréal. {FIRE}")
    copy = desk.says("La Gazette", REWRITTEN)

    page = desk.told.mentions()

    assert [told.mention.id for told in page.rows] == [other, first]
    assert (page.total, page.mentions) == (2, 3)
    assert page.rows[1].story is not None
    assert page.rows[1].story.articles == (first, copy)
    assert page.rows[1].story.media == 2


def test_a_filter_lists_the_story_by_what_it_asks_for(desk: Desk) -> None:
    first = desk.says("La Dépêche", BUDGET)
    copy = desk.says("La Gazette", REWRITTEN)
    theirs = Ref(Subject.OUTLET, desk.articles.search().rows[0].outlet or 0)

    assert desk.listed(MentionFilter(source=theirs)) == [copy]
    assert desk.told.mentions(MentionFilter(source=theirs)).total == 1
    desk.articles.mark_read([first], person=desk.reader)
    assert desk.listed(UNREAD) == [first]
    assert desk.told.mentions(UNREAD).mentions == 1


def test_a_story_is_unread_until_all_of_it_is_read_and_is_read_at_once(desk: Desk) -> None:
    first = desk.says("La Dépêche", BUDGET)
    copy = desk.says("La Gazette", REWRITTEN)

    assert desk.told.figures().unread == 1
    assert set(desk.told.read(first)) == {first, copy}
    assert desk.told.figures().unread == 0
    assert desk.told.unread_of_each() == {}

    desk.says("Le Courrier", BUDGET)
    (row,) = desk.told.mentions().rows
    assert row.is_unread
    assert row.mention.id == first
    assert desk.listed(UNREAD) == [first]
    assert desk.told.unread_of_each() == {desk.watch: 1}


def test_a_story_that_began_before_the_week_counts_in_it_once_it_goes_on(desk: Desk) -> None:
    desk.says("La Dépêche", BUDGET)
    desk.clock.advance(timedelta(days=2))
    for medium in ("La Gazette", "Le Courrier"):
        desk.says(medium, REWRITTEN)

    assert (desk.told.figures().this_week, desk.told.figures().stories_this_week) == (3, 1)
    desk.clock.advance(timedelta(days=6))

    assert (desk.told.figures().this_week, desk.told.figures().stories_this_week) == (2, 1)


def test_all_is_read_with_the_copies_that_a_filter_leaves_out(desk: Desk) -> None:
    first = desk.says("La Dépêche", BUDGET)
    copy = desk.says("La Gazette", REWRITTEN)
    tied = MentionFilter(watch=desk.watch)

    made = desk.told.read_all(tied, up_to=first, seen_at=desk.clock.now())

    assert set(made.articles) == {first, copy}
    assert desk.told.figures().unread == 0


def test_pages_neither_repeat_nor_skip_a_story_while_copies_arrive(desk: Desk) -> None:
    texts = [f"Montréal {number}. " + FIRE.replace("Ontario", f"Rue{number}") for number in "12345"]
    rows = [desk.says(f"Média {place}", text) for place, text in enumerate((BUDGET, *texts))]
    whole = desk.listed()
    seen: list[ArticleId] = []
    after = None
    for number in range(20):
        page = desk.told.mentions(after=after, limit=1)
        seen += [told.mention.id for told in page.rows]
        after = page.next_key
        desk.says(f"Copie {number}", REWRITTEN)
        if after is None:
            break

    assert seen == whole
    assert rows[0] in seen


def test_each_article_is_listed_where_a_person_wants_so(desk: Desk) -> None:
    first = desk.says("La Dépêche", BUDGET)
    copy = desk.says("La Gazette", REWRITTEN)
    plain = ToldOnce(desk.database, is_grouped=False)

    assert [told.mention.id for told in plain.mentions().rows] == [copy, first]
    assert plain.read(first) == (first,)
    assert plain.figures().unread == 1
    assert plain.figures().stories_this_week is None
