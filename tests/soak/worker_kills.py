"""Kill the worker again and again while it polls and sends, and look at what is left.

A real worker process on a real database, a real SMTP server and a real feed server.  Calls
are made meanwhile as a window would make them.  Then, of each letter: it reached the server
at most once; if it did it is SENT or UNCERTAIN, if not QUEUED or UNCERTAIN.  Whatever a call
returned, or the worker announced, is there; the database is sound.
"""

import os
import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, override

from comms_desk.across.office import Office, open_office
from comms_desk.changes import Subject
from comms_desk.cli.tour.feed_server import FeedServer
from comms_desk.cli.tour.smtp_server import LoopbackSmtpServer
from comms_desk.jobs import lines
from comms_desk.jobs.model import CommandKind
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.media.feeds.model import NewFeed
from comms_desk.media.watches.model import NewWatch
from comms_desk.paths import Paths
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage.soundness import check

if TYPE_CHECKING:
    from aiohttp import web

LETTERS_A_RUN = 40
FEEDS = 5
NEW_ENTRIES_A_POLL = 20
STARTED_WITHIN_S = 30.0
KILLED_WITHIN_S = 0.5
DRAINED_WITHIN_S = 120.0

TABLES = {
    Subject.LETTER: "letters",
    Subject.ARTICLE: "articles",
    Subject.FEED: "feeds",
    Subject.MESSAGE: "messages",
}


@dataclass(slots=True)
class Report:
    """What the kills left; *faults* must be empty."""

    kills: int = 0
    letters: int = 0
    states: Counter[str] = field(default_factory=Counter)
    received: int = 0
    articles: int = 0
    announced: int = 0
    killed_while_sending: int = 0
    faults: list[str] = field(default_factory=list)

    @override
    def __str__(self) -> str:
        """Say it in one line."""
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"{self.kills} kills of the worker, {self.killed_while_sending} of them with letters"
            f" on the wire; {self.letters} letters ({states}), {self.received} received;"
            f" {self.articles} articles; {self.announced} rows announced;"
            f" {len(self.faults)} faults"
        )


def kill_the_worker(home: Path, *, kills: int, seed: int) -> Report:
    """Do it *kills* times on a new desk in *home*."""
    chance = random.Random(seed)
    with LoopbackSmtpServer() as smtp, FeedServer() as feeds:
        office = open_office(Paths.under(home), keys=Keys({}))
        try:
            scene = _Scene(office, smtp, feeds, home)
            scene.set_up()
            for _ in range(kills):
                scene.kill_once(chance)
            scene.report.kills = kills
            scene.look(drained=False)
            scene.drain()
            scene.look(drained=True)
            return scene.report
        finally:
            office.close()


class _Scene:
    def __init__(
        self, office: Office, smtp: LoopbackSmtpServer, feeds: FeedServer, home: Path
    ) -> None:
        self.report = Report()
        self._office = office
        self._smtp = smtp
        self._feeds = feeds
        self._home = home
        self._entries = 0
        self._runs = 0
        self._returned: set[int] = set()
        self._announced: dict[Subject, set[int]] = {subject: set() for subject in TABLES}

    def set_up(self) -> None:
        """Set an account, feeds and a watch up."""
        self._office.desk_settings.set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
        self._office.accounts.add(
            NewAccount(
                name="Presse",
                sender=Address(name="Ville", local="presse", domain="ville.example"),
                facts={
                    "host": self._smtp.host,
                    "port": str(self._smtp.port),
                    "security": "none",
                },
                letters_a_minute=100_000,
                lines=3,
            )
        )
        for number in range(FEEDS):
            address = self._feeds.serve(f"/{number}", self._new_entries)
            self._office.feeds.add(NewFeed(address=address))
        self._office.watches.add(NewWatch(name="Ville", query="Montréal"))

    def kill_once(self, chance: random.Random) -> None:
        """Queue, ask, start a worker, kill it at a random moment."""
        self._queue()
        self._office.jobs.ask(CommandKind.POLL_NOW)
        before = len(self._smtp.letters)
        process, listening = self._start()
        if chance.random() < 0.7:
            with suppress(TimeoutError):
                self._smtp.wait_until(lambda: len(self._smtp.letters) > before, STARTED_WITHIN_S)
            self._wait(process, chance.uniform(0, KILLED_WITHIN_S))
        else:
            self._wait(process, chance.uniform(0, 2 * KILLED_WITHIN_S + 1))
        process.kill()
        self._end(process, listening)
        on_the_wire = self._office.outbox.counts()[LetterState.SENDING]
        self.report.killed_while_sending += bool(on_the_wire)

    def drain(self) -> None:
        """Let one worker finish what waits, and stop as its window would have it."""
        process, listening = self._start()
        for _ in range(int(DRAINED_WITHIN_S)):
            if not self._office.outbox.counts()[LetterState.QUEUED]:
                break
            self._wait(process, 1.0)
        assert process.stdin is not None
        process.stdin.close()
        self._end(process, listening)
        if process.returncode != 0:
            self.report.faults.append(f"the last worker ended with {process.returncode}")

    def look(self, *, drained: bool) -> None:
        """Compare the database with what was received, returned and announced."""
        report = self.report
        received = Counter(map(_message_id, self._smtp.letters_now()))
        file = self._home / "desk.sqlite3"
        with closing(sqlite3.connect(file)) as connection:
            letters = connection.execute(
                "SELECT l.id, l.state, m.secret FROM letters l JOIN messages m"
                " ON m.id = l.message_id"
            ).fetchall()
            for letter, state, secret in letters:
                times = received.pop(f"<{letter}.{secret}@ville.example>", 0)
                report.faults += _faults_of(letter, state, times, drained=drained)
            report.faults += [f"received and unknown: {each}" for each in received]
            missing = self._returned - {letter for letter, _, _ in letters}
            report.faults += [f"letter {each} was queued and is gone" for each in missing]
            for subject, table in TABLES.items():
                known = {row[0] for row in connection.execute(f"SELECT id FROM {table}")}
                gone = self._announced[subject] - known
                report.faults += [f"{subject} {each} was announced and is gone" for each in gone]
            report.articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        found = check(self._office.database)
        if not found.is_sound:
            report.faults.append(str(found))
        report.letters = len(letters)
        report.states = Counter(state for _, state, _ in letters)
        report.received = len(self._smtp.letters_now())
        report.announced = sum(map(len, self._announced.values()))

    def _queue(self) -> None:
        self._runs += 1
        queued = self._office.outbox.send(
            NewMessage(subject=f"Communiqué {self._runs}", text="Bonjour {{ name }}"),
            [
                Recipient(
                    to=Address(local=f"r{number}", domain="ville.example"),
                    values={"name": f"r{number}"},
                )
                for number in range(LETTERS_A_RUN)
            ],
        )
        self._returned.update(queued.letters)

    def _start(self) -> tuple["subprocess.Popen[bytes]", Thread]:
        process = subprocess.Popen(
            [sys.executable, "-m", "comms_desk", "worker", "--child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"COMMS_DESK_HOME": str(self._home)},
        )
        listening = Thread(target=self._hear, args=(process,))
        listening.start()
        return process, listening

    def _hear(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        for written in process.stdout:
            if not written.endswith(b"\n"):
                continue
            line = lines.read(written)
            if line is None:
                self.report.faults.append(f"not a line: {written!r}")
            elif isinstance(line, lines.Changed) and line.change.subject in self._announced:
                self._announced[line.change.subject].update(line.change.ids)

    def _wait(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            self.report.faults.append(f"a worker ended by itself: {process.returncode}")

    def _end(self, process: "subprocess.Popen[bytes]", listening: Thread) -> None:
        assert process.stderr is not None
        complaints = process.stderr.read()
        process.wait(STARTED_WITHIN_S)
        listening.join()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        if complaints:
            self.report.faults.append(complaints.decode("utf-8", "replace"))

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


def _faults_of(letter: int, state: str, times: int, *, drained: bool) -> Iterable[str]:
    """Return what is wrong with a letter in *state* that the server took *times* times."""
    if times > 1:
        yield f"letter {letter} left {times} times"
    if state == LetterState.SENT and times != 1:
        yield f"letter {letter} is sent and left {times} times"
    may_have_left = {LetterState.SENT, LetterState.UNCERTAIN}
    may_wait = {LetterState.QUEUED, LetterState.UNCERTAIN}
    if not drained:
        # The last worker was killed; the next one has not looked yet.
        may_have_left.add(LetterState.SENDING)
        may_wait.add(LetterState.SENDING)
    if times == 1 and state not in may_have_left:
        yield f"letter {letter} left and is {state}"
    if times == 0 and state not in may_wait:
        yield f"letter {letter} never left and is {state}"


def _message_id(content: bytes) -> str:
    found = re.search(rb"(?m)^Message-ID: (<[^>]+>)", content)
    return found[1].decode() if found else "a letter without Message-ID"
