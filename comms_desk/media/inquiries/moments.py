"""What happened to an inquiry, moment by moment, and where it stands by that.

Nobody types where an inquiry stands: it follows from what happened, and from the text of the
answer.  A moment is never changed nor removed; one that was noted wrongly is taken back, which
says who did and when, and can be put back.  What left is the text of the moment at which it did.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from comms_desk.errors import CommsDeskError
from comms_desk.mail.model import LetterId
from comms_desk.planning.people.model import PersonId

MomentId = NewType("MomentId", int)


class What(StrEnum):
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
    LATE = "late"
    """Why it was late, from a closed list."""
    CLOSED = "closed"
    """Without an answer of ours: referred, withdrawn, declined, missed."""
    REOPENED = "reopened"


class How(StrEnum):
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


class MomentIncomplete(CommsDeskError):
    """A moment lacks what makes it one: *field* of *what*."""

    what: What
    field: str


class MomentStays(CommsDeskError):
    """That moment cannot be taken back: it came in, or it left by mail."""

    what: What


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
    """

    what: What
    at: datetime | None = None
    how: How | None = None
    who: str = ""
    holder: Holder = NOBODY
    text: str = ""
    reason: str = ""
    part: int | None = None
    letter: LetterId | None = None
    resolution: Resolution | None = None
    attribution: Attribution | None = None
    cause: LateCause | None = None

    def __post_init__(self) -> None:
        """Refuse one that does not say what it has to.

        Raises:
            MomentIncomplete: It lacks its text, its attribution, its resolution, its reason, its
                cause.
        """
        for field in _lacking(self):
            raise MomentIncomplete(self.what, field)


def _lacking(new: NewMoment) -> Iterable[str]:
    """Yield what *new* must say and does not."""
    is_by_answer = new.resolution in BY_ANSWER
    lacks = {
        "text": new.what in _WITH_TEXT and not new.text.strip(),
        "how": new.what in _WITH_HOW and new.how is None,
        "attribution": (new.what is What.ANSWERED) != (new.attribution is not None),
        "cause": (new.what is What.LATE) != (new.cause is not None),
        "resolution": (new.what is What.ANSWERED) != is_by_answer
        or (new.what is What.CLOSED) != (new.resolution is not None and not is_by_answer),
        "reason": new.resolution is Resolution.DECLINED and not new.reason.strip(),
        "who": new.resolution is Resolution.REFERRED and not new.who.strip(),
    }
    return (field for field, is_lacking in lacks.items() if is_lacking)


_WITH_TEXT = frozenset(
    {What.ANSWERED, What.APPROVED, What.CONSULTED, What.CORRECTION_ASKED, What.CORRECTION_CAME}
)
_WITH_HOW = frozenset({What.ANSWERED, What.ACKNOWLEDGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened; its fields are those of `NewMoment`, of which *at* is known.

    Attributes:
        noted_at: When it was noted, and *by* whom; None: by the desk itself.
        taken_back_at: When it was taken back; None: it stands.
    """

    id: MomentId
    what: What
    at: datetime
    noted_at: datetime
    by: PersonId | None
    how: How | None
    who: str
    holder: Holder
    text: str
    reason: str
    part: int | None
    letter: LetterId | None
    resolution: Resolution | None
    attribution: Attribution | None
    cause: LateCause | None
    taken_back_at: datetime | None
    taken_back_by: PersonId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Who held an open inquiry, from when, until when; *until* None: still."""

    holder: Holder
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Where an inquiry stands, and how it came there.

    Attributes:
        received_at: The journalist's own moment.
        acknowledged_at: When they were first told that it came.
        approved_at: When the answer as it stands was approved; None: it was not, or was changed.
        answered_at: When the last answer left; None: none did, or they came back since.
        ended_at: When it was answered or closed; None: it is open.
        holder: Who has it now.
        held: Who had it, in order, while it was open; the first is nobody.
    """

    status: Status
    received_at: datetime
    acknowledged_at: datetime | None
    approved_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    resolution: Resolution | None
    holder: Holder
    held: tuple[Held, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return self.status in OPEN

    def hours(self, now: datetime) -> dict[Holder, timedelta]:
        """Return how long each held it until *now*, or until it ended."""
        found: dict[Holder, timedelta] = {}
        for each in self.held:
            lasted = max((each.until or now) - each.since, timedelta())
            found[each.holder] = found.get(each.holder, timedelta()) + lasted
        return found


def course(moments: Sequence[Moment], answer: str) -> Course:
    """Return where an inquiry stands by its *moments*, and by the text of its *answer*.

    Those that were taken back count for nothing.  They are read in the order in which they
    happened, those of one instant in that in which they were noted.
    """
    standing = sorted(
        (each for each in moments if each.taken_back_at is None),
        key=lambda each: (each.at, each.id),
    )
    received = next((each.at for each in standing if each.what is What.RECEIVED), None)
    first = standing[0].at if received is None and standing else received
    if first is None:
        raise ValueError("an inquiry was received at some moment")
    acknowledged: datetime | None = None
    approved: tuple[datetime, str] | None = None
    ended: Moment | None = None
    consulted = False
    held = [Held(holder=NOBODY, since=first, until=None)]
    for each in standing:
        match each.what:
            case What.ACKNOWLEDGED:
                acknowledged = acknowledged or each.at
            case What.APPROVED:
                approved = each.at, each.text
            case What.CONSULTED:
                consulted = True
            case What.HANDED if each.part is None and ended is None:
                consulted = consulted or bool(each.holder.body)
                _let_go(held, each.at)
                held.append(Held(holder=each.holder, since=each.at, until=None))
            case What.ANSWERED | What.CLOSED:
                ended = each
                _let_go(held, each.at)
            case What.FOLLOWED_UP | What.REOPENED if ended is not None:
                ended = None
                held.append(Held(holder=held[-1].holder, since=each.at, until=None))
            case _:
                pass
    answered = ended if ended is not None and ended.what is What.ANSWERED else None
    approved_at = approved[0] if approved is not None and approved[1] == answer else None
    if ended is not None:
        status = Status.CLOSED if answered is None else Status.ANSWERED
    elif approved_at is not None:
        status = Status.APPROVED
    elif consulted:
        status = Status.CONSULTING
    else:
        status = Status.RECEIVED if acknowledged is None else Status.ACKNOWLEDGED
    return Course(
        status=status,
        received_at=first,
        acknowledged_at=acknowledged,
        approved_at=approved_at,
        answered_at=None if answered is None else answered.at,
        ended_at=None if ended is None else ended.at,
        resolution=None if ended is None else ended.resolution,
        holder=held[-1].holder,
        held=tuple(held),
    )


def _let_go(held: list[Held], at: datetime) -> None:
    """End what the last of *held* has, unless it has ended."""
    last = held[-1]
    if last.until is None:
        held[-1] = Held(holder=last.holder, since=last.since, until=at)
