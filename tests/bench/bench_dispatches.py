"""What a sending of 5,000 letters costs, and a list of 5,000 and of 100,000 contacts.

Processor time of the thread that asks, and for how much of it the write lock is held: while it
is, no other window saves and no letter leaves.  The goals are those of a desk that a person waits
for; the list of 100,000 is there to show that nothing grows faster than the list.
"""

import gc
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import thread_time
from typing import override

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.doors import Receipt
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.model import AccountId, NewAccount
from comms_desk.media.dispatches.desk import DispatchDesk
from comms_desk.media.dispatches.model import (
    Amendment,
    DispatchKind,
    LetterForm,
    RequestedSending,
    SendingTime,
)
from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.model import ListId
from comms_desk.storage.database import Database, Transaction
from tests.bench.bench_contacts import fill
from tests.bench.sizes import sized
from tests.support.databases import make_desk
from tests.support.releases import FOOT

LETTERS = sized(5_000, tiny=12)
MANY = sized(100_000, tiny=24)
ROUNDS = sized(3, tiny=1)
TAKEN = sized(64, tiny=4)
"""Letters that a server has taken by the time the text is corrected."""
TEXT = "La Ville de Montréal présente son budget. Il y a 54 pistes, **3,1 %**.\n\n" * 8
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)


class WatchedDatabase(Database):
    """A desk that knows how long each transaction held its write lock."""

    held_s: list[float]

    @contextmanager
    @override
    def transaction(self, *, durable: bool = False) -> Iterator[Transaction]:
        began = 0.0
        with super().transaction(durable=durable) as transaction:
            began = thread_time()
            yield transaction
        self.held_s.append(thread_time() - began)


@dataclass(slots=True)
class Measures:
    """What was measured, printed as it comes."""

    database: WatchedDatabase
    missed: list[str] = field(default_factory=list)

    def of(
        self,
        name: str,
        ask: Callable[[], object],
        *,
        goal_s: float,
        lock_goal_s: float | None = None,
        rounds: int = 1,
    ) -> None:
        """Ask *rounds* times, and print the median beside its goal."""
        gc.collect()
        taken, locks = [], []
        for _ in range(rounds):
            self.database.held_s = []
            began = thread_time()
            ask()
            taken.append(thread_time() - began)
            locks.append(max(self.database.held_s, default=0.0))
        computed, lock = statistics.median(taken), statistics.median(locks)
        is_late = computed > goal_s or (lock_goal_s is not None and lock > lock_goal_s)
        if is_late:
            self.missed.append(name)
        held = "" if lock_goal_s is None else f"; lock {lock:6.3f} s (goal {lock_goal_s:g})"
        late = "  MISSED" if is_late else ""
        print(f"  {name:<34} {computed:7.3f} s (goal {goal_s:g}){held}{late}", flush=True)


@contextmanager
def desk_of(contacts: int) -> Iterator[Measures]:
    """Yield a desk with that many contacts."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "desk.sqlite3"
        make_desk(file)
        database = WatchedDatabase(f"sqlite:///{file}", clock=StillClock(NOW))
        database.held_s = []
        fill(database, contacts)
        print(f"{contacts:,} contacts", flush=True)
        yield Measures(database)
        database.dispose()


def measure_list(measures: Measures, *, scale: float = 1.0) -> ListId:
    """Make a list of everybody and read it; the goals are those of 5,000, times *scale*."""
    lists = ListDesk(measures.database)
    made: list[ListId] = []

    def make() -> None:
        made.append(lists.from_search("", Subject.CONTACT, name="Presse").id)

    measures.of("a list of all that is found", make, goal_s=0.3 * scale, lock_goal_s=0.2 * scale)
    measures.of("its first page", lambda: lists.members(made[0]), goal_s=0.5 * scale, rounds=ROUNDS)
    return made[0]


def measure_sending(measures: Measures, to: ListId) -> None:
    """Plan, look, send, follow, correct; freeze and let go on."""
    database = measures.database
    account = AccountDesk(database).add(
        NewAccount(
            name="Presse",
            sender=Address(name="Ville", local="presse", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
            letters_a_minute=600,
            lines=8,
        )
    )
    desk = DispatchDesk(database)
    draft = _draft(database)
    wanted = RequestedSending(lists=(to,), forms=frozenset({LetterForm.INLINE, LetterForm.PDF}))
    desk.preview(draft, wanted)  # What makes a PDF is imported.
    measures.of("looked at", lambda: desk.preview(draft, wanted), goal_s=0.6, rounds=ROUNDS)
    measures.of("planned", lambda: desk.plan(draft, wanted), goal_s=0.6, rounds=ROUNDS)
    shown = desk.plan(draft, wanted)
    measures.of("sent", lambda: desk.send(draft, wanted, shown=shown), goal_s=2.5, lock_goal_s=1)
    measures.of("its text opened: what was sent", lambda: desk.of(draft), goal_s=0.02, rounds=5)
    measures.of("its first letters", lambda: desk.letters(draft), goal_s=0.02, rounds=5)
    _measure_round(measures, desk)
    _measure_claims(measures, account.id)
    _correct(database, draft)
    said = Amendment(wrong="54 pistes", right="45 pistes")
    kind = DispatchKind.CORRECTION
    measures.of("a correction planned", lambda: desk.plan_amendment(draft, kind, said), goal_s=0.6)
    measures.of("corrected", lambda: desk.correct(draft, said), goal_s=2.5, lock_goal_s=1.5)
    measures.of("what was sent, twice", lambda: desk.of(draft), goal_s=0.03, rounds=5)
    _measure_embargo(measures, desk, to)


def _measure_round(measures: Measures, desk: DispatchDesk) -> None:
    measures.of("a round: embargoes followed", desk.follow_embargoes, goal_s=0.01, rounds=5)
    measures.of("a round: replaced closed", desk.close_replaced, goal_s=0.01, rounds=5)


def _measure_claims(measures: Measures, account: AccountId) -> None:
    database = measures.database
    departures = Departures(database)
    token = JobDesk(database).take("bench").token
    freezes = FreezeDesk(database)
    freezes.freeze("Fausse alerte")
    measures.of("frozen: what waits", freezes.current, goal_s=0.05, rounds=5)
    measures.of("frozen: anything due?", departures.waiting, goal_s=0.03, rounds=5)

    def claim() -> None:
        for each in departures.claim(token, account, most=TAKEN):
            departures.settle(account, each, Receipt(code=250, text="2.0.0 taken"))

    measures.of("frozen: claimed", claim, goal_s=0.03, lock_goal_s=0.03, rounds=5)
    freezes.lift()
    measures.of("anything due?", departures.waiting, goal_s=0.05, rounds=5)
    measures.of(f"{TAKEN} claimed and taken", claim, goal_s=0.5)


def _measure_embargo(measures: Measures, desk: DispatchDesk, to: ListId) -> None:
    embargoes = EmbargoDesk(measures.database)
    draft = _draft(measures.database)
    ref = Ref(Subject.DRAFT, draft)
    embargoes.place(ref, until=NOW + timedelta(days=1), ends_when="")
    desk.send(draft, RequestedSending(lists=(to,), when=SendingTime.WHEN_LIFTED))
    _measure_round(measures, desk)
    embargoes.place(ref, until=NOW + timedelta(days=2), ends_when="")
    measures.of(
        "its embargo moved: written anew", desk.follow_embargoes, goal_s=2.5, lock_goal_s=1.5
    )


def _draft(database: Database) -> DraftId:
    new = NewDraft(kind=DraftKind.RELEASE, title="Budget 2027", text=TEXT, **FOOT)
    return DraftDesk(database).add(new).id


def _correct(database: Database, draft: DraftId) -> None:
    drafts = DraftDesk(database)
    opened = drafts.open(draft)
    text = opened.text.replace("54", "45")
    drafts.revise(draft, text, base=opened.base, sitting=new_sitting(opened.text))


def main() -> int:
    """Measure, print, and say whether the goals are met."""
    gc.disable()
    with desk_of(LETTERS) as measures:
        measure_sending(measures, measure_list(measures))
    missed = measures.missed
    with desk_of(MANY) as measures:
        measure_list(measures, scale=MANY / LETTERS)
    missed += measures.missed
    print(f"Missed: {', '.join(missed)}" if missed else "Every goal was met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
