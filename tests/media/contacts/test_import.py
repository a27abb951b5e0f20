"""A file of contacts comes in: recognised, shown first, then written at once, then undone."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.imports.model import RowFate, RowRagged
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.importing import UnknownLanguage
from comms_desk.media.contacts.model import AddressTaken, ContactId, ContactNameMissing
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import BadPhone
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.text.columns import ColumnsMissing, NoKnownColumn
from comms_desk.text.tabular import QuoteNeverClosed
from tests.media.contacts.memory import people, read_contacts
from tests.support.bars import bars
from tests.support.imports import bring_in, imports, plan_of, undo_import

FRENCH = (
    "Nom;Prénom;Média;Fonction;Courriel;Téléphone;Couverture;Langue;Ne pas contacter\r\n"
    "Théorêt-Roy;Camille;Métro-Nord;journaliste;c.theoret@metro.example;514 555-0142;"
    "budget, logement;français;\r\n"
    "Nguyen;Bao;CBC-Ouest;recherchiste;b.nguyen@cbc.example;;circulation;anglais;oui\r\n"
).encode("cp1252")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Gather the statements that are sent."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def many(first: int, count: int) -> bytes:
    """Write a file of *count* journalists of one newspaper, every third not to be contacted."""
    rows = (
        f"Nom{each};P{each};Le Courrier;n{each}@x.example;{'oui' if each % 3 == 0 else ''}\n"
        for each in range(first, first + count)
    )
    return ("Nom;Prénom;Média;Courriel;Ne pas contacter\n" + "".join(rows)).encode()


def fates(database: Database, content: bytes) -> list[tuple[int, RowFate]]:
    return [(row.line, row.fate) for row in plan_of(database, content).rows]


def imported(database: Database, content: bytes) -> None:
    bring_in(database, content)


def test_a_territory_is_named_as_people_name_it(database: Database) -> None:
    imported(database, b"Nom;Arrondissement\nNguyen;verdun\nOkafor;VDN,VMA\nRoy;Ville\n")

    contacts = [ContactDesk(database).get(each.id) for each in ContactDesk(database).search().rows]
    assert [each.scope.to_text() for each in contacts] == ["VDN", "VDN,VMA", "city"]


def test_a_file_from_a_french_excel_comes_in_whole(database: Database) -> None:
    desk = ContactDesk(database)

    plan = plan_of(database, FRENCH)
    assert desk.search().rows == ()
    done = imports(database).apply(plan)

    assert plan.new_outlets == ("Métro-Nord", "CBC-Ouest")
    assert [row.fate for row in plan.rows] == [RowFate.NEW, RowFate.NEW]
    bao, camille = (desk.get(row.id) for row in desk.search().rows)
    assert (camille.name, camille.language) == ("Camille Théorêt-Roy", Language.FRENCH)
    assert camille.positions[0].beats == ("budget", "logement")
    assert (bao.language, bao.do_not_contact) == (Language.ENGLISH, True)
    assert len(done.written.of(Subject.CONTACT)) == 2


def test_each_contact_more_costs_one_statement_at_most(database: Database) -> None:
    imported(database, FRENCH)
    with counted() as for_few:
        imported(database, many(0, 150))

    with counted() as for_many:
        imported(database, many(1000, 450))

    assert len(for_many) - len(for_few) <= 300
    assert ContactDesk(database).search().total == 602


def test_many_contacts_come_in_each_with_their_own_and_go_again(database: Database) -> None:
    desk = ContactDesk(database)

    done = bring_in(database, many(0, 1200))

    added = list(map(ContactId, done.written.of(Subject.CONTACT)))
    names = [desk.get(each).family_name for each in added[::400]]
    assert names == ["Nom0", "Nom400", "Nom800"]
    last = desk.get(added[-1])
    assert (last.family_name, last.positions[0].emails) == ("Nom1199", ("n1199@x.example",))
    assert [each.name for each in desk.search("n1199@x").rows] == ["P1199 Nom1199"]
    assert bars(database) == {Ref(Subject.CONTACT, each): "" for each in added[::3]}
    assert OutboxDesk(database).suppressions() == ()
    undo_import(database, done)
    assert desk.search().rows == ()


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    imported(database, FRENCH)

    plan = plan_of(database, FRENCH)

    assert [row.fate for row in plan.rows] == [RowFate.SAME, RowFate.SAME]
    assert not plan.does_something


def test_what_a_file_changes_is_shown_then_written_then_undone(database: Database) -> None:
    desk = ContactDesk(database)
    imported(database, FRENCH)
    update = (
        "Nom complet,Média,Titre,Courriel,Tél.\n"
        "Camille Théorêt-Roy,Métro-Nord,chroniqueuse,c.theoret@metro.example,438 555-0101\n"
        "Bao Nguyen,La Dépêche,,b.nguyen@cbc.example,\n"
    ).encode()
    before = desk.export()

    plan = plan_of(database, update)
    done = imports(database).apply(plan)

    camille, bao = plan.rows
    assert [(each.field, each.before, each.after) for each in camille.changes] == [
        ("title", "journaliste", "chroniqueuse"),
        ("phones", "514 555-0142", "514 555-0142, 438 555-0101"),
    ]
    assert [each.field for each in bao.changes] == ["position", "emails"]
    assert [row.name for row in desk.search("438").rows] == ["Camille Théorêt-Roy"]
    assert [row.name for row in desk.search("depeche").rows] == ["Bao Nguyen"]
    undo_import(database, done)
    assert desk.export() == before
    assert desk.search("438").rows == ()


def test_what_somebody_changed_since_stays_and_its_contact_is_named(database: Database) -> None:
    desk = ContactDesk(database)
    imported(database, FRENCH)
    done = bring_in(
        database, b"Nom,Courriel,Titre\nCamille Theoret-Roy,c.theoret@metro.example,chef\n"
    )
    position = desk.get(desk.search("theoret").rows[0].id).positions[0]
    desk.edit_position(position.id, FieldChange("title", "chef", "cheffe"))

    assert undo_import(database, done).kept == ("Camille Théorêt-Roy",)

    assert desk.get(desk.search("theoret").rows[0].id).positions[0].title == "cheffe"


def test_each_refused_row_says_its_line_and_why_and_the_rest_comes_in(database: Database) -> None:
    desk = ContactDesk(database)
    content = (
        "Prénom,Nom,Courriel,Téléphone,Langue\n"
        ",,a@b.example,,\n"
        "Ada,Okafor,ada at gazette,,\n"
        "Ada,Okafor,,à venir,\n"
        "Ada,Okafor,ada@gazette.example,,klingon\n"
        "Ada,Okafor,ada@gazette.example\n"
        "Ada,Okafor,ada@gazette.example,,en\n"
        "Rosalie,Côté,ADA@gazette.example,,\n"
    ).encode()

    plan = plan_of(database, content)
    imports(database).apply(plan)

    reasons = [(row.line, type(row.reason)) for row in plan.rows if row.fate is RowFate.REFUSED]
    assert reasons == [
        (2, ContactNameMissing),
        (3, BadAddress),
        (4, BadPhone),
        (5, UnknownLanguage),
        (6, RowRagged),
        (8, AddressTaken),
    ]
    assert [row.name for row in desk.search().rows] == ["Ada Okafor"]


def test_one_person_on_two_rows_is_one_contact_with_two_positions(database: Database) -> None:
    desk = ContactDesk(database)
    content = (
        b"Name,Outlet,Email\n"
        b'"Petit, Jonas",Avis,jonas@petit.example\n'
        b'"Petit, Jonas",Zenith,jonas@petit.example\n'
    )

    assert fates(database, content) == [(2, RowFate.NEW), (3, RowFate.CHANGED)]
    imported(database, content)

    (row,) = desk.search("petit").rows
    assert set(row.outlets) == {"Avis", "Zenith"}


def test_a_namesake_elsewhere_is_another_person_and_is_said(database: Database) -> None:
    imported(database, b"Nom,Media\nMarc Tremblay,Avis\n")

    (row,) = plan_of(database, b"Nom,Media\nMarc Tremblay,Zenith\n").rows

    assert (row.fate, row.namesake) == (RowFate.NEW, True)


def test_an_import_never_lifts_do_not_contact(database: Database) -> None:
    desk = ContactDesk(database)
    imported(database, FRENCH)

    imported(database, b"Nom,Courriel,Ne pas contacter\nBao Nguyen,b.nguyen@cbc.example,non\n")

    assert desk.get(desk.search("bao").rows[0].id).do_not_contact


def test_a_known_outlet_is_used_whatever_its_spelling(database: Database) -> None:
    imported(database, FRENCH)

    imported(database, "Nom,Média\nElena Rossi,METRO NORD\n".encode())

    assert len(OutletDesk(database).search().rows) == 2
    assert ContactDesk(database).search("elena").rows[0].outlets == ("Métro-Nord",)


@pytest.mark.parametrize(
    ("written", "given_name", "family_name"),
    [
        ("Théorêt-Roy, Camille", "Camille", "Théorêt-Roy"),
        ("Camille Théorêt-Roy", "Camille", "Théorêt-Roy"),
        ("Ada de la Rosa", "Ada", "de la Rosa"),
        ("Madonna", "", "Madonna"),
    ],
)
def test_a_whole_name_is_split(written: str, given_name: str, family_name: str) -> None:
    (found,) = people(read_contacts(f'Nom;Média\n"{written}";Avis\n'.encode()))

    assert (found.contact.given_name, found.contact.family_name) == (given_name, family_name)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\x00\x01\x02PK\xff\xfe" * 50, CommsDeskError),
        (b'Nom,Courriel\n"Okafor,ada@gazette.example\n', QuoteNeverClosed),
        (b"Couleur,Poids\nrouge,3\n", NoKnownColumn),
        (b"Courriel\nada@gazette.example\n", ColumnsMissing),
        (b"", CommsDeskError),
    ],
)
def test_a_file_that_is_no_list_of_contacts_is_refused_whole(
    content: bytes, refusal: type[CommsDeskError]
) -> None:
    with pytest.raises(refusal):
        read_contacts(content)


def test_who_reads_both_languages_comes_in_preferring_none(database: Database) -> None:
    desk = ContactDesk(database)
    content = (
        b"Nom,Courriel,Langue\n"
        b"Okafor,ada@gazette.example,Bilingue\n"
        b"Roy,luc@avis.example,FR/EN\n"
        b"Huot,zoe@avis.example,bilingual\n"
    )

    plan = plan_of(database, content)
    imports(database).apply(plan)

    languages = {each.name: desk.get(each.id).language for each in desk.search().rows}
    assert languages == dict.fromkeys(("Huot", "Okafor", "Roy"), Language.FRENCH)
    said = [[type(each) for each in row.left_out] for row in plan.rows]
    assert said == [[UnknownLanguage], [], [UnknownLanguage]]
