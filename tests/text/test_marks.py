"""Which words are marked: each text has brackets around what a query finds in it."""

import re
from itertools import pairwise
from typing import override

import pytest

from comms_desk.text.matching import WINDOW_WORDS, Match, MatchedDocument, Prepared, answers, find
from comms_desk.text.passage import Passage, Span
from comms_desk.text.query import And, Near, Words, parse, parse_phrase

FILLER = "zzz "

MARKED = (
    ("ville NEAR/1 budget", "ville x x [budget] x [ville] x x budget"),
    ("ville NEAR/0 budget", "budget x [ville] [budget] x ville"),
    ("ville NEAR/1 budget", "[budget] [ville] [ville] x [budget] x x ville"),
    ("ville ONEAR/1 budget", "budget x [ville] x [budget] budget ville x x budget"),
    ("ville NEAR/1 ville", "ville x x [ville] x [ville] [ville] x x ville"),
    ('"ville de" NEAR/1 budget', "[ville de] x [budget] x [ville de] x x budget"),
    (
        '(ville OR "ville de Montréal") NEAR/0 budget',
        "[ville de Montréal] [budget] x ville x budget",
    ),
    ('"de ville" OR "ville de"', "x [de ville de ville] x ville"),
    ("(ville NEAR/1 budget) NEAR/1 parc", "ville budget x x [ville] [budget] x [parc] x x parc"),
    ("parc NEAR/1 (ville NEAR/1 budget)", "budget ville x x [parc] x [ville] [budget] x x budget"),
    ("parc ONEAR/1 (ville NEAR/1 budget)", "ville budget x [parc] x [ville] x [budget]"),
    (
        "(ville NEAR/2 budget) NEAR/1 (parc NEAR/2 école)",
        "[école] x [parc] x [budget] x [ville] x x parc école",
    ),
    ("ville NEAR/3 (budget ONEAR/3 parc)", "budget [budget] [parc] x [ville]"),
    ("ville NEAR/0 (budget NEAR/3 parc)", "[budget] [parc] [ville] parc"),
    ('ville NEAR/1 ("budget de la Ville" OR de)', "[ville] [budget de la ville]"),
    ('parc NEAR/0 (ville ONEAR/0 "de ville")', "[parc] [ville] [de ville]"),
    (
        '((budget OR "budget x x x x budget parc") NEAR/0 parc) ONEAR/0 ville',
        "budget x x x x budget parc parc ville",
    ),
    ("ville NEAR/3 budget NEAR/3 parc", "[ville] x [budget] [parc] x x x x budget parc"),
)
"""The query, and a text with brackets."""


def bracketed(text: str, match: Match | None) -> str:
    written, done = [], 0
    for start, end in match.text if match else ():
        written += [text[done:start], "[", text[start:end], "]"]
        done = end
    return "".join((*written, text[done:]))


@pytest.mark.parametrize(("query", "marked"), MARKED)
def test_what_is_near_is_marked_and_nothing_else(query: str, marked: str) -> None:
    text = re.sub(r"[\[\]]", "", marked)

    assert bracketed(text, find(parse(query), MatchedDocument(text=text))) == marked


WINDOW = WINDOW_WORDS
FAR = 2 * WINDOW


@pytest.mark.parametrize("before", [0, WINDOW - 1, WINDOW, WINDOW + 1, WINDOW - 7, FAR - 6])
def test_what_is_near_is_marked_wherever_it_stands_in_a_long_text(before: int) -> None:
    """A long text is read a window at a time; what stands on an edge is near all the same."""
    marked = "[ville] x x x x x [budget]"
    text = FILLER * before + re.sub(r"[\[\]]", "", marked) + " zzz" * 2 * WINDOW

    found = find(parse("ville NEAR/5 budget"), MatchedDocument(text=text))

    assert bracketed(text, found) == FILLER * before + marked + " zzz" * 2 * WINDOW


def test_the_last_words_of_a_long_text_are_marked() -> None:
    text = FILLER * (2 * WINDOW - 2) + "ville budget"

    found = find(parse("ville NEAR/0 budget"), MatchedDocument(text=text))

    assert bracketed(text, found).endswith("zzz [ville] [budget]")


@pytest.mark.parametrize(
    "query", ["ville NEAR/5 (budget NEAR/5 parc)", "(parc NEAR/5 budget) NEAR/5 ville"]
)
def test_a_chain_is_as_far_apart_as_its_terms_allow_across_an_edge(query: str) -> None:
    marked = "[ville] x x x x x [budget] x x x x x [parc]"
    plain = re.sub(r"[\[\]]", "", marked)

    for before in range(WINDOW - 13, WINDOW + 1):
        text = FILLER * before + plain + " zzz" * WINDOW

        found = find(parse(query), MatchedDocument(text=text))

        assert bracketed(text, found) == FILLER * before + marked + " zzz" * WINDOW


class Counting(Passage):
    """A text that counts how often it is asked where words stand."""

    asked = 0

    @override
    def spans(self, words: Words) -> list[Span]:
        self.asked += 1
        return super().spans(words)


class Counted(Prepared):
    """A document whose text counts."""

    def __init__(self, text: str) -> None:
        super().__init__(MatchedDocument(text=text))
        self.counting = Counting(text)

    @property
    @override
    def text(self) -> Passage:
        return self.counting


def asked_for(query: str, text: str) -> int:
    """How often a document is asked where words stand, to be answered and marked."""
    counted = Counted(text)
    find(parse(query), counted)
    return counted.counting.asked


def test_a_text_is_asked_no_oftener_than_it_must_be() -> None:
    assert asked_for("ville", "ville ville") == 1
    assert asked_for("ville NEAR/1 budget", "ville budget") == 2 + 2
    assert asked_for("ville NEAR/1 budget", "ville x x x budget") == 2
    assert asked_for("ville NEAR/1 budget", "ville") == 1


def test_what_is_near_in_a_long_text_is_looked_for_no_farther_than_its_first_place() -> None:
    longer = FILLER * 4 * WINDOW

    assert asked_for("ville NEAR/1 budget", longer) == 4
    assert asked_for("budget NEAR/1 ville", f"ville budget {FILLER * WINDOW}") == 2 + 2 + 1


def test_a_near_that_several_queries_ask_is_looked_for_once() -> None:
    counted = Counted("ville x x x budget")
    near = parse("ville NEAR/1 budget")

    assert not answers(near, counted)
    assert not answers(near, counted)
    assert counted.counting.asked == 2


def test_what_is_found_out_about_a_text_is_kept_for_who_ignores_phrases() -> None:
    document = Prepared(MatchedDocument(title="La Ville", text="Le budget"))

    ignoring = document.ignoring([parse_phrase("Canadiens de Montréal")])

    assert ignoring.title is document.title
    assert ignoring.text is document.text


def test_what_stands_nowhere_is_near_nothing_and_that_is_a_mistake() -> None:
    nowhere = Near(And((Words(("ville",)), Words(("budget",)))), Words(("parc",)), 5)

    with pytest.raises(TypeError, match="And stands nowhere"):
        answers(nowhere, MatchedDocument(text="ville budget parc"))


def test_words_that_overlap_without_end_are_given_back_cut() -> None:
    document = MatchedDocument(title="de ville " * 60, text="ville de " * 60)

    match = find(parse('"de ville" OR "ville de"'), document)

    assert match is not None
    assert [len(words) for words in match.words] == [200, 200]
    assert all(one[1] <= other[0] for one, other in pairwise(match.text))
