"""The outbox, as people see it: letters, what became of them, and the exclusion list.

A letter is committed as SENDING before the server hears of it, and as SENT after.  If the
worker dies in between, nobody can know whether it left: it is then UNCERTAIN, and only a
person may send it again.  Writing twice to the press is worse than once late.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail import departures, held_words, store, within
from comms_desk.mail.accounts import account_row
from comms_desk.mail.address import Address
from comms_desk.mail.bounces import within as bounces
from comms_desk.mail.door_kinds import OUTLOOK_KIND
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.model import (
    AccountId,
    Cancelled,
    Decision,
    ExclusionReason,
    HeldBack,
    Letter,
    LetterId,
    LetterReplaced,
    LetterState,
    Message,
    MessageId,
    MessageStanding,
    NoAccount,
    NothingToDecide,
    Queued,
    Recipient,
    SendingPlan,
    Suppression,
    WaitingForWords,
    plan,
    urgency,
)
from comms_desk.mail.store import LetterPersonRow, LetterRow, MessageRow, SuppressionRow
from comms_desk.mail.unfinished import LeftSince, Unfinished, left_since, unfinished
from comms_desk.storage import archive, edits
from comms_desk.storage.database import Database
from comms_desk.storage.finding import page_of, row_of
from comms_desk.storage.model import Act, FieldChange
from comms_desk.storage.paging import PageOfRows

LETTERS_SHOWN = 100


class OutboxDesk:
    """Letters, and the exclusion list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def send(
        self,
        message: NewMessage,
        recipients: Sequence[Recipient],
        *,
        account: AccountId | None = None,
        due_at: datetime | None = None,
        about: Ref | None = None,
    ) -> Queued:
        """Queue one message to *recipients*, all or none.

        Raises:
            NoAccount: No account has been set up.
            NotFound: There is no such account.
            PieceMissing: A recipient lacks a value for a piece of the message.
        """
        with self._database.transaction(durable=True) as transaction:
            stored = within.compose(transaction, message, account=account, about=about)
            return within.queue_all(transaction, stored, recipients, due_at=due_at)

    def letters(
        self,
        *,
        states: Collection[LetterState] = (),
        message: MessageId | None = None,
        person: Ref | None = None,
        undecided: bool = False,
        after: object | None = None,
        limit: int = LETTERS_SHOWN,
    ) -> PageOfRows[Letter]:
        """Return letters, the latest first; all states when none is named.

        Args:
            states: Only those in one of them.
            message: Only those of one message.
            person: Only those that are for one person.
            undecided: Only those that wait for a person: uncertain or refused.
            after: The *next_key* of the page before.
            limit: How many a page.
        """
        asked = select(LetterRow)
        if states:
            asked = asked.where(LetterRow.state.in_(states))
        if message is not None:
            asked = asked.where(LetterRow.message_id == message)
        if person is not None:
            theirs = select(LetterPersonRow.letter_id).where(LetterPersonRow.ref == str(person))
            asked = asked.where(LetterRow.id.in_(theirs))
        if undecided:
            asked = asked.where(
                LetterRow.state.in_([LetterState.UNCERTAIN, LetterState.REFUSED]),
                LetterRow.decided_at.is_(None),
            )
        with self._database.snapshot() as snapshot:
            found = page_of(
                snapshot, asked, LetterRow.id, after=after, limit=limit, last_first=True
            )
            return found.showing(store.letters(snapshot, found.rows))

    def letter(self, letter: LetterId) -> Letter:
        """Return one letter.

        Raises:
            NotFound: There is none.
        """
        with self._database.snapshot() as snapshot:
            return store.letters(snapshot, [row_of(snapshot, LetterRow, letter)])[0]

    def message(self, message: MessageId) -> Message:
        """Return a message with all that it carries.

        Raises:
            NotFound: There is none.
        """
        with self._database.snapshot() as snapshot:
            return store.message(snapshot, row_of(snapshot, MessageRow, message))

    def bytes_of(self, letter: LetterId) -> bytes:
        """Return a letter as it would leave now, for an .eml file.

        Raises:
            NotFound: There is none.
        """
        from comms_desk.mail.compose import Composer, new_message_id

        with self._database.snapshot() as snapshot:
            row = row_of(snapshot, LetterRow, letter)
            message = store.message(snapshot, row_of(snapshot, MessageRow, row.message_id))
            account = store.account(account_row(snapshot, message.account))
            return Composer(message.content, sender=account.sender).letter(
                to=store.address_of(row),
                values=row.pieces,
                message_id=new_message_id(
                    row.id,
                    secret=message.secret,
                    sender=account.sender,
                    shared_by=message.id if message.content.blind else None,
                ),
                at=row.sent_at or snapshot.now,
            )

    def counts(self, message: MessageId | None = None) -> dict[LetterState, int]:
        """Return how many letters are in each state, of one message or of all."""
        with self._database.snapshot() as snapshot:
            return store.counts(snapshot, message)

    def standing(self, message: MessageId) -> MessageStanding:
        """Return where the letters of *message* stand, and which are still to leave."""
        with self._database.snapshot() as snapshot:
            return MessageStanding(
                counts=store.counts(snapshot, message),
                queued=store.letters_in(snapshot, message, LetterState.QUEUED),
                on_the_wire=store.letters_in(snapshot, message, LetterState.SENDING),
            )

    def plan(
        self,
        count: int,
        *,
        account: AccountId | None = None,
        due_at: datetime | None = None,
        purpose: Purpose = Purpose.BULLETIN,
        blind: bool = False,
        about: Ref | None = None,
    ) -> SendingPlan:
        """Return when *count* letters would leave, given those that wait before them.

        Those that wait *about* a thing are counted among them, not before.

        Where the server took longer of late than the account's pace asks, the hours are its.
        Those of one message that is *blind* leave together, as many as the account lets them.

        Raises:
            NoAccount: No account has been set up.
            NotFound: There is no such account.
        """
        with self._database.snapshot() as snapshot:
            known = store.accounts(snapshot)
            if not known:
                raise NoAccount
            row = known[0] if account is None else account_row(snapshot, account)
            now = snapshot.now
            start = max(now, due_at or now, departures.rests_until(row, now) or now)
            ahead = snapshot.session.scalar(
                select(func.count()).where(
                    LetterRow.account_id == row.id,
                    LetterRow.state == LetterState.QUEUED,
                    LetterRow.due_at <= start,
                    LetterRow.urgency <= urgency(purpose),
                    *_not_about(about),
                )
            )
            soon = start < snapshot.now + timedelta(minutes=1)
            planned = plan(
                count,
                ahead=ahead or 0,
                letters_a_minute=row.letters_a_minute,
                start=start,
                used=departures.departed(snapshot, AccountId(row.id)) if soon else 0,
                recipients_a_day=row.recipients_a_day,
                recipients_a_message=row.recipients_a_message if blind else 1,
                left=departures.left_before(snapshot, row, (ahead or 0) + count),
                takes_each=departures.takes_each(snapshot, AccountId(row.id)),
            )
            if row.kind == OUTLOOK_KIND.name:  # All at once, whenever a person hands them over.
                return replace(planned, first_leaves_at=start, last_leaves_at=start)
            return planned

    def unfinished(self) -> Unfinished:
        """Return what a worker finishes when its window closes, and what is for later."""
        with self._database.snapshot() as snapshot:
            return unfinished(snapshot)

    def left_since(self, since: datetime, until: datetime | None = None) -> LeftSince:
        """Return what began to leave after *since*, and before *until*, for who was not there."""
        with self._database.snapshot() as snapshot:
            return left_since(snapshot, since, until)

    def held_back(self) -> tuple[HeldBack, ...]:
        """Return what is due and waits because its account has written to all it may that day."""
        with self._database.snapshot() as snapshot:
            return departures.held_back(snapshot)

    def waiting_for_words(self, *, of: Ref | None = None) -> tuple[WaitingForWords, ...]:
        """Return what waits with words of texts under embargo, or of the text *of* alone."""
        with self._database.snapshot() as snapshot:
            return held_words.waiting(snapshot, of=of)

    def decide(self, letter: LetterId, decision: Decision, *, together: bool = False) -> Letter:
        """Send again, or leave, a letter that is uncertain or refused; where it stands now.

        Where *together*, so are all that left with it and stand as it does, undecided: one answer,
        or none, was theirs.

        Raises:
            NotFound: There is none, or it could not leave: its account is out of use, or what it
                is about is in the bin.
            IsArchived: It is about something that was archived, and would leave.
            NothingToDecide: It is neither, or was decided already.
            LetterReplaced: It would be sent again, and another text has taken its place.
        """
        with self._database.transaction(durable=True) as transaction:
            row = row_of(transaction, LetterRow, letter)
            open_states = {LetterState.UNCERTAIN, LetterState.REFUSED}
            if row.state not in open_states or row.decided_at is not None:
                raise NothingToDecide(letter, row.state)
            rows: Sequence[LetterRow] = [row]
            if together and row.left_with is not None:
                rows = departures.undecided_with(transaction, row)
            letters = [LetterId(each.id) for each in rows]
            if decision is Decision.SEND_AGAIN:
                if store.replaced(transaction, letters):
                    raise LetterReplaced(letter, row.state)
                account_row(transaction, AccountId(row.account_id))
                about = row_of(transaction, MessageRow, row.message_id).about
                if about is not None:
                    archive.refuse_put_away(transaction, Ref.from_text(about))
            said = FieldChange("decision", row.state.value, decision.value)
            edits.note_all(
                transaction, Act.EDITED, ((Ref(Subject.LETTER, each), said) for each in letters)
            )
            for each in rows:
                each.decided_by, each.decided_at = transaction.actor, transaction.now
                if decision is Decision.SEND_AGAIN:
                    each.state = LetterState.QUEUED
                    each.due_at, each.deferrals = transaction.now, 0
            if decision is Decision.SEND_AGAIN:
                departures.not_withheld(transaction, rows)
            transaction.announce(Change.of(Subject.LETTER, letters))
            return store.letters(transaction, [row])[0]

    def cancel(self, message: MessageId, *, only: Collection[LetterId] | None = None) -> Cancelled:
        """Cancel those letters of *message* that wait, and those on the wire that come back.

        Args:
            message: The message.
            only: No other letter than these, whatever was queued since they were read.

        Raises:
            NotFound: There is no such message.
        """
        with self._database.transaction(durable=True) as transaction:
            return within.cancel(transaction, message, only=only)

    # ── the exclusion list ──────────────────────────────────────────────────────────────

    def suppressions(self) -> tuple[Suppression, ...]:
        """Return the exclusion list, the latest first."""
        with self._database.snapshot() as snapshot:
            rows = snapshot.session.scalars(
                select(SuppressionRow).order_by(
                    SuppressionRow.at.desc(), SuppressionRow.address_key
                )
            )
            return tuple(map(store.suppression, rows))

    def suppress(self, address: Address, *, because: ExclusionReason, note: str = "") -> None:
        """Put *address* on the exclusion list, at once for what waits too."""
        with self._database.transaction(durable=True) as transaction:
            within.suppress(transaction, address, because=because, note=note)

    def allow(self, address: Address) -> bool:
        """Take *address* off the exclusion list; whether it stood there.

        What was withheld stays so until a person sends it to that address anew.
        """
        with self._database.transaction() as transaction:
            row = transaction.session.get(SuppressionRow, address.key)
            if row is None:
                return False
            transaction.session.delete(row)
            bounces.decide(transaction, address.key)
            transaction.announce(Change.of(Subject.SUPPRESSION))
            return True


def _not_about(about: Ref | None) -> Iterator[ColumnElement[bool]]:
    """Yield what leaves out the letters *about* a thing; None: nothing does."""
    if about is not None:
        theirs = select(MessageRow.id).where(MessageRow.about == str(about))
        yield LetterRow.message_id.not_in(theirs)
