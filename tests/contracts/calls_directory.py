"""Example calls of outlets and contacts."""

from collections.abc import Iterator

from comms_desk.across.importers import IMPORTERS
from comms_desk.changes import Ref, Subject
from comms_desk.imports.desk import ImportDesk
from comms_desk.mail.address import Address
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.lists.conditions import Filter
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.model import ListKind, NewList
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes

FILE = b"Nom,Media,Courriel\nAda Okafor,Avis,ada@avis.example\n"


def calls(database: Database) -> Iterator[Call]:
    yield from outlet_calls(OutletDesk(database))
    yield from contact_calls(ContactDesk(database))
    yield from list_calls(ListDesk(database))
    yield from import_calls(ImportDesk(database, IMPORTERS))


def outlet_calls(outlets: OutletDesk) -> Iterator[Call]:
    outlet = outlets.add(NewOutlet(name="Avis")).id
    gone = outlets.add(NewOutlet(name="Zénith")).id
    yield reads(outlets.search, lambda: outlets.search("av"))
    yield reads(outlets.every, outlets.every)
    yield reads(outlets.get, lambda: outlets.get(outlet))
    yield writes(outlets.add, lambda: outlets.add(NewOutlet(name="Bulle")))
    yield writes(outlets.find_or_add, lambda: outlets.find_or_add(NewOutlet(name="Écho")))
    yield writes(
        outlets.edit, lambda: outlets.edit(outlet, FieldChange("website", "", "avis.example"))
    )
    yield reads(outlets.history, lambda: outlets.history(outlet))
    yield writes(outlets.put_in_bin, lambda: outlets.put_in_bin(gone))
    yield writes(outlets.take_out_of_bin, lambda: outlets.take_out_of_bin(gone))


def contact_calls(contacts: ContactDesk) -> Iterator[Call]:
    contact = contacts.add(NewContact(family_name="Roy")).id
    gone = contacts.add(NewContact(family_name="Zhao")).id
    position = contacts.add_position(contact, NewPosition(title="pigiste"))
    new_position = NewPosition(emails=(Address.parse("roy@pige.example"),))
    yield reads(contacts.search, lambda: contacts.search("ro"))
    yield writes(contacts.verify, lambda: contacts.verify(contact))
    yield reads(contacts.signed_by, lambda: contacts.signed_by("Ada Roy"))
    yield reads(contacts.get, lambda: contacts.get(contact))
    yield writes(contacts.add, lambda: contacts.add(NewContact(family_name="Côté")))
    yield writes(
        contacts.edit, lambda: contacts.edit(contact, FieldChange("note", "", "Avant 10 h"))
    )
    yield writes(contacts.add_position, lambda: contacts.add_position(contact, new_position))
    yield writes(
        contacts.edit_position,
        lambda: contacts.edit_position(position, FieldChange("title", "pigiste", "cheffe")),
    )
    yield writes(contacts.remove_position, lambda: contacts.remove_position(position))
    yield reads(contacts.history, lambda: contacts.history(contact))
    yield writes(contacts.put_in_bin, lambda: contacts.put_in_bin(gone))
    yield writes(contacts.take_out_of_bin, lambda: contacts.take_out_of_bin(gone))
    contacts.put_in_bin(gone)
    yield writes(contacts.take_out_with_outlets, lambda: contacts.take_out_with_outlets(gone))
    yield writes(contacts.export, contacts.export)


def list_calls(lists: ListDesk) -> Iterator[Call]:
    made = lists.add(NewList(name="Agences")).id
    gone = lists.add(NewList(name="Zone")).id
    new = NewList(name="Trouvés", kind=ListKind.FILTER, filter=Filter())
    found = lists.add(new).id
    wire = Address.parse("fil@agence.example")
    yield reads(lists.every, lists.every)
    yield reads(lists.search, lambda: lists.search("ag"))
    yield reads(lists.names, lists.names)
    yield reads(lists.free_name, lambda: lists.free_name("Agences"))
    yield reads(lists.beats, lists.beats)
    yield reads(lists.of, lambda: lists.of(Ref(Subject.CONTACT, 1)))
    yield writes(lists.from_search, lambda: lists.from_search("roy", Subject.CONTACT, name="Roy"))
    yield reads(lists.get, lambda: lists.get(made))
    yield reads(lists.members, lambda: lists.members(made))
    yield writes(lists.add, lambda: lists.add(NewList(name="Presse")))
    yield writes(lists.put_members, lambda: lists.put_members(made, [wire]))
    yield writes(lists.paste, lambda: lists.paste(made, "Ada <ada@avis.example>; zoe"))
    yield writes(lists.export, lambda: lists.export(made))
    yield writes(lists.make_fixed, lambda: lists.make_fixed(found))
    yield writes(
        lists.bring_in, lambda: lists.bring_in(made, b"Nom,Courriel\nAda,ada@avis.example\n")
    )
    yield writes(lists.take_out_members, lambda: lists.take_out_members(made, [wire]))
    yield writes(lists.edit, lambda: lists.edit(made, FieldChange("note", "", "Avant 10 h")))
    yield reads(lists.history, lambda: lists.history(made))
    yield writes(lists.put_in_bin, lambda: lists.put_in_bin(gone))
    yield writes(lists.take_out_of_bin, lambda: lists.take_out_of_bin(gone))


def import_calls(imports: ImportDesk) -> Iterator[Call]:
    plan = imports.plan(Subject.CONTACT, FILE)
    yield reads(imports.plan, lambda: imports.plan(Subject.CONTACT, FILE))
    yield writes(imports.apply, lambda: imports.apply(plan))
    done = imports.apply(imports.plan(Subject.CONTACT, FILE.replace(b"da", b"rlo")))
    yield writes(imports.undo, lambda: imports.undo(done.id))
    yield reads(imports.columns, lambda: imports.columns(Subject.CONTACT, FILE))
    yield reads(imports.search, imports.search)
    yield reads(imports.get, lambda: imports.get(done.id))
    yield reads(imports.left_out, lambda: imports.left_out(done.id))
    yield writes(imports.forget_left_out, imports.forget_left_out)
