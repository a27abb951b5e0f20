"""Embargoes in a desk that was restored from a backup: what held just before still holds.

Of two moments the later one counts, and of two lists of exceptions what both have: after a
restore nothing leaves earlier than either desk allows.
"""

from collections.abc import Iterable

from comms_desk.embargo import store
from comms_desk.embargo.model import Embargo
from comms_desk.storage.database import Transaction


def carry_over(transaction: Transaction, held: Iterable[Embargo]) -> None:
    """Have what is *held* by the present desk be held by the restored one.

    Nothing is announced: nobody listens to a file that is being put back.
    """
    for each in held:
        row = store.row_of(transaction, each.ref)
        if row is None:
            row = store.EmbargoRow(kind=each.ref.kind, row_id=each.ref.id, until=each.until)
            row.exceptions = [
                store.ExceptionRow(
                    recipient=exception.recipient,
                    signed_by=exception.signed_by,
                    note=exception.note,
                    granted_by=exception.granted_by,
                    granted_at=exception.granted_at,
                )
                for exception in each.exceptions
            ]
            transaction.session.add(row)
        else:
            still = {exception.recipient for exception in each.exceptions}
            row.exceptions = [one for one in row.exceptions if one.recipient in still]
        row.until, row.ends_when = max(row.until, each.until), each.ends_when
        row.set_by, row.set_at = each.set_by, each.set_at
        row.lifted_by = row.lifted_at = None
