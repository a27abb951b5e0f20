"""Rows of saved views.  Private to the slice, like its store."""

from collections.abc import Callable, Mapping
from dataclasses import fields

from sqlalchemy import JSON, ForeignKey, or_
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.themes.model import EVERY_MENTION, MentionFilter, ThemeId, Tone
from comms_desk.media.themes.saved_views import NewView, SavedView
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import here
from comms_desk.storage.rows import BinnedRow, ShortText
from comms_desk.storage.values import columns_of, value_of

_KINDS: Mapping[str, Callable[..., object]] = {
    "watch": ThemeId,
    "source": Ref.from_text,
    "tone": Tone,
    "dossier": DossierId,
}
"""What is made of what is stored of a filter; the rest is true or left out."""


class SavedViewRow(BinnedRow):
    """One view; without a person, it is the office's."""

    SUBJECT = Subject.VIEW
    __tablename__ = "saved_views"

    name: Mapped[ShortText]
    query: Mapped[str]
    which: Mapped[dict[str, object]] = mapped_column(JSON)
    person: Mapped[int | None] = mapped_column(
        "person_id", ForeignKey("people.id", ondelete="CASCADE"), index=True
    )


def value(row: SavedViewRow) -> SavedView:
    """The value of *row*."""
    which = {name: _KINDS.get(name, bool)(stored) for name, stored in row.which.items()}
    return value_of(SavedView, row, which=MentionFilter(**which))  # type: ignore[arg-type]


def every(snapshot: Snapshot, person: int | None) -> tuple[SavedView, ...]:
    """The office's views, and those of the person, by name."""
    seen = or_(SavedViewRow.person.is_(None), SavedViewRow.person == person)
    rows = snapshot.session.scalars(here(SavedViewRow).where(seen))
    return tuple(sorted(map(value, rows), key=lambda each: each.key))


def add(transaction: Transaction, new: NewView) -> SavedViewRow:
    """Add a view."""
    row = SavedViewRow(**columns_of(new, which=_stored(new.which)))
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(Subject.VIEW, [row.id]))
    return row


def _stored(which: MentionFilter) -> dict[str, object]:
    """What *which* asks, as it is stored: nothing of what it does not."""
    asked = {each.name: getattr(which, each.name) for each in fields(which)}
    said = {name: each for name, each in asked.items() if each != getattr(EVERY_MENTION, name)}
    return {name: str(each) if isinstance(each, Ref) else each for name, each in said.items()}
