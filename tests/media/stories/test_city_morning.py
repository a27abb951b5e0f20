"""The morning that is made says the truth about itself."""

from calendar import timegm
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from typing import Any

import feedparser

from comms_desk.media.feeds.clean import clean_link
from tests.support.city_morning import (
    BEGAN,
    ENDED,
    TOLD_BY,
    Morning,
    morning,
    names_the_city,
)


@cache
def entries(made: Morning) -> list[Any]:
    read = [feedparser.parse(source.document) for source in made.sources]
    assert not any(each.bozo for each in read)
    return [entry for each in read for entry in each.entries]


def texts(entry: Any) -> tuple[str, str, str]:
    whole = " ".join(each.value for each in entry.get("content", ()))
    return entry.title, entry.summary, whole


def test_a_morning_has_its_counts() -> None:
    made = morning()

    assert len(made.sources) == 300
    assert Counter(each.language for each in made.sources) == {"fr": 200, "en": 100}
    assert len({each.path for each in made.sources}) == 300
    assert len({each.outlet for each in made.sources}) == 300
    assert len(entries(made)) == 2_000
    assert len(made.truth.mentions) == 220
    assert len(made.truth.stories) == 140


def test_stories_are_a_partition_of_the_mentions() -> None:
    truth = morning().truth

    assert Counter(len(story) for story in truth.stories) == TOLD_BY
    assert sum(len(story) for story in truth.stories) == len(truth.mentions)
    assert frozenset().union(*truth.stories) == truth.mentions
    assert truth.late < truth.mentions
    assert len(truth.late) >= 20


def test_links_are_unique_and_moments_are_of_the_night() -> None:
    read = entries(morning())

    assert len({entry.link for entry in read}) == 2_000
    assert all(clean_link(entry.link) == entry.link for entry in read)
    for entry in read:
        assert BEGAN <= datetime.fromtimestamp(timegm(entry.published_parsed), UTC) <= ENDED


def test_the_city_is_named_in_mentions_alone() -> None:
    truth = morning().truth
    for entry in entries(morning()):
        title, summary, whole = texts(entry)

        assert names_the_city(title, summary, whole) == (entry.link in truth.mentions), title
        if entry.link in truth.late:
            assert not names_the_city(title, summary), title


def test_titles_are_not_alike() -> None:
    made = morning()
    title_of = {entry.link: entry.title for entry in entries(made)}
    of_stories = [{title_of[link] for link in story} for story in made.truth.stories]

    assert len(set(title_of.values())) >= 1_900
    assert not any(one & other for one, other in combinations(of_stories, 2))


def test_a_seed_makes_one_morning() -> None:
    first, again, other = morning(), morning.__wrapped__(), morning(2)

    assert first == again
    assert first.truth.mentions != other.truth.mentions
    assert len(entries(other)) == 2_000
