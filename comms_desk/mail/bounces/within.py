"""What a higher slice, and the outbox, ask of what came back inside their own transaction."""

from collections.abc import Collection, Mapping
from itertools import batched

from sqlalchemy import and_, select, update

from comms_desk.changes import Ref
from comms_desk.mail.bounces.report import BOUNCES
from comms_desk.mail.store import VARIABLES_LIMIT, BounceRow, LetterPersonRow
from comms_desk.storage.database import Snapshot, Transaction


def for_whom(snapshot: Snapshot, address_keys: Collection[str]) -> Mapping[str, frozenset[Ref]]:
    """Return for whom the letters were that came back of *address_keys*, as far as is known.

    Not of an address that asked for something itself, nor of one about which somebody decided.
    """
    row, named = BounceRow, LetterPersonRow
    found: dict[str, set[Ref]] = {}
    for some in batched(sorted(address_keys), VARIABLES_LIMIT):
        waiting = and_(row.address_key.in_(some), row.decided_at.is_(None))
        asked = select(row.address_key).where(waiting, row.kind.not_in(BOUNCES))
        persons = (
            select(row.address_key, named.ref)
            .join(named, named.letter_id == row.letter_id)
            .where(waiting, row.address_key.not_in(asked))
        )
        for key, ref in snapshot.session.execute(persons):
            found.setdefault(key, set()).add(Ref.from_text(ref))
    return {key: frozenset(refs) for key, refs in found.items()}


def confirm(transaction: Transaction, address_key: str) -> None:
    """Mark the letters of an address by what is asked about it: somebody excludes it for that."""
    transaction.session.execute(
        update(BounceRow)
        .where(BounceRow.address_key == address_key, BounceRow.decided_at.is_(None))
        .values(is_proven=True)
    )


def decide(transaction: Transaction, address_key: str) -> int:
    """Ask nobody any more about what came back of an address; return how many reports."""
    decided = transaction.session.scalars(
        update(BounceRow)
        .where(BounceRow.address_key == address_key, BounceRow.decided_at.is_(None))
        .values(decided_by=transaction.actor, decided_at=transaction.now)
        .returning(BounceRow.id)
        .execution_options(synchronize_session="fetch")
    ).all()
    return len(decided)
