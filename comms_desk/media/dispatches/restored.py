"""Texts in a desk that was restored from a backup.

What waited to be sent when the backup was taken may have been sent since, to people whom the
restored desk does not know of.  The desk as it was just before the restore says so when it can be
read; a text of which it knows letters that this one does not, and every text when it cannot be
read, is in doubt: it is sent, corrected or withdrawn only once a person has confirmed it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from comms_desk.changes import Ref, Subject
from comms_desk.media.dispatches import store
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import DraftId, draft_ref
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import DOUBT, Act


@dataclass(frozen=True, slots=True)
class Known:
    """What a desk knows of one text: what it is called, and to whom letters exist."""

    title: str
    addressed: frozenset[tuple[int, str]]
    is_doubted: bool


def known(snapshot: Snapshot) -> dict[DraftId, Known]:
    """Return what the desk knows of each of its texts, those in the bin too."""
    addressed: dict[int, set[tuple[int, str]]] = {}
    row = store.AddresseeRow
    asked = select(row.draft_id, row.edition, row.address_key)
    for draft, edition, key in snapshot.session.execute(asked):
        addressed.setdefault(draft, set()).add((edition, key))
    doubts = edits.latest(snapshot, Subject.DRAFT, DOUBT)
    return {
        draft: Known(title, frozenset(addressed.get(draft, ())), bool(doubts.get(draft)))
        for draft, title in drafts.titles(snapshot).items()
    }


def doubt(transaction: Transaction, present: Mapping[DraftId, Known] | None) -> int:
    """Have a person confirm what may have been sent since the backup; how many texts.

    Args:
        transaction: Of the desk that is being restored.
        present: What the desk that it replaces knows; None: it cannot be read.
    """
    ours = known(transaction)
    doubted = set(ours)
    if present is not None:
        # One that was begun since keeps its doubt: written again it would have the same id.
        doubted = {
            each
            for each, was in present.items()
            if was.is_doubted or not was.addressed <= _addressed(ours.get(each))
        }
        doubted |= {each for each in ours if each in present and _is_another(ours, present, each)}
    for each in sorted(doubted):
        edits.note(transaction, draft_ref(each), Act.EDITED, DOUBT, after=True)
    return len(doubted & set(ours))


def is_doubted(snapshot: Snapshot, draft: Ref) -> bool:
    """Whether *draft* may have been sent before a restore, and nobody has decided yet."""
    done = edits.history(snapshot, draft)
    latest = next((each for each in done if each.field == DOUBT), None)
    return latest is not None and bool(latest.after)


def accept(transaction: Transaction, draft: Ref) -> None:
    """Note that a person says that *draft* may leave all the same."""
    if is_doubted(transaction, draft):
        edits.note(transaction, draft, Act.EDITED, DOUBT, before=True, after=None)


def _addressed(text: Known | None) -> frozenset[tuple[int, str]]:
    return frozenset() if text is None else text.addressed


def _is_another(
    ours: Mapping[DraftId, Known], present: Mapping[DraftId, Known], draft: DraftId
) -> bool:
    """Whether that id is of another text by now, of which letters exist."""
    mine, theirs = ours[draft], present[draft]
    return mine.title != theirs.title and bool(theirs.addressed)
