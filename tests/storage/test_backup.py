"""Backups: taken while people work, put back alone, never at the price of what is there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.errors import CommsDeskError
from comms_desk.media.feeds.model import NewFeed
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage import backup, fulltext, soundness
from comms_desk.storage.database import Database
from comms_desk.storage.errors import (
    BackupRefusal,
    BackupRefused,
    DatabaseTooNew,
    DatabaseTooOld,
    DeskInUse,
)
from tests.support.databases import new_desk, sqlite_at
from tests.support.mornings import deliver, office_on


def unprepared(_copy: Database) -> None:
    """A copy that is put back as it is."""


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """A desk in a file, as the program makes it, with one dossier."""
    (tmp_path / "home").mkdir()
    database = new_desk(tmp_path / "home" / "desk.sqlite3", clock)
    DossierDesk(database).add(NewDossier(code="NEIGE", name="Neige"))
    yield database
    database.dispose()


def codes(database: Database) -> list[str]:
    return [each.code for each in DossierDesk(database).search().rows]


def test_a_backup_is_one_file_that_holds_the_whole_desk(
    desk: Database, tmp_path: Path, clock: StillClock
) -> None:
    file = backup.save(desk, tmp_path / "kept" / "desk.backup")

    assert [each.name for each in file.parent.iterdir()] == ["desk.backup"]
    copy = sqlite_at(file, clock)
    assert codes(copy) == ["NEIGE"]
    copy.dispose()


def test_a_backup_is_taken_while_somebody_writes(desk: Database, tmp_path: Path) -> None:
    with desk.transaction() as transaction:
        transaction.session.execute(text("DELETE FROM dossiers"))
        file = backup.save(desk, tmp_path / "desk.backup")

    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("SELECT count(*) FROM dossiers").fetchone() == (1,)


def test_a_backup_never_replaces_a_file(desk: Database, tmp_path: Path) -> None:
    file = tmp_path / "thesis.docx"
    file.write_bytes(b"three years of work")

    with pytest.raises(BackupRefused) as refused:
        backup.save(desk, file)

    assert refused.value.why is BackupRefusal.EXISTS
    assert file.read_bytes() == b"three years of work"


def test_a_backup_that_cannot_be_written_says_so(desk: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(BackupRefused) as refused:
        backup.save(desk, tmp_path / "file" / "desk.backup")

    assert refused.value.why is BackupRefusal.UNWRITABLE


def test_a_restore_brings_back_what_the_backup_held_and_keeps_what_was_there(
    desk: Database, tmp_path: Path, clock: StillClock
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    DossierDesk(desk).add(NewDossier(code="EAU", name="Eau"))

    present = backup.restore(desk, file, tmp_path / "backups", prepare=unprepared)

    assert codes(desk) == ["NEIGE"]
    assert present is not None
    before = sqlite_at(present, clock)
    assert codes(before) == ["EAU", "NEIGE"]
    before.dispose()
    assert [each.name for each in (tmp_path / "home").glob("*.restoring*")] == []


def test_a_restored_desk_goes_on(desk: Database, tmp_path: Path) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    backup.restore(desk, file, tmp_path / "backups", prepare=unprepared)

    DossierDesk(desk).add(NewDossier(code="EAU", name="Eau"))

    assert codes(desk) == ["EAU", "NEIGE"]
    with desk.snapshot() as snapshot:
        assert snapshot.session.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_a_restore_is_refused_while_somebody_has_the_desk_open(
    desk: Database, tmp_path: Path, clock: StillClock
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    DossierDesk(desk).add(NewDossier(code="EAU", name="Eau"))
    other = sqlite_at(Path(desk.place), clock)
    assert codes(other) == ["EAU", "NEIGE"]
    desk.busy_timeout_s = 0.05

    with pytest.raises(DeskInUse):
        backup.restore(desk, file, tmp_path / "backups", prepare=unprepared)

    assert codes(desk) == ["EAU", "NEIGE"]
    other.dispose()


def test_a_restore_onto_a_new_computer_needs_no_desk(
    desk: Database, tmp_path: Path, clock: StillClock
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    fresh = sqlite_at(tmp_path / "elsewhere" / "desk.sqlite3", clock)

    assert backup.restore(fresh, file, tmp_path / "backups", prepare=unprepared) is None

    assert codes(fresh) == ["NEIGE"]
    fresh.dispose()


def test_a_restore_that_fails_on_the_way_leaves_the_desk_as_it_was(
    desk: Database, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    DossierDesk(desk).add(NewDossier(code="EAU", name="Eau"))

    def power_cut(_copy: Database) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.restore(desk, file, tmp_path / "backups", prepare=power_cut)

    assert codes(desk) == ["EAU", "NEIGE"]
    assert [each.name for each in (tmp_path / "home").glob("*.restoring*")] == []


def test_a_damaged_desk_is_kept_byte_for_byte_and_replaced(desk: Database, tmp_path: Path) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    desk.dispose()
    Path(desk.place).write_bytes(b"a disk has lost its mind" * 1000)

    present = backup.restore(desk, file, tmp_path / "backups", prepare=unprepared)

    assert codes(desk) == ["NEIGE"]
    assert present is not None
    assert present.read_bytes().startswith(b"a disk has lost its mind")


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"x" * 5000])
def test_a_file_that_is_no_backup_is_refused_and_nothing_changes(
    desk: Database, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "desk.backup"
    file.write_bytes(content)

    with pytest.raises(BackupRefused):
        backup.restore(desk, file, tmp_path / "backups", prepare=unprepared)

    assert codes(desk) == ["NEIGE"]


def test_a_file_that_is_missing_is_refused(desk: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused) as refused:
        backup.restore(desk, tmp_path / "none", tmp_path / "backups", prepare=unprepared)

    assert refused.value.why is BackupRefusal.MISSING


@pytest.mark.parametrize(("found", "refusal"), [("9999", DatabaseTooNew), ("0053", DatabaseTooOld)])
def test_a_backup_that_this_version_does_not_know_is_refused(
    desk: Database, tmp_path: Path, found: str, refusal: type[CommsDeskError]
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("UPDATE alembic_version SET version_num = ?", [found])
        copy.commit()

    with pytest.raises(refusal):
        backup.restore(desk, file, tmp_path / "backups", prepare=unprepared)


def test_two_copies_of_one_moment_do_not_meet(
    desk: Database, tmp_path: Path, clock: StillClock
) -> None:
    first = backup.beside(desk, tmp_path, why="before-0002")
    second = backup.beside(desk, tmp_path, why="before-0002")
    clock.advance(timedelta(seconds=1))
    third = backup.beside(desk, tmp_path, why="before-0002")

    assert len({first, second, third}) == 3


def test_a_teams_database_is_left_to_its_server(
    postgresql_database: Database, tmp_path: Path
) -> None:
    with pytest.raises(BackupRefused) as refused:
        backup.save(postgresql_database, tmp_path / "desk.backup")

    assert refused.value.why is BackupRefusal.SERVER


def test_a_sound_desk_is_found_sound(database: Database) -> None:
    DossierDesk(database).add(NewDossier(code="NEIGE", name="Neige"))

    assert soundness.check(database).is_sound


def test_an_index_that_another_process_has_merged_is_sound(sqlite_database: Database) -> None:
    other = Database(sqlite_database.url)
    found = []
    for start in range(0, 4_000, 200):
        for row in range(start, start + 200, 20):
            with other.transaction() as transaction:
                entries = [fulltext.entry(each, f"mot{each} rue") for each in range(row, row + 20)]
                fulltext.put(transaction, Subject.ARTICLE, entries)
        found.append(soundness.check(sqlite_database).integrity)
    other.dispose()

    assert set(found) == {()}


def test_an_index_out_of_step_is_found(database: Database, tmp_path: Path) -> None:
    office = office_on(database, tmp_path)
    deliver(office, office.feeds.add(NewFeed(address="https://matin.example/rss")).id, "matin")
    with database.transaction() as transaction:
        known = sorted(fulltext.known(transaction, Subject.ARTICLE))
        fulltext.remove(transaction, Subject.ARTICLE, known[:1])
        fulltext.put(transaction, Subject.ARTICLE, [fulltext.entry(404, "Nobody")])

    (gap,) = soundness.check(database).index

    assert (gap.subject, gap.missing, gap.excess) == (Subject.ARTICLE, 1, 1)


def test_a_row_that_points_at_nothing_is_found(sqlite_database: Database) -> None:
    with closing(sqlite3.connect(sqlite_database.place)) as careless:
        careless.execute("INSERT INTO person_logins (person_id, login) VALUES (404, 'nobody')")
        careless.commit()

    found = soundness.check(sqlite_database)

    assert found.orphans == ("person_logins 1 → people",)
    assert not found.is_sound


def test_each_subject_of_the_index_has_one_kind_of_row() -> None:
    assert set(soundness.indexed_rows()) == set(fulltext.INDEXED)
