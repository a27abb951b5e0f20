"""What a release may have come to, by the sink's own log beside the database.

Of each address: nothing twice but what a person decided to send again, nothing before the
embargo's end but what was signed for, nothing after somebody was barred, excluded or all was
frozen, a correction to those alone who have the text or may, and nobody forgotten.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import override

from comms_desk.mail.address import Address
from comms_desk.mail.compose import new_message_id
from comms_desk.mail.doors import PROOF_GOOD_FOR_S
from comms_desk.mail.model import LetterState
from tests.soak.release_sink import Door
from tests.support.confided import tells

SENDER = Address(local="presse", domain="ville.example")
HEARD_WITHIN_S = 1.0
"""How long a server on two busy cores may take to hear a dot that was written."""
LATE_S = PROOF_GOOD_FOR_S + HEARD_WITHIN_S
TWICE, EARLY, LOST, BARRED, TOLD = "twice", "early", "lost", "barred", "told"
"""What must never be, as the first word of a fault; the rest begins with none of them."""
KINDS = (TWICE, EARLY, LOST, BARRED, TOLD)
SEARCHED = 5
"""Secrets that are searched for, of all that were repeated."""
FINAL = {
    LetterState.SENT,
    LetterState.REFUSED,
    LetterState.UNCERTAIN,
    LetterState.WITHHELD,
    LetterState.CANCELLED,
}
MAY_HAVE_LEFT = {LetterState.SENT, LetterState.UNCERTAIN}


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter that the sink took over; or threw away, where it *lied*.

    *at_s* is by the machine's counter, *clock* by the clock that is turned.
    """

    name: str
    to: str
    lied: bool
    clock: datetime
    at_s: float


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A letter as the database has it; *name* is its Message-ID."""

    id: int
    message: int
    to: str
    state: LetterState
    name: str
    decided: bool


@dataclass(slots=True)
class Facts:
    """What people did, and when that was committed, by the machine's counter.

    Attributes:
        expected: Every address that is to have the text.
        until: When its embargo ends; *early* is how long before that *signed* may have it.
        barred: Since when an address may be sent nothing, whoever it is for.
        frozen: From when until when nothing may leave, by a freeze.
        held: The same, by an embargo placed anew: but a notice, to who has signed for it.
        again: How often a person decided to send a letter again.
        at_most: How often a letter may be received in all, since a person decided about it last.
        released: The messages of the release; *corrected*: those of its correction, of which
            *notices* say what was wrong.
        corrected_at_s: When the correction was committed.
    """

    expected: frozenset[str]
    until: datetime
    early: timedelta
    signed: frozenset[str]
    barred: dict[str, float] = field(default_factory=dict)
    frozen: list[tuple[float, float]] = field(default_factory=list)
    held: list[tuple[float, float]] = field(default_factory=list)
    again: Counter[int] = field(default_factory=Counter)
    at_most: dict[int, int] = field(default_factory=dict)
    released: set[int] = field(default_factory=set)
    corrected: set[int] = field(default_factory=set)
    notices: set[int] = field(default_factory=set)
    corrected_at_s: float | None = None


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
    repeated: int = 0
    """Secrets, each counted once however often the sink repeated it."""
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
            f" the correction; {did}; {self.repeated} secrets repeated by the sink;"
            f" {', '.join(f'{count} {kind}' for kind, count in self.kinds.items())};"
            f" {len(self.faults)} faults"
        )

    @property
    def kinds(self) -> dict[str, int]:
        """How many faults there are of each kind that must never be, and of others."""
        return kinds_of(self.faults)


def kinds_of(faults: Sequence[str]) -> dict[str, int]:
    """Return how many of *faults* are of each kind that must never be, and how many are not."""
    found = Counter(fault.partition(":")[0] for fault in faults)
    never = {kind: found[kind] for kind in KINDS}
    return never | {"other": len(faults) - sum(never.values())}


def read_log(file: Path) -> list[Taken]:
    """Return what the sink took, in order."""
    if not file.exists():
        return []
    said = (json.loads(line) for line in file.read_bytes().splitlines())
    return [
        Taken(
            name=each["name"],
            to=each["to"].casefold(),
            lied=each["lied"],
            clock=datetime.fromisoformat(each["clock"]),
            at_s=each["at_s"],
        )
        for each in said
    ]


def read_letters(file: Path) -> list[StoredLetter]:
    """Return every letter of the database."""
    asked = (
        "SELECT l.id, l.message_id, l.address_key, l.state, m.secret, l.decided_at"
        " FROM letters l JOIN messages m ON m.id = l.message_id"
    )
    with closing(sqlite3.connect(file)) as connection:
        return [
            StoredLetter(
                id=letter,
                message=message,
                to=to,
                state=LetterState(state),
                name=new_message_id(letter, secret=secret, sender=SENDER),
                decided=decided is not None,
            )
            for letter, message, to, state, secret, decided in connection.execute(asked)
        ]


def told_secrets(home: Path, secrets: Sequence[str], *, but: Collection[str]) -> Iterator[str]:
    """Yield each file in *home*, *but* the server's own, that tells one of *secrets*."""
    for file in sorted(each for each in home.rglob("*") if each.is_file()):
        if file.name not in but:
            kept = file.read_bytes()
            if forms := tells(kept, *secrets[:SEARCHED]):
                yield f"{TOLD}: {file.name} has what the server repeated: {', '.join(forms)}"


def judge(
    facts: Facts, taken: Sequence[Taken], letters: Sequence[StoredLetter], shown: set[int]
) -> Iterator[str]:
    """Yield what may not be; *shown* are the letters that Today asks a person about."""
    received: dict[str, list[Taken]] = defaultdict(list)
    for each in taken:
        received[each.name].append(each)
    by_name = {letter.name: letter for letter in letters}
    for name in received.keys() - by_name.keys():
        yield f"{name} was received and is unknown"
    for letter in letters:
        theirs = received[letter.name]
        yield from _of_letter(facts, letter, theirs)
        for each in theirs:
            yield from _of_moment(facts, letter, each)
    yield from _of_addresses(facts, letters, received, shown)
    yield from _of_correction(facts, letters, received)


def _of_letter(facts: Facts, letter: StoredLetter, theirs: Sequence[Taken]) -> Iterator[str]:
    """Nobody twice, and what the desk says of a letter is so."""
    times, again = len(theirs), facts.again[letter.id]
    if times > 1 + again:
        yield f"{TWICE}: letter {letter.id} left {times} times, decided again {again} times"
    if times > facts.at_most.get(letter.id, times):
        yield f"{TWICE}: letter {letter.id} left {times} times, more than was decided"
    if letter.state not in FINAL:
        yield f"{LOST}: letter {letter.id} was forgotten: {letter.state}"
    if letter.state is LetterState.SENT and not times:
        yield f"{LOST}: letter {letter.id} is sent and never left"
    if times and letter.state not in MAY_HAVE_LEFT and not again:
        yield f"letter {letter.id} left and is {letter.state}"
    if any(each.to != letter.to for each in theirs):
        yield f"letter {letter.id} went to another address"
    if letter.state is LetterState.WITHHELD and letter.to not in facts.barred:
        yield f"{BARRED}: letter {letter.id} is withheld from {letter.to}, whom nobody barred"


def _of_moment(facts: Facts, letter: StoredLetter, each: Taken) -> Iterator[str]:
    """Nobody early, nobody who was barred, nothing while all is frozen."""
    starts = facts.until - (facts.early if letter.to in facts.signed else timedelta())
    if each.clock < starts:
        yield f"{EARLY}: letter {letter.id} left early: {each.clock}, not {starts}"
    barred_at_s = facts.barred.get(letter.to)
    if barred_at_s is not None and each.at_s > barred_at_s + LATE_S:
        late_s = each.at_s - barred_at_s
        yield f"letter {letter.id} left {late_s:.1f} s after {letter.to} was barred"
    # Who has signed, and has the text, hears of its correction while the embargo holds again.
    is_told = letter.message in facts.notices and letter.to in facts.signed
    for begun_s, ended_s in (*facts.frozen, *(() if is_told else facts.held)):
        if begun_s + LATE_S < each.at_s < ended_s:
            late_s = each.at_s - begun_s
            yield f"{EARLY}: letter {letter.id} left {late_s:.1f} s after all was stopped"


def _of_addresses(
    facts: Facts,
    letters: Iterable[StoredLetter],
    received: Mapping[str, Sequence[Taken]],
    shown: set[int],
) -> Iterator[str]:
    """Of each edition one letter an address, and nobody forgotten."""
    editions: dict[tuple[str, bool], list[StoredLetter]] = defaultdict(list)
    for letter in letters:
        editions[letter.to, letter.message in facts.corrected].append(letter)
    for (to, corrected), theirs in editions.items():
        times = sum(len(received[each.name]) for each in theirs)
        allowed = 1 + sum(facts.again[each.id] for each in theirs)
        if times > allowed:
            yield f"{TWICE}: {to} has one edition {times} times (corrected: {corrected})"
    for to in facts.expected:
        theirs = [*editions.get((to, False), ()), *editions.get((to, True), ())]
        if not theirs:
            if to not in facts.barred:
                yield f"{LOST}: {to} was forgotten: no letter"
            continue
        last = theirs[-1]
        if last.state is LetterState.CANCELLED and to not in facts.barred:
            yield f"{LOST}: {to} was forgotten: the last letter is cancelled"
        asks = last.state in {LetterState.REFUSED, LetterState.UNCERTAIN}
        if asks and not last.decided and last.id not in shown:
            yield f"{LOST}: letter {last.id} is {last.state} and Today does not ask about it"


def _of_correction(
    facts: Facts,
    letters: Iterable[StoredLetter],
    received: Mapping[str, Sequence[Taken]],
) -> Iterator[str]:
    """A notice to those who have the former text, or may; the right text for who waited."""
    if facts.corrected_at_s is None:
        return
    former = {letter.to: letter for letter in letters if letter.message in facts.released}
    notified = {letter.to for letter in letters if letter.message in facts.notices}
    replaced = {letter.to for letter in letters if letter.message in facts.corrected} - notified
    for to, letter in former.items():
        theirs = received[letter.name]
        late = [each for each in theirs if each.at_s > facts.corrected_at_s + LATE_S]
        if late and not facts.again[letter.id]:
            yield f"{to} had the former text {late[0].at_s - facts.corrected_at_s:.1f} s after"
        if theirs and to not in notified and to not in facts.barred:
            yield f"{to} has the former text and was not told"
        may_have = theirs or letter.state in MAY_HAVE_LEFT or facts.again[letter.id]
        if to in notified and letter.state is LetterState.QUEUED and not may_have:
            yield f"{to} was told of a text that never left"
        if to in replaced and theirs:
            yield f"{to} has the former text, which was replaced without a word"
