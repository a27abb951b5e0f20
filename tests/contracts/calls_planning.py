"""Example calls of people and dossiers, and of storage's own desks."""

from collections.abc import Iterator

from comms_desk.changes import Ref, Subject
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.settings import BIN_KEPT
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.edits import FieldChange
from comms_desk.storage.forms import FormDesk
from comms_desk.storage.model import UnfinishedForm, new_form_key
from tests.contracts.calls import Call, reads, writes


def calls(database: Database) -> Iterator[Call]:
    yield from people_calls(PeopleDesk(database))
    yield from dossier_calls(DossierDesk(database))
    settings = DeskSettings(database)
    yield reads(settings.get, lambda: settings.get(BIN_KEPT))
    yield reads(settings.every, settings.every)
    yield writes(settings.set, lambda: settings.set(BIN_KEPT, 40))
    the_bin = Bin(database)
    yield reads(the_bin.search, the_bin.search)
    yield reads(the_bin.find, lambda: the_bin.find(the_bin.search().rows[0].ref))
    yield writes(the_bin.purge, the_bin.purge)
    yield reads(the_bin.kept_by_holds, the_bin.kept_by_holds)
    forms, key = FormDesk(database), new_form_key()
    form = UnfinishedForm(
        key=key, kind=Subject.WATCH, changes=None, fields={}, before={}, in_front=False
    )
    yield writes(forms.keep, lambda: forms.keep(form))
    yield reads(forms.every, lambda: forms.every(Subject.WATCH))
    yield writes(forms.forget, lambda: forms.forget(key))


def people_calls(people: PeopleDesk) -> Iterator[Call]:
    person = people.add(NewPerson(name="Ève Lavoie", logins=("elavoie",))).id
    yield writes(people.add, lambda: people.add(NewPerson(name="Paul Roy", email="p@roy.example")))
    yield reads(people.recognise, lambda: people.recognise("elavoie"))
    yield writes(people.recognise, lambda: people.recognise("new"))
    yield writes(people.rename, lambda: people.rename(person, "Ève Lavoie-Roy"))
    yield writes(people.rename, lambda: people.rename(person, "Ève Lavoie"))
    yield reads(people.get, lambda: people.get(person))
    yield reads(people.every, people.every)
    yield reads(people.names, lambda: people.names([person]))
    yield writes(
        people.edit,
        lambda: people.edit(person, FieldChange("name", "Ève Lavoie", "Ève Roy")),
    )


def dossier_calls(dossiers: DossierDesk) -> Iterator[Call]:
    dossier = dossiers.add(NewDossier(code="NEIGE-27", name="Neige")).id
    binned = dossiers.add(NewDossier(code="PISCINES", name="Piscines")).id
    dossiers.put_in_bin(binned)
    draft = Ref(Subject.DRAFT, 1)
    yield writes(dossiers.add, lambda: dossiers.add(NewDossier(code="EAU", name="Eau")))
    yield writes(dossiers.add_next, lambda: dossiers.add_next(NewDossier(code="D26", name="Eau")))
    yield reads(dossiers.get, lambda: dossiers.get(dossier))
    yield reads(dossiers.by_code, lambda: dossiers.by_code("neige-27"))
    yield reads(dossiers.search, lambda: dossiers.search("nei"))
    yield writes(
        dossiers.edit, lambda: dossiers.edit(dossier, FieldChange("name", "Neige", "Neiges"))
    )
    yield reads(dossiers.history, lambda: dossiers.history(dossier))
    yield writes(dossiers.link, lambda: dossiers.link(dossier, draft))
    yield reads(dossiers.linked, lambda: dossiers.linked(dossier))
    yield writes(dossiers.unlink, lambda: dossiers.unlink(dossier, draft))
    yield writes(dossiers.take_out_of_bin, lambda: dossiers.take_out_of_bin(binned))
    yield writes(dossiers.put_in_bin, lambda: dossiers.put_in_bin(dossier))
