"""Databases as the tests of storage need them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from comms_desk.clock import StillClock
from comms_desk.storage.database import Database
from tests.support.databases import PostgresqlDesks, sqlite_at


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def bare(request: pytest.FixtureRequest, tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """A database without any table, of each kind."""
    if request.param == "sqlite":
        database = sqlite_at(tmp_path / "desk.sqlite3", clock)
        yield database
        database.dispose()
        return
    desks: PostgresqlDesks = request.getfixturevalue("postgresql_desks")
    database = desks.empty(clock)
    yield database
    desks.drop(database)
