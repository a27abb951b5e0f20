"""Which inquiries an article means that says that the City did not answer."""

from collections.abc import Iterable, Mapping

from sqlalchemy import or_, select

from comms_desk.media.articles.model import Article, ArticleId
from comms_desk.media.inquiries.asked import had_asked
from comms_desk.media.inquiries.model import Inquiry, InquiryId
from comms_desk.media.inquiries.moments import BY_ANSWER, MomentKind
from comms_desk.media.inquiries.rows import InquiryRow, MomentRow
from comms_desk.media.inquiries.store import values
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import here

MOST = 100
"""Inquiries of one outlet in that time that are looked at, the last received first."""


def tied(snapshot: Snapshot, articles: Iterable[ArticleId]) -> Mapping[ArticleId, InquiryId]:
    """Return which of *articles* are known to mean an inquiry, and which one."""
    found = snapshot.session.execute(
        select(MomentRow.clip, InquiryRow.id)
        .join(InquiryRow, InquiryRow.id == MomentRow.inquiry)
        .where(
            MomentRow.what == MomentKind.UNANSWERED_SAID,
            MomentRow.taken_back_at.is_(None),
            MomentRow.clip.in_(list(articles)),
            InquiryRow.binned_at.is_(None),
        )
        .order_by(MomentRow.id)
    )
    return {ArticleId(clip): InquiryId(inquiry) for clip, inquiry in found if clip is not None}


def unanswered_then(snapshot: Snapshot, article: Article) -> tuple[Inquiry, ...]:
    """Return the inquiries of the outlet of *article* that had no answer as it came out.

    Those that are open, were missed, declined or closed otherwise, or answered since.
    """
    asked = (
        here(InquiryRow)
        .where(
            *had_asked(article),
            or_(
                InquiryRow.ended_at.is_(None),
                InquiryRow.ended_at > article.moment,
                InquiryRow.resolution.not_in(BY_ANSWER),
            ),
        )
        .order_by(InquiryRow.received_at.desc(), InquiryRow.id.desc())
        .limit(MOST)
    )
    return tuple(values(snapshot, snapshot.session.scalars(asked).all()))
