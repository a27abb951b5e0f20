"""A query means what a press officer typed, or says where it went wrong."""

import subprocess
import sys
from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.text.query import (
    And,
    Expectation,
    In,
    InLanguage,
    NamedQuery,
    Near,
    Not,
    Or,
    QueryError,
    Since,
    TextField,
    Tree,
    Until,
    Words,
    parse,
    parse_phrase,
    printed,
    renamed,
    terms_in,
)
from tests.text.trees import trees


def word(text: str, *, prefix: bool = False) -> Words:
    """Folded words in a row."""
    return Words(tuple(text.split()), prefix)


A, B, C, D = map(word, "abcd")

MEANINGS: dict[str, Tree] = {
    "ville": word("ville"),
    "Montréal": word("montreal"),
    "a b": And((A, B)),
    "a AND b": And((A, B)),
    "a ET b OU c SAUF d": Or((And((A, B)), And((C, Not(D))))),
    "a OR b c": Or((A, And((B, C)))),
    "(a OR b) c": And((Or((A, B)), C)),
    "a OR (b OR (c))": Or((A, B, C)),
    "NOT a b": And((Not(A), B)),
    "NOT (a b)": Not(And((A, B))),
    "a -b": And((A, Not(B))),
    "a \u2013b": And((A, Not(B))),
    '-"a b"': Not(word("a b")),
    "or OU et": Or((word("or"), word("et"))),
    "or ou non": And((word("or"), word("ou"), word("non"))),
    '"ville de Montréal"': word("ville de montreal"),
    "\u00ab\u00a0hôtel de ville\u00a0\u00bb": word("hotel de ville"),
    "\u201chôtel de ville\u201d\u00a0OU\u00a0SIM": Or((word("hotel de ville"), word("sim"))),
    "l\u2019hôtel": word("l hotel"),
    "snow-removal": word("snow removal"),
    "C-18": word("c 18"),
    "S.A.A.Q.": word("saaq"),
    "10:30": word("10 30"),
    "mont*": word("mont", prefix=True),
    '"conseil mun*"': word("conseil mun", prefix=True),
    "a NEAR/5 b": Near(A, B, 5),
    "a ONEAR/0 b": Near(A, B, 0, ordered=True),
    "a PRÈS/5 b": Near(A, B, 5),
    "a PRE\u0300S/5 b": Near(A, B, 5),
    "a PRES/5 b": Near(A, B, 5),
    "a OPRÈS/0 b": Near(A, B, 0, ordered=True),
    "a NEAR/1 b NEAR/2 c": Near(Near(A, B, 1), C, 2),
    "NOT a NEAR/3 (b OR c)": Not(Near(A, Or((B, C)), 3)),
    "=SIM": Words(("sim",), False, ("SIM",)),
    '="Le Plateau"': Words(("le", "plateau"), False, ("Le", "Plateau")),
    "=Mont*": Words(("mont",), True, ("Mont",)),
    '"AND"': word("and"),
    "title:a b": And((In(TextField.TITLE, A), B)),
    "titre:(a OR b)": In(TextField.TITLE, Or((A, B))),
    'média:"La Presse"': In(TextField.OUTLET, word("la presse")),
    "auteur:Roy": In(TextField.AUTHOR, word("roy")),
    "lang:fr-CA": InLanguage("fr"),
    "after:2026-11-24 before:2026-12": And((Since(date(2026, 11, 24)), Until(date(2026, 12, 1)))),
    "after:2026": Since(date(2026, 1, 1)),
}

MISTAKES = {
    "": (0, "", Expectation.WORD),
    "a OR": (4, "", Expectation.WORD),
    "OR a": (0, "OR", Expectation.WORD),
    "a AND AND b": (6, "AND", Expectation.WORD),
    "()": (1, ")", Expectation.WORD),
    "a NOT": (5, "", Expectation.WORD),
    "a NEAR/3 -b": (9, "-", Expectation.WORD),
    "(a b": (4, "", Expectation.CLOSING_BRACKET),
    "a b)": (3, ")", Expectation.OPENING_BRACKET),
    'a "b c': (2, '"', Expectation.CLOSING_QUOTE),
    '""': (1, "", Expectation.WORD),
    "Verdun : budget": (7, ":", Expectation.WORD),
    "a \u2013 b": (2, "\u2013", Expectation.WORD),
    "*": (0, "*", Expectation.WORD),
    "mo*nt": (2, "*", Expectation.STAR_AT_END),
    '"mun* conseil"': (4, "*", Expectation.STAR_AT_END),
    "a NEAR b": (2, "NEAR", Expectation.NEAR_DISTANCE),
    "a PRÈS/31 b": (2, "PRÈS/31", Expectation.NEAR_DISTANCE),
    "a NEAR/31 b": (2, "NEAR/31", Expectation.NEAR_DISTANCE),
    "a NEAR/x b": (2, "NEAR/x", Expectation.NEAR_DISTANCE),
    "a NEAR/2 (b c)": (2, "NEAR/2", Expectation.NEAR_WORDS),
    "a NEAR/2 title:b": (2, "NEAR/2", Expectation.NEAR_WORDS),
    "foo:bar": (0, "foo", Expectation.KNOWN_FIELD),
    "https://montreal.ca": (0, "https", Expectation.KNOWN_FIELD),
    "title:": (6, "", Expectation.WORD),
    "title:(a lang:fr)": (0, "title:", Expectation.TEXT_IN_FIELD),
    "lang:français": (5, "français", Expectation.LANGUAGE),
    "after:hier": (6, "hier", Expectation.DATE),
    "before:2026-02-30": (7, "2026-02-30", Expectation.DATE),
}


@pytest.mark.parametrize(("query", "tree"), MEANINGS.items(), ids=MEANINGS)
def test_a_query_means_what_was_typed(query: str, tree: Tree) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(("query", "mistake"), MISTAKES.items(), ids=MISTAKES)
def test_a_wrong_query_says_where_and_what_was_expected(
    query: str, mistake: tuple[int, str, Expectation]
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)

    assert (caught.value.position, caught.value.found, caught.value.expected) == mistake


@given(trees())
def test_a_printed_query_is_understood_as_the_same_tree(tree: Tree) -> None:
    assert parse(printed(tree)) == tree


PIECES = (
    *("ville", "l'hôtel", "C-18", '"a b"', "«", "»", '"', "(", ")", "AND", "OU", "NOT", "-", "a*"),
    *("*", "=", "=Sim", "NEAR/2", "NEAR/99", "title:", "lang:", "fr", "x:", "after:", "2026-11"),
    *("¼", "–", ":"),
)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", " ", "\u00a0"]))
def test_anything_typed_is_understood_or_refused_with_its_place(
    pieces: list[str], space: str
) -> None:
    query = space.join(pieces)

    understood = understanding(query)

    if isinstance(understood, QueryError):
        place = understood.position
        assert 0 <= place <= len(query)
        assert query[place:].startswith(understood.found)
        assert understood.at_end == (not query[place:].strip())
    else:
        assert parse(printed(understood)) == understood


def understanding(query: str) -> Tree | QueryError:
    """What *query* means, or what is wrong with it."""
    try:
        return parse(query)
    except QueryError as error:
        return error


@pytest.mark.parametrize(
    "query",
    {
        "words": " ".join(f"w{n}" for n in range(2000)),
        "pairs": " OR ".join(f"(a{n} b{n})" for n in range(2000)),
        "brackets": "(" * 2000 + "a" + ")" * 2000,
        "open brackets": "(" * 2000,
        "nested operators": "a OR (b " * 1000 + ")" * 1000,
        "nested negations": "NOT " * 2000 + "a",
        "a chain of NEAR": "a" + " NEAR/30 a" * 2000,
        "fields": "title:" * 2000 + "a",
        "quotes": '"' * 2001,
    }.values(),
    ids=str.__len__,
)
def test_two_thousand_terms_or_brackets_get_an_answer_or_a_message(query: str) -> None:
    started = process_time()

    understood = understanding(query)
    if not isinstance(understood, QueryError):
        assert parse(printed(understood)) == understood

    assert process_time() - started < 5


@pytest.mark.parametrize(
    "query", ["@elus", '@"ville et services" AND NOT @boroughs', "title:@elus"]
)
def test_a_name_is_printed_as_a_name(query: str) -> None:
    assert printed(parse(query)) == query


def test_a_name_is_folded_as_words_are_and_nothing_else_begins_one() -> None:
    assert parse("@Élus") == parse('@"élus"') == NamedQuery("elus")
    assert parse("@mile-end") == NamedQuery("mile end")
    assert parse("roy@ville.example") == word("roy ville example")
    for query, place in (("sel @", 4), ("@serv*", 0), ('sel @"–"', 4)):
        with pytest.raises(QueryError) as refused:
            parse(query)
        assert refused.value.position == place


def test_the_terms_of_a_query_are_those_that_a_person_typed_each_once() -> None:
    query = '@élus OU (titre:(a "b c") ET =SIM SAUF média:"La Presse" langue:fr) OU x*'
    query += " OU ÉLUS OU “a b” OU A"

    assert [each.typed for each in terms_in(query)] == [
        *("@élus", "titre:a", 'titre:"b c"', "=SIM", 'média:"La Presse"'),
        *("x*", "ÉLUS", "“a b”", "A"),
    ]
    assert terms_in("sel OU Sel OU @Élus OU @elus")[1].tree == NamedQuery("elus")


def test_another_name_is_written_where_the_old_one_stood() -> None:
    assert renamed('@a "@a" (@A OU b)', ["a"], "c d") == '@"c d" "@a" (@"c d" OU b)'


def test_importing_the_language_does_not_import_the_parser() -> None:
    """The window paints before it knows any query."""
    code = "import sys, comms_desk.text.query; print('lark' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_an_ignored_phrase_is_plain_words_whatever_they_are() -> None:
    assert parse_phrase("«\u00a0Canadiens de Montréal\u00a0»") == word("canadiens de montreal")
    assert parse_phrase("OR") == word("or")
    assert parse_phrase("Montréal (Yonne)") == word("montreal yonne")
    assert parse_phrase("Habs*") == word("habs", prefix=True)
    with pytest.raises(QueryError):
        parse_phrase(" – ")
