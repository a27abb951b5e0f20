"""The earlier answers and the questions are as many, as long and as unlike as they should be."""

import re
from collections import Counter

import pytest

from tests.media.inquiries import said_phrases as phrases
from tests.media.inquiries.corpora import HALVES, NOW
from tests.media.inquiries.said_corpus import (
    ANSWERS,
    ENGLISH_ONE_IN,
    FEWEST_WORDS,
    MOST_WORDS,
    QUESTIONS,
    Matter,
    answers,
    corpus,
    questions,
    subjects,
)

FEWEST_SUBJECTS = 60
MOST_SHARED = 0.6
"""Of a question's words of four letters or more, the most that its answer has, as a median."""
BY_ID = {each.id: each for each in answers()}
EVERY_QUESTION = [each for half in HALVES for each in questions(half)]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}", text.casefold()))


def unlike(one: Matter, other: Matter) -> int:
    return sum(mine != its for mine, its in zip(one, other, strict=True))


def test_there_are_as_many_as_promised() -> None:
    english = [each for each in answers() if each.language == "en"]

    assert len(subjects()) >= FEWEST_SUBJECTS
    assert len(answers()) == len(BY_ID) == ANSWERS
    assert len(english) == ANSWERS // ENGLISH_ONE_IN
    assert [len(questions(half)) for half in HALVES] == [QUESTIONS // 2] * 2


def test_the_same_seed_says_the_same() -> None:
    corpus.cache_clear()
    first = corpus()
    corpus.cache_clear()

    assert corpus() == first
    assert corpus(seed=1) != first


def test_every_answer_is_of_an_earlier_day_and_of_a_length() -> None:
    for each in answers():
        assert FEWEST_WORDS <= len(each.text.split()) <= MOST_WORDS, each
        assert each.date < NOW.date()
        assert str(each.matter.year) in each.text
        assert "{" not in each.title + each.text


def test_no_two_answers_are_of_the_same_matter() -> None:
    assert len({each.matter for each in answers()}) == ANSWERS
    assert len({each.text for each in answers()}) == ANSWERS


@pytest.mark.parametrize("half", HALVES)
def test_every_facet_is_asked_about_as_often_in_each_half(half: str) -> None:
    facets = Counter(BY_ID[each.answer].matter.facet for each in questions(half))

    assert set(facets) == set(phrases.FACETS)
    assert max(facets.values()) - min(facets.values()) <= QUESTIONS // 20


@pytest.mark.parametrize("names", ["asked", "written", "asked_en", "written_en"])
def test_no_two_subjects_have_a_name_in_common(names: str) -> None:
    every = [name for each in subjects().values() for name in getattr(each, names)]

    assert [name for name, times in Counter(every).items() if times > 1] == []


def test_every_question_has_its_answer_and_near_misses() -> None:
    for each in EVERY_QUESTION:
        right = BY_ID[each.answer]
        near = [it for it in answers() if unlike(it.matter, right.matter) == 1]

        assert right.language == each.language
        assert each.dossier in {None, right.dossier}
        assert "{" not in each.text
        assert any(it.matter.facet != right.matter.facet for it in near)
        assert any(it.matter.place != right.matter.place for it in near)
        assert any(it.matter.year != right.matter.year for it in near)


def test_questions_are_in_other_words_than_their_answers() -> None:
    shared = sorted(
        len(asked & words(BY_ID[each.answer].title + BY_ID[each.answer].text)) / len(asked)
        for each in EVERY_QUESTION
        if (asked := words(each.text))
    )

    assert shared[len(shared) // 2] <= MOST_SHARED


def test_the_two_halves_share_no_question_and_no_answer() -> None:
    tuning, aside = (questions(half) for half in HALVES)

    assert len({each.id for each in EVERY_QUESTION}) == QUESTIONS
    assert {each.text for each in tuning} & {each.text for each in aside} == set()
    assert {each.answer for each in tuning} & {each.answer for each in aside} == set()
