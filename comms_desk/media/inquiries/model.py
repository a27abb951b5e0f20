"""What an inquiry is: who asks what, for when, and what the City said.

Two hours are told apart: that at which the journalist needs the answer (*heure de tombée*), and
that at which it is published or goes on air.  Each is given, asked for, assumed, doubtful, or to
be asked for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.mail.address import Address
from comms_desk.mail.reading.model import LeftUnread
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.inquiries.moments import (
    OPEN,
    Channel,
    Holder,
    Resolution,
    Status,
    in_utc,
)
from comms_desk.media.outlets.model import OutletId
from comms_desk.places import CITY, Scope
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.planning.people.model import PersonId

InquiryId = NewType("InquiryId", int)
PartId = NewType("PartId", int)

TITLE_LENGTH = 200
QUESTION_LENGTH = 20_000
ANSWER_LENGTH = 200_000
MOST_PARTS = 100
REPORTER = "reporter"
"""What an edit calls who asks no more, with the number of the contact that they are, if any."""
ACCESS = "access"
"""The referral of a demand under the Access Act: to the person who answers for it."""
END_OF_DAY_HOUR = 17
"""« Fin de journée », where nobody said another hour."""


class AskedForm(StrEnum):
    """What is asked for; the values are stored."""

    INFORMATION = "information"
    STATEMENT = "statement"
    INTERVIEW = "interview"
    SCRUM = "scrum"
    IMAGES = "images"


class Basis(StrEnum):
    """How an hour is known; the values are stored."""

    GIVEN = "given"
    ASKED = "asked"
    """We asked, and were told."""
    ASSUMED = "assumed"
    """By the outlet's habit, or the end of the day."""
    UNSURE = "unsure"
    """As it was read from what was typed or written; a person is to say."""
    TO_ASK = "to ask"
    """Nobody knows: the hour is none."""
    URGENT = "urgent"
    """Nor of this one; they said that it presses: « asap »."""


WITHOUT_HOUR = frozenset({Basis.TO_ASK, Basis.URGENT})


class InquiryTab(StrEnum):
    """Which inquiries a list shows."""

    OPEN = "open"
    MINE = "mine"
    NOBODYS = "held by nobody"
    OUTSIDE = "with a service"
    LATE = "late"
    TO_EXPLAIN = "to explain"
    """Ended after their hour, or missed, and nobody said why."""
    CORRECTIONS = "correction asked"
    """Of the outlet, and nothing came of it yet."""
    ENDED = "ended"
    ALL = "all"


class NobodyWrote(CommsDeskError):
    """No person wrote the mail *subject* to the office: an absence, a receipt, an empty file."""

    subject: str


class InquiryTitleMissing(CommsDeskError):
    """An inquiry must say what it is about, in *longest* characters at most."""

    longest: int


class QuestionTooLong(CommsDeskError):
    """A question, or an answer, is longer than any real one: *longest* characters."""

    longest: int


class TooManyQuestions(CommsDeskError):
    """One inquiry has at most *most* questions."""

    most: int


class JoinsItself(CommsDeskError):
    """An inquiry can be joined to another only, and to one that is joined to none."""

    what = N_("An inquiry is joined to another one, which is joined to none.")
    way_out = N_("Choose the inquiry whose answer is for all.")


class OthersWait(CommsDeskError):
    """*count* inquiries are joined to it: its answer is theirs too."""

    count: int


class AnswerLeft(CommsDeskError):
    """That question was answered: what left stays as it was."""

    what = N_("That question was answered: what left stays as it was.")
    way_out = N_("Add another question, and answer that one.")


class StillWaits(CommsDeskError):
    """The journalist came back after the answer: what waits is not archived."""

    what = N_("The journalist came back, and waits for an answer.")
    way_out = N_("Answer or close this inquiry first.")


class NotOpen(CommsDeskError):
    """The inquiry has ended: it must be opened again first."""

    what = N_("This inquiry has ended.")
    way_out = N_("Reopen it first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """An hour that somebody needs; *at* is None where it is to be asked for."""

    at: datetime | None = None
    basis: Basis = Basis.TO_ASK

    def __post_init__(self) -> None:
        """Refuse an hour that is known and is none, or the reverse: a fault of the program."""
        if self.at is not None:
            object.__setattr__(self, "at", in_utc(self.at))
        if (self.at is None) != (self.basis in WITHOUT_HOUR):
            raise ValueError(self)


TO_ASK = Hour()
URGENT = Hour(basis=Basis.URGENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who asks.

    Attributes:
        contact: Who it is in the directory; None: not known there.
        name: As it was said; where the contact is known, what they are called.
    """

    contact: ContactId | None = None
    name: str = ""
    email: Address | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryQuestion:
    """One of the questions, with its answer.

    Attributes:
        number: From 1, as the journalist numbered them.
        holder: Who has it; nobody: the holder of the whole.
        due_at: By when; None: as the whole.
        left_at: When its answer left, with the whole or by itself; it stays as it was.
    """

    id: PartId
    number: int
    question: str
    answer: str
    holder: Holder
    due_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInquiry:
    """An inquiry that is not on the desk yet.

    Attributes:
        received_at: The mail's own moment, or the call's; None: now.
        outlet_name: As it was said, of an outlet that the directory does not have; one that
            it has, under any name, is found by it.
        questions: In the journalist's words, in order.
        message_id: Of the last mail of who asks, ``<…@…>``; the *references* of its thread come
            before.
        reply_to: To which address an answer goes by mail; *reply_choices* are those among which a
            person is to say it first: a mail wants its answer elsewhere than whence it came.
        left_unread: What of its mails was not read.
        referral: To whom it may have to be passed, as it was read: a body, 311, or `ACCESS`.
        typed: The line as it was typed, kept with how it came: what no field has is there.
    """

    title: str
    questions: tuple[str, ...] = ()
    reporters: tuple[Reporter, ...] = ()
    outlet: OutletId | None = None
    outlet_name: str = ""
    received_at: datetime | None = None
    channel: Channel = Channel.PHONE
    form: AskedForm = AskedForm.INFORMATION
    language: Language = Language.FRENCH
    deadline: Hour = TO_ASK
    on_air: Hour | None = None
    scope: Scope = CITY
    dossier: DossierId | None = None
    message_id: str = ""
    references: tuple[str, ...] = ()
    reply_to: Address | None = None
    reply_choices: tuple[Address, ...] = ()
    left_unread: tuple[LeftUnread, ...] = ()
    referral: str = ""
    typed: str = ""

    def __post_init__(self) -> None:
        """Refuse an inquiry about nothing, and an endless one.

        Raises:
            InquiryTitleMissing: Its title is blank or too long.
            QuestionTooLong, TooManyQuestions: Of a question, or of them all.
        """
        if self.received_at is not None:
            object.__setattr__(self, "received_at", in_utc(self.received_at))
        check_title(self.title)
        if len(self.questions) > MOST_PARTS:
            raise TooManyQuestions(MOST_PARTS)
        for each in self.questions:
            check_length(each, QUESTION_LENGTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """An inquiry of the desk.

    Attributes:
        outlet_name: What the outlet is called, known to the directory or not.
        answer: The text of the reply as it is being written, Markdown.
        status: Where it stands, by its moments; see `moments.course`.
        holder: Who has it, *held_since* when.
        due_at: The hour at which somebody of the office must be done: its deadline, that at which
            it is published or on air, that of a question, whichever is first.
        owes_cause: Whether it ended late and somebody is to say why; nothing waits for that.
        awaits_correction: Whether the outlet was asked for one, and nothing came of it yet.
        joined_to: The inquiry whose answer is this one's too.
        reply_choices: The addresses among which a person is to say where the answer goes; none:
            it goes to *reply_to*.
        left_unread: What of its mails was not read, of each mail by itself.
    """

    id: InquiryId
    title: str
    reporters: tuple[Reporter, ...]
    outlet: OutletId | None
    outlet_name: str
    received_at: datetime
    received_by: PersonId | None
    channel: Channel
    form: AskedForm
    language: Language
    deadline: Hour
    on_air: Hour | None
    scope: Scope
    dossier: DossierId | None
    spokesperson: PersonId | None
    answer: str
    parts: tuple[InquiryQuestion, ...]
    status: Status
    holder: Holder
    held_since: datetime
    due_at: datetime | None
    ended_at: datetime | None
    resolution: Resolution | None
    owes_cause: bool
    awaits_correction: bool
    joined_to: InquiryId | None
    message_id: str
    references: tuple[str, ...]
    reply_to: Address | None
    reply_choices: tuple[Address, ...]
    left_unread: tuple[LeftUnread, ...]
    referral: str
    archived_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return self.status in OPEN

    @property
    def hour(self) -> Hour:
        """The hour that it waits for, *due_at*, and how it is known."""
        if self.due_at is None:
            return TO_ASK if self.deadline.at is not None else self.deadline
        known = (each for each in (self.deadline, self.on_air) if each is not None)
        given = Hour(at=self.due_at, basis=Basis.GIVEN)
        return next((each for each in known if each.at == self.due_at), given)

    @property
    def waits_for_air(self) -> bool:
        """Whether that is when it is published or on air: no deadline comes before."""
        return self.due_at is not None and self.hour == self.on_air != self.deadline

    def is_late(self, now: datetime) -> bool:
        """Whether its hour passed before it ended."""
        return self.due_at is not None and (self.ended_at or now) > self.due_at


def end_of_day(moment: datetime) -> datetime:
    """Return the end of the office's day on which *moment* falls, in the city."""
    day = moment.astimezone(CITY_ZONE)
    return day.replace(hour=END_OF_DAY_HOUR, minute=0, second=0, microsecond=0).astimezone(UTC)


def check_title(title: str) -> None:
    """Refuse a blank or endless title.

    Raises:
        InquiryTitleMissing: It is one of the two.
    """
    if not title.strip() or len(title) > TITLE_LENGTH:
        raise InquiryTitleMissing(TITLE_LENGTH)


def check_length(text: str, longest: int) -> None:
    """Refuse an endless text.

    Raises:
        QuestionTooLong: It has more than *longest* characters.
    """
    if len(text) > longest:
        raise QuestionTooLong(longest)
