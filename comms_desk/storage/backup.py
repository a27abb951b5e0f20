"""Backups: one file that holds the whole desk, taken while people work, and put back.

A backup is itself a database: complete, sound and of a known version, or it is not kept.
A restore needs the desk alone, and first puts the present state aside.  Only a desk that is
a file can do this; a team's PostgreSQL database has its server's own backups.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from typing import cast

from sqlalchemy.exc import DBAPIError

from comms_desk import own_files
from comms_desk.reasons import Reason, reason_of
from comms_desk.storage import parts, revisions, soundness
from comms_desk.storage.database import Database, url_of_file
from comms_desk.storage.desk_file import connect
from comms_desk.storage.errors import (
    BackupRefusal,
    BackupRefused,
    DeskInUse,
    StorageDamaged,
)

PAGES_AT_ONCE = 1024
"""Copied before writers get a chance: 4 MiB."""

NAMES_SAID = 3
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


type Progress = Callable[[int, int], None]
"""Told how many pages remain, and of how many; what it raises stops the backup."""


def save(database: Database, file: Path, *, progress: Progress | None = None) -> Path:
    """Write the whole desk into *file*, which must not exist, while others go on working.

    Raises:
        BackupRefused: The file exists or cannot be written, or the desk is not a file.
    """
    _refuse_server(database, file)
    if file.exists():
        raise BackupRefused(file, BackupRefusal.EXISTS)
    try:
        own_files.make_folder(file.parent)
    except OSError as error:
        raise BackupRefused(file, BackupRefusal.UNWRITABLE, reason_of(error)) from error
    parts.sweep(file.parent)
    with parts.part_of(file) as part:
        _save(database, part, file, progress or _let_it_be_stopped)
    return file


def _save(database: Database, part: Path, file: Path, progress: Progress) -> None:
    try:
        with _reading(database) as source, closing(connect(part)) as copy:
            source.backup(copy, pages=PAGES_AT_ONCE, progress=lambda _status, *far: progress(*far))
            # One file that needs nothing beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            _refuse_unsound(copy, file)
        part.rename(file)
    except (OSError, sqlite3.Error) as error:
        if getattr(error, "sqlite_errorname", "").startswith(DAMAGED):
            raise StorageDamaged(database.place, reason_of(error)) from error
        raise BackupRefused(file, BackupRefusal.UNWRITABLE, reason_of(error)) from error


def beside(database: Database, folder: Path, *, why: str, progress: Progress | None = None) -> Path:
    """Write the whole desk into a file of *folder* named for the moment and for *why*."""
    stem = f"desk-{database.clock.now():%Y%m%d-%H%M%S}-{why}"
    number = 1
    file = folder / f"{stem}.sqlite3"
    while file.exists():
        number += 1
        file = folder / f"{stem}-{number}.sqlite3"
    return save(database, file, progress=progress)


def restore(
    database: Database,
    file: Path,
    backups: Path,
    *,
    prepare: Callable[[Database], None],
    worker_away: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Path | None:
    """Have the desk be what *file* holds; return where its present state was put, if any.

    Until the very end the present state stands: a crash in between leaves it as it was.

    Args:
        database: The desk; sound, damaged, or not there yet.
        file: The backup; it is read, never changed.
        backups: Where the present state is put.
        prepare: Makes a copy of *file* ready before anybody can see it: brings it up to
            date, and has what would leave twice wait for a person.
        worker_away: Keeps the worker away meanwhile; asked once *file* is known to be good.

    Raises:
        BackupRefused: *file* is no sound backup of a desk, or the desk is not a file.
        DatabaseTooNew: A newer version wrote *file*.
        DatabaseTooOld: It is of before the first revision of the tables.
        DeskInUse: Somebody still has the desk open.
    """
    _refuse_server(database, file)
    refuse_unusable(file)
    with worker_away():
        return _restore(database, file, backups, prepare)


def _restore(
    database: Database, file: Path, backups: Path, prepare: Callable[[Database], None]
) -> Path | None:
    desk_file = Path(database.place)
    own_files.make_folder(desk_file.parent)
    ready = desk_file.with_name(desk_file.name + ".restoring")
    ready.unlink(missing_ok=True)
    try:
        with closing(connect(file, read_only=True)) as source, closing(connect(ready)) as copy:
            source.backup(copy)
        prepared = Database(url_of_file(ready), clock=database.clock)
        try:
            _prepare(prepared, file, prepare)
        finally:
            prepared.dispose()
        present = _put_aside(database, backups) if desk_file.exists() else None
        with alone(database) as desk, closing(connect(ready)) as source:
            source.backup(desk)
    except sqlite3.Error as error:
        damaged = getattr(error, "sqlite_errorname", "").startswith(DAMAGED)
        raise BackupRefused(
            file if damaged else desk_file,
            BackupRefusal.UNSOUND if damaged else BackupRefusal.UNWRITABLE,
            reason_of(error),
        ) from error
    finally:
        for leftover in desk_file.parent.glob(ready.name + "*"):
            leftover.unlink(missing_ok=True)
    return present


def _prepare(copy: Database, file: Path, prepare: Callable[[Database], None]) -> None:
    """Make *copy*, of *file*, ready; what is wrong with it is said of *file*."""
    try:
        prepare(copy)
    except StorageDamaged as error:
        raise BackupRefused(file, BackupRefusal.UNSOUND, error.reason) from error
    except DBAPIError as error:
        # No table or no column where its version has one: no desk was ever so.
        raise BackupRefused(file, BackupRefusal.ALTERED, reason_of(error.orig or error)) from error
    with copy.snapshot() as snapshot:
        wrong = soundness.shape(snapshot)
    if wrong:
        raise BackupRefused(file, BackupRefusal.ALTERED, _some(wrong))


def _put_aside(database: Database, backups: Path) -> Path:
    try:
        return beside(database, backups, why="before-restore")
    except StorageDamaged:
        return _move_damaged(database, backups)
    except BackupRefused as error:
        if error.why is not BackupRefusal.UNSOUND:
            raise
        return _move_damaged(database, backups)


def _move_damaged(database: Database, backups: Path) -> Path:
    """Keep a damaged desk byte for byte: somebody may still get something out of it."""
    database.dispose()
    file = Path(database.place)
    kept = backups / f"damaged-{database.clock.now():%Y%m%d-%H%M%S}-{file.name}"
    try:
        own_files.make_folder(backups)
        for part in ("-wal", "-shm", ""):
            if (each := file.with_name(file.name + part)).exists():
                each.replace(kept.with_name(kept.name + part))
        own_files.tighten(backups, (f"{kept.name}*",))
    except PermissionError as error:
        raise DeskInUse(database.place) from error
    except OSError as error:
        raise BackupRefused(kept, BackupRefusal.UNWRITABLE, reason_of(error)) from error
    return kept


def refuse_unusable(file: Path) -> None:
    """Refuse a *file* that could not be restored.

    Raises:
        BackupRefused: It is missing, is no database, is unsound, or is not a desk's.
        DatabaseTooNew: A newer version wrote it.
        DatabaseTooOld: It is of before the first revision of the tables.
    """
    if not file.is_file():
        raise BackupRefused(file, BackupRefusal.MISSING)
    try:
        with closing(connect(file, read_only=True)) as source:
            _refuse_unsound(source, file)
            found = source.execute(revisions.QUESTION).fetchone()
            strange = [str(name) for (name,) in source.execute(soundness.STRANGE)]
    except UnicodeDecodeError as error:
        raise BackupRefused(file, BackupRefusal.UNSOUND, Reason.DAMAGED) from error
    except sqlite3.Error as error:
        raise BackupRefused(file, BackupRefusal.NOT_A_DESK, str(error)) from error
    if found is None:
        raise BackupRefused(file, BackupRefusal.NOT_A_DESK)
    revisions.refuse_unknown(str(found[0]))
    if strange:
        # They would be carried out while the copy is made ready.
        raise BackupRefused(file, BackupRefusal.ALTERED, _some(strange))


@contextmanager
def alone(database: Database) -> Iterator[sqlite3.Connection]:
    """Have the desk's file to oneself: nobody else can even read it meanwhile.

    Raises:
        DeskInUse: Another connection, of whatever process, has the file open.
    """
    database.dispose()
    with closing(connect(Path(database.place), timeout_s=database.busy_timeout_s)) as desk:
        try:
            desk.execute("PRAGMA locking_mode = EXCLUSIVE")
            # Leaving WAL needs every other connection gone, and nobody can come back after.
            desk.execute("PRAGMA journal_mode = DELETE")
            desk.execute("BEGIN EXCLUSIVE")
            desk.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise DeskInUse(database.place) from error
        yield desk


def _let_it_be_stopped(_remaining: int, _total: int) -> None:
    """Do nothing: as this is called, a request to stop (Ctrl+C, a signal) is heard."""


@contextmanager
def _reading(database: Database) -> Iterator[sqlite3.Connection]:
    with database.snapshot() as snapshot:
        fairy = snapshot.session.connection().connection
        yield cast("sqlite3.Connection", fairy.driver_connection)


def _some(names: Sequence[str]) -> str:
    """Return the first of *names*: of a file made by hand all may be missing."""
    more = " …" if len(names) > NAMES_SAID else ""
    return ", ".join(names[:NAMES_SAID]) + more


def _refuse_server(database: Database, file: Path) -> None:
    if not database.is_sqlite:
        raise BackupRefused(file, BackupRefusal.SERVER)


def _refuse_unsound(connection: sqlite3.Connection, file: Path) -> None:
    (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise BackupRefused(file, BackupRefusal.UNSOUND, str(said))
