"""A row that names an outlet and nobody says how its newsroom is reached."""

import pytest

from comms_desk.imports.model import RowFate
from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import ContactNameMissing
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.database import Database
from tests.media.contacts.memory import newsrooms, people, read_contacts
from tests.support.imports import bring_in, imports, plan_of, undo_import

FILE = (
    "Nom;Prénom;Média;Courriel;Téléphone\n"
    "Roy;Anne;Avis;anne@avis.example;\n"
    ";;Avis;redaction@avis.example;514 555-0100\n"
    ";;Zénith;nouvelles@zenith.example;\n"
    ";;AVIS;info@avis.example;\n"
    ";;Écho;pas une adresse;\n"
    ";;Écho;;\n"
    ";;;perdu@x.example;\n"
).encode()


def test_a_newsroom_comes_in_with_its_outlet_and_is_the_same_again(database: Database) -> None:
    desk, outlets = ContactDesk(database), OutletDesk(database)
    outlets.add(NewOutlet(name="Avis", phones=("514 555-0101",)))

    plan = plan_of(database, FILE)
    imports(database).apply(plan)

    fates = [(row.line, row.fate, row.is_newsroom) for row in plan.rows]
    assert fates == [
        (2, RowFate.NEW, False),
        (3, RowFate.CHANGED, True),
        (4, RowFate.NEW, True),
        (5, RowFate.CHANGED, True),
        (6, RowFate.REFUSED, False),
        (7, RowFate.REFUSED, False),
        (8, RowFate.REFUSED, False),
    ]
    assert [type(row.reason) for row in plan.rows[-3:]] == [
        BadAddress,
        ContactNameMissing,
        ContactNameMissing,
    ]
    assert plan.new_outlets == ("Zénith",)
    avis, zenith = outlets.search().rows
    assert avis.emails == ("redaction@avis.example", "info@avis.example")
    assert avis.phones == ("514 555-0101", "514 555-0100")
    assert zenith.emails == ("nouvelles@zenith.example",)
    assert [contact.name for contact in desk.export()] == ["Anne Roy"]
    again = plan_of(database, FILE)
    assert not again.does_something
    assert again.counts[RowFate.SAME] == 4


def test_the_undo_takes_a_newsroom_back(database: Database) -> None:
    outlets = OutletDesk(database)
    outlets.add(NewOutlet(name="Avis"))
    done = bring_in(database, FILE)

    undone = undo_import(database, done)

    assert (undone.kept, undone.outlets) == ((), ())
    (avis,) = outlets.search().rows
    assert (avis.emails, avis.phones) == ((), ())


def test_a_list_of_newsrooms_names_nobody_and_is_read() -> None:
    found = read_contacts("Média;Courriel\nAvis;redaction@avis.example\n".encode())

    assert people(found) == []
    assert [each.outlet for each in newsrooms(found)] == ["Avis"]
    assert not found.reaches_nobody


@pytest.mark.parametrize(
    "name",
    [
        "Salle de nouvelles",
        "SALLE DES NOUVELLES",
        "Rédaction",
        "La rédaction de Radio-Fleuve",
        "Radio-Fleuve - Bureau d’affectation",
        "Affectations",
        "Bureau de presse",
        "Newsroom",
        "News desk",
        "Assignment Desk",
    ],
)
@pytest.mark.parametrize("heading", ["Nom, Prénom", "Nom complet", "Nom;Prénom"])
def test_the_name_of_a_newsroom_is_nobodys(name: str, heading: str) -> None:
    given = ";" if "Prénom" in heading and ";" in heading else ""
    content = (
        f"{heading};Média;Courriel\n"
        f"{name}{given};Radio-Fleuve;nouvelles@fleuve.example\n"
        f"{name}{given};;nouvelles@fleuve.example\n"
        f"{name}{given};Radio-Fleuve;\n"
    ).encode()

    found = read_contacts(content)

    (newsroom,) = newsrooms(found)
    assert newsroom.outlet == "Radio-Fleuve"
    assert [each.bare for each in newsroom.emails] == ["nouvelles@fleuve.example"]
    assert {each.name for each in people(found)} == {name}, "nobody to attach it to, or no way"


def test_a_person_called_like_a_room_is_a_person() -> None:
    content = (
        "Nom complet;Média;Courriel;Note;Ne pas contacter\n"
        "Claude Bureau;Avis;a@avis.example;;\n"
        "Anne Pupitre;Avis;b@avis.example;;\n"
        "Rédaction;Avis;c@avis.example;pas le soir;\n"
        "Rédaction;Avis;d@avis.example;;oui\n"
    ).encode()

    found = read_contacts(content)

    assert newsrooms(found) == []
    assert [each.name for each in people(found)] == [
        "Claude Bureau",
        "Anne Pupitre",
        "Rédaction",
        "Rédaction",
    ]
    assert [each.contact.do_not_contact for each in people(found)] == [False] * 3 + [True]


def test_an_outlet_that_must_not_be_written_to_is_not_written_down() -> None:
    found = read_contacts("Média;Courriel;Exclu\nAvis;redaction@avis.example;oui\n".encode())

    assert newsrooms(found) == []
    assert [type(each.reason) for each in found.refused] == [ContactNameMissing]
