"""Inquiries in a desk that was restored from a backup.

What happened to an inquiry since is known by the desk as it was just before, when it can be read,
and is carried over: an answer that left does not leave again, and its text is not lost.  The
letters by which it left stay behind; so a person may take back what is said of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from comms_desk.changes import Subject
from comms_desk.mail import letter_outcomes
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Moment, MomentKind
from comms_desk.media.inquiries.rows import InquiryRow, MomentRow
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.values import columns_of

Known = Mapping[InquiryId, Sequence[Moment]]
"""All that happened to each inquiry."""
_Key = tuple[MomentKind, datetime, datetime, int | None]
"""By what a moment is known again: the desk gives the id of one to another, after a restore."""


def known(snapshot: Snapshot) -> Known:
    """Return what happened to each inquiry of the desk, but for what surely never left."""
    found: dict[InquiryId, list[Moment]] = defaultdict(list)
    left = letter_outcomes.left(snapshot, Subject.INQUIRY)
    for row in snapshot.session.scalars(select(MomentRow).order_by(MomentRow.id)):
        if row.letter is None or row.letter in left:
            found[InquiryId(row.inquiry)].append(store.moment(row))
    return found


def carry_over(transaction: Transaction, was: Known) -> None:
    """Note here too what *was* known to have happened."""
    for inquiry, those in was.items():
        row = transaction.session.get(InquiryRow, inquiry)
        there = {_key(each): each for each in store.moments(transaction, inquiry)}
        # Its id is not enough: another inquiry may have it by now.
        is_same = any(each.what is MomentKind.RECEIVED and _key(each) in there for each in those)
        if row is not None and is_same and _carry_over(transaction, row, there, those):
            store.derive(transaction, row)


def _carry_over(
    transaction: Transaction,
    row: InquiryRow,
    there: Mapping[_Key, Moment],
    those: Sequence[Moment],
) -> bool:
    has_more = False
    for each in those:
        mine = there.get(_key(each))
        if mine is None:
            noted = MomentRow(
                **columns_of(
                    each,
                    "id",
                    "holder",
                    inquiry=row.id,
                    letter=None,
                    clip=None,
                    holder_person=each.holder.person,
                    holder_body=each.holder.body,
                )
            )
            transaction.session.add(noted)
            transaction.session.flush()
            if each.what is MomentKind.ANSWERED:
                store.leave(transaction, noted)
            has_more = True
        elif mine.taken_back_at != each.taken_back_at:
            noted = transaction.session.get_one(MomentRow, mine.id)
            noted.taken_back_at, noted.taken_back_by = each.taken_back_at, each.taken_back_by
            has_more = True
    return has_more


def _key(moment: Moment) -> _Key:
    return moment.what, moment.at, moment.noted_at, moment.by
