"""Rows are found by their id where they are looked for, and listed page by page."""

from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.orm import Mapped

from comms_desk.changes import Ref, Subject
from comms_desk.storage import finding
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.finding import RowPlace, count_of, page_of, row_of
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.rows import CONSTRAINT_NAMES, BinnedRow, ShortText

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)


class Leaf(BinnedRow):
    """A table of these tests only."""

    SUBJECT: ClassVar = Subject.DOSSIER
    __tablename__ = "leaf"
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

    name: Mapped[ShortText]


def filled(database: Database, *names: str) -> None:
    Leaf.metadata.drop_all(database.engine)
    Leaf.metadata.create_all(database.engine)
    with database.transaction() as transaction:
        transaction.session.add_all(Leaf(name=name) for name in names)


def page(database: Database, after: object | None, limit: int, **how: Any) -> PageOfRows[Leaf]:
    with database.snapshot() as snapshot:
        return page_of(snapshot, select(Leaf), Leaf.name, Leaf.id, after=after, limit=limit, **how)


@pytest.mark.parametrize(
    ("is_binned", "where", "found"),
    [
        (False, RowPlace.HERE, True),
        (False, RowPlace.IN_BIN, False),
        (False, RowPlace.ANYWHERE, True),
        (True, RowPlace.HERE, False),
        (True, RowPlace.IN_BIN, True),
        (True, RowPlace.ANYWHERE, True),
    ],
)
def test_a_row_is_found_where_it_is_looked_for(
    database: Database, is_binned: bool, where: RowPlace, found: bool
) -> None:
    filled(database, "Neige")
    with database.transaction() as transaction:
        row = row_of(transaction, Leaf, 1)
        row.binned_at = NOW if is_binned else None

    with database.snapshot() as snapshot:
        if found:
            assert row_of(snapshot, Leaf, 1, where).name == "Neige"
        else:
            with pytest.raises(NotFound) as missing:
                row_of(snapshot, Leaf, 1, where)
            assert missing.value.ref == Ref(Subject.DOSSIER, 1)


@pytest.mark.parametrize("last_first", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6])
def test_pages_follow_without_gap_nor_repeat_both_ways(
    database: Database, limit: int, last_first: bool
) -> None:
    filled(database, "b", "a", "c", "a", "b")
    in_order = [("a", 2), ("a", 4), ("b", 1), ("b", 5), ("c", 3)]

    shown = page(database, None, limit, last_first=last_first)
    met = [(row.name, row.id) for row in shown.rows]
    while shown.next_key is not None:
        shown = page(database, shown.next_key, limit, last_first=last_first)
        assert 1 <= len(shown.rows) <= limit
        assert (shown.total, shown.capped) == (5, False)
        met += [(row.name, row.id) for row in shown.rows]

    assert met == (in_order[::-1] if last_first else in_order)


def test_a_list_of_nothing_has_no_page_after_it(database: Database) -> None:
    filled(database)

    assert page(database, None, 3) == PageOfRows(rows=(), total=0)


def test_a_page_of_one_column_follows_by_it(database: Database) -> None:
    filled(database, "a", "b", "c")

    with database.snapshot() as snapshot:
        first = page_of(snapshot, select(Leaf.id), Leaf.id, after=None, limit=2)
        rest = page_of(snapshot, select(Leaf.id), Leaf.id, after=first.next_key, limit=2)

    assert (first.rows, rest.rows, rest.next_key) == ((1, 2), (3,), None)


@pytest.mark.parametrize("after", [3, "a", ("a",), ("a", 1, 2)])
def test_a_key_of_another_list_is_a_mistake_of_ours(
    sqlite_database: Database, after: object
) -> None:
    filled(sqlite_database, "a")

    with pytest.raises(ValueError, match=r"a|3"):
        page(sqlite_database, after, 1)


@pytest.mark.parametrize(
    ("count", "said"), [(0, (0, False)), (3, (3, False)), (4, (3, True)), (5, (3, True))]
)
def test_a_count_stops_at_the_cap_and_says_that_there_are_more(
    database: Database, monkeypatch: pytest.MonkeyPatch, count: int, said: tuple[int, bool]
) -> None:
    monkeypatch.setattr(finding, "COUNT_CAP", 3)
    filled(database, *("a" for _ in range(count)))

    with database.snapshot() as snapshot:
        assert count_of(snapshot, select(Leaf.id)) == said
