"""Fixtures for every test: a still clock, and a real database of each kind.

`database` runs a test twice, on a SQLite file and on PostgreSQL; `sqlite_database` and
`postgresql_database` run it once.  Each test has its own database, its tables made.
"""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from comms_desk.clock import StillClock
from comms_desk.storage.database import Database
from tests.support.away import GoingServer
from tests.support.databases import IMPATIENT_S, TEST_BUSY_TIMEOUT_S, PostgresqlDesks, new_desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["BENCH_SIZES"] = "tiny"  # before any bench is imported: tests/bench/sizes.py

MORNING = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
"""7:30 in Montréal, on a Tuesday: when the tests take place."""

OBJECTS_BEFORE_COLLECTION = 20_000
"""Ten times as many as Python waits for: a sixth of the tests' time was spent in looking."""

gc.disable()  # nothing of what is imported and collected is garbage: `pytest_collection_finish`

for _name in ("default", "ci"):
    settings.register_profile(
        _name,
        settings.get_profile(_name),
        deadline=None,  # a loaded machine is slow, and no fault of the text that was drawn
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.function_scoped_fixture,
        ],
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that no process ends with one alone."""
    items.sort(key=_seconds_taken, reverse=True)


def _seconds_taken(item: pytest.Item) -> int:
    long = item.get_closest_marker("long")
    return 0 if long is None else int(long.kwargs.get("seconds", 10))


def pytest_collection_finish() -> None:
    """Leave the libraries and the tests themselves out of each collection of garbage."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION, *gc.get_threshold()[1:])


@pytest.fixture(scope="module", autouse=True)
def _tidied() -> Iterator[None]:
    """Collect the garbage of a file at its end, and leave what stays out of all that follow."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def clock() -> StillClock:
    """A clock that stands at `MORNING` until a test moves it."""
    return StillClock(MORNING)


@pytest.fixture(scope="session")
def postgresql_desks() -> Iterator[PostgresqlDesks]:
    """The PostgreSQL server of this session, started when first needed.

    Not under pytest's own folder: run by root, the server is another user, whom the next
    pytest that starts would shut out of that folder.
    """
    with TemporaryDirectory(prefix="comms-desk-", ignore_cleanup_errors=True) as folder:
        desks = PostgresqlDesks(Path(folder))
        yield desks
        desks.stop()


@pytest.fixture(scope="session")
def _going_server() -> Iterator[GoingServer]:
    """The server of this session that goes away; what it committed outlives it."""
    with TemporaryDirectory(prefix="comms-desk-", ignore_cleanup_errors=True) as folder:
        desks = PostgresqlDesks(Path(folder), settings=("checkpoint_timeout=3600", "fsync=off"))
        yield GoingServer(desks)
        desks.stop()


@pytest.fixture
def going_server(_going_server: GoingServer) -> Iterator[GoingServer]:
    """A PostgreSQL server that a test may stop; it is there again for the next one."""
    yield _going_server
    _going_server.resume()
    _going_server.start()


@pytest.fixture
def sqlite_database(
    request: pytest.FixtureRequest, tmp_path: Path, clock: StillClock
) -> Iterator[Database]:
    """A desk in a SQLite file of its own."""
    is_impatient = request.node.get_closest_marker("impatient") is not None
    patience_s = IMPATIENT_S if is_impatient else TEST_BUSY_TIMEOUT_S
    database = new_desk(tmp_path / "desk.sqlite3", clock, patience_s)
    yield database
    database.dispose()


@pytest.fixture
def postgresql_database(postgresql_desks: PostgresqlDesks, clock: StillClock) -> Iterator[Database]:
    """A desk in a PostgreSQL database of its own."""
    database = postgresql_desks.new(clock)
    yield database
    database.dispose()


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def database(request: pytest.FixtureRequest) -> Database:
    """A desk of each kind: the test runs twice."""
    made: Database = request.getfixturevalue(f"{request.param}_database")
    return made


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that other people of this computer may read, whoever runs the tests."""
    with TemporaryDirectory(prefix="comms-desk-", ignore_cleanup_errors=True) as folder:
        shared = Path(folder).resolve()
        shared.chmod(0o755)
        yield shared
