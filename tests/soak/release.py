"""A release with its PDF to thousands, while all that can go wrong does; a judge compares after.

Real worker processes, killed and suspended at random with a successor taking over, or left to
finish by a window that closes and is opened again; a sink that
refuses, defers, hangs, lies, dies and is started again; people who bar, exclude, freeze, decide
and correct meanwhile; an embargo that the clock lifts.  Nobody takes over from a worker that only
naps: while it does, who has a letter on the wire is barred or excluded, all is frozen, or the
embargo is placed anew, and what wakes must see it.  Anybody writes reports of letters that came
back, which close no address; the sink repeats what it was told in confidence, which no file of the
desk may have.  By each door: a relay, a server with a password, and an organisation whose tokens
end in between.  Hours pass as the clock is turned: `turned_clock`.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from comms_desk.across.office import Office, open_office
from comms_desk.across.today import TodayDesk
from comms_desk.changes import Ref, Subject
from comms_desk.clock import Stopwatch
from comms_desk.jobs.model import LEASE_LASTS, LeaseLost
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.doors import PROOF_GOOD_FOR_S
from comms_desk.mail.model import (
    AccountId,
    Decision,
    ExclusionReason,
    Letter,
    LetterReplaced,
    LetterState,
)
from comms_desk.media.contacts.model import Contact
from comms_desk.media.dispatches.model import (
    Amendment,
    LetterForm,
    RequestedSending,
    SendingTime,
    TextChanged,
)
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft
from comms_desk.paths import Paths
from comms_desk.storage import backup
from comms_desk.storage.errors import StorageBusy
from comms_desk.storage.model import FieldChange
from comms_desk.storage.soundness import check
from tests.soak.forged_reports import Forgery, forged
from tests.soak.release_judging import (
    BARRED,
    LATE_S,
    TOLD,
    Facts,
    Report,
    judge,
    read_letters,
    told_secrets,
)
from tests.soak.release_readers import invent, list_of
from tests.soak.release_server import Sink
from tests.soak.release_sink import Door
from tests.soak.release_worker import UNPROVEN
from tests.soak.turned_clock import TurnedClock
from tests.soak.workers import Running, Workers
from tests.support.releases import FOOT

LETTERS_A_ROUND = 50
"""About what leaves between two kills."""
LEAST_ROUNDS = 8
LEAVES_WITHIN_S = 4.0
RESTS_AFTER_S = 2.0
"""Of which nothing leaves, though something may: the account rests, and its hour is turned over."""
HELD_FOR_S = 0.5
"""How long what is under embargo is looked at, of which nothing leaves."""
KILLED_WITHIN_S = 0.6
AWAKE_WITHIN_S = 0.5
HELD_UP_WITHIN_S = 0.5
TAKEN_OVER_WITHIN_S = 30.0
LEAST_SLEEP_S = PROOF_GOOD_FOR_S + 0.1
DRAINED_WITHIN_S = 600.0
EARLY = timedelta(minutes=5)
EMBARGO_LASTS = timedelta(hours=3)
ROUNDS_BEFORE = 3
"""With the signed ones alone, before the embargo ends."""
CERTAIN_ROUNDS = {ROUNDS_BEFORE + 2: "nap", ROUNDS_BEFORE + 3: "window closes"}
"""However small the soak is, there is one of each while many letters wait."""
KILLED_AS_IT_FINISHES = 0.4
FINISHED_WITHIN_S = 15.0
QUIET_FOR_S = 3.0
"""Longer than a worker that has something to send sends nothing."""
A_WHILE = timedelta(minutes=61)
"""For longer than any account rests."""
A_DAY = timedelta(hours=13)
"""For longer than any letter waits that was deferred."""
INTERNAL, SIGNED = 20, 15
FORGED_A_ROUND = 5
"""Reports of letters that came back, which anybody can write."""
TITLE = "Pistes cyclables\N{NO-BREAK SPACE}: le réseau s’étend"
WRONG, RIGHT = "54", "45"
TEXT = "La Ville de Montréal ouvre {} kilomètres de pistes cyclables.\n\n" + (
    "Les travaux se font de nuit, et les arrondissements en sont avertis.\n\n" * 12
)


type _Stopped = tuple[float, list[tuple[float, float]], Callable[[], object]]
"""Since when all is stopped, where that is noted once it is over, and what lets it go on."""


def send_a_release(
    home: Path, *, letters: int, seed: int, door: Door, proven: bool = True
) -> Report:
    """Do it with so many letters, on a new desk in *home*; not *proven*: faults are to be found."""
    home.mkdir(parents=True, exist_ok=True)
    clock = TurnedClock(home / "clock")
    office = open_office(Paths.under(home), keys=Keys({}), clock=clock)
    sink = Sink(home, door, seed)
    try:
        sink.start()
        release = _Release(office, clock, sink, home, random.Random(seed), Report(door, seed))
        if not proven:
            release.prove_nothing()
        release.run(letters)
        return release.report
    finally:
        sink.kill()
        office.close()


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
        self._people: dict[str, list[Contact]] = {}
        self._stopped: _Stopped | None = None
        self._leaves_within_s = LEAVES_WITHIN_S
        self._facts = Facts(frozenset(), clock.now(), EARLY, frozenset())
        account = office.accounts.add(sink.account())
        self._account = AccountId(account.id)
        self._workers = Workers(
            office,
            command=("tests.soak.release_worker", str(home / "clock")),
            environ=sink.environ(account.key),
        )

    def prove_nothing(self) -> None:
        """Have the workers not ask before the dot whether a letter may leave still."""
        self._workers.command += (UNPROVEN,)

    def run(self, letters: int) -> None:
        """Send, while all of it goes wrong; then let the rest leave, and look."""
        watch = Stopwatch()
        self._draft = self._send(letters)
        rounds = max(LEAST_ROUNDS, letters // LETTERS_A_ROUND)
        with self._workers:
            worker = self._workers.start()
            for number in range(rounds):
                self._turn(number)
                self._forge()
                worker = self._one_round(worker, number)
                if number == max(ROUNDS_BEFORE + 2, rounds // 2):
                    self._correct()
            self._drain(worker)
        self._look()
        self.report.took_s = watch.seconds()
        self.report.faults += self._workers.faults

    # ── what is sent ──────────────────────────────────────────────────────────────────

    def _send(self, letters: int) -> DraftId:
        office = self._office
        self._people = invent(office, letters, own=INTERNAL)
        everybody = [each for some in self._people.values() for each in some]
        internal = [some[0] for some in list(self._people.values())[:INTERNAL]]
        agencies = self._chance.sample(everybody, len(everybody) // 20)
        lists = (
            list_of(office, "Copie interne", internal, rank=10, early=EARLY),
            list_of(office, "Agences", agencies, rank=20),
            list_of(office, "Tous les médias", everybody, rank=50),
        )
        text = NewDraft(kind=DraftKind.RELEASE, title=TITLE, text=TEXT.format(WRONG), **FOOT)
        draft = office.drafts.add(text)
        until = self._clock.now() + EMBARGO_LASTS
        office.embargoes.place(draft.ref, until=until, ends_when="la conférence")
        signed = list(self._people)[:SIGNED]
        for key in signed:
            office.embargoes.grant(draft.ref, key, signed_by="Le cabinet")
        expected = frozenset(self._people)
        self._facts = Facts(expected, until, EARLY, frozenset(signed))
        for _ in range(3):
            self._bar(self._somebody(), all_of_them=self._chance.random() < 0.5)
            self._exclude(self._somebody())
        wanted = RequestedSending(
            lists=lists,
            when=SendingTime.WHEN_LIFTED,
            forms=frozenset({LetterForm.INLINE, LetterForm.PDF}),
        )
        sent = office.dispatches.send(draft.id, wanted)
        self.report.did["letters queued"] = sent.letters
        return draft.id

    # ── what goes wrong ───────────────────────────────────────────────────────────────

    def _turn(self, number: int) -> None:
        """Turn the clock: before the signed ones' moment, to it, to the embargo's end, past it."""
        facts = self._facts
        may_leave = number == 1 or number > ROUNDS_BEFORE
        self._leaves_within_s = LEAVES_WITHIN_S if may_leave else HELD_FOR_S
        if number == 1:
            self._clock.turn_to(facts.until - EARLY - timedelta(seconds=2))
        elif number == 1 + ROUNDS_BEFORE:
            self._clock.turn_to(facts.until - timedelta(seconds=3))
        elif number > 1 + ROUNDS_BEFORE:
            self._clock.turn(A_WHILE)

    def _one_round(self, worker: Running, number: int) -> Running:
        before = self._sink.size()
        asked = Stopwatch()
        turned = number <= 1 + ROUNDS_BEFORE
        while self._sink.size() == before and asked.seconds() < self._leaves_within_s:
            self._workers.wait(worker, 0.05)
            if not turned and asked.seconds() > RESTS_AFTER_S:
                turned = True
                self._clock.turn(A_WHILE)
        self._workers.wait(worker, self._chance.uniform(0, KILLED_WITHIN_S))
        what = ["kill", "suspend", "nap", "sink dies", "window closes", "nothing"]
        drawn = self._chance.choices(what, [7, 7, 7, 2, 5, 2])[0]
        match CERTAIN_ROUNDS.get(number, drawn):
            case "kill":
                self._note("kills", with_letters=True)
                worker.process.kill()
                self._workers.end(worker)
                self._decide()
                return self._workers.start()
            case "suspend":
                return self._take_over(worker)
            case "window closes":
                return self._close_the_window(worker)
            case "nap":
                self._nap(worker)
                return worker
            case "sink dies":
                self._note("deaths of the sink")
                self._sink.kill()
                self._workers.wait(worker, self._chance.uniform(0, AWAKE_WITHIN_S))
                self._sink.start()
        self._decide()
        return worker

    def _close_the_window(self, worker: Running) -> Running:
        """Have *worker* finish without a window, which is opened again at once; it may be killed.

        One that does not finish in time is asked to stop, as by a computer that is shut down.
        """
        self._thaw()
        self._note("closed windows", with_letters=True)
        self._workers.close_over(worker)
        successor = self._workers.start()
        if self._chance.random() < KILLED_AS_IT_FINISHES:
            self._workers.wait(successor, self._chance.uniform(0, 2 * KILLED_WITHIN_S))
            self._note("kills of what finishes", with_letters=True)
            worker.process.kill()
        elif self._finishes(worker):
            self.report.did["releases finished without a window"] += 1
        else:
            worker.process.terminate()
            self._workers.has_finished(worker, within_s=TAKEN_OVER_WITHIN_S)
        self._workers.end(worker)
        self._decide()
        return successor

    def _finishes(self, worker: Running) -> bool:
        """Whether *worker* ends by itself; it does not while it waits for what was put off."""
        size, asked, quiet = self._sink.size(), Stopwatch(), Stopwatch()
        while quiet.seconds() < QUIET_FOR_S and asked.seconds() < FINISHED_WITHIN_S:
            if self._workers.has_finished(worker, within_s=0.2):
                return True
            if size != self._sink.size():
                size, quiet = self._sink.size(), Stopwatch()
        return False

    def _take_over(self, sleeper: Running) -> Running:
        """Suspend *sleeper*; who takes over finds its lease run out; wake it, and have it end."""
        self._suspend(sleeper)
        asleep = Stopwatch()
        self._note("suspensions", with_letters=True)
        self._clock.turn(LEASE_LASTS + timedelta(seconds=1))
        self._decide()
        theirs = {each.id for each in self._on_the_wire()}
        successor = self._workers.start()
        asked = Stopwatch()
        while asked.seconds() < TAKEN_OVER_WITHIN_S and theirs & {
            each.id for each in self._on_the_wire()
        }:
            self._workers.wait(successor, 0.1)
        left_s = max(0.0, LEAST_SLEEP_S - asleep.seconds())
        self._workers.wait(successor, left_s + self._chance.uniform(0, 2.0 + AWAKE_WITHIN_S))
        self._answer(0.7)  # Of what the sleeper had on the wire, too: it wakes to that.
        sleeper.process.resume()
        self._workers.wait(successor, self._chance.uniform(0, AWAKE_WITHIN_S))
        self._workers.end_by_itself(sleeper, may_say=LeaseLost.__name__)
        return successor

    def _nap(self, worker: Running) -> None:
        """Suspend *worker*, say that what it has on the wire may not leave, and wake it."""
        self._suspend(worker)
        self._note("naps", with_letters=True)
        self._stop_what_is_on_the_wire()
        self._workers.wait(worker, LATE_S + 0.1)
        worker.process.resume()
        self._workers.wait(worker, self._chance.uniform(AWAKE_WITHIN_S, 2 * AWAKE_WITHIN_S))

    def _suspend(self, worker: Running) -> None:
        """Suspend *worker* with letters on the wire, if any may leave, whose text is not out."""
        self._thaw()
        self._sink.hold.touch()
        asked = Stopwatch()
        within_s = min(self._leaves_within_s, RESTS_AFTER_S)
        while not self._on_the_wire() and asked.seconds() < within_s:
            self._workers.wait(worker, 0.05)
        self._workers.wait(worker, self._chance.uniform(0.1, HELD_UP_WITHIN_S))
        self._workers.suspend(worker)
        self._sink.hold.unlink()

    def _on_the_wire(self) -> Sequence[Letter]:
        return self._office.outbox.letters(states=[LetterState.SENDING], limit=100).rows

    def _stop_what_is_on_the_wire(self) -> None:
        """Bar or exclude whom it is for, freeze all, or place the embargo anew, once it is over."""
        keys = [each.to.key for each in self._on_the_wire()]
        what = ["bar", "exclude", "freeze"]
        if self._clock.now() > self._facts.until:
            what.append("embargo")
        match self._chance.choice(what):
            case "bar":
                for key in keys:
                    self._bar(key, all_of_them=True)
            case "exclude":
                for key in keys:
                    self._exclude(key)
            case "freeze":
                self._freeze()
            case "embargo":
                self._place_anew()

    def _forge(self) -> None:
        """Have reports come of letters to people whom nobody barred, which prove nothing."""
        letters = read_letters(self._home / "desk.sqlite3")
        names = {each.to: each.name for each in letters}
        for forgery in self._chance.choices(list(Forgery), k=FORGED_A_ROUND):
            self.report.did["forged reports"] += 1
            number, to = self.report.did["forged reports"], self._somebody()
            surely(
                partial(self._office.bounces.take_in, forged(forgery, number, to=to, names=names))
            )

    def _note(self, what: str, *, with_letters: bool = False) -> None:
        self.report.did[what] += 1
        if with_letters and self._on_the_wire():
            self.report.did[f"{what} with letters on the wire"] += 1

    # ── what people do ────────────────────────────────────────────────────────────────

    def _decide(self) -> None:
        """Do what people do meanwhile, and note what may not happen any more."""
        self._thaw()
        match self._chance.choice(["bar", "exclude", "freeze", "uncertain", "nothing"]):
            case "bar":
                self._bar(self._somebody(), all_of_them=self._chance.random() < 0.5)
            case "exclude":
                self._exclude(self._somebody())
            case "freeze":
                self._freeze()
            case "uncertain":
                self._answer(0.5)

    def _somebody(self) -> str:
        return self._chance.choice(list(self._people))

    def _bar(self, key: str, *, all_of_them: bool) -> None:
        """Have somebody not be contacted; at a newsroom one of them, or all."""
        people = self._people[key]
        those = people if all_of_them else people[:1]
        for each in those:
            change = FieldChange("do_not_contact", before=False, after=True)
            if not self._office.contacts.get(each.id).do_not_contact:
                surely(partial(self._office.contacts.edit, each.id, change))
        if len(those) == len(people):
            self._facts.barred.setdefault(key, monotonic())
        self.report.did["bars"] += 1

    def _exclude(self, key: str) -> None:
        address = Address.parse(key)
        surely(partial(self._office.outbox.suppress, address, because=ExclusionReason.ASKED))
        self._facts.barred.setdefault(key, monotonic())
        self.report.did["exclusions"] += 1

    def _freeze(self) -> None:
        surely(partial(self._office.freezes.freeze, "un décès"))
        self._stopped = (monotonic(), self._facts.frozen, self._office.freezes.lift)
        self.report.did["freezes"] += 1

    def _place_anew(self) -> None:
        """Have the embargo hold again, for who signed too: not before its last minutes."""
        embargoes, ref = self._office.embargoes, Ref(Subject.DRAFT, self._draft)
        until = self._clock.now() + EMBARGO_LASTS
        surely(partial(embargoes.place, ref, until=until, ends_when="la conférence"))
        self._stopped = (monotonic(), self._facts.held, partial(embargoes.lift, ref))
        self.report.did["embargoes placed anew"] += 1

    def _thaw(self) -> None:
        """Let go on what was frozen, or held again."""
        if self._stopped is None:
            return
        stopped_at_s, stopped, let_go = self._stopped
        stopped.append((stopped_at_s, monotonic()))
        surely(let_go)
        self._stopped = None

    def _answer(self, share: float) -> None:
        """Decide about a *share* of what waits for a person."""
        asked = self._office.outbox.letters(undecided=True, limit=10_000).rows
        received = Counter(each.name for each in self._sink.taken())
        names = {each.id: each.name for each in read_letters(self._home / "desk.sqlite3")}
        for letter in asked:
            if self._chance.random() < share:
                decision = self._chance.choice([Decision.SEND_AGAIN, Decision.LEAVE])
                try:
                    surely(partial(self._office.outbox.decide, letter.id, decision))
                except LetterReplaced:
                    decision = Decision.LEAVE  # all that is offered: the text was corrected since
                    surely(partial(self._office.outbox.decide, letter.id, decision))
                again = decision is Decision.SEND_AGAIN
                self._facts.at_most[letter.id] = received[names[letter.id]] + again
                if again:
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
            corrects = each.edition > 1  # Where nobody had it, it is a release anew.
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
        excluded = {Address.parse(each.address).key for each in office.outbox.suppressions()}
        report.faults += [
            f"{BARRED}: {key}, by a report that proves nothing"
            for key in excluded - facts.barred.keys()
        ]
        self._search_secrets()
        found = check(office.database)
        if not found.is_sound:
            report.faults.append(str(found))
        report.letters, report.received = len(letters), len(taken)
        report.lied = sum(each.lied for each in taken)
        report.early = sum(each.clock < facts.until for each in taken)
        report.states = Counter(letter.state for letter in letters)

    def _search_secrets(self) -> None:
        """Search all files of the desk, and a backup, for what the sink has repeated."""
        backup.save(self._office.database, self._home / "backup")
        secrets = self._sink.secrets()
        self.report.repeated = len(secrets)
        if self._sink.door.confides and not secrets:
            self.report.faults.append(f"{TOLD}: the sink repeated nothing: nothing was tried")
        self._chance.shuffle(secrets)
        self.report.faults += told_secrets(self._home, secrets, but=self._sink.own_files)


def surely[T](call: Callable[[], T]) -> T:
    """Do it, however busy the database is: a person would press again."""
    while True:
        with suppress(StorageBusy):
            return call()
