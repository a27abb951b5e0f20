"""Kill whoever answers, and the worker, again and again, and look at what journalists have.

Two processes answer the same inquiries at once, as two desks that click together; one of them and
the worker are killed, or the worker is suspended and another one takes over.  Then, of each
inquiry: it was answered once, and acknowledged once at most, those that are joined to it too, each
in its own thread; whatever a call returned is there; no letter reached the server twice.
"""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from threading import Thread
from typing import override

import psutil

from comms_desk.mail.address import Address
from comms_desk.mail.model import LetterState
from comms_desk.media.inquiries.model import InquiryId, InquiryTab, Reporter
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.storage.soundness import check
from tests.media.inquiries.asked import Newsroom
from tests.soak.scene import Scene, scene_in
from tests.soak.workers import STARTED_WITHIN_S
from tests.support.forked import Forked

INQUIRIES_A_RUN = 6
JOINED = 2
KILLED_WITHIN_S = 0.4
ASLEEP_S = 0.3
TOLD = (MomentKind.ACKNOWLEDGED, MomentKind.ANSWERED)


@dataclass(slots=True)
class Report:
    """What the kills left; *faults* must be empty."""

    kills: int = 0
    inquiries: int = 0
    letters: int = 0
    received: int = 0
    uncertain: int = 0
    returned: int = 0
    faults: list[str] = field(default_factory=list)

    @override
    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"{self.kills} kills of who answers and of the worker; {self.inquiries} inquiries,"
            f" {self.letters} letters, {self.received} received, {self.uncertain} uncertain;"
            f" {self.returned} calls returned; {len(self.faults)} faults"
        )


def kill_who_answers(home: Path, *, times: int, seed: int, url: str | None = None) -> Report:
    """Do it *times* times on a new desk in *home*, or that of an empty database at *url*."""
    with scene_in(home, url) as scene:
        killer = _Killer(scene, random.Random(seed))
        killer.run(times)
        return killer.report


@dataclass(slots=True)
class _Answering:
    """A process that answers, and what it said that its calls returned."""

    process: Forked
    listening: Thread | None = None
    said: list[tuple[str, int]] = field(default_factory=list)

    def hear(self) -> None:
        """Read what it says, until it ends."""
        for line in self.process.stdout:
            what, inquiry = line.decode().split()
            self.said.append((what, int(inquiry)))


class _Killer:
    def __init__(self, scene: Scene, chance: random.Random) -> None:
        self.report = Report()
        self._scene = scene
        self._chance = chance
        self._returned: set[tuple[str, int]] = set()

    def run(self, times: int) -> None:
        """Ask, answer, kill; then let all of it be answered and leave, and look."""
        self._newsroom = Newsroom(self._scene.office.database)
        for number in range(times):
            self._kill_once(number)
        self.report.kills = times
        last = self._start()
        last.process.wait(STARTED_WITHIN_S * 2)
        self._end(last)
        self._scene.drain()
        self._scene.settle()
        self._look()
        self.report.faults += self._scene.faults

    def _kill_once(self, number: int) -> None:
        self._ask(number)
        before = len(self._scene.smtp.letters)
        both = self._start(), self._start()
        worker = self._scene.start()
        self._scene.wait_for_letters(before + 1)
        if self._chance.random() < 0.5:
            self._scene.suspend(worker)
            with suppress(psutil.TimeoutExpired):
                both[1].process.wait(ASLEEP_S)
            both[0].process.kill()
            worker.process.resume()
            self._scene.wait(worker, self._chance.uniform(0, KILLED_WITHIN_S))
        else:
            self._scene.wait(worker, self._chance.uniform(0, KILLED_WITHIN_S))
            both[0].process.kill()
        worker.process.kill()
        both[1].process.kill()
        for each in both:
            self._end(each)
        self._scene.end(worker)

    def _ask(self, number: int) -> None:
        """Have journalists ask, some of them the same; what is said to them is approved."""
        office = self._newsroom
        lead: InquiryId | None = None
        for each in range(INQUIRIES_A_RUN):
            name = f"r{number}.{each}"
            where = Address(local=name, domain="quotidien.example")
            inquiry = office.asked(
                f"Demande {name}",
                reporters=(Reporter(name="", email=where),),
                reply_to=where,
                message_id=f"<{name}@quotidien.example>",
                references=(),
            )
            if lead is None or each > JOINED:
                lead = lead or inquiry
                office.approved(inquiry, f"Réponse à {name}.")
            else:
                office.desk.join(inquiry, lead)

    def _start(self) -> _Answering:
        process = Forked(["tests.soak.answering_child"], self._scene.environ)
        found = _Answering(process)
        found.listening = Thread(target=found.hear)
        found.listening.start()
        return found

    def _end(self, answering: _Answering) -> None:
        process = answering.process
        complaints = process.stderr.read().decode("utf-8", "replace")
        process.wait(STARTED_WITHIN_S)
        if answering.listening is not None:
            answering.listening.join()
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()
        if complaints:
            self.report.faults.append(complaints)
        self._returned.update(answering.said)

    def _look(self) -> None:
        report, office = self.report, self._scene.office
        received = self._scene.smtp.letters_now()
        times = self._scene.received()
        states = {each.id: each for each in self._scene.letters()}
        report.faults += [
            f"{each} left {count} times" for each, count in times.items() if count > 1
        ]
        rows = office.inquiries.search(view=InquiryTab.ALL, limit=10_000).rows
        named: set[int] = set()
        for one in rows:
            moments = [each for each in office.inquiries.moments(one.id) if each.what in TOLD]
            told_of = Counter(each.what for each in moments)
            # What is joined may be answered with the others before anybody says that it came.
            if told_of[MomentKind.ANSWERED] != 1 or told_of[MomentKind.ACKNOWLEDGED] > 1:
                report.faults.append(f"{one.title}: {told_of}")
            for moment in moments:
                letter = states.get(moment.letter or 0)
                if letter is None:
                    report.faults.append(f"{one.title} was {moment.what} by no letter")
                    continue
                named.add(letter.id)
                if letter.state == LetterState.SENT and times[letter.name] != 1:
                    report.faults.append(f"{one.title}: sent, and received {times[letter.name]}")
        report.faults += [f"letter {each} is of no moment" for each in states.keys() - named]
        told = {(what.value, one.id) for one in rows for what in TOLD}
        report.faults += [f"{each} returned and is gone" for each in self._returned - told]
        report.faults += _threads(received)
        if not check(office.database).is_sound:
            report.faults.append(str(check(office.database)))
        report.inquiries, report.letters = len(rows), len(states)
        report.received, report.returned = len(received), len(self._returned)
        report.uncertain = sum(each.state == LetterState.UNCERTAIN for each in states.values())


def _threads(received: list[bytes]) -> list[str]:
    """Return what is wrong with the threads of what was *received*, as a mail program reads it."""
    faults = []
    for content in received:
        mail = message_from_bytes(content, policy=default)
        (to,) = mail["To"].addresses
        asked = f"<{to.username}@quotidien.example>"
        if (mail["In-Reply-To"], mail["References"]) != (asked, asked):
            faults.append(f"{to}: in reply to {mail['In-Reply-To']}")
        if mail["Subject"] != f"Re: Demande {to.username}":
            faults.append(f"{to}: {mail['Subject']}")
    return faults
