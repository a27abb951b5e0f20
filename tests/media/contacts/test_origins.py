"""Where an address comes from, and when, is known for as long as the address is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comms_desk.clock import StillClock
from comms_desk.mail.address import Address
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.contacts.origins import AddressOrigin, OriginKind, read, written
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.support.imports import imports

DAY = date(2026, 11, 24)


def test_who_typed_an_address_is_said_and_goes_with_it(
    database: Database, clock: StillClock
) -> None:
    database.act_as(PeopleDesk(database).add(NewPerson(name="Anne Roy")).id)
    desk = ContactDesk(database)
    position = NewPosition(emails=(Address.parse("Zoe@metro.example"),))
    contact = desk.add(NewContact(family_name="Roy", given_name="Zoé", positions=(position,))).id
    (held,) = desk.get(contact).positions
    clock.advance(timedelta(days=1))

    desk.edit_position(
        held.id, FieldChange("emails", held.emails, (*held.emails, "zoe@echo.example"))
    )

    first, second = desk.get(contact).origins[::-1]
    assert first == AddressOrigin(
        address="zoe@metro.example", how=OriginKind.TYPED, source="Anne Roy", on=DAY
    )
    assert (second.address, second.on) == ("zoe@echo.example", DAY + timedelta(days=1))
    desk.edit_position(
        held.id,
        FieldChange("emails", (*held.emails, "zoe@echo.example"), ("zoe@echo.example",)),
    )
    assert desk.get(contact).origins == (second,)


def test_the_file_that_had_an_address_is_said(database: Database) -> None:
    desk = ContactDesk(database)
    files = {
        "presse.csv": "Nom;Média;Courriel\nZoé Roy;Métro;zoe@metro.example\n",
        "autre.csv": "Nom;Média;Courriel\nZoé Roy;Métro;z.roy@metro.example\n",
    }
    for name, content in files.items():
        plan = imports(database).plan(
            ContactDesk.ROW.SUBJECT, content.encode(), file_name=name, chosen=None
        )
        imports(database).apply(plan)

    (contact,) = desk.export()

    assert contact.origins == (
        AddressOrigin(
            address="z.roy@metro.example", how=OriginKind.IMPORTED, source="autre.csv", on=DAY
        ),
        AddressOrigin(
            address="zoe@metro.example", how=OriginKind.IMPORTED, source="presse.csv", on=DAY
        ),
    )


ORIGINS = some.builds(
    AddressOrigin,
    address=some.sampled_from(["a@b.example", "zoe@metro.example"]),
    how=some.sampled_from(OriginKind),
    source=some.text(
        some.characters(exclude_characters="|", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
        max_size=30,
    ).map(str.strip),
    on=some.dates(),
)


@given(some.lists(ORIGINS, max_size=3).map(tuple))
def test_what_a_file_says_of_it_is_read_again(origins: tuple[AddressOrigin, ...]) -> None:
    assert read(written(origins)) == origins


@pytest.mark.parametrize("cell", ["", "liste.csv", "a@b.example: fax, x, 2026-01-01", " | "])
def test_what_says_none_is_passed_over(cell: str) -> None:
    assert read(cell) == ()


def test_a_day_that_is_none_is_passed_over() -> None:
    assert read("a@b.example: import, x.csv, 2026-02-31") == ()
