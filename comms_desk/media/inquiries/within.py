"""What a higher layer may do with inquiries inside its own transaction."""

from sqlalchemy import or_, select, update

from comms_desk.changes import Change, Subject
from comms_desk.media.inquiries.rows import InquiryRow, MomentRow
from comms_desk.media.inquiries.store import (
    add,
    answer,
    joined,
    moment,
    moments,
    record,
    ref,
    row,
    value,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Transaction

__all__ = [
    "add",
    "answer",
    "joined",
    "moment",
    "moments",
    "pass_on",
    "record",
    "ref",
    "row",
    "value",
]


def pass_on(transaction: Transaction, whose: int, to: int) -> None:
    """Give *to* what person *whose* holds, held, or speaks for: they are one and the same.

    Where an inquiry stands, and since when, stays as it was.
    """
    inquiry, happened = InquiryRow, MomentRow
    theirs = or_(
        inquiry.holder_person == whose,
        inquiry.spokesperson == whose,
        inquiry.id.in_(select(happened.inquiry).where(happened.holder_person == whose)),
    )
    concerned = tuple(transaction.session.scalars(select(inquiry.id).where(theirs)))
    for column in (inquiry.holder_person, inquiry.spokesperson, happened.holder_person):
        asked = update(column.class_).where(column == whose).values({column.key: to})
        transaction.session.execute(asked)
    edits.say_instead(transaction, Subject.INQUIRY, "spokesperson", instead_of=whose, say=to)
    transaction.announce(Change.of(Subject.INQUIRY, concerned))
