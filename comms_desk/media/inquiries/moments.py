"""What happened to an inquiry, moment by moment, and where it stands by that.

Nobody types where an inquiry stands: it follows from what happened, and from the text of the
answer.  A moment is never changed nor removed; one that was noted wrongly is taken back, which
says who did and when, and can be put back.  What left is the text of the moment at which it did.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.mail.model import LetterId
from comms_desk.media.articles.model import ArticleId
from comms_desk.planning.people.model import PersonId

MomentId = NewType("MomentId", int)


class MomentKind(StrEnum):
    """What happened; the values are stored."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    HANDED = "handed"
    """To a person of the office, or to a body outside it."""
    CONSULTED = "consulted"
    """Somebody was asked, or said something: a call, a message pasted, a mail dropped."""
    APPROVED = "approved"
    """The text of the answer, by somebody else; or by its writer, with a written reason."""
    ANSWERED = "answered"
    FOLLOWED_UP = "followed up"
    """The journalist came back: it is open again."""
    CORRECTION_ASKED = "correction asked"
    """Of the outlet."""
    CORRECTION_CAME = "correction came"
    """What came of it, the correction or a refusal."""
    UNANSWERED_SAID = "said unanswered"
    """An outlet published that the City did not answer: in the *clip*."""
    LATE = "late"
    """Why it was late, from a closed list."""
    CLOSED = "closed"
    """Without an answer of ours: referred, withdrawn, declined, missed."""
    REOPENED = "reopened"


class Channel(StrEnum):
    """By what way somebody was spoken to; the values are stored."""

    EMAIL = "e-mail"
    PHONE = "phone"
    TEXT = "text"
    SOCIAL = "social"
    IN_PERSON = "in person"
    TEAMS = "teams"


class Resolution(StrEnum):
    """How an inquiry ended; the values are stored."""

    ANSWERED = "answered"
    STATEMENT = "statement"
    INTERVIEW = "interview"
    BACKGROUND = "background"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    MISSED = "missed"


BY_ANSWER = frozenset(
    {Resolution.ANSWERED, Resolution.STATEMENT, Resolution.INTERVIEW, Resolution.BACKGROUND}
)
"""Those that an answer brings; the others close without one."""
BY_TEXT = frozenset({Resolution.ANSWERED, Resolution.STATEMENT})
"""Of these the very words are the answer: they are approved before they leave."""


class Attribution(StrEnum):
    """To whom an answer may be attributed; the values are stored."""

    SPOKESPERSON = "spokesperson"
    CITY = "city"
    BACKGROUND = "background"


class LateCause(StrEnum):
    """Why an answer was late; the values are stored."""

    RECEIVED_LATE = "received late"
    """Its hour had passed, or nearly, when it came."""
    WAITED_SERVICE = "waited for a service"
    WAITED_APPROVAL = "waited for approval"
    WAITED_SPOKESPERSON = "waited for a spokesperson"
    HELD_BY_NOBODY = "held by nobody"
    WORKLOAD = "workload"
    OUR_MISTAKE = "our mistake"


class Status(StrEnum):
    """Where an inquiry stands: it is computed, and its values are stored to be searched."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    CONSULTING = "consulting"
    APPROVED = "approved"
    ANSWERED = "answered"
    CLOSED = "closed"


OPEN = frozenset({Status.RECEIVED, Status.ACKNOWLEDGED, Status.CONSULTING, Status.APPROVED})

WORK = frozenset({MomentKind.ACKNOWLEDGED, MomentKind.CONSULTED, MomentKind.ANSWERED})
"""What makes who does it hold an inquiry that nobody does."""
ONLY_OPEN = frozenset(
    {
        MomentKind.ACKNOWLEDGED,
        MomentKind.HANDED,
        MomentKind.APPROVED,
        MomentKind.ANSWERED,
        MomentKind.CLOSED,
    }
)
"""What happens to an inquiry that waits; one that has ended is opened again first."""
_ENDS = frozenset({MomentKind.ANSWERED, MomentKind.CLOSED})
_OPENS = frozenset({MomentKind.FOLLOWED_UP, MomentKind.REOPENED})


def in_utc(moment: datetime) -> datetime:
    """Return *moment* in UTC: Python compares two of one zone by its clocks, set back or not."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} says no zone")
    return moment.astimezone(UTC)


class MomentIncomplete(CommsDeskError):
    """A moment lacks what makes it one: *field* of *moment*."""

    moment: MomentKind
    field: str


class NotYet(CommsDeskError):
    """A moment cannot be noted before it comes."""

    what = N_("Only what has happened is noted.")
    way_out = N_("Check the day and the hour.")


class EndedBefore(CommsDeskError):
    """It would have ended before *moment*, which only happens while somebody waits."""

    moment: MomentKind


class MomentStays(CommsDeskError):
    """That *moment* cannot be taken back: it came in, or it left by mail."""

    moment: MomentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds an inquiry: a *person* of the office, or a *body* outside it; neither: nobody."""

    person: PersonId | None = None
    body: str = ""

    def __bool__(self) -> bool:
        """Whether somebody does."""
        return self.person is not None or bool(self.body)


NOBODY = Holder()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMoment:
    """What somebody says that happened.

    Attributes:
        what: It.
        at: When it happened; None: as it is noted.
        how: By what way, where somebody was spoken to.
        who: With whom, or of whom, as people call them.
        holder: To whom it was handed.
        text: What was said; of an approval or an answer the text itself; of a forced approval,
            a refusal or a closing without answer the reason is *reason*.
        part: The number of the one question that it is about; None: all of it.
        letter: The letter by which it left.
        clip: The article that a correction was asked of, or came in, or that says that nobody
            answered.
    """

    what: MomentKind
    at: datetime | None = None
    how: Channel | None = None
    who: str = ""
    holder: Holder = NOBODY
    text: str = ""
    reason: str = ""
    part: int | None = None
    letter: LetterId | None = None
    resolution: Resolution | None = None
    attribution: Attribution | None = None
    cause: LateCause | None = None
    clip: ArticleId | None = None

    def __post_init__(self) -> None:
        """Refuse one that does not say what it has to; its hour is kept in UTC.

        Raises:
            MomentIncomplete: It lacks its text, its attribution, its resolution, its reason, its
                cause, its clip.
        """
        if self.at is not None:
            object.__setattr__(self, "at", in_utc(self.at))
        for field in _lacking(self):
            raise MomentIncomplete(self.what, field)


def _lacking(new: NewMoment) -> Iterable[str]:
    """Yield what *new* must say and does not."""
    is_by_answer = new.resolution in BY_ANSWER
    lacks = {
        "text": new.what in _WITH_TEXT and not new.text.strip(),
        "how": new.what in _WITH_HOW and new.how is None,
        "attribution": (new.what is MomentKind.ANSWERED) != (new.attribution is not None),
        "cause": (new.what is MomentKind.LATE) != (new.cause is not None),
        "resolution": (new.what is MomentKind.ANSWERED) != is_by_answer
        or (new.what is MomentKind.CLOSED) != (new.resolution is not None and not is_by_answer),
        "reason": new.resolution is Resolution.DECLINED and not new.reason.strip(),
        "clip": new.what is MomentKind.UNANSWERED_SAID and new.clip is None,
        "who": (new.resolution is Resolution.REFERRED or new.what is MomentKind.CORRECTION_ASKED)
        and not new.who.strip(),
    }
    return (field for field, is_lacking in lacks.items() if is_lacking)


_WITH_TEXT = frozenset(
    {
        MomentKind.ANSWERED,
        MomentKind.APPROVED,
        MomentKind.CONSULTED,
        MomentKind.CORRECTION_ASKED,
        MomentKind.CORRECTION_CAME,
    }
)
_WITH_HOW = frozenset({MomentKind.ANSWERED, MomentKind.ACKNOWLEDGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened; its fields are those of `NewMoment`, and *at* is known.

    Attributes:
        noted_at: When it was noted, and *by* whom; None: by the desk itself.
        taken_back_at: When it was taken back; None: it stands.
    """

    id: MomentId
    what: MomentKind
    at: datetime
    noted_at: datetime
    by: PersonId | None
    how: Channel | None
    who: str
    holder: Holder
    text: str
    reason: str
    part: int | None
    letter: LetterId | None
    resolution: Resolution | None
    attribution: Attribution | None
    cause: LateCause | None
    clip: ArticleId | None
    taken_back_at: datetime | None
    taken_back_by: PersonId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSpan:
    """Who held an open inquiry, from when, until when; *until* None: still."""

    holder: Holder
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where an inquiry stands, and how it came there.

    An answer to one of the questions alone does not end it.

    Attributes:
        received_at: The journalist's own moment.
        asked_at: That at which they came back after an answer; else *received_at*.
        acknowledged_at: When they were first told that it came.
        approved_at: When the answer as it stands was approved; None: it was not, was changed, or
            it was opened again since.
        answered_at: When the answer left; None: none did, or they came back since.
        ended_at: When it was answered or closed; None: it is open.
        answer: The moment at which it was answered.
        cause: Why it was late, as somebody said since *asked_at*.
        awaits_correction: Whether the outlet was asked for one, and nothing came of it yet.
        holder: Who has it now: to whom it was handed, or who did the first of the work.  Who
            approves what was handed to them gives it back.
        held: Who had it, in order, while it was open; the first is nobody.
    """

    status: Status
    received_at: datetime
    asked_at: datetime
    acknowledged_at: datetime | None
    approved_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    resolution: Resolution | None
    answer: MomentId | None
    cause: LateCause | None
    awaits_correction: bool
    holder: Holder
    held: tuple[HeldSpan, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return self.status in OPEN

    def due(self, *hours: datetime | None) -> datetime | None:
        """Return the first of the *hours* that are asked of it; None: none is.

        One that had passed when the journalist came back was that of what was asked before.
        """
        asked = (each for each in hours if each is not None)
        if self.asked_at > self.received_at:
            asked = (each for each in asked if each > self.asked_at)
        return min(asked, default=None)

    def is_to_explain(self, due: datetime | None) -> bool:
        """Whether somebody is to say why it was late, *due* being its hour; None: it had none."""
        if self.ended_at is None or self.cause is not None:
            return False
        return self.resolution is Resolution.MISSED or (due is not None and self.ended_at > due)

    def hours(self, now: datetime) -> dict[Holder, timedelta]:
        """Return how long each held it until *now*, or until it ended.

        Together they are how long it was open.
        """
        found: dict[Holder, timedelta] = {}
        for each in self.held:
            lasted = max(min(each.until or now, now) - each.since, timedelta())
            found[each.holder] = found.get(each.holder, timedelta()) + lasted
        return found


def course(moments: Iterable[Moment], answer: str) -> Course:
    """Return where an inquiry stands by its *moments*, and by the text of its *answer*.

    Those that were taken back count for nothing.  They are read in the order in which they
    happened, those of one instant in that in which they were noted; what is said to have been
    before it came, was as it came.
    """
    standing = _standing(moments)
    received = next((each.at for each in standing if each.what is MomentKind.RECEIVED), None)
    first = standing[0].at if received is None and standing else received
    if first is None:
        raise ValueError("an inquiry was received at some moment")
    so_far = _SoFar(asked_at=first, held=[HeldSpan(holder=NOBODY, since=first, until=None)])
    for each in standing:
        so_far.hear(each, max(each.at, first))
    return so_far.course(first, answer)


def after_the_end(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """Return those of *moments* that can only be of an open inquiry, and found it ended."""
    ended, found = False, []
    for each in _standing(moments):
        if ended and each.what in ONLY_OPEN:
            found.append(each)
        elif each.what in _ENDS and each.part is None:
            ended = True
        elif each.what in _OPENS:
            ended = False
    return tuple(found)


def _standing(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(
        (each for each in moments if each.taken_back_at is None),
        key=lambda each: (each.at, each.id),
    )


@dataclass(slots=True, kw_only=True)
class _SoFar:
    """What the moments that were read so far come to."""

    asked_at: datetime
    held: list[HeldSpan]
    handed_by: PersonId | None = None
    """Who gave it to its holder."""
    first_acknowledged_at: datetime | None = None
    is_acknowledged: bool = False
    is_consulting: bool = False
    approved: tuple[datetime, str] | None = None
    ended: Moment | None = None
    ended_at: datetime | None = None
    cause: LateCause | None = None
    awaits_correction: bool = False

    def hear(self, moment: Moment, at: datetime) -> None:
        """Read one more, that happened *at*."""
        is_of_all = moment.part is None
        if moment.what in WORK and self.ended is None and self.held[-1].holder == NOBODY:
            self._hand(moment.by, at, by=moment.by)
        match moment.what:
            case MomentKind.ACKNOWLEDGED:
                self.first_acknowledged_at = self.first_acknowledged_at or at
                self.is_acknowledged = True
            case MomentKind.APPROVED if is_of_all and self.ended is None:
                self.approved = at, moment.text
                is_theirs = moment.by is not None and self.held[-1].holder.person == moment.by
                if is_theirs and not moment.reason and self.handed_by != moment.by:
                    self._hand(self.handed_by, at, by=self.handed_by)
            case MomentKind.CONSULTED:
                self.is_consulting = True
            case MomentKind.HANDED if self.ended is None:
                self.is_consulting |= bool(moment.holder.body)
                if is_of_all:
                    self._let_go(at)
                    self.held.append(HeldSpan(holder=moment.holder, since=at, until=None))
                    self.handed_by = moment.by
            case MomentKind.LATE:
                self.cause = moment.cause
            case MomentKind.CORRECTION_ASKED | MomentKind.CORRECTION_CAME:
                self.awaits_correction = moment.what is MomentKind.CORRECTION_ASKED
            case MomentKind.ANSWERED | MomentKind.CLOSED if is_of_all and self.ended is None:
                self.ended, self.ended_at = moment, at
                self._let_go(at)
            case MomentKind.FOLLOWED_UP | MomentKind.REOPENED if self.ended is not None:
                self._open(at, is_asked_anew=moment.what is MomentKind.FOLLOWED_UP)
            case _:
                pass

    def _open(self, at: datetime, *, is_asked_anew: bool) -> None:
        """Open it again; what was approved was so for that once."""
        self.ended = self.ended_at = self.approved = None
        if is_asked_anew:
            self.asked_at, self.cause = at, None
            self.is_acknowledged = self.is_consulting = False
        self.held.append(HeldSpan(holder=self.held[-1].holder, since=at, until=None))

    def _hand(self, to: PersonId | None, at: datetime, *, by: PersonId | None) -> None:
        """Give it *to* a person from then on; the desk itself, None, takes nothing."""
        if to is not None:
            self._let_go(at)
            self.held.append(HeldSpan(holder=Holder(person=to), since=at, until=None))
            self.handed_by = by

    def _let_go(self, at: datetime) -> None:
        last = self.held[-1]
        self.held[-1] = HeldSpan(holder=last.holder, since=last.since, until=at)

    def course(self, received_at: datetime, answer: str) -> Course:
        """Return what that is, with the *answer* as it is written now."""
        ended, approved = self.ended, self.approved
        answered = ended if ended is not None and ended.what is MomentKind.ANSWERED else None
        approved_at = approved[0] if approved is not None and approved[1] == answer else None
        if ended is not None:
            status = Status.CLOSED if answered is None else Status.ANSWERED
        elif approved_at is not None:
            status = Status.APPROVED
        elif self.is_consulting:
            status = Status.CONSULTING
        else:
            status = Status.ACKNOWLEDGED if self.is_acknowledged else Status.RECEIVED
        return Course(
            status=status,
            received_at=received_at,
            asked_at=self.asked_at,
            acknowledged_at=self.first_acknowledged_at,
            approved_at=approved_at,
            answered_at=None if answered is None else self.ended_at,
            ended_at=self.ended_at,
            resolution=None if ended is None else ended.resolution,
            answer=None if answered is None else answered.id,
            cause=self.cause,
            awaits_correction=self.awaits_correction,
            holder=self.held[-1].holder,
            held=tuple(self.held),
        )
