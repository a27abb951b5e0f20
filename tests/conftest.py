"""Fixtures for every test: a still clock, and a real database of each kind.

`database` runs a test twice, on a SQLite file and on PostgreSQL; `sqlite_database` and
`postgresql_database` run it once.  Each test has its own database, its tables made.

The gate (`CI` in the environment) runs everything.  Locally the PostgreSQL half of a test runs
where the engine is the matter, a property draws fewer examples, and what is marked `gate`, or
needs LibreOffice, is left out.
"""

import gc
import os
import random
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
from tests.support.gate import IS_GATE

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["BENCH_SIZES"] = "tiny"  # before any bench is imported: tests/bench/sizes.py

MORNING = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
"""7:30 in Montréal, on a Tuesday: when the tests take place."""

OBJECTS_BEFORE_COLLECTION = 20_000
"""Ten times as many as Python waits for: a sixth of the tests' time was spent in looking."""

LOCAL_EXAMPLES = 25
"""How many examples a property draws locally, at most; the gate draws all that it asks for."""

HYPOTHESIS_SETTINGS = "_hypothesis_internal_use_settings"
"""Where Hypothesis keeps the settings of a test: its own go before those of a profile."""

ENGINE_MATTERS = (
    "tests/across/test_already_answered.py",
    "tests/across/test_search.py",
    "tests/contracts",
    "tests/embargo",
    "tests/jobs",
    "tests/mail/test_bars_any_order.py",
    "tests/mail/test_outbox.py",
    "tests/media/contacts/test_search.py",
    "tests/media/lists/test_filters.py",
    "tests/storage",
)
"""Files and folders that are tried on both engines locally too: locks, queries by words,
revisions.  A test elsewhere is marked `both_engines`."""

gc.disable()  # nothing of what is imported and collected is garbage: `pytest_collection_finish`

for _name in ("default", "ci"):
    settings.register_profile(
        _name,
        settings.get_profile(_name),
        max_examples=settings.get_profile(_name).max_examples if IS_GATE else LOCAL_EXAMPLES,
        deadline=None,  # a loaded machine is slow, and no fault of the text that was drawn
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.function_scoped_fixture,
        ],
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the seed of a random order: the tests of a file, and the files, in any order."""
    parser.addoption("--order", metavar="SEED", help="run files and their tests in random order")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what only the gate runs; begin with what takes long, so that no process ends alone."""
    if not IS_GATE:
        _leave_to_the_gate(config, items)
    seed: str | None = config.getoption("--order")
    if seed is not None:
        _shuffle(items, seed)
    items.sort(key=_seconds_taken, reverse=True)


def _leave_to_the_gate(config: pytest.Config, items: list[pytest.Item]) -> None:
    left = [each for each in items if _is_only_for_the_gate(each)]
    if left:
        gone = set(left)
        items[:] = [each for each in items if each not in gone]
        config.hook.pytest_deselected(items=left)
    for item in items:
        test = getattr(item, "obj", None)
        own: settings | None = getattr(test, HYPOTHESIS_SETTINGS, None)
        if own is not None and own.max_examples > LOCAL_EXAMPLES:
            setattr(test, HYPOTHESIS_SETTINGS, settings(own, max_examples=LOCAL_EXAMPLES))


def _is_only_for_the_gate(item: pytest.Item) -> bool:
    """Return whether *item* takes seconds, or is a PostgreSQL half whose matter is no engine's."""
    if any(item.get_closest_marker(name) is not None for name in ("gate", "libreoffice")):
        return True
    if item.get_closest_marker("both_engines") is not None:
        return False
    call = getattr(item, "callspec", None)
    if call is None or call.params.get("database") != "postgresql":
        return False
    return not item.nodeid.startswith(ENGINE_MATTERS)


def _shuffle(items: list[pytest.Item], seed: str) -> None:
    """Put the files, and the tests of each, in the order that *seed* draws; files stay whole."""
    chance = random.Random(seed)
    chance.shuffle(items)
    places = {
        path: number for number, path in enumerate(dict.fromkeys(each.path for each in items))
    }
    items.sort(key=lambda each: places[each.path])


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
