"""What the desks of all kinds with a bin do alike: get, edit, history, into the bin and out.

A desk names its row and says how a value is made of it.  What its kind refuses, derives or takes
along stands in its own `_change`, `_derive`, `_put_in` and `_take_out`, with the errors that they
raise.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, override

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from comms_desk.changes import Change, Ref
from comms_desk.storage import archive, edits, uses
from comms_desk.storage import bin as the_bin
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.finding import RowPlace, begun, here, page_of, row_of
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows
from comms_desk.storage.rows import BinnedRow
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.fold import tokens

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class BinnedDesk[Row: BinnedRow, Id: int, Value](ABC):
    """The desk of a kind that has a bin.  One public method is one transaction.

    Attributes:
        ROW: The row of the kind.
        EDITABLE: The fields that a person edits.
        PARTS: What a history numbers and puts back whole: a block that was removed, "block 12".
        DURABLE: Whether a power cut must undo nothing of it: letters leave by what it says.
    """

    ROW: type[Row]
    EDITABLE: Collection[str]
    PARTS: Collection[str] = ()
    DURABLE = False

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, thing: Id) -> Value:
        """Return *thing*.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            return self._value(snapshot, row_of(snapshot, self.ROW, thing))

    def edit(self, thing: Id, change: FieldChange) -> Edit:
        """Change one field of *thing*; the inverse of the answer's change undoes it.

        What was put in the bin meanwhile takes it too: nothing typed is lost.

        Raises:
            NotFound: There is none.
            IsArchived: It was archived.
            EditConflict: Somebody changed that field since it was read.
            CommsDeskError: What `_change` of its desk refuses.
        """
        if change.field not in self.EDITABLE and change.name not in self.PARTS:
            raise ValueError(f"{change.field} of {self.ROW.SUBJECT} is not edited")
        with self._writing() as transaction:
            row = row_of(transaction, self.ROW, thing, RowPlace.ANYWHERE)
            archive.refuse_archived(row)
            return self._change(transaction, row, change)

    def history(self, thing: Id) -> tuple[Edit, ...]:
        """Return all that was done to *thing* and to its parts, the latest first."""
        with self._database.snapshot() as snapshot:
            parts = uses.parts_of(snapshot, self.ROW, thing)
            return edits.history(snapshot, Ref(self.ROW.SUBJECT, thing), *parts)

    def put_in_bin(self, thing: Id) -> None:
        """Remove *thing*; it can be taken out of the bin for as long as the desk keeps it there.

        Raises:
            NotFound: There is none, or it is already there.
            WasSent: It left the house, or may have: it is archived.
            CommsDeskError: What `_put_in` of its desk refuses.
        """
        with self._writing() as transaction:
            self._put_in(transaction, row_of(transaction, self.ROW, thing))

    def take_out_of_bin(self, thing: Id) -> Value:
        """Put *thing* back where it was, unless somebody has, and return it.

        Raises:
            NotFound: It has left the bin for good.
            TakenSince: Something else has its name, address or code by now.
            CommsDeskError: What `_take_out` of its desk refuses.
        """
        with self._writing() as transaction:
            row = row_of(transaction, self.ROW, thing, RowPlace.ANYWHERE)
            if row.binned_at is not None:
                self._take_out(transaction, row)
            return self._value(transaction, row)

    @abstractmethod
    def _value(self, snapshot: Snapshot, row: Row) -> Value:
        """Return the frozen value of *row*."""

    def _change(self, transaction: Transaction, row: Row, change: FieldChange) -> Edit:
        """Change a field of *row*, and all that follows from it."""
        edit = edits.apply(transaction, row.ref, row, change)
        self._derive(transaction, row)
        return edit

    def _derive(self, transaction: Transaction, row: Row) -> None:  # noqa: B027 - nothing follows
        """Set what follows from the fields of *row*; refuse what they may not be together."""

    def _page(
        self,
        snapshot: Snapshot,
        wanted: Select[Row],
        *key: InstrumentedAttribute[Any],
        after: object | None,
        limit: int,
        last_first: bool = False,
    ) -> PageOfRows[Value]:
        """Return a page of the values that *wanted* selects, as `finding.page_of` does."""
        found = page_of(snapshot, wanted, *key, after=after, limit=limit, last_first=last_first)
        return found.showing(self._value(snapshot, row) for row in found.rows)

    def _put_in(self, transaction: Transaction, row: Row) -> None:
        """Put *row* in the bin, with what goes with it."""
        archive.refuse_sent(transaction, row)
        the_bin.put_in(transaction, row)

    def _take_out(self, transaction: Transaction, row: Row) -> None:
        """Take *row* out of the bin, with what comes back with it."""
        the_bin.take_out(transaction, row)

    def _writing(self) -> AbstractContextManager[Transaction]:
        return self._database.transaction(durable=self.DURABLE)


class SoughtDesk[Row: BinnedRow, Id: int, Value](BinnedDesk[Row, Id, Value]):
    """The desk of a kind whose things are found by words alone.

    Attributes:
        FOLDED: The column of the words that find one, as they are compared.
        ORDER: The columns by which they are listed; no two have the same in all of them.
        LAST_FIRST: Whether what has the highest of them comes first.
    """

    FOLDED = "search_key"
    ORDER: tuple[InstrumentedAttribute[Any], ...]
    LAST_FIRST = False

    def search(
        self,
        words: str = "",
        *,
        among: range | None = None,
        after: object | None = None,
        limit: int = PAGE_ROWS,
    ) -> PageOfRows[Value]:
        """Return those that have a word beginning by each of *words*, in their order.

        Args:
            words: As typed; blank finds all.
            among: Their ids; None: all of them.
            after: The `next_key` of the page before.
            limit: How many rows at most.
        """
        with self._database.snapshot() as snapshot:
            return self._page(
                snapshot,
                self._having(snapshot, words, among),
                *self.ORDER,
                after=after,
                limit=limit,
                last_first=self.LAST_FIRST,
            )

    def _having(self, _snapshot: Snapshot, words: str, among: range | None) -> Select[Row]:
        """Return the question for those of *among* that *words* find."""
        folded = " " + getattr(self.ROW, self.FOLDED)
        return here(self.ROW, among).where(*begun(folded, words))


class PlainDesk[Row: BinnedRow, Id: int, New: "DataclassInstance", Value: "DataclassInstance"](
    SoughtDesk[Row, Id, Value]
):
    """The desk of a plain kind: its row, its values, and the words that find one, are all it says.

    What a thing may not be is refused by `NEW`, which is made of the row again after an edit.

    Attributes:
        NEW: The value of one that is not on the desk yet.
        VALUE: The value of one that is.
        SOUGHT: The fields whose words find one, of a text or of several; the column `FOLDED`
            has them.
    """

    NEW: type[New]
    VALUE: type[Value]
    SOUGHT: tuple[str, ...] = ("name",)

    @override
    def __init_subclass__(cls) -> None:
        """Make sure that the row has what the desk names.

        Raises:
            LookupError: It has no such column: a fault of the program.
        """
        super().__init_subclass__()
        for named, columns in (("SOUGHT", cls.SOUGHT), ("FOLDED", (cls.FOLDED,))):
            for column in columns:
                if not hasattr(cls.ROW, column):
                    raise LookupError(
                        f"{cls.__name__}.{named} has {column!r}, no column of {cls.ROW.__name__}"
                    )

    def add(self, new: New) -> Value:
        """Add *new*, its texts without the spaces around them.

        Raises:
            CommsDeskError: What `_derive` of its desk refuses.
        """
        with self._writing() as transaction:
            return self._value(transaction, self._add(transaction, new))

    def _add(self, transaction: Transaction, new: New) -> Row:
        row = self.ROW(**self._held(transaction, new))
        self._derive(transaction, row)
        transaction.session.add(row)
        transaction.session.flush()
        self._follow(transaction, row)
        transaction.announce(Change.of(self.ROW.SUBJECT, [row.id]))
        return row

    def _held(self, transaction: Transaction, new: New) -> dict[str, Any]:  # noqa: ARG002 - who and when
        """Return what the row of *new* holds."""
        held = columns_of(new)
        return held | {name: text.strip() for name, text in held.items() if type(text) is str}

    @override
    def _value(self, snapshot: Snapshot, row: Row) -> Value:
        return value_of(self.VALUE, row)

    @override
    def _derive(self, transaction: Transaction, row: Row) -> None:
        value_of(self.NEW, row)
        texts = (getattr(row, name) for name in self.SOUGHT)
        words = tokens(" ".join(each if type(each) is str else " ".join(each) for each in texts))
        setattr(row, self.FOLDED, " ".join(["", *words]))

    def _follow(self, transaction: Transaction, row: Row) -> None:
        """Have other tables follow what *row* is by now, on the desk or in the bin."""

    @override
    def _change(self, transaction: Transaction, row: Row, change: FieldChange) -> Edit:
        edit = super()._change(transaction, row, change)
        transaction.session.flush()
        self._follow(transaction, row)
        return edit

    @override
    def _put_in(self, transaction: Transaction, row: Row) -> None:
        super()._put_in(transaction, row)
        self._follow(transaction, row)

    @override
    def _take_out(self, transaction: Transaction, row: Row) -> None:
        super()._take_out(transaction, row)
        self._follow(transaction, row)
