"""What a search shows is what the matcher says, newest first, with an honest count."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from comms_desk.across import search as searching
from comms_desk.across.search import Search
from comms_desk.media.articles.model import ArticleId, ArticleMissing, ArticleText
from comms_desk.media.themes.model import MentionFilter, NewTheme, NewWordList, Tone, document
from comms_desk.media.themes.triage import TriageDesk
from comms_desk.media.themes.word_lists_desk import WordListDesk
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.text.matching import answers
from comms_desk.text.query import QueryError, Tree, printed
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.text.trees import WRITTEN, trees


@contextmanager
def asked_of_the_index() -> Iterator[list[str]]:
    """Gather the words that SQLite's index is asked for."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if "MATCH" in statement:
            asked.append(str(values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def room(database: Database) -> WatchRoom:
    return WatchRoom(database)


@pytest.fixture
def filled(room: WatchRoom) -> dict[ArticleId, ArticleText]:
    """Forty articles made of few words."""
    words = WRITTEN * 9
    told = [
        (" ".join(words[n % 7 : n % 7 + n % 4 + 1]), " ".join(words[n % 5 : n % 5 + n % 23]))
        for n in range(40)
    ]
    return {article: room.articles.text(article) for article in room.deliver(*told)}


def test_a_search_finds_what_the_lists_and_themes_that_it_names_mean(room: WatchRoom) -> None:
    WordListDesk(room.database).add(NewWordList(name="clubs", terms=("Canadiens", "CF")))
    city = NewTheme(name="La Ville", query="Montréal", ignored=("Canadiens de Montréal",))
    room.watches.add(city)
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    search = Search(room.database)

    assert [each.id for each in search.articles("@clubs").rows] == [hockey]
    assert [each.id for each in search.articles('@"la ville"').rows] == [budget]
    assert [each.id for each in search.articles('perdu SAUF @"la ville"').rows] == [hockey]
    assert search.marked("@clubs", hockey).words == ("Canadiens",)
    with pytest.raises(QueryError):
        search.articles("@nobody")


@settings(max_examples=60)
@given(tree=trees())
def test_a_search_gives_what_the_matcher_says(
    database: Database, filled: dict[ArticleId, ArticleText], tree: Tree
) -> None:
    right = sorted(
        (key for key, text in filled.items() if answers(tree, document(text))),
        reverse=True,
    )

    page = Search(database).articles(printed(tree))

    assert [article.id for article in page.rows] == right
    assert (page.total, page.capped, page.next_key) == (len(right), False, None)


@settings(max_examples=20)
@given(tree=trees(), limit=st.integers(1, 9))
def test_pages_follow_without_gap_nor_repeat(
    database: Database, filled: dict[ArticleId, ArticleText], tree: Tree, limit: int
) -> None:
    search, query = Search(database), printed(tree)
    whole = [article.id for article in search.articles(query).rows]

    pages: list[int] = []
    after: object | None = None
    while True:
        page = search.articles(query, after=after, limit=limit)
        pages += [article.id for article in page.rows]
        after = page.next_key
        if after is None:
            break

    assert pages == whole


@pytest.mark.parametrize("words", ["neige b", "neige bu", "neige b*", "absent b", "budget b", "b"])
def test_a_letter_beside_a_rare_word_finds_what_the_whole_rule_does(
    room: WatchRoom, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    room.deliver(
        ("Budget de la neige", "la neige"), ("La neige", "sans le mot"), ("Neige", "un bulletin")
    )
    room.deliver(*[BUDGET] * 3)
    query, search = f"{words.removesuffix('*')}*", Search(room.database)

    by_the_rest = search.articles(query, limit=2)
    monkeypatch.setattr(searching, "LEAST_LETTERS", 0)
    by_the_index = search.articles(query, limit=2)

    assert by_the_rest == by_the_index


def test_the_index_is_not_asked_for_a_letter_beside_a_rare_word(
    sqlite_database: Database,
) -> None:
    room = WatchRoom(sqlite_database)
    room.deliver(("Budget de la neige", "la neige"), *[BUDGET] * 3)

    with asked_of_the_index() as asked:
        found = Search(room.database).articles("neige b*")

    assert found.total == 1
    assert asked
    assert [words for words in asked if '"b" *' in words] == []


def test_a_first_page_is_found_and_counted_by_one_question_to_the_index(
    sqlite_database: Database,
) -> None:
    room = WatchRoom(sqlite_database)
    room.deliver(*[BUDGET] * 3)

    with asked_of_the_index() as asked:
        found = Search(room.database).articles("budget", limit=2)

    assert (len(found.rows), found.total) == (2, 3)
    assert len(asked) == 1


def test_a_count_stops_at_a_thousand_and_says_so(
    room: WatchRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "COUNT_CAP", 4)
    room.deliver(*[BUDGET] * 6)

    exact = Search(room.database).articles("budget", limit=2)
    asked = Search(room.database).articles("=Ville", limit=2)

    assert (len(exact.rows), exact.total, exact.capped) == (2, 4, True)
    assert (len(asked.rows), asked.total, asked.capped) == (2, 4, True)


def test_a_page_that_stops_early_says_where_to_go_on(
    room: WatchRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "BATCH", 2)
    monkeypatch.setattr(searching, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(searching, "MAX_READ", 4)
    (old,) = room.deliver(("Budget", "la carte SIM"))
    room.deliver(*[("Budget", "la carte sim")] * 5)
    search = Search(room.database)

    first = search.articles("=SIM")
    second = search.articles("=SIM", after=first.next_key)

    assert (first.rows, first.total, first.capped) == ((), 0, True)
    assert [article.id for article in second.rows] == [old]
    assert second.next_key is None


def test_a_page_that_read_many_words_says_where_to_go_on(
    room: WatchRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "READ_AT_ONCE", 2)
    monkeypatch.setattr(searching, "MAX_READ_CHARACTERS", 60)
    (old,) = room.deliver(("Budget", "la carte SIM"))
    room.deliver(*[("Budget", "la carte sim")] * 5)
    search = Search(room.database)

    first = search.articles("=SIM")
    second = search.articles("=SIM", after=first.next_key)

    assert (first.rows, first.total, first.capped) == ((), 0, True)
    assert [article.id for article in second.rows] == [old]
    assert second.next_key is None


@pytest.mark.parametrize("query", ["budget", "=Ville", "after:2020-01-01"])
def test_a_search_is_narrowed_as_the_mentions_are(room: WatchRoom, query: str) -> None:
    first, second, _other = room.deliver(*[BUDGET] * 3)
    search, negative = Search(room.database), MentionFilter(tone=Tone.NEGATIVE)
    for article in (first, second):
        room.watches.set_tone(article, Tone.NEGATIVE)

    page = search.articles(query, negative, limit=1)
    rest = search.articles(query, negative, limit=1, after=page.next_key)

    assert [article.id for article in (*page.rows, *rest.rows)] == [second, first]
    assert (page.total, page.capped, rest.next_key) == (2, False, None)
    assert search.articles(query, MentionFilter(tone=Tone.MIXED)).rows == ()


@pytest.mark.parametrize(
    "query", ["budget", "=budget", "budget SAUF mairie", "before:2027-01-01 budget"]
)
def test_a_search_finds_the_words_of_notes_where_their_articles_stand(
    room: WatchRoom, query: str
) -> None:
    told = [("Le budget", "neige"), ("La neige", "verglas"), ("Le budget", "pluie")]
    first, noted, last = room.deliver(*told)
    _other, excluded = room.deliver(("Le vent", "vent"), ("La mairie et le budget", "vent"))
    triage, search = TriageDesk(room.database), Search(room.database)
    for article in (noted, last):
        triage.edit(article, FieldChange("note", "", "À lire avant le budget"))

    pages = [search.articles(query, limit=1)]
    while pages[-1].next_key is not None:
        pages.append(search.articles(query, limit=1, after=pages[-1].next_key))

    found = [article.id for page in pages for article in page.rows]
    assert [each for each in found if each != excluded] == [last, noted, first]
    assert pages[0].total == len(found)
    starred = MentionFilter(is_starred=True)
    assert search.articles(query, starred).rows == ()
    triage.star(noted)
    assert [each.id for each in search.articles(query, starred).rows] == [noted]


def test_an_article_is_shown_with_the_words_that_answered(room: WatchRoom) -> None:
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    search = Search(room.database)

    marked = search.marked('"hôtel de ville" OR budget', budget)

    assert [marked.text.title[a:b] for a, b in marked.title_marks] == ["budget"]
    assert [marked.text.text[a:b] for a, b in marked.text_marks] == ["hôtel de ville"]
    assert search.marked("budget", hockey).words == ()
    with pytest.raises(ArticleMissing):
        search.marked("budget", ArticleId(1))


def test_a_wrong_query_is_refused(room: WatchRoom) -> None:
    with pytest.raises(QueryError):
        Search(room.database).articles("budget OR")
