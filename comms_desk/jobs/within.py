"""The fence: what a worker asks in each transaction that claims something, and before each dot."""

from sqlalchemy import ScalarSelect, select

from comms_desk.jobs import store
from comms_desk.jobs.model import LeaseLost
from comms_desk.storage.database import Snapshot
from comms_desk.storage.rows import Base

WORK = "worker"


def token() -> ScalarSelect[int]:
    """Return the lease's token, as a part of a statement: none where nobody ever took it."""
    leases = Base.metadata.tables[store.LeaseRow.__tablename__]
    return select(leases.c.token).where(leases.c.work == WORK).scalar_subquery()


def check(snapshot: Snapshot, token: int) -> None:
    """Go on only while *token* is the lease's.

    In a transaction the write lock is held, so that nobody can take the lease over before the
    commit.  A lease past its time is still good as long as nobody took it.

    Raises:
        LeaseLost: Another worker has taken over.
    """
    row = store.lease_row(snapshot, WORK)
    if row is None or row.token != token:
        raise LeaseLost(token)
