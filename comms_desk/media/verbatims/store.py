"""Rows of verbatims.  Private to the slice."""

from datetime import date, datetime, time
from typing import ClassVar, override

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.storage import sayings
from comms_desk.storage.database import Transaction
from comms_desk.storage.rows import BinnedRow, ShortText
from comms_desk.storage.sayings import NewSaying


class VerbatimRow(BinnedRow):
    """One verbatim; *search_key* is the folded words of its name and of who speaks."""

    __tablename__ = "verbatims"
    SUBJECT: ClassVar = Subject.VERBATIM
    CALLED: ClassVar = ("name", "speaker")

    name: Mapped[ShortText]
    day: Mapped[date | None]
    speaker: Mapped[ShortText]
    dossier: Mapped[int | None] = mapped_column(
        "dossier_id", ForeignKey("dossiers.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str]
    added_at: Mapped[datetime]
    search_key: Mapped[str]

    @classmethod
    @override
    def before_erased(cls, transaction: Transaction, row_id: int) -> None:
        """Take what it says out of the index."""
        sayings.forget(transaction, Ref(Subject.VERBATIM, row_id))


def say(transaction: Transaction, row: VerbatimRow) -> None:
    """Index what *row* holds, unless it is in the bin, or blank."""
    day = None if row.day is None else datetime.combine(row.day, time(12), tzinfo=CITY_ZONE)
    title = " · ".join(filter(None, (row.name, row.speaker)))
    said = NewSaying(title=title, text=row.text, at=day or row.added_at, dossier=row.dossier)
    sayings.say(transaction, row.ref, [said] if row.text and row.binned_at is None else [])
