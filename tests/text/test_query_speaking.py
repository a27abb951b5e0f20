"""A query is shown in the reader's words, and means what it meant."""

import pytest

from comms_desk.text.query import parse, said

QUERIES = {
    '"hôtel de ville" OR (mayor NEAR/5 budget)': '"hôtel de ville" OU (mayor PRÈS/5 budget)',
    "title:neige AND NOT outlet:devoir": "titre:neige ET SAUF média:devoir",
    "a ONEAR/0 b  lang:fr after:2026-11": "a OPRÈS/0 b  langue:fr après:2026-11",
    '"AND title:x" OR =OR*': '"AND title:x" OU =OR*',
    "(a OR(b)) -c": "(a OU(b)) -c",
    "before:2026 (author:roy)": "avant:2026 (auteur:roy)",
}


@pytest.mark.parametrize(("english", "french"), QUERIES.items())
def test_a_query_is_said_in_either_language(english: str, french: str) -> None:
    assert said(english, "fr") == french
    assert said(french, "en") == english
    assert parse(french) == parse(english)


@pytest.mark.parametrize("query", ["", "(", 'a "b', "« a OR b » OR c", "PRÈS DE CHEZ VOUS", "x:y"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_no_operator_stays_as_it_was_typed(query: str, language: str) -> None:
    kept = query if language == "en" else query.replace("» OR c", "» OU c")

    assert said(query, language) == kept


def test_near_in_french_is_a_word_where_it_has_no_number() -> None:
    assert parse("PRÈS DE CHEZ VOUS") == parse("près de chez vous")
