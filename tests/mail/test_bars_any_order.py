"""Whatever is queued, barred, excluded, claimed and settled, in any order: who is barred gets none.

Beside the outbox runs a model of it that a person can check: a letter may leave to an address that
is not excluded, for nobody in particular or for somebody who is not barred.
"""

from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.changes import Ref, Subject
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Overtaken, Overtaking
from comms_desk.mail.last_check import prove
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import (
    AccountId,
    Claim,
    ExclusionReason,
    LetterState,
    MessageId,
    NewAccount,
    Recipient,
)
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy
from tests.mail.outbox_support import TAKEN

pytestmark = pytest.mark.long

QUEUED, SENDING, WITHHELD = LetterState.QUEUED, LetterState.SENDING, LetterState.WITHHELD
ADDRESSES, PERSONS = 2, 3
NUMBERS = count(1)
BOTH_ENGINES = settings(
    max_examples=40,
)

addresses = st.integers(0, ADDRESSES - 1)
persons = st.integers(0, PERSONS - 1)
steps = st.one_of(
    st.tuples(st.just("name"), addresses, st.frozensets(persons, max_size=2)),
    st.tuples(st.just("bar"), st.frozensets(persons, min_size=1, max_size=2)),
    st.tuples(st.just("unbar"), persons),
    st.tuples(st.just("exclude"), addresses),
    st.tuples(st.just("allow"), addresses),
    st.tuples(st.just("claim"), st.integers(1, 2)),
    st.tuples(st.just("end"), st.booleans(), st.none() | persons, st.none() | persons),
)


@dataclass
class Desk:
    """An outbox of one message, and what it should come to."""

    database: Database
    departures: Departures
    token: int
    account: AccountId
    message: MessageId
    number: int
    states: dict[int, LetterState] = field(default_factory=dict)
    whom: dict[int, set[int]] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    barred: set[int] = field(default_factory=set)
    excluded: set[int] = field(default_factory=set)
    claims: list[Claim] = field(default_factory=list)

    def ref(self, person: int) -> Ref:
        return Ref(Subject.CONTACT, self.number * 10 + person)

    def address(self, place: int) -> Address:
        return Address(local=f"a{place}", domain=f"x{self.number}.example")

    def place(self, claim: Claim) -> int:
        return next(each for each in self.states if self.address(each).key == claim.to.key)

    def may_have(self, place: int) -> bool:
        free = not self.whom[place] or not self.whom[place] <= self.barred
        return free and place not in self.excluded

    def withhold(self) -> None:
        for place, state in self.states.items():
            if state is QUEUED and not self.may_have(place):
                self.states[place] = WITHHELD

    def name(self, place: int, those: frozenset[int]) -> None:
        recipient = Recipient(to=self.address(place), persons=tuple(map(self.ref, those)))
        with self.database.transaction() as transaction:
            outbox.queue_all(transaction, self.message, [recipient])
        self.whom.setdefault(place, set()).update(those)
        if place not in self.states:
            self.order.append(place)
        if self.states.get(place, WITHHELD) is WITHHELD:
            self.states[place] = QUEUED
        self.withhold()

    def bar(self, those: frozenset[int]) -> None:
        with self.database.transaction() as transaction:
            outbox.bar_all(transaction, dict.fromkeys(map(self.ref, those), ""))
        self.barred |= those
        self.withhold()

    def unbar(self, person: int) -> None:
        with self.database.transaction() as transaction:
            outbox.unbar_all(transaction, [self.ref(person)])
        self.barred.discard(person)

    def exclude(self, place: int) -> None:
        OutboxDesk(self.database).suppress(self.address(place), because=ExclusionReason.OTHER)
        self.excluded.add(place)
        self.withhold()

    def allow(self, place: int) -> None:
        OutboxDesk(self.database).allow(self.address(place))
        self.excluded.discard(place)

    def claim(self, most: int) -> None:
        claims = self.departures.claim(self.token, self.account, most=most)
        waiting = [each for each in self.order if self.states[each] is QUEUED][:most]
        assert sorted(map(self.place, claims)) == sorted(waiting)
        self.states |= dict.fromkeys(waiting, SENDING)
        self.claims += claims

    def end(self, leaves: bool, barred: int | None, freed: int | None) -> None:
        """Prove one letter on the wire, then end it; meanwhile somebody may be barred, or freed."""
        if not self.claims:
            return
        claim = self.claims.pop(0)
        place = self.place(claim)
        proven = None
        try:
            prove(self.database, claim, token=self.token)
        except Overtaken as error:
            proven = error
        assert (proven is None) is self.may_have(place)
        if barred is not None:
            self.bar(frozenset({barred}))
        if freed is not None:
            self.unbar(freed)
        if proven is not None:
            assert proven.why in {Overtaking.BAR, Overtaking.EXCLUSION}
            self.departures.settle(self.account, claim, proven)
            self.states[place] = WITHHELD
        elif leaves:
            self.departures.settle(self.account, claim, TAKEN)
            self.states[place] = LetterState.SENT
        else:
            self.departures.settle(self.account, claim, StorageBusy(1))
            self.states[place] = QUEUED if self.may_have(place) else WITHHELD

    def stands_as_it_should(self) -> None:
        letters = OutboxDesk(self.database).letters(message=self.message).rows
        found = {each.to.key: each.state for each in letters}
        assert found == {self.address(each).key: state for each, state in self.states.items()}


@given(data=st.data())
@BOTH_ENGINES
def test_who_is_barred_gets_nothing_and_who_is_not_everything(
    database: Database, data: st.DataObject
) -> None:
    desk = opened(database)

    for name, *of in data.draw(st.lists(steps, max_size=20)):
        getattr(desk, name)(*of)
        desk.stands_as_it_should()


def opened(database: Database) -> Desk:
    """Return an outbox of its own: an account, a message, people and addresses of no other."""
    number = next(NUMBERS)
    made = AccountDesk(database).add(
        NewAccount(
            name=f"Presse {number}",
            sender=Address(local="presse", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
            letters_a_minute=1000,
        )
    )
    jobs = JobDesk(database)
    lease = jobs.holder() or jobs.take("worker")
    with database.transaction() as transaction:
        message = outbox.compose(
            transaction, NewMessage(subject="Avis", text="Bonjour"), account=made.id
        )
    return Desk(
        database=database,
        departures=Departures(database),
        token=lease.token,
        account=made.id,
        message=message,
        number=number,
    )
