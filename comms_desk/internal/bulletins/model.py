"""A bulletin and its blocks, before and after it was sent.

A bulletin is written; an issue is what was sent of it, frozen.  A block is of one kind and
uses only the fields of that kind.  French is the language of the City's bulletins; another
one needs its legal ground written down (Charter, s. 22.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import Language
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, MessageId, SendingPlan
from comms_desk.storage.model import BlobId

NOT_SENT = (
    LetterState.CANCELLED,
    LetterState.REFUSED,
    LetterState.UNCERTAIN,
    LetterState.HANDED_OVER,
)
"""What became of letters that were to go and are not known to have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentInPart:
    """To how many a bulletin was *sent*, *of* how many.

    The others' letters were cancelled or refused, or may have left or not; or they were
    *unchosen*.  Those withheld are not counted: no letter was to go to them.
    """

    sent: int
    of: int
    unchosen: int = 0

    @property
    def as_chosen(self) -> bool:
        """Whether it went to all those for whom it was meant."""
        return self.sent == self.of - self.unchosen


def sent_in_part(letters: Mapping[LetterState, int], *, unchosen: int = 0) -> SentInPart | None:
    """Return how far a bulletin went whose *letters* stand so, where some were *unchosen*.

    None: all of them were sent, or cancelled, or one is still to leave.
    """
    leaving = any(letters.get(state) for state in (LetterState.QUEUED, LetterState.SENDING))
    unsent = unchosen or any(letters.get(state) for state in NOT_SENT)
    if leaving or all_cancelled(letters) or not unsent:
        return None
    sent, of = letters.get(LetterState.SENT, 0), _to_go(letters) + unchosen
    return SentInPart(sent=sent, of=of, unchosen=unchosen)


def all_cancelled(letters: Mapping[LetterState, int]) -> bool:
    """Whether every one of *letters* was cancelled, but those withheld."""
    return 0 < letters.get(LetterState.CANCELLED, 0) == _to_go(letters)


def _to_go(letters: Mapping[LetterState, int]) -> int:
    return sum(letters.values()) - letters.get(LetterState.WITHHELD, 0)


BulletinId = NewType("BulletinId", int)
BlockId = NewType("BlockId", int)
IssueId = NewType("IssueId", int)

HIGHEST_NUMBER = 99_999
QUOTED_LENGTH = 40
"""How much of what was typed a refusal repeats."""
CONTENT_WIDTH_PX = 552
"""600 px, the widest that every mail program shows, less two margins of 24."""


class BulletinBlockKind(StrEnum):
    """What a block is; the values are stored."""

    TEXT = "text"
    """*text* in the Markdown subset, headings included."""
    IMAGE = "image"
    """*picture* and its *alternative*; *text* is its caption or credit."""
    LINKS = "links"
    """*text* is the heading of *links*."""
    BUTTON = "button"
    """*text* leads to *address*."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address."""

    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPicture:
    """An image made ready for mail: PNG or JPEG, its real size in pixels."""

    blob: BlobId
    name: str
    media_type: str
    width_px: int
    height_px: int

    @property
    def shown_width_px(self) -> int:
        """Return how wide a bulletin shows it: never wider than the column."""
        return min(self.width_px, CONTENT_WIDTH_PX)

    @property
    def shown_height_px(self) -> int:
        """Return its height at that width; Outlook believes this number alone."""
        return max(1, round(self.height_px * self.shown_width_px / self.width_px))

    @property
    def content_id(self) -> str:
        """Return the Content-ID under which a letter carries it."""
        return f"picture{self.blob}@bulletin"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBlock:
    """A block to be added."""

    kind: BulletinBlockKind
    text: str = ""
    alternative: str = ""
    address: str = ""
    links: tuple[Link, ...] = ()
    image: bytes = b""
    image_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinBlock:
    """A block of a bulletin."""

    id: BlockId
    kind: BulletinBlockKind
    text: str
    alternative: str
    address: str
    links: tuple[Link, ...]
    picture: MailPicture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBulletin:
    """A bulletin to be written."""

    name: str
    number: int
    day: date
    subject: str = ""
    preheader: str = ""
    language: Language = Language.FRENCH
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinLine:
    """A bulletin in a list, and where its letters stand.

    Attributes:
        is_leaving: A letter of it is queued or on the wire.
        is_cancelled: All its letters were, but those withheld.
        sent_in_part: How far it went, where some did not leave and none is still to.
    """

    id: BulletinId
    name: str
    number: int
    day: date
    subject: str
    issued_at: datetime | None
    is_leaving: bool
    is_cancelled: bool
    sent_in_part: SentInPart | None
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A bulletin, whole.

    *preheader* is the line that mail programs show after the subject.  *ground* is the legal
    ground of a language other than French.  *unchosen* counts the employees to whom its last
    sending could have gone, and who were not chosen and have no letter.
    """

    id: BulletinId
    name: str
    number: int
    day: date
    subject: str
    preheader: str
    language: Language
    ground: str
    blocks: tuple[BulletinBlock, ...]
    issue: IssueId | None
    issued_at: datetime | None
    unchosen: int = 0
    archived_at: datetime | None = None

    @property
    def pictures(self) -> tuple[MailPicture, ...]:
        """Return its pictures, each once, in the order in which they are shown."""
        return tuple(dict.fromkeys(block.picture for block in self.blocks if block.picture))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a reader gets: the same content as HTML and as plain text."""

    html: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What was sent of a bulletin, for ever as it was; *digest* is a SHA-256 of its content."""

    id: IssueId
    bulletin: BulletinId
    subject: str
    html: str
    text: str
    digest: str
    message: MessageId
    issued_at: datetime


class ProblemKind(StrEnum):
    """What can be wrong."""

    SUBJECT_MISSING = "subject missing"
    NOTHING_TO_READ = "nothing to read"
    GROUND_MISSING = "ground missing"
    BLOCK_EMPTY = "block empty"
    PICTURE_MISSING = "picture missing"
    ALTERNATIVE_MISSING = "alternative missing"
    ALTERNATIVE_IS_FILE_NAME = "alternative is file name"
    ALTERNATIVE_LONG = "alternative long"
    ADDRESS_WRONG = "address wrong"
    LABEL_MISSING = "label missing"
    LABEL_VAGUE = "label vague"
    HEADING_SKIPPED = "heading skipped"
    TOO_HEAVY = "too heavy"


_ONLY_SAID = frozenset(
    {
        ProblemKind.BLOCK_EMPTY,
        ProblemKind.ALTERNATIVE_LONG,
        ProblemKind.LABEL_VAGUE,
        ProblemKind.HEADING_SKIPPED,
        ProblemKind.TOO_HEAVY,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and in which block; None: in the bulletin itself."""

    kind: ProblemKind
    block: BlockId | None = None

    @property
    def stops_sending(self) -> bool:
        """Whether the bulletin may not be sent as it is."""
        return self.kind not in _ONLY_SAID


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedBlock:
    """A block that was removed, and where it stood: what puts it back."""

    bulletin: BulletinId
    position: int
    block: BulletinBlock


class NoLetterReason(StrEnum):
    """Why an employee gets no letter."""

    NO_MAILBOX = "no mailbox"
    EXCLUDED = "excluded"
    """Their address is on the exclusion list."""
    SAME_MAILBOX = "same mailbox"
    """Another employee has the same address: one letter is enough."""
    FORMER_ADDRESS = "former address"
    """A letter left to the address that they had then: one is enough."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """An employee who gets no letter."""

    name: str
    address: str
    because: NoLetterReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """Who would get a bulletin now, and who would not.

    *count* are those still to be written to, *of* how many where a part of the employees was
    chosen, *already* those who have it; *plan* is None while no sending account is set up.
    *is_issued*: it was sent to some; *may_be_sent*: it may have left before a restore.
    """

    count: int
    of: int
    already: int
    excluded: tuple[Excluded, ...]
    plan: SendingPlan | None
    is_issued: bool
    may_be_sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinPreview:
    """A bulletin as a browser shows it, as a letter carries it, and what is wrong with it."""

    html: str
    message: NewMessage
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedBulletin:
    """What a sending put in the outbox."""

    issue: IssueId
    queued: int
    already: int
    excluded: tuple[Excluded, ...]


class BulletinNumberTaken(CommsDeskError):
    """A bulletin of that name already has that number."""

    what = N_("“{name}” already has a no.\u00a0{number}.")
    way_out = N_("Give another number.")

    name: str
    number: int


class BulletinNameMissing(CommsDeskError):
    """A bulletin needs a name: it is its level-one heading and its sender's mark."""

    what = N_("A bulletin needs a name.")
    way_out = N_("Write the name that its readers know.")


class BulletinNumberWrong(CommsDeskError):
    """A bulletin is numbered from 1."""

    what = N_("“{text}” is not a number that a bulletin can have.")
    way_out = N_("Write a whole number, such as 41.")

    text: str


class BulletinAlreadySent(CommsDeskError):
    """What was sent is not changed: copy it and correct the copy."""

    name: str
    number: int
    issued_at: datetime


class BulletinMaybeSent(CommsDeskError):
    """The desk was restored since it was written: only a person may say that it has not left."""

    what = N_("“{name}”, no.\u00a0{number}, may have been sent before the desk was restored.")
    way_out = N_("Check with some recipients; if nobody has it, confirm the sending.")

    name: str
    number: int


class BulletinChanged(CommsDeskError):
    """Somebody changed it after it was shown to its sender: they read it again."""

    what = N_("Nothing was sent: someone changed “{name}”, no.\u00a0{number}, meanwhile.")
    way_out = N_("Read it again, then send it.")

    name: str
    number: int


class ReadersChanged(CommsDeskError):
    """It would not go to as many as the person was told: they are asked again."""

    counted: int
    now: int


class BulletinLeaving(CommsDeskError):
    """Letters of the bulletin are on their way: in the bin, it would go on leaving unseen."""

    name: str
    number: int
    letters: int
    message: MessageId


class NotAPicture(CommsDeskError):
    """The file is no PNG, JPEG, GIF, WebP or BMP image that can be read."""

    what = N_("The format of {name} does not suit a bulletin.")
    way_out = N_("Choose a PNG, JPEG, GIF, WebP or BMP image.")

    name: str


class PictureTooLarge(CommsDeskError):
    """The image has more pixels or bytes than we open."""

    name: str
    limit: int
    unit: str
    """``pixels``, ``bytes``, or ``side``: pixels of its longer side."""


class PictureMoves(CommsDeskError):
    """An animated image: some readers are harmed by flashes, and Outlook shows one frame."""

    what = N_("{name} is animated: it may harm some people, and Outlook shows it still.")
    way_out = N_("Choose a still image.")

    name: str


class TemplateBroken(CommsDeskError):
    """The frame of the bulletin could not be turned into HTML."""

    what = N_("The template of the bulletin is damaged: {reason}.")
    way_out = N_("Install Comms Desk again, or put back its file bulletin.mjml.")

    reason: str


class BulletinNotReady(CommsDeskError):
    """Something must be mended before the bulletin may be sent."""

    problems: tuple[Problem, ...]


class NobodyToWriteTo(CommsDeskError):
    """No employee has a mailbox, or none was imported."""

    employees: int


def check_number(number: int) -> int:
    """Return *number*, which a bulletin may have.

    Raises:
        BulletinNumberWrong: It is not from 1 to `HIGHEST_NUMBER`.
    """
    if not 0 < number <= HIGHEST_NUMBER:
        raise BulletinNumberWrong(quoted(str(number)))
    return number


def quoted(text: str) -> str:
    """Return as much of *text* as a refusal repeats, and "…" where there is more."""
    return text if len(text) <= QUOTED_LENGTH else text[:QUOTED_LENGTH] + "…"
