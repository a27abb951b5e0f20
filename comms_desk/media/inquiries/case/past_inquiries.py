"""Inquiries as others look them up: of a contact, an outlet, a dossier, an article, some days.

An article that says that the City did not answer may mean one of them; for figures, the course of
each is read in a few questions, however many there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import batched

from sqlalchemy import ColumnElement, exists, func, or_, select

from comms_desk.media.articles.model import Article, ArticleId
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.inquiries.model import Inquiry, InquiryId
from comms_desk.media.inquiries.moments import BY_ANSWER, OPEN, Course, Moment, MomentKind, course
from comms_desk.media.inquiries.rows import InquiryRow, MomentRow, ReporterRow
from comms_desk.media.inquiries.store import moment, values
from comms_desk.media.outlets.model import OutletId
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import count_of, each_of, here, page_of
from comms_desk.storage.paging import PageOfRows

ASKED_WITHIN = timedelta(days=60)
"""An article is about a question that was asked so long before, at most."""
MOST_OF_OUTLET = 100
"""Inquiries of one outlet in that time that are looked at, the last received first."""
COURSES_AT_ONCE = 500


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


def courses(
    snapshot: Snapshot, *, since: datetime, before: datetime
) -> Iterator[tuple[Inquiry, Course]]:
    """Yield the inquiries received from *since*, *before* that moment, and the course of each."""
    received = here(InquiryRow).where(
        InquiryRow.received_at >= since, InquiryRow.received_at < before
    )
    rows = snapshot.session.scalars(received.order_by(InquiryRow.received_at, InquiryRow.id)).all()
    for some in batched(rows, COURSES_AT_ONCE):
        happened: dict[int, list[Moment]] = defaultdict(list)
        ids = [row.id for row in some]
        asked = select(MomentRow).where(each_of(snapshot, MomentRow.inquiry, ids))
        for each in snapshot.session.scalars(asked):
            happened[each.inquiry].append(moment(each))
        for inquiry in values(snapshot, some):
            yield inquiry, course(happened[inquiry.id], inquiry.answer)


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
        .limit(MOST_OF_OUTLET)
    )
    return tuple(values(snapshot, snapshot.session.scalars(asked).all()))


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
