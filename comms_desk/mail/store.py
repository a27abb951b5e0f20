"""The rows of accounts, messages, letters and the exclusion list.  Private to mail."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import batched
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    bindparam,
    exists,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.report import BOUNCES, Nature
from comms_desk.mail.message import AttachedFile, InlineImage, NewMessage, Purpose
from comms_desk.mail.model import (
    Account,
    AccountId,
    Barred,
    ExclusionReason,
    Letter,
    LetterId,
    LetterState,
    Message,
    MessageId,
    Suppression,
    Withheld,
)
from comms_desk.mail.trouble import Trouble
from comms_desk.storage import blobs, edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import Act, BlobId
from comms_desk.storage.rows import Base, NamedRow, OneLine, RowId, TextTuple
from comms_desk.storage.values import value_of

REPLACED = "replaced"
"""What is noted of a refused letter, as a decision of nobody's, once another text replaces it."""
VARIABLES_LIMIT = 500
"""Values in one IN list: well under what either engine takes."""


class PartKind(StrEnum):
    """What a message carries; the values are stored."""

    IMAGE = "image"
    FILE = "file"


class AccountRow(NamedRow):
    """A sending account."""

    SUBJECT = Subject.ACCOUNT
    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(OneLine, unique=True)
    sender_name: Mapped[str]
    sender: Mapped[str]
    kind: Mapped[str]
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    letters_a_minute: Mapped[int]
    recipients_a_day: Mapped[int | None]
    recipients_a_message: Mapped[int]
    lines: Mapped[int]
    key: Mapped[str]
    rests: Mapped[int]
    resting_until: Mapped[datetime | None]
    trouble: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    retired_at: Mapped[datetime | None]


class MessageRow(NamedRow):
    """A message, stored once."""

    SUBJECT = Subject.MESSAGE
    __tablename__ = "messages"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    purpose: Mapped[Purpose]
    reply_to_name: Mapped[str]
    reply_to: Mapped[str]
    list_id: Mapped[str]
    unsubscribe: Mapped[str]
    in_reply_to: Mapped[str]
    references: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    embargoed_until: Mapped[datetime | None]
    about: Mapped[str | None] = mapped_column(index=True)
    below: Mapped[str | None] = mapped_column(index=True)
    """What else it has the words of, whose embargo holds its letters too."""
    blind: Mapped[bool]
    secret: Mapped[str]
    words_of_files: Mapped[str] = mapped_column(server_default="")
    """What an embargo is asked about again, as its letters are claimed."""
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]


class MessagePartRow(Base):
    """A picture or a file that a message carries."""

    __tablename__ = "message_parts"

    id: Mapped[RowId]
    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[PartKind]
    content_id: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    blob_id: Mapped[int] = mapped_column(ForeignKey("blobs.id"), index=True)


class LetterRow(NamedRow):
    """One message to one address: the unique constraint is what "never twice" stands on."""

    SUBJECT = Subject.LETTER
    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("message_id", "address_key"),
        Index("ix_letters_queue", "account_id", "state", "urgency", "due_at"),
        Index("ix_letters_account_id_claimed_at", "account_id", "claimed_at"),
        Index("ix_letters_state_id", "state", "id"),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    address_name: Mapped[str]
    address: Mapped[str]
    address_key: Mapped[str] = mapped_column(index=True)
    pieces: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[LetterState]
    urgency: Mapped[int]
    due_at: Mapped[datetime]
    embargo: Mapped[str | None]
    lead_s: Mapped[int | None]
    """How long before its embargo ends it is due; None: as soon as it may leave."""
    attempts: Mapped[int]
    deferrals: Mapped[int]
    claimed_at: Mapped[datetime | None]
    claim_token: Mapped[int | None]
    left_with: Mapped[int | None]
    """The first of the letters that it was last claimed together with; None: it goes alone."""
    queued_by: Mapped[int | None]
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    receipt: Mapped[str]
    envelope_named: Mapped[bool] = mapped_column(default=False)
    """Whether the server was told the name of its envelope; a report proves it by that alone."""
    trouble: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]


class LetterPersonRow(Base):
    """One of those that a letter is for."""

    __tablename__ = "letter_persons"
    __table_args__ = (Index("ix_letter_persons_ref_letter_id", "ref", "letter_id"),)

    letter_id: Mapped[int] = mapped_column(
        ForeignKey("letters.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    ref: Mapped[str] = mapped_column(primary_key=True)


class BarredRow(Base):
    """A person, or a newsroom, who is not to be contacted, whatever their address."""

    __tablename__ = "barred"

    ref: Mapped[str] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(OneLine)
    by: Mapped[int | None]
    at: Mapped[datetime]


class SuppressionRow(Base):
    """An address to which nothing is sent."""

    __tablename__ = "suppressions"

    address_key: Mapped[str] = mapped_column(primary_key=True)
    because: Mapped[ExclusionReason]
    note: Mapped[str]
    by: Mapped[int | None]
    at: Mapped[datetime]


class BounceRow(Base):
    """What a message that came back says of one address; the digest has it count once."""

    __tablename__ = "bounces"
    __table_args__ = (Index("ix_bounces_decided_at_kind", "decided_at", "kind"),)

    id: Mapped[RowId]
    letter_id: Mapped[int | None] = mapped_column(
        ForeignKey("letters.id", ondelete="CASCADE"), index=True
    )
    address_key: Mapped[str] = mapped_column(index=True)
    kind: Mapped[Nature]
    is_proven: Mapped[bool]
    """Whether it bore what only the letter to that very address had (see `threads.proven`), or
    somebody excluded the address for it."""
    status: Mapped[str]
    sentence: Mapped[str]
    at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(unique=True)
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]


class FreezeRow(NamedRow):
    """All sending, stopped from one moment to another; at most one is not lifted."""

    SUBJECT = Subject.FREEZE
    __tablename__ = "freezes"

    reason: Mapped[str]
    by: Mapped[int | None]
    at: Mapped[datetime]
    lifted_by: Mapped[int | None]
    lifted_at: Mapped[datetime | None]


class SendingStopRow(Base):
    """A time when nobody sent though letters were due."""

    __tablename__ = "sending_stops"

    id: Mapped[RowId]
    since: Mapped[datetime]
    until: Mapped[datetime]
    letters: Mapped[int]
    account_id: Mapped[int]
    """Of the first that was late; it may be gone."""
    about: Mapped[str | None]
    """What that one is about."""


class FreezeLiftRow(Base):
    """A thing that was let go while all the others are stopped."""

    __tablename__ = "freeze_lifts"

    freeze_id: Mapped[int] = mapped_column(
        ForeignKey("freezes.id", ondelete="CASCADE"), primary_key=True
    )
    about: Mapped[str] = mapped_column(primary_key=True)
    by: Mapped[int | None]
    at: Mapped[datetime]


def batched_ids(ids: Iterable[int]) -> Iterable[tuple[int, ...]]:
    """Return *ids*, as many at once as one IN list takes."""
    return batched(ids, VARIABLES_LIMIT)


def suppressed(snapshot: Snapshot, address_keys: Iterable[str]) -> set[str]:
    """Return those of *address_keys* that are on the exclusion list."""
    found: set[str] = set()
    for some in batched(address_keys, VARIABLES_LIMIT):
        found.update(
            snapshot.session.scalars(
                select(SuppressionRow.address_key).where(SuppressionRow.address_key.in_(some))
            )
        )
    return found


def barred(snapshot: Snapshot, refs: Iterable[Ref]) -> set[Ref]:
    """Return those of *refs* who are not to be contacted."""
    found: set[Ref] = set()
    for some in batched(map(str, refs), VARIABLES_LIMIT):
        rows = snapshot.session.scalars(select(BarredRow.ref).where(BarredRow.ref.in_(some)))
        found.update(map(Ref.from_text, rows))
    return found


def is_excluded() -> ColumnElement[bool]:
    """Return the condition that the exclusion list stops a letter; an answer is stopped by none."""
    letters, listed = LetterRow.__table__.c, SuppressionRow.__table__.c
    return and_(exists().where(listed.address_key == letters.address_key), not_(_answers()))


def is_barred() -> ColumnElement[bool]:
    """Return the condition that a letter is for persons, none of whom may be contacted.

    Who asked us something is answered all the same.
    """
    letters, bars = LetterRow.__table__.c, BarredRow.__table__.c
    persons, another = LetterPersonRow.__table__.c, LetterPersonRow.__table__.alias().c
    has_persons = exists().where(persons.letter_id == letters.id)
    is_free = not_(exists().where(bars.ref == another.ref))
    has_any = exists().where(another.letter_id == letters.id, is_free)
    return and_(has_persons, not_(has_any), not_(_answers()))


def _answers() -> ColumnElement[bool]:
    """Return the condition that a letter answers what its reader asked."""
    letters, messages = LetterRow.__table__.c, MessageRow.__table__.alias().c
    return exists().where(messages.id == letters.message_id, messages.purpose == Purpose.ANSWER)


def withheld(snapshot: Snapshot, letters: Sequence[int]) -> set[int]:
    """Return those of *letters*, a few, that nobody is to have as things stand."""
    return set(snapshot.session.scalars(_WITHHELD, {"letters": list(letters)}))


_WITHHELD = select(LetterRow.id).where(
    LetterRow.id.in_(bindparam("letters", expanding=True)), or_(is_excluded(), is_barred())
)
"""Made once: each claim asks."""


def withheld_by(snapshot: Snapshot, letters: Sequence[int]) -> dict[int, Withheld]:
    """Return what withholds each of *letters* now: that of a person, who decided, goes first."""
    asked = select(LetterRow.id, is_barred(), is_excluded())
    found: dict[int, Withheld] = {}
    for some in batched(letters, VARIABLES_LIMIT):
        rows = snapshot.session.execute(asked.where(LetterRow.id.in_(some)))
        for each, barred_now, excluded_now in rows:
            if barred_now or excluded_now:
                found[each] = Withheld.BARRED if barred_now else Withheld.EXCLUDED
    return found


def is_replaced() -> ColumnElement[bool]:
    """Return the condition that another text has taken the place of a letter that was refused."""
    return edits.was_noted(
        Subject.LETTER, LetterRow.id, act=Act.EDITED, field="decision", after=REPLACED
    )


def replaced(snapshot: Snapshot, letters: Iterable[int]) -> frozenset[int]:
    """Return those of *letters* whose place another text has taken, though they were refused."""
    found: set[int] = set()
    for some in batched(letters, VARIABLES_LIMIT):
        found.update(
            snapshot.session.scalars(
                select(LetterRow.id).where(LetterRow.id.in_(some), is_replaced())
            )
        )
    return frozenset(found)


def counts(snapshot: Snapshot, message: MessageId | None) -> dict[LetterState, int]:
    """Return how many letters are in each state, of *message* or of all."""
    asked = select(LetterRow.state, func.count()).group_by(LetterRow.state)
    if message is not None:
        asked = asked.where(LetterRow.message_id == message)
    found = {row[0]: row[1] for row in snapshot.session.execute(asked)}
    return {state: found.get(state, 0) for state in LetterState}


def letters_in(snapshot: Snapshot, message: MessageId, state: LetterState) -> frozenset[LetterId]:
    """Return the letters of *message* that are in one *state*."""
    asked = select(LetterRow.id).where(LetterRow.message_id == message, LetterRow.state == state)
    return frozenset(map(LetterId, snapshot.session.scalars(asked)))


def subjects(snapshot: Snapshot, messages: Iterable[int]) -> dict[int, str]:
    """Return the subject of each of *messages*."""
    found: dict[int, str] = {}
    for some in batched(messages, VARIABLES_LIMIT):
        asked = select(MessageRow.id, MessageRow.subject).where(MessageRow.id.in_(some))
        found.update(iter(snapshot.session.execute(asked)))
    return found


def already_queued(
    snapshot: Snapshot, message: MessageId, address_keys: Iterable[str]
) -> dict[str, LetterId]:
    """Return the letters that *message* has to those addresses."""
    found: dict[str, LetterId] = {}
    for some in batched(address_keys, VARIABLES_LIMIT):
        rows = snapshot.session.execute(
            select(LetterRow.address_key, LetterRow.id).where(
                LetterRow.message_id == message, LetterRow.address_key.in_(some)
            )
        )
        found.update((key, LetterId(letter)) for key, letter in rows)
    return found


def accounts(snapshot: Snapshot) -> Sequence[AccountRow]:
    """Return the accounts in use, the first set up first."""
    return snapshot.session.scalars(
        select(AccountRow).where(AccountRow.retired_at.is_(None)).order_by(AccountRow.id)
    ).all()


def add_parts(transaction: Transaction, row: MessageRow, message: NewMessage) -> None:
    """Keep what *message* carries."""
    parts: tuple[InlineImage | AttachedFile, ...] = (*message.images, *message.attachments)
    for part in parts:
        transaction.session.add(
            MessagePartRow(
                message_id=row.id,
                kind=PartKind.IMAGE if isinstance(part, InlineImage) else PartKind.FILE,
                content_id=part.content_id if isinstance(part, InlineImage) else "",
                name=part.name,
                media_type=part.media_type,
                blob_id=blobs.keep(transaction, part.content, part.media_type),
            )
        )


def account(row: AccountRow) -> Account:
    """Turn a row into its value."""
    return value_of(
        Account,
        row,
        sender=_address(row.sender_name, row.sender),
        facts=dict(row.facts),
        trouble=_trouble(row.trouble),
    )


def message(snapshot: Snapshot, row: MessageRow) -> Message:
    """Turn a row, and what it carries, into its value."""
    parts = snapshot.session.scalars(
        select(MessagePartRow)
        .where(MessagePartRow.message_id == row.id)
        .order_by(MessagePartRow.id)
    ).all()
    images = tuple(
        InlineImage(
            content_id=part.content_id,
            media_type=part.media_type,
            content=blobs.read(snapshot, BlobId(part.blob_id)),
            name=part.name,
        )
        for part in parts
        if part.kind is PartKind.IMAGE
    )
    files = tuple(
        AttachedFile(
            name=part.name,
            media_type=part.media_type,
            content=blobs.read(snapshot, BlobId(part.blob_id)),
        )
        for part in parts
        if part.kind is PartKind.FILE
    )
    return value_of(
        Message,
        row,
        account=AccountId(row.account_id),
        content=value_of(
            NewMessage,
            row,
            images=images,
            attachments=files,
            reply_to=_address(row.reply_to_name, row.reply_to) if row.reply_to else None,
            below=Ref.from_text(row.below) if row.below else None,
        ),
        about=Ref.from_text(row.about) if row.about else None,
    )


def marks_its_letter() -> ColumnElement[bool]:
    """Whether a report marks the letter that it may be of.

    One for good that nothing proves is asked about, and marks none: anybody can write it.
    """
    is_believed = or_(BounceRow.kind == Nature.SOFT, BounceRow.is_proven)
    return and_(BounceRow.kind.in_(BOUNCES), is_believed)


def bounces_of(snapshot: Snapshot, letters: Iterable[int]) -> dict[int, BounceRow]:
    """Return what to show of each of *letters* that came back: the last, a final one first."""
    found: dict[int, BounceRow] = {}
    for some in batched(letters, VARIABLES_LIMIT):
        asked = (
            select(BounceRow)
            .where(BounceRow.letter_id.in_(some), marks_its_letter())
            .order_by(BounceRow.at, BounceRow.id)
        )
        for row in snapshot.session.scalars(asked):
            before = None if row.letter_id is None else found.get(row.letter_id)
            if before is None or row.kind is Nature.HARD or before.kind is Nature.SOFT:
                found[row.letter_id or 0] = row
    return found


def letter(
    row: LetterRow,
    subject: str,
    bounce: BounceRow | None,
    withheld_by: Withheld | None,
    *,
    is_replaced: bool,
) -> Letter:
    """Turn a row, with the subject of its message and what came back, into its value."""
    return value_of(
        Letter,
        row,
        message=MessageId(row.message_id),
        account=AccountId(row.account_id),
        to=address_of(row),
        subject=subject,
        embargo=Ref.from_text(row.embargo) if row.embargo else None,
        trouble=_trouble(row.trouble),
        bounced=None if bounce is None else bounce.kind,
        bounce_said="" if bounce is None else bounce.sentence,
        withheld=withheld_by,
        is_replaced=is_replaced,
    )


def letters(snapshot: Snapshot, rows: Sequence[LetterRow]) -> list[Letter]:
    """Turn rows into their values, with what came back of each, and what withholds it."""
    called = subjects(snapshot, {row.message_id for row in rows})
    came_back = bounces_of(snapshot, [row.id for row in rows])
    held = withheld_by(snapshot, [row.id for row in rows if row.state is LetterState.WITHHELD])
    gone = replaced(snapshot, [row.id for row in rows if row.state is LetterState.REFUSED])
    return [
        letter(
            row,
            called[row.message_id],
            came_back.get(row.id),
            held.get(row.id),
            is_replaced=row.id in gone,
        )
        for row in rows
    ]


def suppression(row: SuppressionRow) -> Suppression:
    """Turn a row into its value."""
    return value_of(Suppression, row, address=row.address_key)


def bar(row: BarredRow) -> Barred:
    """Turn a row into its value."""
    return value_of(Barred, row, ref=Ref.from_text(row.ref))


def address_of(row: LetterRow) -> Address:
    """Return to whom a letter goes."""
    return _address(row.address_name, row.address)


def stored_trouble(trouble: Trouble | None) -> dict[str, Any] | None:
    """Return a trouble in the form in which it is stored."""
    return None if trouble is None else {"error": trouble.error, "facts": trouble.facts}


def _trouble(stored: dict[str, Any] | None) -> Trouble | None:
    return None if stored is None else Trouble(stored["error"], stored["facts"])


def _address(name: str, bare: str) -> Address:
    return Address.stored(bare, name=name)
