"""Where an inquiry stands follows from what happened to it, whatever happens, in any order.

Two people have a desk each, on one database, with clocks that differ and jump, on days when the
hour changes.  What should be so is worked out here from the moments alone, in another way than
the desk does; the desk, its rows and its lists must say the same.
"""

import itertools
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import override

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from comms_desk.clock import StillClock
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries import within
from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import (
    Basis,
    Hour,
    Inquiry,
    InquiryId,
    InquiryTab,
    NewInquiry,
    end_of_day,
)
from comms_desk.media.inquiries.moments import (
    NOBODY,
    Attribution,
    Channel,
    Holder,
    LateCause,
    Moment,
    MomentId,
    MomentKind,
    NewMoment,
    Resolution,
    Status,
    course,
)
from comms_desk.media.inquiries.reply.desk import ReplyDesk
from comms_desk.media.inquiries.reply.model import Answer, AnswerUnapproved
from comms_desk.media.inquiries.rows import InquiryRow
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.conftest import MORNING
from tests.media.inquiries.asked import holder_of
from tests.support.databases import PostgresqlDesks, alike, new_desk
from tests.support.gate import times
from tests.support.replies import said_of

EXAMPLES = int(os.environ.get("COMMS_DESK_MACHINE_EXAMPLES", times(12, locally=6)))
STEPS = int(os.environ.get("COMMS_DESK_MACHINE_STEPS", "30"))
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A whole desk is made for each example: one that fails is said as it is, not made shorter."""

MINUTE = timedelta(minutes=1)
DAYS = (
    MORNING,
    datetime(2026, 11, 1, 5, 20, tzinfo=UTC),
    datetime(2027, 3, 14, 6, 40, tzinfo=UTC),
)
"""A plain one, and those on which Montréal's clocks are set back, and forward, within the hour."""
MOST_INQUIRIES = 4
ANA, BEN = PersonId(1), PersonId(2)
HOLDERS = (
    NOBODY,
    Holder(person=ANA),
    Holder(person=BEN),
    Holder(body="Voirie"),
    Holder(body="SPVM"),
)
TEXTS = ("", "45 M$.", "48 M$.")
NOTES = (
    NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.PHONE),
    NewMoment(what=MomentKind.CONSULTED, text="Le service vérifie."),
    NewMoment(what=MomentKind.FOLLOWED_UP, text="Et en 2024?"),
    NewMoment(what=MomentKind.LATE, cause=LateCause.WAITED_SERVICE),
    NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN),
    NewMoment(what=MomentKind.CLOSED, resolution=Resolution.MISSED),
    NewMoment(what=MomentKind.REOPENED),
    NewMoment(what=MomentKind.CORRECTION_ASKED, who="La rédaction", text="C’est 48 M$."),
    NewMoment(what=MomentKind.CORRECTION_CAME, who="La rédaction", text="Corrigé."),
)
ANSWERED = NewMoment(
    what=MomentKind.ANSWERED,
    how=Channel.PHONE,
    text=TEXTS[1],
    resolution=Resolution.ANSWERED,
    attribution=Attribution.CITY,
)
BY_PHONE = Answer(attribution=Attribution.CITY, how=Channel.PHONE)
ENDS = {MomentKind.ANSWERED, MomentKind.CLOSED}
OPENS = {MomentKind.FOLLOWED_UP, MomentKind.REOPENED}

someone = st.integers(0, 1)
somewhen = st.one_of(st.none(), st.integers(-180, 3))
"""As it happens, or so many minutes from then; one that is ahead by more than one is refused."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so of an inquiry, as one would find it with a pencil."""

    status: Status
    holder: Holder
    asked_at: datetime
    ended: Moment | None
    is_approved: bool
    waits: tuple[tuple[datetime, datetime | None], ...]
    news: frozenset[MomentId]
    """What happened since the journalist asked, or came back."""

    def is_of_now(self, moment: Moment) -> bool:
        """Whether *moment* is about what is asked now."""
        return moment.id in self.news

    @classmethod
    def of(cls, moments: Sequence[Moment], answer: str) -> "Facts":
        """Read the standing *moments* of an inquiry, and the *answer* as it is written."""
        standing = sorted(
            (each for each in moments if each.taken_back_at is None), key=lambda m: (m.at, m.id)
        )
        came = next(each.at for each in standing if each.what is MomentKind.RECEIVED)
        standing = [replace(each, at=max(each.at, came)) for each in standing]
        turns = [-1]
        for place, each in enumerate(standing):
            is_end = each.what in ENDS and each.part is None
            if (is_end and len(turns) % 2 == 1) or (each.what in OPENS and len(turns) % 2 == 0):
                turns.append(place)
        spans = list(itertools.zip_longest(turns[::2], turns[1::2]))
        asked = max(
            (
                place
                for place, _end in spans
                if place < 0 or standing[place].what is MomentKind.FOLLOWED_UP
            ),
        )
        in_wait = [
            each
            for start, end in spans
            for place, each in enumerate(standing)
            if start < place and (end is None or place < end)
        ]
        news = standing[asked + 1 :]
        opened, last_end = spans[-1]
        now = standing[opened + 1 : last_end]
        approved = [each.text for each in now if each.what is MomentKind.APPROVED and not each.part]
        is_approved = approved[-1:] == [answer]
        is_consulting = any(
            each.what is MomentKind.CONSULTED
            or (each.what is MomentKind.HANDED and each.holder.body and each in in_wait)
            for each in news
        )
        ended = None if last_end is None else standing[last_end]
        if ended is not None:
            status = Status.ANSWERED if ended.what is MomentKind.ANSWERED else Status.CLOSED
        elif is_approved:
            status = Status.APPROVED
        elif is_consulting:
            status = Status.CONSULTING
        elif any(each.what is MomentKind.ACKNOWLEDGED for each in news):
            status = Status.ACKNOWLEDGED
        else:
            status = Status.RECEIVED
        return cls(
            status=status,
            holder=holder_of(standing, spans),
            asked_at=came if asked < 0 else standing[asked].at,
            ended=ended,
            is_approved=is_approved,
            news=frozenset(each.id for each in news),
            waits=tuple(
                (
                    came if start < 0 else standing[start].at,
                    None if end is None else standing[end].at,
                )
                for start, end in spans
            ),
        )

    def open_s(self, now: datetime) -> float:
        """Seconds that somebody waited until *now*, by a clock that is never set."""
        return sum(
            max(0.0, min(end or now, now).timestamp() - start.timestamp())
            for start, end in self.waits
        )


class Machine(RuleBasedStateMachine):
    """A few inquiries, two people, everything that may happen to them."""

    make: Callable[[StillClock], Database]

    def __init__(self) -> None:
        super().__init__()
        self.clocks = [StillClock(MORNING), StillClock(MORNING)]
        first = self.make(self.clocks[0])
        second = alike(Database(first.url, clock=self.clocks[1]))
        self.databases = [first, second]
        for database, person in zip(self.databases, (ANA, BEN), strict=True):
            database.act_as(person)
        self.desks = [InquiryDesk(each) for each in self.databases]
        self.desks_in_turn = self.desks[:]
        self.inquiries: list[InquiryId] = []
        self.binned: set[InquiryId] = set()
        self.noted: dict[InquiryId, dict[MomentId, Moment]] = {}

    @initialize(day=st.sampled_from(DAYS), apart=st.integers(-7, 7))
    def begin(self, day: datetime, apart: int) -> None:
        for clock, minutes in zip(self.clocks, (0, apart), strict=True):
            clock.at = day + minutes * MINUTE
        self.add(0, 2, 20, None)
        self.add(1, 0, 90, 45)

    # ── what people do ────────────────────────────────────────────────────────────────

    @precondition(lambda self: len(self.inquiries) < MOST_INQUIRIES)
    @rule(
        who=someone,
        parts=st.integers(0, 3),
        ago=st.integers(0, 200),
        due=st.one_of(st.none(), st.integers(-60, 300)),
    )
    def add(self, who: int, parts: int, ago: int, due: int | None) -> None:
        now = self.clocks[who].now()
        hour = Hour() if due is None else Hour(at=self.local(now, due), basis=Basis.GIVEN)
        new = NewInquiry(
            title="Déneigement",
            questions=tuple(f"Et {number}?" for number in range(parts)),
            received_at=self.local(now, -ago),
            deadline=hour,
        )
        added = self.desks[who].add(new)
        self.inquiries.append(added.id)
        self.noted[added.id] = {each.id: each for each in self.desks[who].moments(added.id)}

    @rule(who=someone, which=st.integers(0, 9), new=st.sampled_from(NOTES), at=somewhen)
    def note(self, who: int, which: int, new: NewMoment, at: int | None) -> None:
        inquiry = self.one(which)
        if inquiry in self.binned:
            return
        moment = None if at is None else self.local(self.clocks[who].now(), at)
        record = self.desks[who].record
        if new.what in {MomentKind.APPROVED, MomentKind.ANSWERED}:
            if (at or 0) > 1:
                return
            record = partial(said_of, self.databases[who])
        with suppress(CommsDeskError):
            noted = record(inquiry, replace(new, at=moment))
            assert at is None or at <= 1, "what has not come yet was noted"
            self.noted[inquiry][noted.id] = noted

    @rule(
        who=someone,
        which=st.integers(0, 9),
        to=st.sampled_from(HOLDERS),
        part=st.one_of(st.none(), st.integers(1, 2)),
        at=somewhen,
    )
    def hand(self, who: int, which: int, to: Holder, part: int | None, at: int | None) -> None:
        self.note(who, which, NewMoment(what=MomentKind.HANDED, holder=to, part=part), at)

    @rule(who=someone, which=st.integers(0, 9), to=st.sampled_from(HOLDERS))
    def hand_on(self, who: int, which: int, to: Holder) -> None:
        inquiry = self.one(which)
        was = len(self.noted[inquiry])
        self.hand(who, which, to, None, None)
        if len(self.noted[inquiry]) > was:
            assert self.desks[who].get(inquiry).holder == to, "another has it than was just said"

    @rule(
        who=someone,
        which=st.integers(0, 9),
        text=st.sampled_from(TEXTS[1:]),
        part=st.one_of(st.none(), st.none(), st.integers(1, 2)),
        at=somewhen,
    )
    def answer(self, who: int, which: int, text: str, part: int | None, at: int | None) -> None:
        self.note(who, which, replace(ANSWERED, text=text, part=part), at)

    @rule(who=someone, which=st.integers(0, 9), text=st.sampled_from(TEXTS[1:]), at=somewhen)
    def approve(self, who: int, which: int, text: str, at: int | None) -> None:
        self.note(who, which, NewMoment(what=MomentKind.APPROVED, text=text), at)

    @rule(who=someone, which=st.integers(0, 9), text=st.sampled_from(TEXTS))
    def write(self, who: int, which: int, text: str) -> None:
        inquiry = self.one(which)
        if inquiry not in self.binned:
            before = self.desks[1 - who].get(inquiry).answer
            with suppress(CommsDeskError):
                self.desks[who].edit(inquiry, FieldChange("answer", before, text))

    @rule(
        who=someone,
        which=st.integers(0, 9),
        place=st.integers(0, 2),
        text=st.sampled_from(TEXTS),
        field=st.sampled_from(("answer", "answer", "question")),
    )
    def write_part(self, who: int, which: int, place: int, text: str, field: str) -> None:
        inquiry = self.one(which)
        if inquiry in self.binned:
            return
        found = self.desks[1 - who].get(inquiry)
        if place < len(found.parts):
            part = found.parts[place]
            try:
                change = FieldChange(field, getattr(part, field), text)
                self.desks[who].edit_question(part.id, change)
            except CommsDeskError:
                assert part.left_at is not None or not found.is_open
            else:
                assert part.left_at is None, "what left was changed"

    @rule(who=someone, which=st.integers(0, 9), text=st.sampled_from(TEXTS[1:]))
    def answer_all(self, who: int, which: int, text: str) -> None:
        lead = self.one(which)
        if lead in self.binned:
            return
        all_of_them = dict.fromkeys(
            (lead, *self.desks[who].joined(lead)), replace(ANSWERED, text=text)
        )
        with suppress(CommsDeskError), self.databases[who].transaction() as transaction:
            rows = within.answer(transaction, lead, all_of_them)
            assert {each.inquiry for each in rows} == set(all_of_them)
        came = 0
        for one in all_of_them:
            mine = {each.id: each for each in self.kept(one)}
            came += len(mine.keys() - self.noted[one].keys())
            self.noted[one] |= {key: mine[key] for key in mine.keys() - self.noted[one].keys()}
        assert came in {0, len(all_of_them)}, "some of those who ask the same were answered"

    @rule(who=someone, which=st.integers(0, 9), due=st.one_of(st.none(), st.integers(-60, 300)))
    def set_hour(self, who: int, which: int, due: int | None) -> None:
        inquiry = self.one(which)
        if inquiry not in self.binned:
            at = None if due is None else self.local(self.clocks[who].now(), due)
            hour = None if at is None else Hour(at=at, basis=Basis.ASKED)
            self.desks[who].set_hour(inquiry, "deadline", hour)

    @rule(who=someone, which=st.integers(0, 9), place=st.integers(0, 9))
    def take_back(self, who: int, which: int, place: int) -> None:
        ids = sorted(self.noted[self.one(which)])
        with suppress(CommsDeskError):
            self.desks[who].take_back(ids[-1 - place % len(ids)])

    @rule(who=someone, which=st.integers(0, 9), place=st.integers(0, 9))
    def put_back(self, who: int, which: int, place: int) -> None:
        inquiry = self.one(which)
        gone = [each.id for each in self.kept(inquiry) if each.taken_back_at is not None]
        if gone:
            with suppress(CommsDeskError):
                self.desks[who].put_back(gone[place % len(gone)])

    @rule(who=someone, which=st.integers(0, 9), to=st.one_of(st.none(), st.integers(0, 9)))
    def join(self, who: int, which: int, to: int | None) -> None:
        with suppress(CommsDeskError):
            self.desks[who].join(self.one(which), None if to is None else self.one(to))

    @rule(who=someone, which=st.integers(0, 9))
    def bin(self, who: int, which: int) -> None:
        inquiry = self.one(which)
        if inquiry in self.binned:
            self.desks[who].take_out_of_bin(inquiry)
            self.binned.discard(inquiry)
        else:
            with suppress(CommsDeskError):
                self.desks[who].put_in_bin(inquiry)
                self.binned.add(inquiry)

    @rule(who=someone, minutes=st.integers(-45, 90))
    def jump(self, who: int, minutes: int) -> None:
        self.clocks[who].advance(minutes * MINUTE)

    # ── what must be so ───────────────────────────────────────────────────────────────

    @invariant()
    def it_stands_where_its_facts_say(self) -> None:
        for inquiry in self.inquiries:
            if inquiry in self.binned:
                continue
            found, moments = self.desks[0].get(inquiry), self.desks[0].moments(inquiry)
            facts, stands = Facts.of(moments, found.answer), course(moments, found.answer)
            assert found.status is stands.status is facts.status
            assert found.holder == stands.holder == facts.holder
            assert found.held_since == stands.held[-1].since
            assert found.ended_at == stands.ended_at
            assert (facts.ended is None) == (stands.ended_at is None) == found.is_open
            assert (stands.approved_at is not None) == facts.is_approved
            self.leaves_as_it_was_approved(found, facts)
            assert found.resolution is (None if facts.ended is None else facts.ended.resolution)
            self.is_due_as_its_facts_say(found, facts)
            for clock in self.clocks:
                hours = stands.hours(clock.now())
                assert all(each >= timedelta() for each in hours.values())
                together = sum(hours.values(), timedelta()).total_seconds()
                assert together == pytest.approx(facts.open_s(clock.now()), abs=1e-3)

    def leaves_as_it_was_approved(self, found: Inquiry, facts: Facts) -> None:
        if found.is_open and found.joined_to is None and found.id == self.inquiries[0]:
            obstacles = ReplyDesk(self.databases[0]).plan(found.id, BY_PHONE).obstacles
            is_refused = AnswerUnapproved in map(type, obstacles)
            assert is_refused != facts.is_approved, "replies and the desk differ"

    def is_due_as_its_facts_say(self, found: Inquiry, facts: Facts) -> None:
        due, came = found.deadline.at, found.received_at
        if due is not None and facts.asked_at > came and due <= facts.asked_at:
            due = None
        assert found.due_at == due
        ended = facts.ended
        is_late = ended is not None and (
            ended.resolution is Resolution.MISSED or (due is not None and ended.at > due)
        )
        said = [each for each in self.kept(found.id) if each.what is MomentKind.LATE]
        said = [each for each in said if each.taken_back_at is None]
        assert found.owes_cause == (is_late and not any(map(facts.is_of_now, said)))
        with self.databases[0].snapshot() as snapshot:
            row = snapshot.session.get(InquiryRow, found.id)
            assert row is not None
            assert row.order_at == (due or end_of_day(facts.asked_at))

    @invariant()
    def no_moment_is_lost_or_changed(self) -> None:
        for inquiry in self.inquiries:
            kept = {each.id: _said(each) for each in self.kept(inquiry)}
            assert kept == {key: _said(each) for key, each in self.noted[inquiry].items()}

    @invariant()
    def both_see_the_same_in_one_list_each(self) -> None:
        """Turn about one reads every list: what is in a wrong one stays there for a while."""
        desk, other = self.desks_in_turn = self.desks_in_turn[::-1]
        rows = {view: desk.search(view=view).rows for view in InquiryTab}
        ids = [each.id for view in (InquiryTab.OPEN, InquiryTab.ENDED) for each in rows[view]]
        assert sorted(ids) == sorted(set(self.inquiries) - self.binned)
        assert {each.id for each in rows[InquiryTab.NOBODYS]} == {
            each.id for each in rows[InquiryTab.OPEN] if not each.holder
        }
        for view, number in desk.counts().items():
            assert number == len(rows[view])
        seen, seen_there = rows[InquiryTab.ALL], other.search(view=InquiryTab.ALL).rows
        assert {each.id: each for each in seen} == {each.id: each for each in seen_there}

    @invariant()
    def each_question_is_with_whom_it_was_handed_to(self) -> None:
        for inquiry in set(self.inquiries) - self.binned:
            handed = {
                each.part: each.holder
                for each in sorted(self.kept(inquiry), key=lambda m: (m.at, m.id))
                if each.what is MomentKind.HANDED and each.part and each.taken_back_at is None
            }
            for part in self.desks[0].get(inquiry).parts:
                assert part.holder == handed.get(part.number, NOBODY)

    @invariant()
    def what_is_joined_has_an_answer_to_wait_for(self) -> None:
        leads = {each.id: each.joined_to for each in self.desks[0].search(view=InquiryTab.ALL).rows}
        for inquiry, lead in leads.items():
            if lead is not None:
                assert leads[lead] is None, "it waits for the answer of one that waits itself"
                assert inquiry in self.desks[1].joined(lead)

    # ── how it is said ────────────────────────────────────────────────────────────────

    def one(self, which: int) -> InquiryId:
        return self.inquiries[which % len(self.inquiries)]

    def kept(self, inquiry: InquiryId) -> tuple[Moment, ...]:
        """Return what the database holds of it, in the bin or not."""
        with self.databases[1].snapshot() as snapshot:
            return within.moments(snapshot, inquiry)

    def local(self, now: datetime, minutes: int) -> datetime:
        """Return a moment as a clock on a wall in Montréal has it."""
        return (now + minutes * MINUTE).astimezone(CITY_ZONE)

    @override
    def teardown(self) -> None:
        for each in self.databases[::-1]:
            each.dispose()


def _said(moment: Moment) -> Moment:
    """Return *moment* without what may change of it: whether it stands."""
    return replace(moment, taken_back_at=None, taken_back_by=None)


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
