"""The keys of the desk, and their rows."""

from datetime import date
from typing import ClassVar, override

from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.places import Scope
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import SoughtDesk
from comms_desk.storage.rows import CONSTRAINT_NAMES, BinnedRow, ShortText, TextTuple
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.fold import tokens
from tests.contracts.scratch.model import FACTS, Key, KeyId, KeyNameMissing, KeyState, NewKey


class KeyRow(BinnedRow):
    """One key; *search_key* is the folded words of its name and its note."""

    __tablename__ = "scratch_keys"
    SUBJECT: ClassVar = Subject.SCRATCH
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

    name: Mapped[ShortText]
    state: Mapped[KeyState]
    scope: Mapped[Scope]
    back_on: Mapped[date | None]
    phones: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    note: Mapped[str]
    search_key: Mapped[str]


class KeyDesk(SoughtDesk[KeyRow, KeyId, Key]):
    """The keys of the desk."""

    ROW = KeyRow
    EDITABLE = frozenset(fact.field for fact in FACTS)
    ORDER = KeyRow.search_key, KeyRow.id

    def add(self, new: NewKey) -> Key:
        """Add a key.

        Raises:
            KeyNameMissing: It has no name.
        """
        with self._writing() as transaction:
            row = KeyRow(**columns_of(new))
            self._derive(transaction, row)
            transaction.session.add(row)
            transaction.session.flush()
            transaction.announce(Change.of(Subject.SCRATCH, [row.id]))
            return self._value(transaction, row)

    @override
    def _value(self, snapshot: Snapshot, row: KeyRow) -> Key:
        return value_of(Key, row)

    @override
    def _derive(self, transaction: Transaction, row: KeyRow) -> None:
        if not row.name.strip():
            raise KeyNameMissing
        row.search_key = " ".join(["", *tokens(f"{row.name} {row.note}")])
