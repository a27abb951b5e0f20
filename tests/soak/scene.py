"""A desk, its servers and its workers, as real processes, for whoever kills or suspends them."""

import re
import smtplib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from comms_desk.across.office import Office, open_office
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.compose import new_message_id
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount
from comms_desk.media.feeds.model import NewFeed
from comms_desk.media.themes.model import NewTheme
from comms_desk.paths import Paths
from comms_desk.settings import ALLOWED_NETWORKS
from tests.soak.workers import STARTED_WITHIN_S, Workers
from tools.tour.feed_server import FeedServer
from tools.tour.smtp_server import LoopbackSmtpServer

if TYPE_CHECKING:
    from aiohttp import web

FEEDS = 5
NEW_ENTRIES_A_POLL = 20
DRAINED_WITHIN_S = 120.0
TOGETHER = 15
"""Readers of one message in blind copies, of which a soak has more."""
SENDER = Address(local="presse", domain="ville.example")


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter as the database has it; *name* is its Message-ID, and to whom it is."""

    id: int
    state: str
    name: str


@contextmanager
def scene_in(home: Path, url: str | None) -> Iterator["Scene"]:
    """Open a new desk in *home*, or that of an empty database at *url*, and its servers."""
    with LoopbackSmtpServer() as smtp, FeedServer() as feeds:
        office = open_office(Paths.under(home), keys=Keys({}), url=url)
        try:
            with Scene(office, smtp, feeds) as scene:
                yield scene
        finally:
            office.close()


class Scene(Workers):
    """One desk with an account, feeds and a watch."""

    def __init__(self, office: Office, smtp: LoopbackSmtpServer, feeds: FeedServer) -> None:
        super().__init__(office)
        self.smtp = smtp
        self.feeds = feeds
        self._entries = 0
        self._set_up()

    def _set_up(self) -> None:
        self.office.desk_settings.set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
        self.office.accounts.add(
            NewAccount(
                name="Presse",
                sender=Address(name="Ville", local="presse", domain="ville.example"),
                facts={
                    "host": self.smtp.host,
                    "port": str(self.smtp.port),
                    "security": "none",
                },
                letters_a_minute=100_000,
                lines=3,
                recipients_a_message=TOGETHER,
            )
        )
        for number in range(FEEDS):
            address = self.feeds.serve(f"/{number}", self._new_entries)
            self.office.feeds.add(NewFeed(address=address))
        self.office.themes.add(NewTheme(name="Ville", query="Montréal"))

    def drain(self) -> None:
        """Let one worker finish what waits, and stop as its window would have it."""
        worker = self.start()
        for _ in range(int(DRAINED_WITHIN_S)):
            if not self.office.outbox.counts()[LetterState.QUEUED]:
                break
            self.wait(worker, 1.0)
        self.close(worker)

    def letters(self) -> Sequence[StoredLetter]:
        """Return every letter of the database."""
        asked = text(
            "SELECT l.id, l.state, l.address, m.secret, CASE WHEN m.blind THEN m.id END"
            " FROM letters l JOIN messages m ON m.id = l.message_id"
        )
        with self.office.database.snapshot() as snapshot:
            return [
                StoredLetter(letter, state, f"{name} to {to}")
                for letter, state, to, secret, shared_by in snapshot.session.execute(asked)
                for name in [
                    new_message_id(letter, secret=secret, sender=SENDER, shared_by=shared_by)
                ]
            ]

    def received(self) -> Counter[str]:
        """Return how often the mail server took each letter, by its name."""
        return Counter(
            f"{message_id(letter.content)} to {each}"
            for letter in self.smtp.wait_for_letters(0)
            for each in letter.recipients
        )

    def settle(self) -> None:
        """Wait until the mail server has heard all that has reached it."""
        with smtplib.SMTP(self.smtp.host, self.smtp.port, local_hostname="localhost") as line:
            for _ in range(5):
                line.ehlo()

    def wait_for_letters(self, count: int) -> None:
        """Wait until the mail server has taken *count* letters, or for a while."""
        with suppress(TimeoutError):
            self.smtp.wait_until(lambda: len(self.smtp.letters) >= count, STARTED_WITHIN_S)

    async def _new_entries(self, _request: "web.Request") -> "web.StreamResponse":
        from aiohttp import web

        self._entries += 1
        items = "".join(
            f"<item><title>Montréal {self._entries}.{number}</title>"
            f"<link>https://journal.example/{self._entries}/{number}</link>"
            f"<guid>{self._entries}.{number}</guid><description>Une nouvelle.</description></item>"
            for number in range(NEW_ENTRIES_A_POLL)
        )
        feed = f"<rss version='2.0'><channel><title>Journal</title>{items}</channel></rss>"
        return web.Response(text=feed, content_type="application/rss+xml")


def message_id(content: bytes) -> str:
    """Return the Message-ID of a letter."""
    found = re.search(rb"(?m)^Message-ID: (<[^>]+>)", content)
    return found[1].decode() if found else "a letter without Message-ID"


def message_of(number: int) -> NewMessage:
    """Return a message to each reader alone, or the same to all in blind copies, in turn."""
    blind = number % 2 == 0
    text = "Bonjour" if blind else "Bonjour {{ name }}"
    return NewMessage(subject=f"Communiqué {number}", text=text, blind=blind)
