"""A backup that is cut short leaves nothing of itself; one that is killed, nothing for long."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from comms_desk.across.office import open_office
from comms_desk.keys import Keys
from comms_desk.paths import HOME_VARIABLE, Paths
from comms_desk.storage import backup, parts

STOPS_WITHIN_S = 30
LOOKED_EVERY_S = 0.002
FILLED_MIB = 60
"""So that a backup lasts long enough to be cut short."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A desk that takes a while to copy."""
    office = open_office(Paths.under(tmp_path / "desk"), keys=Keys())
    office.close()
    with closing(sqlite3.connect(office.paths.database_file)) as desk:
        desk.execute("CREATE TABLE filler (content BLOB)")
        for _each in range(FILLED_MIB):
            desk.execute("INSERT INTO filler VALUES (randomblob(1048576))")
        desk.commit()
    return tmp_path / "desk"


def begun(home: Path, file: Path) -> "subprocess.Popen[bytes]":
    """Return a backup of the desk in *home* into *file*, of which a part is written."""
    process = subprocess.Popen(
        [sys.executable, "-m", "comms_desk", "backup", str(file)],
        env=os.environ | {HOME_VARIABLE: str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not any(part.stat().st_size for part in file.parent.glob(f"{file.name}*.part")):
        assert process.poll() is None, "it was over before it could be cut short"
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOKED_EVERY_S)
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_a_backup_that_is_stopped_leaves_nothing(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    process = begun(home, folder / "desk.backup")

    process.terminate()

    assert process.wait(STOPS_WITHIN_S) != 0
    assert list(folder.iterdir()) == []


def test_the_part_of_a_backup_that_was_killed_goes_with_the_next_one(
    home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "film.4711.part").write_bytes(b"somebody else's")
    process = begun(home, folder / "monday.backup")
    process.kill()
    process.wait()
    assert list(folder.glob("monday*"))

    office = open_office(Paths.under(home), keys=Keys())
    backup.save(office.database, folder / "tuesday.backup")
    office.close()

    assert sorted(each.name for each in folder.iterdir()) == ["film.4711.part", "tuesday.backup"]


def test_the_part_of_a_backup_of_the_desks_own_goes_as_it_is_opened(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    paths.make()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = paths.backups / f"desk.sqlite3.comms-desk-{gone.pid}.part"
    left.write_bytes(b"half a desk")
    journal = left.with_name(f"{left.name}-journal")
    journal.write_bytes(b"what it was")

    open_office(paths, keys=Keys()).close()

    assert list(paths.backups.iterdir()) == []


def test_a_part_that_is_being_written_stays(tmp_path: Path) -> None:
    with parts.part_of(tmp_path / "desk.backup") as part:
        part.write_bytes(b"half a desk")

        parts.sweep(tmp_path)

        assert part.exists()
    assert not part.exists()
