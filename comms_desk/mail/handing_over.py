"""Letters given to Outlook, as drafts for a person to send: claimed together, then marked.

From the claim on, which is durable before a draft is written, they may have left: they are
UNCERTAIN until all drafts stand in their folder, and HANDED OVER then.  A worker killed in
between leaves with them what the next opening needs to know which they are; where the disk does
not say either, a person decides, and nobody writes a second draft meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail import departures, store, within
from comms_desk.mail.accounts import account_row
from comms_desk.mail.door_kinds import OUTLOOK_KIND
from comms_desk.mail.errors import HandOverCutShort, NotByOutlook
from comms_desk.mail.model import (
    Account,
    AccountId,
    Claim,
    LetterId,
    LetterState,
    Message,
    MessageId,
)
from comms_desk.mail.store import LetterRow, MessageRow
from comms_desk.mail.trouble import Trouble
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.finding import row_of

MAY_BE_CUT_SHORT = (
    LetterState.UNCERTAIN,
    LetterState.QUEUED,
    LetterState.WITHHELD,
    LetterState.CANCELLED,
)
"""A person may have decided meanwhile; a draft that stands goes before what they guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToHandOver:
    """A message with letters that are due, in an account whose letters are given to Outlook."""

    message: MessageId
    subject: str
    account: Account
    about: Ref | None
    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a person took out of the outbox to give to Outlook."""

    message: Message
    account: Account
    claims: tuple[Claim, ...]
    withheld: int


class HandingOver:
    """Claims letters for a person, and records that they were given to Outlook."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> tuple[ToHandOver, ...]:
        """Return the messages with letters that are due, the first queued first."""
        found: list[ToHandOver] = []
        with self._database.snapshot() as snapshot:
            for row in store.accounts(snapshot):
                if row.kind == OUTLOOK_KIND.name:
                    found += _of_account(snapshot, row)
        return tuple(sorted(found, key=lambda each: each.message))

    def claim(self, message: MessageId, *, cut_short: HandOverCutShort) -> Claimed:
        """Take all letters of *message* that may leave now out of the outbox.

        Until they are marked or taken back, *cut_short* is what is known of them.  Whom nothing
        is sent to, the embargoes and the freeze are asked here, once for all.

        Raises:
            NotFound: There is no such message, or its account is out of use.
            NotByOutlook: Its letters leave by a line.
        """
        with self._database.transaction(durable=True) as transaction:
            row = row_of(transaction, MessageRow, message)
            account = account_row(transaction, AccountId(row.account_id))
            if account.kind != OUTLOOK_KIND.name:
                raise NotByOutlook(account.name)
            letters = transaction.session.scalars(
                select(LetterRow)
                .where(
                    LetterRow.message_id == message,
                    *departures.may_leave(transaction, account.id),
                )
                .order_by(LetterRow.id)
            ).all()
            leaving = departures.not_withheld(transaction, letters)
            trouble = store.stored_trouble(Trouble.of(cut_short))
            claims = tuple(_claim(transaction, each, trouble) for each in leaving)
            if letters:
                transaction.announce(Change.of(Subject.LETTER, [each.id for each in letters]))
            return Claimed(
                message=store.message(transaction, row),
                account=store.account(account),
                claims=claims,
                withheld=len(letters) - len(claims),
            )

    def cut_short(self) -> tuple[tuple[HandOverCutShort, tuple[Claim, ...]], ...]:
        """Return the hand-overs that were never ended, or are not yet, and what each claimed."""
        with self._database.snapshot() as snapshot:
            rows = snapshot.session.scalars(
                select(LetterRow)
                .join(store.AccountRow, store.AccountRow.id == LetterRow.account_id)
                .where(
                    store.AccountRow.kind == OUTLOOK_KIND.name,
                    LetterRow.state.in_(MAY_BE_CUT_SHORT),
                    LetterRow.trouble["error"].as_string() == HandOverCutShort.__name__,
                )
                .order_by(LetterRow.id)
            )
            found: dict[str, tuple[HandOverCutShort, list[Claim]]] = {}
            for row in rows:
                error = Trouble(**(row.trouble or {})).to_error()
                if isinstance(error, HandOverCutShort) and error.waiting:
                    claims = found.setdefault(error.waiting, (error, []))[1]
                    claims.append(departures.claim_of(row))
        return tuple((error, tuple(claims)) for error, claims in found.values())

    def mark(self, claims: Sequence[Claim]) -> None:
        """Record that the letters were given to Outlook, whatever was decided meanwhile.

        Raises:
            StorageBusy: Another process held the lock too long; it must be tried again.
        """
        self._record(claims, LetterState.HANDED_OVER)

    def take_back(self, claims: Sequence[Claim]) -> None:
        """Make the letters wait again: surely no draft of them stands anywhere.

        Raises:
            StorageBusy: Another process held the lock too long; it must be tried again.
        """
        self._record(claims, LetterState.QUEUED)

    def _record(self, claims: Sequence[Claim], state: LetterState) -> None:
        attempts = {each.letter: each.attempt for each in claims}
        with self._database.transaction(durable=True) as transaction:
            for some in store.batched_ids(attempts):
                rows = transaction.session.scalars(select(LetterRow).where(LetterRow.id.in_(some)))
                for row in rows:
                    if row.attempts == attempts[LetterId(row.id)]:
                        _settle(transaction, row, state)
            transaction.announce(Change.of(Subject.LETTER, attempts))


def _of_account(snapshot: Snapshot, row: store.AccountRow) -> list[ToHandOver]:
    asked = (
        select(LetterRow.message_id, func.count())
        .where(*departures.may_leave(snapshot, row.id))
        .group_by(LetterRow.message_id)
    )
    found = []
    for message, letters in snapshot.session.execute(asked):
        of = row_of(snapshot, MessageRow, message)
        found.append(
            ToHandOver(
                message=MessageId(message),
                subject=of.subject,
                account=store.account(row),
                about=Ref.from_text(of.about) if of.about else None,
                letters=letters,
            )
        )
    return found


def _claim(transaction: Transaction, letter: LetterRow, trouble: dict[str, object] | None) -> Claim:
    letter.state = LetterState.UNCERTAIN
    letter.claimed_at = transaction.now
    letter.claim_token = None
    letter.attempts += 1
    letter.decided_by = letter.decided_at = None
    letter.trouble = trouble
    return departures.claim_of(letter)


def _settle(transaction: Transaction, row: LetterRow, state: LetterState) -> None:
    if state is LetterState.HANDED_OVER:
        # Even when a person has queued or left it meanwhile: its draft is there to be sent.
        row.state, row.sent_at, row.trouble = state, transaction.now, None
        row.decided_by = row.decided_at = None
    elif row.state == LetterState.UNCERTAIN and row.decided_at is None:
        if within.was_cancelled(transaction, MessageId(row.message_id)):
            return  # Before or after it was given?  Nobody knows: it stays uncertain.
        withheld = state is LetterState.QUEUED and store.withheld(transaction, [row.id])
        row.state, row.trouble = LetterState.WITHHELD if withheld else state, None
        if transaction.session.get_one(store.AccountRow, row.account_id).retired_at is not None:
            row.state = LetterState.CANCELLED  # As the others were when the account went.
