"""The numbers that texts were given: each once, whatever becomes of the text.

The office's own series is taken as it is typed: 2026-041, C-12, « nᵒ 26/118 ».  What has no digit
is no number: « à venir » may stand on several, « 2026, à venir » too.  French and its English
version may have the same.  A number stays its text's in the bin, in the archive and once that is
destroyed; only a text of which nothing left, nor is about to, may give it up.  The key of
`NumberRow` is what "once" stands on.
"""

from itertools import pairwise

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from comms_desk.mail import within as outbox
from comms_desk.media.drafting.model import NumberKept, NumberTaken
from comms_desk.media.drafting.store import DraftRow, NumberRow
from comms_desk.storage import archive
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.text.fold import tokens

_TO_COME = ("venir", "confirmer", "attribuer", "determiner", "suivre")
_UNKNOWN = frozenset(("tba", "tbc", "tbd"))
_NAMES = frozenset(("n", "no", "nos", "num", "numero", "number"))


def number_key(number: str) -> str:
    """Return the form in which two are compared; "": it has no digit, or is to come: none."""
    parts = tokens(number)
    if parts and parts[0] in _NAMES:
        parts = parts[1:]
    is_to_come = not _UNKNOWN.isdisjoint(parts) or any(
        a == "a" and verb in _TO_COME for a, verb in pairwise(parts)
    )
    return "-".join(parts) if any(map(str.isdigit, number)) and not is_to_come else ""


def refuse_loss(snapshot: Snapshot, row: DraftRow, number: str) -> None:
    """Let the number of *row* become *number* only while nobody may know it by the one it has.

    What stands on two texts may be changed on the one that did not have it first.

    Raises:
        NumberKept: It left with it, or may have, or is about to.
    """
    key = number_key(row.number)
    if not key or number_key(number) == key:
        return
    holder = _holder(snapshot, row, key)
    if holder is not None and holder.draft_id == row.id and _is_out(snapshot, row):
        raise NumberKept(row.title, row.number)


def hold(transaction: Transaction, row: DraftRow) -> None:
    """Have *row* hold the number that it says, and give up another, unless it left with that.

    Raises:
        NumberTaken: It was given to another text.
    """
    key, session = number_key(row.number), transaction.session
    held = session.scalars(select(NumberRow).where(NumberRow.draft_id == row.id)).all()
    others = [each for each in held if (each.language, each.key) != (row.language, key)]
    if others and not _is_out(transaction, row):
        for each in others:
            session.delete(each)
        session.flush()
    if not key or len(others) < len(held):
        return
    given = insert(NumberRow).values(
        language=row.language,
        key=key,
        number=row.number.strip(),
        draft_id=row.id,
        by=transaction.actor,
        at=transaction.now,
    )
    try:
        with session.begin_nested():
            session.execute(given)
    except IntegrityError as error:
        raise NumberTaken(row.number.strip(), also_of(transaction, row)) from error


def also_of(snapshot: Snapshot, row: DraftRow) -> str:
    """Return what the text is called that was given the number of *row*; "": that is itself.

    One that is gone by now is called by its number.
    """
    key = number_key(row.number)
    holder = _holder(snapshot, row, key) if key else None
    if holder is None or holder.draft_id == row.id:
        return ""
    other = snapshot.session.get(DraftRow, holder.draft_id)
    return (other and other.title.strip()) or holder.number


def _holder(snapshot: Snapshot, row: DraftRow, key: str) -> NumberRow | None:
    asked = select(NumberRow).where(NumberRow.language == row.language, NumberRow.key == key)
    return snapshot.session.scalars(asked).one_or_none()


def _is_out(snapshot: Snapshot, row: DraftRow) -> bool:
    """Whether a letter of *row* left, or may have, or waits, or somebody says that it was sent."""
    return archive.was_sent(snapshot, row) or outbox.leaving_about(snapshot, row.ref) > 0
