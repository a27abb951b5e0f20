"""What is not pertinent leaves the open reviews of today, and comes back as it was."""

from pathlib import Path

import pytest

from comms_desk.across import not_pertinent
from comms_desk.across.office import Office
from comms_desk.i18n import Language
from comms_desk.media.articles.model import ArticleId
from comms_desk.storage.database import Database
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.support.asked_of_desks import reviews_of_day
from tests.support.mornings import office_on


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def articles(office: Office) -> tuple[ArticleId, ...]:
    return tuple(WatchRoom(office.database).deliver(HOCKEY, BUDGET))


def kept(office: Office, language: Language = Language.FRENCH) -> list[int]:
    reviews = reviews_of_day(office.reviews, language=language)
    return [item.article for review in reviews for item in review.kept]


def test_it_leaves_each_open_review_and_comes_back_to_each(
    office: Office, articles: tuple[ArticleId, ...]
) -> None:
    first, second = articles
    for language in Language:
        office.reviews.keep([first, second], language=language)

    done = not_pertinent.put_aside(office, [first])

    assert [kept(office, language) for language in Language] == [[second], [second]]
    assert done.articles == (first,)
    not_pertinent.take_back(office, done)
    assert all(set(kept(office, language)) == {first, second} for language in Language)
    assert office.themes.mention(first).irrelevant is None


def test_taken_back_once_the_review_was_issued_it_begins_no_addendum(
    office: Office, articles: tuple[ArticleId, ...]
) -> None:
    office.reviews.keep(articles)
    done = not_pertinent.put_aside(office, [articles[0]])
    office.reviews.issue(reviews_of_day(office.reviews)[-1].id)

    not_pertinent.take_back(office, done)

    assert office.themes.mention(articles[0]).irrelevant is None
    assert len(reviews_of_day(office.reviews)) == 1
    assert kept(office) == [articles[1]]


def test_one_that_was_issued_keeps_what_it_told(
    office: Office, articles: tuple[ArticleId, ...]
) -> None:
    first, _second = articles
    office.reviews.keep([first])
    office.reviews.issue(reviews_of_day(office.reviews)[-1].id)

    done = not_pertinent.put_aside(office, [first])

    assert kept(office) == [first]
    assert not done.reviews
