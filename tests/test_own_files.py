"""What the desk writes of its own is for its person's eyes only, whatever the umask says."""

import logging
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from comms_desk import own_files
from comms_desk.across.office import open_office
from comms_desk.documents.files import write_file
from comms_desk.keys import Keys
from comms_desk.log_file import Log
from comms_desk.paths import HOME_VARIABLE, Paths
from comms_desk.settings import THEME
from comms_desk.storage import backup
from comms_desk.ui.frame.memory import Memory

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


@pytest.fixture(params=[0o022, 0o000], ids=["umask 022", "umask 000"], autouse=True)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """The umask of a usual machine, and of one that lets everybody write."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def open_to_others(home: Path) -> dict[str, str]:
    """Return what somebody else may do with what is in *home*."""
    every = [home, *home.rglob("*")]
    return {str(each.relative_to(home)): oct(mode(each)) for each in every if mode(each) & 0o077}


def test_nobody_else_may_read_a_desk(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    office = open_office(Paths.under(home), keys=Keys())
    office.dossiers.search()
    office.settings.set(THEME, "dark")
    Memory().write(office.paths.window_file)
    backup.beside(office.database, office.paths.backups, why="by-hand")

    assert (home / "desk.sqlite3-wal").exists()
    assert open_to_others(home) == {}
    office.close()


def test_nobody_else_may_read_what_the_program_leaves_behind(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    for arguments in (
        ("worker", "--once"),
        ("settings", "set", "theme", "dark"),
        ("backup", str(home / "backups" / "by-hand.sqlite3")),
    ):
        subprocess.run(
            [sys.executable, "-m", "comms_desk", *arguments],
            env=os.environ | {HOME_VARIABLE: str(home)},
            check=True,
            capture_output=True,
        )

    assert open_to_others(home) == {}


def test_a_restored_desk_stays_its_persons(tmp_path: Path) -> None:
    office = open_office(Paths.under(tmp_path / "desk"), keys=Keys())
    kept = backup.save(office.database, tmp_path / "elsewhere" / "desk.backup")
    seen: list[dict[str, str]] = []

    backup.restore(
        office.database,
        kept,
        office.paths.backups,
        prepare=lambda _copy: seen.append(open_to_others(office.paths.data)),
    )

    assert seen == [{}]
    assert open_to_others(office.paths.data) == {}
    assert mode(kept) == 0o600
    office.close()


def test_a_log_that_is_begun_again_stays_its_persons(tmp_path: Path) -> None:
    handler = Log(tmp_path / "window.log", maxBytes=200, backupCount=1, encoding="utf-8")
    for _each in range(20):
        handler.handle(logging.makeLogRecord({"msg": "a line of the log of the window"}))
    handler.close()

    logs = sorted(tmp_path.iterdir())
    assert [each.name for each in logs] == ["window.log", "window.log.1"]
    assert [mode(each) for each in logs] == [0o600, 0o600]


def test_an_old_desk_is_tightened_as_it_is_opened(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    paths = Paths.under(home)
    open_office(paths, keys=Keys()).close()
    (paths.backups / "desk-old.sqlite3").write_bytes(b"")
    (paths.logs / "window.log").write_text("a log", encoding="utf-8")
    paths.settings_file.write_text("", encoding="utf-8")
    for each in (home, *home.rglob("*")):
        each.chmod(0o777 if each.is_dir() else 0o666)

    open_office(paths, keys=Keys()).close()

    assert open_to_others(home) == {}


def test_only_what_is_the_desks_is_tightened(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "minutes.txt").write_text("minutes", encoding="utf-8")
    home = tmp_path / "desk"
    home.mkdir()
    paths = Paths.under(home)
    (home / "thesis.odt").write_text("a thesis", encoding="utf-8")
    (home / "tools").mkdir()
    paths.backups.symlink_to(outside)
    paths.settings_file.symlink_to(outside / "minutes.txt")
    (outside / "linked").hardlink_to(outside / "minutes.txt")
    for each in (outside, home / "tools"):
        each.chmod(0o755)
    for each in (outside / "minutes.txt", home / "thesis.odt"):
        each.chmod(0o644)

    paths.make()

    assert (mode(outside), mode(outside / "minutes.txt")) == (0o755, 0o644)
    assert (mode(home / "tools"), mode(home / "thesis.odt")) == (0o755, 0o644)
    assert mode(home) == 0o700


def test_a_folder_where_anybody_puts_what_is_temporary_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)

    own_files.tighten(tmp_path)

    assert mode(tmp_path) == 0o1777


def test_what_a_person_exports_is_as_readable_as_they_wish(tmp_path: Path, umask: int) -> None:
    write_file(tmp_path / "contacts.csv", b"a;b")
    kept = tmp_path / "private.csv"
    kept.touch(mode=0o600)
    kept.chmod(0o600)
    write_file(kept, b"a;b")

    assert mode(tmp_path / "contacts.csv") == 0o666 & ~umask
    assert mode(kept) == 0o600


def test_sqlite_gives_what_stands_beside_a_file_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    own_files.begin(file)
    with closing(sqlite3.connect(file)) as desk:
        desk.execute("PRAGMA journal_mode = WAL")
        desk.execute("CREATE TABLE a (b)")

        assert {mode(each) for each in tmp_path.iterdir()} == {0o600}
        assert len(list(tmp_path.iterdir())) == 3
