"""Many watches asked at once give what each would give alone."""

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.matching import Document, answers
from comms_desk.text.matching_many import ManyQueries
from comms_desk.text.query import Tree, Words, parse, parse_phrase
from tests.text.trees import documents, trees

IGNORED = st.lists(
    st.sampled_from(["maire de", "Montréal", "ville C-18"]).map(parse_phrase), max_size=2
)


@given(st.lists(st.tuples(trees(), IGNORED), max_size=8), documents())
def test_many_queries_at_once_give_what_each_gives_alone(
    queries: list[tuple[Tree, list[Words]]], document: Document
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
        Document(
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
