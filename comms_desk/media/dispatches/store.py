"""Rows of dispatches, of whom each edition was written to, and of what is done outside.

Private to the slice.  The keys of `AddresseeRow` and `EditionLetterRow` are what "nobody twice"
stands on: an edition of a text has one letter for an address, and one for a person.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import batched
from typing import Annotated

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    Text,
    delete,
    exists,
    false,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from comms_desk.changes import Ref, Subject
from comms_desk.mail import letter_outcomes as letters
from comms_desk.mail.model import LetterId, LetterState, MessageId
from comms_desk.media.dispatches.model import DispatchKind, Ground, SendingTime, Step
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.rows import Base, OneLine, RowId, TextTuple
from comms_desk.storage.sayings import SayingRow

ROWS_AT_ONCE = 500

_OfDraft = Annotated[
    int,
    mapped_column(
        ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
]
_OfEdition = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]
_Letter = Annotated[int, mapped_column(ForeignKey("letters.id", ondelete="CASCADE"), index=True)]


class DispatchRow(Base):
    """One sending of a text."""

    __tablename__ = "dispatches"

    id: Mapped[RowId]
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    edition: Mapped[int]
    kind: Mapped[DispatchKind]
    leaves: Mapped[SendingTime]
    at: Mapped[datetime | None]
    revision_id: Mapped[int | None]
    version: Mapped[int]
    title: Mapped[str] = mapped_column(OneLine)
    subtitle: Mapped[str]
    digest: Mapped[str]
    forms: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    account_id: Mapped[int | None]
    photos: Mapped[str]
    interviews: Mapped[str]
    note: Mapped[str] = mapped_column(Text)
    note_in_english: Mapped[str] = mapped_column(Text)
    stopped_at: Mapped[datetime | None]
    is_said: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether « déjà dit » has it, or something later."""
    by: Mapped[int | None]
    made_at: Mapped[datetime]


class DispatchMessageRow(Base):
    """A message that a dispatch wrote, as its words need it to be.

    *written_for* is the end of the embargo that held then: once that moves, they say another day.
    """

    __tablename__ = "dispatch_messages"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    dispatch_id: Mapped[int] = mapped_column(
        ForeignKey("dispatches.id", ondelete="CASCADE"), index=True
    )
    is_notice: Mapped[bool]
    under_embargo: Mapped[bool]
    written_for: Mapped[datetime | None]


class AddresseeRow(Base):
    """The one letter that an address has of an edition."""

    __tablename__ = "addressees"

    draft_id: Mapped[_OfDraft]
    edition: Mapped[_OfEdition]
    address_key: Mapped[str] = mapped_column(primary_key=True)
    letter_id: Mapped[_Letter]


class EditionLetterRow(Base):
    """The one letter that a person, or a newsroom, has of an edition."""

    __tablename__ = "dispatch_persons"

    draft_id: Mapped[_OfDraft]
    edition: Mapped[_OfEdition]
    ref: Mapped[str] = mapped_column(primary_key=True)
    letter_id: Mapped[_Letter]


class EnglishRow(Base):
    """The English version that may go beside a text, and on what ground.

    *french* is the digest of the French and of the English text as that was approved.
    """

    __tablename__ = "english_versions"

    draft_id: Mapped[_OfDraft]
    english_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    ground: Mapped[Ground]
    audience: Mapped[str]
    approved_by: Mapped[str]
    approved_on: Mapped[date]
    french: Mapped[str]
    by: Mapped[int | None]
    at: Mapped[datetime]


class StepRow(Base):
    """What a person does outside once an edition has left, done or not."""

    __tablename__ = "dispatch_steps"

    draft_id: Mapped[_OfDraft]
    edition: Mapped[_OfEdition]
    step: Mapped[Step] = mapped_column(primary_key=True)
    done_by: Mapped[int | None]
    done_at: Mapped[datetime | None]


def dispatches(snapshot: Snapshot, draft: DraftId) -> tuple[DispatchRow, ...]:
    """Return what was sent of *draft*, the first first."""
    found = select(DispatchRow).where(DispatchRow.draft_id == draft).order_by(DispatchRow.id)
    return tuple(snapshot.session.scalars(found))


def messages(
    snapshot: Snapshot, dispatch_ids: Collection[int]
) -> Mapping[int, tuple[MessageId, ...]]:
    """Return the messages of each of some dispatches, the first written first."""
    asked = (
        select(DispatchMessageRow.dispatch_id, DispatchMessageRow.message_id)
        .where(DispatchMessageRow.dispatch_id.in_(dispatch_ids))
        .order_by(DispatchMessageRow.message_id)
    )
    found: dict[int, tuple[MessageId, ...]] = {}
    for dispatch, message in snapshot.session.execute(asked):
        found[dispatch] = (*found.get(dispatch, ()), MessageId(message))
    return found


def written(snapshot: Snapshot, draft: DraftId) -> dict[MessageId, DispatchMessageRow]:
    """Return the messages that were written of *draft*."""
    row = DispatchMessageRow
    asked = select(row).join(DispatchRow, DispatchRow.id == row.dispatch_id)
    found = snapshot.session.scalars(asked.where(DispatchRow.draft_id == draft))
    return {MessageId(each.message_id): each for each in found}


def some_written(
    snapshot: Snapshot, messages: Collection[MessageId]
) -> tuple[DispatchMessageRow, ...]:
    """Return those of *messages* that a dispatch wrote."""
    row = DispatchMessageRow
    return tuple(snapshot.session.scalars(select(row).where(row.message_id.in_(messages))))


def replaced(snapshot: Snapshot, messages: Collection[MessageId]) -> frozenset[MessageId]:
    """Return those of *messages* whose edition another has taken the place of."""
    row, later = DispatchRow, aliased(DispatchRow)
    asked = (
        select(DispatchMessageRow.message_id)
        .join(row, row.id == DispatchMessageRow.dispatch_id)
        .where(
            DispatchMessageRow.message_id.in_(messages),
            exists().where(later.draft_id == row.draft_id, later.edition > row.edition),
        )
    )
    return frozenset(map(MessageId, snapshot.session.scalars(asked)))


def with_letters(states: Collection[LetterState], *of: ColumnElement[bool]) -> Select[int]:
    """Return the drafts that have a letter in one of *states*, of dispatches that are *of* that."""
    message = DispatchMessageRow
    return (
        select(DispatchRow.draft_id)
        .join(message, message.dispatch_id == DispatchRow.id)
        .where(letters.has_letters(message.message_id, states), *of)
    )


def unsaid(left: Collection[LetterState]) -> Select[int]:
    """Return the drafts that have a letter in *left*, and that « déjà dit » does not have."""
    said = SayingRow.kind == Subject.DRAFT, SayingRow.thing == DispatchRow.draft_id
    return with_letters(left, ~exists().where(*said))


def corrected_unsaid(left: Collection[LetterState]) -> Select[int]:
    """Return the drafts with a correction that *left* and that « déjà dit » does not have."""
    is_correction = DispatchRow.kind == DispatchKind.CORRECTION
    is_notice = DispatchMessageRow.is_notice.is_(True)
    return with_letters(left, is_correction, DispatchRow.is_said.is_(False), is_notice)


def latest_edition(snapshot: Snapshot, draft: DraftId) -> int:
    """Return the number of the last edition of *draft*; 0: nothing was sent."""
    asked = select(func.max(DispatchRow.edition)).where(DispatchRow.draft_id == draft)
    return snapshot.session.scalar(asked) or 0


def addressees(snapshot: Snapshot, draft: DraftId) -> dict[int, dict[str, LetterId]]:
    """Return the letters of each edition of *draft*, by address in its compared form."""
    asked = select(AddresseeRow.edition, AddresseeRow.address_key, AddresseeRow.letter_id)
    found: dict[int, dict[str, LetterId]] = {}
    for edition, key, letter in snapshot.session.execute(
        asked.where(AddresseeRow.draft_id == draft)
    ):
        found.setdefault(edition, {})[key] = LetterId(letter)
    return found


def persons(snapshot: Snapshot, draft: DraftId, edition: int) -> dict[Ref, LetterId]:
    """Return the letter that each person has of one edition of *draft*."""
    asked = select(EditionLetterRow.ref, EditionLetterRow.letter_id).where(
        EditionLetterRow.draft_id == draft, EditionLetterRow.edition == edition
    )
    return {Ref.from_text(ref): LetterId(letter) for ref, letter in snapshot.session.execute(asked)}


def persons_of(snapshot: Snapshot, draft: DraftId) -> dict[LetterId, tuple[Ref, ...]]:
    """Return for whom each letter of *draft* is, of all its editions."""
    asked = select(EditionLetterRow.letter_id, EditionLetterRow.ref).where(
        EditionLetterRow.draft_id == draft
    )
    found: dict[LetterId, tuple[Ref, ...]] = {}
    for letter, ref in snapshot.session.execute(
        asked.order_by(EditionLetterRow.letter_id, EditionLetterRow.ref)
    ):
        found[LetterId(letter)] = (*found.get(LetterId(letter), ()), Ref.from_text(ref))
    return found


def former(
    snapshot: Snapshot,
    draft: DraftId,
    edition: int,
    *,
    keys: Collection[str],
    refs: Collection[Ref],
) -> frozenset[LetterId]:
    """Return the letters of editions before *edition* to those addresses, or for those persons."""
    found: set[int] = set()
    if edition == 1:
        return frozenset()
    for row, column, values in (
        (AddresseeRow, AddresseeRow.address_key, sorted(keys)),
        (EditionLetterRow, EditionLetterRow.ref, sorted(map(str, refs))),
    ):
        asked = select(row.letter_id).where(row.draft_id == draft, row.edition < edition)
        for some in batched(values, ROWS_AT_ONCE):
            found.update(snapshot.session.scalars(asked.where(column.in_(some))))
    return frozenset(map(LetterId, found))


def address_letters(
    transaction: Transaction,
    draft: DraftId,
    edition: int,
    *,
    keys: Mapping[str, LetterId],
    refs: Mapping[Ref, LetterId],
    never_left: Collection[LetterId],
) -> None:
    """Note the letters of an edition, by address and by person.

    A letter takes the place of another only where that is one of those that *never left*; any
    other is refused by the database, and nothing is queued.
    """
    session = transaction.session
    for row in (AddresseeRow, EditionLetterRow):
        for some in batched(sorted(never_left), ROWS_AT_ONCE):
            session.execute(
                delete(row).where(
                    row.draft_id == draft, row.edition == edition, row.letter_id.in_(some)
                )
            )
    common = {"draft_id": draft, "edition": edition}
    told = [common | {"address_key": key, "letter_id": letter} for key, letter in keys.items()]
    named = [common | {"ref": str(ref), "letter_id": letter} for ref, letter in refs.items()]
    _insert_all(transaction, AddresseeRow, told)
    _insert_all(transaction, EditionLetterRow, named)


def _insert_all(
    transaction: Transaction, row: type[Base], values: Iterable[Mapping[str, object]]
) -> None:
    rows = list(values)
    if rows:
        transaction.session.execute(insert(row), rows)
