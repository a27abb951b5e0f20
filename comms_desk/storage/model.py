"""What storage gives to every slice, as frozen values.  Light: no SQLAlchemy here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import uuid4

from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.storage.errors import HoldOfNothing, HoldUnexplained, RuleIncomplete
from comms_desk.text.lines import on_one_line

BlobId = NewType("BlobId", int)
AttachmentId = NewType("AttachmentId", int)
FormKey = NewType("FormKey", str)
RuleId = NewType("RuleId", int)
HoldId = NewType("HoldId", int)

BLOB_LIMIT_BYTES = 25 * 1024 * 1024
MOST_YEARS = 200
DOUBT = "may have been sent"
"""What the edits of a thing call that it may have left before a restore."""
MAY_BE_KEPT = "password may be kept"
"""What the edits of an account call that backups and logs may hold its password."""


class Act(StrEnum):
    """What was done to a thing; the values are stored."""

    EDITED = "edited"
    REMOVED = "removed"
    """A part of it, which no bin keeps."""
    READ = "read"
    EXPORTED = "exported"
    BINNED = "binned"
    RESTORED = "restored"
    ARCHIVED = "archived"
    UNARCHIVED = "unarchived"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one thing, from what was read to what is wanted.

    Saving compares only *before* with what is stored: that is the lock.
    """

    field: str
    before: object
    after: object

    @property
    def name(self) -> str:
        """The field, without the number of a part that stands after it: "block 12"."""
        return self.field.partition(" ")[0]

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
        hold: What keeps it longer; None: nothing does.
    """

    ref: Ref
    name: str
    at: datetime
    by: int | None
    kept_until: datetime
    hold: "Hold | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """A rule of destruction to be added.

    Attributes:
        kind: What it destroys.
        years: How long that is kept, counted from when it was archived.
        reference: Of the retention schedule, as the archives write it.
        signed_by: Who signed the schedule, or its application here.
        signed_on: When.
    """

    kind: Subject
    years: int
    reference: str
    signed_by: str
    signed_on: date

    def __post_init__(self) -> None:
        """Refuse a rule that nobody signed.

        Raises:
            RuleIncomplete: Its years, its reference or its signature is missing.
        """
        for field in ("reference", "signed_by"):
            if not getattr(self, field).strip():
                raise RuleIncomplete(field)
        if not 1 <= self.years <= MOST_YEARS:
            raise RuleIncomplete("years")


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionRule:
    """A rule of destruction, that runs until *ended_at*."""

    id: RuleId
    kind: Subject
    years: int
    reference: str
    signed_by: str
    signed_on: date
    added_by: int | None
    added_at: datetime
    ended_by: int | None
    ended_at: datetime | None

    def spares_until(self, archived_at: datetime) -> datetime:
        """Return until when what was archived at that moment is kept."""
        return _years_after(archived_at, self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """A thing of the archive.

    Attributes:
        ref: What it is.
        name: What a person calls it; empty when nobody has named it.
        at: When it was archived.
        by: The person who did; None for the desk itself.
        rule: The one that runs for its kind; None: it is kept for ever.
        uncounted: How much of the time since is in doubt, and not counted (`storage.elapsed`).
    """

    ref: Ref
    name: str
    at: datetime
    by: int | None
    rule: DestructionRule | None
    uncounted: timedelta

    @property
    def kept_until(self) -> datetime | None:
        """When it may be destroyed; None: no rule says."""
        if self.rule is None:
            return None
        return self.rule.spares_until(self.at + self.uncounted)

    def is_due(self, now: datetime) -> bool:
        """Whether its time has come."""
        return self.kept_until is not None and self.kept_until <= now


@dataclass(frozen=True, slots=True)
class KeptByHold:
    """What a rule reaches and may not destroy yet, and why."""

    thing: Archived
    why: CommsDeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """All that is archived of the kind of a rule.

    Attributes:
        rule: The rule, which runs.
        things: What it would destroy now.
        held: What it reaches and may not destroy yet.
        later: What is to be kept longer, the first that it will reach first.
    """

    rule: DestructionRule
    things: tuple[Archived, ...]
    held: tuple[KeptByHold, ...]
    later: tuple[Archived, ...]

    @property
    def archived(self) -> int:
        """How many there are."""
        return len(self.things) + len(self.held) + len(self.later)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """Something that was destroyed: what it was called, by which rule, who did, and when."""

    ref: Ref
    name: str
    archived_at: datetime
    rule: DestructionRule
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days of Montréal, from *first* to *last*, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHold:
    """A hold on destruction to be placed.

    Attributes:
        over: A thing of the desk, an e-mail address, or days.
        reason: Why: the number of a request for access, say.
    """

    over: Ref | Days | str
    reason: str

    def __post_init__(self) -> None:
        """Refuse a hold without a reason, or over nothing.

        Raises:
            HoldUnexplained, HoldOfNothing: Which it is.
        """
        if not on_one_line(self.reason).strip():
            raise HoldUnexplained
        if isinstance(self.over, Days) and self.over.first > self.over.last:
            raise HoldOfNothing
        if isinstance(self.over, str) and "@" not in self.over.strip()[1:-1]:
            raise HoldOfNothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold on destruction, that runs until it is lifted; it stays in the list then.

    *over* is as of a `NewHold`; an address is in the form of `text.mailbox`.
    """

    id: HoldId
    over: Ref | Days | str
    reason: str
    placed_by: int | None
    placed_at: datetime
    lifted_by: int | None
    lifted_at: datetime | None
    lifted_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReach:
    """What a hold is over, as rows know it.

    Attributes:
        refs: The thing; of an address, whoever has it or had.
        keys: The mailboxes of the person, in the form of `text.mailbox`; *former* those of before,
            which may be somebody else's now.
        signatures: Their names, as bylines are compared, those of before too.
        since: The first moment of its days; None: it has none.
        until: The first moment after them.
    """

    refs: frozenset[Ref] = frozenset()
    keys: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()
    signatures: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None

    def with_those_of(self, other: "HoldReach") -> "HoldReach":
        """Return it with the things, mailboxes and names of *other*."""
        return replace(
            self,
            refs=self.refs | other.refs,
            keys=self.keys | other.keys,
            former=self.former | other.former,
            signatures=self.signatures | other.signatures,
        )


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
class UnfinishedForm:
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


def _years_after(moment: datetime, years: int) -> datetime:
    """Return the same day *years* later; for 29 February the day before, where there is none."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


def new_form_key() -> FormKey:
    """Return a key that no form has."""
    return FormKey(uuid4().hex)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A row as the index is to know it.

    Attributes:
        id: Of the row.
        sort_key: What it is sorted by, folded.
        words: All by which it is found, folded, with spaces between.
    """

    id: int
    sort_key: str
    words: str
