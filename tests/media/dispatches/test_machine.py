"""Nobody twice, nobody early, nobody forgotten, nobody barred: whatever happens, in any order.

An office sends, corrects, stops, bars, freezes, places, moves and lifts; two workers take turns,
one of which dies or falls asleep with letters in hand; the clock jumps.  What really left is known
to the server of this test alone, and each departure is judged as its last byte is written.
"""

import itertools
import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import override

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.embargo.model import Embargo
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail import letter_outcomes
from comms_desk.mail import within as outbox
from comms_desk.mail.departures import Departures
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Deferred, LetterRefused, Overtaken, Overtaking, Stage
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.last_check import prove
from comms_desk.mail.model import Claim, ExclusionReason, LetterState
from comms_desk.media.dispatches import letter
from comms_desk.media.dispatches.model import (
    Amendment,
    AmendmentPlan,
    DispatchKind,
    RequestedSending,
    SendingTime,
)
from comms_desk.settings import ENGLISH
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from tests.conftest import MORNING
from tests.media.dispatches.sent import MINUTE, TAKEN, Press, address, in_english, recorded
from tests.support.databases import PostgresqlDesks, new_desk
from tests.support.gate import times

EXAMPLES = int(os.environ.get("COMMS_DESK_MACHINE_EXAMPLES", times(12, locally=6)))
STEPS = int(os.environ.get("COMMS_DESK_MACHINE_STEPS", "30"))

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A whole desk is made for each example: one that fails is said as it is, not made shorter."""

NAMES = ("ana", "bob", "cid", "dan", "eve")
NEWSROOM = "salle@journal.example"
"""Where two have their letters, who have no address of their own."""
COUNTS = st.integers(0, 2 ** (len(NAMES) + 2) - 1)


@dataclass(slots=True)
class InHand:
    """A claimed letter, and the token of the worker that has it."""

    claim: Claim
    token: int


class Machine(RuleBasedStateMachine):
    """One text, seven readers, everything that may happen to them."""

    make: Callable[[StillClock], Database]

    def __init__(self) -> None:
        super().__init__()
        self.clock = StillClock(MORNING)
        self.database = self.make(self.clock)
        press = self.press = Press(self.database)
        self.people = {name: press.contact(name, f"{name}@media.example") for name in NAMES}
        self.refs = list(self.people.values())
        self.refs += [press.at_newsroom(name, NEWSROOM) for name in ("fay", "gus")]
        self.keys = [f"{name}@media.example" for name in NAMES] + [NEWSROOM] * 2
        self.early = press.list("Copie interne", *self.refs[:2], rank=1, early=5)
        self.later = press.list("Tous", *self.refs, address("fil@agence.example"), rank=9)
        self.draft = press.draft()
        self.ref = Ref(Subject.DRAFT, self.draft)
        DeskSettings(self.database).set(ENGLISH, True)
        self.english = in_english(press)
        self.below = Ref(Subject.DRAFT, self.english)
        self.numbers = itertools.count(1)
        self.token = JobDesk(self.database).take("worker").token
        self.departures = Departures(self.database)
        self.in_hand: list[InHand] = []
        self.asleep: list[InHand] = []
        self.left: Counter[tuple[int, str]] = Counter()
        self.left_ref: Counter[tuple[int, Ref]] = Counter()
        self.owed: set[str] = set()
        self.spared: set[str] = set()
        self.barred: set[int] = set()

    # ── what the office does ──────────────────────────────────────────────────────────

    @rule(
        when=st.sampled_from(SendingTime),
        lists=st.integers(1, 3),
        at=st.integers(-5, 60),
        also=COUNTS,
    )
    def send(self, when: SendingTime, lists: int, at: int, also: int) -> None:
        chosen = tuple(each for bit, each in ((1, self.early), (2, self.later)) if lists & bit)
        some = tuple(ref for place, ref in enumerate(self.refs) if also & (1 << place))
        wanted = RequestedSending(
            lists=chosen,
            also=some,
            when=when,
            at=self.clock.now() + at * MINUTE if when is SendingTime.AT else None,
        )
        with suppress(CommsDeskError):
            plan = self.press.desk.plan(self.draft, wanted)
            sent = self.press.desk.send(self.draft, wanted, shown=plan)
            named = {each.address.key for each in plan.readers if each.address}
            assert sent.people == plan.people
            self.owed |= named
            self.spared -= named
            self.spared |= {self.keys[place] for place in self.barred}

    @rule(when=st.sampled_from((SendingTime.NOW, SendingTime.WHEN_LIFTED)))
    def send_to_all(self, when: SendingTime) -> None:
        self.send(when, 3, 0, 127)

    @rule(most=st.integers(1, 8))
    def carry(self, most: int) -> None:
        self.claim(most)
        while self.in_hand:
            self.end("taken")

    @rule(word=st.booleans())
    def rewrite_and_correct(self, word: bool) -> None:
        self.rewrite()
        self.correct(word=word)

    @rule()
    def rewrite(self) -> None:
        self.press.rewrite(self.draft, f"Il y a {next(self.numbers)} pistes.")
        if self.press.desk.english(self.draft) is not None:
            self.put_below(has_english=True)

    @rule(has_english=st.booleans())
    def put_below(self, has_english: bool) -> None:
        self.press.desk.set_english(self.draft, recorded(self.english) if has_english else None)

    @rule(word=st.booleans())
    def correct(self, word: bool) -> None:
        kind, said = DispatchKind.CORRECTION, Amendment(note="Autrement." if word else "")
        had = {key for (_edition, key) in self.left}
        with suppress(CommsDeskError):
            plan = self.press.desk.plan_amendment(self.draft, kind, said)
            self.press.desk.correct(self.draft, said, shown=plan)
            told = {each.key for each in plan.told}
            assert had <= told | self.left_out(plan), "somebody who has it was not told"
            self.owed = told | {each.key for each in plan.replaced}

    @precondition(lambda self: next(self.numbers) % 7 == 0)
    @rule()
    def withdraw(self) -> None:
        had = {key for (_edition, key) in self.left}
        with suppress(CommsDeskError):
            plan = self.press.desk.plan_amendment(self.draft, DispatchKind.WITHDRAWAL)
            self.press.desk.withdraw(self.draft, shown=plan)
            told = {each.key for each in plan.told}
            assert had <= told | self.left_out(plan)
            self.owed = told

    def left_out(self, plan: AmendmentPlan) -> set[str]:
        """Return who has it and is not to be written to any more."""
        return {each.address.key for each in plan.left_out if each.address is not None}

    @rule()
    def stop(self) -> None:
        self.press.desk.stop(self.draft)
        self.spared |= self.owed

    @rule(minutes=st.integers(1, 90))
    def place(self, minutes: int) -> None:
        until = self.clock.now() + minutes * MINUTE
        self.press.embargoes.place(self.ref, until=until, ends_when="")

    @rule()
    def lift(self) -> None:
        with suppress(CommsDeskError):
            self.press.embargoes.lift(self.ref)

    @rule(minutes=st.integers(1, 90), signed=st.integers(0, len(NAMES)))
    def place_below(self, minutes: int, signed: int) -> None:
        until = self.clock.now() + minutes * MINUTE
        self.press.embargoes.place(self.below, until=until, ends_when="")
        for name in NAMES[:signed]:
            self.press.embargoes.grant(self.below, f"{name}@media.example", signed_by="S")

    @rule(
        when=st.sampled_from((SendingTime.NOW, SendingTime.WHEN_LIFTED)), claimed=st.integers(0, 8)
    )
    def send_then_place_below(self, when: SendingTime, claimed: int) -> None:
        self.put_below(has_english=True)
        self.send_to_all(when)
        if claimed:
            self.claim(claimed)
        self.place_below(30, 2)

    @rule()
    def lift_below(self) -> None:
        with suppress(CommsDeskError):
            self.press.embargoes.lift(self.below)

    @rule(minutes=st.integers(6, 90))
    def place_with_all_signed(self, minutes: int) -> None:
        self.place(minutes)
        for name in NAMES:
            self.grant(name)

    @rule(name=st.sampled_from(NAMES))
    def grant(self, name: str) -> None:
        with suppress(CommsDeskError):
            self.press.embargoes.grant(self.ref, f"{name}@media.example", signed_by="S")

    @rule(place=st.integers(0, 4))
    def take_back(self, place: int) -> None:
        lock = self.lock()
        if lock is not None and len(lock.exceptions) > place:
            self.press.embargoes.withdraw(self.ref, lock.exceptions[place].id)

    @rule(place=st.integers(0, 6))
    def bar(self, place: int) -> None:
        with self.database.transaction() as transaction:
            outbox.bar_all(transaction, {self.refs[place]: "demandé"})
        self.barred.add(place)
        self.spared.add(self.keys[place])

    @rule(place=st.integers(0, 6))
    def unbar(self, place: int) -> None:
        with self.database.transaction() as transaction:
            outbox.unbar_all(transaction, [self.refs[place]])
        self.barred.discard(place)

    @rule(name=st.sampled_from(NAMES))
    def exclude(self, name: str) -> None:
        desk = OutboxDesk(self.database)
        desk.suppress(address(f"{name}@media.example"), because=ExclusionReason.BOUNCED)
        self.spared.add(f"{name}@media.example")

    @rule(name=st.sampled_from(NAMES))
    def allow(self, name: str) -> None:
        OutboxDesk(self.database).allow(address(f"{name}@media.example"))

    @rule(on=st.booleans())
    def freeze(self, on: bool) -> None:
        desk = FreezeDesk(self.database)
        with suppress(CommsDeskError):
            desk.freeze("Deuil") if on else desk.lift()

    @rule(minutes=st.integers(-10, 45))
    def jump(self, minutes: int) -> None:
        self.clock.advance(minutes * MINUTE)

    # ── what the workers do ───────────────────────────────────────────────────────────

    @rule(most=st.integers(1, 8))
    def claim(self, most: int) -> None:
        claims = self.departures.claim(self.token, self.press.account.id, most=most)
        self.in_hand += [InHand(each, self.token) for each in claims]

    @precondition(lambda self: self.in_hand)
    @rule(end=st.sampled_from(("taken", "taken", "taken", "refused", "deferred")))
    def end(self, end: str) -> None:
        one = self.in_hand.pop(0)
        try:
            prove(self.database, one.claim, token=one.token)
        except Overtaken as error:
            self.departures.settle(self.press.account.id, one.claim, error)
            return
        if end == "taken":
            self.leaves(one.claim)
            outcome: object = TAKEN
        elif end == "refused":
            self.spared.add(one.claim.to.key)
            outcome = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 no such user")
        else:
            outcome = Deferred(Stage.RECIPIENT, 451, "4.7.1 later")
        self.departures.settle(self.press.account.id, one.claim, outcome)  # type: ignore[arg-type]

    @rule(after_the_dot=st.booleans())
    def die(self, after_the_dot: bool) -> None:
        if after_the_dot and self.in_hand:
            one = self.in_hand.pop(0)
            try:
                prove(self.database, one.claim, token=one.token)
                self.leaves(one.claim)
            except Overtaken:
                self.spared.add(one.claim.to.key)  # Nobody heard: a person decides about it.
        self.spared |= {each.claim.to.key for each in self.in_hand}
        self.asleep += self.in_hand
        self.in_hand = []
        self.token = JobDesk(self.database).take("worker", is_dead=lambda _holder: True).token
        self.departures.take_over(self.token)

    @precondition(lambda self: self.asleep)
    @rule()
    def wake(self) -> None:
        one = self.asleep.pop(0)
        with pytest.raises(Overtaken):
            prove(self.database, one.claim, token=one.token)
        overtaken = Overtaken(Overtaking.LEASE)
        self.departures.settle(self.press.account.id, one.claim, overtaken)

    @rule()
    def follow(self) -> None:
        self.press.desk.follow_embargoes()

    # ── what must be so ───────────────────────────────────────────────────────────────

    def lock(self, ref: Ref | None = None) -> Embargo | None:
        lock = EmbargoDesk(self.database).of(ref or self.ref)
        return lock if lock is not None and lock.holds(self.clock.now()) else None

    def leaves(self, claim: Claim) -> None:
        """Judge a letter whose last byte is written now."""
        key, desk = claim.to.key, self.press.desk
        series = desk.of(self.draft)
        edition = next(each.edition for each in series if claim.message in each.messages)
        assert edition == max(each.edition for each in series), "a text that was replaced left"
        self.left[edition, key] += 1
        assert self.left[edition, key] == 1, "somebody has it twice"
        with self.database.snapshot() as snapshot:
            assert not outbox.excluded(snapshot, [key])
            assert FreezeDesk(self.database).current() is None
            barred = outbox.barred(snapshot, self.refs)
        theirs = self.persons_of(claim)
        assert not theirs or not theirs <= barred.keys(), "somebody who is barred has it"
        for ref in theirs:
            self.left_ref[edition, ref] += 1
            assert self.left_ref[edition, ref] == 1, "a person has it at two addresses"
        text = OutboxDesk(self.database).message(claim.message).content.text
        lock = self.lock()
        below = self.lock(self.below) if "54 lanes." in text else None
        if below is not None and lock is not None and lock.until >= below.until:
            below = None  # Who signed for the text signed for what goes below it.
        is_withdrawal = "Ne pas publier" in text
        has_it = is_withdrawal and any(each == key and of < edition for of, each in self.left)
        for held in filter(None, (lock, below)):
            assert has_it or not held.holds(self.clock.now(), to=key), "somebody has it early"
        last = below or lock
        if last is not None and not is_withdrawal:
            says = letter.notice(Language.FRENCH, last.until)
            assert says in text, "it says another hour than that of its embargo"

    def persons_of(self, claim: Claim) -> set[Ref]:
        with self.database.snapshot() as snapshot:
            return set(letter_outcomes.persons_of(snapshot, claim.letter))

    @invariant()
    def nobody_has_an_edition_twice(self) -> None:
        assert all(count == 1 for count in self.left.values())

    @override
    def teardown(self) -> None:
        """Let everything go on: whoever is owed the text has it, once, and nothing waits."""
        try:
            with suppress(CommsDeskError):
                FreezeDesk(self.database).lift()
            self.press.desk.follow_embargoes()
            self.clock.advance(timedelta(days=2))
            for _round in range(30):
                self.claim(64)
                if not self.in_hand:
                    break
                while self.in_hand:
                    self.end("taken")
                self.clock.advance(timedelta(hours=13))
            self.nobody_is_forgotten()
        finally:
            self.database.dispose()

    def nobody_is_forgotten(self) -> None:
        series = self.press.desk.of(self.draft)
        last = max((each.edition for each in series), default=0)
        for each in series:
            assert not each.counts[LetterState.QUEUED], "a letter waits for ever"
        for key in self.owed - self.spared:
            assert self.left[last, key] == 1, f"{key} was forgotten"


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        phases=PHASES,
    )


@pytest.mark.long
def test_whatever_happens_on_a_file(tmp_path: Path) -> None:
    numbers = itertools.count()

    def made(clock: StillClock) -> Database:
        number = next(numbers)
        for gone in tmp_path.glob(f"{number - 1}.sqlite3*"):
            gone.unlink()
        return new_desk(tmp_path / f"{number}.sqlite3", clock)

    class OnFile(Machine):
        make = staticmethod(made)

    run(OnFile, settings=_settings(EXAMPLES))


@pytest.mark.long
@pytest.mark.postgresql
def test_whatever_happens_on_a_server(postgresql_desks: PostgresqlDesks) -> None:
    class OnServer(Machine):
        make = staticmethod(postgresql_desks.new)

    run(OnServer, settings=_settings(max(3, EXAMPLES // 8)))
