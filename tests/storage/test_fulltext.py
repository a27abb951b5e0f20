"""The index proposes every row that answers, on both engines, newest first."""

from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.changes import Subject
from comms_desk.storage import fulltext
from comms_desk.storage.database import Database
from comms_desk.storage.fulltext import entry
from comms_desk.text.matching import MatchedDocument, answers
from comms_desk.text.query import Not, Tree, parse
from tests.text.trees import documents, trees

A = Subject.ARTICLE

BOTH_ENGINES = settings(
    max_examples=80,
)


def index(database: Database, texts: Sequence[MatchedDocument]) -> None:
    """Have the index hold *texts*, numbered from 1, and nothing else."""
    with database.transaction() as transaction:
        fulltext.remove(transaction, A, fulltext.known(transaction, A))
        entries = (entry(number, each.title, each.text) for number, each in zip(count(1), texts))
        fulltext.put(transaction, A, entries)


def proposed(database: Database, query: str | Tree, **bounds: int) -> list[int]:
    """What the index proposes for *query*."""
    tree = parse(query) if isinstance(query, str) else query
    with database.snapshot() as snapshot:
        return fulltext.propose(snapshot, A, tree, **{"limit": 1000, **bounds})


SEVERAL = st.lists(documents(), min_size=1, max_size=8)


@BOTH_ENGINES
@given(trees(), SEVERAL)
def test_every_answer_is_proposed(
    database: Database, tree: Tree, texts: list[MatchedDocument]
) -> None:
    index(database, texts)

    found = proposed(database, tree)

    right = {n for n, each in zip(count(1), texts) if answers(tree, each)}
    assert right <= set(found)
    assert found == sorted(found, reverse=True)
    with database.snapshot() as snapshot:
        if fulltext.is_exact(snapshot, tree):
            assert right == set(found)
            assert fulltext.count(snapshot, A, tree, at_most=1000) == len(right)


@settings(BOTH_ENGINES, max_examples=8)
@given(trees(), st.lists(documents(most_words=2000), min_size=1, max_size=3))
def test_every_answer_is_proposed_in_long_texts(
    database: Database, tree: Tree, texts: list[MatchedDocument]
) -> None:
    index(database, texts)

    right = {n for n, each in zip(count(1), texts) if answers(tree, each)}
    assert right <= set(proposed(database, tree))


BUDGET = MatchedDocument(title="La Ville dépose son budget", text="La mairesse de Montréal parle.")
HOCKEY = MatchedDocument(title="Le Canadien perd", text="À l’hôtel de ville, rien. Budget nul.")


def test_the_newest_comes_first_and_pages_follow(database: Database) -> None:
    index(database, [BUDGET] * 7)

    assert proposed(database, "budget", limit=3) == [7, 6, 5]
    assert proposed(database, "budget", limit=3, before_id=5) == [4, 3, 2]
    assert proposed(database, "budget", from_id=6) == [7, 6]
    assert proposed(database, "NOT budget", limit=2) == [7, 6]


def test_a_title_is_asked_alone(database: Database) -> None:
    index(database, [BUDGET, HOCKEY])

    assert proposed(database, "title:budget") == [1]
    assert proposed(database, "title:bud*") == [1]
    assert proposed(database, "title:(canadien OR parc)") == [2]


def test_what_is_put_again_replaces_and_what_is_removed_is_gone(database: Database) -> None:
    index(database, [BUDGET, HOCKEY])

    with database.transaction() as transaction:
        fulltext.put(transaction, A, [entry(1, "Parcs")])
        fulltext.remove(transaction, A, [2])

    assert proposed(database, "budget") == []
    assert proposed(database, "parcs") == [1]
    with database.snapshot() as snapshot:
        assert fulltext.known(snapshot, A) == {1}


def test_what_is_undone_leaves_no_trace(database: Database) -> None:
    def put_then_fail() -> None:
        with database.transaction() as transaction:
            fulltext.put(transaction, A, [entry(1, "Budget")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_then_fail()

    assert proposed(database, "budget") == []


def test_an_id_may_be_as_large_as_an_article_s(database: Database) -> None:
    large = 2**52 + 1
    with database.transaction() as transaction:
        fulltext.put(transaction, A, [entry(large, "Budget")])

    assert proposed(database, "budget") == [large]


def test_a_word_longer_than_the_index_keeps_is_still_found(database: Database) -> None:
    long = "a" * 5000
    index(database, [MatchedDocument(text=long)])

    assert proposed(database, long) == [1]
    assert proposed(database, f"{long[:3000]}*") == [1]


@pytest.mark.parametrize(
    "query",
    [
        " OR ".join(f"w{n}" for n in range(2000)) + " OR budget",
        "budget " + " ".join(f"-w{n}" for n in range(2000)),
        "(" * 2000 + "budget" + ")" * 2000,
        "budget OR (a (b OR " * 20 + "c" + "))" * 20,
        " OR ".join(f'("a{n} b{n}" c{n}*)' for n in range(600)) + " OR budget",
    ],
    ids=["many words", "many unwanted words", "many brackets", "deep", "many phrases"],
)
def test_a_long_query_is_answered(database: Database, query: str) -> None:
    index(database, [BUDGET])

    assert proposed(database, query) == [1]


def test_a_text_of_many_different_words_is_kept(database: Database) -> None:
    index(
        database,
        [MatchedDocument(title="Budget", text=" ".join(f"mot{n}" for n in range(150_000)))],
    )

    assert proposed(database, "budget mot1") == [1]


def test_a_lone_not_proposes_everything(database: Database) -> None:
    index(database, [BUDGET, HOCKEY])

    assert proposed(database, Not(parse("budget"))) == [2, 1]
