"""Reviews in a desk that was restored from a backup.

What was open when the backup was taken may have been sent since, and one that was begun since is
put together again by those who need it.  The desk as it was just before the restore says to whom
a review went, when it can be read; one that went further than this desk knows, and every one when
it cannot be read, is in doubt: it is sent only once a person has confirmed it.
"""

from collections.abc import Mapping

from sqlalchemy import select

from comms_desk.changes import Ref, Subject
from comms_desk.media.reviews import sending, store
from comms_desk.media.reviews.store import ReviewRow
from comms_desk.storage import doubts, edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import DOUBT

Known = Mapping[Ref, frozenset[str]]
"""The addresses of the letters of each review; one that is in doubt may have any."""
ANYBODY = frozenset({"*"})


def known(snapshot: Snapshot) -> Known:
    """Return to whom each review of the desk went, or is to go.

    Whose letter surely never left is not among those: it may have been sent anew since.  What one
    that was given up told may have left with the next one.
    """
    doubted = edits.latest(snapshot, Subject.REVIEW, DOUBT)
    given_up = store.given_up(snapshot)
    refs = (Ref(Subject.REVIEW, each) for each in snapshot.session.scalars(select(ReviewRow.id)))
    return {
        each: ANYBODY
        if doubted.get(each.id) or each.id in given_up
        else sending.had(snapshot, each)[0]
        for each in refs
    }


def doubt(transaction: Transaction, present: Known | None) -> int:
    """Make a person confirm what may have been sent since the backup; return how many reviews.

    Args:
        transaction: Of the desk that is being restored.
        present: What the desk that it replaces knows; None: it cannot be read.
    """
    ours = known(transaction)
    # One that was begun since keeps its doubt: begun again it would have the same id.
    doubted = set(ours) if present is None else _further(present, ours)
    doubts.cast(transaction, doubted)
    return len(doubted & set(ours))


def _further(present: Known, ours: Known) -> set[Ref]:
    return {ref for ref, theirs in present.items() if not theirs <= ours.get(ref, frozenset())}
