"""The sample desk for tests that begin with it: loaded once a process, then copied.

What loading does is tested with `load_sample` itself.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.across.sample import load_sample
from comms_desk.changes import Change
from comms_desk.storage.database import Database

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %'"


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A SQLite desk as the sample left it, and what was announced as it came."""

    file: bytes
    announced: tuple[Change, ...]


_loaded: dict[str, _Loaded] = {}
"""By all that the sample is made from: what was on the desk, who loads it, when, in what words."""


def bring_sample(office: Office) -> None:
    """Have *office* hold the sample desk, as `load_sample` would."""
    database = office.database
    if not database.is_sqlite:
        load_sample(office)
        return
    begun = _begun(database)
    if begun not in _loaded:
        _loaded[begun] = _load(office)
        return
    _put_back(_loaded[begun].file, database)
    for change in _loaded[begun].announced:
        database.announcer.announce(change)


def _begun(database: Database) -> str:
    with closing(_opened(database)) as desk:
        tables = desk.execute(TABLES).fetchall()
        rows = [(name, desk.execute(f'SELECT * FROM "{name}"').fetchall()) for (name,) in tables]
    held = [(name, each) for name, each in rows if each]
    return repr((held, database.actor, database.clock.now(), i18n.current()))


def _load(office: Office) -> _Loaded:
    announced: list[Change] = []
    stop = office.database.announcer.subscribe(announced.append)
    load_sample(office)
    stop()
    with closing(_opened(office.database)) as desk:
        return _Loaded(desk.serialize(), tuple(announced))


def _put_back(file: bytes, database: Database) -> None:
    """Write over the desk in one transaction, whoever has it open."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "sample.sqlite3"
        made.write_bytes(file)
        with closing(sqlite3.connect(made)) as sample, closing(_opened(database)) as desk:
            sample.backup(desk)


def _opened(database: Database) -> sqlite3.Connection:
    return sqlite3.connect(database.place, timeout=database.busy_timeout_s)
