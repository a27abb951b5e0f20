"""Kill whoever gives a release to Outlook, again and again, and look at the drafts in the folder.

Two people do it at once, on one desk, and are killed.  Meanwhile people are barred and
excluded, all is frozen, and the embargo is lifted by the clock.  Then each reader is in one draft,
none was written before the embargo's end, nobody who was barred before is in any, nobody is
forgotten, and what the desk says was handed over stands in the folder.
"""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from itertools import batched
from pathlib import Path
from typing import override

import psutil

from comms_desk.across.office import Office, open_office
from comms_desk.clock import Stopwatch
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import ExclusionReason, LetterState, NewAccount, Recipient
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.paths import Paths
from tests.soak.release_judging import BARRED, EARLY, LOST, TWICE, kinds_of, read_letters
from tests.soak.turned_clock import TurnedClock
from tests.support.forked import Forked

OUTLOOK = "outlook"
A_MESSAGE = 20
"""Readers of one, so that much waits still when somebody is killed."""
A_DRAFT = 5
EMBARGO_LASTS = timedelta(hours=3)
KILLS_BEFORE = 2
"""While the embargo holds: nothing is to be given."""
KILLED_WITHIN_S = 0.03
ENDS_WITHIN_S = 120.0
HANDED = {LetterState.HANDED_OVER}


@dataclass(slots=True)
class Report:
    """What is left; *faults* must be empty.  *received* are the readers in drafts."""

    seed: int
    door: str = OUTLOOK
    did: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    states: Counter[str] = field(default_factory=Counter)
    received: int = 0
    took_s: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, int]:
        """How many faults there are of each kind that must never be, and of others."""
        return kinds_of(self.faults)

    @override
    def __str__(self) -> str:
        """Say it in one line."""
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        did = ", ".join(f"{count} {what}" for what, count in sorted(self.did.items()))
        return (
            f"a release by {self.door}, seed {self.seed}, {self.took_s:.0f} s: {self.letters}"
            f" letters ({states}), {self.received} readers in drafts; {did};"
            f" {len(self.faults)} faults"
        )


def hand_over_a_release(home: Path, *, letters: int, seed: int) -> Report:
    """Do it with so many letters, on a new desk in *home*."""
    home.mkdir(parents=True, exist_ok=True)
    clock, watch = TurnedClock(home / "clock"), Stopwatch()
    office = open_office(Paths.under(home), keys=Keys({}), clock=clock)
    try:
        handing = _Handing(office, clock, home, random.Random(seed), Report(seed))
        handing.run(letters)
        handing.report.took_s = watch.seconds()
        return handing.report
    finally:
        office.close()


class _Handing:
    def __init__(
        self, office: Office, clock: TurnedClock, home: Path, chance: random.Random, report: Report
    ) -> None:
        self.report = report
        self._office, self._clock, self._home, self._chance = office, clock, home, chance
        self._folder = home / "drafts"
        self._folder.mkdir()
        self._drafts_before: dict[str, frozenset[Path]] = {}
        """The folders that stood as each address was barred or excluded."""

    def run(self, letters: int) -> None:
        """Queue them under embargo, kill whoever gives them, let the last one end, and look."""
        self._queue(letters)
        for _ in range(KILLS_BEFORE):
            self._kill_both()
        if self._given():
            self.report.faults.append(f"{EARLY}: {len(self._given())} folders under embargo")
        self._clock.turn(EMBARGO_LASTS)
        while self._waiting():
            self._decide()
            self._kill_both()
        self._end(self._start())
        self._look()

    def _queue(self, letters: int) -> None:
        facts = {"blind_copies": str(A_DRAFT)}
        sender = Address(name="Ville", local="presse", domain="ville.example")
        account = NewAccount(name="Outlook", kind=OUTLOOK, sender=sender, facts=facts)
        self._office.accounts.add(account)
        draft = self._office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Pistes"))
        until = self._clock.now() + EMBARGO_LASTS
        self._office.embargoes.place(draft.ref, until=until, ends_when="la conférence")
        people = [
            Address(local=f"r{number}", domain="journal.example") for number in range(letters)
        ]
        self._people = [each.key for each in people]
        for number, some in enumerate(batched(people, A_MESSAGE)):
            message = NewMessage(subject=f"Pistes {number}", text="Bonjour,")
            to = [Recipient(to=each) for each in some]
            self._office.outbox.send(message, to, about=draft.ref)

    def _waiting(self) -> int:
        return self._office.outbox.counts()[LetterState.QUEUED]

    def _start(self) -> Forked:
        child = Forked(("tests.soak.outlook_child", str(self._home), str(self._folder)), {})
        assert child.stdout.readline() == b"begins\n", child.stderr.read()
        return child

    def _kill_both(self) -> None:
        """Have two people do it at once, and kill one, then the other, on the way."""
        for child in (self._start(), self._start()):
            with suppress(psutil.TimeoutExpired):
                child.wait(self._chance.uniform(0, KILLED_WITHIN_S))
            child.kill()
            self._end(child)
            self.report.did["kills"] += 1
            if self._office.outbox.counts()[LetterState.UNCERTAIN]:
                self.report.did["kills between claim and mark"] += 1

    def _end(self, child: Forked) -> None:
        child.wait(ENDS_WITHIN_S)
        assert child.stdin is not None
        with child.stdin, child.stdout, child.stderr:
            said = child.stderr.read().decode()
        if "Traceback" in said:
            self.report.faults.append(f"who gives them failed: {said[-2_000:]}")

    def _decide(self) -> None:
        """Have somebody be excluded, and what is uncertain be left as it is."""
        key = self._chance.choice(self._people)
        self._office.outbox.suppress(Address.parse(key), because=ExclusionReason.ASKED)
        self._drafts_before.setdefault(key, frozenset(self._given()))
        self.report.did["exclusions"] += 1

    def _given(self) -> list[Path]:
        return [each for each in self._folder.iterdir() if not each.name.startswith(".")]

    def _look(self) -> None:
        report = self.report
        stored = read_letters(self._home / "desk.sqlite3")
        found: Counter[str] = Counter()
        for folder in self._given():
            for file in folder.glob("*.eml"):
                draft = message_from_bytes(file.read_bytes(), policy=default)
                for key in (each.addr_spec for each in draft["Bcc"].addresses):
                    found[key] += 1
                    before = self._drafts_before.get(key)
                    if before is not None and folder not in before:
                        report.faults.append(f"{BARRED}: {key} in {folder.name}")
        report.letters, report.received = len(stored), sum(found.values())
        report.states.update(each.state.value for each in stored)
        report.faults += (f"{TWICE}: {key} in {count}" for key, count in found.items() if count > 1)
        for each in stored:
            is_there, says = found[each.to] > 0, each.state in HANDED
            if is_there != says:
                report.faults.append(f"{LOST}: {each.to} is {each.state}, in drafts: {is_there}")
            elif not says and each.to not in self._drafts_before:
                report.faults.append(f"{LOST}: {each.to} is {each.state}, and was not excluded")
        hidden = [each for each in self._folder.iterdir() if each.name.startswith(".")]
        report.did["empty hidden folders that stay"] = len(hidden)
        if full := [each.name for each in hidden if any(each.iterdir())]:
            report.faults.append(f"hidden folders with drafts stay: {full}")
