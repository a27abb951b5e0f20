"""The directory: found as one types, edited in place, never two people at one address."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import Language, format_phone
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import BadAddress
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Recipient
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import (
    AddressTaken,
    AddressTakenSince,
    Contact,
    ContactId,
    ContactNameMissing,
    NewContact,
    NewPosition,
    PositionEndsBeforeStart,
)
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import BadPhone, NewOutlet, TextTooLong
from comms_desk.places import Scope
from comms_desk.storage import edits
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.errors import EditConflict, NotFound
from comms_desk.storage.model import Act, FieldChange
from comms_desk.text.approximate import Ago, Approximate, Unit
from tests.mail.outbox_support import Worker, account
from tests.support.bars import bars
from tests.support.databases import new_desk
from tests.support.disk import commits
from tests.support.imports import bring_in, undo_import
from tests.support.years import live_on


def camille(database: Database, **position: object) -> ContactId:
    outlet = OutletDesk(database).add(NewOutlet(name="Métro-Nord")).id
    held = NewPosition(
        outlet=outlet,
        title="journaliste",
        beats=("budget", "logement"),
        started_on=date(2023, 3, 1),
        emails=(Address.parse("c.theoret@metro.example"),),
        phones=("514 555-0142",),
    )
    return (
        ContactDesk(database)
        .add(
            NewContact(
                family_name="Théorêt-Roy",
                given_name="Camille",
                language=Language.ENGLISH,
                scope=Scope.of_boroughs(["VDN"]),
                note="Appeler avant 10 h.",
                positions=(held,),
            )
        )
        .id
    )


def names(desk: ContactDesk, words: str) -> list[str]:
    return [row.name for row in desk.search(words).rows]


def test_every_field_of_a_contact_survives_the_database(database: Database) -> None:
    desk = ContactDesk(database)

    contact = desk.get(camille(database))

    assert (contact.name, contact.language, contact.note) == (
        "Camille Théorêt-Roy",
        Language.ENGLISH,
        "Appeler avant 10 h.",
    )
    assert contact.scope == Scope.of_boroughs(["VDN"])
    (position,) = contact.positions
    assert position.outlet_name == "Métro-Nord"
    assert position.beats == ("budget", "logement")
    assert position.started_on == date(2023, 3, 1)
    assert position.emails == ("c.theoret@metro.example",)
    assert position.phones == ("514 555-0142",)
    assert {each.name for each in fields(Contact)} == {
        *(each.name for each in fields(NewContact)),
        "id",
    }


@pytest.mark.parametrize(
    "words",
    ["theo", "cam roy", "metro", "LOGEM", "514 555", "5145550142", "c.theoret@met", "journaliste"],
)
def test_a_contact_is_found_by_name_outlet_beat_address_or_telephone(
    database: Database, words: str
) -> None:
    desk = ContactDesk(database)
    camille(database)
    desk.add(NewContact(family_name="Nguyen", given_name="Bao"))

    assert names(desk, words) == ["Camille Théorêt-Roy"]


@pytest.mark.parametrize(
    "typed", ["5148721234 p.12", "+1 (514) 872-1234 poste 12", "514.872.1234, ext. 12"]
)
def test_a_contact_is_found_by_the_number_as_it_is_shown(database: Database, typed: str) -> None:
    desk = ContactDesk(database)
    position = NewPosition(phones=(typed,))
    desk.add(NewContact(family_name="Roy", positions=(position,)))
    desk.add(NewContact(family_name="Nguyen"))

    for words in (format_phone(typed), "514 872-1234", "514 872", "+1 514 872-1234"):
        assert names(desk, words) == ["Roy"], words


def test_a_number_may_be_the_name_of_an_outlet(database: Database) -> None:
    desk = ContactDesk(database)
    outlet = OutletDesk(database).add(NewOutlet(name="98.5 FM"))
    desk.add(NewContact(family_name="Roy", positions=(NewPosition(outlet=outlet.id),)))

    assert names(desk, "98.5") == ["Roy"]


def test_contacts_come_by_name_a_page_at_a_time_and_the_count_is_said(database: Database) -> None:
    desk = ContactDesk(database)
    for family_name in ("Zhao", "Élie", "Abel", "Eddy"):
        desk.add(NewContact(family_name=family_name))

    first = desk.search(limit=3)
    rest = desk.search(after=first.next_key, limit=3)

    assert [row.name for row in first.rows] == ["Abel", "Eddy", "Élie"]
    assert [row.name for row in rest.rows] == ["Zhao"]
    assert (first.total, first.capped, rest.next_key) == (4, False, None)


def test_a_renamed_outlet_finds_its_people_under_its_new_name(database: Database) -> None:
    outlets, desk = OutletDesk(database), ContactDesk(database)
    camille(database)
    (outlet,) = outlets.search().rows

    outlets.edit(outlet.id, FieldChange("name", "Métro-Nord", "La Dépêche"))

    assert names(desk, "depe") == ["Camille Théorêt-Roy"]
    assert names(desk, "metro nord") == []


def test_a_contact_is_edited_a_field_at_a_time_and_each_edit_is_undone(database: Database) -> None:
    desk = ContactDesk(database)
    contact = camille(database)

    edit = desk.edit(contact, FieldChange("family_name", "Théorêt-Roy", "Théorêt"))
    assert names(desk, "roy") == []
    with pytest.raises(EditConflict):
        desk.edit(contact, FieldChange("family_name", "Théorêt-Roy", "Roy"))
    desk.edit(contact, edit.change.inverse())

    assert names(desk, "roy") == ["Camille Théorêt-Roy"]


def test_a_position_is_edited_a_field_at_a_time(database: Database) -> None:
    desk = ContactDesk(database)
    contact = camille(database)
    (position,) = desk.get(contact).positions

    desk.edit_position(position.id, FieldChange("phones", position.phones, ("438 555-0199",)))
    desk.edit_position(position.id, FieldChange("ended_on", None, date(2026, 11, 1)))

    assert names(desk, "438") == ["Camille Théorêt-Roy"]
    assert names(desk, "514") == []
    assert desk.search("theoret").rows[0].outlets == ()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (FieldChange("emails", ("c.theoret@metro.example",), ("not an address",)), BadAddress),
        (FieldChange("phones", ("514 555-0142",), ("à venir",)), BadPhone),
        (FieldChange("ended_on", None, date(2020, 1, 1)), PositionEndsBeforeStart),
    ],
)
def test_what_cannot_be_reached_is_not_written(
    database: Database, change: FieldChange, refusal: type[Exception]
) -> None:
    desk = ContactDesk(database)
    contact = camille(database)
    before = desk.get(contact)

    with pytest.raises(refusal):
        desk.edit_position(before.positions[0].id, change)

    assert desk.get(contact) == before


def test_a_contact_keeps_a_name(database: Database) -> None:
    desk = ContactDesk(database)
    contact = desk.add(NewContact(family_name="Singh")).id

    with pytest.raises(ContactNameMissing):
        desk.edit(contact, FieldChange("family_name", "Singh", " "))

    assert desk.get(contact).name == "Singh"


def test_two_contacts_cannot_share_an_address(database: Database) -> None:
    desk = ContactDesk(database)
    contact = camille(database)
    same = NewPosition(emails=(Address.parse("C.Theoret@METRO.example"),))
    other = desk.add(NewContact(family_name="Nguyen")).id

    with pytest.raises(AddressTaken) as taken:
        desk.add(NewContact(family_name="Rossi", positions=(same,)))
    with pytest.raises(AddressTaken):
        desk.add_position(other, same)
    desk.put_in_bin(contact)
    desk.add_position(other, same)

    assert taken.value.holder == "Camille Théorêt-Roy"
    with pytest.raises(AddressTakenSince) as since:
        desk.take_out_of_bin(contact)
    assert (since.value.address, since.value.holder) == ("c.theoret@metro.example", "Nguyen")
    with pytest.raises(NotFound):
        desk.get(contact)


def test_what_is_typed_as_a_contact_goes_to_the_bin_comes_out_with_it(database: Database) -> None:
    desk = ContactDesk(database)
    contact = camille(database)
    (held,) = desk.get(contact).positions
    desk.put_in_bin(contact)

    desk.edit(contact, FieldChange("note", "Appeler avant 10 h.", "Ne plus appeler."))
    desk.edit_position(held.id, FieldChange("title", "journaliste", "cheffe de pupitre"))

    assert desk.search("camille").rows == ()
    desk.take_out_of_bin(contact)
    assert desk.get(contact).note == "Ne plus appeler."
    assert desk.get(contact).positions[0].title == "cheffe de pupitre"


def test_a_position_removed_by_mistake_is_put_back(database: Database) -> None:
    desk = ContactDesk(database)
    contact = camille(database)
    before = desk.get(contact).positions[0]

    removed = desk.remove_position(before.id)
    assert names(desk, "metro") == []
    desk.add_position(contact, removed)

    (after,) = desk.get(contact).positions
    assert (after.title, after.emails, after.outlet) == (before.title, before.emails, before.outlet)


def test_an_export_is_noted(database: Database) -> None:
    desk = ContactDesk(database)
    camille(database)

    exported = desk.export()

    assert [each.name for each in exported] == ["Camille Théorêt-Roy"]
    with database.snapshot() as snapshot:
        from comms_desk.media.contacts.desk import WHOLE_DIRECTORY

        assert [each.act for each in edits.history(snapshot, WHOLE_DIRECTORY)] == [Act.EXPORTED]


def test_who_is_not_to_be_contacted_is_barred_at_once_whatever_their_addresses(
    database: Database,
) -> None:
    desk = ContactDesk(database)
    contact = camille(database)

    desk.edit(contact, FieldChange("do_not_contact", False, True))
    desk.add_position(contact, NewPosition(emails=(Address.parse("camille@pigiste.example"),)))

    assert bars(database) == {Ref(Subject.CONTACT, contact): ""}
    assert OutboxDesk(database).suppressions() == ()


def test_the_reason_not_to_contact_somebody_stands_on_their_bar(database: Database) -> None:
    desk, contact = ContactDesk(database), camille(database)
    ref = Ref(Subject.CONTACT, contact)

    desk.edit(contact, FieldChange("do_not_contact_reason", "", "À sa demande"))
    assert bars(database) == {}
    desk.edit(contact, FieldChange("do_not_contact", False, True))
    assert bars(database) == {ref: "À sa demande"}
    desk.edit(contact, FieldChange("do_not_contact_reason", "À sa demande", "En congé"))

    assert bars(database) == {ref: "En congé"}


def test_a_reason_that_nobody_would_write_is_refused(database: Database) -> None:
    desk, contact = ContactDesk(database), camille(database)

    with pytest.raises(TextTooLong):
        desk.edit(contact, FieldChange("do_not_contact_reason", "", "x" * 10_000))
    with pytest.raises(TextTooLong):
        NewContact(family_name="Roy", do_not_contact_reason="x" * 10_000)


def test_an_edit_of_anything_else_leaves_a_bar_as_it_was(
    database: Database, clock: StillClock
) -> None:
    desk, contact = ContactDesk(database), camille(database)
    desk.edit(contact, FieldChange("do_not_contact", False, True))
    said_at = clock.now()
    clock.advance(timedelta(days=1))

    desk.edit(contact, FieldChange("note", "Appeler avant 10 h.", "Ne plus appeler."))
    desk.put_in_bin(contact)
    desk.take_out_of_bin(contact)

    with database.snapshot() as snapshot:
        (bar,) = outbox.barred(snapshot, [Ref(Subject.CONTACT, contact)]).values()
    assert bar.at == said_at


def test_undoing_do_not_contact_lifts_the_bar_and_sends_nothing(database: Database) -> None:
    desk, contact = ContactDesk(database), camille(database)
    account(database)
    to = Address.parse("c.theoret@metro.example")
    camille_herself = Recipient(to=to, persons=(Ref(Subject.CONTACT, contact),))
    OutboxDesk(database).send(NewMessage(subject="Avis", text="Bonjour"), [camille_herself])

    edit = desk.edit(contact, FieldChange("do_not_contact", False, True))
    desk.edit(contact, edit.change.inverse())

    assert bars(database) == {}
    assert Worker(database).claimed() == []


@pytest.mark.parametrize("is_barred", [True, False])
def test_who_was_not_to_be_contacted_and_is_gone_for_good_is_not_written_to_anew(
    database: Database, is_barred: bool
) -> None:
    desk, contact = ContactDesk(database), camille(database)
    if is_barred:
        desk.edit(contact, FieldChange("do_not_contact_reason", "", "Deuil"))
        desk.edit(contact, FieldChange("do_not_contact", False, True))
    desk.put_in_bin(contact)

    live_on(database, timedelta(days=31))
    assert Bin(database).purge() == 1

    excluded = {each.address for each in OutboxDesk(database).suppressions()}
    assert excluded == ({"c.theoret@metro.example"} if is_barred else set())
    assert bars(database) == ({Ref(Subject.CONTACT, contact): ""} if is_barred else {})


def test_whom_nobody_may_write_to_is_on_the_disk_before_anybody_is_told(
    sqlite_database: Database,
) -> None:
    desk = ContactDesk(sqlite_database)
    barred = NewContact(family_name="Roy", do_not_contact=True)
    email = Address.parse("roy@metro.example")
    another = Address.parse("roy@pigiste.example")
    file = b"Nom,Courriel,Ne pas contacter\nBao Nguyen,b.nguyen@cbc.example,oui\n"
    safe = {}

    with commits() as on_the_disk:

        def is_safe() -> bool:
            said = on_the_disk == [True]
            on_the_disk.clear()
            return said

        contact = desk.add(barred).id
        safe["added"] = is_safe()
        position = desk.add_position(contact, NewPosition(emails=(email,)))
        safe["a position added"] = is_safe()
        desk.edit_position(position, FieldChange("emails", (email.bare,), (another.bare,)))
        safe["an address changed"] = is_safe()
        desk.edit(contact, FieldChange("do_not_contact", True, False))
        desk.edit(contact, FieldChange("do_not_contact", False, True))
        on_the_disk.pop()
        safe["not to be contacted"] = is_safe()
        done = bring_in(sqlite_database, file)
        safe["brought in"] = is_safe()
        undo_import(sqlite_database, done)
        safe["brought in, and undone"] = is_safe()

    assert [done for done, is_on_the_disk in safe.items() if not is_on_the_disk] == []
    # Who came with the file that was undone is in the bin, as barred as they came.
    (bao,) = done.written.of(Subject.CONTACT)
    assert bars(sqlite_database).keys() == {Ref(Subject.CONTACT, each) for each in (contact, bao)}


@pytest.mark.parametrize("since", ["in the bin", "gone for good"])
def test_nobody_is_put_back_at_an_outlet_that_cannot_be_opened(
    database: Database, since: str
) -> None:
    desk, outlets = ContactDesk(database), OutletDesk(database)
    (position,) = desk.get(camille(database)).positions
    assert position.outlet is not None
    other = outlets.add(NewOutlet(name="Avis")).id
    moved = desk.edit_position(position.id, FieldChange("outlet", position.outlet, other))
    outlets.put_in_bin(position.outlet)
    if since == "gone for good":
        live_on(database, timedelta(days=31))
        assert Bin(database).purge() == 1

    with pytest.raises(NotFound):
        desk.edit_position(position.id, moved.change.inverse())


def test_who_works_at_an_outlet_has_a_position_there_today(sqlite_database: Database) -> None:
    desk, outlets = ContactDesk(sqlite_database), OutletDesk(sqlite_database)
    here, elsewhere = (outlets.add(NewOutlet(name=name)).id for name in ("Radio Rive", "Métro"))
    today = sqlite_database.clock.now().date()
    day = timedelta(days=1)

    def add(name: str, *positions: NewPosition) -> None:
        desk.add(NewContact(family_name=name, positions=positions))

    add(
        "Roy",
        NewPosition(outlet=elsewhere, title="pigiste"),
        NewPosition(outlet=here, title="animatrice"),
    )
    add("Côté", NewPosition(outlet=here, title="recherchiste", ended_on=today))
    add("Parti", NewPosition(outlet=here, ended_on=today - day))
    add("Attendu", NewPosition(outlet=here, started_on=today + day))
    add("Autre", NewPosition(outlet=elsewhere))
    desk.put_in_bin(desk.add(NewContact(family_name="Z", positions=(NewPosition(outlet=here),))).id)

    found = desk.search(at=here, limit=1)

    assert (found.total, found.is_cut) == (2, True)
    people = desk.search(at=here).rows
    assert [(each.name, each.title) for each in people] == [
        ("Côté", "recherchiste"),
        ("Roy", "animatrice"),
    ]


def test_the_day_is_that_of_the_city_until_its_midnight(tmp_path: Path) -> None:
    evening = StillClock(datetime(2026, 11, 25, 3, 0, tzinfo=UTC))  # 22:00 on the 24th
    database = new_desk(tmp_path / "desk.sqlite3", evening)
    last_day = NewPosition(title="recherchiste", ended_on=date(2026, 11, 24))
    desk = ContactDesk(database)
    desk.add(NewContact(family_name="Côté", positions=(last_day,)))

    assert [row.title for row in desk.search().rows] == ["recherchiste"]
    assert [row.title for row in desk.search("cote").rows] == ["recherchiste"]
    database.dispose()


def test_since_when_is_kept_as_precisely_as_it_was_said(database: Database) -> None:
    desk = ContactDesk(database)
    (position,) = desk.get(camille(database)).positions

    edit = desk.edit_position(
        position.id, FieldChange("started_on", position.started_on, Ago(2, Unit.YEAR))
    )

    (after,) = desk.get(desk.search("camille").rows[0].id).positions
    assert after.started_on == Approximate(2024, 11, is_about=True)
    assert (edit.before, edit.after) == ("2023-03-01", "2024-11~")
    desk.edit_position(position.id, edit.change.inverse())
    (back,) = desk.get(desk.search("camille").rows[0].id).positions
    assert back.started_on == position.started_on


def test_what_was_typed_counting_back_is_what_stands_there(database: Database) -> None:
    desk = ContactDesk(database)
    (position,) = desk.get(camille(database)).positions
    two_years, half_a_year = Ago(2, Unit.YEAR), Ago(6, Unit.MONTH)
    desk.edit_position(position.id, FieldChange("started_on", position.started_on, two_years))

    desk.edit_position(position.id, FieldChange("started_on", two_years, half_a_year))

    (after,) = desk.get(desk.search("camille").rows[0].id).positions
    assert after.started_on == Approximate(2026, 5, is_about=True)


@pytest.mark.parametrize(
    ("ended_on", "is_listed"),
    [
        (Approximate(2026), True),
        (Approximate(2026, 11), True),
        (Approximate(2026, 10), False),
        (Approximate(2026, 10, is_about=True), True),
        (Approximate(2025), False),
    ],
)
def test_a_position_is_over_once_all_of_its_end_is(
    database: Database, ended_on: Approximate, is_listed: bool
) -> None:
    desk = ContactDesk(database)
    contact = camille(database)
    (position,) = desk.get(contact).positions

    desk.edit_position(position.id, FieldChange("ended_on", None, ended_on))

    (row,) = desk.search("camille").rows
    assert bool(row.outlets) is is_listed
    assert bool(desk.get(contact).current(date(2026, 11, 24))) is is_listed


def test_an_end_that_may_be_after_the_beginning_is_no_mistake(database: Database) -> None:
    desk = ContactDesk(database)
    (position,) = desk.get(camille(database)).positions

    desk.edit_position(position.id, FieldChange("ended_on", None, Approximate(2023)))

    with pytest.raises(PositionEndsBeforeStart):
        desk.edit_position(
            position.id, FieldChange("ended_on", Approximate(2023), Approximate(2023, 2))
        )


def test_a_form_of_address_is_short(database: Database) -> None:
    desk = ContactDesk(database)
    contact = camille(database)

    desk.edit(contact, FieldChange("form_of_address", "", "Mme"))

    assert desk.get(contact).form_of_address == "Mme"
    with pytest.raises(TextTooLong):
        desk.edit(contact, FieldChange("form_of_address", "Mme", "x" * 10_000))
