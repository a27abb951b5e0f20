"""A desk of before holds is brought up to date, and what it has can be held."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.storage import upgrade
from comms_desk.storage.database import Database
from comms_desk.storage.holds import HoldDesk
from comms_desk.storage.model import NewHold
from tests.support.databases import PostgresqlDesks, sqlite_at

BEFORE = "0050"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def former(request: pytest.FixtureRequest, tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """A desk of the version before holds, of each kind."""
    if request.param == "sqlite":
        database = sqlite_at(tmp_path / "desk.sqlite3", clock)
        upgrade.upgrade_to(database, BEFORE)
        yield database
        database.dispose()
        return
    desks: PostgresqlDesks = request.getfixturevalue("postgresql_desks")
    database = desks.empty(clock)
    upgrade.upgrade_to(database, BEFORE)
    yield database
    desks.drop(database)


def test_what_stands_on_a_desk_that_is_brought_up_to_date_can_be_held(
    former: Database, tmp_path: Path
) -> None:
    with former.transaction() as transaction:
        columns = "id, code, code_key, name, status, scope, about, search_key"
        transaction.session.execute(
            text(
                f"INSERT INTO dossiers ({columns})"
                " VALUES (3, 'A', 'a', 'Abattage', 'open', 'city', '', 'abattage')"
            )
        )

    upgrade.migrate(former, tmp_path)

    holds, ref = HoldDesk(former), Ref(Subject.DOSSIER, 3)
    assert holds.every() == holds.over(ref) == ()
    kept = holds.place(NewHold(over=ref, reason="Demande d’accès"))
    assert holds.over(ref) == (kept,)
