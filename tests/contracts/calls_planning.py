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
from tests.contracts.calls import Call, reads, writes


def calls(database: Database) -> Iterator[Call]:
    yield from people_calls(PeopleDesk(database))
    yield from dossier_calls(DossierDesk(database))
    settings = DeskSettings(database)
    yield reads(DeskSettings.get, lambda: settings.get(BIN_KEPT))
    yield reads(DeskSettings.all, settings.all)
    yield writes(DeskSettings.set, lambda: settings.set(BIN_KEPT, 40))
    the_bin = Bin(database)
    yield reads(Bin.all, the_bin.all)
    yield reads(Bin.find, lambda: the_bin.find(the_bin.all().rows[0].ref))
    yield writes(Bin.purge, the_bin.purge)


def people_calls(people: PeopleDesk) -> Iterator[Call]:
    person = people.add(NewPerson(name="Ève Lavoie", logins=("elavoie",))).id
    yield writes(PeopleDesk.add, lambda: people.add(NewPerson(name="Paul Roy")))
    yield reads(PeopleDesk.recognise, lambda: people.recognise("elavoie"))
    yield writes(PeopleDesk.recognise, lambda: people.recognise("new"))
    yield writes(PeopleDesk.add_login, lambda: people.add_login(person, "elavoie2"))
    yield reads(PeopleDesk.get, lambda: people.get(person))
    yield reads(PeopleDesk.everyone, people.everyone)
    yield reads(PeopleDesk.names, lambda: people.names([person]))
    yield writes(
        PeopleDesk.edit,
        lambda: people.edit(person, FieldChange("name", "Ève Lavoie", "Ève Roy")),
    )


def dossier_calls(dossiers: DossierDesk) -> Iterator[Call]:
    dossier = dossiers.add(NewDossier(code="NEIGE-27", name="Neige")).id
    binned = dossiers.add(NewDossier(code="PISCINES", name="Piscines")).id
    dossiers.put_in_bin(binned)
    draft = Ref(Subject.DRAFT, 1)
    yield writes(DossierDesk.add, lambda: dossiers.add(NewDossier(code="EAU", name="Eau")))
    yield writes(
        DossierDesk.add_next, lambda: dossiers.add_next(NewDossier(code="D26", name="Eau"))
    )
    yield reads(DossierDesk.get, lambda: dossiers.get(dossier))
    yield reads(DossierDesk.by_code, lambda: dossiers.by_code("neige-27"))
    yield reads(DossierDesk.search, lambda: dossiers.search("nei"))
    yield writes(
        DossierDesk.edit, lambda: dossiers.edit(dossier, FieldChange("name", "Neige", "Neiges"))
    )
    yield reads(DossierDesk.history, lambda: dossiers.history(dossier))
    yield writes(DossierDesk.link, lambda: dossiers.link(dossier, draft))
    yield reads(DossierDesk.linked, lambda: dossiers.linked(dossier))
    yield reads(DossierDesk.of, lambda: dossiers.of(draft))
    yield writes(DossierDesk.unlink, lambda: dossiers.unlink(dossier, draft))
    yield reads(DossierDesk.in_bin, dossiers.in_bin)
    yield writes(DossierDesk.take_out_of_bin, lambda: dossiers.take_out_of_bin(binned))
    yield writes(DossierDesk.put_in_bin, lambda: dossiers.put_in_bin(dossier))
