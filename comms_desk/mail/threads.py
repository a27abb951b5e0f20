"""How letters answer one another: each is known by its Message-ID, which says what letter it is.

It is made of the letter and signed with its message's secret, so that nobody else can make one up,
not even who has a letter of that message; the sender's domain may have changed since, and is not
looked at.
"""

import re
from collections.abc import Collection, Mapping
from itertools import batched

from sqlalchemy import select

from comms_desk.mail import store
from comms_desk.mail.model import LetterId
from comms_desk.mail.store import AccountRow, LetterRow, MessageRow
from comms_desk.storage.database import Snapshot

_OURS = re.compile(r"<([1-9][0-9]{0,15})\.([0-9a-f]{24})@[^<>@\s]{1,253}>")
"""As `compose.new_message_id` makes it."""


def letter_of(snapshot: Snapshot, message_id: str) -> LetterRow | None:
    """Return the letter that has *message_id*, ``<…>``; None: none of ours has it."""
    found = _OURS.fullmatch(message_id.strip())
    if found is None:
        return None
    letter = LetterId(int(found[1]))
    ours = message_ids(snapshot, [letter]).get(letter, "")
    is_ours = ours.startswith(f"<{letter}.{found[2]}@")
    return snapshot.session.get(LetterRow, letter) if is_ours else None


def message_ids(snapshot: Snapshot, letters: Collection[LetterId]) -> Mapping[LetterId, str]:
    """Return the Message-ID with which each of *letters* leaves, or has left."""
    from comms_desk.mail.compose import new_message_id

    found: dict[LetterId, str] = {}
    asked = (
        select(LetterRow.id, MessageRow.secret, AccountRow)
        .join(MessageRow, MessageRow.id == LetterRow.message_id)
        .join(AccountRow, AccountRow.id == LetterRow.account_id)
    )
    for some in batched(letters, store.VARIABLES_LIMIT):
        for letter, secret, row in snapshot.session.execute(asked.where(LetterRow.id.in_(some))):
            sender = store.account(row).sender
            found[LetterId(letter)] = new_message_id(letter, secret=secret, sender=sender)
    return found
