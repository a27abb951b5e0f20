"""The tables of contacts, as rows.  Private to the slice, like its store.

`search_text` and the addresses' keys are derived: `store.refresh` writes them again after
every change, so that a search never reads more than one row a contact.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Subject
from comms_desk.i18n import Language
from comms_desk.places import Scope
from comms_desk.storage.rows import Base, BinnedRow, ByBytes, Line, NamedRow, TextTuple


class ContactTableRow(BinnedRow):
    """One contact; *sort_key* is the folded name, family name first."""

    SUBJECT = Subject.CONTACT
    CALLED = ("given_name", "family_name")
    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_sort_key_id", "sort_key", "id"),)

    sort_key: Mapped[str] = mapped_column(ByBytes)
    search_text: Mapped[str] = mapped_column(Text)
    family_name: Mapped[Line]
    given_name: Mapped[Line]
    language: Mapped[Language]
    scope: Mapped[Scope]
    note: Mapped[str] = mapped_column(Text)
    do_not_contact: Mapped[bool]


class PositionTableRow(NamedRow):
    """One position; *outlet* is empty for a freelancer."""

    SUBJECT = Subject.POSITION
    __tablename__ = "positions"

    contact: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    outlet: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"), index=True)
    title: Mapped[Line]
    beats: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    emails: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    phones: Mapped[tuple[str, ...]] = mapped_column(TextTuple)


class ContactAddressRow(Base):
    """The key of an e-mail address of a contact: two contacts cannot share one."""

    __tablename__ = "contact_addresses"

    contact: Mapped[int] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True, index=True)
