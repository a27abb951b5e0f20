"""What storage gives to every slice, as frozen values.  Light: no SQLAlchemy here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import uuid4

from comms_desk.changes import Ref, Subject

BlobId = NewType("BlobId", int)
AttachmentId = NewType("AttachmentId", int)
FormKey = NewType("FormKey", str)

BLOB_LIMIT_BYTES = 25 * 1024 * 1024


class Act(StrEnum):
    """What was done to a thing; the values are stored."""

    EDITED = "edited"
    REMOVED = "removed"
    """A part of it, which no bin keeps."""
    READ = "read"
    EXPORTED = "exported"
    BINNED = "binned"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one thing, from what was read to what is wanted.

    Saving compares only *before* with what is stored: that is the lock.
    """

    field: str
    before: object
    after: object

    def inverse(self) -> "FieldChange":
        """Return the change that undoes this one."""
        return FieldChange(self.field, self.after, self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What somebody did to a thing: for undo, and for the audit.

    *by* is a person's id, None for the desk itself.  For a read or an export *field* says
    what was read.
    """

    ref: Ref
    field: str
    before: object
    after: object
    by: int | None
    at: datetime
    act: Act = Act.EDITED

    @property
    def change(self) -> FieldChange:
        """The change it made; its inverse is the undo."""
        return FieldChange(self.field, self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    """A thing of the bin.

    Attributes:
        ref: What it is.
        name: What a person calls it; empty when nobody has named it.
        at: When it was put in the bin.
        by: The person who did; None for the desk itself.
        kept_until: When it goes for good, unless something still needs it.
    """

    ref: Ref
    name: str
    at: datetime
    by: int | None
    kept_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to a thing: what it is called, and what it shows."""

    id: AttachmentId
    ref: Ref
    blob: BlobId
    name: str
    alternative_text: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form that somebody began to fill in, and has neither finished nor given up.

    Attributes:
        key: Its own (`new_form_key`), and no other form's of any window.
        kind: What it makes or changes.
        changes: The number of the thing that it changes; None: it makes a new one.
        fields: What is typed, by the name of its field.
        before: What stood there as it was begun; empty for a new thing.
        in_front: Whether it was on the screen when it was kept.
    """

    key: FormKey
    kind: Subject
    changes: int | None
    fields: Mapping[str, str]
    before: Mapping[str, str]
    in_front: bool


def new_form_key() -> FormKey:
    """Return a key that no form has."""
    return FormKey(uuid4().hex)
