"""A file made or changed by hand is never put in the desk's place; a good one always can be."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from comms_desk.across import restore
from comms_desk.clock import StillClock
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage import backup, soundness
from comms_desk.storage.database import Database
from comms_desk.storage.errors import BackupRefusal, BackupRefused
from comms_desk.storage.revisions import HEAD
from tests.support.databases import new_desk

STOPS = "BEGIN SELECT RAISE(ABORT, 'no'); END"
ALTERED = {
    "a table is missing": ["DROP TABLE letters"],
    "an index is missing": ["DROP TABLE fulltext_article"],
    "a column is missing": ["ALTER TABLE contacts DROP COLUMN note"],
    "a trigger stops it": [f"CREATE TRIGGER mine BEFORE UPDATE ON letters {STOPS}"],
    "a trigger deletes": [
        "CREATE TRIGGER mine AFTER INSERT ON people BEGIN DELETE FROM contacts; END"
    ],
    "a view": ["CREATE VIEW mine AS SELECT 1"],
    "a view that shows nothing": ["CREATE VIEW mine AS SELECT * FROM nowhere"],
}
MADE = {
    "a version and nothing else": [
        "CREATE TABLE alembic_version (version_num TEXT)",
        f"INSERT INTO alembic_version VALUES ('{HEAD}')",
    ],
    "a version that is a view": [
        f"CREATE VIEW alembic_version AS SELECT '{HEAD}' AS version_num",
    ],
}


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """A desk with somebody in it."""
    database = new_desk(tmp_path / "desk.sqlite3", clock)
    PeopleDesk(database).add(NewPerson(name="Zoé"))
    yield database
    database.dispose()


def changed(file: Path, statements: list[str]) -> Path:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return file


def names(desk: Database) -> list[str]:
    return [each.name for each in PeopleDesk(desk).every()]


@pytest.mark.parametrize("statements", ALTERED.values(), ids=ALTERED)
def test_a_backup_that_somebody_changed_is_refused_and_the_desk_stays(
    desk: Database, tmp_path: Path, statements: list[str]
) -> None:
    file = changed(backup.save(desk, tmp_path / "b.sqlite3"), statements)

    with pytest.raises(BackupRefused) as refused:
        restore.restore(desk, file, tmp_path / "backups")

    assert refused.value.why is BackupRefusal.ALTERED
    assert names(desk) == ["Zoé"]
    assert soundness.check(desk).is_sound
    assert not list(tmp_path.glob("*.restoring*"))


@pytest.mark.parametrize("statements", MADE.values(), ids=MADE)
def test_a_file_that_only_says_that_it_is_a_desk_is_refused_and_the_desk_stays(
    desk: Database, tmp_path: Path, statements: list[str]
) -> None:
    file = changed(tmp_path / "made.sqlite3", statements)

    with pytest.raises(BackupRefused) as refused:
        restore.restore(desk, file, tmp_path / "backups")

    assert refused.value.why is BackupRefusal.ALTERED
    assert names(desk) == ["Zoé"]


def test_a_file_whose_tables_are_described_in_no_text_is_damaged(
    desk: Database, tmp_path: Path
) -> None:
    file = changed(
        backup.save(desk, tmp_path / "b.sqlite3"),
        [
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET name = CAST(x'ff41e9' AS TEXT) WHERE name = 'people'",
        ],
    )

    with pytest.raises(BackupRefused) as refused:
        restore.restore(desk, file, tmp_path / "backups")

    assert refused.value.why is BackupRefusal.UNSOUND


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TABLE leases"],
        ["DROP TABLE embargoes"],
        [f"CREATE TRIGGER mine BEFORE INSERT ON leases {STOPS}"],
    ],
)
def test_a_backup_is_put_back_over_a_desk_that_somebody_changed(
    desk: Database, tmp_path: Path, statements: list[str]
) -> None:
    file = backup.save(desk, tmp_path / "b.sqlite3")
    desk.dispose()
    changed(Path(desk.place), statements)

    done = restore.restore(desk, file, tmp_path / "backups")

    assert done.present is not None
    assert not done.carried_over
    assert names(desk) == ["Zoé"]
    assert soundness.check(desk).is_sound


def test_what_is_missing_of_a_desk_is_said_when_it_is_looked_at(desk: Database) -> None:
    desk.dispose()
    changed(Path(desk.place), ["DROP TABLE fulltext_article", "CREATE VIEW mine AS SELECT 1"])

    found = soundness.check(desk)

    assert found.shape == ("fulltext_article", "mine")
    assert not found.is_sound
