"""The tables of contacts, of their positions and addresses, and of what they signed.

Private to the slice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import override

from sqlalchemy import ColumnElement, ForeignKey, Index, SQLColumnExpression, Text, exists, select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Ref, Subject
from comms_desk.facts import complete
from comms_desk.i18n import Language
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.model import ExclusionReason
from comms_desk.media.contacts.facts import FACTS, POSITION_FACTS
from comms_desk.media.contacts.model import NameDecision, byline_key
from comms_desk.media.contacts.origins import OriginKind
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.places import Scope
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import each_of
from comms_desk.storage.model import HoldReach, IndexEntry
from comms_desk.storage.rows import (
    Base,
    BinnedRow,
    ByBytes,
    NamedRow,
    RowId,
    ShortText,
    SomeDayText,
    TextTuple,
)
from comms_desk.text.approximate import SomeDay
from comms_desk.text.bylines import signed_name


class ContactTableRow(BinnedRow):
    """One contact; *sort_key* is the folded name, family name first.

    *signs_as* is what their name is compared by in bylines; empty where they have half a name.
    """

    SUBJECT = Subject.CONTACT
    CALLED = ("given_name", "family_name")
    IS_SOMEBODY = True
    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_sort_key_id", "sort_key", "id"),)

    sort_key: Mapped[str] = mapped_column(ByBytes)
    search_text: Mapped[str] = mapped_column(Text)
    signs_as: Mapped[str] = mapped_column(ByBytes, index=True)
    family_name: Mapped[ShortText]
    given_name: Mapped[ShortText]
    form_of_address: Mapped[ShortText]
    language: Mapped[Language]
    scope: Mapped[Scope]
    note: Mapped[str] = mapped_column(Text)
    do_not_contact: Mapped[bool]
    do_not_contact_reason: Mapped[ShortText]
    verified_on: Mapped[date | None]

    @classmethod
    @override
    def entries(
        cls, snapshot: Snapshot, among: Collection[int] | None = None
    ) -> Iterator[IndexEntry]:
        """Yield what the index knows of them: their words, and those of their outlets."""
        said = select(cls.id, cls.sort_key, cls.search_text).where(cls.binned_at.is_(None))
        held = select(PositionTableRow.contact, PositionTableRow.outlet).distinct()
        if among is not None:
            said = said.where(each_of(snapshot, cls.id, among))
            held = held.where(each_of(snapshot, PositionTableRow.contact, among))
        at: dict[int, list[OutletId]] = defaultdict(list)
        for contact, outlet in snapshot.session.execute(held):
            if outlet is not None:
                at[contact].append(OutletId(outlet))
        named = outlets.words(snapshot, {each for theirs in at.values() for each in theirs})
        for contact, sort_key, words in snapshot.session.execute(said):
            theirs = (named[each] for each in at[contact])
            yield IndexEntry(id=contact, sort_key=sort_key, words=" ".join((words, *theirs)))

    @classmethod
    @override
    def before_erased(cls, transaction: Transaction, row_id: int) -> None:
        """Keep who asked to get nothing from getting anything, were they to come in anew.

        A bar is on a row, and they would have another: their addresses go on the exclusion list.
        The bar stays, without its reason: letters of then are for nobody else.  Nobody of that
        name is proposed from bylines again: a hash of it is kept.
        """
        row = transaction.session.get_one(cls, row_id)
        if row.signs_as:
            erased = BylineAnswerRow(
                key=byline_key(row.signs_as),
                name="",
                outlet_id=None,
                said=NameDecision.ERASED,
                by=None,
                at=transaction.now,
            )
            transaction.session.add(erased)
        if not row.do_not_contact:
            return
        held = select(PositionTableRow.emails).where(PositionTableRow.contact == row_id)
        emails = [email for some in transaction.session.scalars(held) for email in some]
        outbox.suppress_all(transaction, map(Address.stored, emails), because=ExclusionReason.ASKED)
        outbox.bar_all(transaction, {row.ref: ""})

    @classmethod
    @override
    def reached(
        cls, row_id: SQLColumnExpression[int], reach: HoldReach
    ) -> Iterator[ColumnElement[bool]]:
        """Yield that one of their addresses is that one, or was."""
        if reach.keys:
            yield exists().where(
                ContactAddressRow.contact == row_id, ContactAddressRow.key.in_(reach.keys)
            )
            was = edits.once_had(Subject.POSITION, PositionTableRow.id, "emails", reach.keys)
            yield exists().where(PositionTableRow.contact == row_id, was)
            yield edits.once_had(cls.SUBJECT, row_id, "position", reach.keys)

    @classmethod
    @override
    def reach_of(cls, snapshot: Snapshot, ref: Ref) -> HoldReach:
        """Return them with their addresses and names as they sign, of now and of before."""
        session = snapshot.session
        keys = select(ContactAddressRow.key).where(ContactAddressRow.contact == ref.id)
        held = select(PositionTableRow.id).where(PositionTableRow.contact == ref.id)
        positions = session.scalars(held).all()
        before = (
            *edits.mailboxes_before(snapshot, Subject.POSITION, positions, "emails"),
            *edits.mailboxes_before(snapshot, cls.SUBJECT, [ref.id], "position"),
        )
        given = session.scalars(select(cls.given_name).where(cls.id == ref.id))
        family = session.scalars(select(cls.family_name).where(cls.id == ref.id))
        names = {
            signed_name(one, other)
            for one in {*given, *edits.said_before(snapshot, ref, "given_name")}
            for other in {*family, *edits.said_before(snapshot, ref, "family_name")}
        }
        return HoldReach(
            refs=frozenset({ref}),
            keys=frozenset(session.scalars(keys)),
            former=frozenset(before),
            signatures=frozenset(filter(None, names)),
        )

    @classmethod
    @override
    def found_by(cls, snapshot: Snapshot, ref: Ref) -> Collection[int]:
        """Return those who have or had a position at an outlet."""
        if ref.kind is not Subject.OUTLET:
            return ()
        there = select(PositionTableRow.contact).where(PositionTableRow.outlet == ref.id)
        return snapshot.session.scalars(there.distinct()).all()


class PositionTableRow(NamedRow):
    """One position; *outlet* is empty for a freelancer.

    *held_from* is the first day on which it may have begun, and *held_until* the last on which it
    may have ended, of what is known of both.
    """

    SUBJECT = Subject.POSITION
    __tablename__ = "positions"

    contact: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    outlet: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"), index=True)
    title: Mapped[ShortText]
    beats: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    started_on: Mapped[SomeDay | None] = mapped_column(SomeDayText)
    ended_on: Mapped[SomeDay | None] = mapped_column(SomeDayText)
    held_from: Mapped[date | None]
    held_until: Mapped[date | None]
    emails: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    phones: Mapped[tuple[str, ...]] = mapped_column(TextTuple)


class ContactAddressRow(Base):
    """The key of an e-mail address of a contact: two contacts cannot share one.

    From *how* on, where it comes from; empty of those that were there before that was noted.
    """

    __tablename__ = "contact_addresses"

    contact: Mapped[int] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True, index=True)
    how: Mapped[OriginKind | None]
    source: Mapped[ShortText]
    since: Mapped[date | None]


class BylineRow(Base):
    """When a name was last seen in a byline, whether or not a contact bears it.

    So who is added or renamed later has signed what arrived before.
    """

    __tablename__ = "bylines"

    name: Mapped[str] = mapped_column(ByBytes, primary_key=True)
    last_at: Mapped[datetime] = mapped_column(index=True)


class BylineAnswerRow(Base):
    """What somebody said of a name in bylines, so that it is not proposed again."""

    __tablename__ = "byline_answers"

    id: Mapped[RowId]
    key: Mapped[str] = mapped_column(index=True)
    name: Mapped[ShortText]
    outlet_id: Mapped[int | None] = mapped_column(ForeignKey("outlets.id", ondelete="CASCADE"))
    said: Mapped[NameDecision]
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime]


complete(FACTS, ContactTableRow)
complete(POSITION_FACTS, PositionTableRow)
