"""Many watches asked at once give what each would give alone."""

import gc
import weakref
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.matching import MatchedDocument, answers
from comms_desk.text.matching_many import ManyQueries
from comms_desk.text.query import Tree, Words, parse, parse_phrase
from tests.text.trees import documents, trees

IGNORED = st.lists(
    st.sampled_from(["maire de", "Montréal", "ville C-18"]).map(parse_phrase), max_size=2
)


@given(st.lists(st.tuples(trees(), IGNORED), max_size=8), documents())
def test_many_queries_at_once_give_what_each_gives_alone(
    queries: list[tuple[Tree, list[Words]]], document: MatchedDocument
) -> None:
    many = ManyQueries(dict(enumerate(queries)))

    found = {key for key, _ in many.answered(document)}

    assert found == {
        key for key, (tree, ignored) in enumerate(queries) if answers(tree, document, ignored)
    }


def test_five_hundred_watches_over_a_thousand_articles_are_quick() -> None:
    queries: dict[int, tuple[Tree, list[Words]]] = {
        n: (parse(f'("sujet{n % 300} de ville" OR parc{n} OR rue{n}* NEAR/5 pont) -hockey'), [])
        for n in range(500)
    }
    many = ManyQueries(queries)
    articles = [
        MatchedDocument(
            title=f"La Ville parle du sujet{n % 700} de ville",
            text="La mairesse de Montréal présentera l’essentiel du budget ce matin. " * 6
            + f"Le parc{n % 900} rouvrira.",
        )
        for n in range(1000)
    ]
    started = process_time()

    mentions = sum(1 for article in articles for _ in many.answered(article))

    assert mentions > 0
    assert process_time() - started < 3


def test_a_text_is_let_go_of_with_all_that_it_is_without_phrases() -> None:
    queries = {n: (parse("ville"), [parse_phrase(f"ville {n}")]) for n in range(3)}
    many = ManyQueries(queries)
    article = MatchedDocument(title="", text="ville 0 ville 1 ville 2 ville")
    gc.collect()
    gc.disable()  # a sweep comes when it comes: nine long texts were held at once, 422 MB

    try:
        seen = [weakref.ref(prepared) for _, prepared in many.answered(article)]
        assert len(seen) == len(queries)
        assert not any(each() for each in seen)
    finally:
        gc.enable()
