"""What somebody asked so far: a contact, an outlet; or what was asked about a dossier."""

from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, or_

from comms_desk.media.articles.model import Article
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.inquiries.moments import OPEN
from comms_desk.media.inquiries.rows import InquiryRow, ReporterRow
from comms_desk.media.inquiries.store import values
from comms_desk.media.outlets.model import OutletId
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import count_of, here, page_of
from comms_desk.storage.paging import PageOfRows

ASKED_WITHIN = timedelta(days=60)
"""An article is about a question that was asked so long before, at most."""


def by_contact(
    snapshot: Snapshot, contact: ContactId, *, after: object | None = None, limit: int
) -> PageOfRows[Inquiry]:
    """Return the inquiries of *contact*, the last received first, those archived too."""
    asks = exists().where(ReporterRow.inquiry == InquiryRow.id, ReporterRow.contact == contact)
    return _page(snapshot, asks, after=after, limit=limit)


def by_outlet(
    snapshot: Snapshot, outlet: OutletId, *, after: object | None = None, limit: int
) -> PageOfRows[Inquiry]:
    """Return the inquiries of *outlet*, the last received first, those archived too."""
    return _page(snapshot, InquiryRow.outlet == outlet, after=after, limit=limit)


def before(snapshot: Snapshot, article: Article, *, limit: int) -> tuple[Inquiry, ...]:
    """Return what the outlet of *article* had asked as it came out, the last received first."""
    asked = here(InquiryRow).where(*had_asked(article))
    last_first = asked.order_by(InquiryRow.received_at.desc(), InquiryRow.id.desc()).limit(limit)
    return tuple(values(snapshot, snapshot.session.scalars(last_first).all()))


def had_asked(article: Article) -> tuple[ColumnElement[bool], ...]:
    """Return that an inquiry is of the outlet of *article*, and came lately before it."""
    of_outlet = func.lower(InquiryRow.outlet_name) == article.outlet_name.lower()
    if article.outlet is not None:
        of_outlet = or_(InquiryRow.outlet == article.outlet, of_outlet)
    came = InquiryRow.received_at.between(article.moment - ASKED_WITHIN, article.moment)
    return (of_outlet, came)


def about(
    snapshot: Snapshot, dossier: DossierId, *, after: object | None = None, limit: int
) -> PageOfRows[Inquiry]:
    """Return the inquiries about *dossier*, the last received first, those archived too."""
    return _page(snapshot, InquiryRow.dossier == dossier, after=after, limit=limit)


def count_open(snapshot: Snapshot, dossier: DossierId) -> int:
    """Return how many of those about *dossier* somebody waits for."""
    wanted = here(InquiryRow).where(
        InquiryRow.dossier == dossier, InquiryRow.status.in_(sorted(OPEN))
    )
    return count_of(snapshot, wanted.with_only_columns(InquiryRow.id))[0]


def _page(
    snapshot: Snapshot, which: ColumnElement[bool], *, after: object | None, limit: int
) -> PageOfRows[Inquiry]:
    found = page_of(
        snapshot,
        here(InquiryRow).where(which),
        InquiryRow.received_at,
        InquiryRow.id,
        after=after,
        limit=limit,
        last_first=True,
    )
    return found.showing(values(snapshot, found.rows))
