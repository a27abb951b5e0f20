"""A page of mentions is one walk from the newest on, which stops once it knows enough."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import event

from comms_desk.across.story_list import ToldOnce
from comms_desk.media.articles.model import ArticleId, first_id_of
from comms_desk.media.themes import mention_list
from comms_desk.media.themes.model import Grade, MentionFilter, NewTheme
from comms_desk.storage import finding
from comms_desk.storage.database import Database
from tests.media.themes.newsroom import BUDGET, WatchRoom

UNREAD = MentionFilter(is_unread=True)
COUNTED = 50


@pytest.fixture
def room(database: Database) -> WatchRoom:
    made = WatchRoom(database)
    made.watches.add(NewTheme(name="Budget", query="budget", grade=Grade.KEEP))
    return made


def explained(database: Database, question: tuple[str, Any]) -> str:
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{explain} {question[0]}", question[1])
        return " ".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("most_counted", [3, 5, 9, 20])
@pytest.mark.parametrize("limit", [2, 4, 30])
def test_each_unread_mention_is_on_one_page_however_few_are_counted(
    room: WatchRoom, monkeypatch: pytest.MonkeyPatch, most_counted: int, limit: int
) -> None:
    new = room.deliver(*[BUDGET] * 9)
    room.catch_up()
    monkeypatch.setattr(mention_list, "COUNT_CAP", most_counted)
    shown: list[ArticleId] = []
    after: object | None = None

    while True:
        page = room.watches.mentions(UNREAD, after=after, limit=limit)
        shown += [each.article.id for each in page.rows]
        assert (page.total, page.capped) == (min(most_counted, len(new)), len(new) > most_counted)
        if page.next_key is None:
            break
        after = page.next_key

    assert shown == sorted(new, reverse=True)


def asked_of(database: Database, ask: Callable[[], object]) -> list[tuple[str, Any]]:
    """Return the statements about mentions by which *ask* finds how many there are."""
    asked: list[tuple[str, Any]] = []
    reading = database._reading

    @event.listens_for(reading, "before_cursor_execute")
    def note(_connection: object, _cursor: object, sql: str, values: object, *_: object) -> None:
        asked.append((sql, values))

    ask()
    event.remove(reading, "before_cursor_execute", note)
    return [each for each in asked if "GROUP BY mentions.article_id" in each[0]]


def test_what_was_read_before_the_newest_unread_is_not_looked_at(room: WatchRoom) -> None:
    (walk,) = asked_of(room.database, lambda: room.watches.mentions(UNREAD))

    plan = explained(room.database, walk)
    if room.database.is_sqlite:
        assert "COVERING INDEX ix_mentions_article_id_watch_id" in plan
        assert "TEMP B-TREE" not in plan
    else:
        assert "Join" not in plan


@pytest.mark.parametrize("what", ["newest", "unread", "figures"])
def test_of_many_mentions_no_more_are_looked_at_than_are_counted(
    room: WatchRoom, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    told = ToldOnce(room.database, is_grouped=True)
    ask: Mapping[str, Callable[[], object]] = {
        "newest": told.mentions,
        "unread": lambda: told.mentions(UNREAD),
        "figures": told.figures,
    }
    monkeypatch.setattr(mention_list, "COUNT_CAP", COUNTED)
    monkeypatch.setattr(finding, "COUNT_CAP", COUNTED)
    if not room.database.is_sqlite:
        crowd(room.database)

    plans = [explained(room.database, each) for each in asked_of(room.database, ask[what])]

    assert plans
    for plan in plans:
        assert "Sort" not in plan
        assert "TEMP B-TREE" not in plan
        if not room.database.is_sqlite:  # it sorts all where it believes that there are too few
            assert re.findall(r"Limit .*? rows=(\d+)", plan) == [str(COUNTED + 1)]


def crowd(database: Database) -> None:
    """Have there be thousands of mentions, of articles that are not there."""
    with database.transaction() as transaction:
        run, newest = transaction.session.connection().exec_driver_sql, first_id_of(transaction.now)
        run("SET LOCAL session_replication_role = replica")
        run(
            "INSERT INTO mentions"
            " (watch_id, article_id, text_id, title_marks, text_marks, words, at)"
            f" SELECT 1, {newest} - i, i, '[]', '[]', '[]', now() FROM generate_series(1, 10000) i"
        )
        run("ANALYZE mentions")
