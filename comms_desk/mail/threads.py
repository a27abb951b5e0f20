"""How letters answer one another: each is known by its Message-ID, which says what letter it is.

It is made of the letter and signed with its message's secret, so that nobody else can make one up,
not even who has a letter of that message; the sender's domain may have changed since, and is not
looked at.  The letters of a message in blind copies share one: there the address tells them apart.
The envelope of a letter that leaves alone has a name of its own (ENVID), which servers alone see:
where the server was told it, that alone proves a report.  Who is in copy of an answer to the
letter has its Message-ID.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import batched

from sqlalchemy import select

from comms_desk.changes import Ref
from comms_desk.mail import store
from comms_desk.mail.address import Address
from comms_desk.mail.model import LetterId
from comms_desk.mail.store import AccountRow, LetterRow, MessageRow
from comms_desk.storage.database import Snapshot

_OURS = re.compile(r"<(b?)([1-9][0-9]{0,15})\.([0-9a-f]{24})@[^<>@\s]{1,253}>")
"""As `compose.new_message_id` makes it."""
_ENVELOPE = re.compile(r"([1-9][0-9]{0,15})\.([0-9a-f]{24})")
"""As `compose.new_envelope_id` makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A letter of ours that a mail answers: what it is *about*, its *subject*, whose it was.

    *is_by_its_reader* says that the mail is of the address that the letter went to, as far as it
    says.  Anybody may have the id of a letter that was passed on to them.
    """

    about: Ref
    subject: str
    is_by_its_reader: bool


def answered(
    snapshot: Snapshot, message_ids: Iterable[str], *, by: Address | None
) -> Answered | None:
    """Return the letter whose id is the first of *message_ids* that a letter about something has.

    None: none of ours is about anything and has one of them.
    """
    key = "" if by is None else by.key
    for each in message_ids:
        letter = letter_of(snapshot, each, to=key) or letter_of(snapshot, each)
        if letter is None:
            continue
        message = snapshot.session.get_one(MessageRow, letter.message_id)
        if message.about:
            return Answered(
                about=Ref.from_text(message.about),
                subject=message.subject,
                is_by_its_reader=letter.address_key == key,
            )
    return None


def letter_of(snapshot: Snapshot, message_id: str, *, to: str | None = None) -> LetterRow | None:
    """Return the letter that has *message_id*, ``<…>``; None: none of ours has it.

    Of those that share it, the one *to* an address, in its compared form; the first, when None.
    """
    found = _OURS.fullmatch(message_id.strip())
    if found is None:
        return None
    shared, number = found[1], int(found[2])
    asked = select(LetterRow).where((LetterRow.message_id if shared else LetterRow.id) == number)
    if shared and to is not None:
        asked = asked.where(LetterRow.address_key == to)
    row = snapshot.session.scalar(asked.order_by(LetterRow.id).limit(1))
    if row is None:
        return None
    ours = message_ids(snapshot, [LetterId(row.id)])[LetterId(row.id)]
    return row if ours.startswith(f"<{shared}{number}.{found[3]}@") else None


def proven(snapshot: Snapshot, *, message_id: str, envelope: str, to: str) -> LetterRow | None:
    """Return the letter to that very address whose own id, or whose envelope's, somebody names.

    Who has neither cannot make them up.  An id that several letters share proves nothing of one
    of them: each of its readers has it.  So it was with the ids of before they were signed.  Nor
    does an id prove anything of a letter whose envelope the server was told the name of.
    """
    from comms_desk.mail.compose import MARK_CHARACTERS, new_envelope_id

    by_id = _OURS.fullmatch(message_id.strip())
    by_envelope = _ENVELOPE.fullmatch(envelope.strip())
    for found, number in ((by_envelope, 1), (by_id, 2)):
        row = None if found is None else snapshot.session.get(LetterRow, int(found[number]))
        if found is None or row is None or row.address_key != to:
            continue
        secret = snapshot.session.get_one(MessageRow, row.message_id).secret
        if len(secret) == MARK_CHARACTERS:
            continue
        if found is by_envelope and found[0] == new_envelope_id(row.id, secret=secret):
            return row
        if found is by_id and _is_named(snapshot, row):
            continue
        if found is by_id and not found[1] and letter_of(snapshot, message_id) is row:
            return row
    return None


def _is_named(snapshot: Snapshot, letter: LetterRow) -> bool:
    """Whether its server knows the name of its envelope.

    Where nobody knows what the server said, it does if it knows that of another of the account's.
    """
    if letter.receipt or letter.envelope_named:
        return letter.envelope_named
    named = (LetterRow.account_id == letter.account_id, LetterRow.envelope_named)
    return snapshot.session.scalar(select(LetterRow.id).where(*named).limit(1)) is not None


def message_ids(snapshot: Snapshot, letters: Collection[LetterId]) -> Mapping[LetterId, str]:
    """Return the Message-ID with which each of *letters* leaves, or has left."""
    from comms_desk.mail.compose import new_message_id

    found: dict[LetterId, str] = {}
    asked = (
        select(LetterRow.id, MessageRow.id, MessageRow.secret, MessageRow.blind, AccountRow)
        .join(MessageRow, MessageRow.id == LetterRow.message_id)
        .join(AccountRow, AccountRow.id == LetterRow.account_id)
    )
    for some in batched(letters, store.VARIABLES_LIMIT):
        rows = snapshot.session.execute(asked.where(LetterRow.id.in_(some)))
        for letter, message, secret, blind, row in rows:
            found[LetterId(letter)] = new_message_id(
                letter,
                secret=secret,
                sender=store.account(row).sender,
                shared_by=message if blind else None,
            )
    return found
