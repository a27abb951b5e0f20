"""Where the letters about one thing stand: what a text that is sent in several goes asks.

Whether a letter surely never left is decided here, once.  One that was uncertain and that a
person sent again, and that was stopped before it left, may have left the first time.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail import store
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.model import (
    MAY_HAVE_LEFT,
    NEVER_LEFT,
    Decision,
    Letter,
    LetterId,
    LetterState,
    MessageId,
)
from comms_desk.mail.store import LetterRow, MessageRow
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import page_of
from comms_desk.storage.model import Act, FieldChange
from comms_desk.storage.paging import PageOfRows

OPEN = (LetterState.REFUSED, LetterState.UNCERTAIN)
"""States that wait for a person, who may send the letter again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOutcome:
    """Where one letter stands, and what it was queued with."""

    letter: LetterId
    message: MessageId
    to: Address
    state: LetterState
    due_at: datetime | None
    """None: at once."""
    lead: timedelta | None
    """How long before its embargo ends it is due; see `within.queue_all`."""
    sent_at: datetime | None
    bounced: Nature | None
    """HARD or SOFT where a report says that it did not arrive."""
    was_doubted: bool
    """Whether a person sent it again when nobody knew whether it had left."""

    @property
    def never_left(self) -> bool:
        """Whether it surely never left, and is not on its way."""
        return self.state in NEVER_LEFT and not self.was_doubted

    @property
    def may_have_left(self) -> bool:
        """Whether its reader has it, or may have."""
        return self.was_doubted or self.state in MAY_HAVE_LEFT

    @property
    def has_arrived(self) -> bool:
        """Whether a server took it, and nothing says that it came back."""
        return self.state is LetterState.SENT and self.bounced is None


def fates(snapshot: Snapshot, about: Ref) -> Mapping[LetterId, LetterOutcome]:
    """Return where each letter about *about* stands, the first queued first."""
    again = _was_sent_again()
    messages = select(MessageRow.id).where(MessageRow.about == str(about))
    of_them = LetterRow.message_id.in_(messages)
    asked = select(
        LetterRow.id,
        LetterRow.message_id,
        LetterRow.address_name,
        LetterRow.address,
        LetterRow.state,
        LetterRow.due_at,
        LetterRow.queued_at,
        LetterRow.lead_s,
        LetterRow.sent_at,
        again.label("was_sent_again"),
    )
    rows = snapshot.session.execute(asked.where(of_them).order_by(LetterRow.id)).all()
    came_back = _came_back(snapshot, of_them)
    doubted = _doubted(snapshot, [row.id for row in rows if row.was_sent_again])
    return {
        LetterId(row.id): LetterOutcome(
            letter=LetterId(row.id),
            message=MessageId(row.message_id),
            to=Address.stored(row.address, name=row.address_name),
            state=row.state,
            due_at=None if row.due_at == row.queued_at else row.due_at,
            lead=None if row.lead_s is None else timedelta(seconds=row.lead_s),
            sent_at=row.sent_at,
            bounced=came_back[row.id][1] if row.id in came_back else None,
            was_doubted=row.id in doubted,
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Where the letters of one message stand, counted."""

    counts: Mapping[LetterState, int]
    bounced: Mapping[Nature, int]
    first_sent_at: datetime | None


def has_letters(
    message: SQLColumnExpression[int], states: Collection[LetterState]
) -> ColumnElement[bool]:
    """Return the condition that a letter of *message* is in one of *states*."""
    return exists().where(LetterRow.message_id == message, LetterRow.state.in_(states))


def tallies(snapshot: Snapshot, messages: Collection[MessageId]) -> Mapping[MessageId, Tally]:
    """Return where the letters of each of *messages* stand; of one without letters nothing.

    The engine counts: no letter is read, however many there are.
    """
    of_them = LetterRow.message_id.in_(messages)
    asked = (
        select(LetterRow.message_id, LetterRow.state, func.count(), func.min(LetterRow.sent_at))
        .where(of_them)
        .group_by(LetterRow.message_id, LetterRow.state)
    )
    counts: dict[int, dict[LetterState, int]] = {}
    sent: dict[int, list[datetime]] = {}
    for message, state, count, first in snapshot.session.execute(asked):
        counts.setdefault(message, {})[state] = count
        sent.setdefault(message, []).extend([first] if first else [])
    bounced: dict[int, Counter[Nature]] = {}
    for message, nature in _came_back(snapshot, of_them).values():
        bounced.setdefault(message, Counter())[nature] += 1
    return {
        MessageId(message): Tally(
            counts=states,
            bounced=bounced.get(message, {}),
            first_sent_at=min(sent[message], default=None),
        )
        for message, states in counts.items()
    }


def _came_back(snapshot: Snapshot, of: ColumnElement[bool]) -> dict[int, tuple[int, Nature]]:
    """Return the letters *of* which one came back: their messages, and how; for good, if ever."""
    row = store.BounceRow
    asked = (
        select(LetterRow.id, LetterRow.message_id, row.kind)
        .join(row, row.letter_id == LetterRow.id)
        .where(of, store.marks_its_letter())
    )
    found: dict[int, tuple[int, Nature]] = {}
    for letter, message, kind in snapshot.session.execute(asked):
        if letter not in found or kind is Nature.HARD:
            found[letter] = message, kind
    return found


def _was_sent_again() -> ColumnElement[bool]:
    return edits.was_noted(
        Subject.LETTER, LetterRow.id, act=Act.EDITED, field="decision", after=Decision.SEND_AGAIN
    )


def _doubted(snapshot: Snapshot, letters: Iterable[int]) -> frozenset[int]:
    """Return those of *letters* that a person sent again while they were uncertain."""
    found: set[int] = set()
    for some in batched(letters, store.VARIABLES_LIMIT):
        done = edits.history(snapshot, *(Ref(Subject.LETTER, each) for each in some))
        found.update(
            each.ref.id
            for each in done
            if each.field == "decision"
            and (each.before, each.after) == (LetterState.UNCERTAIN, Decision.SEND_AGAIN)
        )
    return frozenset(found)


def doubted(snapshot: Snapshot, messages: Collection[MessageId]) -> frozenset[MessageId]:
    """Return those of *messages* that had an uncertain letter which was sent again.

    Its reader may have it, wherever that letter stands by now.
    """
    asked = select(LetterRow.id, LetterRow.message_id).where(
        LetterRow.message_id.in_(messages), _was_sent_again()
    )
    of = {row.id: MessageId(row.message_id) for row in snapshot.session.execute(asked)}
    return frozenset(of[each] for each in _doubted(snapshot, of))


def written_before(
    kind: Subject, row_id: InstrumentedAttribute[int], moment: datetime
) -> ColumnElement[bool]:
    """Return the condition that no letter for a row left, or may have, at *moment* or later.

    Args:
        kind: What the row is of.
        row_id: Its id.
        moment: When.
    """
    persons = store.LetterPersonRow
    left_at = func.max(func.coalesce(LetterRow.sent_at, LetterRow.claimed_at, LetterRow.queued_at))
    last = (
        select(left_at)
        .join(persons, persons.letter_id == LetterRow.id)
        .where(
            persons.ref == literal(f"{kind}:").concat(cast(row_id, String)),
            LetterRow.state.in_(MAY_HAVE_LEFT),
        )
        .scalar_subquery()
    )
    return or_(last.is_(None), last < moment)


def waiting(snapshot: Snapshot, kind: Subject) -> Mapping[MessageId, Ref]:
    """Return the messages about things of that *kind* that have a letter waiting, and the things.

    What has left or failed is not read, however many letters there are.
    """
    that_waits = select(LetterRow.message_id).where(LetterRow.state == LetterState.QUEUED)
    asked = select(MessageRow.id, MessageRow.about).where(
        MessageRow.id.in_(that_waits.distinct()), MessageRow.about.startswith(f"{kind.value}:")
    )
    return {
        MessageId(message): Ref.from_text(about)
        for message, about in snapshot.session.execute(asked)
        if about is not None
    }


def below(snapshot: Snapshot, messages: Collection[MessageId]) -> Mapping[MessageId, Ref]:
    """Return what else those of *messages* have the words of that have another thing's."""
    found: dict[MessageId, Ref] = {}
    for some in batched(messages, store.VARIABLES_LIMIT):
        asked = select(MessageRow.id, MessageRow.below).where(
            MessageRow.id.in_(some), MessageRow.below.is_not(None)
        )
        rows = snapshot.session.execute(asked)
        found |= {MessageId(each): Ref.from_text(ref) for each, ref in rows if ref is not None}
    return found


def waiting_for(snapshot: Snapshot, message: MessageId) -> frozenset[str]:
    """Return to which addresses letters of *message* wait, in their compared form."""
    asked = select(LetterRow.address_key).where(
        LetterRow.message_id == message, LetterRow.state == LetterState.QUEUED
    )
    return frozenset(snapshot.session.scalars(asked))


def letters_of(snapshot: Snapshot, message: MessageId) -> Mapping[str, LetterId]:
    """Return every letter of *message*, withheld or not, by address in its compared form."""
    asked = select(LetterRow.address_key, LetterRow.id).where(LetterRow.message_id == message)
    return {key: LetterId(letter) for key, letter in snapshot.session.execute(asked)}


def persons_of(snapshot: Snapshot, *letters: LetterId) -> tuple[Ref, ...]:
    """Return whom *letters* are for."""
    named = store.LetterPersonRow
    asked = select(named.ref).where(named.letter_id.in_(letters)).order_by(named.ref)
    return tuple(map(Ref.from_text, snapshot.session.scalars(asked)))


def letters_about(
    snapshot: Snapshot,
    about: Ref,
    *,
    states: Collection[LetterState] = (),
    after: object | None = None,
    limit: int,
) -> PageOfRows[Letter]:
    """Return a page of the letters about *about*; in *states* alone, if said.

    What a person decides about comes first, the uncertain before the refused; then the latest.
    """
    messages = select(MessageRow.id).where(MessageRow.about == str(about))
    asked = select(LetterRow).where(LetterRow.message_id.in_(messages))
    if states:
        asked = asked.where(LetterRow.state.in_(states))
    key = (_PRESSING, LetterRow.id)
    found = page_of(snapshot, asked, *key, after=after, limit=limit, last_first=True)
    return found.showing(store.letters(snapshot, found.rows))


_PRESSING = case(
    (LetterRow.decided_at.is_not(None), 0),
    (LetterRow.state == LetterState.UNCERTAIN, 2),
    (LetterRow.state == LetterState.REFUSED, 1),
    else_=0,
).label("pressing")


def is_closed() -> ColumnElement[bool]:
    """Return the condition that a letter on the wire is to be sent again by nobody, should it fail.

    Nobody can decide about a letter on the wire: whatever says to leave it was said by `close`.
    """
    leave = Decision.LEAVE
    return edits.was_noted(
        Subject.LETTER, LetterRow.id, act=Act.EDITED, field="decision", after=leave
    )


def doubt(transaction: Transaction, letters: Collection[LetterId]) -> None:
    """Note that the reader of each of *letters* may have what it takes the place of.

    That was uncertain, and a person had it sent again.
    """
    said = FieldChange("decision", LetterState.UNCERTAIN.value, Decision.SEND_AGAIN.value)
    those = ((Ref(Subject.LETTER, each), said) for each in sorted(letters))
    edits.note_all(transaction, Act.EDITED, those)


def undecided(snapshot: Snapshot, kind: Subject) -> Mapping[LetterId, MessageId]:
    """Return the letters about things of that *kind* that a person could send again.

    With their messages.
    """
    asked = (
        select(LetterRow.id, LetterRow.message_id)
        .join(MessageRow, MessageRow.id == LetterRow.message_id)
        .where(
            LetterRow.state.in_(OPEN),
            LetterRow.decided_at.is_(None),
            MessageRow.about.startswith(f"{kind.value}:"),
            not_(store.is_replaced()),
        )
    )
    return {
        LetterId(letter): MessageId(message) for letter, message in snapshot.session.execute(asked)
    }


def left(snapshot: Snapshot, kind: Subject) -> frozenset[LetterId]:
    """Return the letters about things of that *kind* that left, or may have."""
    asked = (
        select(LetterRow.id, LetterRow.state)
        .join(MessageRow, MessageRow.id == LetterRow.message_id)
        .where(MessageRow.about.startswith(f"{kind.value}:"))
    )
    states = {row.id: row.state for row in snapshot.session.execute(asked)}
    found = {letter for letter, state in states.items() if state in MAY_HAVE_LEFT}
    return frozenset(map(LetterId, found | _doubted(snapshot, states.keys() - found)))


def replace(transaction: Transaction, letters: Collection[LetterId]) -> None:
    """Keep *letters*, whose text another replaces, from being sent again.

    Of those that were refused the readers have nothing: each waits for a person still, until it is
    closed as they are written to, or somebody leaves it.  The others are closed.
    """
    refused: set[int] = set()
    for some in batched(sorted(letters), store.VARIABLES_LIMIT):
        refused.update(
            transaction.session.scalars(
                select(LetterRow.id).where(
                    LetterRow.id.in_(some),
                    LetterRow.state == LetterState.REFUSED,
                    LetterRow.decided_at.is_(None),
                )
            )
        )
    anew = sorted(refused - store.replaced(transaction, sorted(refused)))
    said = FieldChange("decision", LetterState.REFUSED.value, store.REPLACED)
    edits.note_all(transaction, Act.EDITED, ((Ref(Subject.LETTER, each), said) for each in anew))
    if anew:
        transaction.announce(Change.of(Subject.LETTER, anew))
    close(transaction, [each for each in letters if each not in refused])


def close(transaction: Transaction, letters: Collection[LetterId]) -> None:
    """Keep those of *letters* that wait for a person from being sent again: another text is right.

    What is uncertain stays so: a server that says it took the letter is still believed.  What is on
    the wire, and was cancelled, is closed once it would be refused or uncertain (`is_closed`).
    """
    closed: list[int] = []
    before: dict[int, str] = {}
    waiting = and_(LetterRow.state.in_(OPEN), LetterRow.decided_at.is_(None))
    on_the_wire = and_(
        LetterRow.state == LetterState.SENDING, LetterRow.decided_at.is_not(None), not_(is_closed())
    )
    for some in batched(sorted(letters), store.VARIABLES_LIMIT):
        rows = transaction.session.execute(
            select(LetterRow.id, LetterRow.state).where(
                LetterRow.id.in_(some), or_(waiting, on_the_wire)
            )
        )
        before |= {letter: state.value for letter, state in rows}
    for those in batched(sorted(before), store.VARIABLES_LIMIT):
        closed += transaction.session.scalars(
            update(LetterRow)
            .where(LetterRow.id.in_(those))
            .values(decided_by=transaction.actor, decided_at=transaction.now)
            .returning(LetterRow.id)
            .execution_options(synchronize_session="fetch")
        )
    said = (
        (Ref(Subject.LETTER, each), FieldChange("decision", before[each], Decision.LEAVE.value))
        for each in closed
    )
    edits.note_all(transaction, Act.EDITED, said)
    if closed:
        transaction.announce(Change.of(Subject.LETTER, closed))
