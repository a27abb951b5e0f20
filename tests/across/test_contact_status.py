"""Whoever lets a contact be written to again means the addresses that an old mark excluded too."""

from pathlib import Path

import pytest

from comms_desk.across.contact_status import edit_contact
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.mail.model import ExclusionReason
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.support.bars import bars
from tests.support.mornings import office_on

ROY = Address(local="roy", domain="metro.example")
ANOTHER = Address(local="autre", domain="metro.example")


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def roy(office: Office) -> ContactId:
    position = NewPosition(emails=(ROY,))
    new = NewContact(family_name="Roy", do_not_contact=True, positions=(position,))
    return office.contacts.add(new).id


def allow(office: Office, contact: ContactId) -> None:
    ref = Ref(Subject.CONTACT, contact)
    edit_contact(office, ref, FieldChange("do_not_contact", True, False))


def test_an_address_that_an_old_mark_excluded_is_written_to_again(
    office: Office, roy: ContactId
) -> None:
    office.outbox.suppress(ROY, because=ExclusionReason.ASKED)
    office.outbox.suppress(ANOTHER, because=ExclusionReason.ASKED)

    allow(office, roy)

    assert bars(office.database) == {}
    assert [each.address for each in office.outbox.suppressions()] == [ANOTHER.key]


@pytest.mark.parametrize(
    ("because", "note"),
    [(ExclusionReason.BOUNCED, ""), (ExclusionReason.ASKED, "Retrait, le 3 mars")],
)
def test_what_a_server_or_a_reader_said_of_an_address_stands(
    office: Office, roy: ContactId, because: ExclusionReason, note: str
) -> None:
    office.outbox.suppress(ROY, because=because, note=note)

    allow(office, roy)

    assert [each.address for each in office.outbox.suppressions()] == [ROY.key]
