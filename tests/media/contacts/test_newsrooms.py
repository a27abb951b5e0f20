"""A row that names an outlet and nobody says how its newsroom is reached."""

from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.importing import read_contacts
from comms_desk.media.contacts.merging import Fate
from comms_desk.media.contacts.model import ContactNameMissing
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.database import Database

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

    plan = desk.plan_import(FILE)
    desk.apply_import(plan)

    fates = [(row.line, row.fate, row.is_newsroom) for row in plan.rows]
    assert fates == [
        (2, Fate.NEW, False),
        (3, Fate.CHANGED, True),
        (4, Fate.NEW, True),
        (5, Fate.CHANGED, True),
        (6, Fate.REFUSED, False),
        (7, Fate.REFUSED, False),
        (8, Fate.REFUSED, False),
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
    again = desk.plan_import(FILE)
    assert not again.does_something
    assert again.counts[Fate.SAME] == 4


def test_the_undo_takes_a_newsroom_back(database: Database) -> None:
    desk, outlets = ContactDesk(database), OutletDesk(database)
    outlets.add(NewOutlet(name="Avis"))
    done = desk.apply_import(desk.plan_import(FILE))

    undone = desk.undo_import(done)

    assert (undone.contacts, undone.outlets) == ((), ())
    (avis,) = outlets.search().rows
    assert (avis.emails, avis.phones) == ((), ())


def test_a_list_of_newsrooms_names_nobody_and_is_read() -> None:
    found = read_contacts("Média;Courriel\nAvis;redaction@avis.example\n".encode())

    assert found.candidates == ()
    assert [each.outlet for each in found.newsrooms] == ["Avis"]
    assert not found.reaches_nobody
