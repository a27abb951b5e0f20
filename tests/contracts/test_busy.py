"""Every desk, while another process holds the database's write lock.

A writer raises `StorageBusy` and changes nothing; a reader answers.  On both engines.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import comms_desk
from comms_desk.mail.departures import Departures
from comms_desk.storage.archive import Archive
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.errors import StorageBusy
from tests.contracts.calls import Call
from tests.support.databases import alike

pytestmark = pytest.mark.long

IMPATIENCE_S = 0.02

EXAMPLES = sorted(path.stem for path in Path(__file__).parent.glob("calls_*.py"))

ALSO_DESKS = (Archive, Bin, DeskSettings, Departures)
"""What a door uses like a desk, whatever it is called."""

WITHOUT_DESKS = (
    *("comms_desk.ui", "comms_desk.cli", "comms_desk.storage.migrations"),
    "comms_desk.storage.desks",  # of which desks are made
)


def module_of(examples: str) -> ModuleType:
    return importlib.import_module(f"tests.contracts.{examples}")


@pytest.fixture
def impatient(database: Database) -> Iterator[Database]:
    """The same desk, to someone who waits for nobody."""
    url = database.url.render_as_string(hide_password=False)
    made = alike(Database(url, clock=database.clock, busy_timeout_s=IMPATIENCE_S))
    yield made
    made.dispose()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_a_busy_database_stops_writers_only(
    examples: str, database: Database, impatient: Database
) -> None:
    for call in module_of(examples).calls(impatient):
        if call.writes:
            with database.transaction():
                assert busy(call), f"{call} wrote while another process held the lock"
        else:
            with database.transaction():
                answered(call)
        call.run()


def busy(call: Call) -> bool:
    try:
        call.run()
    except StorageBusy:
        return True
    return False


def answered(call: Call) -> None:
    try:
        call.run()
    except StorageBusy:
        pytest.fail(f"{call} only reads, and waited for the lock")


def test_every_method_of_every_desk_has_an_example_call(sqlite_database: Database) -> None:
    called = {
        str(call) for examples in EXAMPLES for call in module_of(examples).calls(sqlite_database)
    }

    assert methods_of_desks() - called == set()


def test_no_desk_has_more_than_twenty_methods() -> None:
    crowded = {desk.__qualname__ for desk in desks() if len(public_methods(desk)) > 20}

    assert crowded == set()


def methods_of_desks() -> set[str]:
    return {f"{desk.__qualname__}.{method}" for desk in desks() for method in public_methods(desk)}


def desks() -> list[type]:
    found: list[type] = list(ALSO_DESKS)
    for module in pkgutil.walk_packages(comms_desk.__path__, "comms_desk."):
        if not module.name.startswith(WITHOUT_DESKS) and "__main__" not in module.name:
            found += [
                each
                for each in vars(importlib.import_module(module.name)).values()
                if inspect.isclass(each)
                and each.__module__ == module.name
                and each.__name__.endswith("Desk")
                and not inspect.isabstract(each)
            ]
    return found


def public_methods(desk: type) -> list[str]:
    """The methods of *desk*, those that it has from another class too."""
    found = inspect.getmembers(desk, inspect.isfunction)
    return [name for name, _ in found if not name.startswith("_")]
