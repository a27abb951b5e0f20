"""Letters in a desk that was restored from a backup.

What waited when the backup was taken may have left since, and nobody here can know: it is
uncertain, and only a person may send it again.  So is what was refused then and is not now.
Writing twice to the press is worse than once late.  Whom nobody may write to, just before the
restore, nobody writes to after it; what was frozen then stays so.  Nothing is announced: nobody
listens to a file that is being put back.
"""

from collections.abc import Collection, Iterable
from itertools import batched

from sqlalchemy import insert, select, update

from comms_desk.mail import freezes, store
from comms_desk.mail.model import Freeze, LetterState, Suppression
from comms_desk.mail.store import (
    VARIABLES_LIMIT,
    FreezeRow,
    LetterRow,
    MessageRow,
    SuppressionRow,
    stored_trouble,
)
from comms_desk.mail.trouble import RestoredSince, Trouble
from comms_desk.storage.database import Snapshot, Transaction

WAITING = (LetterState.QUEUED, LetterState.SENDING)


def refused(snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    """Return which letters were refused and wait for a person: the message's secret, and whom."""
    return frozenset(_refused(snapshot).values())


def doubt_what_waited(
    transaction: Transaction, *, still_refused: Collection[tuple[str, str]] | None
) -> int:
    """Ask a person about every letter that may have left since; return how many.

    Those that waited or were on their way, and of those that were refused the ones that somebody
    may have sent again: they are refused no longer, or nobody knows.

    Args:
        transaction: Of the desk that is being restored.
        still_refused: What `refused` says of the one that it replaces; None: it cannot be read.
    """
    session, trouble = transaction.session, Trouble.of(RestoredSince())
    doubted = list(session.scalars(select(LetterRow.id).where(LetterRow.state.in_(WAITING))))
    known = still_refused or ()
    doubted += (each for each, which in _refused(transaction).items() if which not in known)
    for some in batched(doubted, VARIABLES_LIMIT):
        session.execute(
            update(LetterRow)
            .where(LetterRow.id.in_(some))
            .values(
                state=LetterState.UNCERTAIN,
                trouble=stored_trouble(trouble),
                decided_at=None,
                decided_by=None,
            )
        )
    return len(doubted)


def _refused(snapshot: Snapshot) -> dict[int, tuple[str, str]]:
    found = snapshot.session.execute(
        select(LetterRow.id, MessageRow.secret, LetterRow.address_key)
        .join(MessageRow, MessageRow.id == LetterRow.message_id)
        .where(LetterRow.state == LetterState.REFUSED, LetterRow.decided_at.is_(None))
    )
    return {letter: (secret, key) for letter, secret, key in found}


def exclusions(snapshot: Snapshot) -> tuple[Suppression, ...]:
    """Return the whole exclusion list."""
    return tuple(map(store.suppression, snapshot.session.scalars(select(SuppressionRow))))


def exclude_too(transaction: Transaction, listed: Iterable[Suppression]) -> None:
    """Add to the exclusion list those of *listed* that it lacks, as they were."""
    known = set(transaction.session.scalars(select(SuppressionRow.address_key)))
    fresh = [
        {
            "address_key": each.address,
            "because": each.because,
            "note": each.note,
            "by": each.by,
            "at": each.at,
        }
        for each in listed
        if each.address not in known
    ]
    if fresh:
        transaction.session.execute(insert(SuppressionRow), fresh)


def freeze_too(transaction: Transaction, freeze: Freeze | None) -> None:
    """Stop all sending as *freeze* did just before, unless the backup was itself taken under one.

    What had been let go is stopped again with the others: nobody is written to too early.
    """
    if freeze is not None and not freezes.holds(transaction):
        row = FreezeRow(reason=freeze.reason, by=freeze.by, at=freeze.at)
        transaction.session.add(row)
        transaction.session.flush()
