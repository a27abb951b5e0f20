"""The archive: what was sent, issued or answered leaves the lists and stays on the desk.

It is never put in the bin.  It is found by search, read, and taken out again; it is not
changed meanwhile.  It is destroyed only by a rule (`storage.retention`), one thing a
transaction, and each destruction is recorded.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.exc import IntegrityError

from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.storage import blobs, edits, elapsed, holds, links, retention, uses
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.errors import (
    IsArchived,
    NotArchived,
    NotFound,
    NothingSent,
    TakenSince,
    WasSent,
)
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import (
    DOUBT,
    Act,
    Archived,
    Destruction,
    DestructionRule,
    Due,
    KeptByHold,
    NewRule,
    RuleId,
)
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.rows import ArchivableRow, Base, BinnedRow, CalledRow, RuledRow
from comms_desk.text.discretion import without_secrets
from comms_desk.text.fold import is_called, tokens

DAYS_OF_A_YEAR = 365
"""Of the shortest one."""


def refuse_sent(snapshot: Snapshot, row: BinnedRow) -> None:
    """Let *row* go to the bin only when it never left the house, and nothing of it is to leave.

    Raises:
        WasSent: It did, or may have: it is archived.
        CommsDeskError: What its slice says of letters that still wait.
    """
    if isinstance(row, ArchivableRow):
        row.refuse_while_leaving(snapshot)
        if was_sent(snapshot, row):
            raise WasSent(row.ref, name_of(row))


def refuse_archived(row: BinnedRow) -> None:
    """Let *row* be changed or sent only while it is not archived.

    Raises:
        IsArchived: It is.
    """
    if isinstance(row, ArchivableRow) and row.archived_at is not None:
        raise IsArchived(row.ref, name_of(row))


def refuse_put_away(snapshot: Snapshot, ref: Ref) -> None:
    """Let what is about *ref* leave only while it is neither archived nor in the bin.

    Raises:
        IsArchived, NotFound: It is in the one, or in the other.
    """
    kind = archivable_rows().get(ref.kind)
    if kind is not None and snapshot.session.get(kind, ref.id) is not None:
        refuse_archived(row_of(snapshot, kind, ref.id))


def sent(kind: type[ArchivableRow]) -> ColumnElement[bool]:
    """Return the condition that a row of *kind* left the house, or may have."""
    return or_(kind.sent(), edits.was_noted(kind.SUBJECT, kind.id, act=Act.EDITED, field=DOUBT))


def was_sent(snapshot: Snapshot, row: ArchivableRow) -> bool:
    """Whether *row* left the house, or may have."""
    kind = type(row)
    asked = select(kind.id).where(kind.id == row.id, sent(kind))
    return snapshot.session.scalar(asked) is not None


def put_in(transaction: Transaction, row: ArchivableRow, *, by: int | None) -> None:
    """Archive *row*, in the bin or not; note it and have it announced."""
    if row.archived_at is not None:
        return
    row.binned_at = None
    row.archived_at, row.archived_by = transaction.now, by
    transaction.session.flush()
    edits.note(transaction, row.ref, Act.ARCHIVED, "archive")
    transaction.announce(Change.of(row.SUBJECT, [row.id]))


def name_of(row: CalledRow) -> str:
    """Return what a person calls *row*."""
    words = (getattr(row, column) for column in row.CALLED)
    return without_secrets(" ".join(str(word) for word in words if word))


class Archive:
    """The archive of the whole desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def was_sent(self, ref: Ref) -> bool:
        """Whether *ref* left the house, or may have; what cannot be sent never did.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            kind = archivable_rows().get(ref.kind)
            return kind is not None and was_sent(snapshot, row_of(snapshot, kind, ref.id))

    def put_in(self, ref: Ref) -> Archived:
        """Archive *ref*, which was sent, unless somebody has, and return it.

        Raises:
            NotFound: There is none, or it is in the bin.
            NothingSent: It never left the house: it may go to the bin.
            CommsDeskError: What its slice says of letters that still wait.
        """
        with self._database.transaction(durable=True) as transaction:
            row = _row(transaction, ref)
            if row.archived_at is None:
                if not was_sent(transaction, row):
                    raise NothingSent(ref, name_of(row))
                row.refuse_while_leaving(transaction)
                put_in(transaction, row, by=transaction.actor)
            return _archived(transaction, row, retention.of_kind(transaction, ref.kind))

    def take_out(self, ref: Ref) -> None:
        """Take *ref* out of the archive, unless somebody has.

        Raises:
            NotFound: There is none, or it was destroyed.
            TakenSince: Something else has its name or number by now.
        """
        with self._database.transaction(durable=True) as transaction:
            row = _row(transaction, ref)
            if row.archived_at is None:
                return
            row.archived_at = row.archived_by = None
            try:
                transaction.session.flush()
            except IntegrityError as error:
                raise TakenSince(ref) from error
            edits.note(transaction, ref, Act.UNARCHIVED, "archive")
            transaction.announce(Change.of(ref.kind, [ref.id]))

    def find(self, ref: Ref) -> Archived:
        """Return what *ref* points at, in the archive.

        Raises:
            NotArchived: It is not there.
        """
        with self._database.snapshot() as snapshot:
            kind = archivable_rows().get(ref.kind)
            row = None if kind is None else snapshot.session.get(kind, ref.id)
            if row is None:
                raise NotArchived(ref)
            return _archived(snapshot, row, retention.of_kind(snapshot, ref.kind))

    def search(self, words: str = "", *, limit: int = 100) -> PageOfRows[Archived]:
        """Return at most *limit* things of the archive, the last put in first.

        Args:
            words: Each begins a word of the name; blank finds all.
            limit: How many at most.
        """
        wanted = tokens(words)
        total = 0
        found: list[Archived] = []
        with self._database.snapshot() as snapshot:
            for kind in archivable_rows().values():
                asked = select(kind).where(kind.archived_at.is_not(None))
                if not wanted:
                    counted = asked.with_only_columns(func.count())
                    total += snapshot.session.scalar(counted) or 0
                    asked = asked.limit(limit)
                rows = snapshot.session.scalars(
                    asked.order_by(kind.archived_at.desc(), kind.id.desc())
                )
                rule = retention.of_kind(snapshot, kind.SUBJECT)
                uncounted = elapsed.uncounted(snapshot, kind.SUBJECT) if rule else {}
                here = [
                    _stands(snapshot, row, rule, uncounted)
                    for row in rows
                    if is_called(name_of(row), wanted)
                ]
                total += len(here) if wanted else 0
                found += here
        found.sort(key=lambda each: (each.at, each.ref.id), reverse=True)
        return PageOfRows(rows=tuple(found[:limit]), total=total)

    # ── Rules, and what they destroy ──────────────────────────────────────────────────

    def add_rule(self, new: NewRule) -> DestructionRule:
        """Add a rule of destruction; nothing is destroyed by that.

        Raises:
            RuleRuns: Another rule of its kind has not ended.
        """
        with self._database.transaction() as transaction:
            return retention.add(transaction, new)

    def end_rule(self, rule: RuleId) -> DestructionRule:
        """Have *rule* destroy nothing any more, unless somebody has ended it.

        Raises:
            RuleUnknown: There is none.
        """
        with self._database.transaction(durable=True) as transaction:
            return retention.end(transaction, rule)

    def change_rule(self, rule: RuleId, new: NewRule) -> DestructionRule:
        """Have *new* run in the place of *rule*, which ends: what was signed is never altered.

        Raises:
            RuleUnknown, RuleEnded: There is none, or somebody has ended or changed it.
            RuleRuns: Another rule of the kind of *new* has not ended.
        """
        with self._database.transaction(durable=True) as transaction:
            retention.end(transaction, retention.running(transaction, rule).id)
            return retention.add(transaction, new)

    def rules(self) -> tuple[DestructionRule, ...]:
        """Return the rules of destruction, those that have ended too, the last added first."""
        with self._database.snapshot() as snapshot:
            return retention.rules(snapshot)

    def due(self, rule: RuleId) -> Due:
        """Return what *rule* would destroy now, and what is held though its time has come.

        Raises:
            RuleUnknown, RuleEnded: There is none, or it destroys nothing any more.
        """
        with self._database.snapshot() as snapshot:
            running = retention.running(snapshot, rule)
            kind = ruled_rows()[running.kind]
            asked = select(kind).where(kind.archived_at.is_not(None))
            uncounted = _uncounted(snapshot, kind)
            things, held, later = [], [], []
            for row in snapshot.session.scalars(asked.order_by(kind.archived_at, kind.id)):
                thing = _stands(snapshot, row, running, uncounted)
                if not thing.is_due(snapshot.now):
                    later.append(thing)
                    continue
                try:
                    holds.refuse(snapshot, row.ref)
                    row.refuse_while_held(snapshot)
                except CommsDeskError as error:
                    held.append(KeptByHold(thing, error))
                else:
                    things.append(thing)
            later.sort(key=lambda thing: thing.at + thing.uncounted)
            return Due(rule=running, things=tuple(things), held=tuple(held), later=tuple(later))

    def how_many_due(self) -> Mapping[RuleId, int]:
        """Return of how many things the time has come, held or not, by the rule that runs."""
        with self._database.snapshot() as snapshot:
            running = [rule for rule in retention.rules(snapshot) if rule.ended_at is None]
            return {rule.id: _how_many_due(snapshot, rule) for rule in running}

    def destroy(self, rule: RuleId, ref: Ref) -> Destruction:
        """Destroy *ref* by *rule*, for good, with all that says to whom it went; record it.

        Raises:
            RuleUnknown, RuleEnded: There is none, or it destroys nothing any more.
            NotArchived: It is not in the archive, or its time has not come.
            HeldFromDestruction: A hold keeps it.
            CommsDeskError: What holds it: an embargo, a letter that waits.
        """
        with self._database.transaction(durable=True) as transaction:
            running = retention.running(transaction, rule)
            kind = ruled_rows()[running.kind]
            row = transaction.session.get(kind, ref.id)
            if row is None or ref.kind is not running.kind:
                raise NotArchived(ref)
            gone = _archived(transaction, row, running)
            if not gone.is_due(transaction.now):
                raise NotArchived(ref)
            holds.refuse(transaction, ref)
            row.refuse_while_held(transaction)
            refs = (ref, *uses.parts_of(transaction, kind, ref.id))
            row.erase(transaction)
            for each in refs:
                edits.forget(transaction, each)
                links.forget(transaction, each)
                blobs.forget(transaction, each)
            blobs.sweep(transaction)
            transaction.announce(Change.of(ref.kind, [ref.id]))
            return retention.record(transaction, running, gone)

    def destroyed(
        self, words: str = "", *, rule: RuleId | None = None, limit: int = 100
    ) -> PageOfRows[Destruction]:
        """Return what was destroyed, by *rule* alone if one is given, the last first.

        Each of *words* begins a word of the name; blank finds all.
        """
        with self._database.snapshot() as snapshot:
            return retention.destroyed(snapshot, words, rule=rule, limit=limit)


def archivable_rows() -> dict[Subject, type[ArchivableRow]]:
    """Return every kind of row that can be archived, by its subject."""
    return _rows_of(ArchivableRow)


def ruled_rows() -> dict[Subject, type[RuledRow]]:
    """Return every kind of row that a rule may destroy, by its subject."""
    return _rows_of(RuledRow)


def _rows_of[Row: RuledRow](kind: type[Row]) -> dict[Subject, type[Row]]:
    return {
        mapper.class_.SUBJECT: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, kind)
    }


def _uncounted(
    snapshot: Snapshot, kind: type[RuledRow], row_id: int | None = None
) -> dict[int, timedelta]:
    act, field = kind.COUNTED_FROM
    return elapsed.uncounted(snapshot, kind.SUBJECT, row_id, since=act, field=field)


def _row(snapshot: Snapshot, ref: Ref) -> ArchivableRow:
    kind = archivable_rows().get(ref.kind)
    if kind is None:
        raise NotFound(ref)
    return row_of(snapshot, kind, ref.id)


def _archived(snapshot: Snapshot, row: RuledRow, rule: DestructionRule | None) -> Archived:
    """Return *row* as it stands in the archive, where *rule* runs for its kind.

    Raises:
        NotArchived: It does not.
    """
    if row.archived_at is None:
        raise NotArchived(row.ref)
    uncounted = _uncounted(snapshot, type(row), row.id) if rule else {}
    return _stands(snapshot, row, rule, uncounted)


def _stands(
    snapshot: Snapshot,
    row: RuledRow,
    rule: DestructionRule | None,
    uncounted: Mapping[int, timedelta],
) -> Archived:
    """Return *row*, which is archived; of what no edit says so, no time is counted."""
    at = row.archived_at or snapshot.now
    return Archived(
        ref=row.ref,
        name=name_of(row),
        at=at,
        by=row.archived_by,
        rule=rule,
        uncounted=uncounted.get(row.id, max(snapshot.now - at, timedelta())),
    )


def _how_many_due(snapshot: Snapshot, rule: DestructionRule) -> int:
    """Count by the moments alone: a rule may reach all that an office ever sent."""
    kind = ruled_rows()[rule.kind]
    # What is archived since less than so many short years cannot be due.
    long_ago = snapshot.now - timedelta(days=DAYS_OF_A_YEAR * rule.years)
    asked = select(kind.id, kind.archived_at).where(kind.archived_at <= long_ago)
    there = snapshot.session.execute(asked).all()
    uncounted = _uncounted(snapshot, kind) if there else {}
    return sum(
        rule.spares_until(at + uncounted.get(row, snapshot.now - at)) <= snapshot.now
        for row, at in there
        if at is not None
    )
