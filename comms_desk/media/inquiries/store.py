"""Inquiries, who asks, their questions and what happened, read and written.  Private to the slice.

What happened is only ever added to; where an inquiry stands is read from it, and stands in the
row of the inquiry too, to be searched: `derive` is what writes it there.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    false,
    func,
    select,
)

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.mail.reading.model import LeftUnread, MailPart
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.inquiries.model import (
    REPORTER,
    Basis,
    Hour,
    Inquiry,
    InquiryId,
    InquiryQuestion,
    InquiryTab,
    NewInquiry,
    NotOpen,
    PartId,
    Reporter,
    end_of_day,
)
from comms_desk.media.inquiries.moments import (
    NOBODY,
    Course,
    EndedBefore,
    Holder,
    Moment,
    MomentId,
    MomentKind,
    NewMoment,
    Status,
    after_the_end,
    course,
)
from comms_desk.media.inquiries.reply.answered import said
from comms_desk.media.inquiries.rows import InquiryQuestionRow, InquiryRow, MomentRow, ReporterRow
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.planning.people.model import PersonId
from comms_desk.storage import edits, sayings
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import NotFound
from comms_desk.storage.finding import RowPlace, begun, count_of, each_of, listed, page_of, row_of
from comms_desk.storage.model import Act, FieldChange
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.fold import tokens

# ── Read ──────────────────────────────────────────────────────────────────────────────


def value(snapshot: Snapshot, row: InquiryRow) -> Inquiry:
    """Turn a row into the value that leaves the slice."""
    return values(snapshot, [row])[0]


def values(snapshot: Snapshot, rows: Sequence[InquiryRow]) -> list[Inquiry]:
    """Turn rows into values; what belongs to them is read at once for all."""
    ids = [row.id for row in rows]
    reporters = _of_each(snapshot, ReporterRow, ids)
    parts = _of_each(snapshot, InquiryQuestionRow, ids)
    holders = _holders_of_parts(snapshot, [row.id for row in rows if parts[row.id]])
    left = _left_at(snapshot, itertools.chain.from_iterable(parts.values()))
    return [
        value_of(
            Inquiry,
            row,
            reporters=tuple(map(_reporter, reporters[row.id])),
            parts=tuple(
                _part(each, holders.get((row.id, each.number), NOBODY), left.get(each.left_in))
                for each in sorted(parts[row.id], key=lambda each: each.number)
            ),
            deadline=Hour(at=row.deadline_at, basis=row.deadline_basis),
            on_air=None
            if row.on_air_basis is None
            else Hour(at=row.on_air_at, basis=row.on_air_basis),
            holder=_holder(row),
            reply_to=Address.stored(row.reply_to) if row.reply_to else None,
            reply_choices=tuple(map(Address.stored, row.reply_choices)),
            left_unread=tuple(map(_left_unread, row.left_unread)),
        )
        for row in rows
    ]


def moments(snapshot: Snapshot, inquiry: int) -> tuple[Moment, ...]:
    """Return all that happened to *inquiry* in order, and what was taken back."""
    asked = (
        select(MomentRow).where(MomentRow.inquiry == inquiry).order_by(MomentRow.at, MomentRow.id)
    )
    return tuple(map(moment, snapshot.session.scalars(asked)))


def having(words: str, view: InquiryTab, *, now: datetime, me: int | None) -> Select[InquiryRow]:
    """Return the question for the inquiries of a *view*, *words* begin words of each.

    Args:
        words: As typed; what is sought is found in the archive too.
        view: Which of them.
        now: What is late is so by it.
        me: Whose are mine; None: nobody is signed in, and nothing is.
    """
    found = select(InquiryRow).where(
        *listed(InquiryRow, RowPlace.HERE, is_sought=bool(words.strip()))
    )
    found = found.where(*begun(InquiryRow.search_key, words))
    is_open = InquiryRow.ended_at.is_(None)  # its index knows these alone
    is_mine = false() if me is None else InquiryRow.holder_person == me
    is_nobodys = and_(InquiryRow.holder_person.is_(None), InquiryRow.holder_body == "")
    conditions: Mapping[InquiryTab, tuple[ColumnElement[bool], ...]] = {
        InquiryTab.OPEN: (is_open,),
        InquiryTab.MINE: (is_open, is_mine),
        InquiryTab.NOBODYS: (is_open, is_nobodys),
        InquiryTab.OUTSIDE: (is_open, InquiryRow.holder_body != ""),
        InquiryTab.LATE: (is_open, InquiryRow.due_at < now),
        InquiryTab.TO_EXPLAIN: (InquiryRow.owes_cause.is_(True),),
        InquiryTab.CORRECTIONS: (InquiryRow.awaits_correction.is_(True),),
        InquiryTab.ENDED: (InquiryRow.ended_at.is_not(None),),
        InquiryTab.ALL: (),
    }
    return found.where(*conditions[view])


def _of_each[Row: (ReporterRow, InquiryQuestionRow)](
    snapshot: Snapshot, kind: type[Row], ids: Sequence[int]
) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    if not ids:
        return found
    asked = select(kind).where(each_of(snapshot, kind.inquiry, ids)).order_by(kind.id)
    for row in snapshot.session.scalars(asked):
        found[row.inquiry].append(row)
    return found


def _holders_of_parts(snapshot: Snapshot, ids: Sequence[int]) -> Mapping[tuple[int, int], Holder]:
    """Return who has each question of those that was handed by itself."""
    asked = (
        select(MomentRow)
        .where(
            each_of(snapshot, MomentRow.inquiry, ids),
            MomentRow.what == MomentKind.HANDED,
            MomentRow.part.is_not(None),
            MomentRow.taken_back_at.is_(None),
        )
        .order_by(MomentRow.at, MomentRow.id)
    )
    rows = snapshot.session.scalars(asked) if ids else ()
    return {(row.inquiry, row.part): _holder(row) for row in rows if row.part is not None}


def _left_at(
    snapshot: Snapshot, parts: Iterable[InquiryQuestionRow]
) -> Mapping[int | None, datetime]:
    """Return when each moment was at which the answer to one of *parts* left, and stands."""
    ids = {each.left_in for each in parts if each.left_in is not None}
    asked = select(MomentRow.id, MomentRow.at).where(
        each_of(snapshot, MomentRow.id, ids), MomentRow.taken_back_at.is_(None)
    )
    return dict(snapshot.session.execute(asked).all()) if ids else {}


def has_left(snapshot: Snapshot, part: InquiryQuestionRow) -> bool:
    """Whether the answer to *part* left."""
    return bool(_left_at(snapshot, [part]))


def _holder(row: InquiryRow | MomentRow) -> Holder:
    person = None if row.holder_person is None else PersonId(row.holder_person)
    return Holder(person=person, body=row.holder_body)


def _reporter(row: ReporterRow) -> Reporter:
    return Reporter(
        contact=None if row.contact is None else ContactId(row.contact),
        name=row.name,
        email=Address.stored(row.email) if row.email else None,
        phone=row.phone,
    )


def _left_unread(stored: str) -> LeftUnread:
    what, read, total = stored.split()
    return LeftUnread(what=MailPart(what), read=int(read), total=int(total))


def add_left_unread(row: InquiryRow, those: Iterable[LeftUnread]) -> None:
    """Say what was not read of a mail of *row*, after what was said of those before."""
    said = (f"{each.what.value} {each.read} {each.total}" for each in those)
    row.left_unread = (*row.left_unread, *said)


def _part(row: InquiryQuestionRow, holder: Holder, left_at: datetime | None) -> InquiryQuestion:
    return value_of(InquiryQuestion, row, id=PartId(row.id), holder=holder, left_at=left_at)


# ── Write ─────────────────────────────────────────────────────────────────────────────


def add(transaction: Transaction, new: NewInquiry) -> InquiryRow:
    """Add an inquiry, received by the actor."""
    on_air = new.on_air
    row = InquiryRow(
        **columns_of(
            new,
            "questions",
            "reporters",
            "deadline",
            "on_air",
            "typed",
            "left_unread",
            title=new.title.strip(),
            received_at=new.received_at or transaction.now,
            received_by=transaction.actor,
            deadline_at=new.deadline.at,
            deadline_basis=new.deadline.basis,
            on_air_at=None if on_air is None else on_air.at,
            on_air_basis=None if on_air is None else on_air.basis,
            reply_to="" if new.reply_to is None else new.reply_to.bare,
            reply_choices=tuple(each.bare for each in new.reply_choices),
            left_unread=(),
            answer="",
            status=Status.RECEIVED,
            holder_body="",
            held_since=new.received_at or transaction.now,
            order_at=new.received_at or transaction.now,
            owes_cause=False,
            awaits_correction=False,
            search_key="",
        )
    )
    add_left_unread(row, new.left_unread)
    name_outlet(transaction, row)
    transaction.session.add(row)
    transaction.session.flush()
    for number, question in enumerate(new.questions, 1):
        add_part(transaction, row, question, number=number)
    set_reporters(transaction, row, new.reporters)
    received = NewMoment(
        what=MomentKind.RECEIVED, at=row.received_at, how=new.channel, text=new.typed.strip()
    )
    record(transaction, row, received)
    return row


def name_outlet(transaction: Transaction, row: InquiryRow) -> None:
    """Find the outlet of *row* by the name that is said, or its name by the outlet that is."""
    if row.outlet is None and row.outlet_name:
        row.outlet = outlets.called(transaction, row.outlet_name)
    if row.outlet is not None:
        outlet = OutletId(row.outlet)
        row.outlet_name = outlets.names(transaction, [outlet])[outlet]


def add_part(
    transaction: Transaction, row: InquiryRow, question: str, *, number: int | None = None
) -> InquiryQuestionRow:
    """Add a question to *row*, the last of them."""
    if number is None:
        last = select(func.max(InquiryQuestionRow.number)).where(
            InquiryQuestionRow.inquiry == row.id
        )
        number = (transaction.session.scalar(last) or 0) + 1
    part = InquiryQuestionRow(inquiry=row.id, number=number, question=question.strip(), answer="")
    transaction.session.add(part)
    transaction.session.flush()
    return part


def set_hour(transaction: Transaction, row: InquiryRow, which: str, hour: Hour | None) -> None:
    """Say the hour *which* of *row*; where it stands is not derived yet."""
    before = {name: getattr(row, name) for name in (f"{which}_at", f"{which}_basis")}
    after = (None, None) if hour is None else (hour.at, hour.basis)
    for (name, was), is_now in zip(before.items(), after, strict=True):
        if was != is_now:
            edits.apply(transaction, row.ref, row, FieldChange(name, was, is_now))


def set_reporters(transaction: Transaction, row: InquiryRow, who: Iterable[Reporter]) -> None:
    """Set *who* asks; those who ask no more, or were said otherwise, stand in edits."""
    wanted = [
        (each.contact, each.name, "" if each.email is None else each.email.bare, each.phone)
        for each in who
    ]
    asked = _of_each(transaction, ReporterRow, [row.id])[row.id]
    before = [(each.contact, each.name, each.email, each.phone) for each in asked]
    fresh = [one for one in wanted if one not in before]
    for each, was in zip(asked, before, strict=True):
        now = was if was in wanted else next((one for one in fresh if _is_same(was, one)), None)
        if now is None:
            field = REPORTER if each.contact is None else f"{REPORTER} {each.contact}"
            edits.note(transaction, row.ref, Act.REMOVED, field, before=_said(was))
        elif _said(was) != _said(now):
            change = {"before": _said(was), "after": _said(now)}
            edits.note(transaction, row.ref, Act.EDITED, REPORTER, **change)
    transaction.session.execute(delete(ReporterRow).where(ReporterRow.inquiry == row.id))
    transaction.session.add_all(
        ReporterRow(inquiry=row.id, contact=contact, name=name, email=email, phone=phone)
        for contact, name, email, phone in wanted
    )
    transaction.session.flush()


type _Asks = tuple[int | None, str, str, str]
"""The contact, the name, the address and the telephone of who asks."""


def _is_same(was: _Asks, now: _Asks) -> bool:
    """Whether it is the same person, as far as one can say: by the card, or else what is said."""
    if was[0] is not None:
        return was[0] == now[0]
    return any(one and one == other for one, other in zip(was[1:], now[1:], strict=True))


def _said(asks: _Asks) -> tuple[str, ...]:
    return tuple(filter(None, asks[1:]))


def record(transaction: Transaction, row: InquiryRow, new: NewMoment) -> MomentRow:
    """Add what happened to *row*; where it stands follows.

    What is noted as it happens comes after all that was noted, even where a clock was set back.

    Raises:
        NotOpen, EndedBefore: What happened leaves no room for it.
        NotFound: There is no question of that number.
    """
    if new.part is not None:
        part_row(transaction, row, new.part)
    moment = MomentRow(
        **columns_of(
            new,
            "holder",
            inquiry=row.id,
            at=new.at or max(transaction.now, _last_at(transaction, row)),
            noted_at=transaction.now,
            by=transaction.actor,
            holder_person=new.holder.person,
            holder_body=new.holder.body,
        )
    )
    with in_order(transaction, moment):
        transaction.session.add(moment)
        transaction.session.flush()
        if new.what is MomentKind.ANSWERED:
            leave(transaction, moment)
    return moment


def answer(
    transaction: Transaction, inquiry: InquiryId, answers: Mapping[InquiryId, NewMoment]
) -> tuple[MomentRow, ...]:
    """Answer *inquiry* and those joined to it, or some of them, all of those or none.

    Args:
        transaction: What it is done in; their letters were queued in it.
        inquiry: The one whose answer it is.
        answers: What is said of each that is answered.

    Raises:
        NotFound: There is none of one of them.
        NotOpen, EndedBefore: What happened to one of them leaves no room for it.
    """
    if not answers.keys() <= {inquiry, *joined(transaction, inquiry)}:
        raise ValueError(answers)
    return tuple(
        record(transaction, row_of(transaction, InquiryRow, each), new)
        for each, new in answers.items()
    )


def leave(transaction: Transaction, answered: MomentRow) -> None:
    """Note on the questions whose answers left at which moment they did."""
    asked = select(InquiryQuestionRow).where(InquiryQuestionRow.inquiry == answered.inquiry)
    parts = transaction.session.scalars(asked).all()
    for each in parts:
        is_in = each.answer if answered.part is None else each.number == answered.part
        if is_in and not has_left(transaction, each):
            each.left_in = answered.id


def part_row(snapshot: Snapshot, row: InquiryRow, number: int) -> InquiryQuestionRow:
    """Return the question of *row* that has that *number*.

    Raises:
        NotFound: There is none.
    """
    asked = select(InquiryQuestionRow).where(
        InquiryQuestionRow.inquiry == row.id, InquiryQuestionRow.number == number
    )
    found = snapshot.session.scalar(asked)
    if found is None:
        raise NotFound(Ref(Subject.QUESTION, number))
    return found


@contextmanager
def in_order(transaction: Transaction, row: MomentRow) -> Iterator[None]:
    """Add *row*, take it back or put it back; where its inquiry stands follows.

    Raises:
        NotOpen: It needs an inquiry that waits, and that had ended by then.
        EndedBefore: Something else does, and would have.
    """
    before = moments(transaction, row.inquiry)
    yield
    transaction.session.flush()
    others = (each for each in before if each.id != row.id)
    after = (*others, moment(row))
    allowed = {each.id for each in after_the_end(before)}
    for each in after_the_end(after):
        if each.id == row.id:
            raise NotOpen
        if each.id not in allowed:
            raise EndedBefore(each.what)
    derive(transaction, row_of(transaction, InquiryRow, row.inquiry), after)


def _last_at(snapshot: Snapshot, row: InquiryRow) -> datetime:
    asked = select(func.max(MomentRow.at)).where(
        MomentRow.inquiry == row.id, MomentRow.taken_back_at.is_(None)
    )
    return snapshot.session.scalar(asked) or row.received_at


def derive(
    transaction: Transaction, row: InquiryRow, happened: Iterable[Moment] | None = None
) -> Course:
    """Write in *row* where it stands, and have that announced; return it.

    An hour that had passed when the journalist came back was that of what was asked before.

    Args:
        transaction: What it is done in.
        row: The inquiry.
        happened: All its moments, where they are known; None: they are read.
    """
    happened = moments(transaction, row.id) if happened is None else happened
    stands = course(happened, row.answer)
    parts = transaction.session.scalars(
        select(InquiryQuestionRow).where(InquiryQuestionRow.inquiry == row.id)
    ).all()
    reporters = transaction.session.scalars(
        select(ReporterRow.name).where(ReporterRow.inquiry == row.id)
    )
    words = " ".join([row.title, row.outlet_name, *reporters, *(each.question for each in parts)])
    row.received_at = stands.received_at
    row.status = stands.status
    row.holder_person, row.holder_body = stands.holder.person, stands.holder.body
    row.held_since = stands.held[-1].since
    within = [each.due_at for each in parts if stands.is_open and not each.answer]
    row.due_at = stands.due(row.deadline_at, row.on_air_at, *within)
    presses = row.deadline_basis is Basis.URGENT
    row.order_at = row.due_at or (stands.asked_at if presses else end_of_day(stands.asked_at))
    row.ended_at, row.resolution = stands.ended_at, stands.resolution
    row.answer_moment, row.awaits_correction = stands.answer, stands.awaits_correction
    row.owes_cause = stands.is_to_explain(row.due_at)
    if stands.is_open:  # nothing that waits is out of the lists
        row.archived_at = row.archived_by = None
    row.search_key = " ".join(["", *dict.fromkeys(tokens(words))])
    transaction.session.flush()
    asked = [each.question for each in parts]
    sayings.say(transaction, row.ref, said(row.title, asked, row.dossier, happened))
    transaction.announce(Change.of(Subject.INQUIRY, [row.id]))
    return stands


def join(transaction: Transaction, row: InquiryRow, to: int | None) -> None:
    """Give *row* the answer to the inquiry *to*; None: its own again."""
    edits.apply(transaction, row.ref, row, FieldChange("joined_to", row.joined_to, to))
    transaction.session.flush()


def may_lead(snapshot: Snapshot, inquiry: int) -> bool:
    """Whether *inquiry* is on the desk and waits for no other one's answer."""
    row = snapshot.session.get(InquiryRow, inquiry)
    return row is not None and row.binned_at is None and row.joined_to is None


def moment_row(snapshot: Snapshot, moment: MomentId) -> MomentRow | None:
    """Return the row of *moment*; None: there is none."""
    return snapshot.session.get(MomentRow, moment)


def row(snapshot: Snapshot, inquiry: int) -> InquiryRow:
    """Return the row of *inquiry*.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    return row_of(snapshot, InquiryRow, inquiry)


def ref(inquiry: int) -> Ref:
    """Return how the whole desk names *inquiry*."""
    return Ref(Subject.INQUIRY, inquiry)


def joined(snapshot: Snapshot, inquiry: int) -> tuple[InquiryId, ...]:
    """Return the inquiries that are joined to *inquiry*."""
    asked = select(InquiryRow.id).where(
        InquiryRow.joined_to == inquiry, InquiryRow.binned_at.is_(None)
    )
    return tuple(map(InquiryId, snapshot.session.scalars(asked.order_by(InquiryRow.id))))


def moment(row: MomentRow) -> Moment:
    """Turn a row into the value that leaves the slice."""
    return value_of(Moment, row, holder=_holder(row))


def count_parts(snapshot: Snapshot, row: InquiryRow) -> int:
    """Return how many questions *row* has."""
    asked = select(func.count()).where(InquiryQuestionRow.inquiry == row.id)
    return snapshot.session.scalar(asked) or 0


def search(
    snapshot: Snapshot, words: str, view: InquiryTab, *, after: object | None, limit: int
) -> PageOfRows[Inquiry]:
    """Return a page of the inquiries of *view*: the first due first, or the last to end or come.

    Words are sought in all, and not in the open ones alone: what was said last year is.
    """
    view = InquiryTab.ALL if view is InquiryTab.OPEN and words.strip() else view
    wanted = having(words, view, now=snapshot.now, me=snapshot.database.actor)
    last_first = {
        InquiryTab.ENDED: InquiryRow.ended_at,
        InquiryTab.ALL: InquiryRow.received_at,
    }
    by_hour = view not in last_first
    key = last_first.get(view, InquiryRow.order_at)
    found = page_of(
        snapshot, wanted, key, InquiryRow.id, after=after, limit=limit, last_first=not by_hour
    )
    return found.showing(values(snapshot, found.rows))


def counts(snapshot: Snapshot) -> dict[InquiryTab, int]:
    """Return how many inquiries each view has, as far as one counts."""
    views = {
        each: having("", each, now=snapshot.now, me=snapshot.database.actor) for each in InquiryTab
    }
    return {each: count_of(snapshot, asked)[0] for each, asked in views.items()}
