"""The inquiries that somebody waits for as the hours pass: for Today, and for what reminds of them.

An hour that nobody knows waits as one of the day on which the inquiry came, or at once where it
presses: what is not asked for is not forgotten for that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select

from comms_desk.changes import Subject
from comms_desk.mail import letter_outcomes
from comms_desk.mail.model import LetterId, MessageId
from comms_desk.media.inquiries.model import Inquiry, InquiryId
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.media.inquiries.rows import InquiryRow, MomentRow
from comms_desk.media.inquiries.store import values
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import count_of, here, page_of
from comms_desk.storage.paging import PageOfRows

EXPLAINED_WITHIN = timedelta(days=30)
"""Why an older one was late is asked of nobody any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyInDoubt:
    """A reply that was refused, or that may not have left; *what* says whether it is the answer."""

    inquiry: InquiryId
    title: str
    outlet_name: str
    what: MomentKind


def waiting(
    snapshot: Snapshot,
    *,
    before: datetime,
    since: datetime | None = None,
    mine: bool = False,
    limit: int,
) -> PageOfRows[Inquiry]:
    """Return the open inquiries that are due *before* that moment, the first due first.

    Args:
        snapshot: What is read.
        before: Those that are due then or later are left out.
        since: So are those that were due before that; None: none of them is.
        mine: Only those that no other person of the office has: what nobody has is everybody's,
            and somebody has to ask after what a service has.
        limit: How many at most.
    """
    wanted = _due(before, since)
    if mine:
        me = snapshot.database.actor
        wanted = wanted.where(
            or_(InquiryRow.holder_person.is_(None), InquiryRow.holder_person == me)
        )
    found = page_of(snapshot, wanted, InquiryRow.order_at, InquiryRow.id, after=None, limit=limit)
    return found.showing(values(snapshot, found.rows))


def count(snapshot: Snapshot, *, before: datetime) -> int:
    """Return how many open inquiries are due *before* that moment, of everybody."""
    return count_of(snapshot, _due(before, None).with_only_columns(InquiryRow.id))[0]


def count_for_me(snapshot: Snapshot) -> int:
    """Return how many open inquiries the actor has, or nobody: due at any time."""
    is_nobodys = and_(InquiryRow.holder_person.is_(None), InquiryRow.holder_body == "")
    is_mine = InquiryRow.holder_person == snapshot.database.actor
    wanted = here(InquiryRow).where(InquiryRow.ended_at.is_(None), or_(is_mine, is_nobodys))
    return count_of(snapshot, wanted.with_only_columns(InquiryRow.id))[0]


def asked_again(snapshot: Snapshot, inquiries: Iterable[InquiryId]) -> Mapping[InquiryId, datetime]:
    """Return when the journalist came back last, of those of *inquiries* where they did."""
    came = (
        select(MomentRow.inquiry, func.max(MomentRow.at))
        .where(
            MomentRow.inquiry.in_(inquiries),
            MomentRow.what == MomentKind.FOLLOWED_UP,
            MomentRow.taken_back_at.is_(None),
        )
        .group_by(MomentRow.inquiry)
    )
    return {InquiryId(each): at for each, at in snapshot.session.execute(came)}


def replies_in_doubt(snapshot: Snapshot) -> Mapping[MessageId, ReplyInDoubt]:
    """Return the replies that a person is to decide about, by the message that each is."""
    letters = letter_outcomes.undecided(snapshot, Subject.INQUIRY)
    if not letters:
        return {}
    asked = (
        select(MomentRow.letter, MomentRow.what, InquiryRow)
        .join(InquiryRow, InquiryRow.id == MomentRow.inquiry)
        .where(MomentRow.letter.in_(sorted(letters)))
    )
    return {
        letters[LetterId(letter)]: ReplyInDoubt(
            inquiry=InquiryId(row.id), title=row.title, outlet_name=row.outlet_name, what=what
        )
        for letter, what, row in snapshot.session.execute(asked)
        if letter is not None
    }


def unexplained(snapshot: Snapshot, *, limit: int) -> PageOfRows[Inquiry]:
    """Return those that were late, or missed, without a reason; the last first."""
    wanted = here(InquiryRow).where(
        InquiryRow.ended_at >= snapshot.now - EXPLAINED_WITHIN, InquiryRow.owes_cause.is_(True)
    )
    found = page_of(
        snapshot,
        wanted,
        InquiryRow.ended_at,
        InquiryRow.id,
        after=None,
        limit=limit,
        last_first=True,
    )
    return found.showing(values(snapshot, found.rows))


def _due(before: datetime, since: datetime | None) -> Select[InquiryRow]:
    wanted = here(InquiryRow).where(InquiryRow.ended_at.is_(None), InquiryRow.order_at < before)
    return wanted if since is None else wanted.where(InquiryRow.order_at >= since)
