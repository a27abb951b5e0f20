"""The sending accounts: which server letters leave by, how fast, and why one rests.

An account's secret is never here: `keys` has it, under the account's *key*.
"""

import re

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from comms_desk.changes import Change, Subject
from comms_desk.mail import store, within
from comms_desk.mail.door_kinds import kind_named
from comms_desk.mail.model import (
    Account,
    AccountHasLetters,
    AccountId,
    AccountMisdescribed,
    AccountNameTaken,
    Cancelled,
    LetterState,
    MessageId,
    NewAccount,
    check_numbers,
)
from comms_desk.mail.store import AccountRow, LetterRow
from comms_desk.storage import edits
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.errors import NotFound
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Act, Edit, FieldChange

EDITABLE = {
    *("name", "facts", "letters_a_minute", "recipients_a_day", "recipients_a_message", "lines")
}


class AccountDesk:
    """The accounts by which letters leave."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self) -> tuple[Account, ...]:
        """Return the accounts in use, the first set up first; that one is the default."""
        with self._database.snapshot() as snapshot:
            return tuple(map(store.account, store.accounts(snapshot)))

    def add(self, new: NewAccount) -> Account:
        """Set an account up; its secret is kept by `keys`, under the answer's *key*.

        Raises:
            AccountNameTaken: Another one has that name.
        """
        with self._database.transaction() as transaction:
            row = AccountRow(
                name=new.name.strip(),
                sender_name=new.sender.name,
                sender=new.sender.bare,
                kind=new.kind,
                facts=dict(new.facts),
                letters_a_minute=new.letters_a_minute,
                recipients_a_day=new.recipients_a_day or None,
                recipients_a_message=new.recipients_a_message,
                lines=new.lines,
                key=_free_key(transaction, new.name),
                rests=0,
            )
            transaction.session.add(row)
            try:
                transaction.session.flush()
            except IntegrityError as error:
                raise AccountNameTaken(new.name) from error
            transaction.announce(Change.of(Subject.ACCOUNT, [row.id]))
            return store.account(row)

    def edit(self, account: AccountId, change: FieldChange) -> Edit:
        """Change the name, the server's facts or a number of an account; it rests no more.

        Raises:
            NotFound: There is no such account.
            AccountNameTaken: Another one has that name.
            EditConflict: Somebody changed that field since it was read.
            AccountMisdescribed: The value is none that the field can have.
            DoorMisdescribed: The facts are none of the account's kind.
        """
        if change.field not in EDITABLE:
            raise AccountMisdescribed(change.field, ", ".join(sorted(EDITABLE)))
        with self._database.transaction() as transaction:
            row = account_row(transaction, account)
            if change.field == "facts":
                edit = _edit_facts(transaction, row, change)
            else:
                edit = _edit_field(transaction, row, change)
            check_numbers(
                letters_a_minute=row.letters_a_minute,
                lines=row.lines,
                recipients_a_day=row.recipients_a_day,
                recipients_a_message=row.recipients_a_message,
            )
            row.rests, row.resting_until, row.trouble = 0, None, None
            return edit

    def wake(self, account: AccountId) -> Account:
        """Let an account rest no more: what it failed at was mended, as by signing in anew.

        Raises:
            NotFound: There is no such account.
        """
        with self._database.transaction() as transaction:
            row = account_row(transaction, account)
            row.rests, row.resting_until, row.trouble = 0, None, None
            transaction.announce(Change.of(Subject.ACCOUNT, [row.id]))
            return store.account(row)

    def retire(self, account: AccountId, *, cancel_letters: bool = False) -> Cancelled:
        """Take an account out of use; *cancel_letters* that wait in it.

        Those on the wire go on; once one would wait again, it is cancelled in any case.

        Raises:
            NotFound: There is no such account.
            AccountHasLetters: Letters wait in it, and nobody said to cancel them.
        """
        with self._database.transaction(durable=True) as transaction:
            row = account_row(transaction, account)
            waiting = transaction.session.scalars(
                select(LetterRow.message_id).where(
                    LetterRow.account_id == account, LetterRow.state == LetterState.QUEUED
                )
            ).all()
            if waiting and not cancel_letters:
                raise AccountHasLetters(row.name, len(waiting))
            on_the_wire = transaction.session.scalar(
                select(func.count()).where(
                    LetterRow.account_id == account, LetterRow.state == LetterState.SENDING
                )
            )
            row.retired_at = transaction.now
            row.name = f"{row.name} ({row.id})"
            transaction.announce(Change.of(Subject.ACCOUNT, [account]))
            done = [within.cancel(transaction, MessageId(each)) for each in set(waiting)]
            return Cancelled(
                cancelled=sum(each.cancelled for each in done), on_the_wire=on_the_wire or 0
            )


def account_row(snapshot: Snapshot, account: AccountId) -> AccountRow:
    """Return the row of an account in use; private to mail.

    Raises:
        NotFound: There is none.
    """
    row = row_of(snapshot, AccountRow, account)
    if row.retired_at is not None:
        raise NotFound(row.ref)
    return row


def _free_key(transaction: Transaction, name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "account"
    taken = set(transaction.session.scalars(select(AccountRow.key)))
    key, number = f"mail/{slug}", 2
    while key in taken:
        key, number = f"mail/{slug}-{number}", number + 1
    return key


def _edit_field(transaction: Transaction, row: AccountRow, change: FieldChange) -> Edit:
    try:
        return edits.apply(transaction, row.ref, row, change)
    except IntegrityError as error:
        raise AccountNameTaken(str(change.after)) from error


def _edit_facts(transaction: Transaction, row: AccountRow, change: FieldChange) -> Edit:
    """Change the whole of an account's facts; each fact that differs is the edit's text."""
    wanted = change.after
    if not isinstance(wanted, dict):
        raise AccountMisdescribed("facts", "facts by name")
    before = dict(row.facts)
    row.facts = dict(kind_named(row.kind).check(wanted))
    transaction.announce(Change.of(Subject.ACCOUNT, [row.id]))
    return edits.note(
        transaction,
        row.ref,
        Act.EDITED,
        "facts",
        before=[f"{name}={value}" for name, value in sorted(before.items())],
        after=[f"{name}={value}" for name, value in sorted(row.facts.items())],
    )
