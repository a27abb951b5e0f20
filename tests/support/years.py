"""Years at the desk: somebody does something there every week, which its edits tell."""

from datetime import timedelta

from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.storage.database import Database
from comms_desk.storage.edits import EditRow
from comms_desk.storage.model import Act

A_WEEK = timedelta(days=7)


def live_on(database: Database, by: timedelta) -> None:
    """Have the desk be used for as long as *by*, and its clock tell it."""
    clock = database.clock
    assert isinstance(clock, StillClock)
    first = clock.now()
    weeks = range(by // A_WEEK + 1)
    with database.transaction() as transaction:
        transaction.session.add_all(
            EditRow(
                act=Act.READ,
                kind=Subject.CONTACT,
                row_id=0,
                field="phones",
                by=None,
                at=first + week * A_WEEK,
            )
            for week in weeks
        )
    clock.advance(by)
