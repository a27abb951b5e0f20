"""Which inquiries an article means that says that the City did not answer."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import func, or_, select

from comms_desk.media.articles.model import Article, ArticleId
from comms_desk.media.inquiries.model import Inquiry, InquiryId
from comms_desk.media.inquiries.moments import BY_ANSWER, What
from comms_desk.media.inquiries.rows import InquiryRow, MomentRow
from comms_desk.media.inquiries.store import values
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import here

ASKED_WITHIN = timedelta(days=60)
"""An article is about a question that was asked so long before, at most."""
MOST = 100
"""Inquiries of one outlet in that time that are looked at, the last received first."""


def tied(snapshot: Snapshot, articles: Iterable[ArticleId]) -> Mapping[ArticleId, InquiryId]:
    """Return which of *articles* are known to mean an inquiry, and which one."""
    found = snapshot.session.execute(
        select(MomentRow.clip, InquiryRow.id)
        .join(InquiryRow, InquiryRow.id == MomentRow.inquiry)
        .where(
            MomentRow.what == What.UNANSWERED_SAID,
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
    of_outlet = func.lower(InquiryRow.outlet_name) == article.outlet_name.lower()
    if article.outlet is not None:
        of_outlet = InquiryRow.outlet == article.outlet
    asked = (
        here(InquiryRow)
        .where(
            of_outlet,
            InquiryRow.received_at.between(article.moment - ASKED_WITHIN, article.moment),
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
