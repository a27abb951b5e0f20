"""The tables of inquiries, and what they refuse.  Private to the slice.

Where an inquiry stands stands in its row, to be searched; `store.derive` writes it there.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar, override

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    SQLColumnExpression,
    UniqueConstraint,
    delete,
    event,
    exists,
    inspect,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Subject
from comms_desk.i18n import Language
from comms_desk.mail import within as outbox
from comms_desk.media.inquiries.model import (
    REPORTER,
    AskedForm,
    Basis,
    StillWaits,
)
from comms_desk.media.inquiries.moments import (
    OPEN,
    Attribution,
    Channel,
    LateCause,
    MomentKind,
    Resolution,
    Status,
)
from comms_desk.places import Scope
from comms_desk.storage import blobs, edits, sayings
from comms_desk.storage.archive import was_sent
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import has_mailbox
from comms_desk.storage.model import Act, HoldReach
from comms_desk.storage.rows import (
    ArchivableRow,
    Base,
    NamedRow,
    RowId,
    ShortText,
    TextTuple,
    partial_index,
)


class InquiryRow(ArchivableRow):
    """One inquiry; from *status* to *search_key* all follows from what happened.

    *order_at* is when it is due; where nobody knows, when it came if it presses, else the end of
    that day.
    """

    __tablename__ = "inquiries"
    __table_args__ = (
        partial_index("ix_inquiries_order_at_id", "order_at", "id", where=text("ended_at IS NULL")),
        Index("ix_inquiries_received_at_id", "received_at", "id"),
        Index("ix_inquiries_message_id", "message_id"),
        CheckConstraint(
            "(status = 'answered') = (answer_moment IS NOT NULL)", name="answer_has_moment"
        ),
        CheckConstraint(
            "(status IN ('answered', 'closed')) = (ended_at IS NOT NULL)", name="hour_of_end"
        ),
        CheckConstraint("(ended_at IS NULL) = (resolution IS NULL)", name="resolution_of_end"),
    )
    SUBJECT: ClassVar = Subject.INQUIRY
    CALLED: ClassVar = ("title",)

    title: Mapped[ShortText]
    outlet: Mapped[int | None] = mapped_column(
        "outlet_id", ForeignKey("outlets.id", ondelete="SET NULL"), index=True
    )
    outlet_name: Mapped[ShortText]
    received_at: Mapped[datetime]
    received_by: Mapped[int | None]
    channel: Mapped[Channel]
    form: Mapped[AskedForm]
    language: Mapped[Language]
    deadline_at: Mapped[datetime | None]
    deadline_basis: Mapped[Basis]
    on_air_at: Mapped[datetime | None]
    on_air_basis: Mapped[Basis | None]
    scope: Mapped[Scope]
    dossier: Mapped[int | None] = mapped_column(
        "dossier_id", ForeignKey("dossiers.id", ondelete="SET NULL"), index=True
    )
    spokesperson: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    answer: Mapped[str]
    joined_to: Mapped[int | None] = mapped_column(
        ForeignKey("inquiries.id", ondelete="SET NULL"), index=True
    )
    message_id: Mapped[str]
    references: Mapped[tuple[str, ...]] = mapped_column("thread", TextTuple)
    reply_to: Mapped[str]
    reply_choices: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    left_unread: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    referral: Mapped[ShortText]
    status: Mapped[Status]
    holder_person: Mapped[int | None] = mapped_column(index=True)
    holder_body: Mapped[ShortText]
    held_since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    order_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    resolution: Mapped[Resolution | None]
    answer_moment: Mapped[int | None] = mapped_column(
        ForeignKey("inquiry_moments.id", use_alter=True), index=True
    )
    owes_cause: Mapped[bool]
    awaits_correction: Mapped[bool]
    search_key: Mapped[str]

    @classmethod
    @override
    def sent(cls) -> ColumnElement[bool]:
        """Return the condition that somebody was answered: what was said to the press stays."""
        return exists().where(
            MomentRow.inquiry == cls.id,
            MomentRow.what == MomentKind.ANSWERED,
            MomentRow.taken_back_at.is_(None),
        )

    @override
    def refuse_while_leaving(self, snapshot: Snapshot) -> None:
        """Let it be put away only once no letter about it waits or is on the wire.

        What was answered before and waits again stays in the lists.

        Raises:
            LettersLeaving: They have to leave, or to be cancelled, first.
            StillWaits: The journalist came back.
        """
        if self.status in OPEN and was_sent(snapshot, self):
            raise StillWaits
        outbox.refuse_while_leaving(snapshot, self.ref)

    @classmethod
    @override
    def reached(
        cls, row_id: SQLColumnExpression[int], reach: HoldReach
    ) -> Iterator[ColumnElement[bool]]:
        """Yield that they ask, or did, or that a letter about it went to them, or then."""
        yield from outbox.reached(cls.SUBJECT, row_id, reach)
        if reach.keys:
            theirs = has_mailbox(ReporterRow.email, reach.keys)
            yield exists().where(ReporterRow.inquiry == row_id, theirs)
            to = has_mailbox(cls.reply_to, reach.keys)
            choices = has_mailbox(cls.reply_choices, reach.keys, among_others=True)
            yield row_id.in_(select(cls.id).where(or_(to, choices)))
            yield edits.once_had(cls.SUBJECT, row_id, REPORTER, reach.keys)
            yield edits.once_had(cls.SUBJECT, row_id, "reply_to", reach.keys)
        asked = [f"{REPORTER} {ref.id}" for ref in reach.refs if ref.kind is Subject.CONTACT]
        if asked:
            done = edits.EditRow
            of_it = done.kind == cls.SUBJECT, done.row_id == row_id, done.act == Act.REMOVED
            yield exists().where(*of_it, done.field.in_(asked))
        people = [ref.id for ref in reach.refs if ref.kind is Subject.PERSON]
        if people:
            held = or_(MomentRow.holder_person.in_(people), MomentRow.by.in_(people))
            yield exists().where(MomentRow.inquiry == row_id, held)
            yield row_id.in_(select(cls.id).where(cls.holder_person.in_(people)))

    @override
    def refuse_while_held(self, snapshot: Snapshot) -> None:
        """Let it be destroyed only once no letter about it waits.

        Raises:
            LettersLeaving: One does.
        """
        self.refuse_while_leaving(snapshot)

    @override
    def erase(self, transaction: Transaction) -> None:
        """Delete it with all that happened, and the messages about it."""
        outbox.erase_about(transaction, self.ref)
        blobs.forget(transaction, self.ref)
        sayings.forget(transaction, self.ref)
        transaction.session.execute(delete(InquiryRow).where(InquiryRow.id == self.id))


class ReporterRow(Base):
    """One of those who ask."""

    __tablename__ = "inquiry_reporters"

    id: Mapped[RowId]
    inquiry: Mapped[int] = mapped_column(
        "inquiry_id", ForeignKey("inquiries.id", ondelete="CASCADE"), index=True
    )
    contact: Mapped[int | None] = mapped_column(
        "contact_id", ForeignKey("contacts.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[ShortText]
    email: Mapped[str]
    phone: Mapped[ShortText]


class InquiryQuestionRow(NamedRow):
    """One of the questions; its holder follows from what happened.

    *left_in* is the moment at which its answer left; one that was taken back counts for nothing.
    """

    SUBJECT: ClassVar = Subject.QUESTION
    __tablename__ = "inquiry_parts"
    __table_args__ = (UniqueConstraint("inquiry_id", "number"),)

    inquiry: Mapped[int] = mapped_column(
        "inquiry_id", ForeignKey("inquiries.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    question: Mapped[str]
    answer: Mapped[str]
    due_at: Mapped[datetime | None]
    left_in: Mapped[int | None] = mapped_column(
        ForeignKey("inquiry_moments.id", ondelete="SET NULL"), index=True
    )


class MailRow(Base):
    """A mail that was taken in, by its Message-ID and by its digest: it is taken in once."""

    __tablename__ = "inquiry_mails"

    id: Mapped[RowId]
    inquiry: Mapped[int] = mapped_column(
        "inquiry_id", ForeignKey("inquiries.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(unique=True)


class EveningRow(Base):
    """The end of a day as it left for an address: once, by any sender, whatever happens."""

    __tablename__ = "inquiry_evenings"

    day: Mapped[date] = mapped_column(primary_key=True)
    address_key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    message: Mapped[int] = mapped_column("message_id")


class MomentRow(Base):
    """Something that happened: added, taken back, put back, and never changed."""

    __tablename__ = "inquiry_moments"
    __table_args__ = (
        Index("ix_inquiry_moments_inquiry_id_at", "inquiry_id", "at", "id"),
        CheckConstraint(
            "(what = 'answered') = (attribution IS NOT NULL)", name="attribution_of_answer"
        ),
        CheckConstraint(
            "what <> 'answered' OR (text <> '' AND how IS NOT NULL)", name="answer_has_text"
        ),
        CheckConstraint(
            "(what IN ('answered', 'closed')) = (resolution IS NOT NULL)", name="resolution_of_end"
        ),
        CheckConstraint("(what = 'late') = (cause IS NOT NULL)", name="cause_of_late"),
    )

    id: Mapped[RowId]
    inquiry: Mapped[int] = mapped_column(
        "inquiry_id", ForeignKey("inquiries.id", ondelete="CASCADE")
    )
    what: Mapped[MomentKind]
    at: Mapped[datetime]
    noted_at: Mapped[datetime]
    by: Mapped[int | None]
    how: Mapped[Channel | None]
    who: Mapped[ShortText]
    holder_person: Mapped[int | None]
    holder_body: Mapped[ShortText]
    text: Mapped[str]
    reason: Mapped[str]
    part: Mapped[int | None]
    letter: Mapped[int | None] = mapped_column("letter_id", index=True)
    resolution: Mapped[Resolution | None]
    attribution: Mapped[Attribution | None]
    cause: Mapped[LateCause | None]
    clip: Mapped[int | None] = mapped_column("article_id")
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[int | None]


@event.listens_for(MomentRow, "before_update")
def _refuse_change(_mapper: object, _connection: object, row: MomentRow) -> None:
    """Refuse to change what happened, and what left: a fault of the program."""
    state = inspect(row)
    for each in state.mapper.column_attrs:
        if each.key not in _MAY_CHANGE and state.attrs[each.key].history.has_changes():
            raise ValueError(f"{each.key} of a moment is not changed")


_MAY_CHANGE = frozenset({"taken_back_at", "taken_back_by"})
