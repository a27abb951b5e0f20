"""Files brought in, whatever they are of: shown first, then written, then undone if need be.

The long thinking holds no lock: a file is read and merged against what a snapshot had, and
written in a transaction that first proves that nothing has moved since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from sqlalchemy import func, select

from comms_desk.apart import PATIENT, Onlooker
from comms_desk.changes import Change, Subject
from comms_desk.imports import store
from comms_desk.imports.importer import AnyImporter
from comms_desk.imports.left_out import left_out
from comms_desk.imports.model import (
    AlreadyUndone,
    ColumnsTaken,
    Import,
    ImportDone,
    ImportId,
    ImportPlan,
    ImportUndone,
    LeftOutRows,
    TooLateToUndo,
)
from comms_desk.imports.reading import read
from comms_desk.imports.workbook import OpenedTable, opened
from comms_desk.storage import edits
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.finding import row_of
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows
from comms_desk.storage.rows import Base
from comms_desk.text.columns import AS_RECOGNISED, header_line_of, headings_of, taken_for
from comms_desk.text.tabular import HEADER_SEARCH_ROWS, read_table


class ImportDesk:
    """Imports of every kind that can be brought in."""

    def __init__(self, database: Database, importers: Iterable[AnyImporter]) -> None:
        """Know the *importers*, one a kind."""
        self._database = database
        self._importers = {each.subject: each for each in importers}
        self._last: tuple[bytes, str | None, OpenedTable] | None = None

    def plan(
        self,
        subject: Subject,
        content: bytes,
        *,
        file_name: str = "",
        worksheet: str | None = None,
        header_line: int | None = None,
        chosen: Mapping[str, str] | None = None,
        onlooker: Onlooker = PATIENT,
    ) -> ImportPlan:
        """Read the bytes of a CSV or of a workbook, say what an import would do; write nothing.

        Args:
            subject: What the file is of.
            content: The file.
            file_name: What it is called.
            worksheet: Which one of a workbook, by name; None: the first that is a list.
            header_line: On which line its headings are; None: they are looked for.
            chosen: By heading, the key of the column that a person says it is, empty where it
                is not to be read; None: what was chosen last for a file of these headings.
            onlooker: Who is told how far the reading is, and may stop it.

        Raises:
            WorkStopped: *onlooker* wants it no more.
            NotATable, TableEmpty, TableTooLarge, QuoteNeverClosed, TextAfterQuote: It cannot
                be read whole.
            WorkbookLocked, WorkbookDamaged, WorksheetNotThere, ResultsMissing, WorkTooLong,
                WorkTooHeavy: As `workbook.opened` says.
            NoHeadingsThere: Nothing stands on *header_line*.
            HeadingNotThere: No column has a heading of *chosen*.
            NoKnownColumn, ColumnsMissing: No line of it is a header that we can do with.
            NoRows: Nothing stands below the header.
        """
        table = self._opened(content, worksheet, onlooker)
        table = replace(table, header_line=header_line)
        return self._plan(subject, table, file_name=file_name, chosen=chosen, onlooker=onlooker)

    def _plan(
        self,
        subject: Subject,
        table: OpenedTable,
        *,
        file_name: str,
        chosen: Mapping[str, str] | None,
        onlooker: Onlooker = PATIENT,
    ) -> ImportPlan:
        importer = self._importers[subject]

        def choose(headings: tuple[str, ...]) -> Mapping[str, str]:
            return self._remembered(subject, headings) if chosen is None else chosen

        found = read(table.content, importer, choose, onlooker, header_line=table.header_line)
        reaches_nobody = found.reaches_nobody
        meet = importer.meeting(table.content)
        with self._database.snapshot() as snapshot:
            moment = _moment(snapshot, importer)
            desk = meet(snapshot)
        rows = [*desk.merge(found.said), *found.refused]
        rows.sort(key=attrgetter("line"))
        return ImportPlan(
            subject=subject,
            file_name=file_name,
            rows=tuple(rows),
            sheet=found.sheet,
            reaches_nobody=reaches_nobody,
            new_outlets=tuple(desk.new_outlets),
            absent=desk.absent,
            opened=table,
            chosen=found.chosen,
            keys=tuple(column.key for column in importer.columns),
            moment=moment,
            desk=desk,
        )

    def columns(
        self,
        subject: Subject,
        content: bytes,
        *,
        worksheet: str | None = None,
        header_line: int | None = None,
        chosen: Mapping[str, str] | None = None,
        onlooker: Onlooker = PATIENT,
    ) -> ColumnsTaken:
        """Say what the columns of a file are taken for, be they enough to read it or not.

        Args:
            subject: What the file is of.
            content: The file.
            worksheet: As for `plan`.
            header_line: As for `plan`.
            chosen: As for `plan`.
            onlooker: As for `plan`.

        Raises:
            CommsDeskError: It cannot be read whole, as for `plan`.
        """
        given = self._opened(content, worksheet, onlooker)
        known = self._importers[subject].columns
        table = read_table(given.content, header_line=header_line)
        if chosen is None:
            chosen = self._remembered(subject, headings_of(table, known))
        taken, cells = taken_for(table, known, chosen=chosen)
        keys = tuple(column.key for column in known)
        return ColumnsTaken(
            taken=taken,
            cells=cells,
            keys=keys,
            worksheet=given.worksheet,
            worksheets=given.worksheets,
            header_line=header_line_of(table, known, chosen=chosen),
            first=table.records[:HEADER_SEARCH_ROWS],
        )

    def apply(self, plan: ImportPlan) -> ImportDone:
        """Do what *plan* says, all or none; keep that it was done, and the columns chosen.

        Where somebody has changed the desk since the dry run, the plan is made again first:
        nothing decided on yesterday's state is written today.

        What can put an address on the exclusion list is durable: were it undone by a power
        cut, a letter that it withheld would leave after all.
        """
        importer = self._importers[plan.subject]
        while True:
            left = left_out(plan)
            with self._database.transaction(durable=True) as transaction:
                if _moment(transaction, importer) == plan.moment:
                    written = plan.desk.write(transaction, file_name=plan.file_name)
                    store.remember(transaction, plan)
                    made = store.add(transaction, plan, written, left)
                    transaction.announce(Change.of(plan.subject))
                    transaction.announce(Change.of(Subject.IMPORT, [made]))
                    self._last = None
                    return ImportDone(id=made, plan=plan, written=written, left_out=left.total)
            plan = self._plan(
                plan.subject, plan.opened, file_name=plan.file_name, chosen=plan.chosen
            )

    def search(
        self, words: str = "", *, after: object | None = None, limit: int = PAGE_ROWS
    ) -> PageOfRows[Import]:
        """Return the imports of files in whose names *words* stand, the last first.

        Args:
            words: As typed; blank finds all.
            after: The `next_key` of the page before.
            limit: How many rows at most.
        """
        with self._database.snapshot() as snapshot:
            return store.search(snapshot, words, after=after, limit=limit)

    def get(self, made: ImportId) -> Import:
        """Return an import.

        Raises:
            NotFound: There is none.
        """
        with self._database.snapshot() as snapshot:
            return store.value(row_of(snapshot, store.ImportRow, made))

    def left_out(self, made: ImportId) -> LeftOutRows:
        """Return what an import left out of its file, to be mended and brought in again.

        Its rows are forgotten once it is too late to undo it.

        Raises:
            NotFound: There is none.
        """
        with self._database.snapshot() as snapshot:
            return store.left_out(row_of(snapshot, store.ImportRow, made))

    def forget_left_out(self) -> int:
        """Forget what imports left out once it is too late to undo them; of how many imports.

        The rows hold people who are in no directory: how many there were is all that stays.
        """
        with self._database.transaction() as transaction:
            return store.forget_left_out(transaction)

    def _opened(self, content: bytes, worksheet: str | None, onlooker: Onlooker) -> OpenedTable:
        """Return a file as a table; the workbook that was opened last is not opened again.

        Its columns are corrected one after the other, and each time it is read anew.
        """
        last = self._last
        if last is not None and last[:2] == (content, worksheet):
            return last[2]
        table = opened(content, worksheet, onlooker=onlooker)
        self._last = (content, worksheet, table) if table.worksheets else None
        return table

    def _remembered(self, subject: Subject, headings: tuple[str, ...]) -> Mapping[str, str]:
        """Return what was chosen last for files of these *headings*, of which it speaks."""
        with self._database.snapshot() as snapshot:
            chosen = store.remembered(snapshot, subject, headings)
        return chosen if chosen.keys() <= frozenset(headings) else AS_RECOGNISED

    def undo(self, made: ImportId) -> ImportUndone:
        """Put in the bin what an import added, and put back what it changed.

        Who or what was changed since stays, and is named in what is returned; what is in the
        bin or gone is passed over.

        Raises:
            NotFound: There is none.
            AlreadyUndone: It was undone before.
            TooLateToUndo: It was made too long ago.
        """
        with self._database.transaction(durable=True) as transaction:
            row = row_of(transaction, store.ImportRow, made)
            _refuse_undone(store.value(row), now=transaction.now)
            row.undone_at, row.undone_by = transaction.now, transaction.actor
            importer, written = self._importers[row.subject], store.written(row)
            edited = edits.noted(transaction, written.edits)
            undone = importer.take_back(transaction, written, edited)
            transaction.announce(Change.of(importer.subject))
            transaction.announce(Change.of(Subject.IMPORT, [made]))
        return undone


def _refuse_undone(made: Import, *, now: datetime) -> None:
    if made.undone_at is not None:
        raise AlreadyUndone(made.file_name, made.undone_at)
    if now > made.undoable_until:
        raise TooLateToUndo(made.file_name, made.undoable_until)


def _moment(snapshot: Snapshot, importer: AnyImporter) -> tuple[int, ...]:
    """Return numbers that differ once anybody has added, changed or removed one of the rows.

    Whatever is changed or put in the bin is noted as an edit, and no id is given twice.
    """
    seen: list[int] = []
    for kind, name in importer.tables.items():
        table = Base.metadata.tables[name]
        edited = select(func.max(edits.EditRow.id)).where(edits.EditRow.kind == kind)
        counted = select(func.count(), func.max(table.c.id), edited.scalar_subquery())
        row = snapshot.session.execute(counted.select_from(table)).one()
        seen += (number or 0 for number in row)
    return tuple(seen)
