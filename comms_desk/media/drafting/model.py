"""What a draft is: a release or a speech in one language, its text, and who is writing it.

The text is Markdown of our subset.  A person's typing is *working* text, one row a draft and
person, overwritten by each autosave; a *revision* is what was kept, never changed again.  A
revision made over another than the latest one is *aside*: both texts are kept, and a person
chooses.  Light: no SQLAlchemy, no Word.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import Embargo
from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import Language
from comms_desk.places import CITY, Scope
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.model import Edit

DraftId = NewType("DraftId", int)
RevisionId = NewType("RevisionId", int)
Sitting = NewType("Sitting", str)
"""One opening of one text in one window: two windows never overwrite each other's typing."""

TEXT = "text"
"""What the edits of a draft call its text: its values are the numbers of revisions."""
TITLE_LENGTH = 300
TEXT_LENGTH = 2_000_000
WORK_BETWEEN_REVISIONS = timedelta(minutes=10)


class DraftKind(StrEnum):
    """What is being written; the values are stored."""

    RELEASE = "release"
    SPEECH = "speech"


class DraftStatus(StrEnum):
    """How far it is; the values are stored."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    """Its letters wait: nobody has it yet, or only who may have it under embargo."""
    RELEASED = "released"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class TitleMissing(CommsDeskError):
    """A document is called by the title of its text, and begins with it."""

    what = N_("This text has no title.")
    way_out = N_("Give it one, then make its document.")


class DraftTooLong(CommsDeskError):
    """A text or a title that no release has: *longest* characters at most."""

    field: str
    longest: int


class NumberTaken(CommsDeskError):
    """A number is given once: another text, called *title*, has it, or had it and is gone."""

    what = N_("No.\u00a0{number} was given to another text already: “{title}”.")
    way_out = N_("A number is given once: write another one.")

    number: str
    title: str


class NumberKept(CommsDeskError):
    """A text that left, or is about to, is known by its number: it keeps it."""

    what = N_("“{title}” left, or is about to, as no.\u00a0{number}.")
    way_out = N_("Its readers know it by that number: it keeps it.")

    title: str
    number: str


class UnknownField(CommsDeskError):
    """The head of a text file names something that a draft has not; *nearest* is what it may mean.

    What may be named is said in the language of the reader.
    """

    field: str
    line: int
    allowed: tuple[str, ...]
    nearest: str = ""


class FieldTwice(CommsDeskError):
    """The head of a text file names a field again, in the same words or in the other language."""

    what = N_("Line {line} of the head names “{field}”, which stands above already.")
    way_out = N_("Keep one of the two.")

    field: str
    line: int


class WrongField(CommsDeskError):
    """The head of a text file gives a field a value that it cannot have.

    What it may have is *allowed*, and *called* so in the language of the reader.
    """

    field: str
    value: str
    allowed: tuple[str, ...]
    called: tuple[str, ...] = ()


class NotText(CommsDeskError):
    """A file that should hold a text in Markdown cannot be read as text."""

    what = N_("{name} is not a text file.")
    way_out = N_("Give a file of Word, in Markdown or in plain text.")

    name: str


class TextFileUnreadable(CommsDeskError):
    """The system does not let a file be read, for that *reason*."""

    what = N_("{name} could not be read: {reason}.")
    way_out = N_("Check that it is there and that you may open it.")

    name: str
    reason: str


class TextFileEmpty(CommsDeskError):
    """A file has no words, and nothing else that a text could be asked about."""

    what = N_("{name} has no words: no text was begun.")
    way_out = N_("Drop one that has, or begin a new text (Ctrl+N).")

    name: str


class FileTooLong(CommsDeskError):
    """A text file holds more than a text may: *longest* characters."""

    name: str
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a draft says beside its text; each may be blank while it is being written."""

    kind: DraftKind
    language: Language = Language.FRENCH
    title: str = ""
    subtitle: str = ""
    dossier: DossierId | None = None
    scope: Scope = CITY
    status: DraftStatus = DraftStatus.DRAFT
    number: str = ""
    source: str = ""
    contact: str = ""
    speaker: str = ""
    occasion: str = ""

    def __post_init__(self) -> None:
        """Refuse a title that could not be one.

        Raises:
            DraftTooLong: The title or the subtitle has more than 300 characters.
        """
        for field in ("title", "subtitle"):
            if len(getattr(self, field)) > TITLE_LENGTH:
                raise DraftTooLong(field, TITLE_LENGTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft(Particulars):
    """A draft that is not on the desk yet."""

    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Particulars):
    """A draft of the desk; *version* counts the revisions that became its text.

    *words* counts what the acting person has typed, kept or not, where they have typed.
    *embargo* is its lock, None when there never was one; ask ``embargo.holds(now)``.
    """

    id: DraftId
    words: int
    version: int
    created_by: PersonId | None
    created_at: datetime
    changed_at: datetime
    embargo: Embargo | None = None
    archived_at: datetime | None = None

    @property
    def ref(self) -> Ref:
        """How the whole desk names it."""
        return draft_ref(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A text that was kept: it never changes.

    *parent* is the revision it was written over.  *aside* says that another one had become
    the text meanwhile, and that nobody has chosen yet.
    """

    id: RevisionId
    draft: DraftId
    parent: RevisionId | None
    text: str
    title: str
    subtitle: str
    hash: str
    by: PersonId | None
    at: datetime
    aside: bool

    @property
    def edit(self) -> Edit:
        """The change of the draft's text that it was, where it became that."""
        return text_edit(self.draft, self.parent, self.id, by=self.by, at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWriter:
    """Somebody who has text of their own in a draft, not yet kept."""

    person: PersonId | None
    name: str
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """A draft opened to be written in.

    *base* is the revision that *text* was written over.  *recovered_at* says when the text
    was last typed, if it had not been kept: the window was killed, or the power went.
    *same_number* is what the text is called that was given its number before it; "": none was.
    """

    draft: Draft
    text: str
    base: RevisionId | None
    recovered_at: datetime | None
    others: tuple[DraftWriter, ...]
    asides: tuple[Revision, ...]
    same_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Typing that is in the database.

    *base* is what it stands on now: it moves when ten minutes of work were *kept* as a
    revision.  *overtaken* says that somebody else's revision is the text by now.
    """

    at: datetime
    base: RevisionId | None
    overtaken: bool
    kept: Revision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOrigin:
    """What a document was made of, as its signed mark says; the draft may be put away by now.

    *made_of* is the revision that its text was written over, None when none is there any more;
    *beside* are the drafts of other marks that it bears.
    """

    draft: Draft
    is_binned: bool
    made_of: Revision | None
    beside: tuple[Draft, ...] = ()

    @property
    def takes_back(self) -> bool:
        """Whether what came back can be set beside its text."""
        return not self.is_binned and self.draft.archived_at is None


@dataclass(frozen=True, slots=True)
class SentText:
    """What left of a draft, which may have been written on since."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A draft as a document, and the name it should have.

    *comments_left* is how many comments stay in its template.
    """

    name: str
    content: bytes
    comments_left: int = 0


def draft_ref(draft: DraftId) -> Ref:
    """Return how the whole desk names *draft*."""
    return Ref(Subject.DRAFT, draft)


def text_edit(
    draft: DraftId, before: int | None, after: int, *, by: int | None, at: datetime
) -> Edit:
    """Return the edit that a revision is which became the text of *draft* after another."""
    return Edit(ref=draft_ref(draft), field=TEXT, before=before, after=after, by=by, at=at)


def check_text(text: str) -> None:
    """Refuse a text that nobody wrote.

    Raises:
        DraftTooLong: It has more than two million characters.
    """
    if len(text) > TEXT_LENGTH:
        raise DraftTooLong("text", TEXT_LENGTH)
