"""What the inquiries of the media ask of today: who waits, for when, who has it; what was late.

It reads in one snapshot and decides nothing; of a long list it holds the first, and how many
there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from comms_desk.across import Office
from comms_desk.i18n import CITY_ZONE
from comms_desk.storage.paging import PageOfRows

if TYPE_CHECKING:
    from comms_desk.mail.model import MessageId
    from comms_desk.media.inquiries.case.waiting import ReplyInDoubt
    from comms_desk.media.inquiries.model import Inquiry, InquiryId
    from comms_desk.planning.people.model import PersonId

SHOWN = 40
SOON_SHOWN = 8
UNEXPLAINED_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiriesToday:
    """The inquiries of a day.

    Attributes:
        due: Those that are open and due by the end of the day, or whose hour nobody knows.
        soon: Those that are due on the day after.
        with_others: How many of those due other persons of the office have, where they are left
            out of *due*.
        unexplained: Those that were late without a reason given.
        in_doubt: The replies that were refused, or that may not have left, by their messages.
        names: What the persons who hold some are called.
        me: Who asks.
        for_me: How many open ones, due whenever, they have, or nobody.
    """

    due: "PageOfRows[Inquiry]"
    soon: "PageOfRows[Inquiry]"
    with_others: int
    unexplained: "PageOfRows[Inquiry]"
    in_doubt: "Mapping[MessageId, ReplyInDoubt]"
    names: "Mapping[PersonId, str]"
    me: "PersonId | None"
    for_me: int

    @property
    def waiting(self) -> int:
        """How many wait for somebody, no matter who."""
        return self.due.total + self.with_others + self.unexplained.total


def inquiries_today(office: Office, now: datetime, *, mine: bool = False) -> InquiriesToday:
    """Return what the inquiries ask of the day of *now*: of everybody, or *mine* alone."""
    from comms_desk.media.inquiries.case import waiting
    from comms_desk.planning.people.model import PersonId

    midnight = _midnight(now)
    with office.database.snapshot() as snapshot:
        due = waiting.waiting(snapshot, before=midnight, mine=mine, limit=SHOWN)
        soon = waiting.waiting(
            snapshot,
            before=_midnight(midnight),
            since=midnight,
            mine=mine,
            limit=SOON_SHOWN,
        )
        everybodys = waiting.count(snapshot, before=midnight) if mine else due.total
        unexplained = waiting.unexplained(snapshot, limit=UNEXPLAINED_SHOWN)
        in_doubt = waiting.replies_in_doubt(snapshot)
        for_me = waiting.count_for_me(snapshot)
        actor = snapshot.database.actor
    holders = {each.holder.person for each in (*due.rows, *soon.rows)} - {None}
    names = office.people.names(each for each in holders if each is not None) if holders else {}
    return InquiriesToday(
        due=due,
        soon=soon,
        with_others=everybodys - due.total,
        unexplained=unexplained,
        in_doubt=in_doubt,
        names={PersonId(person): name for person, name in names.items()},
        me=None if actor is None else PersonId(actor),
        for_me=for_me,
    )


def asked_again(office: Office, inquiries: "Iterable[InquiryId]") -> "Mapping[InquiryId, datetime]":
    """Return when whoever asks came back last, of those of *inquiries* where they did."""
    from comms_desk.media.inquiries.case import waiting

    with office.database.snapshot() as snapshot:
        return waiting.asked_again(snapshot, inquiries)


def _midnight(moment: datetime) -> datetime:
    """Return the first midnight in the city after *moment*."""
    day = moment.astimezone(CITY_ZONE).date() + timedelta(days=1)
    return datetime.combine(day, datetime.min.time(), CITY_ZONE)
