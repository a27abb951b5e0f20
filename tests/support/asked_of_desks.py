"""What tests ask of desks, and no window and no command does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from comms_desk.changes import Ref
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.media.inquiries import store as inquiry_rows
from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Course, course
from comms_desk.media.inquiries.rows import InquiryRow
from comms_desk.media.reviews import store as review_rows
from comms_desk.media.reviews.desk import ReviewDesk, review_of
from comms_desk.media.reviews.model import Review
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Edit


def reviews_of_day(
    reviews: ReviewDesk, day: date | None = None, language: Language = Language.FRENCH
) -> tuple[Review, ...]:
    """Return the review of *day*, today's where there is none, and its addenda, in their order."""
    with _reading(reviews) as snapshot:
        day = day or snapshot.now.astimezone(CITY_ZONE).date()
        rows = review_rows.of_day(snapshot, day, language)
        return tuple(review_of(snapshot, row) for row in rows)


def course_of(desk: InquiryDesk, inquiry: InquiryId) -> Course:
    """Return where *inquiry* stands, who held it and how long."""
    with _reading(desk) as snapshot:
        row = row_of(snapshot, InquiryRow, inquiry)
        return course(inquiry_rows.moments(snapshot, inquiry), row.answer)


def history_of(desk: Any, ref: Ref) -> tuple[Edit, ...]:
    """Return what people did to what *ref* names, the latest first."""
    with _reading(desk) as snapshot:
        return edits.history(snapshot, ref)


@contextmanager
def _reading(desk: Any) -> Iterator[Snapshot]:
    with desk._database.snapshot() as snapshot:
        yield snapshot
