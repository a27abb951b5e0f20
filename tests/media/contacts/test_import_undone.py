"""An import that is undone takes with it what is new, but for what is needed or changed since."""

from collections.abc import Callable

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.imports.model import ImportDone, ImportUndone
from comms_desk.mail.address import Address
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import (
    AddressTaken,
    ContactId,
    NewContact,
    NewPosition,
    PositionId,
)
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import NewFeed
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.model import Act, FieldChange
from tests.support.bars import bars
from tests.support.imports import bring_in, counted, undo_import

FILE = (
    "Nom,Média,Courriel\n"
    "Ada Okafor,La Dépêche,ada@depeche.example\n"
    "Elena Rossi,Corriere,elena@corriere.example\n"
    "Bao Nguyen,Métro-Nord,bao@metro.example\n"
).encode()


def imported(database: Database) -> ImportDone:
    """Import three contacts, at an outlet that was there and at two new ones."""
    OutletDesk(database).add(NewOutlet(name="Métro-Nord"))
    return bring_in(database, FILE)


def names(database: Database) -> list[str]:
    return [outlet.name for outlet in OutletDesk(database).search().rows]


def hire(database: Database, outlet: OutletId) -> None:
    position = NewPosition(outlet=outlet)
    ContactDesk(database).add(NewContact(family_name="Roy", positions=(position,)))


def follow(database: Database, outlet: OutletId) -> None:
    FeedDesk(database).add(NewFeed(address="https://corriere.example/rss", outlet=outlet))


def tie(database: Database, outlet: OutletId) -> None:
    dossier = DossierDesk(database).add(NewDossier(code="NEIGE", name="Déneigement"))
    DossierDesk(database).link(dossier.id, Ref(Subject.OUTLET, outlet))


def edit(database: Database, outlet: OutletId) -> None:
    OutletDesk(database).edit(outlet, FieldChange("website", "", "corriere.example"))


def note(database: Database, contact: ContactId) -> None:
    ContactDesk(database).edit(contact, FieldChange("note", "", "Rappelle le lundi"))


def call(database: Database, contact: ContactId) -> None:
    (position,) = ContactDesk(database).get(contact).positions
    ContactDesk(database).edit_position(position.id, FieldChange("title", "", "chroniqueuse"))


def hire_elsewhere(database: Database, contact: ContactId) -> None:
    ContactDesk(database).add_position(contact, NewPosition(title="pigiste"))


def dismiss(database: Database, contact: ContactId) -> None:
    (position,) = ContactDesk(database).get(contact).positions
    ContactDesk(database).remove_position(position.id)


def involve(database: Database, contact: ContactId) -> None:
    dossier = DossierDesk(database).add(NewDossier(code="NEIGE", name="Déneigement"))
    DossierDesk(database).link(dossier.id, Ref(Subject.CONTACT, contact))


def test_the_outlets_that_an_import_added_go_with_it(database: Database) -> None:
    done = imported(database)

    staying = undo_import(database, done)

    assert staying == ImportUndone()
    assert names(database) == ["Métro-Nord"]


@pytest.mark.parametrize("need", [hire, follow, tie, edit])
def test_an_outlet_that_is_needed_or_changed_since_stays_and_is_named(
    database: Database, need: Callable[[Database, OutletId], None]
) -> None:
    done = imported(database)
    (corriere,) = OutletDesk(database).search("corriere").rows
    need(database, corriere.id)

    staying = undo_import(database, done)

    assert staying == ImportUndone(outlets=("Corriere",))
    assert names(database) == ["Corriere", "Métro-Nord"]


@pytest.mark.parametrize("change", [note, call, hire_elsewhere, dismiss, involve])
def test_a_contact_who_was_changed_since_stays_and_is_named(
    database: Database, change: Callable[[Database, ContactId], None]
) -> None:
    done = imported(database)
    elena = ContactId(done.written.of(Subject.CONTACT)[1])
    change(database, elena)
    as_changed = ContactDesk(database).get(elena)

    staying = undo_import(database, done)

    assert staying.kept == ("Elena Rossi",)
    assert ContactDesk(database).export() == (as_changed,)
    assert {each.outlet_name for each in as_changed.positions} - {""} <= set(names(database))


def test_a_position_that_was_changed_since_stays_and_is_named_by_its_contact(
    database: Database,
) -> None:
    imported(database)
    desk = ContactDesk(database)
    more = "Nom,Média,Courriel\nAda Okafor,Le Soir,ada@depeche.example\n"
    done = bring_in(database, more.encode())
    (position,) = done.written.of(Subject.POSITION)
    desk.edit_position(PositionId(position), FieldChange("title", "", "chroniqueuse"))

    staying = undo_import(database, done)

    assert staying == ImportUndone(kept=("Ada Okafor",), outlets=("Le Soir",))
    (ada,) = desk.search("ada").rows
    assert "chroniqueuse" in [each.title for each in desk.get(ada.id).positions]


def test_a_contact_who_went_to_the_bin_meanwhile_is_passed_over(database: Database) -> None:
    done = imported(database)
    desk = ContactDesk(database)
    desk.put_in_bin(ContactId(done.written.of(Subject.CONTACT)[1]))

    assert undo_import(database, done) == ImportUndone()
    assert desk.export() == ()
    assert names(database) == ["Métro-Nord"]


@pytest.mark.parametrize("whose", ["the contact", "the position"])
def test_what_was_changed_of_somebody_who_is_gone_is_passed_over(
    database: Database, whose: str
) -> None:
    """An import that changes a note, a title, and adds a position."""
    imported(database)
    desk = ContactDesk(database)
    more = (
        "Nom,Média,Courriel,Fonction,Note\n"
        "Ada Okafor,La Dépêche,ada@depeche.example,cheffe,Le matin\n"
        "Ada Okafor,Le Soir,ada@depeche.example,pigiste,Le matin\n"
        "Bao Nguyen,Métro-Nord,bao@metro.example,chef,Le soir\n"
    )
    done = bring_in(database, more.encode())
    (ada,) = desk.search("ada").rows
    if whose == "the contact":
        desk.put_in_bin(ada.id)
    else:
        for position in desk.get(ada.id).positions:
            desk.remove_position(position.id)

    assert undo_import(database, done).kept == ()

    (bao,) = desk.search("bao").rows
    as_before = desk.get(bao.id)
    assert (as_before.note, as_before.positions[0].title) == ("", "")


def test_an_outlet_that_went_to_the_bin_meanwhile_is_passed_over(database: Database) -> None:
    done = imported(database)
    (corriere,) = OutletDesk(database).search("corriere").rows
    OutletDesk(database).put_in_bin(corriere.id)

    assert undo_import(database, done) == ImportUndone()
    assert names(database) == ["Métro-Nord"]


def test_what_was_changed_since_stays_and_all_the_rest_goes(database: Database) -> None:
    imported(database)
    desk = ContactDesk(database)
    more = "Nom,Média,Courriel,Note\nAda Okafor,Le Soir,ada@depeche.example,Le matin\n"
    done = bring_in(database, more.encode())
    (ada,) = desk.search("ada").rows
    desk.edit(ada.id, FieldChange("note", "Le matin", "Le soir"))

    assert undo_import(database, done) == ImportUndone(kept=("Ada Okafor",))

    assert desk.get(ada.id).note == "Le soir"
    assert [each.outlet_name for each in desk.get(ada.id).positions] == ["La Dépêche"]
    assert "Le Soir" not in names(database)


def test_a_newsroom_that_was_changed_since_stays_and_is_named(database: Database) -> None:
    desk = OutletDesk(database)
    avis = desk.add(NewOutlet(name="Avis")).id
    done = bring_in(database, "Média,Courriel\nAvis,pupitre@avis.example\n".encode())
    desk.edit(avis, FieldChange("emails", ("pupitre@avis.example",), ("neuf@avis.example",)))

    assert undo_import(database, done) == ImportUndone(outlets=("Avis",))

    assert desk.get(avis).emails == ("neuf@avis.example",)


def undone(database: Database) -> tuple[ContactDesk, ContactId, OutletId]:
    """Return Elena, whom an undone import put in the bin, and the outlet that followed her."""
    done, desk = imported(database), ContactDesk(database)
    elena = ContactId(done.written.of(Subject.CONTACT)[1])
    outlet = desk.get(elena).positions[0].outlet
    assert outlet is not None
    undo_import(database, done)
    assert names(database) == ["Métro-Nord"]
    return desk, elena, outlet


def test_a_contact_comes_out_of_the_bin_with_the_outlets_where_they_work(
    database: Database,
) -> None:
    desk, elena, outlet = undone(database)

    came = desk.take_out_with_outlets(elena)

    assert [each.name for each in came] == ["Corriere"]
    assert names(database) == ["Corriere", "Métro-Nord"]
    assert OutletDesk(database).get(outlet).name == desk.get(elena).positions[0].outlet_name
    with database.snapshot() as snapshot:
        acts = [each.act for each in edits.history(snapshot, Ref(Subject.OUTLET, outlet))]
    assert sorted(acts) == [Act.BINNED, Act.RESTORED]


def test_a_contact_whose_outlet_was_added_again_meanwhile_works_at_that_one(
    database: Database,
) -> None:
    desk, elena, outlet = undone(database)
    again = OutletDesk(database).add(NewOutlet(name="CORRIERE")).id

    came = desk.take_out_with_outlets(elena)

    (position,) = desk.get(elena).positions
    assert came == ()
    assert (position.outlet, position.outlet_name) == (again, "CORRIERE")
    with database.snapshot() as snapshot:
        (moved,) = edits.history(snapshot, Ref(Subject.POSITION, position.id))
    assert moved.change == FieldChange("outlet", outlet, again)


def test_a_contact_who_stays_in_the_bin_leaves_the_outlets_there(database: Database) -> None:
    desk, elena, _outlet = undone(database)
    held = NewPosition(emails=(Address.parse("elena@corriere.example"),))
    desk.add(NewContact(family_name="Rossi", positions=(held,)))

    with pytest.raises(AddressTaken):
        desk.take_out_of_bin(elena)

    assert names(database) == ["Métro-Nord"]


def test_two_imports_undone_in_turn_leave_nothing(database: Database) -> None:
    first = bring_in(database, FILE)
    more = FILE.replace(b"Courriel", b"Courriel,Note,Fonction").replace(
        b".example\n", b".example,Le matin,cheffe\n"
    )
    second = bring_in(database, more)

    assert undo_import(database, second) == ImportUndone()
    assert undo_import(database, first) == ImportUndone()

    assert ContactDesk(database).export() == ()
    assert names(database) == []


def changed_and_put_back(database: Database, contact: ContactId) -> None:
    (position,) = ContactDesk(database).get(contact).positions
    edit = ContactDesk(database).edit_position(position.id, FieldChange("title", "", "pigiste"))
    ContactDesk(database).edit_position(position.id, edit.change.inverse())


def in_the_bin_and_out(database: Database, contact: ContactId) -> None:
    ContactDesk(database).put_in_bin(contact)
    ContactDesk(database).take_out_of_bin(contact)


@pytest.mark.parametrize("nothing", [changed_and_put_back, in_the_bin_and_out])
def test_who_is_as_they_came_goes_whatever_was_undone_of_them_meanwhile(
    database: Database, nothing: Callable[[Database, ContactId], None]
) -> None:
    done = imported(database)
    nothing(database, ContactId(done.written.of(Subject.CONTACT)[1]))

    assert undo_import(database, done) == ImportUndone()

    assert ContactDesk(database).export() == ()


def test_an_undo_takes_few_statements_however_many_were_changed(database: Database) -> None:
    head = "Nom,Média,Courriel,Note,Fonction\n"
    rows = [(f"N{each}", f"n{each}@x.example") for each in range(300)]
    bring_in(database, (head + "".join(f"{n},Avis,{e},,\n" for n, e in rows)).encode())
    changed = "".join(f"{n},Avis,{e},le matin,pigiste\n" for n, e in rows)
    changed += "".join(f"{n},Le Soir,{e},le matin,cheffe\n" for n, e in rows)
    done = bring_in(database, (head + changed).encode())

    with counted() as sent:
        assert undo_import(database, done) == ImportUndone()

    assert len(sent) < 60
    desk = ContactDesk(database)
    assert (desk.search("pigiste").total, desk.search("n7").total) == (0, 11)
    assert {each.note for each in desk.export()} == {""}
    assert {len(each.positions) for each in desk.export()} == {1}


BARRING = (
    "Nom,Média,Courriel,Ne pas contacter,Motif\n"
    "Bao Nguyen,Métro-Nord,bao@metro.example,oui,À sa demande\n"
).encode()


def test_who_an_import_marks_is_barred_with_the_reason_until_it_is_undone(
    database: Database,
) -> None:
    imported(database)
    desk = ContactDesk(database)
    (row,) = desk.search("bao").rows

    done = bring_in(database, BARRING)

    bao = desk.get(row.id)
    assert (bao.do_not_contact, bao.do_not_contact_reason) == (True, "À sa demande")
    assert bars(database) == {Ref(Subject.CONTACT, row.id): "À sa demande"}
    undo_import(database, done)
    assert bars(database) == {}


def test_a_file_that_gives_another_reason_has_the_bar_say_it(database: Database) -> None:
    imported(database)
    bring_in(database, BARRING)

    bring_in(database, BARRING.replace("À sa demande".encode(), b"Retraite"))

    assert list(bars(database).values()) == ["Retraite"]
