"""Where two queries may differ is said so that nothing between them is ever overlooked."""

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.matching import MatchedDocument, answers
from comms_desk.text.query import Tree, Words, parse, parse_phrase, printed
from comms_desk.text.query.contrast import Asked, but_not, contrast, positive, sought
from tests.text.trees import documents, trees

PHRASES = st.lists(
    st.sampled_from(["maire de", "Montréal", "ville C-18", "l’hôtel"]).map(parse_phrase),
    max_size=2,
    unique=True,
).map(tuple)
ASKED = st.tuples(trees(), PHRASES)


def asked(query: str, *ignored: str) -> Asked:
    return parse(query), tuple(map(parse_phrase, ignored))


def found(query: Asked, document: MatchedDocument) -> bool:
    return answers(query[0], document, query[1])


@given(ASKED, ASKED, documents())
def test_what_only_one_of_two_queries_finds_is_where_they_differ(
    old: Asked, new: Asked, document: MatchedDocument
) -> None:
    apart = contrast(old, new)

    if found(old, document) is not found(new, document):
        assert apart is not None
        assert answers(apart, document)


@given(trees(), trees(), PHRASES, documents())
def test_an_edited_query_is_told_apart_where_it_was_edited(
    old: Tree, added: Tree, ignored: tuple[Words, ...], document: MatchedDocument
) -> None:
    for new in (
        parse(f"({printed(old)}) OR ({printed(added)})"),
        parse(f"({printed(old)}) ({printed(added)})"),
    ):
        apart = contrast((old, ignored), (new, ()))

        if found((old, ignored), document) is not found((new, ()), document):
            assert apart is not None
            assert answers(apart, document)


@given(ASKED, documents())
def test_what_a_query_finds_is_sought(query: Asked, document: MatchedDocument) -> None:
    if found(query, document):
        assert answers(sought(query), document)


@given(trees(), trees(), documents())
def test_one_query_but_not_another_is_exactly_that(
    wanted: Tree, unwanted: Tree, document: MatchedDocument
) -> None:
    rest = but_not(wanted, unwanted)

    only_wanted = answers(wanted, document) and not answers(unwanted, document)
    assert only_wanted is (rest is not None and answers(rest, document))


def test_what_two_queries_share_is_left_out_where_they_differ() -> None:
    old = asked("(neige NEAR/5 ville) OR budget OR taxes")
    new = asked("(neige NEAR/5 ville) OR budget OR parcs")

    apart = contrast(old, new)

    assert apart == parse(
        "(parcs -((neige NEAR/5 ville) OR budget OR taxes)) OR"
        " (taxes -((neige NEAR/5 ville) OR budget OR parcs))"
    )


def test_a_phrase_that_is_ignored_too_is_all_that_has_to_be_looked_at() -> None:
    old = asked("montréal -laval", "Canadien de Montréal")
    new = asked("montréal -laval", "Canadien de Montréal", "CF Montréal")

    assert contrast(old, new) == parse('"CF Montréal" montréal')
    assert contrast(old, old) is None


def test_what_must_not_stand_there_is_no_help_where_a_phrase_is_ignored() -> None:
    assert sought(asked("montréal")) == parse("montréal")
    assert sought(asked("montréal -canadiens", "Canadiens de Montréal")) == parse(
        '(montréal -canadiens) OR ("Canadiens de Montréal" montréal)'
    )
    assert positive(parse("-laval")) is None


def test_two_long_queries_with_nothing_in_common_are_told_apart_soon() -> None:
    old = asked(" OR ".join(f"(mot{n} NEAR/3 rue{n})" for n in range(1_500)))
    new = asked(" OR ".join(f"(lieu{n} parc{n})" for n in range(1_500)))
    started = process_time()

    apart = contrast(old, new)

    assert apart is not None
    assert process_time() - started < 2
