"""Suspend the worker again and again while it sends, let another take over, and wake the first.

Real processes on a real database and a real SMTP server.  While one sleeps, the next does its
work, and people decide: what is uncertain is sent again or left, a message is put under embargo
or withdrawn, an address is excluded.  Whoever wakes then sends nothing of what was decided or
taken over: no letter twice but for a person's word, none early, none lost.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import override

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import Stopwatch
from comms_desk.jobs.model import LeaseLost
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.doors import PROOF_GOOD_FOR_S
from comms_desk.mail.model import (
    Decision,
    ExclusionReason,
    LetterId,
    LetterState,
    MessageId,
    Recipient,
)
from comms_desk.wording import say
from tests.soak.scene import Scene, message_id, message_of, scene_in
from tests.soak.workers import Running

LETTERS_A_RUN = 40
SENT_WITHIN_S = 0.4
AWAKE_WITHIN_S = 0.8
LEAST_SLEEP_S = PROOF_GOOD_FOR_S + 0.1
AN_HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Report:
    """What the suspensions left; *faults* must be empty."""

    suspensions: int = 0
    on_the_wire: int = 0
    letters: int = 0
    states: Counter[str] = field(default_factory=Counter)
    received: int = 0
    again: int = 0
    embargoes: int = 0
    withdrawals: int = 0
    exclusions: int = 0
    faults: list[str] = field(default_factory=list)

    @override
    def __str__(self) -> str:
        """Say it in one line."""
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        return (
            f"{self.suspensions} suspensions and take-overs of the worker, {self.on_the_wire}"
            f" letters on the wire meanwhile; {self.letters} letters ({states}),"
            f" {self.received} received; {self.again} sent again by a person,"
            f" {self.embargoes} embargoes, {self.withdrawals} withdrawals,"
            f" {self.exclusions} exclusions; {len(self.faults)} faults"
        )


def suspend_the_worker(home: Path, *, times: int, seed: int, url: str | None = None) -> Report:
    """Do it *times* times on a new desk in *home*, or that of an empty database at *url*."""
    with scene_in(home, url) as scene:
        nights = _Nights(scene, random.Random(seed))
        nights.run(times)
        return nights.report


@dataclass(slots=True)
class _Promise:
    """No letter of *these* may be received more often than *at_most* says from now on."""

    why: str
    at_most: dict[str, int]


class _Nights:
    def __init__(self, scene: Scene, chance: random.Random) -> None:
        self.report = Report()
        self._scene = scene
        self._office: Office = scene.office
        self._chance = chance
        self._runs = 0
        self._promises: list[_Promise] = []
        self._locked: list[Ref] = []

    def run(self, suspensions: int) -> None:
        """Suspend, take over, decide, wake; then let all of it leave, and look."""
        worker = self._scene.start()
        for _ in range(suspensions):
            worker = self._one_night(worker)
            self._keep_promises()
        self._scene.close(worker)
        for ref in self._locked:
            self._office.embargoes.lift(ref)
        self._promises = [each for each in self._promises if each.why != "embargo"]
        self._scene.drain()
        self._keep_promises()
        self._look()
        self.report.faults += self._scene.faults

    def _one_night(self, sleeper: Running) -> Running:
        """Put *sleeper* to sleep in the middle of its letters; return who does its work now."""
        message, about = self._queue()
        before = len(self._scene.smtp.letters)
        self._scene.wait_for_letters(before + 1)
        self._scene.wait(sleeper, self._chance.uniform(0, SENT_WITHIN_S))
        taken = self._suspend_and_take_over(sleeper)
        asleep = Stopwatch()
        self.report.suspensions += 1
        self.report.on_the_wire += len(taken)
        self._decide(message, about, taken)
        successor = self._scene.start()
        # What was proven is good for a second: who sleeps for less may still end its letter.
        left_s = max(0.0, LEAST_SLEEP_S - asleep.seconds())
        self._scene.wait(successor, left_s + self._chance.uniform(0, AWAKE_WITHIN_S))
        sleeper.process.resume()
        self._scene.wait(successor, self._chance.uniform(0, AWAKE_WITHIN_S))
        self._scene.end_by_itself(sleeper, may_say=say(LeaseLost(0)).what)
        return successor

    def _suspend_and_take_over(self, sleeper: Running) -> tuple[LetterId, ...]:
        """Stop *sleeper*, and take what it has on the wire from it; no letter is claimed after."""
        self._scene.suspend(sleeper)
        lease = self._office.jobs.take("another computer", is_dead=lambda _holder: True)
        taken = self._on_the_wire()
        Departures(self._office.database).take_over(lease.token)
        self._office.jobs.release(lease)
        self._scene.settle()
        return taken

    def _on_the_wire(self) -> tuple[LetterId, ...]:
        page = self._office.outbox.letters(states=[LetterState.SENDING], limit=LETTERS_A_RUN)
        return tuple(letter.id for letter in page.rows)

    def _decide(self, message: MessageId, about: Ref, taken: tuple[LetterId, ...]) -> None:
        """Do what people do meanwhile, and note what may not happen any more."""
        received = self._received()
        names = {letter: self._name(letter) for letter in taken}
        again = {letter for letter in taken if self._chance.random() < 0.5}
        for letter in taken:
            decision = Decision.SEND_AGAIN if letter in again else Decision.LEAVE
            self._office.outbox.decide(letter, decision)
        self.report.again += len(again)
        self._promises.append(
            _Promise(
                "taken over",
                {names[each]: received[names[each]] + (each in again) for each in taken},
            )
        )
        of_this = {
            self._name(letter.id): letter
            for letter in self._office.outbox.letters(message=message, limit=LETTERS_A_RUN).rows
        }
        match self._chance.choice(["embargo", "withdrawal", "exclusion", "nothing"]):
            case "embargo":
                until = self._office.database.clock.now() + AN_HOUR
                self._office.embargoes.place(about, until=until, ends_when="the conference")
                self._locked.append(about)
                held = dict.fromkeys(of_this)
                self._promises.append(_Promise("embargo", {each: received[each] for each in held}))
                self.report.embargoes += 1
            case "withdrawal":
                self._office.outbox.cancel(message)
                self._promises.append(
                    _Promise("withdrawal", {each: received[each] for each in of_this})
                )
                self.report.withdrawals += 1
            case "exclusion":
                excluded = [name for name in of_this if self._chance.random() < 0.3]
                for name in excluded:
                    self._office.outbox.suppress(of_this[name].to, because=ExclusionReason.ASKED)
                self._promises.append(
                    _Promise("exclusion", {each: received[each] for each in excluded})
                )
                self.report.exclusions += len(excluded)

    def _keep_promises(self) -> None:
        received = self._received()
        for promise in self._promises:
            for name, at_most in promise.at_most.items():
                if received[name] > at_most:
                    self.report.faults.append(
                        f"{promise.why}: {name} left {received[name]} times, not {at_most}"
                    )

    def _look(self) -> None:
        """Compare where letters stand with what was received."""
        received = self._received()
        for letter in self._scene.letters():
            times = received[letter.name]
            self.report.states[letter.state] += 1
            if letter.state == LetterState.SENT and not times:
                self.report.faults.append(f"{letter.name} is sent and never left")
            if letter.state in {LetterState.QUEUED, LetterState.SENDING}:
                self.report.faults.append(f"{letter.name} was forgotten: {letter.state}")
            if letter.state in {LetterState.CANCELLED, LetterState.WITHHELD} and times:
                self.report.faults.append(f"{letter.name} left and is {letter.state}")
        self.report.letters = sum(self.report.states.values())
        self.report.received = sum(received.values())

    def _received(self) -> Counter[str]:
        return self._scene.received()

    def _name(self, letter: LetterId) -> str:
        to = self._office.outbox.letter(letter).to.bare
        return f"{message_id(self._office.outbox.bytes_of(letter))} to {to}"

    def _queue(self) -> tuple[MessageId, Ref]:
        self._runs += 1
        about = Ref(Subject.DRAFT, self._runs)
        queued = self._office.outbox.send(
            message_of(self._runs),
            list(self._recipients()),
            about=about,
        )
        return self._office.outbox.letter(queued.letters[0]).message, about

    def _recipients(self) -> Iterator[Recipient]:
        for number in range(LETTERS_A_RUN):
            name = f"r{number}-{self._runs}"
            to = Address(local=name, domain="ville.example")
            yield Recipient(to=to, values={"name": name})
