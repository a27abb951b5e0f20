"""Lists: kept in their order, filled, and each person in them written to once."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.model import ExclusionReason
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.dispatches.addressees import Having, sort
from comms_desk.media.dispatches.model import RequestedSending, SendingTime
from comms_desk.media.lists import within
from comms_desk.media.lists.conditions import By, Filter, Finds
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.model import (
    Addressee,
    LeftOut,
    ListId,
    ListIsFilter,
    ListIsFixed,
    ListKind,
    ListNameMissing,
    ListNameTaken,
    NewList,
    NoSuchMember,
    RankOutOfRange,
)
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, OutletId, OutletKind
from comms_desk.storage.bin import Bin
from comms_desk.storage.conditions import Condition
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from tests.support.imports import bring_in, counted
from tests.support.years import live_on

FULL = NewList(
    name="Quotidiens",
    kind=ListKind.FILTER,
    rank=3,
    early_minutes=5,
    filter=Filter((Condition(By.KIND, (OutletKind.DAILY,)),)),
    note="Avant 16 h",
)


def address(text: str) -> Address:
    return Address.parse(text)


def outlet(database: Database, name: str, *emails: str) -> OutletId:
    return OutletDesk(database).add(NewOutlet(name=name, emails=tuple(map(address, emails)))).id


def contact(
    database: Database,
    family_name: str,
    *emails: str,
    at: OutletId | None = None,
    do_not_contact: bool = False,
) -> Ref:
    held = NewPosition(outlet=at, emails=tuple(map(address, emails)))
    new = NewContact(family_name=family_name, do_not_contact=do_not_contact, positions=(held,))
    return Ref(Subject.CONTACT, ContactDesk(database).add(new).id)


def fixed(database: Database, name: str, *members: Ref | Address, rank: int = 50) -> ListId:
    desk = ListDesk(database)
    made = desk.add(NewList(name=name, rank=rank)).id
    desk.put_members(made, members)
    return made


def written(found: tuple[Addressee, ...]) -> list[tuple[str, str | None, LeftOut | None]]:
    return [
        (each.name, each.address.bare if each.address else None, each.left_out) for each in found
    ]


def exclude(database: Database, bare: str, because: ExclusionReason, note: str = "") -> None:
    with database.transaction() as transaction:
        outbox.suppress(transaction, address(bare), because=because, note=note)


def test_every_field_of_a_list_survives_the_database(database: Database) -> None:
    desk = ListDesk(database)

    made = desk.get(desk.add(FULL).id)

    for field in fields(NewList):
        assert getattr(made, field.name) == getattr(FULL, field.name)


def test_lists_stand_in_the_order_in_which_they_leave(database: Database) -> None:
    desk = ListDesk(database)
    for name, rank in (("Communautaires", 9), ("Agences", 2), ("Copie interne", 1), ("Écho", 2)):
        desk.add(NewList(name=name, rank=rank))

    names = [each.name for each in desk.every()]

    assert names == ["Copie interne", "Agences", "Écho", "Communautaires"]


def test_two_lists_cannot_have_one_name(database: Database) -> None:
    desk = ListDesk(database)
    agencies = desk.add(NewList(name="Agences")).id
    other = desk.add(NewList(name="Presse")).id

    with pytest.raises(ListNameTaken):
        desk.add(NewList(name="agences"))
    with pytest.raises(ListNameTaken):
        desk.edit(other, FieldChange("name", "Presse", "AGENCES"))
    with pytest.raises(ListNameMissing):
        desk.edit(other, FieldChange("name", "Presse", "…"))
    desk.edit(agencies, FieldChange("name", "Agences", "AGENCES"))

    assert [each.name for each in desk.every()] == ["AGENCES", "Presse"]


def test_a_rank_is_a_number_that_can_be(database: Database) -> None:
    desk = ListDesk(database)
    made = desk.add(NewList(name="Agences", rank=2)).id

    with pytest.raises(RankOutOfRange):
        desk.edit(made, FieldChange("rank", 2, 0))

    assert desk.get(made).rank == 2


def test_a_person_is_written_to_once_whatever_the_lists(database: Database) -> None:
    ada = contact(database, "Okafor", "ada@avis.example")
    zoe = contact(database, "Côté", "zoe@avis.example")
    last = fixed(database, "Presse", ada, zoe, rank=9)
    first = fixed(database, "Agences", ada, address("Fil <fil@agence.example>"), rank=1)

    with database.snapshot() as snapshot:
        found = within.addressees(
            snapshot,
            [last, first],
            also=[zoe, address("fil@agence.example"), address("u@v.example")],
        )

    assert written(found) == [
        ("Fil", "fil@agence.example", None),
        ("Okafor", "ada@avis.example", None),
        ("Côté", "zoe@avis.example", None),
        ("", "u@v.example", None),
    ]
    assert [each.lists for each in found] == [(first,), (first, last), (last,), ()]


def test_a_contact_is_reached_where_they_work_today(database: Database) -> None:
    former = NewPosition(ended_on=date(2025, 1, 1), emails=(address("roy@ancien.example"),))
    today = NewPosition(started_on=date(2025, 2, 1), emails=(address("roy@nouveau.example"),))
    beside = NewPosition(started_on=date(2024, 2, 1), emails=(address("roy@pige.example"),))
    roy = ContactDesk(database).add(
        NewContact(family_name="Roy", positions=(former, beside, today))
    )
    made = fixed(database, "Presse", Ref(Subject.CONTACT, roy.id))

    assert written(ListDesk(database).members(made).rows) == [("Roy", "roy@nouveau.example", None)]
    exclude(database, "roy@nouveau.example", ExclusionReason.BOUNCED)
    assert written(ListDesk(database).members(made).rows) == [("Roy", "roy@pige.example", None)]


def test_whoever_has_no_address_of_their_own_is_reached_at_the_newsroom(
    database: Database,
) -> None:
    avis = outlet(database, "Avis", "redaction@avis.example")
    people = [contact(database, name, at=avis) for name in ("Roy", "Zhao")]
    alone = contact(database, "Abel")
    made = fixed(database, "Presse", *people, alone, Ref(Subject.OUTLET, avis))

    assert written(ListDesk(database).members(made).rows) == [
        ("Abel", None, LeftOut.NO_ADDRESS),
        ("Avis", "redaction@avis.example", None),
        ("Roy", "redaction@avis.example", None),
        ("Zhao", "redaction@avis.example", None),
    ]


def test_who_is_left_out_is_said_with_the_reason(database: Database) -> None:
    barred = contact(database, "Abel", "abel@avis.example", do_not_contact=True)
    asked = contact(database, "Bibeau", "b@avis.example", "b@pige.example")
    bounced = address("Fil <fil@agence.example>")
    exclude(database, "b@avis.example", ExclusionReason.ASKED, "Retrait, 12 novembre")
    exclude(database, "fil@agence.example", ExclusionReason.BOUNCED, "550 5.1.1")

    zoe = contact(database, "Zhao", "zoe@avis.example")
    avis = Ref(Subject.OUTLET, outlet(database, "Avis", "redaction@avis.example"))
    with database.transaction() as transaction:
        outbox.bar_all(transaction, {zoe: "Ne couvre plus la Ville", avis: ""})

    made = fixed(database, "Presse", barred, asked, bounced, zoe, avis)

    found = ListDesk(database).members(made).rows
    assert written(found) == [
        ("Abel", "abel@avis.example", LeftOut.BARRED),
        ("Avis", "redaction@avis.example", LeftOut.BARRED),
        ("Bibeau", "b@avis.example", LeftOut.EXCLUDED),
        ("Fil", "fil@agence.example", LeftOut.EXCLUDED),
        ("Zhao", "zoe@avis.example", LeftOut.BARRED),
    ]
    notes = ["", "Retrait, 12 novembre", "550 5.1.1", "Ne couvre plus la Ville"]
    assert [each.note for each in found[1:]] == notes


def test_a_barred_person_is_not_written_to_by_a_bare_address_either(database: Database) -> None:
    barred = contact(database, "Abel", "abel@avis.example", do_not_contact=True)

    made = fixed(database, "Presse", address("ABEL@avis.example"))

    (found,) = ListDesk(database).members(made).rows
    assert (found.ref, found.left_out) == (barred, LeftOut.BARRED)


def test_a_barred_person_in_the_bin_is_written_to_neither_by_address_nor_anew(
    database: Database,
) -> None:
    barred = contact(database, "Abel", "abel@avis.example", do_not_contact=True)
    made = fixed(database, "Presse", address("abel@avis.example"))
    ContactDesk(database).put_in_bin(ContactId(barred.id))

    (bare,) = ListDesk(database).members(made).rows
    contact(database, "Abel", "abel@avis.example")
    (anew,) = ListDesk(database).members(made).rows

    assert (bare.ref, bare.left_out) == (None, LeftOut.BARRED)
    assert (anew.name, anew.left_out) == ("Abel", LeftOut.BARRED)


def test_who_is_put_in_and_taken_out_can_be_undone(database: Database) -> None:
    desk = ListDesk(database)
    ada, fil = contact(database, "Okafor", "ada@avis.example"), address("Fil <fil@a.example>")
    made = desk.add(NewList(name="Presse")).id

    put = desk.put_members(made, [ada, fil, fil])
    assert put is not None
    assert desk.put_members(made, [fil]) is None
    gone = desk.take_out_members(made, [address("FIL@a.example")])
    assert gone is not None
    assert [each.name for each in desk.members(made).rows] == ["Okafor"]
    desk.edit(made, gone.change.inverse())
    assert [each.name for each in desk.members(made).rows] == ["Fil", "Okafor"]
    desk.edit(made, put.change.inverse())

    assert desk.members(made).rows == ()
    assert len(desk.history(made)) == 4


def test_nobody_is_put_in_a_filter_nor_a_stranger_in_a_list(database: Database) -> None:
    desk = ListDesk(database)
    ada = contact(database, "Okafor", "ada@avis.example")
    filter_, made = desk.add(FULL).id, desk.add(NewList(name="Presse")).id

    with pytest.raises(ListIsFilter):
        desk.put_members(filter_, [ada])
    with pytest.raises(NoSuchMember):
        desk.put_members(made, [Ref(Subject.DRAFT, 1)])
    with pytest.raises(NotFound):
        desk.put_members(made, [ada, Ref(Subject.CONTACT, 999)])

    assert desk.members(made).rows == ()


def test_a_filter_becomes_a_fixed_list_of_whom_it_finds_and_a_filter_again(
    database: Database,
) -> None:
    desk = ListDesk(database)
    avis = outlet(database, "Avis", "redaction@avis.example")
    ada = contact(database, "Okafor", "ada@avis.example", at=avis)
    asked = Filter((Condition(By.OUTLET, (avis,)),), finds=Finds.BOTH)
    made = desk.add(NewList(name="Avis", kind=ListKind.FILTER, filter=asked)).id
    before = desk.members(made)

    edit = desk.make_fixed(made)
    contact(database, "Zhao", "zoe@avis.example", at=avis)
    now = desk.get(made)
    assert (now.kind, now.filter) == (ListKind.FIXED, None)
    assert desk.members(made) == before
    assert [each.ref for each in before.rows] == [Ref(Subject.OUTLET, avis), ada]
    with pytest.raises(ListIsFixed):
        desk.make_fixed(made)
    desk.put_members(made, [address("fil@a.example")])

    undone = desk.edit(made, edit.change.inverse())
    assert desk.get(made).filter == asked
    assert {each.name for each in desk.members(made).rows} == {"Avis", "Okafor", "Zhao"}
    with pytest.raises(ListIsFilter):
        desk.edit(made, edit.change.inverse())

    desk.edit(made, undone.change.inverse())
    names = [each.name for each in desk.members(made).rows]
    assert sorted(names) == ["", "Avis", "Okafor"], "who was put in by hand is back"


def test_what_was_made_fixed_is_no_filter_of_a_list_that_is_gone(database: Database) -> None:
    desk = ListDesk(database)
    other = desk.add(NewList(name="Autre")).id
    asked = Filter((Condition(By.LIST, (other,)),))
    made = desk.add(NewList(name="Filtre", kind=ListKind.FILTER, filter=asked)).id
    edit = desk.make_fixed(made)
    desk.put_in_bin(other)

    with pytest.raises(NotFound):
        desk.edit(made, edit.change.inverse())

    assert desk.get(made).kind is ListKind.FIXED


def test_somebody_at_their_newsrooms_address_and_the_newsroom_are_one_letter(
    database: Database,
) -> None:
    avis = outlet(database, "Avis", "redaction@avis.example")
    ada = contact(database, "Okafor", at=avis)
    asked = Filter((Condition(By.OUTLET, (avis,)),), finds=Finds.BOTH)
    desk = ListDesk(database)
    made = desk.add(NewList(name="Avis", kind=ListKind.FILTER, filter=asked)).id
    with database.snapshot() as snapshot:
        found = within.addressees(snapshot, [made])

    wanted = RequestedSending(lists=(made,), when=SendingTime.NOW)
    nobody = Having(addresses={}, refs={}, live=frozenset())
    now = database.clock.now()
    letters = sort(found, wanted, lists=[], embargo=None, having=nobody, now=now)

    (letter,) = letters.readers
    assert letter.to.bare == "redaction@avis.example"
    assert set(letter.refs) == {ada, Ref(Subject.OUTLET, avis)}


def test_who_is_in_the_bin_is_in_no_list_and_comes_back_to_it(database: Database) -> None:
    desk, contacts = ListDesk(database), ContactDesk(database)
    ada = contact(database, "Okafor", "ada@avis.example")
    made = fixed(database, "Presse", ada)

    contacts.put_in_bin(ContactId(ada.id))
    assert desk.members(made).rows == ()
    contacts.take_out_of_bin(ContactId(ada.id))

    assert [each.name for each in desk.members(made).rows] == ["Okafor"]


def test_a_list_in_the_bin_cannot_be_written_to(database: Database) -> None:
    made = fixed(database, "Presse", address("a@b.example"))
    ListDesk(database).put_in_bin(made)

    with database.snapshot() as snapshot, pytest.raises(NotFound):
        within.addressees(snapshot, [made])
    ListDesk(database).take_out_of_bin(made)

    with database.snapshot() as snapshot:
        assert written(within.addressees(snapshot, [made])) == [("", "a@b.example", None)]


def test_who_leaves_the_desk_for_good_leaves_its_lists(database: Database) -> None:
    desk, contacts = ListDesk(database), ContactDesk(database)
    ada = contact(database, "Okafor", "ada@avis.example")
    avis = outlet(database, "Avis", "redaction@avis.example")
    made = fixed(database, "Presse", ada, Ref(Subject.OUTLET, avis), address("a@b.example"))
    contacts.put_in_bin(ContactId(ada.id))
    OutletDesk(database).put_in_bin(avis)
    live_on(database, timedelta(days=31))

    assert Bin(database).purge() == 2

    assert written(desk.members(made).rows) == [("", "a@b.example", None)]
    assert desk.of(ada) == ()


def test_a_contact_is_in_the_lists_that_hold_them_and_that_find_them(database: Database) -> None:
    desk = ListDesk(database)
    avis = outlet(database, "Avis")
    ada = contact(database, "Okafor", "ada@avis.example", at=avis)
    zoe = contact(database, "Zhao", "zoe@b.example")
    by_address = fixed(database, "Adresses", address("ADA@avis.example"), rank=1)
    by_name = fixed(database, "Noms", ada, rank=3)
    asked = Filter((Condition(By.OUTLET, (avis,)),))
    found = desk.add(NewList(name="Filtre", kind=ListKind.FILTER, filter=asked, rank=2)).id
    place = Ref(Subject.OUTLET, avis)
    desk.put_members(by_name, [place])

    assert [each.id for each in desk.of(ada)] == [by_address, found, by_name]
    assert desk.of(zoe) == ()
    assert [each.id for each in desk.of(place)] == [by_name]
    gone = desk.take_out_members(by_address, [ada])

    assert gone is not None
    assert [each.id for each in desk.of(ada)] == [found, by_name]


def test_all_that_is_found_becomes_a_list_with_a_name_of_its_own(database: Database) -> None:
    desk = ListDesk(database)
    avis = outlet(database, "Avis")
    ada = contact(database, "Okafor", "ada@avis.example", at=avis)
    contact(database, "Zhao", "zoe@b.example")

    people = desk.from_search("avis", Subject.CONTACT, name="Avis")
    places = desk.from_search("avis", Subject.OUTLET, name="AVIS")
    nobody = desk.from_search("", Subject.CONTACT, name="Rien", among=range(0))

    assert (people.name, places.name) == ("Avis", "AVIS 2")
    assert [each.ref for each in desk.members(people.id).rows] == [ada]
    assert [each.ref for each in desk.members(places.id).rows] == [Ref(Subject.OUTLET, avis)]
    assert desk.members(nobody.id).rows == ()


@pytest.mark.parametrize("kind", [Subject.CONTACT, Subject.OUTLET])
def test_nobody_waits_while_it_is_found_who_becomes_a_list(
    database: Database, kind: Subject
) -> None:
    contact(database, "Okafor", "ada@avis.example", at=outlet(database, "Avis"))
    desk = ListDesk(database)
    what_finds = "contacts" if kind is Subject.CONTACT else "outlets"

    with counted() as sent:
        desk.from_search("avis", kind, name="Avis")

    written = next(at for at, each in enumerate(sent) if each.startswith("INSERT INTO lists"))
    asked = [at for at, each in enumerate(sent) if f"FROM {what_finds}" in each]
    named = next(at for at, each in enumerate(sent) if each.startswith("SELECT lists.sort_key"))
    assert asked[0] < named < written
    assert len([at for at in asked if at > named]) == 1


def test_a_list_of_many_is_made_in_few_statements(database: Database) -> None:
    rows = "".join(f"N{each},n{each}@x.example\n" for each in range(1_500))
    bring_in(database, f"Nom,Courriel\n{rows}".encode())

    with counted() as sent:
        made = ListDesk(database).from_search("", Subject.CONTACT, name="Presse")

    assert len(sent) < 25
    assert ListDesk(database).members(made.id).total == 1_500


def test_the_people_of_a_list_come_by_pages(database: Database) -> None:
    desk = ListDesk(database)
    made = fixed(database, "Presse", *(address(f"a{number}@b.example") for number in range(5)))
    exclude(database, "a4@b.example", ExclusionReason.BOUNCED)

    first = desk.members(made, limit=3)
    rest = desk.members(made, after=first.next_key, limit=3)

    assert (len(first.rows), first.total, first.left_out) == (3, 5, 1)
    assert (len(rest.rows), rest.next_key) == (2, None)
    assert len({each.address for each in (*first.rows, *rest.rows)}) == 5
