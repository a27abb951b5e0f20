"""The worker's side of the outbox: letters claimed one by one, and what became of each.

A claim is committed durably, SENDING and fenced by the lease's token, before the server
hears of the letter; its outcome is committed after.  What a dead worker left SENDING is
UNCERTAIN, and no program sends it again.  No more is claimed than goes on the wire at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    update,
)

from comms_desk.changes import Change, Ref, Subject
from comms_desk.embargo import within as embargoes
from comms_desk.embargo.model import Embargo
from comms_desk.errors import CommsDeskError
from comms_desk.jobs import within as jobs
from comms_desk.mail import blind_copies, freezes, held_words, letter_outcomes, store, within
from comms_desk.mail.door_kinds import OUTLOOK_KIND
from comms_desk.mail.doors import Receipt
from comms_desk.mail.errors import (
    WITHHOLDING,
    Deferred,
    LetterRefused,
    LineBroken,
    OutcomeUnknown,
    Overtaken,
    Stage,
)
from comms_desk.mail.model import (
    ACCOUNT_RESTS_FOR,
    CLAIM_LIMIT,
    DEFERRED_AGAIN_AFTER,
    Account,
    AccountId,
    Claim,
    HeldBack,
    LetterId,
    LetterState,
    Message,
    MessageId,
)
from comms_desk.mail.pace import A_DAY, A_MINUTE
from comms_desk.mail.store import LetterRow
from comms_desk.mail.trouble import Trouble, Unexplained, WorkerStopped
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.errors import STORAGE_FAILURES, NotFound

Outcome = Receipt | CommsDeskError

CLAIMS_LOOKED_AT = 100
ONE_AFTER_THE_OTHER = timedelta(seconds=2)
"""What is claimed so soon after the letters before it left was waiting for them."""
ENOUGH_TO_SAY = 10
"""Departures one after the other from which it is said how long each takes."""

_LEAVE_TO_A_PERSON = (
    update(LetterRow)
    .where(LetterRow.state == LetterState.SENDING)
    .values(
        state=LetterState.UNCERTAIN,
        trouble=store.stored_trouble(Trouble.of(WorkerStopped())),
        decided_at=case((letter_outcomes.is_closed(), LetterRow.decided_at)),
        decided_by=case((letter_outcomes.is_closed(), LetterRow.decided_by)),
    )
    .returning(LetterRow.id)
    .execution_options(synchronize_session="fetch")
)
"""Made once: each claim asks, and to put such a statement together takes longer than to run it."""
_WITH_ACCOUNT = (
    select(LetterRow, store.AccountRow)
    .join(store.AccountRow, store.AccountRow.id == LetterRow.account_id)
    .where(LetterRow.id.in_(bindparam("letters", expanding=True)))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A letter that was claimed for an account, and what became of it."""

    account: AccountId
    claim: Claim
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An account with letters that are due, and how many."""

    account: Account
    due: int


class Departures:
    """Claims letters for a worker that has the lease, and records what became of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_over(self, token: int, *, account: AccountId | None = None) -> int:
        """Make uncertain what was left on the wire; how many letters.

        By an earlier worker, or by this one, which must have no letter in hand: a claim or
        an outcome whose commit failed is then on the list of what a person decides.

        Args:
            token: That of this worker's lease.
            account: Only letters of this account, none of them in hand; None: all.

        Raises:
            LeaseLost: This worker is itself an earlier one.
        """
        with self._database.transaction(durable=True) as transaction:
            jobs.check(transaction, token)
            those = () if account is None else (LetterRow.account_id == account,)
            return _make_uncertain(transaction, *those)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the accounts that have letters to send now and are not resting."""
        with self._database.snapshot() as snapshot:
            found = []
            for row in store.accounts(snapshot):
                if row.kind == OUTLOOK_KIND.name or rests_until(row, snapshot.now):
                    continue
                due = _due(snapshot, row)
                if due and not _day_is_full(snapshot, row):
                    found.append(Waiting(account=store.account(row), due=due))
            return tuple(found)

    def claim(self, token: int, account: AccountId, *, most: int) -> tuple[Claim, ...]:
        """Claim letters of *account* for up to *most* departures; they are SENDING then.

        Those of a message in blind copies depart together, each reader with their letter.  Whom
        nothing is sent to, the embargoes and the freeze are asked here, whatever was true when
        the letters were queued; so are the account's letters a minute and recipients a day.

        Raises:
            LeaseLost: Another worker has taken over.
        """
        with self._database.transaction(durable=True) as transaction:
            jobs.check(transaction, token)
            _make_uncertain(transaction, LetterRow.claim_token != token)
            row = transaction.session.get(store.AccountRow, account)
            if row is None or row.retired_at is not None or row.kind == OUTLOOK_KIND.name:
                return ()
            if rests_until(row, transaction.now):
                return ()
            most = min(most, CLAIM_LIMIT)
            if row.letters_a_minute - used(transaction, account) < most:
                most = min(most, row.letters_a_minute - departed(transaction, account))
            readers = row.recipients_a_day
            if readers is not None:
                readers -= used(transaction, account, within=A_DAY)
                most = min(most, readers)
            if most <= 0:
                return ()
            waiting = may_leave(transaction, account)
            groups = list(
                blind_copies.next_to_leave(transaction, row, waiting, most=most, readers=readers)
            )
            letters = [letter for some in groups for letter in some]
            leaving = {letter.id for letter in not_withheld(transaction, letters)}
            claims = tuple(
                _claim(transaction, letter, token, some)
                for some in groups
                for letter in some
                if letter.id in leaving
            )
            if letters:
                transaction.announce(Change.of(Subject.LETTER, [each.id for each in letters]))
            return claims

    def message(self, message: MessageId) -> Message:
        """Return a message with all that it carries.

        Raises:
            NotFound: There is none.
        """
        with self._database.snapshot() as snapshot:
            row = snapshot.session.get(store.MessageRow, message)
            if row is None:
                raise NotFound(Ref(Subject.MESSAGE, message))
            return store.message(snapshot, row)

    def settle(self, account: AccountId, claim: Claim, outcome: Outcome) -> LetterState:
        """Record what became of one claimed letter; see `settle_all`."""
        return self.settle_all([Ended(account=account, claim=claim, outcome=outcome)])[0]

    def settle_all(self, ended: Sequence[Ended]) -> tuple[LetterState, ...]:
        """Record what became of claimed letters, all or none; where each stands now.

        A worker that lost its lease may still say what it knows: the letter is then
        UNCERTAIN, or was decided by a person, and knowledge goes before doubt.  A failure of
        our own storage as an *outcome* says that the letter was not even tried.

        Raises:
            StorageBusy: Another process held the lock too long; it must be tried again.
        """
        with self._database.transaction(durable=True) as transaction:
            letters = [each.claim.letter for each in ended]
            rows = transaction.session.execute(_WITH_ACCOUNT, {"letters": letters})
            found = {row.id: (row, account_row) for row, account_row in rows}
            for each in ended:
                row, account_row = found.get(each.claim.letter, (None, None))
                if row is None or account_row is None or account_row.id != each.account:
                    raise NotFound(Ref(Subject.LETTER, each.claim.letter))
                if row.attempts == each.claim.attempt:
                    _settle(transaction, row, each.outcome)
                    if row.state == LetterState.QUEUED and account_row.retired_at is not None:
                        # It would wait for ever: the others were cancelled as the account went.
                        row.state = LetterState.CANCELLED
                _mind_account(transaction, account_row, each.outcome)
            transaction.announce(Change.of(Subject.LETTER, letters))
            return tuple(found[letter][0].state for letter in letters)

    def rest(self, account: AccountId, error: CommsDeskError) -> datetime:
        """Let an account rest after *error*, longer each time; until when."""
        with self._database.transaction() as transaction:
            row = transaction.session.get(store.AccountRow, account)
            if row is None:
                raise NotFound(Ref(Subject.ACCOUNT, account))
            return _rest(transaction, row, error)


def used(snapshot: Snapshot, account: AccountId, *, within: timedelta = A_MINUTE) -> int:
    """Return how many letters *account* began to send *within* the last minute, or day.

    What bears a time to come was sent before the clock was set back: it stops nobody.
    """
    asked = select(func.count()).where(*_began(snapshot, account, within))
    return snapshot.session.scalar(asked) or 0


def departed(snapshot: Snapshot, account: AccountId) -> int:
    """Return how often *account* began to send in the last minute: letters together count once."""
    return blind_copies.departures(snapshot, *_began(snapshot, account, A_MINUTE))


def takes_each(snapshot: Snapshot, account: AccountId) -> timedelta:
    """Return how long a departure of *account* took of late, where others waited for it.

    So a server that is slow, or a network, is known by what left, whatever pace the account may
    have; nothing where too few left one after the other to say.
    """
    departures = func.count(blind_copies.departure().distinct())
    asked = (
        select(LetterRow.claimed_at, func.max(LetterRow.sent_at), departures)
        .where(*_began(snapshot, account, A_DAY), LetterRow.state == LetterState.SENT)
        .group_by(LetterRow.claimed_at)
        .order_by(LetterRow.claimed_at.desc())
        .limit(CLAIMS_LOOKED_AT)
    )
    left, spent = 0, timedelta()
    rows = snapshot.session.execute(asked)
    claims = [(began, ended, count) for began, ended, count in rows if began and ended]
    for (following, _ended, _count), (began, ended, count) in pairwise(claims):
        if following - ended <= ONE_AFTER_THE_OTHER:
            left, spent = left + count, spent + (following - began)
    return spent / left if left >= ENOUGH_TO_SAY else timedelta()


def left_before(snapshot: Snapshot, row: store.AccountRow, more: int) -> Sequence[datetime]:
    """Return when what left in 24 hours did, where *more* letters would meet the day's limit."""
    account = AccountId(row.id)
    limit = row.recipients_a_day
    if limit is None or used(snapshot, account, within=A_DAY) + more < limit:
        return ()
    return _left_today(snapshot, account)


def _left_today(snapshot: Snapshot, account: AccountId) -> tuple[datetime, ...]:
    asked = select(LetterRow.claimed_at).where(*_began(snapshot, account, A_DAY))
    found = snapshot.session.scalars(asked.order_by(LetterRow.claimed_at))
    return tuple(each for each in found if each is not None)


def held_back(snapshot: Snapshot) -> tuple[HeldBack, ...]:
    """Return what waits only because its account has written to all that it may in 24 hours."""
    found = []
    for row in store.accounts(snapshot):
        if row.recipients_a_day is None or not _day_is_full(snapshot, row):
            continue
        if due := _due(snapshot, row):
            left = _left_today(snapshot, AccountId(row.id))
            goes_on_at = left[len(left) - row.recipients_a_day] + A_DAY
            account = store.account(row)
            found.append(HeldBack(account=account, letters=due, goes_on_at=goes_on_at))
    return tuple(found)


def _due(snapshot: Snapshot, row: store.AccountRow) -> int:
    asked = select(func.count()).where(*may_leave(snapshot, row.id))
    return snapshot.session.scalar(asked) or 0


def _day_is_full(snapshot: Snapshot, row: store.AccountRow) -> bool:
    if row.recipients_a_day is None:
        return False
    return used(snapshot, AccountId(row.id), within=A_DAY) >= row.recipients_a_day


def _began(snapshot: Snapshot, account: int, within: timedelta) -> list[ColumnElement[bool]]:
    return [
        LetterRow.account_id == account,
        LetterRow.claimed_at > snapshot.now - within,
        LetterRow.claimed_at <= snapshot.now,
    ]


def rests_until(row: store.AccountRow, now: datetime) -> datetime | None:
    """Return until when an account rests; None when it does not.

    One that would rest for longer than any does met a clock that has been set back.
    """
    until = row.resting_until
    return until if until is not None and now < until <= now + ACCOUNT_RESTS_FOR[-1] else None


def is_the_accounts(error: CommsDeskError) -> bool:
    """Whether *error* is the account's and not the letter's, which then waits untouched.

    A server that turns our sender down turns every letter down; but 552 there is about the
    size that we announced, and so about the letter.  Exchange says only at the end of a letter
    that the account may not be that sender, or has written to all that it may that day.
    """
    too_large = 552
    match error:
        case LineBroken() | Deferred(stage=Stage.SENDER):
            return True
        case LetterRefused() if error.of_account:
            return True
        case LetterRefused(stage=Stage.SENDER, code=code):
            return code != too_large
        case _:
            return False


def may_leave(
    snapshot: Snapshot, account: int, *, put_off_until: datetime | None = None
) -> list[ColumnElement[bool]]:
    """Return the conditions on a letter of *account* that may leave now.

    With *put_off_until*, also on one whose server asked to come back, no later than that.
    """
    due = _is_due(snapshot.now)
    if put_off_until is not None:
        due = or_(due, and_(LetterRow.deferrals > 0, LetterRow.due_at <= put_off_until))
    waiting = [LetterRow.account_id == account, LetterRow.state == LetterState.QUEUED, due]
    # Few locks hold at any time: to look for those of all letters that wait, at each claim,
    # took longer the more of them there were.
    held = {str(each.ref): each for each in embargoes.holding(snapshot)}
    if held:
        before, before_below = [], []
        for lock, embargo in held.items():
            later = [each for each, other in held.items() if other.until > embargo.until]
            as_late = [each for each, other in held.items() if other.until >= embargo.until]
            # What ends last is what the words say.
            signed = _is_signed(snapshot, embargo)
            says_so = not_(_says_another_end(embargo.until))
            has_later = LetterRow.message_id.in_(_with_below(later)) if later else false()
            before.append(and_(LetterRow.embargo == lock, signed, or_(says_so, has_later)))
            covered = LetterRow.embargo.in_(as_late)
            has_it = LetterRow.message_id.in_(_with_below([lock]))
            before_below.append(and_(has_it, or_(covered, and_(signed, says_so))))
        waiting.append(or_(LetterRow.embargo.is_(None), LetterRow.embargo.not_in(held), *before))
        waiting.append(or_(LetterRow.message_id.not_in(_with_below(held)), *before_below))
        for message, locks in held_words.held(snapshot, *waiting):
            signed_by_all = and_(*(_is_signed(snapshot, each) for each in locks))
            waiting.append(or_(LetterRow.message_id != message, signed_by_all))
    if freezes.holds(snapshot):
        waiting.append(not_(freezes.stops(LetterRow.message_id)))
    return waiting


def _is_signed(snapshot: Snapshot, embargo: Embargo) -> ColumnElement[bool]:
    """Return the condition that a letter is due before *embargo* ends, to one who signed that."""
    signed = [each.recipient for each in embargo.exceptions]
    if not signed:
        return false()
    left_s = ceil((embargo.until - snapshot.now).total_seconds())
    is_due = or_(LetterRow.lead_s.is_(None), LetterRow.lead_s >= left_s)
    return and_(LetterRow.address_key.in_(signed), is_due)


def _with_below(refs: Iterable[str]) -> Select[int]:
    """Return the messages that have the words of one of *refs* below their own."""
    return select(store.MessageRow.id).where(store.MessageRow.below.in_(list(refs)))


def _says_another_end(until: datetime) -> ColumnElement[bool]:
    """Return the condition that a letter's words say another end of its embargo than *until*."""
    said = store.MessageRow.embargoed_until
    return exists().where(
        store.MessageRow.id == LetterRow.message_id, said.is_not(None), said != until
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition on a letter whose moment has come.

    One that was to leave at once, by a clock that was ahead and has been set right since,
    does not wait for that moment.
    """
    return or_(
        LetterRow.due_at <= now,
        and_(LetterRow.due_at == LetterRow.queued_at, LetterRow.queued_at > now),
        and_(LetterRow.due_at == LetterRow.decided_at, LetterRow.decided_at > now),
    )


def not_withheld(transaction: Transaction, letters: Sequence[LetterRow]) -> list[LetterRow]:
    """Withhold those of *letters* that nothing is sent to any more; return the others."""
    withheld = store.withheld(transaction, [letter.id for letter in letters])
    for letter in letters:
        if letter.id in withheld:
            letter.state = LetterState.WITHHELD
    return [letter for letter in letters if letter.id not in withheld]


def undecided_with(snapshot: Snapshot, row: LetterRow) -> Sequence[LetterRow]:
    """Return the letters that left together with that of *row*, and stand as it does, undecided."""
    asked = select(LetterRow).where(
        LetterRow.message_id == row.message_id,
        LetterRow.left_with == row.left_with,
        LetterRow.claimed_at == row.claimed_at,
        LetterRow.state == row.state,
        LetterRow.decided_at.is_(None),
    )
    return snapshot.session.scalars(asked.order_by(LetterRow.id)).all()


def _claim(
    transaction: Transaction, letter: LetterRow, token: int, group: Sequence[LetterRow]
) -> Claim:
    letter.state = LetterState.SENDING
    letter.claimed_at = transaction.now
    letter.claim_token = token
    letter.left_with = group[0].id if len(group) > 1 else None
    letter.attempts += 1
    # What is decided from here on is to cancel it, should it come back to wait.
    letter.decided_by = letter.decided_at = None
    return claim_of(letter)


def claim_of(letter: LetterRow) -> Claim:
    """Return the claim of a letter that was just claimed."""
    return Claim(
        letter=LetterId(letter.id),
        message=MessageId(letter.message_id),
        to=store.address_of(letter),
        values=dict(letter.pieces),
        attempt=letter.attempts,
        left_with=None if letter.left_with is None else LetterId(letter.left_with),
    )


def _make_uncertain(transaction: Transaction, *which: ColumnElement[bool]) -> int:
    """Make uncertain every letter on the wire, or *which* of them; how many."""
    lost = transaction.session.scalars(_LEAVE_TO_A_PERSON.where(*which)).all()
    if lost:
        transaction.announce(Change.of(Subject.LETTER, lost))
    return len(lost)


def _settle(transaction: Transaction, row: LetterRow, outcome: Outcome) -> None:
    on_the_wire = row.state == LetterState.SENDING
    if isinstance(outcome, Receipt):
        # Even when a person has queued or cancelled it meanwhile: it has left.
        row.state, row.sent_at = LetterState.SENT, transaction.now
        row.receipt, row.trouble = f"{outcome.code} {outcome.text}".strip(), None
        row.envelope_named = outcome.is_named
        return
    if not (on_the_wire or row.state == LetterState.UNCERTAIN) or _is_decided(row):
        return
    state = _after(row, outcome)
    waits = state is LetterState.QUEUED
    if waits and not on_the_wire and within.was_cancelled(transaction, MessageId(row.message_id)):
        return  # Before or after a person sent it again?  Nobody knows: it stays uncertain.
    ours = isinstance(outcome, STORAGE_FAILURES)
    row.trouble = None if ours else store.stored_trouble(Trouble.of(outcome))
    if waits and row.decided_at is not None:
        row.state = LetterState.CANCELLED  # The decision on the wire was to cancel it.
        return
    if row.decided_at is None or waits or not _is_closed(transaction, row):
        row.decided_by = row.decided_at = None
    row.state = state
    told = isinstance(outcome, Overtaken) and outcome.why in WITHHOLDING
    if waits and (told or store.withheld(transaction, [row.id])):
        # As the others that waited when that was said, though it be taken back since.
        row.state = LetterState.WITHHELD
        return
    if waits and isinstance(outcome, Deferred) and not is_the_accounts(outcome):
        row.due_at = transaction.now + DEFERRED_AGAIN_AFTER[row.deferrals]
        row.deferrals += 1
    if waits and isinstance(outcome, Overtaken) and row.attempts > 1:
        # What it has met may last, and its account's pace counts each letter once a minute.
        row.due_at = transaction.now + A_MINUTE


def _after(row: LetterRow, outcome: CommsDeskError) -> LetterState:
    """Return where *outcome* leaves a letter that nobody has cancelled."""
    match outcome:
        case OutcomeUnknown() | Unexplained():
            return LetterState.UNCERTAIN
        case _ if isinstance(outcome, STORAGE_FAILURES) or is_the_accounts(outcome):
            # Ours failed while the letter was made: no byte of it has left.
            return LetterState.QUEUED
        case Overtaken():
            return LetterState.QUEUED
        case Deferred() if row.deferrals < len(DEFERRED_AGAIN_AFTER):
            return LetterState.QUEUED
        case _:
            return LetterState.REFUSED


def _is_decided(row: LetterRow) -> bool:
    """Whether a person has said to leave a doubtful letter: news of a failure is too late."""
    return row.state == LetterState.UNCERTAIN and row.decided_at is not None


def _is_closed(snapshot: Snapshot, row: LetterRow) -> bool:
    """Whether another text took the place of a letter while it was on the wire."""
    return bool(
        snapshot.session.scalar(select(letter_outcomes.is_closed()).where(LetterRow.id == row.id))
    )


def _mind_account(transaction: Transaction, row: store.AccountRow, outcome: Outcome) -> None:
    """Let the account rest when it is the account that fails; forget it when all is well."""
    if isinstance(outcome, Receipt):
        if row.rests:
            row.rests, row.resting_until, row.trouble = 0, None, None
            transaction.announce(Change.of(Subject.ACCOUNT, [row.id]))
    elif is_the_accounts(outcome) or (isinstance(outcome, LetterRefused) and outcome.by_policy):
        _rest(transaction, row, outcome)


def _rest(transaction: Transaction, row: store.AccountRow, error: CommsDeskError) -> datetime:
    """Let the account of *row* rest; what its other lines met before that is no failure more."""
    rests = rests_until(row, transaction.now)
    if rests is not None:
        return rests
    rests_for = ACCOUNT_RESTS_FOR[min(row.rests, len(ACCOUNT_RESTS_FOR) - 1)]
    until = transaction.now + rests_for
    row.rests += 1
    row.resting_until = until
    row.trouble = store.stored_trouble(Trouble.of(error))
    transaction.announce(Change.of(Subject.ACCOUNT, [row.id]))
    return until
