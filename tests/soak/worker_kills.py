"""Kill the worker again and again while it polls and sends, and look at what is left.

A real worker process on a real database, a real SMTP server and a real feed server.  Calls
are made meanwhile as a window would make them.  Then, of each letter: it reached the server
at most once; if it did it is SENT or UNCERTAIN, if not QUEUED or UNCERTAIN.  The end of the day
is due all along, for another mailbox each time: each has one letter at most.  Whatever a call
returned, or the worker announced, is there; the database is sound.
"""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import override

from sqlalchemy import text

from comms_desk.i18n import CITY_ZONE
from comms_desk.jobs.model import CommandKind
from comms_desk.mail.address import Address
from comms_desk.mail.model import LetterState, Recipient
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.settings import COPY_TO, END_OF_DAY
from comms_desk.storage.soundness import check
from tests.soak.scene import Scene, message_of, scene_in
from tests.soak.workers import TABLES

LETTERS_A_RUN = 40
KILLED_WITHIN_S = 0.5
BOX = "boite"
EVENINGS = text(
    f"SELECT address_key, count(*) FROM letters WHERE address_key LIKE '{BOX}%' GROUP BY 1"
)


@dataclass(slots=True)
class Report:
    """What the kills left; *faults* must be empty."""

    kills: int = 0
    letters: int = 0
    states: Counter[str] = field(default_factory=Counter)
    received: int = 0
    articles: int = 0
    evenings: int = 0
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
            f" {self.articles} articles; {self.evenings} ends of the day;"
            f" {self.announced} rows announced; {len(self.faults)} faults"
        )


def kill_the_worker(home: Path, *, times: int, seed: int, url: str | None = None) -> Report:
    """Do it *times* times on a new desk in *home*, or that of an empty database at *url*."""
    chance = random.Random(seed)
    with scene_in(home, url) as scene:
        killer, office = _Killer(scene), scene.office
        hour = office.database.clock.now().astimezone(CITY_ZONE)
        office.desk_settings.set(END_OF_DAY, f"{hour:%H:%M}")
        office.inquiries.add(NewInquiry(title="Neige"))
        for _ in range(times):
            killer.kill_once(chance)
        killer.report.kills = times
        killer.look(drained=False)
        scene.drain()
        killer.look(drained=True)
        killer.report.faults += scene.faults
        return killer.report


class _Killer:
    def __init__(self, scene: Scene) -> None:
        self.report = Report()
        self.scene = scene
        self._runs = 0
        self._returned: set[int] = set()

    def kill_once(self, chance: random.Random) -> None:
        """Queue, ask, start a worker, kill it at a random moment."""
        scene = self.scene
        self._queue()
        scene.office.jobs.ask(CommandKind.POLL_NOW)
        before = len(scene.smtp.letters)
        worker = scene.start()
        if chance.random() < 0.7:
            scene.wait_for_letters(before + 1)
            scene.wait(worker, chance.uniform(0, KILLED_WITHIN_S))
        else:
            scene.wait(worker, chance.uniform(0, 2 * KILLED_WITHIN_S + 1))
        worker.process.kill()
        scene.end(worker)
        on_the_wire = scene.office.outbox.counts()[LetterState.SENDING]
        self.report.killed_while_sending += bool(on_the_wire)

    def look(self, *, drained: bool) -> None:
        """Compare the database with what was received, returned and announced."""
        report, scene = self.report, self.scene
        received = scene.received()
        report.received = received.total()
        letters = scene.letters()
        for letter in letters:
            times = received.pop(letter.name, 0)
            report.faults += _faults_of(letter.id, letter.state, times, drained=drained)
        report.faults += [f"received and unknown: {each}" for each in received]
        missing = self._returned - {letter.id for letter in letters}
        report.faults += [f"letter {each} was queued and is gone" for each in missing]
        with scene.office.database.snapshot() as snapshot:
            ask = snapshot.session.execute
            for subject, table in TABLES.items():
                known = set(ask(text(f"SELECT id FROM {table}")).scalars())
                gone = scene.announced[subject] - known
                report.faults += [f"{subject} {each} was announced and is gone" for each in gone]
            evenings = ask(EVENINGS).all()
            report.faults += [
                f"{box}: {count} ends of the day" for box, count in evenings if count > 1
            ]
            report.evenings = len(evenings)
            report.articles = ask(text("SELECT count(*) FROM articles")).scalar_one()
        found = check(scene.office.database)
        if not found.is_sound:
            report.faults.append(str(found))
        report.letters = len(letters)
        report.states = Counter(letter.state for letter in letters)
        report.announced = sum(map(len, scene.announced.values()))

    def _queue(self) -> None:
        self._runs += 1
        self.scene.office.desk_settings.set(COPY_TO, f"{BOX}{self._runs}@ville.example")
        queued = self.scene.office.outbox.send(
            message_of(self._runs),
            [
                Recipient(
                    to=Address(local=f"r{number}", domain="ville.example"),
                    values={"name": f"r{number}"},
                )
                for number in range(LETTERS_A_RUN)
            ],
        )
        self._returned.update(queued.letters)


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
