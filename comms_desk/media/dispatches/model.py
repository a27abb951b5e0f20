"""A text that leaves: to whom, when, in which form, and what became of it.

An *edition* is what the media have of a text: the release is the first, each correction and
the withdrawal make another.  Of an edition nobody has two letters, whatever the lists, the
hour or the message: the database holds that.  Light: no SQLAlchemy here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, override

from comms_desk.changes import Ref
from comms_desk.embargo.model import SharedWords
from comms_desk.errors import N_, CommsDeskError
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.message import AttachedFile, ReadAgain
from comms_desk.mail.model import Account, AccountId, LetterState, MessageId
from comms_desk.media.drafting.model import DraftId, RevisionId
from comms_desk.media.lists.model import Addressee, ListId

DispatchId = NewType("DispatchId", int)


class DispatchKind(StrEnum):
    """What leaves; the values are stored."""

    RELEASE = "release"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


class SendingTime(StrEnum):
    """When it is to leave; the values are stored."""

    NOW = "now"
    AT = "at"
    WHEN_LIFTED = "when lifted"


class LetterForm(StrEnum):
    """How the text goes with its letter; the values are stored."""

    INLINE = "inline"
    PDF = "pdf"
    WORD = "word"


class Step(StrEnum):
    """What a person does outside the desk once a text has left; the values are stored."""

    WIRE = "wire"
    """The newswire is given its order."""
    WEB = "web"
    """The text is put on the City's own site."""


class Ground(StrEnum):
    """Why another language may go beside French (Charter, s. 22.3); the values are stored."""

    HEALTH = "health"
    SAFETY = "safety"
    JUSTICE = "justice"
    ENGLISH_INSTRUCTION = "english instruction"
    """To persons who are eligible for instruction in English."""
    INDIGENOUS = "indigenous"
    NEWCOMERS = "newcomers"
    """To immigrants, in their first six months."""
    OUTSIDE_QUEBEC = "outside quebec"
    TOURISM = "tourism"
    REGULATION = "regulation"


class NobodyToSendTo(CommsDeskError):
    """Nobody is named who can be written to; *left_out* were named and cannot."""

    left_out: int


class AllHaveIt(CommsDeskError):
    """Everybody who is named has this text already, or it is on its way to them."""

    what = N_("Everybody who is named has this text, or it is on its way to them.")
    way_out = N_("Add somebody else, or correct the text if it has to leave again.")

    people: int


class TextMissing(CommsDeskError):
    """There is nothing to send: the text is empty."""

    what = N_("“{title}” has no text to send.")
    way_out = N_("Write it first.")

    title: str


class SourceMissing(CommsDeskError):
    """A release says whom it comes from, in its field or under its text (OQLF)."""

    what = N_("“{title}” does not say its source.")
    way_out = N_("Fill in “Source” in the details of the text, or write it under – 30 –.")

    title: str


class MediaContactMissing(CommsDeskError):
    """A release says whom the media call, in its field or under its text (OQLF)."""

    what = N_("“{title}” does not say whom the media call.")
    way_out = N_("Fill in “Media contact” in the details of the text, or write it under – 30 –.")

    title: str


class TextNotKept(CommsDeskError):
    """What was typed last is not kept yet: what would leave is not what is on the screen."""

    what = N_("What you typed last in “{title}” is not kept yet.")
    way_out = N_("Save the text, then look again at what leaves.")

    title: str


class TextChanged(CommsDeskError):
    """The text, its embargo or its readers are not what the person was shown."""

    what = N_("“{title}”, its embargo or its readers have changed since you looked.")
    way_out = N_("Nothing was sent: look again, then send.")

    title: str


class SentDiffers(CommsDeskError):
    """Another text than this one has left: it is corrected, never quietly replaced."""

    what = N_("Another text of “{title}” was sent than the one that stands here.")
    way_out = N_("Correct it: those who had the former one are told so.")

    title: str


class SameAsSent(CommsDeskError):
    """Nothing has changed since it was sent: there is nothing to correct."""

    what = N_("“{title}” is as it was sent: there is nothing to correct.")
    way_out = N_("Change the text first.")

    title: str


class NothingWasSent(CommsDeskError):
    """There is nothing to correct or to withdraw: nobody has it, and nobody is to have it."""

    what = N_("Nobody has “{title}”, and nobody is to have it.")
    way_out = N_("Send it: it leaves as it stands.")

    title: str


class WasWithdrawn(CommsDeskError):
    """It was withdrawn: nothing of it leaves any more."""

    what = N_("“{title}” was withdrawn: nothing of it leaves any more.")
    way_out = N_("Write another text.")

    title: str


class TextMaybeSent(CommsDeskError):
    """It may have been sent before the desk was restored: only a person may send it now."""

    what = N_("“{title}” may have been sent before the desk was restored.")
    way_out = N_("Ask those who would have received it, then confirm that it may leave.")

    title: str


class HourPassed(CommsDeskError):
    """The hour at which it was to leave is past."""

    what = N_("{moment} is past.")
    way_out = N_("Choose another hour, or send it now.")

    moment: datetime


class HourMissing(CommsDeskError):
    """It was to leave at an hour, and none is said, or none that can be read."""

    what = N_("The date and time at which it is to leave are incomplete.")
    way_out = N_("Write both, or send it now.")


class NothingToLift(CommsDeskError):
    """It was to leave as its embargo lifts, and none holds it."""

    what = N_("No embargo holds “{title}”: nothing is to lift.")
    way_out = N_("Send it now or at an hour, or place an embargo first.")

    title: str


class TrialElsewhere(CommsDeskError):
    """Under embargo a test goes to the office alone, not to *address*."""

    what = N_("The text is under embargo: a test does not go to {address}.")
    way_out = N_("Send it to an address of the office, or sign an exception for this one.")

    address: str


class EnglishNotAllowed(CommsDeskError):
    """The office has not allowed an English version below the French text."""

    what = N_("The office has not allowed an English version below the French text.")
    way_out = N_("Have it allowed in the settings, once the ground of each can be recorded.")


class EnglishAlone(CommsDeskError):
    """French goes to all: an English text goes below a French one, never by itself."""

    what = N_("“{title}” is not in French: it does not leave by itself.")
    way_out = N_("Send the French text, and record this one as the English version below it.")

    title: str


class EnglishStale(CommsDeskError):
    """The French or the English text has changed since the English version was approved."""

    what = N_("“{title}” or its English version has changed since that was approved.")
    way_out = N_("Have the English version approved again, or take it off.")

    title: str


class GroundIncomplete(CommsDeskError):
    """An English version is recorded with its ground, its audience and who approved it."""

    field: str


class NotInEnglish(CommsDeskError):
    """What was to go below a French text is no English one, or that text is not French."""

    what = N_("“{title}” cannot go below that text: one is in French, the other in English.")
    way_out = N_("Choose the English text of a French one.")

    title: str


class OrderIncomplete(CommsDeskError):
    """A newswire is told on which circuits, and whom to call."""

    field: str


class CorrectionUnsaid(CommsDeskError):
    """A correction says what was to be read, or in what the text was wrong."""

    what = N_("A correction says what was wrong.")
    way_out = N_("Write what stood there and what is right, or a sentence of your own.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedSending:
    """What a person asks for: whom, when, how.

    Attributes:
        lists: Each goes in the order of its rank.
        also: People, newsrooms and addresses beside the lists.
        at: The moment, where *when* is `SendingTime.AT`.
        account: By which it leaves; None: the first one.
        even_if_sent: A person says that it may leave though it may have before a restore.
        photos: Where the photographs are: an address.
        interviews: Who gives them: a name, a telephone, an address.
    """

    lists: tuple[ListId, ...] = ()
    also: tuple[Ref | Address, ...] = ()
    when: SendingTime = SendingTime.NOW
    at: datetime | None = None
    forms: frozenset[LetterForm] = frozenset({LetterForm.INLINE})
    account: AccountId | None = None
    even_if_sent: bool = False
    photos: str = ""
    interviews: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedList:
    """One list, or those beside the lists (None), as it would leave.

    Attributes:
        count: How many letters' people are counted here: each person once, at the first list.
        counted_before: How many more of it stand in a list above.
        under_embargo: Whether these have it before the embargo lifts, named and signed for.
    """

    list: ListId | None
    name: str
    count: int
    counted_before: int
    first_leaves_at: datetime
    under_embargo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(ReadAgain):
    """What would leave, shown before a person says so; what stands in its way: *obstacles*.

    Attributes:
        revision: The text that would leave; *version* is the number that people know it by.
        digest: Of all that the media would read of it.
        edition: Of what the media have, the one that these letters are of.
        people: How many would be written to.
        letters: To how many addresses: a newsroom's is one for several people.
        readers: Them, in the order in which they leave.
        until: Until when its embargo holds; None: none does.
        copy_to: The mailbox of the service, which has a letter of its own.
        shared: What it shares with other texts, which are under embargo.
    """

    draft: DraftId
    kind: DispatchKind
    title: str
    revision: RevisionId | None
    version: int
    digest: str
    edition: int
    lists: tuple[PlannedList, ...]
    people: int
    letters: int
    readers: tuple[Addressee, ...]
    left_out: tuple[Addressee, ...]
    first_leaves_at: datetime | None
    last_leaves_at: datetime | None
    account: Account | None
    until: datetime | None
    copy_to: Address | None
    shared: SharedWords
    obstacles: tuple[CommsDeskError, ...]

    @property
    @override
    def leaves(self) -> tuple[object, ...]:
        return self.digest, self.edition, self.until, self.readers


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPreview:
    """A letter as one reader would have it, read back from its bytes; the HTML is whole."""

    subject: str
    html: str
    text: str
    files: tuple[AttachedFile, ...]
    under_embargo: bool
    sender: Address | None = None
    """None: no account is set up."""
    to: Address | None = None
    """None: nobody would have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One sending of a text, and where its letters stand.

    Attributes:
        kind: What left: the release, a correction of it, its withdrawal.
        at: When it was to leave, where a person chose an hour.
        version: Of the text.
        note: What the correction or the withdrawal says.
        messages: What was written: one under embargo, one for the others, or either.
        counts: How many letters stand where.
        bounced: How many of them came back, HARD and SOFT.
        first_sent_at: When the first letter was taken by the server; of those who have it before
            the others none counts, unless it is for them alone.
        stopped_at: When a person stopped what waited of it.
    """

    id: DispatchId
    draft: DraftId
    edition: int
    kind: DispatchKind
    when: SendingTime
    at: datetime | None
    revision: RevisionId | None
    version: int
    forms: frozenset[LetterForm]
    note: str
    messages: tuple[MessageId, ...]
    counts: Mapping[LetterState, int]
    bounced: Mapping[Nature, int]
    first_sent_at: datetime | None
    stopped_at: datetime | None
    by: int | None
    made_at: datetime

    @property
    def letters(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEnglish:
    """An English version to record: the text, its ground, for whom, who approved it and when."""

    english: DraftId
    ground: Ground
    audience: str
    approved_by: str
    approved_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class English:
    """The English version that goes beside a text: ground, approver and date, for that text.

    *is_stale* says that one of the two texts has changed since it was approved.
    """

    draft: DraftId
    english: DraftId
    ground: Ground
    audience: str
    approved_by: str
    approved_on: date
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWireOrder:
    """What a newswire is asked for.

    *circuits* are the wire's own names for whom it reaches; *at* is when it runs the text, None:
    as its embargo lifts, or at once; *contact* answers the wire, not the media.
    """

    circuits: str
    contact: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WireOrder:
    """An order for the newswire: a Word file, and the same as text to paste."""

    name: str
    content: bytes
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """What a person does outside for one edition of a text; *done_at* once it is done.

    *not_before*: until when the text may be nowhere that everybody reads; None: now.
    *is_frozen*: the text waits while sending is frozen, and is to be nowhere else meanwhile.
    """

    draft: DraftId
    title: str
    edition: int
    kind: DispatchKind
    step: Step
    not_before: datetime | None
    is_frozen: bool
    done_by: int | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was queued: how many letters, to how many people, and who was left out."""

    dispatch: DispatchId
    letters: int
    people: int
    left_out: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What was wrong, for those who have it: *right* in the place of *wrong*, or a sentence.

    *in_english* is the sentence of the English version below; without it that says what is
    certain alone.
    """

    wrong: str = ""
    right: str = ""
    note: str = ""
    in_english: str = ""
    even_if_sent: bool = False

    @property
    def is_said(self) -> bool:
        """Whether a reader would learn from it what changed."""
        return bool(self.note.strip() or self.is_in_words)

    @property
    def is_in_words(self) -> bool:
        """Whether it says what was wrong and what is right: in each language, by itself."""
        return bool(self.wrong.strip() and self.right.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceSent:
    """A text that is no longer as it was sent, or as it waits (not *has_left*) to leave.

    Where one short passage changed, it said *wrong* and says *right*; "": more did, or no word.
    """

    has_left: bool
    wrong: str
    right: str


class StillIn(StrEnum):
    """Where a text may still have the words that its correction says were wrong."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    TEXT = "text"
    SOURCE = "source"
    CONTACT = "contact"
    INTERVIEWS = "interviews"
    ENGLISH = "english"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentPlan(ReadAgain):
    """What a correction, or a withdrawal, would do.

    Attributes:
        kind: Which of the two.
        digest: Of all that the media would read.
        edition: The one that it would make.
        told: Those who have the former text, or may have it: they get the notice.
        left_out: Those of them who cannot be written to any more, and why: they get none.
        uncertain: How many of them may have it: nobody knows.
        replaced: Those for whom it waits still: it is stopped, and the right text, with no
            notice, takes its place; of a withdrawal nothing does.
        has_english: Whether an English version goes below it, with a notice of its own.
        still_wrong: Where what would be sent has the words that were wrong; a warning alone.
        shared: What it shares with other texts, which are under embargo.
        letters: One of each that is written: to those who are told first, then to those for whom
            it is replaced, with its embargo or without; none: nobody is written to.
        obstacles: What stands in its way.
    """

    draft: DraftId
    kind: DispatchKind
    title: str
    revision: RevisionId | None
    digest: str
    edition: int
    told: tuple[Address, ...]
    left_out: tuple[Addressee, ...]
    uncertain: int
    replaced: tuple[Address, ...]
    has_english: bool
    still_wrong: tuple[StillIn, ...]
    shared: SharedWords
    letters: tuple[LetterPreview, ...]
    obstacles: tuple[CommsDeskError, ...]

    @property
    @override
    def leaves(self) -> tuple[object, ...]:
        return self.digest, self.edition, {each.key for each in self.told + self.replaced}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """What a correction or a withdrawal did: how many are told, how many letters replaced."""

    dispatch: DispatchId
    told: int
    replaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """How many letters were stopped, and how many were on the wire and may leave all the same."""

    stopped: int
    on_the_wire: int
