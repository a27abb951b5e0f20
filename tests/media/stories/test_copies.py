"""The texts that judge the grouping are whole, balanced and apart; nothing is judged here."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations
from random import Random

import pytest

from tests.media.stories.copies.corpus import Corpus, aside, shares_written, tuning
from tests.media.stories.copies.editing import (
    LEAST_SHARE,
    MOST_SHARE,
    Kind,
    distance,
    share,
    words,
)
from tests.media.stories.copies.judging import judge

HALVES = pytest.mark.parametrize("half", [tuning, aside])
type Half = Callable[[], Corpus]


def plain_distance(first: list[str], second: list[str]) -> int:
    row = list(range(len(second) + 1))
    for number, word in enumerate(first, start=1):
        before, row[0] = row[0], number
        for index, other in enumerate(second, start=1):
            before, row[index] = (
                row[index],
                min(row[index] + 1, row[index - 1] + 1, before + (word != other)),
            )
    return row[-1]


def test_an_edit_is_counted_in_words() -> None:
    chance = Random(12)
    for _ in range(300):
        first = chance.choices("abcde", k=chance.randint(1, 90))
        second = chance.choices("abcdef", k=chance.randint(0, 90))

        assert distance(first, second) == plain_distance(first, second)
    assert share("L'été, à Montréal", "L’ETE a Montreal") == 0
    assert share("un deux trois quatre", "un trois quatre cinq") == 0.5


@HALVES
def test_a_half_has_stories_of_both_languages(half: Half) -> None:
    stories = half().stories

    assert Counter(each.original.language for each in stories) == {"fr": 20, "en": 10}
    assert len({each.subject for each in stories}) >= 15
    assert len({each.original.title for each in stories}) == 30
    for each in stories:
        assert 60 <= len(words(each.original.text)) <= 250
        assert [copy.kind for copy in each.copies] == list(Kind)
        assert len({copy.told.outlet for copy in each.copies} | {each.original.outlet}) == 12


@HALVES
def test_the_copies_are_those_that_are_written_down(half: Half) -> None:
    made = [copy.line for story in half().stories for copy in story.copies]

    assert made == shares_written(half.__name__)


@HALVES
def test_copies_are_edited_by_ten_to_forty_per_cent(half: Half) -> None:
    copies = [copy for story in half().stories for copy in story.copies]
    edited = [each.share for each in copies if each.kind is not Kind.SUMMARY]
    tenths = Counter(int(each * 10) for each in edited if each < MOST_SHARE)

    assert min(edited) >= LEAST_SHARE
    assert max(edited) <= MOST_SHARE
    assert all(tenths[tenth] >= len(edited) / 5 for tenth in (1, 2, 3))
    assert not any(each.is_counted for each in copies if each.kind is Kind.SUMMARY)


@HALVES
def test_near_misses_are_of_every_kind_and_never_one_story(half: Half) -> None:
    corpus = half()
    kinds = Counter(each.kind for each in corpus.near_misses)

    assert kinds.total() >= 75
    assert kinds["press"] >= 10
    assert kinds["followup"] >= 10
    assert len(kinds) >= 11
    for each in corpus.near_misses:
        assert corpus.story_of[each.first.key] != corpus.story_of[each.second.key]
        assert each.first.text != each.second.text
        assert all("{" not in told.text + told.title for told in (each.first, each.second))


def test_the_halves_have_nothing_in_common() -> None:
    here, there = (
        {told.text for told in half().articles} | {told.key for told in half().articles}
        for half in (tuning, aside)
    )

    assert not here & there


@HALVES
def test_no_two_articles_have_one_key_or_link(half: Half) -> None:
    corpus = half()

    assert len({told.link for told in corpus.articles}) == len(corpus.articles)
    assert len(corpus.articles) == len(corpus.story_of)
    assert list(corpus.articles) == sorted(
        corpus.articles, key=lambda told: (told.published_at, told.key)
    )


def test_the_judge_knows_right_from_wrong() -> None:
    corpus = tuning()
    story, other = corpus.stories[:2]
    near = next(each for each in corpus.near_misses if each.kind == "works")
    halved = sorted(story.counted)[:5]

    perfect = judge(lambda articles: [each.members for each in corpus.stories], corpus)
    apart = judge(lambda articles: [], corpus)
    together = judge(lambda articles: [{told.key for told in articles}], corpus)
    mixed = judge(
        lambda articles: [
            halved,
            {other.original.key, corpus.stories[2].original.key},
            {near.first.key, near.second.key},
        ],
        corpus,
    )

    assert (perfect.precision, perfect.recall, perfect.precision_of_near) == (1, 1, 1)
    assert perfect.recall_of_copies == 1
    assert not perfect.near_joined
    assert (apart.precision, apart.recall, apart.recall_of_copies) == (1, 0, 0)
    assert together.recall == 1
    assert together.precision < 0.1
    assert together.near_joined == corpus.near_misses
    assert mixed.right == len(list(combinations(halved, 2)))
    assert len(mixed.wrong) == 2
    assert mixed.near_joined == (near,)


def test_an_article_is_in_one_group() -> None:
    corpus = tuning()
    key = corpus.articles[0].key

    with pytest.raises(ValueError, match=key):
        judge(lambda articles: [{key}, {key}], corpus)
    with pytest.raises(ValueError, match="nobody"):
        judge(lambda articles: [{"nobody"}], corpus)
