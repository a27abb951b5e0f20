"""The courses of the inquiries of some days, for figures: read in a few questions, however many."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import batched

from sqlalchemy import select

from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.inquiries.moments import Course, Moment, course
from comms_desk.media.inquiries.rows import InquiryRow, MomentRow
from comms_desk.media.inquiries.store import moment, values
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import each_of, here

AT_ONCE = 500


def courses(
    snapshot: Snapshot, *, since: datetime, before: datetime
) -> Iterator[tuple[Inquiry, Course]]:
    """Yield the inquiries received from *since*, *before* that moment, and the course of each."""
    received = here(InquiryRow).where(
        InquiryRow.received_at >= since, InquiryRow.received_at < before
    )
    rows = snapshot.session.scalars(received.order_by(InquiryRow.received_at, InquiryRow.id)).all()
    for some in batched(rows, AT_ONCE):
        happened: dict[int, list[Moment]] = defaultdict(list)
        ids = [row.id for row in some]
        asked = select(MomentRow).where(each_of(snapshot, MomentRow.inquiry, ids))
        for each in snapshot.session.scalars(asked):
            happened[each.inquiry].append(moment(each))
        for inquiry in values(snapshot, some):
            yield inquiry, course(happened[inquiry.id], inquiry.answer)
