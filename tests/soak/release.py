"""A release with its PDF to thousands, while all that can go wrong does; a judge compares after.

Real worker processes, killed and suspended at random with a successor taking over; a sink that
refuses, defers, hangs, lies, dies and is started again; people who bar, exclude, freeze, decide
and correct meanwhile; an embargo that the clock lifts.  Twice: by a relay, and by an organisation
whose tokens end in between.  Hours pass as the clock is turned: `turned_clock`.
"""

import json
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import partial
from itertools import batched
from pathlib import Path
from time import monotonic
from typing import override

import trustme

from comms_desk.across.office import Office, open_office
from comms_desk.across.today import TodayDesk
from comms_desk.changes import Ref, Subject
from comms_desk.clock import Stopwatch
from comms_desk.jobs.model import LEASE_LASTS, LeaseLost
from comms_desk.keys import Keys, file_variable
from comms_desk.mail.address import Address
from comms_desk.mail.doors import PROOF_GOOD_FOR_S
from comms_desk.mail.model import AccountId, Because, Decision, LetterState, NewAccount
from comms_desk.media.contacts import store as contacts
from comms_desk.media.contacts.model import Contact, NewContact, NewPosition
from comms_desk.media.dispatches.model import (
    Amendment,
    DispatchKind,
    Form,
    TextChanged,
    Wanted,
    When,
)
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft
from comms_desk.media.lists.model import ListId, NewList
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.paths import Paths
from comms_desk.storage.errors import StorageBusy
from comms_desk.storage.model import FieldChange
from comms_desk.storage.soundness import check
from tests.soak.release_judging import Facts, Taken, judge, read_letters, read_log
from tests.soak.release_sink import REFRESH, Plan
from tests.soak.turned_clock import TurnedClock
from tests.soak.workers import Running, Workers
from tests.support.m365 import CLIENT, TENANT, USER

LETTERS_A_ROUND = 100
"""About what leaves between two kills."""
LEAST_ROUNDS = 8
LEAVES_WITHIN_S = 4.0
KILLED_WITHIN_S = 0.6
AWAKE_WITHIN_S = 0.5
LEAST_SLEEP_S = PROOF_GOOD_FOR_S + 0.1
DRAINED_WITHIN_S = 600.0
EARLY = timedelta(minutes=5)
EMBARGO_LASTS = timedelta(hours=3)
ROUNDS_BEFORE = 3
"""With the signed ones alone, before the embargo ends."""
A_WHILE = timedelta(minutes=61)
"""For longer than any account rests."""
A_DAY = timedelta(hours=13)
"""For longer than any letter waits that was deferred."""
INTERNAL, SIGNED = 20, 15
AT_ONE_NEWSROOM = 3
NEWSROOM_EVERY = 10
"""One address in so many is a newsroom's, which several people share."""
TITLE = "Pistes cyclables\N{NO-BREAK SPACE}: le réseau s’étend"
WRONG, RIGHT = "54", "45"
TEXT = "La Ville de Montréal ouvre {} kilomètres de pistes cyclables.\n\n" + (
    "Les travaux se font de nuit, et les arrondissements en sont avertis.\n\n" * 12
)


class Door(StrEnum):
    """By what the letters leave."""

    SMTP = "smtp"
    M365 = "m365"


@dataclass(slots=True)
class Report:
    """What is left; *faults* must be empty."""

    door: Door
    seed: int
    did: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    states: Counter[str] = field(default_factory=Counter)
    received: int = 0
    lied: int = 0
    early: int = 0
    told: int = 0
    took_s: float = 0.0
    faults: list[str] = field(default_factory=list)

    @override
    def __str__(self) -> str:
        """Say it in one line."""
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        did = ", ".join(f"{count} {what}" for what, count in sorted(self.did.items()))
        return (
            f"a release by {self.door}, seed {self.seed}, {self.took_s:.0f} s: {self.letters}"
            f" letters ({states}), {self.received} received, {self.lied} of them thrown away by the"
            f" sink, {self.early} before the embargo's end to who had signed; {self.told} told of"
            f" the correction; {did}; {len(self.faults)} faults"
        )


def send_a_release(home: Path, *, letters: int, seed: int, door: Door) -> Report:
    """Do it with so many letters, on a new desk in *home*."""
    home.mkdir(parents=True, exist_ok=True)
    clock = TurnedClock(home / "clock")
    office = open_office(Paths.under(home), keys=Keys({}), clock=clock)
    sink = Sink(home, door, seed)
    try:
        sink.start()
        release = _Release(office, clock, sink, home, random.Random(seed), Report(door, seed))
        release.run(letters)
        return release.report
    finally:
        sink.kill()
        office.close()


class Sink:
    """The mail server's process, which is killed and started again at the same ports."""

    def __init__(self, home: Path, door: Door, seed: int) -> None:
        self.log = home / "sink.log"
        self.ports = {"smtp": 0, "authority": 0}
        self.door = door
        self._home, self._seed, self._starts = home, seed, 0
        self._process: subprocess.Popen[bytes] | None = None
        self._certificates = self._key = ""
        if door is Door.M365:
            certificates = trustme.CA()
            self._certificates = certificates.cert_pem.bytes().decode()
            self._key = certificates.private_key_pem.bytes().decode()
            (home / "ca.pem").write_text(self._certificates)
            (home / "refresh").write_text(REFRESH)

    def start(self, *, is_well: bool = False) -> None:
        """Have it listen; *is_well*: and take everything."""
        self._starts += 1
        plan = Plan(
            seed=self._seed * 1000 + self._starts,
            log=str(self.log),
            clock=str(self._home / "clock"),
            smtp_port=self.ports["smtp"],
            is_well=is_well,
            certificates=self._certificates,
            key=self._key,
            authority_port=self.ports["authority"],
        )
        file = self._home / "plan.json"
        plan.write(file)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.release_sink", str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self.ports = json.loads(self._process.stdout.readline())

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            self._process = None

    def taken(self) -> list[Taken]:
        """Return what it took so far."""
        return read_log(self.log)

    def size(self) -> int:
        """Return a number that grows with each letter that it takes."""
        return self.log.stat().st_size if self.log.exists() else 0

    def account(self) -> NewAccount:
        """Return the account by which one reaches it."""
        facts = {"host": "127.0.0.1", "port": str(self.ports["smtp"]), "security": "none"}
        if self.door is Door.M365:
            facts = {"tenant": TENANT, "client": CLIENT, "user": USER, "host": "localhost"}
            facts |= {"port": str(self.ports["smtp"])}
            facts |= {"authority": f"localhost:{self.ports['authority']}"}
        return NewAccount(
            name="Presse",
            kind=self.door,
            sender=Address(name="Ville", local="presse", domain="ville.example"),
            facts=facts,
            letters_a_minute=100_000,
            recipients_a_day=0,
            lines=8,
        )

    def environ(self, key: str) -> dict[str, str]:
        """Return what a worker is told so that it may sign in."""
        if self.door is Door.SMTP:
            return {}
        secret, trusted = self._home / "refresh", self._home / "ca.pem"
        return {file_variable(key): str(secret), "SSL_CERT_FILE": str(trusted)}


class _Release:
    def __init__(
        self,
        office: Office,
        clock: TurnedClock,
        sink: Sink,
        home: Path,
        chance: random.Random,
        report: Report,
    ) -> None:
        self.report = report
        self._office, self._clock, self._sink, self._home = office, clock, sink, home
        self._chance = chance
        self._people: dict[str, list[Contact]] = defaultdict(list)
        self._frozen_at_s: float | None = None
        self._facts = Facts(frozenset(), clock.now(), EARLY, frozenset())
        account = office.accounts.add(sink.account())
        self._account = AccountId(account.id)
        self._workers = Workers(
            home,
            command=("-m", "tests.soak.release_worker", str(home / "clock")),
            environ=sink.environ(account.key),
        )

    def run(self, letters: int) -> None:
        """Send, while all of it goes wrong; then let the rest leave, and look."""
        watch = Stopwatch()
        self._draft = self._send(letters)
        rounds = max(LEAST_ROUNDS, letters // LETTERS_A_ROUND)
        worker = self._workers.start()
        for number in range(rounds):
            self._turn(number)
            worker = self._one_round(worker)
            if number == max(ROUNDS_BEFORE + 2, rounds // 2):
                self._correct()
        self._drain(worker)
        self._look()
        self.report.took_s = watch.seconds()
        self.report.faults += self._workers.faults

    # ── what is sent ──────────────────────────────────────────────────────────────────

    def _send(self, letters: int) -> DraftId:
        office = self._office
        self._fill(letters)
        everybody = [each for some in self._people.values() for each in some]
        internal = [some[0] for some in list(self._people.values())[:INTERNAL]]
        agencies = self._chance.sample(everybody, len(everybody) // 20)
        lists = (
            self._list("Copie interne", internal, rank=10, early=True),
            self._list("Agences", agencies, rank=20),
            self._list("Tous les médias", everybody, rank=50),
        )
        text = NewDraft(kind=DraftKind.RELEASE, title=TITLE, text=TEXT.format(WRONG))
        draft = office.drafts.add(text)
        until = self._clock.now() + EMBARGO_LASTS
        office.embargoes.place(draft.ref, until=until, ends_when="la conférence")
        signed = list(self._people)[:SIGNED]
        for key in signed:
            office.embargoes.grant(draft.ref, key, signed_by="Le cabinet")
        expected = frozenset(self._people)
        self._facts = Facts(expected, until, EARLY, frozenset(signed))
        for _ in range(3):
            self._bar()
            self._exclude()
        wanted = Wanted(
            lists=lists, when=When.WHEN_LIFTED, forms=frozenset({Form.INLINE, Form.PDF})
        )
        sent = office.dispatches.send(draft.id, wanted)
        self.report.did["letters queued"] = sent.letters
        return draft.id

    def _fill(self, letters: int) -> None:
        """Have so many addresses, some of them newsrooms that several people share."""
        office = self._office
        newsrooms: dict[OutletId, str] = {}

        def everybody() -> Iterator[NewContact]:
            for number in range(letters):
                if number > INTERNAL and number % NEWSROOM_EVERY == 0:
                    address = Address(local=f"nouvelles{number}", domain="media.example")
                    new = NewOutlet(name=f"Média {number}", emails=(address,))
                    outlet = office.outlets.add(new).id
                    newsrooms[outlet] = address.key
                    for place in range(AT_ONE_NEWSROOM):
                        held = NewPosition(outlet=outlet)
                        yield NewContact(family_name=f"P{number} {place}", positions=(held,))
                else:
                    held = NewPosition(
                        emails=(Address(local=f"r{number}", domain="journal.example"),)
                    )
                    yield NewContact(family_name=f"R{number}", positions=(held,))

        for some in batched(list(everybody()), 5_000):
            with office.database.transaction() as transaction:
                contacts.add_all(transaction, some)
        for contact in sorted(office.contacts.export(), key=lambda each: each.id):
            held = contact.positions[0]
            own = [Address.parse(each).key for each in held.emails]
            key = own[0] if own else newsrooms[_at(held.outlet)]
            self._people[key].append(contact)

    def _list(self, name: str, people: list[Contact], *, rank: int, early: bool = False) -> ListId:
        minutes = int(EARLY.total_seconds() // 60) if early else 0
        made = self._office.lists.add(NewList(name=name, rank=rank, early_minutes=minutes)).id
        self._office.lists.put_members(made, [Ref(Subject.CONTACT, each.id) for each in people])
        return made

    # ── what goes wrong ───────────────────────────────────────────────────────────────

    def _turn(self, number: int) -> None:
        """Turn the clock: before the signed ones' moment, to it, to the embargo's end, past it."""
        facts = self._facts
        if number == 1:
            self._clock.turn_to(facts.until - EARLY - timedelta(seconds=2))
        elif number == 1 + ROUNDS_BEFORE:
            self._clock.turn_to(facts.until - timedelta(seconds=3))
        elif number > 1 + ROUNDS_BEFORE:
            self._clock.turn(A_WHILE)

    def _one_round(self, worker: Running) -> Running:
        before = self._sink.size()
        asked = Stopwatch()
        while self._sink.size() == before and asked.seconds() < LEAVES_WITHIN_S:
            self._workers.wait(worker, 0.05)
        self._workers.wait(worker, self._chance.uniform(0, KILLED_WITHIN_S))
        match self._chance.choices(["kill", "suspend", "sink dies", "nothing"], [7, 7, 2, 2])[0]:
            case "kill":
                self._note("kills", with_letters=True)
                worker.process.kill()
                self._workers.end(worker)
                self._decide()
                return self._workers.start()
            case "suspend":
                return self._take_over(worker)
            case "sink dies":
                self._note("deaths of the sink")
                self._sink.kill()
                self._workers.wait(worker, self._chance.uniform(0, AWAKE_WITHIN_S))
                self._sink.start()
        self._decide()
        return worker

    def _take_over(self, sleeper: Running) -> Running:
        """Suspend *sleeper*; who takes over finds its lease run out; wake it, and have it end."""
        self._workers.suspend(sleeper, self._office.database)
        asleep = Stopwatch()
        self._note("suspensions", with_letters=True)
        self._clock.turn(LEASE_LASTS + timedelta(seconds=1))
        self._decide()
        successor = self._workers.start()
        left_s = max(0.0, LEAST_SLEEP_S - asleep.seconds())
        self._workers.wait(successor, left_s + self._chance.uniform(0, 2.0 + AWAKE_WITHIN_S))
        sleeper.resume()
        self._workers.wait(successor, self._chance.uniform(0, AWAKE_WITHIN_S))
        self._workers.end_by_itself(sleeper, may_say=LeaseLost.__name__)
        return successor

    def _note(self, what: str, *, with_letters: bool = False) -> None:
        self.report.did[what] += 1
        if with_letters and self._office.outbox.counts()[LetterState.SENDING]:
            self.report.did[f"{what} with letters on the wire"] += 1

    # ── what people do ────────────────────────────────────────────────────────────────

    def _decide(self) -> None:
        """Do what people do meanwhile, and note what may not happen any more."""
        if self._frozen_at_s is not None:
            self._thaw()
        match self._chance.choice(["bar", "exclude", "freeze", "uncertain", "nothing"]):
            case "bar":
                self._bar()
            case "exclude":
                self._exclude()
            case "freeze":
                surely(partial(self._office.freezes.freeze, "un décès"))
                self._frozen_at_s = monotonic()
                self.report.did["freezes"] += 1
            case "uncertain":
                self._answer(0.5)

    def _bar(self) -> None:
        """Have somebody not be contacted; at a newsroom one of them, or all."""
        key = self._chance.choice(list(self._people))
        people = self._people[key]
        those = people if self._chance.random() < 0.5 else people[:1]
        for each in those:
            change = FieldChange("do_not_contact", before=False, after=True)
            if not self._office.contacts.get(each.id).do_not_contact:
                surely(partial(self._office.contacts.edit, each.id, change))
        if len(those) == len(people):
            self._facts.barred.setdefault(key, monotonic())
        self.report.did["bars"] += 1

    def _exclude(self) -> None:
        key = self._chance.choice(list(self._people))
        address = Address.parse(key)
        surely(partial(self._office.outbox.suppress, address, because=Because.ASKED))
        self._facts.barred.setdefault(key, monotonic())
        self.report.did["exclusions"] += 1

    def _thaw(self) -> None:
        assert self._frozen_at_s is not None
        self._facts.frozen.append((self._frozen_at_s, monotonic()))
        surely(self._office.freezes.lift)
        self._frozen_at_s = None

    def _answer(self, share: float) -> None:
        """Decide about a *share* of what waits for a person."""
        asked = self._office.outbox.letters(undecided=True, limit=10_000).rows
        for letter in asked:
            if self._chance.random() < share:
                decision = self._chance.choice([Decision.SEND_AGAIN, Decision.LEAVE])
                surely(partial(self._office.outbox.decide, letter.id, decision))
                if decision is Decision.SEND_AGAIN:
                    self._facts.again[letter.id] += 1
                    self.report.did["letters sent again by a person"] += 1

    def _correct(self) -> None:
        """Correct the text in the middle; who sent meanwhile is looked at again."""
        office = self._office
        opened = office.drafts.open(self._draft)
        text = TEXT.format(RIGHT)
        office.drafts.revise(self._draft, text, base=opened.base, sitting=new_sitting(opened.text))
        said = Amendment(wrong=WRONG, right=RIGHT)
        while True:
            self.report.did["corrections tried"] += 1
            with suppress(TextChanged):
                done = surely(partial(office.dispatches.correct, self._draft, said))
                break
        self._facts.corrected_at_s = monotonic()
        self.report.told = done.told
        self.report.did["letters replaced"] = done.replaced

    # ── the end ───────────────────────────────────────────────────────────────────────

    def _drain(self, worker: Running) -> None:
        """Let all that waits leave: the sink is well, and hours pass."""
        if self._frozen_at_s is not None:
            self._thaw()
        self._answer(0.5)
        self._sink.kill()
        self._sink.start(is_well=True)
        asked = Stopwatch()
        while asked.seconds() < DRAINED_WITHIN_S:
            counts = self._office.outbox.counts()
            if not counts[LetterState.QUEUED] + counts[LetterState.SENDING]:
                break
            before = self._sink.size()
            self._workers.wait(worker, 2.0)
            if self._sink.size() == before:
                self._clock.turn(A_DAY)
        self._workers.close(worker)

    def _look(self) -> None:
        office, facts, report = self._office, self._facts, self.report
        for each in office.dispatches.of(self._draft):
            corrects = each.kind is DispatchKind.CORRECTION
            (facts.corrected if corrects else facts.released).update(each.messages)
            subjects = {key: office.outbox.message(key).content.subject for key in each.messages}
            facts.notices.update(
                key for key, said in subjects.items() if said.startswith("CORRECTION")
            )
        letters = read_letters(self._home / "desk.sqlite3")
        taken = self._sink.taken()
        undecided = office.outbox.letters(undecided=True, limit=100_000)
        shown: set[int] = {letter.id for letter in undecided.rows}
        if TodayDesk(office).troubles().letters_waiting != len(shown):
            report.faults.append("Today asks about other letters than those undecided")
        report.faults += judge(facts, taken, letters, shown)
        found = check(office.database)
        if not found.is_sound:
            report.faults.append(str(found))
        report.letters, report.received = len(letters), len(taken)
        report.lied = sum(each.lied for each in taken)
        report.early = sum(each.clock < facts.until for each in taken)
        report.states = Counter(letter.state for letter in letters)


def surely[T](call: Callable[[], T]) -> T:
    """Do it, however busy the database is: a person would press again."""
    while True:
        with suppress(StorageBusy):
            return call()


def _at(outlet: OutletId | None) -> OutletId:
    assert outlet is not None
    return outlet
