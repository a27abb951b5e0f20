"""What every stored row has in common: its types, its id, its names, the bin.

Rows are private to the ``store.py`` that declares them and never leave it: a store turns
them into frozen values before the transaction closes.  A moment is refused when naive, an
enum is stored by its value, and an id once given is never given again.
"""

import enum
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, override

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Enum,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SQLColumnExpression,
    String,
    Text,
    TextClause,
    TypeDecorator,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from comms_desk.changes import Ref, Subject
from comms_desk.places import Scope
from comms_desk.storage.model import Act, HoldReach
from comms_desk.text.approximate import SomeDay, from_text, written
from comms_desk.text.lines import on_one_line

if TYPE_CHECKING:
    from comms_desk.storage.database import Snapshot, Transaction
    from comms_desk.storage.model import IndexEntry

ENUM_LENGTH = 40

BigInt = BigInteger().with_variant(Integer(), "sqlite")
"""Article ids reach 2^53; SQLite's INTEGER holds them, PostgreSQL needs BIGINT."""

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

RowId = Annotated[int, mapped_column(Identity(), primary_key=True)]
"""``id: Mapped[RowId]``: given by the database, never reused (AUTOINCREMENT, identity)."""


class UtcMoment(TypeDecorator[datetime]):
    """A moment: aware when written, aware and in UTC when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; SQLite's text form is UTC without an offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must say its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say that what was read is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ScopeText(TypeDecorator[Scope]):
    """What a row concerns, as `Scope.to_text` writes it."""

    impl = String
    cache_ok = True

    @override
    def process_bind_param(self, value: Scope | None, dialect: Dialect) -> str | None:
        """Write the scope."""
        return None if value is None else value.to_text()

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Scope | None:
        """Read the scope."""
        return None if value is None else Scope.from_text(value)


class SomeDayText(TypeDecorator[SomeDay]):
    """A day as precisely as somebody knows it, as ISO 8601 writes it."""

    impl = String
    cache_ok = True

    @override
    def process_bind_param(self, value: SomeDay | None, dialect: Dialect) -> str | None:
        """Write it."""
        return None if value is None else written(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> SomeDay | None:
        """Read it back."""
        return None if value is None else from_text(value)


class OneLine(TypeDecorator[str]):
    """A name, a title or a subject: no line break and no control ever enters it."""

    impl = String
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write it on one line."""
        return None if value is None else on_one_line(value)


class TextTuple(TypeDecorator[tuple[str, ...]]):
    """Several texts in one column, in order, each on one line."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        """Write a JSON list."""
        said = None if value is None else list(map(on_one_line, value))
        return None if said is None else json.dumps(said, ensure_ascii=False)

    @override
    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        """Read it back."""
        return None if value is None else self.read(value)

    @staticmethod
    def read(stored: str) -> tuple[str, ...]:
        """Read the texts as they are *stored*."""
        return tuple(json.loads(stored))


ByBytes = String().with_variant(String(collation="C"), "postgresql")
"""Text sorted by its bytes on both engines; ours is folded, so that is alphabetical."""

ShortText = Annotated[str, mapped_column(OneLine)]
"""``name: Mapped[ShortText]``."""


def _values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


class Base(DeclarativeBase):
    """The root of every table of the desk.

    *IN_FULLTEXT* is the subject under which the full-text index knows every row that is not
    in the bin; None: it knows none of them.  *SEALED* is a column that never changes once it has
    a value, and the one with the SHA-256 of it.  *KEPT_WITH* is the thing with which a row is
    kept that is destroyed by itself (`storage.holds`): its kind, and the column with its id.
    """

    IN_FULLTEXT: ClassVar[Subject | None] = None
    SEALED: ClassVar[tuple[str, str] | None] = None
    KEPT_WITH: ClassVar[tuple[Subject, str] | None] = None

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        int: BigInt,
        bytes: LargeBinary,
        datetime: UtcMoment,
        Scope: ScopeText,
        enum.Enum: Enum(enum.Enum, native_enum=False, length=ENUM_LENGTH, values_callable=_values),
    }

    @override
    def __init_subclass__(cls, **options: Any) -> None:
        """Have SQLite never give an id twice, whatever else the table declares."""
        super().__init_subclass__(**options)
        table = cls.__dict__.get("__table__")
        if table is not None and any(column.identity is not None for column in table.primary_key):
            table.dialect_kwargs["sqlite_autoincrement"] = True

    @classmethod
    def reached(
        cls, _row_id: SQLColumnExpression[int], _reach: HoldReach
    ) -> Iterable[ColumnElement[bool]]:
        """Return how a hold may reach the row of that id, beside its keys, ties and moments."""
        return ()

    @classmethod
    def reach_of(cls, _snapshot: "Snapshot", ref: Ref) -> HoldReach:
        """Return what a hold on the row *ref* is over: whoever is somebody has addresses too."""
        return HoldReach(refs=frozenset({ref}))

    @classmethod
    def forget(cls, _transaction: "Transaction", _reach: HoldReach) -> None:
        """Destroy what the table keeps of who is erased, tied to them by their addresses alone."""


class NamedRow(Base):
    """A row that the whole desk can name: *SUBJECT* is the kind under which it is known."""

    __abstract__ = True
    SUBJECT: ClassVar[Subject]

    id: Mapped[RowId]

    @property
    def ref(self) -> Ref:
        """How edits, links and files point at this row."""
        return Ref(self.SUBJECT, self.id)


class CalledRow(NamedRow):
    """A row that a person calls by the words of its attributes *CALLED*, in that order."""

    __abstract__ = True
    CALLED: ClassVar[tuple[str, ...]] = ("name",)


class RuledRow(CalledRow):
    """A row that leaves for good by a rule of destruction alone.

    Its years are counted from *archived_at*; the edits that are *COUNTED_FROM* noted when that was,
    by their act, and by their field if one is said.
    """

    __abstract__ = True
    COUNTED_FROM: ClassVar[tuple[Act, str | None]] = (Act.ARCHIVED, None)

    archived_at: Mapped[datetime | None]
    archived_by: Mapped[int | None]
    """The person who did; None: the desk itself."""

    def refuse_while_held(self, snapshot: "Snapshot") -> None:
        """Let it be destroyed only once nothing holds it; the error is its slice's."""
        raise NotImplementedError

    def erase(self, transaction: "Transaction") -> None:
        """Delete it, and all that says what it was and to whom it went."""
        raise NotImplementedError


class BinnedRow(CalledRow):
    """A row that may be in the bin: out of lists, unique indexes and the full-text index."""

    __abstract__ = True
    IS_SOMEBODY: ClassVar[bool] = False
    """Whether it is a person's card: to put it in the bin is how a person is erased."""

    binned_at: Mapped[datetime | None]

    @override
    def __init_subclass__(cls, **options: Any) -> None:
        """Index what is in the bin alone: what is on the desk is found by other indexes."""
        super().__init_subclass__(**options)
        table = cls.__dict__.get("__table__")
        if table is not None:
            inside = table.c.binned_at.is_not(None)
            partial_index(None, table.c.binned_at, where=inside)

    @classmethod
    def entries(
        cls, snapshot: "Snapshot", among: Collection[int] | None = None
    ) -> "Iterator[IndexEntry]":
        """Yield what the index of words is to know of the rows outside the bin, or of some.

        Only of a kind that `storage.word_index` knows.
        """
        raise NotImplementedError

    @classmethod
    def before_erased(cls, transaction: "Transaction", row_id: int) -> None:
        """See to what must stand once the row is gone for good; then the bin deletes it."""

    @classmethod
    def found_by(cls, snapshot: "Snapshot", ref: Ref) -> Collection[int]:
        """Return the rows that the index of words finds by what *ref* is called too."""
        raise NotImplementedError


def row_of_kind[Row: NamedRow](kind: Subject, among: type[Row]) -> type[Row]:
    """Return the row, *among* those of that sort, in which the things of *kind* stand.

    Raises:
        LookupError: No store declares one: a fault of the program.
    """
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, among) and mapper.class_.SUBJECT is kind:
            return mapper.class_
    raise LookupError(f"the kind '{kind}' has no {among.__name__} in a store of across/schema.py")


class ArchivableRow(BinnedRow, RuledRow):
    """A row of what can be sent, issued or answered: once it was, it is archived, never binned.

    It stays on the desk and can be read; lists and unique indexes leave it out.
    """

    __abstract__ = True

    @override
    def __init_subclass__(cls, **options: Any) -> None:
        """Index what is archived alone."""
        super().__init_subclass__(**options)
        table = cls.__dict__.get("__table__")
        if table is not None:
            archived = table.c.archived_at.is_not(None)
            partial_index(None, table.c.archived_at, where=archived)

    @classmethod
    def sent(cls) -> ColumnElement[bool]:
        """Return the condition that a row left the house, or may have."""
        raise NotImplementedError

    def refuse_while_leaving(self, snapshot: "Snapshot") -> None:
        """Let it be put away only once nothing of it waits to leave; the error is its slice's."""
        raise NotImplementedError


def unique_outside_bin(name: str, *columns: str | ColumnElement[Any]) -> Index:
    """Return a unique index that binned rows leave; for ``__table_args__``.

    Args:
        name: The index's whole name, ``uq_table_columns``.
        columns: Names of columns, or expressions such as ``text("lower(code)")``.
    """
    return _unique_where("binned_at IS NULL", name, *columns)


def unique_in_lists(name: str, *columns: str) -> Index:
    """Return a unique index that binned and archived rows leave; for ``__table_args__``."""
    return _unique_where("binned_at IS NULL AND archived_at IS NULL", name, *columns)


def _unique_where(where: str, name: str, *columns: str | ColumnElement[Any]) -> Index:
    return partial_index(name, *columns, where=text(where), unique=True)


def partial_index(
    name: str | None,
    *columns: str | ColumnElement[Any],
    where: ColumnElement[bool] | TextClause,
    unique: bool = False,
) -> Index:
    """Return an index of the rows that *where* is true of; *name* is derived where it is None.

    PostgreSQL hears the condition as the tables are made there: to declare it in its words would
    import its dialect into every start, on every engine.
    """
    return Index(name, *columns, unique=unique, sqlite_where=where)


@event.listens_for(Base.metadata, "before_create")
def _tell_postgresql_where(metadata: MetaData, connection: Connection, **_more: object) -> None:
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            index.dialect_options["postgresql"]["where"] = where
