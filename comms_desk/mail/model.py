"""Accounts, messages, letters and the exclusion list, as frozen values and their rules.

A letter is one message to one address.  It is SENDING before the server hears of it and
SENT after the server accepted it, which says nothing about whether it was read, or even
delivered.  Light: no SQLAlchemy here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import NewType

from comms_desk.changes import Ref
from comms_desk.errors import N_, CommsDeskError
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.door_kinds import kind_named
from comms_desk.mail.doors import Facts
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.pace import A_MINUTE, leaves_at
from comms_desk.mail.trouble import Trouble

AccountId = NewType("AccountId", int)
MessageId = NewType("MessageId", int)
LetterId = NewType("LetterId", int)
FreezeId = NewType("FreezeId", int)

CLAIM_LIMIT = 64
"""Letters that may be on the wire at once, over all lines of one account."""
LINES_LIMIT = 8
TOGETHER_LIMIT = 1_000
"""Readers of one message at once: as many are uncertain together when its end is."""
DEFAULT_LETTERS_A_MINUTE = 30
"""What Exchange Online lets one mailbox send."""

DEFERRED_AGAIN_AFTER = tuple(
    timedelta(minutes=minutes) for minutes in (5, 30, 2 * 60, 6 * 60, 12 * 60)
)
"""How long a letter waits after each "not now"; after the last it is refused."""
SECRET_BYTES = 16
"""Of a message: longer than the mark of a Message-ID, which was the secret itself once."""
ACCOUNT_RESTS_FOR = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long an account rests after each failure in a row; the last one for ever after."""


class LetterState(StrEnum):
    """What became of a letter; the values are stored."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    """Accepted by the server; never "delivered"."""
    HANDED_OVER = "handed_over"
    """Given to another program, Outlook, for a person to send there: it may have left."""
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    """It may have left, or not: only a person may send it again."""
    WITHHELD = "withheld"
    """Its address is on the exclusion list, or nobody that it is for is to be contacted."""
    CANCELLED = "cancelled"


NEVER_LEFT = (LetterState.WITHHELD, LetterState.REFUSED, LetterState.CANCELLED)
"""Where a letter has surely not left, and does not wait to."""
MAY_HAVE_LEFT = (
    LetterState.SENDING,
    LetterState.SENT,
    LetterState.HANDED_OVER,
    LetterState.UNCERTAIN,
)


class Decision(StrEnum):
    """What a person decides about a letter that is uncertain or refused."""

    SEND_AGAIN = "send again"
    LEAVE = "leave"


class Withheld(StrEnum):
    """Why a letter that is withheld would not leave now."""

    EXCLUDED = "excluded"
    """Its address is on the exclusion list."""
    BARRED = "barred"
    """Nobody that it is for is to be contacted."""


class ExclusionReason(StrEnum):
    """Why an address is on the exclusion list; the values are stored."""

    ASKED = "asked"
    BOUNCED = "bounced"
    OTHER = "other"


class NoAccount(CommsDeskError):
    """No sending account has been set up, so that nothing can leave."""

    what = N_("No sending account has been set up, so nothing can leave.")
    way_out = N_("Set one up on the Bulletins page.")


class AccountNameTaken(CommsDeskError):
    """Two accounts cannot have the same name."""

    what = N_("Another sending account is called “{name}”.")
    way_out = N_("Choose another name.")

    name: str


class AccountHasLetters(CommsDeskError):
    """Letters wait to leave by the account: taken out of use, it would cancel them."""

    name: str
    letters: int


class LettersLeaving(CommsDeskError):
    """Letters about a thing are on their way: put away, it would go on leaving unseen."""

    about: Ref
    letters: int


class AccountRetired(CommsDeskError):
    """The account that a message leaves by is out of use: another letter would wait for ever."""

    what = N_(
        "This message leaves by the sending account {name}, which is out of use:"
        " nothing was queued."
    )
    way_out = N_(
        "Forward it yourself to those who did not get it, or copy the bulletin and"
        " send the copy to everyone."
    )

    name: str


class AccountMisdescribed(CommsDeskError):
    """A fact about an account is none that it can have."""

    field: str
    expected: str


class NothingToDecide(CommsDeskError):
    """The letter is neither uncertain nor refused, or was decided already."""

    what = N_("There is nothing to decide about e-mail {letter}.")
    way_out = N_("Only an uncertain or refused e-mail needs a decision, and only once.")

    letter: int
    state: str


class LetterReplaced(NothingToDecide):
    """Another text has taken the place of a letter that was refused: it can only be left."""

    what = N_("E-mail {letter} has a text that was replaced since.")
    way_out = N_("Open the text and send it, as it is now, to whoever did not get it.")


class AlreadyFrozen(CommsDeskError):
    """Sending is frozen already, and why is said: it is not frozen twice."""

    reason: str
    at: datetime


class NotFrozen(CommsDeskError):
    """Nothing is frozen, or that which was named is not, or no longer."""

    what = N_("That is not frozen any more.")
    way_out = N_("Nothing to lift: what is due leaves.")


class FreezeUnexplained(CommsDeskError):
    """Who freezes all sending says why: whoever is stopped by it reads that."""

    what = N_("A freeze needs its reason.")
    way_out = N_("Write in one line why nothing is to leave.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A sending account to set up.

    *facts* are those that its *kind* of door asks for, never a secret; *lines* is how many
    letters may be on the wire at once; *recipients_a_day* is what may leave in any 24 hours:
    None is as the kind has it, 0 is no limit.  *recipients_a_message* is how many readers one
    message in blind copies may have: 0 is as the kind has it, 1 is one letter each.
    """

    name: str
    sender: Address
    facts: Facts
    kind: str = "smtp"
    letters_a_minute: int = DEFAULT_LETTERS_A_MINUTE
    recipients_a_day: int | None = None
    recipients_a_message: int = 0
    lines: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot work.

        Raises:
            AccountMisdescribed: The name is empty, or a number out of its range.
            DoorUnknown: The kind is none that this version knows.
            DoorMisdescribed: The facts are none of its.
        """
        if not self.name.strip():
            raise AccountMisdescribed("name", "a name")
        kind = kind_named(self.kind)
        if self.recipients_a_day is None:
            object.__setattr__(self, "recipients_a_day", kind.recipients_a_day)
        if not self.recipients_a_message:
            object.__setattr__(self, "recipients_a_message", kind.recipients_a_message)
        check_numbers(
            letters_a_minute=self.letters_a_minute,
            lines=self.lines,
            recipients_a_day=self.recipients_a_day or None,
            recipients_a_message=self.recipients_a_message,
        )
        object.__setattr__(self, "facts", kind.check(self.facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A sending account; *key* names its secret, *trouble* says why it rests, if it does."""

    id: AccountId
    name: str
    sender: Address
    facts: Facts
    kind: str
    letters_a_minute: int
    recipients_a_day: int | None
    recipients_a_message: int
    lines: int
    key: str
    resting_until: datetime | None
    trouble: Trouble | None
    retired_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it is stored, once and for ever; *about* is what it speaks of."""

    id: MessageId
    account: AccountId
    content: NewMessage
    about: Ref | None
    secret: str
    created_by: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom, and what each piece of the message says to them.

    *persons* are those of the desk that the letter is for: at the address of a newsroom there may
    be several, at that of an employee there is none.
    """

    to: Address
    values: Mapping[str, str] = field(default_factory=dict)
    persons: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """What became of a list of recipients when it was queued.

    *already* counts the addresses that had this message before, or stood twice in the list.
    """

    letters: tuple[LetterId, ...]
    withheld: int
    already: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """How many letters a cancellation cancelled, and how many it found on the wire.

    Those on the wire go on; each is cancelled should it come back to wait.
    """

    cancelled: int
    on_the_wire: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageStanding:
    """Where the letters of a message stand, and which of them are still to leave."""

    counts: Mapping[LetterState, int]
    queued: frozenset[LetterId]
    on_the_wire: frozenset[LetterId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message to one address, and where it stands.

    *decided_at* is when a person last decided about it: of a letter that is uncertain or
    refused, to leave it; of one on the wire, to cancel it should it come back to wait.
    *bounced* is HARD or SOFT where a report came back that it did not arrive, *bounce_said* what
    the server said then; that is no state: the letter left.  *lead_s* is how long before its
    embargo lifts it may leave.  *withheld* is why it is withheld as things stand; None of any
    other, and where nothing holds it by now.  *is_replaced* of one that was refused, and whose
    text another has replaced since: its reader has neither.  Those that have one letter as
    *left_with* left together.
    """

    id: LetterId
    message: MessageId
    account: AccountId
    to: Address
    subject: str
    state: LetterState
    due_at: datetime
    embargo: Ref | None
    attempts: int
    queued_at: datetime
    sent_at: datetime | None
    receipt: str
    trouble: Trouble | None
    decided_at: datetime | None
    bounced: Nature | None = None
    bounce_said: str = ""
    lead_s: int | None = None
    withheld: Withheld | None = None
    is_replaced: bool = False
    left_with: LetterId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A letter that this worker, and no other, may hand to the server now, once.

    Those that have one letter as *left_with* leave together; None leaves alone.
    """

    letter: LetterId
    message: MessageId
    to: Address
    values: Mapping[str, str]
    attempt: int
    left_with: LetterId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """An address to which nothing is sent."""

    address: str
    because: ExclusionReason
    note: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """A person, or a newsroom, who is not to be contacted, whatever their address."""

    ref: Ref
    note: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """What leaves although all sending is frozen: somebody let it go."""

    about: Ref
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What a freeze holds back: a thing, and how many of its letters wait."""

    about: Ref
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """All sending is stopped, but of what is about nothing and of what was let go.

    *held* is what waits now, the thing of most letters first.
    """

    id: FreezeId
    reason: str
    by: int | None
    at: datetime
    let_go: tuple[LetGo, ...]
    held: tuple[Frozen, ...]

    @property
    def letters(self) -> int:
        """How many letters wait under it."""
        return sum(each.letters for each in self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """Letters that are due and wait because their account has written to all it may that day."""

    account: Account
    letters: int
    goes_on_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingForWords:
    """Letters of a message that wait since *words* of it are in a text that is under embargo.

    *ref* and *title* are that text's, *there* is its sentence, *words* stand in the message, and
    *until* is when they lift.
    """

    message: MessageId
    subject: str
    about: Ref
    letters: int
    ref: Ref
    title: str
    words: tuple[str, ...]
    there: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPlan:
    """When letters would leave, said before they are queued."""

    count: int
    ahead: int
    letters_a_minute: int
    recipients_a_day: int | None
    first_leaves_at: datetime
    last_leaves_at: datetime


def urgency(purpose: Purpose) -> int:
    """Return the place of a letter in the queue: a release never waits behind a bulletin."""
    return 1 if purpose is Purpose.BULLETIN else 0


def plan(
    count: int,
    *,
    ahead: int,
    letters_a_minute: int,
    start: datetime,
    used: int,
    recipients_a_day: int | None = None,
    recipients_a_message: int = 1,
    left: Sequence[datetime] = (),
    takes_each: timedelta = timedelta(),
) -> SendingPlan:
    """Return when *count* letters leave after *ahead* others, as fast as account and server let.

    Args:
        count: How many are to leave; at least one is counted.
        ahead: How many leave before them.
        letters_a_minute: How many the account sends a minute.
        start: When sending may begin.
        used: How many of the first minute's letters have left already.
        recipients_a_day: How many may leave in any 24 hours; None: as many as there are.
        recipients_a_message: How many of them leave together; where the day's limit holds some
            back, the last leaves then at the latest.
        left: When those left that left in the 24 hours before *start*, the first first.
        takes_each: How long each departure was seen to take; where that is slower than the
            account's pace, the hours and the pace that is said follow it.
    """
    is_within_a_day = recipients_a_day is None or len(left) + ahead + count <= recipients_a_day
    departures = ceil(max(count, 1) / (recipients_a_message if is_within_a_day else 1))
    first, last = (
        max(
            start + takes_each * place,
            leaves_at(
                place,
                letters_a_minute=letters_a_minute,
                start=start,
                used=used,
                recipients_a_day=recipients_a_day,
                left=left,
            ),
        )
        for place in (ahead, ahead + departures - 1)
    )
    if takes_each * letters_a_minute > A_MINUTE:
        letters_a_minute = max(A_MINUTE // takes_each, 1)
    return SendingPlan(
        count=count,
        ahead=ahead,
        letters_a_minute=letters_a_minute,
        recipients_a_day=recipients_a_day,
        first_leaves_at=first,
        last_leaves_at=last,
    )


def check_numbers(
    *,
    letters_a_minute: int,
    lines: int,
    recipients_a_day: int | None = None,
    recipients_a_message: int = 1,
) -> None:
    """Refuse numbers that an account cannot have.

    Raises:
        AccountMisdescribed: One is out of its range.
    """
    highest = 100_000
    if not 1 <= letters_a_minute <= highest:
        raise AccountMisdescribed("letters_a_minute", f"1–{highest}")
    if recipients_a_day is not None and not 1 <= recipients_a_day <= highest * 100:
        raise AccountMisdescribed("recipients_a_day", f"1–{highest * 100}")
    if not 1 <= recipients_a_message <= TOGETHER_LIMIT:
        raise AccountMisdescribed("recipients_a_message", f"1–{TOGETHER_LIMIT}")
    if not 1 <= lines <= LINES_LIMIT:
        raise AccountMisdescribed("lines", f"1–{LINES_LIMIT}")
