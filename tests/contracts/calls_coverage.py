"""Example calls of coverage."""

from collections.abc import Iterator

from comms_desk.media.coverage.desk import CoverageDesk
from comms_desk.media.coverage.report import ReportRequest
from comms_desk.storage.database import Database
from tests.contracts.calls import Call, reads


def calls(database: Database) -> Iterator[Call]:
    desk = CoverageDesk(database)
    found = desk.report(ReportRequest())

    yield reads(desk.report, lambda: desk.report(ReportRequest()))
    yield reads(desk.word, lambda: desk.word(found))
