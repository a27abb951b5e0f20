"""Texts in a desk that was restored from a backup.

What waited to be sent when the backup was taken may have been sent since, to people whom the
restored desk does not know of.  The desk as it was just before the restore says so when it can be
read; a text with letters that it knows and this one does not, and every text when it cannot be
read, is in doubt: it is sent, corrected or withdrawn only once a person has confirmed it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comms_desk.changes import Subject
from comms_desk.mail import letter_outcomes as letters
from comms_desk.media.dispatches import store
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import DraftId, draft_ref
from comms_desk.storage import doubts, edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import DOUBT


@dataclass(frozen=True, slots=True)
class KnownText:
    """What a desk knows of one text: what it is called, its last edition, and who may have which.

    Whose letter surely never left is not among those: it may have been sent anew since.
    """

    title: str
    edition: int
    addressed: frozenset[tuple[int, str]]
    is_doubted: bool

    def went_further_than(self, other: "KnownText | None") -> bool:
        """Whether it was sent, corrected or withdrawn in a way that *other* does not know."""
        if other is None:
            return self.edition > 0
        return self.edition > other.edition or not self.addressed <= other.addressed


def known(snapshot: Snapshot) -> dict[DraftId, KnownText]:
    """Return what the desk knows of each of its texts, those in the bin too."""
    doubted = edits.latest(snapshot, Subject.DRAFT, DOUBT)
    return {
        draft: KnownText(
            title,
            store.latest_edition(snapshot, draft),
            _addressed(snapshot, draft),
            bool(doubted.get(draft)),
        )
        for draft, title in drafts.titles(snapshot).items()
    }


def doubt(transaction: Transaction, present: Mapping[DraftId, KnownText] | None) -> int:
    """Make a person confirm what may have been sent since the backup; return how many texts.

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
            if was.is_doubted or was.went_further_than(ours.get(each))
        }
        doubted |= {each for each in ours if each in present and _is_another(ours, present, each)}
    doubts.cast(transaction, map(draft_ref, doubted))
    return len(doubted & set(ours))


def _addressed(snapshot: Snapshot, draft: DraftId) -> frozenset[tuple[int, str]]:
    """Return who has which edition of *draft*, or may have, or is about to."""
    addressed = store.addressees(snapshot, draft)
    fates = letters.fates(snapshot, draft_ref(draft)) if addressed else {}
    return frozenset(
        (edition, key)
        for edition, theirs in addressed.items()
        for key, letter in theirs.items()
        if not fates[letter].never_left
    )


def _is_another(
    ours: Mapping[DraftId, KnownText], present: Mapping[DraftId, KnownText], draft: DraftId
) -> bool:
    """Whether that id is of another text by now, one that has letters."""
    mine, theirs = ours[draft], present[draft]
    return mine.title != theirs.title and theirs.edition > 0
