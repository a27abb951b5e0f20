"""The keys of the desk, and their rows."""

from dataclasses import asdict
from datetime import date
from typing import ClassVar, override

from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.places import Scope
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.finding import begun, here, page_of
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import Page
from comms_desk.storage.rows import CONSTRAINT_NAMES, BinnedRow, RowId, ShortText, TextTuple
from comms_desk.text.fold import tokens
from tests.contracts.scratch.model import FACTS, Key, KeyId, KeyNameMissing, KeyState, NewKey


class KeyRow(BinnedRow):
    """One key; *search_key* is the folded words of its name and its note."""

    __tablename__ = "scratch_keys"
    SUBJECT: ClassVar = Subject.SCRATCH
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

    id: Mapped[RowId]
    name: Mapped[ShortText]
    state: Mapped[KeyState]
    scope: Mapped[Scope]
    back_on: Mapped[date | None]
    phones: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    note: Mapped[str]
    search_key: Mapped[str]


class KeyDesk(BinnedDesk[KeyRow, KeyId, Key]):
    """The keys of the desk."""

    ROW = KeyRow
    EDITABLE = frozenset(fact.field for fact in FACTS)

    def add(self, new: NewKey) -> Key:
        """Add a key.

        Raises:
            KeyNameMissing: It has no name.
        """
        with self._writing() as transaction:
            row = KeyRow(**asdict(new) | {"scope": new.scope})
            transaction.session.add(row)
            _derive(transaction, row)
            transaction.announce(Change.of(Subject.SCRATCH, [row.id]))
            return _as_key(row)

    def search(self, words: str = "", *, after: object | None = None, limit: int) -> Page[Key]:
        """Return a page of the keys that have a word beginning by each of *words*, by name."""
        with self._database.snapshot() as snapshot:
            matching = here(KeyRow).where(*begun(KeyRow.search_key, words))
            key = KeyRow.search_key, KeyRow.id
            found = page_of(snapshot, matching, *key, after=after, limit=limit)
            return found.showing(map(_as_key, found.rows))

    @override
    def _value(self, snapshot: Snapshot, row: KeyRow) -> Key:
        return _as_key(row)

    @override
    def _change(self, transaction: Transaction, row: KeyRow, change: FieldChange) -> Edit:
        edit = super()._change(transaction, row, change)
        _derive(transaction, row)
        return edit


def _derive(transaction: Transaction, row: KeyRow) -> None:
    """Set what follows from the fields of *row*, and refuse a blank name."""
    if not row.name.strip():
        raise KeyNameMissing
    row.search_key = " ".join(["", *tokens(f"{row.name} {row.note}")])
    transaction.session.flush()


def _as_key(row: KeyRow) -> Key:
    fields = {fact.field: getattr(row, fact.field) for fact in FACTS}
    return Key(id=KeyId(row.id), **fields)
