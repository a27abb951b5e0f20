"""How a store finds rows: one by its id, in the bin or outside it; many a page at a time."""

import json
from collections.abc import Iterable
from enum import Enum, auto
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    any_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from comms_desk.changes import Ref
from comms_desk.storage.database import Snapshot
from comms_desk.storage.errors import NotFound
from comms_desk.storage.paging import COUNT_CAP, PageOfRows
from comms_desk.storage.rows import ArchivableRow, BinnedRow, NamedRow
from comms_desk.text.fold import tokens
from comms_desk.text.mailbox import mailbox_like


class RowPlace(Enum):
    """Where a row is looked for."""

    HERE = auto()
    """On the desk, outside the bin; archived or not."""
    IN_ARCHIVE = auto()
    IN_BIN = auto()
    ANYWHERE = auto()


def row_of[Row: NamedRow](
    snapshot: Snapshot, kind: type[Row], row_id: int, where: RowPlace = RowPlace.HERE
) -> Row:
    """Return the row of *kind* that has that id.

    Raises:
        NotFound: There is none there.
    """
    row = snapshot.session.get(kind, row_id)
    if row is None or where not in _places_of(row):
        raise NotFound(Ref(kind.SUBJECT, row_id))
    return row


def here[Row: BinnedRow](kind: type[Row], among: range | None = None) -> Select[Row]:
    """Return the question for the rows of *kind* that are on the desk, outside the bin.

    Args:
        kind: The rows that are wanted.
        among: Their ids; None: all of them.
    """
    found = select(kind).where(kind.binned_at.is_(None))
    return found if among is None else found.where(one_of(kind.id, among))


def one_of(column: InstrumentedAttribute[int], ids: range) -> ColumnElement[bool]:
    """Return the condition that *column* is one of *ids*."""
    return column.between(ids.start, ids.stop - 1)


def each_of(
    snapshot: Snapshot, column: SQLColumnExpression[Any], ids: Iterable[int]
) -> ColumnElement[bool]:
    """Return the condition that *column* is one of *ids*, which go as one value, however many.

    One value for each of two hundred costs more than to find the rows.
    """
    if snapshot.database.is_sqlite:
        return column.bool_op("IN")(_Listed(json.dumps(list(ids))))
    return column == any_(literal(list(ids), ARRAY(BigInteger)))


class _Listed(FunctionElement[int]):
    """The numbers of a list in JSON; a table made of it takes longer to write than to find."""

    inherit_cache = True
    type = BigInteger()


@compiles(_Listed, "sqlite")
def _each(element: _Listed, compiler: SQLCompiler, **how: Any) -> str:
    listed = compiler.process(element.clauses, **how)
    return f"(SELECT value FROM json_each({listed}))"  # noqa: S608 - a parameter, no text


def listed(
    kind: type[ArchivableRow], where: RowPlace, *, is_sought: bool
) -> list[ColumnElement[bool]]:
    """Return the conditions of the rows of *kind* that a list shows.

    What is archived is in no list but that of the archive; where something *is sought*, by its
    words or its dossier, it is found wherever it stands.
    """
    outside: list[ColumnElement[bool]] = [kind.binned_at.is_(None)]
    if where is RowPlace.IN_ARCHIVE:
        return [*outside, kind.archived_at.is_not(None)]
    return outside if is_sought else [*outside, kind.archived_at.is_(None)]


def begun(folded: SQLColumnExpression[str], words: str) -> list[ColumnElement[bool]]:
    """Return the conditions that each of *words*, as typed, begins a word of *folded*.

    Args:
        folded: A text of tokens, each of them after a space.
        words: As typed; blank asks for nothing.
    """
    return [folded.contains(f" {word}", autoescape=True) for word in tokens(words)]


def has_mailbox(
    column: SQLColumnExpression[Any], keys: Iterable[str], *, among_others: bool = False
) -> ColumnElement[bool]:
    """Return the condition that an address, in any spelling, is one of the mailboxes *keys*.

    It may be so of another where a mailbox has letters beyond ASCII (`text.mailbox`).

    Args:
        column: The address; of several, *among_others*, JSON: a list of addresses, which may
            stand behind a name.
        keys: In the form of `text.mailbox`.
        among_others: Whether it is such a list.
    """
    forms = ('%"{}"%', "%<{}>%") if among_others else ("{}",)
    lowered = func.lower(cast(column, String))
    patterns = (form.format(mailbox_like(key)) for key in keys for form in forms)
    return or_(false(), *(lowered.like(each, escape="\\") for each in patterns))


def page_of[Row](
    snapshot: Snapshot,
    wanted: Select[Row],
    *key: ColumnElement[Any] | InstrumentedAttribute[Any],
    after: object | None,
    limit: int,
    last_first: bool = False,
) -> PageOfRows[Row]:
    """Return a page of what *wanted* selects, by *key*.

    Args:
        snapshot: What is read.
        wanted: Rows or one column of them, in no order and of no number.
        key: The columns by which they are ordered; no two rows have the same in all of them.
        after: The `next_key` of the page before; None: the first page.
        limit: How many rows at most.
        last_first: Whether what has the highest key comes first.

    Raises:
        ValueError: *after* is no key of these columns.
    """
    rest = wanted.add_columns(*key)
    if after is not None:
        if not isinstance(after, tuple) or len(after) != len(key):
            raise ValueError(after)
        place = tuple_(*key)
        rest = rest.where(place < after if last_first else place > after)
    order = [column.desc() for column in key] if last_first else key
    found = snapshot.session.execute(rest.order_by(*order).limit(limit + 1)).all()
    shown = found[:limit]
    if after is None and len(found) <= min(limit, COUNT_CAP):
        total, capped = len(found), False  # all of them
    else:
        total, capped = count_of(snapshot, wanted.with_only_columns(*key))
    return PageOfRows(
        rows=tuple(row[0] for row in shown),
        total=total,
        capped=capped,
        next_key=tuple(shown[-1][1:]) if len(found) > limit else None,
    )


def count_of(snapshot: Snapshot, wanted: Select[*tuple[Any, ...]]) -> tuple[int, bool]:
    """Return how many rows *wanted* selects, at most `COUNT_CAP`, and whether there are more."""
    capped = wanted.limit(COUNT_CAP + 1).subquery()
    found = snapshot.session.scalar(select(func.count()).select_from(capped)) or 0
    return min(found, COUNT_CAP), found > COUNT_CAP


def _places_of(row: NamedRow) -> tuple[RowPlace, ...]:
    if isinstance(row, BinnedRow) and row.binned_at is not None:
        return RowPlace.IN_BIN, RowPlace.ANYWHERE
    if isinstance(row, ArchivableRow) and row.archived_at is not None:
        return RowPlace.IN_ARCHIVE, RowPlace.HERE, RowPlace.ANYWHERE
    return RowPlace.HERE, RowPlace.ANYWHERE
