"""What came back, as people see it: reports taken in, and addresses to decide about.

A report is read outside any transaction and kept in a short one.  An address is excluded at once
by a report alone that only its own letter can have caused; about any other report, about
who asks to be left alone, and who did not get five letters in 30 days, somebody is asked.
"""

from collections.abc import Collection, Iterable
from itertools import batched

from sqlalchemy import case, func, select

from comms_desk.changes import Change, Subject
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.bounces import within
from comms_desk.mail.bounces.model import (
    LOOKED_BACK,
    SOFT_ASKED_AFTER,
    AddressToDecide,
    BounceDecision,
    BounceTakenIn,
    NothingCameBack,
)
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.model import ExclusionReason
from comms_desk.mail.store import VARIABLES_LIMIT, BounceRow, SuppressionRow
from comms_desk.storage.database import Database, Snapshot, Transaction


class BounceDesk:
    """Reports that came back, and what is to be decided about them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_in(self, raw: bytes) -> BounceTakenIn:
        """Read a message, and keep what it says of the addresses that it is about.

        What is no report, and asks nothing, is read and not kept.
        """
        from comms_desk.mail.bounces import reading, recording

        report = reading.read(raw)
        if not (report.refusals or report.wants_out):
            return BounceTakenIn(report=report)
        with self._database.transaction(durable=True) as transaction:
            digest = recording.digest_of(raw, report)
            return recording.record(transaction, report, digest=digest)

    def waiting(self) -> tuple[AddressToDecide, ...]:
        """Return the addresses about which somebody must decide, the latest first."""
        with self._database.snapshot() as snapshot:
            return tuple(_asked(snapshot))

    def about(self, address_keys: Collection[str]) -> tuple[AddressToDecide, ...]:
        """Return what is to be said of *address_keys*: those of `waiting`, then those decided.

        Of the latter only those that were refused for good and are excluded since.
        """
        with self._database.snapshot() as snapshot:
            waiting = tuple(_asked(snapshot, among=address_keys))
            others = set(address_keys).difference(each.address for each in waiting)
            return (*waiting, *_decided(snapshot, others))

    def decide(self, address: Address, resolution: BounceDecision) -> None:
        """Decide about *address*: leave it, write to it again, or write to it no more.

        Raises:
            NothingCameBack: Nothing is asked about it, or somebody decided already.
        """
        with self._database.transaction(durable=True) as transaction:
            if not _decide(transaction, address, resolution):
                raise NothingCameBack(address.key)

    def decide_all(self, addresses: Iterable[Address], resolution: BounceDecision) -> int:
        """Decide the same about *addresses*, all or none; about how many.

        What somebody decided already stays so.
        """
        with self._database.transaction(durable=True) as transaction:
            return sum(_decide(transaction, each, resolution) for each in addresses)


def _decide(transaction: Transaction, address: Address, resolution: BounceDecision) -> bool:
    """Decide about *address*, as `BounceDesk.decide`; whether there was something to decide."""
    session, key = transaction.session, address.key
    asked = session.scalar(
        select(BounceRow.kind).where(BounceRow.address_key == key).order_by(BounceRow.id.desc())
    )
    if resolution is BounceDecision.EXCLUDE:
        within.confirm(transaction, key)
    undecided = within.decide(transaction, key)
    if asked is None or not (undecided or resolution is BounceDecision.WRITE_AGAIN):
        return False
    listed = session.get(SuppressionRow, key)
    bounced = listed is not None and listed.because is ExclusionReason.BOUNCED
    if resolution is BounceDecision.WRITE_AGAIN and bounced:
        session.delete(listed)
        transaction.announce(Change.of(Subject.SUPPRESSION))
    if resolution is BounceDecision.EXCLUDE and listed is None:
        because = ExclusionReason.ASKED if asked is Nature.HUMAN else ExclusionReason.BOUNCED
        outbox.suppress(transaction, address, because=because)
    transaction.announce(Change.of(Subject.LETTER))
    return True


def _decided(snapshot: Snapshot, address_keys: Collection[str]) -> Iterable[AddressToDecide]:
    """Yield those of *address_keys* that a server refused, and that somebody left excluded."""
    last: dict[str, BounceRow] = {}
    for some in batched(address_keys, VARIABLES_LIMIT):
        refused = (
            select(BounceRow)
            .join(SuppressionRow, SuppressionRow.address_key == BounceRow.address_key)
            .where(
                BounceRow.address_key.in_(some),
                BounceRow.kind == Nature.HARD,
                SuppressionRow.because == ExclusionReason.BOUNCED,
            )
            .order_by(BounceRow.at, BounceRow.id)
        )
        last |= {row.address_key: row for row in snapshot.session.scalars(refused)}
    for key, row in sorted(last.items()):
        yield AddressToDecide(
            address=key,
            nature=row.kind,
            status=row.status,
            sentence=row.sentence,
            at=row.at,
            letters=1,
            excluded=ExclusionReason.BOUNCED,
            is_proven=row.is_proven,
            is_decided=True,
        )


def _asked(
    snapshot: Snapshot, *, among: Collection[str] | None = None
) -> Iterable[AddressToDecide]:
    """Yield the addresses that somebody must decide about, the latest first."""
    if among is not None and not among:
        return []
    final = func.sum(case((BounceRow.kind == Nature.SOFT, 0), else_=1))
    recent = (BounceRow.kind == Nature.SOFT) & (BounceRow.at > snapshot.now - LOOKED_BACK)
    one = func.coalesce(BounceRow.letter_id, -BounceRow.id)
    soft = func.count(case((recent, one)).distinct())
    grouped = (
        select(BounceRow.address_key, func.count(one.distinct()))
        .where(BounceRow.decided_at.is_(None))
        .group_by(BounceRow.address_key)
        .having((final > 0) | (soft >= SOFT_ASKED_AFTER))
    )
    counts: dict[str, int] = {}
    for some in [None] if among is None else batched(among, VARIABLES_LIMIT):
        asked = grouped if some is None else grouped.where(BounceRow.address_key.in_(some))
        counts.update(iter(snapshot.session.execute(asked)))
    excluded = outbox.excluded(snapshot, counts)
    last: dict[str, BounceRow] = {}
    for keys in batched(counts, VARIABLES_LIMIT):
        rows = select(BounceRow).where(
            BounceRow.address_key.in_(keys), BounceRow.decided_at.is_(None)
        )
        for row in snapshot.session.scalars(rows.order_by(BounceRow.at, BounceRow.id)):
            before = last.get(row.address_key)
            if before is None or row.kind is not Nature.SOFT or before.kind is Nature.SOFT:
                last[row.address_key] = row
    found = [
        AddressToDecide(
            address=key,
            nature=row.kind,
            status=row.status,
            sentence=row.sentence,
            at=row.at,
            letters=counts[key],
            is_proven=row.is_proven,
            excluded=excluded[key].because if key in excluded else None,
        )
        for key, row in last.items()
    ]
    return sorted(found, key=lambda each: (each.at, each.address), reverse=True)
