"""Coverage reports: counted anew from what the watch holds, whenever somebody asks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.coverage import papers, report_articles
from comms_desk.media.coverage.pickup import Pickup, pickup, words_of
from comms_desk.media.coverage.release import Release, as_read, read_release, without_title
from comms_desk.media.coverage.report import (
    Carried,
    CoverageReport,
    DaysReversed,
    NotReleased,
    ReportRequest,
    report,
)
from comms_desk.media.coverage.reprise import reprise
from comms_desk.media.dispatches import within as dispatches
from comms_desk.media.dispatches.model import Dispatch
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.inquiries.papers.desk import Paper
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage.database import Database, Snapshot

EARLIEST = date(2000, 1, 1)
DAYS = 30
"""A period of which only the last day is said."""
DAYS_OF_A_RELEASE = 14
"""How long what appears may be of a text that left."""
MOST_COMPARED = 300
"""Articles, the nearest by their words, that are compared with a text sentence by sentence."""


class CoverageDesk:
    """Counts what the media made of a dossier, of a text, of a period.  It changes nothing."""

    def __init__(self, database: Database, templates: Path | None = None) -> None:
        """Read *database*; the office's own template of the paper is in *templates*."""
        self._database = database
        self._templates = templates

    def report(self, asked: ReportRequest) -> CoverageReport:
        """Return what the media made of what is *asked*.

        Raises:
            NotFound: There is no such dossier or text, or it is in the bin.
            NotReleased: The text has not left, and nobody says since when it is out.
            DaysReversed: The last day comes before the first, or before the text left.
        """
        with self._database.snapshot() as snapshot:
            asked = _within(asked, _day(snapshot.now))
            if asked.draft is not None:
                return _of_draft(snapshot, asked, asked.draft)
            if asked.dossier is not None:
                return _of_dossier(snapshot, asked, asked.dossier)
            return _of_days(snapshot, asked)

    def word(self, found: CoverageReport) -> Paper:
        """Return *found* for Word, with its chart, made with the office's template of a sheet.

        Raises:
            CommsDeskError: What the office's own template asks for and there is not.
        """
        return papers.word(found, self._templates)


def _within(asked: ReportRequest, today: date) -> ReportRequest:
    """Return *asked* without days that no watch saw: those before any, and those to come."""
    if asked.since is not None and asked.since > today:
        raise DaysReversed(asked.since, today)
    since, until = (
        None if day is None else max(min(day, today), EARLIEST)
        for day in (asked.since, asked.until)
    )
    return replace(asked, since=since, until=until)


def _of_days(snapshot: Snapshot, asked: ReportRequest) -> CoverageReport:
    until = asked.until or _day(snapshot.now)
    since = asked.since or until - timedelta(days=DAYS - 1)
    before = since - (until - since) - timedelta(days=1)
    return report(
        report_articles.of_days(snapshot, since, until),
        asked,
        called="",
        since=since,
        until=until,
        made_at=snapshot.now,
        before=report_articles.of_days(snapshot, before, since - timedelta(days=1)),
    )


def _of_dossier(snapshot: Snapshot, asked: ReportRequest, dossier: DossierId) -> CoverageReport:
    kept = dossiers.get(snapshot, dossier)
    ids = report_articles.with_stories(snapshot, report_articles.tied(snapshot, dossier))
    rows = report_articles.between(
        report_articles.gathered(snapshot, ids), asked.since, asked.until
    )
    return _of(snapshot, rows, asked, f"{kept.code} · {kept.name}")


def _of_draft(snapshot: Snapshot, asked: ReportRequest, draft: DraftId) -> CoverageReport:
    """Return the report of a text: of what appeared since it left, what is of it.

    That is what takes any of its sentences up, or is tied to its dossier, with the other articles
    of those stories.
    """
    kept = drafts.get(snapshot, draft)
    left = dispatches.left(snapshot, draft)
    if left is None and asked.since is None:
        raise NotReleased(kept.title)
    left_at = snapshot.now if left is None or left.first_sent_at is None else left.first_sent_at
    since = asked.since or _day(left_at)
    until = asked.until or min(_day(snapshot.now), since + timedelta(days=DAYS_OF_A_RELEASE))
    release = _release(snapshot, draft, left)
    likely = report_articles.near(
        snapshot, release, report_articles.seen(snapshot, since, until), most=MOST_COMPARED
    )
    compared = {each.article: (each, reprise(release, words_of(each))) for each in likely}
    took = [article for article, (_text, found) in compared.items() if found.is_taken_up]
    tied = () if kept.dossier is None else report_articles.tied(snapshot, kept.dossier)
    ids = report_articles.with_stories(snapshot, [*took, *tied])
    rows = report_articles.between(report_articles.gathered(snapshot, ids), since, until)
    rows = [each for each in rows if left is None or each.at >= left_at]
    others = [each.article for each in rows if each.article not in compared]
    for text in report_articles.texts(snapshot, others):
        compared[text.article] = text, reprise(release, words_of(text))
    found = pickup(release, (compared[each.article] for each in rows))
    return _of(snapshot, rows, asked, kept.title, since=since, until=until, pickup=found)


def _release(snapshot: Snapshot, draft: DraftId, left: Dispatch | None) -> Release:
    """Return what left of *draft*, else what is kept of it."""
    text = "" if left is None else drafts.text_of(snapshot, draft, left.revision)
    kept = drafts.kept(snapshot, draft)
    return read_release(without_title(as_read(text or ("" if kept is None else kept.text))))


def _of(
    snapshot: Snapshot,
    rows: Sequence[Carried],
    asked: ReportRequest,
    called: str,
    *,
    since: date | None = None,
    until: date | None = None,
    pickup: Pickup | None = None,
) -> CoverageReport:
    """Return the report of *rows*; days that nobody said are those of the first and the last."""
    today = _day(snapshot.now)
    first = since or asked.since or min((each.day for each in rows), default=today)
    last = until or asked.until or max((each.day for each in rows), default=max(first, today))
    return report(
        rows, asked, called=called, since=first, until=last, made_at=snapshot.now, pickup=pickup
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(CITY_ZONE).date()
