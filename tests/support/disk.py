"""Whether what was committed outlives a power cut."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

FULL = 2
"""SQLite's ``synchronous``: the disk has said that it holds what was committed."""


@contextmanager
def commits() -> Iterator[list[bool]]:
    """Give a list that gains, at each commit of a SQLite desk, whether it waits for the disk."""
    heard: list[bool] = []

    def committed(connection: Connection) -> None:
        heard.append(connection.exec_driver_sql("PRAGMA synchronous").scalar() == FULL)

    event.listen(Engine, "commit", committed)
    try:
        yield heard
    finally:
        event.remove(Engine, "commit", committed)
