"""That a thing may have left before the desk was restored: until a person has said whether.

The doubt stands in the thing's edits, and so does who lifted it.
"""

from collections.abc import Iterable

from comms_desk.changes import Ref
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import DOUBT, Act


def cast(transaction: Transaction, refs: Iterable[Ref]) -> None:
    """Have a person confirm that each of *refs* has not left."""
    for ref in sorted(refs, key=str):
        edits.note(transaction, ref, Act.EDITED, DOUBT, after=True)


def is_doubted(snapshot: Snapshot, ref: Ref) -> bool:
    """Whether *ref* may have left before a restore, and nobody has decided yet."""
    done = edits.history(snapshot, ref)
    latest = next((each for each in done if each.field == DOUBT), None)
    return latest is not None and bool(latest.after)


def lift(transaction: Transaction, ref: Ref) -> None:
    """Note that a person says that *ref* may leave all the same, where that was in doubt."""
    if is_doubted(transaction, ref):
        edits.note(transaction, ref, Act.EDITED, DOUBT, before=True, after=None)
