"""Which letters leave together: those of one message in blind copies, as many as a server takes.

Each reader keeps a letter of their own, with its state, its exclusion and its uncertainty; what
they share is the way: one Message-ID, one text, one final dot.  The pace of an account counts
those that leave together once.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from comms_desk.mail.model import Claim
from comms_desk.mail.store import AccountRow, LetterRow, MessageRow, address_of
from comms_desk.storage.database import Snapshot

ALONE_AFTER = 2
"""Deferrals after which a letter leaves alone: what its server minds may be those beside it."""

_IN_ORDER = (LetterRow.urgency, LetterRow.due_at, LetterRow.id)
_Of = aliased(MessageRow)
"""The message of a letter; another name, since conditions on letters ask about messages too."""


def next_to_leave(
    snapshot: Snapshot,
    row: AccountRow,
    may_leave: Sequence[ColumnElement[bool]],
    *,
    most: int,
    readers: int | None,
) -> Iterator[Sequence[LetterRow]]:
    """Yield the letters of an account that leave next, those together that leave together.

    Args:
        snapshot: The caller's.
        row: The account.
        may_leave: The conditions on a letter that may leave now.
        most: How many departures, at most.
        readers: To how many readers in all, at most; None: to as many as there are.
    """
    asked = select(LetterRow, _Of.blind).join(_Of, _Of.id == LetterRow.message_id).where(*may_leave)
    begun = set[int]()
    for first, blind in snapshot.session.execute(asked.order_by(*_IN_ORDER).limit(most)):
        some: Sequence[LetterRow] = [first]
        if blind and _goes_with_others(first):
            if first.message_id in begun:
                continue
            begun.add(first.message_id)
            some = _companions(snapshot, row, first.message_id, may_leave)
        yield some[:readers]
        if readers is not None:
            readers -= len(some)
            if readers <= 0:
                return


def _companions(
    snapshot: Snapshot, row: AccountRow, message: int, may_leave: Sequence[ColumnElement[bool]]
) -> Sequence[LetterRow]:
    asked = (
        select(LetterRow)
        .where(*may_leave, LetterRow.message_id == message, LetterRow.deferrals < ALONE_AFTER)
        .order_by(*_IN_ORDER)
        .limit(row.recipients_a_message)
    )
    return [each for each in snapshot.session.scalars(asked) if _goes_with_others(each)]


def _goes_with_others(row: LetterRow) -> bool:
    """Whether a letter of a blind message shares its way.

    What needs SMTPUTF8 goes alone: a message that asks for it comes back from servers without.
    """
    return row.deferrals < ALONE_AFTER and not address_of(row).needs_utf8


def departures(snapshot: Snapshot, *which: ColumnElement[bool]) -> int:
    """Return in how many departures the letters left *which* say: together counts once."""
    asked = select(func.count(departure().distinct())).where(*which)
    return snapshot.session.scalar(asked) or 0


def departure() -> ColumnElement[int]:
    """Return what the letters that left together have in common, and no others."""
    return func.coalesce(LetterRow.left_with, LetterRow.id)


def groups(claims: Sequence[Claim]) -> list[tuple[Claim, ...]]:
    """Return *claims* in the groups in which they leave, each over one line."""
    return [tuple(some) for _, some in groupby(claims, lambda each: each.left_with or each.letter)]
