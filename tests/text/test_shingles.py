"""Three words in a row: what is near, what is common, and how the index grows."""

from comms_desk.text.shingles import (
    BEGINNING_MARKS,
    FIRST_PLACES,
    MOST_MARKS,
    Index,
    marks,
    shingles,
)


def words(start: int, count: int) -> list[str]:
    return [f"mot{number}" for number in range(start, start + count)]


def test_each_three_words_are_a_number_and_fewer_are_one() -> None:
    assert len(shingles(words(0, 10))) == 8
    assert len(shingles(["un", "deux"])) == 1
    assert shingles([]) == []
    assert shingles(["un", "deux", "trois"]) != shingles(["trois", "deux", "un"])


def test_the_beginning_is_marked_whole_and_the_rest_in_part() -> None:
    of = shingles(words(0, 2_000))

    assert [*marks(of)[:BEGINNING_MARKS]] == of[:BEGINNING_MARKS]
    assert BEGINNING_MARKS < len(marks(of)) <= MOST_MARKS


def test_what_shares_words_is_near_and_what_does_not_is_not() -> None:
    index = Index()
    index.take(1, marks(shingles(words(0, 50))))
    index.take(2, marks(shingles(words(1_000, 50))))

    assert index.take(3, marks(shingles(words(10, 50)))) == [1]
    assert index.take(4, marks(shingles(words(5_000, 50)))) == []


def test_what_many_say_that_share_nothing_else_proposes_nobody() -> None:
    index, end = Index(), words(90_000, 6)
    for number in range(1, 12):
        index.take(number, marks(shingles(words(number * 1_000, 60)[:55] + end)))

    assert index.take(99, marks(shingles(words(70_000, 40) + end))) == []
    assert index.common(shingles(end)) == set(shingles(end))


def test_an_index_that_grew_knows_what_it_knew() -> None:
    index = Index()
    first = marks(shingles(words(0, 50)))
    index.take(1, first)
    for number in range(2, 2 * FIRST_PLACES // 60):
        index.take(number, marks(shingles(words(number * 100, 60))))

    assert 1 in index.take(0, first)
