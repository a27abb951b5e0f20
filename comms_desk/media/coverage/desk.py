"""Coverage reports: counted anew from what the watch holds, whenever somebody asks."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.coverage import gathering, papers
from comms_desk.media.coverage.report import Asked, Carried, NotReleased, Report, report
from comms_desk.media.dispatches import within as dispatches
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.inquiries.papers import Paper
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage.database import Database, Snapshot

DAYS = 30
"""A period of which only the last day is said."""
DAYS_OF_A_RELEASE = 14
"""How long what appears may be of a text that left."""


class CoverageDesk:
    """Counts what the media made of a dossier, of a text, of a period.  It changes nothing."""

    def __init__(self, database: Database, templates: Path | None = None) -> None:
        """Read *database*; the office's own template of the paper is in *templates*."""
        self._database = database
        self._templates = templates

    def report(self, asked: Asked) -> Report:
        """Return what the media made of what is *asked*.

        Raises:
            NotFound: There is no such dossier or text, or it is in the bin.
            NotReleased: The text has not left, and nobody says since when it is out.
        """
        with self._database.snapshot() as snapshot:
            if asked.draft is not None:
                return _of_draft(snapshot, asked, asked.draft)
            if asked.dossier is not None:
                return _of_dossier(snapshot, asked, asked.dossier)
            return _of_days(snapshot, asked)

    def word(self, found: Report) -> Paper:
        """Return *found* for Word, with its chart, made with the office's template of a sheet.

        Raises:
            CommsDeskError: What the office's own template asks for and there is not.
        """
        return papers.word(found, self._templates)


def _of_days(snapshot: Snapshot, asked: Asked) -> Report:
    until = asked.until or _day(snapshot.now)
    since = asked.since or until - timedelta(days=DAYS - 1)
    before = since - (until - since) - timedelta(days=1)
    return report(
        gathering.of_days(snapshot, since, until),
        asked,
        called="",
        since=since,
        until=until,
        made_at=snapshot.now,
        before=gathering.of_days(snapshot, before, since - timedelta(days=1)),
    )


def _of_dossier(snapshot: Snapshot, asked: Asked, dossier: DossierId) -> Report:
    kept = dossiers.get(snapshot, dossier)
    rows = gathering.between(gathering.of_dossier(snapshot, dossier), asked.since, asked.until)
    return _of(snapshot, rows, asked, f"{kept.code} · {kept.name}")


def _of_draft(snapshot: Snapshot, asked: Asked, draft: DraftId) -> Report:
    """Return the report of a text: what is tied to its dossier, and appeared since it left."""
    kept = drafts.get(snapshot, draft)
    left_at = dispatches.left_at(snapshot, draft)
    if left_at is None and asked.since is None:
        raise NotReleased(kept.title)
    since = asked.since or _day(left_at or snapshot.now)
    until = asked.until or min(_day(snapshot.now), since + timedelta(days=DAYS_OF_A_RELEASE))
    tied = () if kept.dossier is None else gathering.of_dossier(snapshot, kept.dossier)
    begins = max(left_at or gathering.begins(since), gathering.begins(since))
    rows = [each for each in gathering.between(tied, since, until) if each.at >= begins]
    return _of(snapshot, rows, asked, kept.title, since=since, until=until)


def _of(
    snapshot: Snapshot,
    rows: Sequence[Carried],
    asked: Asked,
    called: str,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Report:
    """Return the report of *rows*; days that nobody said are those of the first and the last."""
    today = _day(snapshot.now)
    first = since or asked.since or min((each.day for each in rows), default=today)
    last = until or asked.until or max((each.day for each in rows), default=max(first, today))
    return report(rows, asked, called=called, since=first, until=last, made_at=snapshot.now)


def _day(moment: datetime) -> date:
    return moment.astimezone(CITY_ZONE).date()
