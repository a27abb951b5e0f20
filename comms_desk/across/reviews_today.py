"""Which press reviews of today wait to be sent, or did not reach all whom they left to.

A review that nobody began waits too, on a weekday: an hour passes for it as for any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from comms_desk.i18n import CITY_ZONE
from comms_desk.settings import REVIEW_HOUR, REVIEW_READERS

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.media.reviews.model import ReviewId

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewToSend:
    """A review of today that has not left, or not to all.

    Attributes:
        review: None: nobody has begun it.
        closes_at: When it is to leave; None of an addendum, which leaves when it is ready.
        stories: How many are kept for it.
        is_issued: Whether it is frozen, and waits for a yes alone.
        left_to: To how many addresses it was to leave; 0: it has not been sent.
        missed: How many of these are on its list and do not have it: another yes reaches them.
    """

    review: "ReviewId | None"
    closes_at: datetime | None
    stories: int
    is_issued: bool
    left_to: int = 0
    missed: int = 0


def reviews_to_send(office: "Office", now: datetime) -> tuple[ReviewToSend, ...]:
    """Return the reviews of the day of *now* that wait to be sent, none where nobody reads them."""
    if not office.desk_settings.get(REVIEW_READERS):
        return ()
    return tuple(_waiting(office, now.astimezone(CITY_ZONE)))


def _waiting(office: "Office", now: datetime) -> Iterator[ReviewToSend]:
    from comms_desk.media.reviews.model import OF_THE_DAY

    of_day = office.reviews.search(day=now.date()).rows[::-1]
    hour = office.desk_settings.get(REVIEW_HOUR)
    if not of_day and hour and now.weekday() < SATURDAY:
        due = datetime.combine(now.date(), time.fromisoformat(hour), CITY_ZONE)
        yield ReviewToSend(review=None, closes_at=due, stories=0, is_issued=False)
    for each in of_day:
        is_first = each.number == OF_THE_DAY
        missed = office.reviews.missed(each.id) if each.is_sent else 0
        is_issued = each.issued_at is not None
        may_leave = not each.is_sent and not each.is_given_up
        waits = may_leave and (is_first or each.stories or is_issued)
        if waits or missed:
            yield ReviewToSend(
                review=each.id,
                closes_at=each.closes_at if is_first else None,
                stories=each.stories,
                is_issued=is_issued,
                left_to=sum(office.reviews.letters(each.id).values()),
                missed=missed,
            )
