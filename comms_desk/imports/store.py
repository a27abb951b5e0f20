"""The rows of imports, and of the columns that people chose.  Private to imports."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, mapped_column, undefer

from comms_desk.changes import Change, Subject
from comms_desk.imports.model import (
    UNDOABLE,
    Import,
    ImportId,
    ImportPlan,
    ImportResult,
    KeptReason,
    LeftOutRow,
    LeftOutRows,
    RowFate,
)
from comms_desk.storage import edits, elapsed, holds
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import page_of
from comms_desk.storage.model import Act
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.rows import Base, NamedRow, ShortText
from comms_desk.storage.values import value_of
from comms_desk.text.digests import digest_of

EDITS = "edits"
LEFT_OUT = "left_out"


class ImportRow(NamedRow):
    """One import: how many rows became what, and what it wrote.

    *written* has the first id and the one after the last, by kind.
    """

    SUBJECT = Subject.IMPORT
    __tablename__ = "imports"

    subject: Mapped[Subject]
    file_name: Mapped[ShortText]
    at: Mapped[datetime]
    by: Mapped[int | None]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    left_out: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    """Its headings, its rows, and how many there were: a list of imports does not read them."""
    written: Mapped[dict[str, list[int]]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None]


class ColumnsRow(Base):
    """What a person said that the columns of files with these headings are."""

    __tablename__ = "import_columns"

    subject: Mapped[Subject] = mapped_column(primary_key=True)
    headings: Mapped[str] = mapped_column(primary_key=True)
    chosen: Mapped[dict[str, str]] = mapped_column(JSON)
    by: Mapped[int | None]
    at: Mapped[datetime]


def add(
    transaction: Transaction, plan: ImportPlan, written: ImportResult, left_out: LeftOutRows
) -> ImportId:
    """Keep what *plan* did, and what it left out."""
    row = ImportRow(
        subject=plan.subject,
        file_name=plan.file_name,
        at=transaction.now,
        by=transaction.actor,
        counts={
            **{fate.value: count for fate, count in plan.counts.items()},
            LEFT_OUT: left_out.total,
        },
        left_out={"headings": left_out.headings, "rows": list(map(asdict, left_out.rows))},
        written={
            **{kind.value: [ids.start, ids.stop] for kind, ids in written.added.items()},
            EDITS: [written.edits.start, written.edits.stop],
        },
    )
    transaction.session.add(row)
    transaction.session.flush()
    edits.note(transaction, row.ref, Act.EDITED, "import")  # by it its time is counted
    return ImportId(row.id)


def search(
    snapshot: Snapshot, words: str, *, after: object | None, limit: int
) -> PageOfRows[Import]:
    """Return imports of files in whose names each of *words* stands, the last first."""
    has = (ImportRow.file_name.icontains(word, autoescape=True) for word in words.split())
    wanted = select(ImportRow).where(*has)
    found = page_of(snapshot, wanted, ImportRow.id, after=after, limit=limit, last_first=True)
    return found.showing(map(value, found.rows))


def value(row: ImportRow) -> Import:
    """Turn a row into its value."""
    return value_of(
        Import,
        row,
        counts={fate: row.counts.get(fate.value, 0) for fate in RowFate},
        left_out=row.counts[LEFT_OUT],
        undoable_until=row.at + UNDOABLE,
    )


def left_out(row: ImportRow) -> LeftOutRows:
    """Return what the import of *row* left out."""
    kept = row.left_out
    return LeftOutRows(
        headings=tuple(kept["headings"]),
        rows=tuple(map(_row_left_out, kept["rows"])),
        total=row.counts[LEFT_OUT],
    )


def forget_left_out(transaction: Transaction) -> int:
    """Forget the rows that imports left out which are not undone any more; of how many imports.

    By no clock alone: one that was months ahead for a minute destroys nothing.  Nobody knows of
    whom a row speaks that was left out: all stay while a hold is over somebody.
    """
    forgotten, until = 0, transaction.now - UNDOABLE
    if holds.is_over_somebody(transaction):
        return 0
    old = select(ImportRow).where(ImportRow.at < until)
    uncounted = elapsed.uncounted(transaction, Subject.IMPORT, since=Act.EDITED)
    old = old.where(~holds.over(transaction, Subject.IMPORT, ImportRow.id))
    for row in transaction.session.scalars(old.options(undefer(ImportRow.left_out))):
        is_old = row.at + uncounted.get(row.id, timedelta()) < until
        if is_old and row.left_out["rows"]:
            row.left_out = {"headings": [], "rows": []}
            transaction.announce(Change.of(Subject.IMPORT, [row.id]))
            forgotten += 1
    return forgotten


def _row_left_out(kept: dict[str, Any]) -> LeftOutRow:
    several = {name: tuple(kept[name]) for name in ("disputed", "cells")}
    reasons = tuple(KeptReason(**each) for each in kept["reasons"])
    return LeftOutRow(**{**kept, **several, "reasons": reasons})


def written(row: ImportRow) -> ImportResult:
    """Return what the import of *row* wrote."""
    ids = {name: range(*ends) for name, ends in row.written.items()}
    noted = ids.pop(EDITS)
    return ImportResult(added={Subject(name): each for name, each in ids.items()}, edits=noted)


# ── Columns ───────────────────────────────────────────────────────────────────────────


def remembered(snapshot: Snapshot, subject: Subject, headings: tuple[str, ...]) -> dict[str, str]:
    """Return what was chosen for files of these *headings*, in whatever order; or nothing."""
    row = snapshot.session.get(ColumnsRow, (subject, _key(headings)))
    return {} if row is None else row.chosen


def remember(transaction: Transaction, plan: ImportPlan) -> None:
    """Keep what was chosen for files of the headings of *plan*."""
    key = _key(plan.sheet.headings)
    row = transaction.session.get(ColumnsRow, (plan.subject, key))
    if row is None and plan.chosen:
        row = ColumnsRow(subject=plan.subject, headings=key, chosen={})
        transaction.session.add(row)
    if row is not None and row.chosen != plan.chosen:
        row.chosen, row.by, row.at = dict(plan.chosen), transaction.actor, transaction.now


def _key(headings: tuple[str, ...]) -> str:
    return digest_of("\n".join(sorted(headings)))
