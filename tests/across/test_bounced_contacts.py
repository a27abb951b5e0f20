"""Whose the addresses are from which something came back, and which ask nothing any more."""

from pathlib import Path

import pytest

from comms_desk.across.bounced_contacts import came_back
from comms_desk.across.office import Office
from comms_desk.changes import Ref
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.model import BounceDecision
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.dispatches.model import RequestedSending
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.mail.bounces.bounce_support import message_id, report, withdrawal
from tests.media.dispatches.sent import Press
from tests.support.mornings import office_on

OLD, NEW = "zoe@journal.example", "zoe.roy@journal.example"


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def press(office: Office) -> Press:
    return Press(office.database)


def sent_back(press: Press, office: Office, to: Ref | Address) -> None:
    """Have a text reach *to* and come back as refused for good."""
    draft = press.draft()
    press.desk.send(draft, RequestedSending(lists=(press.list("Liste", to),)))
    press.worker().carry()
    (letter,) = press.desk.letters(draft).rows
    about = message_id(office.database, letter.id)
    office.bounces.take_in(report(letter.to.bare, about=about))


def readdress(office: Office, contact: Ref, before: str, after: str) -> None:
    (held,) = office.contacts.get(ContactId(contact.id)).positions
    office.contacts.edit_position(held.id, FieldChange("emails", (before,), (after,)))


def asked(office: Office) -> list[str]:
    return [each.asked.address for each in came_back(office)]


def test_an_address_that_was_replaced_on_its_card_is_asked_about_no_more(
    press: Press, office: Office
) -> None:
    zoe = press.contact("Roy", OLD)
    sent_back(press, office, zoe)
    assert [(each.asked.address, each.ref) for each in came_back(office)] == [(OLD, zoe)]

    readdress(office, zoe, OLD, NEW)

    assert asked(office) == []
    readdress(office, zoe, NEW, OLD)
    assert asked(office) == [OLD]


def test_an_address_of_a_newsroom_is_asked_about_as_long_as_it_is_one(
    press: Press, office: Office
) -> None:
    sent_back(press, office, press.at_newsroom("Roy", OLD))
    assert asked(office) == [OLD]

    (outlet,) = office.outlets.search().rows
    office.outlets.edit(outlet.id, FieldChange("emails", (OLD,), (NEW,)))

    assert asked(office) == []


def test_an_address_that_was_never_on_a_card_is_asked_about_until_somebody_says(
    press: Press, office: Office
) -> None:
    sent_back(press, office, Address.parse(OLD))
    assert asked(office) == [OLD]

    office.bounces.decide(Address.parse(OLD), BounceDecision.LEAVE)

    assert asked(office) == []


def test_who_asked_to_be_left_alone_is_asked_about_whatever_the_card_says(
    press: Press, office: Office
) -> None:
    zoe = press.contact("Roy", OLD)
    sent_back(press, office, zoe)
    office.bounces.take_in(withdrawal(OLD))

    readdress(office, zoe, OLD, NEW)

    assert asked(office) == [OLD]
