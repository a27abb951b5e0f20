"""Rows of outlets.  Private to the slice: higher slices use `within`."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched
from typing import Any, override

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.mail.address import Address
from comms_desk.media.outlets.model import (
    NewOutlet,
    Outlet,
    OutletId,
    OutletKind,
    OutletLanguage,
    OutletNameTaken,
    OutletReach,
    ReviewLicence,
    outlet_key,
)
from comms_desk.places import Scope
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import begun, each_of, has_mailbox, here
from comms_desk.storage.model import HoldReach
from comms_desk.storage.rows import BinnedRow, ByBytes, ShortText, TextTuple, unique_outside_bin
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.fold import is_called, tokens

ASKED_AT_ONCE = 500


class OutletRow(BinnedRow):
    """One outlet; *sort_key* is its folded name."""

    SUBJECT = Subject.OUTLET
    __tablename__ = "outlets"
    __table_args__ = (unique_outside_bin("uq_outlets_sort_key", "sort_key"),)

    sort_key: Mapped[str] = mapped_column(ByBytes)
    name: Mapped[ShortText]
    also_called: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    kind: Mapped[OutletKind]
    language: Mapped[OutletLanguage]
    reach: Mapped[OutletReach]
    scope: Mapped[Scope]
    owner_group: Mapped[ShortText]
    deadlines: Mapped[str]
    website: Mapped[str]
    review_licence: Mapped[ReviewLicence]
    licence_until: Mapped[date | None]
    emails: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    phones: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    note: Mapped[str]

    @classmethod
    @override
    def reached(
        cls, row_id: SQLColumnExpression[int], reach: HoldReach
    ) -> Iterator[ColumnElement[bool]]:
        """Yield that one of its addresses is that one, or was."""
        if reach.keys:
            theirs = has_mailbox(cls.emails, reach.keys, among_others=True)
            yield row_id.in_(select(cls.id).where(theirs))
            yield edits.once_had(cls.SUBJECT, row_id, "emails", reach.keys)


BY_NAME = OutletRow.sort_key, OutletRow.id
"""The order of a list."""


def value(row: OutletRow) -> Outlet:
    """Turn a row into the value that leaves the slice."""
    return value_of(Outlet, row)


def outside_bin(snapshot: Snapshot, outlets: Iterable[int]) -> dict[OutletId, str]:
    """Return the names of *outlets*, the oldest first, without those in the bin."""
    named = select(OutletRow.id, OutletRow.name).where(OutletRow.binned_at.is_(None))
    found: dict[OutletId, str] = {}
    for some in batched(outlets, ASKED_AT_ONCE):
        rows = named.where(OutletRow.id.in_(some)).order_by(OutletRow.id)
        found |= {OutletId(number): name for number, name in snapshot.session.execute(rows)}
    return found


def rows_in_bin(snapshot: Snapshot, outlets: Iterable[OutletId]) -> Iterator[OutletRow]:
    """Return the rows of those of *outlets* that are in the bin, in that order."""
    for outlet in outlets:
        row = snapshot.session.get(OutletRow, outlet)
        if row is not None and row.binned_at is not None:
            yield row


def add(transaction: Transaction, new: NewOutlet) -> Outlet:
    """Add an outlet.

    Raises:
        OutletNameTaken: Another outlet has that name.
    """
    refuse_taken(transaction, new.name)
    row = OutletRow(**columns(new))
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(Subject.OUTLET, [row.id]))
    return value(row)


def columns(new: NewOutlet) -> dict[str, Any]:
    """Return what the row of *new* holds, by column."""
    return columns_of(new, sort_key=new.key, emails=tuple(each.bare for each in new.emails))


def refuse_taken(snapshot: Snapshot, name: str, *, but: OutletId | None = None) -> None:
    """Refuse *name* when an outlet other than *but* has it.

    Raises:
        OutletNameTaken: Another outlet has that name.
    """
    holder = find(snapshot, name)
    if holder is not None and holder != but:
        raise OutletNameTaken(name)


def find(snapshot: Snapshot, name: str) -> OutletId | None:
    """Return the outlet called *name*, whatever its case and accents."""
    called = here(OutletRow).where(OutletRow.sort_key == outlet_key(name))
    found = snapshot.session.scalars(called).first()
    return None if found is None else OutletId(found.id)


def called(snapshot: Snapshot, name: str) -> OutletId | None:
    """Return the outlet that has *name*, or else the oldest that people call so."""
    found, key = find(snapshot, name), outlet_key(name)
    if found is not None or not key:
        return found
    so = (each for each, _key, said in _also_called(snapshot) if key in map(outlet_key, said))
    return min(so, default=None)


def _also_called(snapshot: Snapshot) -> Iterator[tuple[OutletId, str, tuple[str, ...]]]:
    """Yield the outlets outside the bin that have other names: which, its key, and those."""
    asked = select(OutletRow.id, OutletRow.sort_key, OutletRow.also_called)
    for number, key, said in snapshot.session.execute(asked.where(OutletRow.binned_at.is_(None))):
        if said:
            yield OutletId(number), key, said


def names(snapshot: Snapshot, among: Iterable[OutletId] | None = None) -> dict[OutletId, str]:
    """Return the name of every outlet, those in the bin too: old positions show them.

    Args:
        snapshot: What is read.
        among: Those that are asked about; None: all of them.
    """
    named = select(OutletRow.id, OutletRow.name)
    if among is not None:
        named = named.where(each_of(snapshot, OutletRow.id, among))
    return {OutletId(number): name for number, name in snapshot.session.execute(named)}


def words(snapshot: Snapshot, among: Iterable[OutletId]) -> dict[OutletId, str]:
    """Return all that the outlets *among* which one asks are called, folded; of the bin too.

    Who is found by them hears of another name by `storage.word_index.called_anew`.
    """
    rows = select(OutletRow.id, OutletRow.sort_key, OutletRow.also_called)
    rows = rows.where(each_of(snapshot, OutletRow.id, among))
    return {
        OutletId(number): _all_called(key, said)
        for number, key, said in snapshot.session.execute(rows)
    }


def _all_called(key: str, said: Iterable[str]) -> str:
    return " ".join((key, *map(outlet_key, said)))


def every(snapshot: Snapshot, among: Iterable[int] | None = None) -> Iterable[OutletRow]:
    """Return every outlet outside the bin, or those *among* which one asks."""
    wanted = here(OutletRow)
    if among is not None:
        wanted = wanted.where(each_of(snapshot, OutletRow.id, among))
    return snapshot.session.scalars(wanted)


def keys(snapshot: Snapshot) -> dict[str, OutletId]:
    """Return every outlet outside the bin by the folded form of its name."""
    rows = snapshot.session.execute(
        select(OutletRow.sort_key, OutletRow.id).where(OutletRow.binned_at.is_(None))
    )
    return {key: OutletId(number) for key, number in rows}


def addresses(snapshot: Snapshot) -> frozenset[str]:
    """Return the addresses of all outlets outside the bin, in their compared form."""
    theirs = snapshot.session.scalars(select(OutletRow.emails).where(OutletRow.binned_at.is_(None)))
    return frozenset(Address.stored(each).key for emails in theirs for each in emails)


def having(snapshot: Snapshot, words: str, among: range | None) -> Select[OutletRow]:
    """Return the question for the outlets in whose names each of *words* begins a word."""
    begins, sought = begun(" " + OutletRow.sort_key, words), tokens(words)
    if not begins:
        return here(OutletRow, among)
    so = (
        each
        for each, key, said in _also_called(snapshot)
        if is_called(_all_called(key, said), sought)
    )
    return here(OutletRow, among).where(or_(and_(*begins), OutletRow.id.in_(list(so))))
