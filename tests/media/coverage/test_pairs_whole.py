"""The judges of coverage are whole: counts, places, and labels that the words bear out."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, combinations, pairwise

import pytest

from comms_desk.text.fold import tokens
from tests.media.coverage.pairs import HALVES, Pair, Part, Quote, Sentence, Taken, pairs

EVERY = tuple(pair for half in HALVES for pair in pairs(half))
each_pair = pytest.mark.parametrize("pair", EVERY, ids=[pair.name for pair in EVERY])


def _said(sentence: Sentence) -> list[str]:
    """Its words; of a quote, those between the marks."""
    text = sentence.text
    if sentence.part is Part.QUOTE:
        text = re.split("[»”]", re.split("[«“]", text)[-1])[0]
    return tokens(text)


def _in_order(words: Sequence[str], within: Iterable[str]) -> bool:
    left = iter("".join(within))
    return all(letter in left for letter in "".join(words))


def _of_quote(quote: Quote, pair: Pair) -> Taken:
    """What became of the quote, from what became of its sentences."""
    classes = {pair.sentences[place].taken for place in quote.sentences}
    if classes == {Taken.NONE}:
        return Taken.DROPPED
    if Taken.ALTERED in classes:
        return Taken.ALTERED
    return Taken.VERBATIM if classes == {Taken.VERBATIM} else Taken.SHORTENED


@pytest.mark.parametrize(
    ("half", "french", "english", "verbatim", "shortened", "altered"),
    [
        ("tuning", 25, 5, 54, 19, 30),
        ("aside", 25, 5, 62, 19, 32),
        ("tuning2", 15, 5, 24, 8, 25),
        ("aside2", 15, 5, 23, 8, 25),
    ],
)
def test_a_half_is_whole(
    half: str, french: int, english: int, verbatim: int, shortened: int, altered: int
) -> None:
    judged = pairs(half)
    counted = Counter(each.taken for pair in judged for each in pair.sentences)

    assert [pair.name for pair in judged] == [
        f"{half}/{number:02}" for number in range(1, french + english + 1)
    ]
    assert Counter(pair.language for pair in judged) == {"fr": french, "en": english}
    assert counted[Taken.VERBATIM] == verbatim
    assert counted[Taken.SHORTENED] == shortened
    assert counted[Taken.ALTERED] == altered
    assert counted[Taken.DROPPED] == 0


@each_pair
def test_sentences_stand_where_they_are_said_to(pair: Pair) -> None:
    places = [(each.start, each.end) for each in pair.sentences]

    assert [pair.release[start:end] for start, end in places] == [
        each.text for each in pair.sentences
    ]
    for spans, length in (
        (places, len(pair.release)),
        (list(pair.article_sentences), len(pair.article)),
    ):
        assert all(0 <= start < end <= length for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@each_pair
def test_what_was_taken_says_where(pair: Pair) -> None:
    for each in pair.sentences:
        assert (each.into == ()) == (each.taken is Taken.NONE)
        assert all(0 <= place < len(pair.article_sentences) for place in each.into)
        if each.part is Part.CONTACT:
            assert each.taken is Taken.NONE


@each_pair
def test_the_words_bear_out_the_class(pair: Pair) -> None:
    for each in pair.sentences:
        spans = [pair.article_sentences[place] for place in each.into]
        article = list(chain.from_iterable(tokens(pair.article[a:b]) for a, b in spans))
        if each.taken is Taken.VERBATIM:
            assert _in_order(_said(each), article), each.text
        elif each.taken is not Taken.NONE:
            assert not _in_order(_said(each), article), each.text
            assert len(set(_said(each)) & set(article)) >= 2, each.text


@each_pair
def test_a_quote_is_what_its_sentences_are(pair: Pair) -> None:
    said = [place for quote in pair.quotes for place in quote.sentences]

    assert said == [place for place, each in enumerate(pair.sentences) if each.part is Part.QUOTE]
    assert [quote.taken for quote in pair.quotes] == [
        _of_quote(quote, pair) for quote in pair.quotes
    ]
    assert all(quote.who in pair.release for quote in pair.quotes)


def test_no_text_is_in_two_halves() -> None:
    texts = [
        {
            text
            for pair in pairs(half)
            for text in (
                pair.release_title,
                pair.article_title,
                *(each.text for each in pair.sentences if each.part in {Part.BODY, Part.QUOTE}),
            )
        }
        for half in HALVES
    ]

    assert [one & other for one, other in combinations(texts, 2) if one & other] == []
