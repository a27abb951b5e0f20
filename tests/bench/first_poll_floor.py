"""What the libraries alone take of a first poll: its least, whatever the desk does itself.

``python -m tests.bench.first_poll_floor [--feeds 1000]``, in seconds of processor.  The documents
of `bench_poll` are asked for, read as XML, their texts cleaned; then all rows of a desk that has
polled them are put into an empty one of the same tables, by SQLite itself, 250 articles in each
commit.  Nothing is decided, compared, asked of a theme or grouped.
"""

import argparse
import asyncio
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from xml.etree import ElementTree as ET

import aiohttp
import nh3

from comms_desk.across.office import open_office
from comms_desk.paths import Paths
from comms_desk.worker.polling import polling_for
from tests.bench.bench_poll import address, farm_of, make_desk
from tests.bench.feed_farm import body, varied

AT_ONCE = 32
ENTRIES = 40
ARTICLES_AT_ONCE = 250
TABLES = (
    "articles",
    "article_texts",
    "appearances",
    "article_bylines",
    "story_articles",
    "mentions",
)
TEXTS = "SELECT article_id, title, text FROM article_texts"


def measure(feeds: int) -> dict[str, float]:
    """Return the seconds of each part."""
    documents = [body(number, 0, varied) for number in range(feeds)]
    texts: list[str] = []
    parts: dict[str, float] = {}

    def time(name: str, work: Callable[[], object]) -> None:
        before = process_time()
        work()
        parts[name] = round(process_time() - before, 2)

    def read() -> None:
        for each in documents:
            texts.extend(found.text or "" for found in ET.fromstring(each).iter("description"))

    with tempfile.TemporaryDirectory() as folder:
        farm, port = farm_of(feeds)
        time("asked", lambda: asyncio.run(_ask(feeds, port)))
        time("read", read)
        time("cleaned", lambda: [nh3.clean(each, tags=set()) for each in texts])
        full, empty = Path(folder) / "full", Path(folder) / "empty"
        make_desk(full, port, feeds)
        office = open_office(Paths.under(full))
        polling_for(office).run(all_of_them=True)
        office.close()
        farm.communicate("")
        open_office(Paths.under(empty)).close()
        rows = _rows(full)
        time("stored", lambda: _store(empty, rows, feeds * ENTRIES // ARTICLES_AT_ONCE))
    return parts | {"all": round(sum(parts.values()), 2), "entries": feeds * ENTRIES}


async def _ask(feeds: int, port: int) -> None:
    waiting = iter(range(feeds))

    async def some(session: aiohttp.ClientSession) -> None:
        for number in waiting:
            async with session.get(address(number, port)) as answer:
                await answer.read()

    connector = aiohttp.TCPConnector(limit=AT_ONCE, force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(some(session) for _ in range(AT_ONCE)))


def _desk(folder: Path) -> sqlite3.Connection:
    (file,) = folder.rglob("*.sqlite3")
    return sqlite3.connect(file, isolation_level=None)


def _rows(folder: Path) -> dict[str, list[Sequence[object]]]:
    """Return the rows of the desk in *folder*, by the statement that puts them into another."""
    desk = _desk(folder)
    found = {}
    for table in TABLES:
        rows = desk.execute(f"SELECT * FROM {table}")
        holes = ", ".join("?" for _ in rows.description)
        found[f"INSERT INTO {table} VALUES ({holes})"] = rows.fetchall()
    words = "INSERT INTO fulltext_article (rowid, title, body) VALUES (?, ?, ?)"
    return found | {words: desk.execute(TEXTS).fetchall()}


def _store(folder: Path, rows: dict[str, list[Sequence[object]]], commits: int) -> None:
    desk = _desk(folder)
    for each in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
        desk.execute(f"PRAGMA {each}")
    for number in range(commits):
        desk.execute("BEGIN IMMEDIATE")
        for statement, all_of_them in rows.items():
            desk.executemany(statement, _part(all_of_them, number, commits))
        desk.execute("COMMIT")
    desk.close()


def _part[T](rows: Sequence[T], number: int, parts: int) -> Iterator[T]:
    begin, end = (len(rows) * each // parts for each in (number, number + 1))
    yield from rows[begin:end]


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--feeds", type=int, default=1000)
    print(json.dumps(measure(options.parse_args().feeds), indent=2))


if __name__ == "__main__":
    main()
