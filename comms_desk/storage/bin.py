"""The bin: what was removed stays there for a while, and can be taken out.

A binned row leaves lists, unique indexes and the full-text index; its slice sees to the
last.  After the time that the desk's settings say (30 days), by no clock alone
(`storage.elapsed`), it goes for good, with its edits, its links, its files and the letters of it
that never left.  A row that others still need stays until they are gone, and so does one about
which a letter waits, that an embargo holds, or that a hold keeps (`storage.holds`).  What was sent
never goes in: it is archived (`storage.archive`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from comms_desk.changes import Change, Ref
from comms_desk.errors import CommsDeskError
from comms_desk.settings import BIN_KEPT
from comms_desk.storage import (
    archive,
    blobs,
    desk_settings,
    edits,
    elapsed,
    holds,
    links,
    uses,
    word_index,
)
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.errors import NotInBin, TakenSince
from comms_desk.storage.many import change_all
from comms_desk.storage.model import Act, Binned, FieldChange
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.rows import ArchivableRow, Base, BinnedRow
from comms_desk.text.discretion import without_secrets
from comms_desk.text.fold import tokens


def put_in(transaction: Transaction, row: BinnedRow) -> None:
    """Put *row* in the bin; note it and have it announced.

    Raises:
        HeldFromDestruction: It is a person's card, whom that would erase, and a hold keeps it.
    """
    if row.binned_at is not None:
        return
    if row.IS_SOMEBODY:
        holds.refuse(transaction, row.ref)
    row.binned_at = transaction.now
    transaction.session.flush()
    edits.note(transaction, row.ref, Act.BINNED, "bin")
    transaction.announce(Change.of(row.SUBJECT, [row.id]))


def put_all_in(transaction: Transaction, kind: type[BinnedRow], ids: Sequence[int]) -> None:
    """Put many rows of *kind*, which are outside the bin, in it at once; the caller announces."""
    now = transaction.now
    change_all(transaction, kind, ({"id": each, "binned_at": now} for each in ids))
    told = ((Ref(kind.SUBJECT, each), FieldChange("bin", None, None)) for each in ids)
    edits.note_all(transaction, Act.BINNED, told)


def take_out(transaction: Transaction, row: BinnedRow) -> None:
    """Take *row* out of the bin; note it and have it announced.

    Raises:
        TakenSince: Something else has taken its name, address or code meanwhile.
    """
    if row.binned_at is None:
        return
    ref = row.ref
    row.binned_at = None
    try:
        transaction.session.flush()
    except IntegrityError as error:
        raise TakenSince(ref) from error
    edits.note(transaction, ref, Act.RESTORED, "bin")
    transaction.announce(Change.of(ref.kind, [ref.id]))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInBin(PageOfRows[Binned]):
    """What was found in the bin; of all of it, shown or not, a hold keeps *held*."""

    held: int


class Bin:
    """The bin of the whole desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(self, words: str = "", *, limit: int = 100) -> FoundInBin:
        """Return at most *limit* things of the bin, the last put in first.

        Args:
            words: Each begins a word of the name; blank finds all.
            limit: How many at most.
        """
        wanted = [f" {word}" for word in tokens(words)]
        with self._database.snapshot() as snapshot:
            kept = _kept(snapshot)
            total = held = 0
            found: list[Binned] = []
            for kind in binned_rows():
                if wanted:
                    here = [each for each in _binned(snapshot, kind, kept) if _has(each, wanted)]
                    total += len(here)
                    held += sum(each.hold is not None for each in here)
                else:
                    ids = snapshot.session.scalars(
                        select(kind.id).where(kind.binned_at.is_not(None))
                    ).all()
                    total += len(ids)
                    held += len(holds.held(snapshot, kind.SUBJECT, ids))
                    here = list(_binned(snapshot, kind, kept, limit=limit))
                found += here
        found.sort(key=lambda each: (each.at, each.ref.id), reverse=True)
        return FoundInBin(rows=tuple(found[:limit]), total=total, held=held)

    def find(self, ref: Ref) -> Binned:
        """Return what *ref* points at, in the bin.

        Raises:
            NotInBin: It is not there.
        """
        with self._database.snapshot() as snapshot:
            for kind in binned_rows():
                if kind.SUBJECT is ref.kind:
                    for binned in _binned(snapshot, kind, _kept(snapshot), limit=1, only=ref.id):
                        return binned
        raise NotInBin(ref)

    def kept_by_holds(self) -> int:
        """Return how many things have been in the bin long enough, and stay: a hold keeps them."""
        with self._database.snapshot() as snapshot:
            kept = _kept(snapshot)
            due = ((kind.SUBJECT, _expired(snapshot, kind, kept)) for kind in binned_rows())
            return sum(len(holds.held(snapshot, kind, ids)) for kind, ids in due)

    def purge(self) -> int:
        """Remove for good what has been in the bin long enough; how many things went.

        What a hold keeps stays (`kept_by_holds`).
        """
        with self._database.transaction() as transaction:
            kept = _kept(transaction)
            gone = sum(_purge(transaction, kind, kept) for kind in binned_rows())
            if gone:
                blobs.sweep(transaction)
        return gone


def binned_rows() -> tuple[type[BinnedRow], ...]:
    """Return every kind of row that can be in the bin, those that need others first."""
    kinds = {
        mapper.local_table: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, BinnedRow)
    }
    tables = reversed(Base.metadata.sorted_tables)
    return tuple(kinds[table] for table in tables if table in kinds)


def is_anything(snapshot: Snapshot) -> bool:
    """Say whether there is any thing that can be put in the bin, there already or not yet."""
    firsts = (snapshot.session.scalar(select(kind.id).limit(1)) for kind in binned_rows())
    return any(first is not None for first in firsts)


def _kept(snapshot: Snapshot) -> timedelta:
    """Return how long the bin keeps what is put in it."""
    return timedelta(days=desk_settings.value(snapshot, BIN_KEPT))


def _binned(
    snapshot: Snapshot,
    kind: type[BinnedRow],
    kept: timedelta,
    *,
    limit: int | None = None,
    only: int | None = None,
) -> Iterator[Binned]:
    """Yield what is in the bin of that *kind*, the last put in first; or *only* one row."""
    put_in_by = (
        select(edits.EditRow.by)
        .where(
            edits.EditRow.kind == kind.SUBJECT,
            edits.EditRow.row_id == kind.id,
            edits.EditRow.act == Act.BINNED,
        )
        .order_by(edits.EditRow.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    called = [getattr(kind, column) for column in kind.CALLED]
    wanted = select(kind.id, kind.binned_at, put_in_by, *called).where(kind.binned_at.is_not(None))
    if only is not None:
        wanted = wanted.where(kind.id == only)
    wanted = wanted.order_by(kind.binned_at.desc(), kind.id.desc()).limit(limit)
    found = snapshot.session.execute(wanted).all()
    held = holds.held(snapshot, kind.SUBJECT, [row_id for row_id, *_said in found])
    for row_id, at, by, *words in found:
        yield Binned(
            ref=Ref(kind.SUBJECT, row_id),
            name=without_secrets(" ".join(str(word) for word in words if word)),
            at=at,
            by=by,
            kept_until=at + kept,
            hold=held.get(row_id),
        )


def _has(binned: Binned, wanted: Sequence[str]) -> bool:
    """Whether each of *wanted*, a space and the beginning of a word, is in the name."""
    folded = "".join(f" {word}" for word in tokens(binned.name))
    return all(word in folded for word in wanted)


def _spare_what_was_sent(
    transaction: Transaction, kind: type[ArchivableRow], kept: timedelta
) -> None:
    """Archive what the bin kept long enough of *kind*, and was sent: it is never destroyed so."""
    expired = select(kind).where(kind.binned_at <= transaction.now - kept, archive.sent(kind))
    for row in transaction.session.scalars(expired).all():
        archive.put_in(transaction, row, by=None)


def _purge(transaction: Transaction, kind: type[BinnedRow], kept: timedelta) -> int:
    session = transaction.session
    if issubclass(kind, ArchivableRow):
        _spare_what_was_sent(transaction, kind, kept)
    gone = 0
    expired = _expired(transaction, kind, kept)
    held = holds.held(transaction, kind.SUBJECT, expired)
    for row_id in (each for each in expired if each not in held):
        refs = (Ref(kind.SUBJECT, row_id), *uses.parts_of(transaction, kind, row_id))
        try:
            with session.begin_nested():
                _erase(transaction, kind, row_id)
        except (IntegrityError, CommsDeskError):
            continue
        for ref in refs:
            edits.forget(transaction, ref)
            links.forget(transaction, ref)
            blobs.forget(transaction, ref)
        transaction.announce(Change.of(kind.SUBJECT, [row_id]))
        gone += 1
    if gone and kind.SUBJECT in word_index.INDEXED:
        word_index.wipe(transaction, kind.SUBJECT)
    return gone


def _expired(snapshot: Snapshot, kind: type[BinnedRow], kept: timedelta) -> list[int]:
    """Return what the bin kept long enough, whatever the clocks said meanwhile."""
    until = snapshot.now - kept
    asked = select(kind.id, kind.binned_at).where(kind.binned_at <= until)
    found = snapshot.session.execute(asked).all()
    uncounted = elapsed.uncounted(snapshot, kind.SUBJECT, since=Act.BINNED) if found else {}
    return [each for each, at in found if at and at + uncounted.get(each, timedelta()) <= until]


def _erase(transaction: Transaction, kind: type[BinnedRow], row_id: int) -> None:
    """Delete a row; of what could have been sent, its letters that never left too.

    Of a person also what stands elsewhere, and only their addresses say that it is theirs.

    Raises:
        IntegrityError: Another row needs it.
        CommsDeskError: A letter of it waits, or an embargo holds it.
    """
    if issubclass(kind, ArchivableRow):
        row = transaction.session.get_one(kind, row_id)
        row.refuse_while_held(transaction)
        row.erase(transaction)
    else:
        if kind.IS_SOMEBODY:
            reach = kind.reach_of(transaction, Ref(kind.SUBJECT, row_id))
            for mapper in Base.registry.mappers:
                mapper.class_.forget(transaction, reach)
        kind.before_erased(transaction, row_id)
        transaction.session.execute(delete(kind).where(kind.id == row_id))
