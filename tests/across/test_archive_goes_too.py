"""What goes with what leaves the bin for good or is destroyed, and what holds it there."""

from datetime import timedelta

import pytest

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.changes import Ref, Subject
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock
from comms_desk.mail.desk import OutboxDesk
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage import edits
from comms_desk.storage.archive import Archive
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.holds import HoldDesk
from comms_desk.storage.model import FieldChange, NewHold
from tests.across.test_archive import LONG_AFTER, all_that_is_stored, deliver, ruled
from tests.internal.written import NEW, TEXT, hire, open_account
from tests.mail.outbox_support import account, queued
from tests.support.years import live_on


@pytest.fixture
def archive(database: Database) -> Archive:
    database.act_as(PeopleDesk(database).add(NewPerson(name="Awa Diallo")).id)
    return Archive(database)


def test_a_bulletin_whose_letters_were_all_stopped_leaves_the_bin_for_good_with_them(
    database: Database, archive: Archive
) -> None:
    open_account(database)
    hire(database, "Roy")
    desk, outbox = BulletinDesk(database), OutboxDesk(database)
    bulletin = desk.add(NEW, [TEXT]).id
    desk.send(bulletin)
    issue = desk.issue(bulletin)
    assert issue is not None
    outbox.cancel(issue.message)
    desk.put_in_bin(bulletin)
    live_on(database, timedelta(days=31))

    assert Bin(database).purge() == 1

    assert Bin(database).search().total == 0
    assert outbox.letters().total == 0


def test_the_bin_keeps_what_a_letter_still_waits_to_leave_about(
    database: Database, archive: Archive
) -> None:
    account(database)
    desk, outbox = DraftDesk(database), OutboxDesk(database)
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Idée"))
    desk.put_in_bin(draft.id)
    queued(database, about=draft.ref)
    live_on(database, timedelta(days=31))

    assert Bin(database).purge() == 0

    (letter,) = outbox.letters().rows
    outbox.cancel(letter.message)
    assert Bin(database).purge() == 1
    assert outbox.letters().total == 0


def test_what_was_written_in_a_block_that_was_removed_goes_too(
    database: Database, archive: Archive
) -> None:
    open_account(database)
    hire(database, "Roy")
    desk = BulletinDesk(database)
    bulletin = desk.add(NEW, [TEXT, NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour")])
    removed = bulletin.blocks[1].id
    desk.edit_block(removed, FieldChange("text", "Bonjour", "Absence de Lea"))
    desk.remove_block(removed)
    desk.send(bulletin.id)
    deliver(database)
    ref = Ref(Subject.BULLETIN, bulletin.id)
    rule = ruled(archive, ref)
    live_on(database, LONG_AFTER)

    archive.destroy(rule.id, ref)

    assert "Lea" not in all_that_is_stored(database)


def test_the_edits_of_a_block_that_is_removed_stay_while_a_hold_keeps_its_bulletin(
    database: Database, archive: Archive
) -> None:
    desk = BulletinDesk(database)
    bulletin = desk.add(NEW, [TEXT, NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour")])
    removed = bulletin.blocks[1].id
    edit = desk.edit_block(removed, FieldChange("text", "Bonjour", "Absence de Lea"))
    ref = Ref(Subject.BULLETIN, bulletin.id)
    HoldDesk(database).place(NewHold(over=ref, reason="Demande d’accès"))

    desk.remove_block(removed)

    with database.snapshot() as snapshot:
        assert edit in edits.history(snapshot, Ref(Subject.BLOCK, removed))
