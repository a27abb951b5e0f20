"""Letters in a desk that was restored from a backup.

What waited when the backup was taken may have left since, and nobody here can know: it is
uncertain, and only a person may send it again.  Writing twice to the press is worse than
once late.  Whom nobody may write to, just before the restore, nobody writes to after it.
Nothing is announced: nobody listens to a file that is being put back.
"""

from collections.abc import Iterable

from sqlalchemy import insert, select, update

from comms_desk.mail import store
from comms_desk.mail.model import LetterState, Suppression
from comms_desk.mail.store import LetterRow, SuppressionRow, stored_trouble
from comms_desk.mail.trouble import RestoredSince, Trouble
from comms_desk.storage.database import Snapshot, Transaction

WAITING = (LetterState.QUEUED, LetterState.SENDING)


def doubt_what_waited(transaction: Transaction) -> int:
    """Have a person decide on every letter that waited or was on its way; how many."""
    trouble = Trouble.of(RestoredSince())
    doubted = transaction.session.execute(
        update(LetterRow)
        .where(LetterRow.state.in_(WAITING))
        .values(
            state=LetterState.UNCERTAIN,
            trouble=stored_trouble(trouble),
            decided_at=None,
            decided_by=None,
        )
        .returning(LetterRow.id)
    ).all()
    return len(doubted)


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
