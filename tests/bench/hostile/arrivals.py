"""Documents made to hurt whoever decides what each of their entries is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from comms_desk.clock import SystemClock
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.fetch import FeedAnswer
from comms_desk.media.feeds.model import NewFeed
from comms_desk.storage.database import Database
from comms_desk.worker.answer_writer import Round
from tests.bench.hostile import Case
from tests.bench.sizes import sized
from tests.support.databases import prepare, sqlite_at
from tests.support.writers import write

ADDRESSES = ("https://journal.example/une", "https://journal.example/montreal")
PAGE = "https://journal.example/direct"
TEXT_LIMIT_BYTES = 1_000_000
ENTRIES = sized(2_000, tiny=20)


def make(first: Callable[[], str], then: Callable[[], str], folder: Path) -> None:
    """Write what a first feed shows, then a second, and take the first in."""
    (folder / "then").write_text(then(), "utf-8")
    database = sqlite_at(folder / "desk.sqlite3", SystemClock())
    prepare(database, folder)
    FeedDesk(database).add_all(NewFeed(address=address) for address in ADDRESSES)
    _take_in(database, 0, first().encode())
    database.dispose()


def meet(folder: Path) -> str:
    """Take the second in."""
    database = sqlite_at(folder / "desk.sqlite3", SystemClock())
    done = _take_in(database, 1, (folder / "then").read_bytes())
    database.dispose()
    return f"{done.new_articles} new, {done.changed_articles} changed, {done.failed} failed"


def _take_in(database: Database, number: int, body: bytes) -> Round:
    due = {each.address: each for each in FeedDesk(database).due(all_of_them=True)}
    feed = due[ADDRESSES[number]]
    return write(database, [(feed, FeedAnswer(address=feed.address, body=body))]).round


def _feed(
    count: int,
    *,
    title: Callable[[int], str] = lambda n: f"La mairesse répond en direct {n}",
    key: Callable[[int], str] = str,
    text: Callable[[int], str] = lambda _n: "",
) -> str:
    items = "".join(
        f"<item><title>{title(n)}</title><guid isPermaLink='false'>{key(n)}</guid>"
        f"<link>{PAGE}</link><description>{text(n)}</description></item>"
        for n in range(count)
    )
    return f"<rss><channel><title>Une</title>{items}</channel></rss>"


def _long(words: str, n: int) -> str:
    return f"{n} " + (words * (TEXT_LIMIT_BYTES // len(words)))[: TEXT_LIMIT_BYTES - 1_000]


def _same(_n: int) -> str:
    return "La mairesse répond en direct"


_DOCUMENTS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "2,000 entries on one page, of near titles": (
        lambda: _feed(ENTRIES),
        lambda: _feed(ENTRIES, title=lambda n: f"La mairesse répond encore en direct {n}"),
    ),
    "2,000 entries with one key, on one page": (
        lambda: _feed(ENTRIES, key=lambda _n: PAGE),
        lambda: _feed(ENTRIES, key=lambda _n: PAGE),
    ),
    "2,000 entries that say the same, each with its key": (
        lambda: _feed(ENTRIES, title=_same),
        lambda: _feed(ENTRIES, title=_same, key=lambda n: f"x{n}"),
    ),
    "one title and page, texts of 1 MB that differ": (
        lambda: _feed(9, title=_same, text=partial(_long, "la ville ")),
        lambda: _feed(9, title=_same, key=lambda n: f"x{n}", text=partial(_long, "le budget ")),
    ),
    "one title and page, texts just short enough to compare": (
        lambda: _feed(190, title=_same, text=lambda n: f"{n} " + "ab " * 16_000),
        lambda: _feed(
            190, title=_same, key=lambda n: f"x{n}", text=lambda n: f"{n} " + "ab " * 16_000 + "c"
        ),
    ),
    "titles of separators": (
        lambda: _feed(ENTRIES, title=lambda n: f"{n}" + " - " * 160),
        lambda: _feed(ENTRIES, title=lambda n: f"{n}" + " | " * 160, key=lambda n: f"x{n}"),
    ),
}

CASES = tuple(
    Case(name=name, make=partial(make, *documents), meet=meet)
    for name, documents in _DOCUMENTS.items()
)
