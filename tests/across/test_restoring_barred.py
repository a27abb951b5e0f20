"""Nothing leaves, once a backup is put back, to who was barred just before."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.across import restore
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Decision, ExclusionReason, LetterState, Recipient
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import Contact, ContactId, NewContact, NewPosition
from comms_desk.storage import backup
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.mail.outbox_support import account
from tests.support.bars import bars
from tests.support.databases import new_desk

ROY = Address(local="roy", domain="metro.example")


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Database]:
    database = new_desk(tmp_path / "desk.sqlite3", clock)
    account(database)
    yield database
    database.dispose()


def add(database: Database, name: str = "Roy", *, barred: bool = False) -> ContactId:
    position = NewPosition(emails=(Address(local=name.lower(), domain="metro.example"),))
    reason = "À sa demande" if barred else ""
    new = NewContact(
        family_name=name,
        do_not_contact=barred,
        do_not_contact_reason=reason,
        positions=(position,),
    )
    return ContactDesk(database).add(new).id


def bar(database: Database, contact: ContactId) -> None:
    desk = ContactDesk(database)
    desk.edit(contact, FieldChange("do_not_contact_reason", "", "À sa demande"))
    desk.edit(contact, FieldChange("do_not_contact", False, True))


def renamed(database: Database, contact: ContactId) -> None:
    ContactDesk(database).edit(contact, FieldChange("family_name", "Roy", "Roy-Gagné"))


def moved(database: Database, contact: ContactId) -> None:
    desk = ContactDesk(database)
    (position,) = desk.get(contact).positions
    desk.edit_position(position.id, FieldChange("emails", position.emails, ("roy@autre.example",)))


def binned(database: Database, contact: ContactId) -> None:
    ContactDesk(database).put_in_bin(contact)


def got(database: Database, contact: ContactId) -> Contact:
    return ContactDesk(database).get(contact)


def excluded(database: Database) -> dict[str, str]:
    return {each.address: each.note for each in OutboxDesk(database).suppressions()}


def test_who_was_barred_after_the_backup_is_barred_on_their_card_too(
    desk: Database, tmp_path: Path
) -> None:
    roy = add(desk)
    to = Recipient(to=ROY, persons=(Ref(Subject.CONTACT, roy),))
    (letter,) = OutboxDesk(desk).send(NewMessage(subject="Avis", text="Bonjour"), [to]).letters
    file = backup.save(desk, tmp_path / "desk.backup")
    bar(desk, roy)

    restore.restore(desk, file, tmp_path / "backups")

    assert bars(desk) == {Ref(Subject.CONTACT, roy): "À sa demande"}
    assert (got(desk, roy).do_not_contact, got(desk, roy).do_not_contact_reason) == (
        True,
        "À sa demande",
    )
    assert excluded(desk) == {}
    # It waited then, and may have left since: whoever sends it again does not reach them.
    again = OutboxDesk(desk).decide(letter, Decision.SEND_AGAIN)
    assert again.state is LetterState.WITHHELD


@pytest.mark.parametrize("since", [renamed, moved, binned])
def test_who_is_not_quite_the_same_by_then_is_known_again(
    desk: Database, tmp_path: Path, since: Callable[[Database, ContactId], None]
) -> None:
    roy = add(desk)
    file = backup.save(desk, tmp_path / "desk.backup")
    bar(desk, roy)
    since(desk, roy)

    restore.restore(desk, file, tmp_path / "backups")

    assert bars(desk) == {Ref(Subject.CONTACT, roy): "À sa demande"}


def test_who_came_after_the_backup_is_barred_by_their_address_and_nobody_by_their_number(
    desk: Database, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    roy = add(desk, barred=True)

    restore.restore(desk, file, tmp_path / "backups")

    assert add(desk, "Diallo") == roy
    assert bars(desk) == {}
    assert excluded(desk) == {ROY.key: "À sa demande"}


def test_what_was_said_of_an_address_before_is_not_written_over(
    desk: Database, tmp_path: Path
) -> None:
    file = backup.save(desk, tmp_path / "desk.backup")
    add(desk, barred=True)
    OutboxDesk(desk).suppress(ROY, because=ExclusionReason.BOUNCED, note="boîte pleine")

    restore.restore(desk, file, tmp_path / "backups")

    assert excluded(desk) == {ROY.key: "boîte pleine"}


def test_who_is_barred_in_the_backup_stays_so(desk: Database, tmp_path: Path) -> None:
    roy = add(desk, barred=True)
    file = backup.save(desk, tmp_path / "desk.backup")
    ContactDesk(desk).edit(roy, FieldChange("do_not_contact", True, False))

    restore.restore(desk, file, tmp_path / "backups")

    assert bars(desk) == {Ref(Subject.CONTACT, roy): "À sa demande"}
