"""Holds: what may not be destroyed, whatever its time, while somebody has a right to it.

A public body keeps what somebody asked for until they have exhausted their recourses (A-2.1,
s. 52.1), and a party to a dispute what it is about.  A hold is over a thing, a person's address or
days of Montréal; it reaches what hangs on that by a foreign key, its own or one of a part of it, by
a tie, by an article that it stands on, by what was written to that person, or by its moments.  It
reaches too much rather than too little, and stops nothing but destruction: what it keeps is read,
edited and sent.

One question (`over`) is asked by whoever destroys, in the very transaction: there is one writer, so
that a hold that was placed before is seen.  Whoever forgets is refused at the root: no row of a
thing is deleted in a transaction while a hold reaches it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import batched
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    SQLColumnExpression,
    String,
    and_,
    cast,
    event,
    exists,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, ORMExecuteState, Session

from comms_desk.changes import Change, Ref, Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.kinds import those
from comms_desk.storage import uses
from comms_desk.storage.database import TRANSACTION, Database, SessionWriting, Snapshot, Transaction
from comms_desk.storage.edits import EditRow
from comms_desk.storage.errors import (
    HeldFromDestruction,
    HoldLifted,
    HoldUnexplained,
    HoldUnknown,
    NotFound,
)
from comms_desk.storage.links import FIRST, SECOND
from comms_desk.storage.model import Act, Days, Hold, HoldId, HoldReach, NewHold
from comms_desk.storage.rows import Base, CalledRow, RowId, ShortText, UtcMoment
from comms_desk.text.discretion import without_secrets
from comms_desk.text.lines import on_one_line
from comms_desk.text.mailbox import mailbox_key

ASKED_AT_ONCE = 500
NOT_OF_ITS_DAYS = frozenset(
    {"archived_at", "ask_at", "binned_at", "expires_at", "fetch_at", "polled_at", "seen_at"}
)
"""Moments of the desk's own keeping: they say nothing of when a thing was."""
SOMEBODY = (Subject.CONTACT, Subject.EMPLOYEE)
"""A person with an address that is held is held with it."""
PUT_AWAY = (Act.BINNED, Act.RESTORED, Act.ARCHIVED, Act.UNARCHIVED)


class HoldRow(Base):
    """A hold: over a thing, an address, or days; the two others are empty."""

    __tablename__ = "holds"

    id: Mapped[RowId]
    kind: Mapped[Subject | None]
    row_id: Mapped[int | None]
    address: Mapped[str]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    reason: Mapped[ShortText]
    placed_by: Mapped[int | None]
    placed_at: Mapped[datetime]
    lifted_by: Mapped[int | None]
    lifted_at: Mapped[datetime | None]
    lifted_because: Mapped[ShortText]


class HoldDesk:
    """Places holds, lifts them, and says what they reach."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def place(self, new: NewHold) -> Hold:
        """Have nothing that *new* reaches be destroyed from now on.

        Raises:
            NotFound: There is no such thing, in the bin or outside it.
        """
        over = mailbox_key(new.over) if isinstance(new.over, str) else new.over
        with self._database.transaction(durable=True) as transaction:
            if isinstance(over, Ref) and transaction.session.get(_row(over.kind), over.id) is None:
                raise NotFound(over)
            row = _new_row(over)
            row.reason = on_one_line(new.reason).strip()
            row.placed_by, row.placed_at = transaction.actor, transaction.now
            transaction.session.add(row)
            transaction.session.flush()
            transaction.announce(Change.of(Subject.HOLD, [row.id]))
            return _value(row)

    def lift(self, hold: HoldId, because: str) -> Hold:
        """Have *hold* keep nothing any more; it stays in the list, with who lifted it and why.

        Raises:
            HoldUnexplained: *because* says nothing.
            HoldUnknown, HoldLifted: There is none, or somebody lifted it before.
        """
        because = on_one_line(because).strip()
        if not because:
            raise HoldUnexplained
        with self._database.transaction(durable=True) as transaction:
            row = transaction.session.get(HoldRow, hold)
            if row is None:
                raise HoldUnknown(hold)
            if row.lifted_at is not None:
                raise HoldLifted(hold, row.lifted_at)
            row.lifted_by, row.lifted_at = transaction.actor, transaction.now
            row.lifted_because = because
            transaction.session.flush()
            transaction.announce(Change.of(Subject.HOLD, [row.id]))
            return _value(row)

    def every(self) -> tuple[Hold, ...]:
        """Return the holds that run, then those that were lifted; the last placed first."""
        with self._database.snapshot() as snapshot:
            return every(snapshot)

    def over(self, ref: Ref) -> tuple[Hold, ...]:
        """Return the holds that reach *ref*, in the bin or outside it; a part, as its whole."""
        with self._database.snapshot() as snapshot:
            holds = running(snapshot)
            whole = (uses.whole_of(snapshot, ref) or ref) if holds else ref
            if whole.kind not in _rows():
                return ()
            return tuple(
                hold for hold in holds if any(_reached_by(snapshot, hold, whole.kind, [whole.id]))
            )


# ── The question ──────────────────────────────────────────────────────────────────────────


def every(snapshot: Snapshot) -> tuple[Hold, ...]:
    """Return every hold: those that run, then those that were lifted; the last placed first."""
    rows = snapshot.session.scalars(
        select(HoldRow).order_by(HoldRow.lifted_at.is_not(None), HoldRow.id.desc())
    )
    return tuple(map(_value, rows))


def running(snapshot: Snapshot) -> tuple[Hold, ...]:
    """Return the holds that nobody lifted, the first placed first."""
    asked = select(HoldRow).where(HoldRow.lifted_at.is_(None)).order_by(HoldRow.id)
    return tuple(map(_value, snapshot.session.scalars(asked)))


def over(
    snapshot: Snapshot, kind: Subject, row_id: SQLColumnExpression[int]
) -> ColumnElement[bool]:
    """Return the condition that a hold reaches the thing of *kind* whose id a column holds."""
    table = _table(kind).alias("kept")
    reached = (_reaches(snapshot, each, kind, table) for each in running(snapshot))
    # Each by itself: SQLite takes no expression that is a thousand deep.
    return or_(false(), *(exists().where(table.c.id == row_id, each) for each in reached))


def held(snapshot: Snapshot, kind: Subject, ids: Collection[int]) -> Mapping[int, Hold]:
    """Return which of *ids*, things of *kind*, a hold reaches, and the first that does."""
    found: dict[int, Hold] = {}
    for hold in running(snapshot) if ids else ():
        for each in _reached_by(snapshot, hold, kind, ids):
            found.setdefault(each, hold)
    return found


def refuse(snapshot: Snapshot, ref: Ref) -> None:
    """Let *ref* be destroyed only while no hold reaches it.

    Raises:
        HeldFromDestruction: One does.
    """
    _refuse_all(snapshot, ref.kind, [ref.id])


def is_over_somebody(snapshot: Snapshot) -> bool:
    """Whether a hold that runs is over a person, an outlet, or an address."""
    of = {Subject.CONTACT, Subject.EMPLOYEE, Subject.OUTLET, Subject.PERSON}
    overs = [hold.over for hold in running(snapshot)]
    return any(
        each.kind in of if isinstance(each, Ref) else isinstance(each, str) for each in overs
    )


def pass_on(transaction: Transaction, ref: Ref, to: Ref) -> None:
    """Have the holds over *ref*, which goes, be over *to*: it is the same."""
    those = update(HoldRow).where(HoldRow.kind == ref.kind, HoldRow.row_id == ref.id)
    transaction.session.execute(those.values(kind=to.kind, row_id=to.id))


def carry_over(transaction: Transaction, those: Collection[Hold]) -> None:
    """Have a restored desk keep exactly what the holds *those* of the desk before keep.

    One that only the restored desk has runs on: to keep too much destroys nothing.
    """
    own = {_known_by(_value(row)): row for row in transaction.session.scalars(select(HoldRow))}
    for hold in sorted(those, key=lambda hold: hold.id):
        row = own.get(_known_by(hold))
        if row is None:
            row = _new_row(hold.over)
            row.reason, row.placed_by, row.placed_at = hold.reason, hold.placed_by, hold.placed_at
            transaction.session.add(row)
        row.lifted_by, row.lifted_at = hold.lifted_by, hold.lifted_at
        row.lifted_because = hold.lifted_because
    transaction.session.flush()


def _known_by(hold: Hold) -> tuple[datetime, str, str]:
    return hold.placed_at, hold.reason, str(hold.over)


def _reached_by(
    snapshot: Snapshot, hold: Hold, kind: Subject, ids: Collection[int]
) -> Iterator[int]:
    table = _table(kind).alias("kept")
    asked = select(table.c.id).where(_reaches(snapshot, hold, kind, table))
    for some in batched(ids, ASKED_AT_ONCE):
        yield from snapshot.session.scalars(asked.where(table.c.id.in_(some)))


# ── What a hold reaches ───────────────────────────────────────────────────────────────────


def _reaches(
    snapshot: Snapshot, hold: Hold, kind: Subject, table: FromClause
) -> ColumnElement[bool]:
    """Return the condition that *hold* reaches a row of *table*, of things of *kind*."""
    reach = _reach(snapshot, hold)
    ways = list(_ways(reach, kind, table))
    if kind is not Subject.ARTICLE:
        articles = _table(Subject.ARTICLE).alias("kept_article")
        reached = or_(false(), *_ways(reach, Subject.ARTICLE, articles))
        for said, part in _pointing(kind, table, Subject.ARTICLE):
            on_it = exists().where(articles.c.id == said, reached)
            ways.append(on_it if part is None else exists().where(part, on_it))
    # A clip without its article, a question without its answer: what it stands on is kept with it.
    # Not what a part of it points at: a hold over one of a list would keep all who are in it.
    for other in _kept_kinds():
        stands = _table(other).alias("kept_other")
        for pointer, part in _pointing(other, stands, kind):
            if part is None:
                reached = or_(false(), *_ways(reach, other, stands))
                ways.append(exists().where(pointer == table.c.id, reached))
    return or_(false(), *ways)


def _ways(reach: HoldReach, kind: Subject, table: FromClause) -> Iterator[ColumnElement[bool]]:
    """Yield how *reach* may reach a row of *table* by itself."""
    yield from _row(kind).reached(table.c.id, reach)
    for of in {ref.kind for ref in reach.refs}:
        ids = [ref.id for ref in reach.refs if ref.kind is of]
        yield from _of_things(of, ids, kind, table)
    if reach.since is not None and reach.until is not None:
        yield from _of_days(reach.since, reach.until, kind, table)


def _of_things(
    of: Subject, ids: Sequence[int], kind: Subject, table: FromClause
) -> Iterator[ColumnElement[bool]]:
    """Yield how a row may be one of the things *of* that kind, of one, tied to one, or before."""
    if kind is of:
        yield table.c.id.in_(ids)
    for pointer, part in _pointing(kind, table, of):
        yield pointer.in_(ids) if part is None else exists().where(part, pointer.in_(ids))
    for near, far in ((FIRST, SECOND), (SECOND, FIRST)):
        yield exists().where(near[0] == kind, near[1] == table.c.id, far[0] == of, far[1].in_(ids))
    of_it = EditRow.kind == kind, EditRow.row_id == table.c.id
    if of is Subject.PERSON:
        yield exists().where(*of_it, EditRow.by.in_(ids))
    # What was filed elsewhere since was filed here; who led it, or was in it, before did.
    before = cast(EditRow.before, String)
    pointed = or_(
        and_(EditRow.field.in_(_fields_pointing(kind, of)), before.in_(list(map(str, ids)))),
        *(before.contains(f'"{Ref(of, each)}"', autoescape=True) for each in ids),
    )
    yield exists().where(*of_it, pointed)
    for whole in uses.referring_to(_row(kind), as_parts=True):
        named = uses.subject_of(whole.table)
        if named is not None:
            mine = whole == table.c.id, EditRow.kind == named, EditRow.row_id == whole.table.c.id
            yield exists().where(*mine, pointed)
    it_pointed = EditRow.kind == of, EditRow.row_id.in_(ids), before == cast(table.c.id, String)
    yield exists().where(*it_pointed, EditRow.field.in_(_fields_pointing(of, kind)))


def _fields_pointing(kind: Subject, to: Subject) -> frozenset[str]:
    """Return the names of the fields of *kind*, or of its parts, that point at *to*."""
    target = _tables().get(to)
    columns = {column.name for column, _whole in _columns(kind) if _points_at(column, target)}
    return frozenset({to.value, *columns})


def _of_days(
    since: datetime, until: datetime, kind: Subject, table: FromClause
) -> Iterator[ColumnElement[bool]]:
    """Yield how a row may be of a moment from *since* until before *until*."""
    for column, part in _moments(kind, table):
        if isinstance(column.type, Date):
            days = since.astimezone(CITY_ZONE).date(), until.astimezone(CITY_ZONE).date()
            within = and_(column >= days[0], column < days[1])
        else:
            within = and_(column >= since, column < until)
        yield within if part is None else exists().where(part, within)
    yield exists().where(
        EditRow.kind == kind,
        EditRow.row_id == table.c.id,
        EditRow.act.not_in(PUT_AWAY),
        EditRow.at >= since,
        EditRow.at < until,
    )


def _pointing(
    kind: Subject, table: FromClause, to: Subject
) -> Iterator[tuple[ColumnElement[int], ColumnElement[bool] | None]]:
    """Yield each column that points at a thing of *to*: of a row, or of a part and its tie."""
    target = _tables().get(to)
    for column, whole in _columns(kind):
        if _points_at(column, target):
            yield _seen(column, whole, table)


def _points_at(column: ColumnElement[Any], target: FromClause | None) -> bool:
    return any(key.column.table is target for key in column.foreign_keys)


def _moments(
    kind: Subject, table: FromClause
) -> Iterator[tuple[ColumnElement[Any], ColumnElement[bool] | None]]:
    """Yield each moment and day of a row, or of a part of it with what ties that."""
    for column, whole in _columns(kind):
        if isinstance(column.type, UtcMoment | Date) and column.name not in NOT_OF_ITS_DAYS:
            yield _seen(column, whole, table)


def _columns(kind: Subject) -> Sequence[tuple[Any, Any]]:
    """Return the columns of the things of *kind*, then those of its parts, with what ties these."""
    return _columns_among(len(Base.metadata.tables), kind)


@cache
def _columns_among(_tables_known: int, kind: Subject) -> Sequence[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = [(column, None) for column in _table(kind).c]
    for whole in uses.referring_to(_row(kind), as_parts=True):
        found += ((column, whole) for column in whole.table.c if column is not whole)
    return found


def _seen(column: Any, whole: Any, table: FromClause) -> tuple[Any, ColumnElement[bool] | None]:
    """Return *column* as it is asked of a row of *table*, and of a part the tie to that row."""
    if whole is None:
        return table.c[column.key], None
    part = whole.table.alias()
    return part.c[column.key], part.c[whole.key] == table.c.id


def _reach(snapshot: Snapshot, hold: Hold) -> HoldReach:
    reach = _reach_of(snapshot, hold)
    return replace(reach, keys=reach.keys | reach.former)


def _reach_of(snapshot: Snapshot, hold: Hold) -> HoldReach:
    if isinstance(hold.over, Ref):
        return _row(hold.over.kind).reach_of(snapshot, hold.over)
    if isinstance(hold.over, str):
        reach = HoldReach(keys=frozenset({hold.over}))
        for kind in SOMEBODY:
            table = _table(kind)
            theirs = or_(false(), *_row(kind).reached(table.c.id, reach))
            for each in snapshot.session.scalars(select(table.c.id).where(theirs)).all():
                who = _row(kind).reach_of(snapshot, Ref(kind, each))
                if hold.over in who.keys | who.former:  # the database may take it for another
                    reach = reach.with_those_of(who)
        return reach
    first, after = hold.over.first, hold.over.last + timedelta(days=1)
    since, until = (datetime.combine(day, time(), CITY_ZONE) for day in (first, after))
    return HoldReach(since=since.astimezone(UTC), until=until.astimezone(UTC))


# ── The root ──────────────────────────────────────────────────────────────────────────────


def kept_tables() -> Mapping[str, tuple[Subject, str]]:
    """Return the tables whose rows a hold keeps from deletion: its thing, by a column."""
    found = {_table(kind).name: (kind, "id") for kind in _kept_kinds()}
    for mapper in Base.registry.mappers:
        if mapper.class_.KEPT_WITH is not None:
            found[mapper.class_.__tablename__] = mapper.class_.KEPT_WITH
    return found


def _kept_kinds() -> list[Subject]:
    kinds = {
        *those(lambda kind: kind.is_binned or kind.is_ruled),
        *(Subject.ARTICLE, Subject.IMPORT),
    }
    return [kind for kind in _rows() if kind in kinds]


@event.listens_for(SessionWriting, "do_orm_execute")
def _watch_statement(asked: ORMExecuteState) -> None:
    """Refuse the deletion of rows that a hold reaches, where its caller did not ask."""
    if asked.is_delete:
        statement: Any = asked.statement
        table = Base.metadata.tables.get(statement.table.name)
        named = None if table is None else kept_tables().get(table.name)
        if named is not None and table is not None:
            condition = statement.whereclause
            ids = select(table.c[named[1]])
            _refuse(asked.session, named[0], ids if condition is None else ids.where(condition))


@event.listens_for(SessionWriting, "before_flush")
def _watch_flush(session: Session, _flush: object, _instances: object) -> None:
    for row in session.deleted:
        named = kept_tables().get(row.__tablename__)
        if named is not None:
            table = Base.metadata.tables[row.__tablename__]
            mine = [column == getattr(row, column.key) for column in table.primary_key]
            with session.no_autoflush:
                _refuse(session, named[0], select(table.c[named[1]]).where(*mine))


def _refuse(session: Session, kind: Subject, ids: Any) -> None:
    if session.scalar(select(HoldRow.id).where(HoldRow.lifted_at.is_(None)).limit(1)) is None:
        return
    _refuse_all(session.info[TRANSACTION], kind, session.scalars(ids).all())


def _refuse_all(snapshot: Snapshot, kind: Subject, ids: Collection[int]) -> None:
    for each, hold in held(snapshot, kind, ids).items():
        ref = Ref(kind, each)
        raise HeldFromDestruction(ref, _name(snapshot.session, ref), hold.id, hold.reason)


# ── Rows ──────────────────────────────────────────────────────────────────────────────────


def _tables() -> Mapping[Subject, Any]:
    return {kind: row.__table__ for kind, row in _rows().items()}


def _table(kind: Subject) -> Any:
    return _row(kind).__table__


def _row(kind: Subject) -> type[Base]:
    return _rows()[kind]


def _rows() -> Mapping[Subject, type[Base]]:
    """Return the row of every kind that has one of the desk's tables, articles too."""
    return _rows_among(len(Base.metadata.tables))


@cache
def _rows_among(_tables_known: int) -> Mapping[Subject, type[Base]]:
    mapped = (
        each.class_ for each in Base.registry.mappers if each.class_.metadata is Base.metadata
    )
    named = ((getattr(row, "SUBJECT", None) or row.IN_FULLTEXT, row) for row in mapped)
    return {kind: row for kind, row in named if kind is not None}


def _name(session: Session, ref: Ref) -> str:
    row = session.get(_row(ref.kind), ref.id)
    if not isinstance(row, CalledRow):
        return ""
    words = (getattr(row, column) for column in row.CALLED)
    return without_secrets(" ".join(str(word) for word in words if word))


def _new_row(over: Ref | Days | str) -> HoldRow:
    return HoldRow(
        kind=over.kind if isinstance(over, Ref) else None,
        row_id=over.id if isinstance(over, Ref) else None,
        address=over if isinstance(over, str) else "",
        first_day=over.first if isinstance(over, Days) else None,
        last_day=over.last if isinstance(over, Days) else None,
        lifted_because="",
    )


def _value(row: HoldRow) -> Hold:
    over: Ref | Days | str = row.address
    if row.kind is not None and row.row_id is not None:
        over = Ref(row.kind, row.row_id)
    elif row.first_day is not None and row.last_day is not None:
        over = Days(first=row.first_day, last=row.last_day)
    return Hold(
        id=HoldId(row.id),
        over=over,
        reason=row.reason,
        placed_by=row.placed_by,
        placed_at=row.placed_at,
        lifted_by=row.lifted_by,
        lifted_at=row.lifted_at,
        lifted_because=row.lifted_because,
    )
