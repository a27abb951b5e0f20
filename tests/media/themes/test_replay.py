"""A replay gains and loses exactly what the matcher says of every article, on both engines."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleText
from comms_desk.media.themes import replay
from comms_desk.media.themes.model import document
from comms_desk.media.themes.names import Asked
from comms_desk.storage.database import Database
from comms_desk.text.matching import answers
from comms_desk.text.query import Not, Tree, Words, all_of, any_of, parse_phrase
from tests.media.themes.newsroom import WatchRoom
from tests.text.trees import WRITTEN, trees

PHRASES = st.lists(
    st.sampled_from(["maire de", "Montréal", "ville C-18", "de l’hôtel"]).map(parse_phrase),
    max_size=2,
    unique=True,
)


@pytest.fixture
def archive(database: Database) -> tuple[ArticleText, ...]:
    """Articles of few words, said in all orders."""
    chance = random.Random(12)
    room = WatchRoom(database)
    told = [
        (" ".join(chance.choices(WRITTEN, k=chance.randint(1, 4))), _text(chance))
        for _ in range(80)
    ]
    ids = room.deliver(*told)
    with database.snapshot() as snapshot:
        return articles.latest_texts(snapshot, sorted(ids, reverse=True))


def _text(chance: random.Random) -> str:
    return " ".join(chance.choices(WRITTEN, k=chance.randint(0, 12)))


@st.composite
def edits(draw: st.DrawFn) -> tuple[Asked, Asked]:
    """A query and what somebody makes of it: another one, or a term or a phrase more or less."""
    tree, other = draw(trees()), draw(trees())
    old = draw(PHRASES)
    changed: Tree = draw(
        st.sampled_from(
            (tree, other, any_of([tree, other]), all_of([tree, other]), all_of([tree, Not(other)]))
        )
    )
    new: list[Words] = draw(st.one_of(st.just(old), PHRASES))
    pair = (tree, tuple(old)), (changed, tuple(new))
    return pair if draw(st.booleans()) else (pair[1], pair[0])


def found(query: Asked, text: ArticleText) -> bool:
    return answers(query[0], document(text), query[1])


@settings(max_examples=50)
@given(edit=edits())
def test_a_replay_is_what_the_matcher_says_of_every_article(
    database: Database, archive: tuple[ArticleText, ...], edit: tuple[Asked, Asked]
) -> None:
    old, new = edit

    with database.snapshot() as snapshot:
        told = replay.compare(snapshot, old, new, shown=3)

    gained = [text.article for text in archive if found(new, text) and not found(old, text)]
    lost = [text.article for text in archive if found(old, text) and not found(new, text)]
    assert (told.gained.articles, told.lost.articles) == (gained, lost)
    assert [each.text.article for each in told.gained.found] == gained[:3]
    assert [each.text.article for each in told.lost.found] == lost[:3]
    assert told.examined == told.within == len(archive)
