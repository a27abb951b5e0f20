"""Example calls of the archive."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from comms_desk.changes import Ref, Subject
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, DraftStatus, NewDraft
from comms_desk.storage.archive import Archive, archivable_rows
from comms_desk.storage.database import Database
from comms_desk.storage.holds import HoldDesk
from comms_desk.storage.model import NewHold, NewRule
from tests.contracts.calls import Call, reads, writes

RULE = NewRule(
    kind=Subject.DRAFT,
    years=1,
    reference="12-345",
    signed_by="Ève Lavoie",
    signed_on=date(2026, 3, 2),
)


def calls(database: Database) -> Iterator[Call]:
    archive, drafts = Archive(database), DraftDesk(database)
    released = NewDraft(kind=DraftKind.RELEASE, status=DraftStatus.RELEASED)
    here, kept, old = (drafts.add(released).ref for _each in range(3))
    archive.put_in(kept)
    yield reads(archive.was_sent, lambda: archive.was_sent(here))
    yield reads(archive.search, archive.search)
    yield reads(archive.find, lambda: archive.find(kept))
    yield writes(archive.put_in, lambda: archive.put_in(here))
    yield writes(archive.take_out, lambda: archive.take_out(kept))
    yield writes(archive.add_rule, lambda: archive.add_rule(replace(RULE, kind=Subject.BULLETIN)))
    archive.put_in(old)
    long_archived(database, old)
    ended = archive.add_rule(RULE)
    yield reads(archive.rules, archive.rules)
    yield reads(archive.due, lambda: archive.due(ended.id))
    yield reads(archive.how_many_due, archive.how_many_due)
    changed = replace(RULE, years=2)
    yield writes(archive.change_rule, lambda: archive.change_rule(ended.id, changed))
    yield writes(archive.end_rule, lambda: archive.end_rule(ended.id))
    archive.end_rule(archive.rules()[0].id)
    rule = archive.add_rule(RULE)
    yield writes(archive.destroy, lambda: archive.destroy(rule.id, old))
    yield reads(archive.destroyed, archive.destroyed)
    holds = HoldDesk(database)
    asked = NewHold(over=here, reason="Demande d’accès")
    request = holds.place(asked)
    yield writes(holds.place, lambda: holds.place(asked))
    yield reads(holds.every, holds.every)
    yield reads(holds.over, lambda: holds.over(here))
    yield writes(holds.lift, lambda: holds.lift(request.id, "Réponse donnée"))


def long_archived(database: Database, *things: Ref) -> None:
    """Have *things* be archived since longer than any rule keeps them."""
    with database.transaction() as transaction:
        for each in things:
            row = transaction.session.get(archivable_rows()[each.kind], each.id)
            assert row is not None
            row.archived_at = transaction.now - timedelta(days=100_000)
