"""Letters in a desk that was restored from a backup.

What waited when the backup was taken may have left since, and nobody here can know: it is
uncertain, and only a person may send it again.  Writing twice to the press is worse than
once late.
"""

from sqlalchemy import update

from comms_desk.changes import Change, Subject
from comms_desk.mail.model import LetterState
from comms_desk.mail.store import LetterRow, stored_trouble
from comms_desk.mail.trouble import RestoredSince, Trouble
from comms_desk.storage.database import Transaction

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
    transaction.announce(Change.of(Subject.LETTER))
    return len(doubted)
