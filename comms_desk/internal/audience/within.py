"""What a bulletin asks of the audience, inside its own transaction."""

from collections.abc import Iterator
from datetime import datetime

from comms_desk.changes import Subject
from comms_desk.internal.audience import store
from comms_desk.internal.audience.model import BulletinReader, EmployeeId
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot
from comms_desk.text.mailbox import mailbox_key


def readers(snapshot: Snapshot) -> tuple[BulletinReader, ...]:
    """Return every employee, by name; those without a mailbox have an empty address."""
    return store.readers(snapshot)


def former_addresses(snapshot: Snapshot) -> Iterator[tuple[EmployeeId, str, datetime | None]]:
    """Yield who had which address, in its compared form, until when; None: nobody else ever had it.

    Who was put in the bin and added again, as an import that is undone and made again does, had
    those of the bin.
    """
    now_known_as: dict[int, EmployeeId] = {}
    had: list[tuple[EmployeeId, str, datetime]] = []
    for employee, binned, email_key, since in store.also_in_bin(snapshot):
        now_known_as[binned] = employee
        if email_key:
            had.append((employee, email_key, since))
    for changed, email, until in edits.former(snapshot, Subject.EMPLOYEE, "email"):
        if email:
            employee = now_known_as.get(changed, EmployeeId(changed))
            had.append((employee, mailbox_key(str(email)), until))
    holders: dict[str, set[int]] = {}
    for employee, key, _until in had:
        holders.setdefault(key, set()).add(employee)
    for holder, key in store.held_by(snapshot, holders):
        holders[key].add(now_known_as.get(holder, holder))
    for employee, key, until in had:
        # No clock is asked where a letter to that address can only have been theirs.
        yield employee, key, None if holders[key] == {employee} else until
