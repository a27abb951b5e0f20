"""What Google, Outlook and Apple export, saved again by LibreOffice Calc, comes in whole."""

import pytest

from comms_desk.i18n import format_phone
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.storage.database import Database
from tests.imports.calc_files import BAO_EMAILS, BAO_PHONES, NAMES, file_of
from tests.media.contacts.forms import EMAILS, PHONES
from tests.support.imports import bring_in, plan_of


@pytest.mark.parametrize("name", NAMES)
def test_each_person_has_all_their_addresses_and_telephones(
    name: str, sqlite_database: Database
) -> None:
    database = sqlite_database
    content = file_of(name).read_bytes()

    done = bring_in(database, content, file_name=file_of(name).name)

    assert done.plan.refused == ()
    assert not any(row.left_out for row in done.plan.rows)
    bao, zoe = sorted(ContactDesk(database).export(), key=lambda each: each.given_name)
    for contact, called, outlet, emails, phones in (
        (zoe, ("Zoé", "Tremblay"), "La Dépêche", EMAILS, PHONES),
        (bao, ("Bao", "Nguyen"), "Avis", BAO_EMAILS, BAO_PHONES),
    ):
        (position,) = contact.positions
        assert (contact.given_name, contact.family_name) == called
        assert (position.outlet_name, position.title) == (outlet, "journaliste")
        assert set(position.emails) == set(emails)
        # Calc took figures alone for a number, and the "+" before them for its sign.
        assert set(map(format_phone, position.phones)) == set(map(format_phone, phones))
    assert not plan_of(database, done.plan.opened.content).does_something
