"""A desk that took entries of one link or one id for one article gets back what it lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import pytest
from sqlalchemy import bindparam, text

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.changes import Subject
from comms_desk.cli.tour.feed_server import FeedServer
from comms_desk.clock import StillClock
from comms_desk.media.feeds.model import FeedId
from comms_desk.storage import fulltext, upgrade
from comms_desk.storage.database import Database, Transaction
from comms_desk.storage.rows import UtcMoment
from tests.media.articles.station import AUTRE, UNE, Item, Station
from tests.support.databases import PostgresqlDesks, sqlite_at

PAGE = "https://station.example/bulletin"
BULLETIN = tuple(
    Item(title, "", PAGE)
    for title in ("La neige arrive ce soir", "Un budget de crise", "Grève au métro de Montréal")
)
SHARED = tuple(
    Item(title, "x", f"https://journal.example/{number}", "Le texte.")
    for number, title in enumerate(("Élections en vue", "Le pont est fermé", "Festival annulé"))
)
MET = Item("Hausse de 3 % des taxes", "m", "https://journal.example/direct", "Nos sources.")
LIVE = Item("La mairesse en direct", "d", "https://journal.example/direct", "Toute la journée.")
PLAIN = Item("Incendie à Verdun", "p", "https://journal.example/p", "Deux blessés.")
REMOVED = Item("Un article retiré", "r", "https://journal.example/r", "Retiré.")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def second(request: pytest.FixtureRequest, tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    """A database as the second version of the tables left it, of each kind."""
    if request.param == "sqlite":
        database = sqlite_at(tmp_path / "desk.sqlite3", clock)
        upgrade.upgrade_to(database, "0002")
        yield database
        database.dispose()
        return
    desks: PostgresqlDesks = request.getfixturevalue("postgresql_desks")
    database = desks.empty(clock)
    upgrade.upgrade_to(database, "0002")
    yield database
    desks.drop(database)


def hashed(words: str) -> bytes:
    return blake2b(words.encode(), digest_size=16).digest()


def page_of(item: Item) -> str:
    return item.link.partition("://")[2]


@dataclass(slots=True)
class OldDesk:
    """Writes the rows that the desk of then wrote."""

    transaction: Transaction
    number: int = 1_800_000_000 << 20

    def feed(self, feed: int, address: str) -> None:
        """Add a feed that has been read whole, and whose server knows it."""
        now = self.transaction.now
        self._run(
            "INSERT INTO feeds (id, address, title, site, language, paused)"
            " VALUES (:id, :address, 'La Une', '', '', false)",
            id=feed,
            address=address,
        )
        self.transaction.session.execute(
            text(
                "INSERT INTO feed_states (feed_id, etag, last_modified, body_hash, fingerprints,"
                " polled_at, answered_at, due_at, failures, trouble, stopped, left_out, ttl_s)"
                " VALUES (:id, '\"1\"', '', :hash, :hash, :now, :now, :now, 0, '', false, 0, 0)"
            ).bindparams(bindparam("now", type_=UtcMoment)),
            {"id": feed, "hash": b"12345678", "now": now},
        )

    def article(self, feed: int, item: Item, *, key: str = "") -> int:
        """Add the article that *item* became."""
        self.number += 1
        self._run(
            "INSERT INTO articles (id, link, link_key, feed_id, author, language, version)"
            " VALUES (:id, :link, :page, :feed, '', '', 1)",
            id=self.number,
            link=item.link,
            page=hashed(page_of(item)),
            feed=feed,
        )
        self.transaction.session.execute(
            text(
                "INSERT INTO article_texts (article_id, version, title, summary, text, at)"
                " VALUES (:id, 1, :title, '', :text, :now)"
            ).bindparams(bindparam("now", type_=UtcMoment)),
            {
                "id": self.number,
                "title": item.title,
                "text": item.text,
                "now": self.transaction.now,
            },
        )
        entry = fulltext.entry(self.number, item.title, item.text)
        fulltext.put(self.transaction, Subject.ARTICLE, [entry])
        self.appearance(feed, item, self.number, key=key)
        return self.number

    def appearance(self, feed: int, item: Item, article: int | None, *, key: str = "") -> None:
        """Note that *feed* has shown *item* as *article*."""
        self._run(
            "INSERT INTO appearances (feed_id, entry_key, article_id, text_hash, link_key)"
            " VALUES (:feed, :key, :article, :words, :page)",
            feed=feed,
            key=hashed(key or item.key or item.link),
            article=article,
            words=hashed(f"{item.title}\0{item.text}"),
            page=hashed(page_of(item)),
        )

    def _run(self, statement: str, **values: object) -> None:
        self.transaction.session.execute(text(statement), values)


def test_only_what_was_lost_comes_back(second: Database, tmp_path: Path) -> None:
    with FeedServer() as server:
        with second.transaction() as transaction:
            old = OldDesk(transaction)
            old.feed(1, server.address(UNE))
            old.feed(2, server.address(AUTRE))
            old.article(1, BULLETIN[0])
            old.article(1, SHARED[-1])
            for item in SHARED[:-1]:
                old.article(1, item, key=f"x\0{page_of(item)}")
            old.article(1, PLAIN)
            old.appearance(1, MET, old.article(2, LIVE))
            old.appearance(1, REMOVED, None)

        upgrade.migrate(second, tmp_path)
        station = Station(second, server, {UNE: FeedId(1), AUTRE: FeedId(2)})
        done = station.poll(*BULLETIN, *SHARED, MET, PLAIN, REMOVED)

        assert (done.new_articles, done.changed_articles, done.gaps) == (3, 0, 0)
        everything = (*BULLETIN, *SHARED, MET, PLAIN, LIVE)
        assert station.titles() == sorted(item.title for item in everything)
        assert all(station.found(item.title) == [item.title] for item in everything)
        assert "If-None-Match" not in server.asked(UNE)[0].headers
        assert station.poll(LIVE, feed=AUTRE).new_articles == 0
        again = station.poll(*BULLETIN, *SHARED, MET, PLAIN, REMOVED, look=1)
        assert (again.new_articles, again.changed_articles, again.failed) == (0, 0, 0)
