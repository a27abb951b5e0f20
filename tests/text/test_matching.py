"""What a query finds, and where: the definition, by example."""

from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.text.matching import MatchedDocument, Prepared, answers, find
from comms_desk.text.query import Not, Tree, Words, parse, parse_phrase
from tests.bench.hostile.matching import WORST, Worst
from tests.text.trees import documents, terms, trees

ARTICLE = MatchedDocument(
    title="La Ville dépose un budget de 7,7 G$",
    text="La mairesse de Montréal présentera ce matin un budget. L’opposition à l’hôtel de ville "
    "craint des compressions. Le SIM et la S.A.A.Q. réagissent; la carte sim aussi.",
    outlet="La Presse",
    author="Camille Théorêt-Roy",
    language="fr-CA",
    moment=datetime(2026, 11, 24, 3, 30, tzinfo=UTC),
)
"""Published on 23 November at 22 h 30 in Montréal."""

FOUND = (
    "budget",
    "BUDGET",
    "mairesse montreal",
    '"mairesse de Montréal"',
    '"hôtel de ville"',
    '"à l\'hôtel"',
    "saaq",
    "compress*",
    '"mairesse de mont*"',
    "=SIM",
    "=S.A.A.Q.",
    "=Ville",
    "title:budget",
    'title:"7,7 G$"',
    'outlet:"la presse"',
    "author:théorêt",
    "lang:fr",
    "after:2026-11-23 before:2026-11-24",
    "NOT hockey",
    "budget NOT hockey",
    "mairesse NEAR/2 présentera",
    "présentera NEAR/2 mairesse",
    "mairesse ONEAR/2 présentera",
    "(maire OR mairesse) NEAR/1 Montréal",
    "mairesse NEAR/1 Montréal NEAR/0 présentera",
    'title:(ville NEAR/1 "un budget")',
)
NOT_FOUND = (
    "hockey",
    "compressionsq",
    '"budget la mairesse"',
    '"7,7 G$ La mairesse"',
    "=Sim",
    "=montréal",
    "=Montreal",
    "title:mairesse",
    "outlet:devoir",
    "lang:en",
    "budget lang:en",
    "lang:fr hockey",
    "after:2026-11-24",
    "before:2026-11-23",
    "NOT budget",
    "mairesse NEAR/1 présentera",
    "présentera ONEAR/30 mairesse",
    "7,7 NEAR/30 mairesse",
    "hôtel NEAR/0 hôtel",
)


@pytest.mark.parametrize("query", FOUND)
def test_an_article_that_answers_is_found(query: str) -> None:
    assert answers(parse(query), ARTICLE)


@pytest.mark.parametrize("query", NOT_FOUND)
def test_an_article_that_does_not_answer_is_left(query: str) -> None:
    assert not answers(parse(query), ARTICLE)


def test_an_article_that_came_without_a_date_is_in_no_span_of_time() -> None:
    undated = MatchedDocument(text="budget")

    assert not answers(parse("after:2026-11-23"), undated)
    assert not answers(parse("before:2026-11-23"), undated)
    assert answers(parse("NOT after:2026-11-23"), undated)


def test_a_language_is_known_however_its_tag_is_written() -> None:
    assert answers(parse("lang:fr"), MatchedDocument(language="FR-CA"))
    assert answers(parse("lang:fr"), MatchedDocument(language="fr"))


def marked(query: str, document: MatchedDocument = ARTICLE, *ignored: str) -> list[str]:
    """The words that are shown as found, title first."""
    match = find(parse(query), document, [*map(parse_phrase, ignored)])
    assert match is not None
    return [document.title[a:b] for a, b in match.title] + [
        document.text[a:b] for a, b in match.text
    ]


def test_the_words_found_are_marked_as_they_are_written() -> None:
    assert marked("ville") == ["Ville", "ville"]
    assert marked('"mairesse de montreal" OR saaq') == ["mairesse de Montréal", "S.A.A.Q"]
    assert marked("budget -hockey") == ["budget", "budget"]
    assert marked("title:budget") == ["budget"]
    assert marked("craint NEAR/1 compressions") == ["craint", "compressions"]
    assert marked('"de ville" OR "hôtel de"') == ["hôtel de ville"]


def test_only_the_alternatives_that_hold_are_marked() -> None:
    assert marked("(budget hockey) OR mairesse") == ["mairesse"]


def test_the_words_of_a_match_are_given_once_each() -> None:
    match = find(parse("ville OR budget"), ARTICLE)

    assert match is not None
    assert match.words == ("Ville", "budget")


def test_an_ignored_phrase_feeds_nothing() -> None:
    hockey = MatchedDocument(
        title="Les Canadiens de Montréal perdent", text="Ils quittent Montréal."
    )
    game = MatchedDocument(title="Les Canadiens de Montréal perdent", text="Match à Boston.")
    query, ignored = parse("Montréal"), [parse_phrase("Canadiens de Montréal")]

    assert answers(query, hockey, ignored)
    assert not answers(query, game, ignored)
    assert marked("Montréal", hockey, "Canadiens de Montréal") == ["Montréal"]


def test_no_phrase_closes_over_what_was_erased() -> None:
    document = MatchedDocument(text="hôtel Canadiens de Montréal ville")

    ignored = [parse_phrase("Canadiens de Montréal")]

    assert not answers(parse('"hôtel ville"'), document, ignored)
    assert answers(parse("hôtel NEAR/3 ville"), document, ignored)
    assert not answers(parse("hôtel NEAR/2 ville"), document, ignored)


def test_ignored_phrases_that_overlap_are_all_erased() -> None:
    document = MatchedDocument(text="Journal de Montréal Canadiens")

    ignored = [parse_phrase("Journal de Montréal"), parse_phrase("Montréal Canadiens")]

    assert not answers(parse("canadiens OR journal OR montréal"), document, ignored)


def test_an_exact_word_that_is_erased_makes_no_other_form_exact() -> None:
    document = MatchedDocument(text="SIM sim")

    assert not answers(parse("=SIM"), document, [parse_phrase("SIM")])
    assert not answers(parse("=SIM"), document, [Words(("sim",), exact=("SIM",))])


@given(trees(), documents())
def test_a_match_is_found_when_the_document_answers_and_only_then(
    tree: Tree, document: MatchedDocument
) -> None:
    prepared = Prepared(document)

    assert (find(tree, prepared) is not None) == answers(tree, prepared)
    assert answers(Not(tree), prepared) != answers(tree, prepared)


@given(terms(), documents(), st.lists(terms(), max_size=2))
def test_every_mark_is_words_that_would_be_found_alone(
    tree: Tree, document: MatchedDocument, ignored: list[Tree]
) -> None:
    match = find(tree, document)

    for start, end in match.text if match else ():
        assert answers(tree, MatchedDocument(text=document.text[start:end]))


@settings(max_examples=20)
@given(trees(), documents(most_words=2000))
def test_a_long_text_is_answered_quickly(tree: Tree, document: MatchedDocument) -> None:
    started = process_time()

    find(tree, document)

    assert process_time() - started < 5


def test_a_long_chain_of_near_over_one_repeated_word_ends() -> None:
    document = MatchedDocument(text="a " * 2000)
    started = process_time()

    assert answers(parse("a" + " NEAR/30 a" * 50), document)

    assert process_time() - started < 5


@pytest.mark.gate
@pytest.mark.parametrize("worst", WORST, ids=lambda worst: worst.name)
def test_no_text_keeps_the_matcher_for_long(worst: Worst) -> None:
    document = worst.document(200_000)
    started = process_time()

    find(parse(worst.query), document, [*map(parse_phrase, worst.ignored)])

    assert process_time() - started < 5


def test_no_more_than_a_thousand_places_are_kept_the_first_ones() -> None:
    match = find(parse("ville"), MatchedDocument(title="ville " * 3, text="ville " * 2_000))

    assert match is not None
    assert len(match.title) + len(match.text) == 1_000
    assert match.text[-1] == (996 * 6, 996 * 6 + 5)


def test_two_thousand_terms_are_matched_at_once() -> None:
    tree = parse(" OR ".join(f"w{n}" for n in range(2000)))
    started = process_time()

    assert answers(tree, MatchedDocument(text="mot " * 2000 + "w1999"))

    assert process_time() - started < 1
