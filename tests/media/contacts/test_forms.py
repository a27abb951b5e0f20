"""A list that another program keeps comes in with every address and telephone."""

import pytest

from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.outlets.model import BadPhone
from comms_desk.storage.database import Database
from comms_desk.text.columns import HeadingNotThere, NoRows
from comms_desk.text.decoding import FileKind, NotATable
from tests.media.contacts.forms import EMAILS, FORMS, PHONES
from tests.media.contacts.memory import people, read_contacts
from tests.support.imports import bring_in, plan_of


@pytest.mark.parametrize("name", FORMS)
def test_every_address_and_telephone_of_a_known_form_is_kept(name: str) -> None:
    found = read_contacts(FORMS[name].content())

    assert found.refused == ()
    (zoe,) = people(found)
    assert (zoe.contact.given_name, zoe.contact.family_name) == ("Zoé", "Tremblay")
    assert (zoe.position.outlet, zoe.position.title) == ("La Dépêche", "journaliste")
    assert set(zoe.position.emails) == set(map(Address.parse, EMAILS))
    assert set(zoe.position.phones) == set(PHONES)
    assert not found.reaches_nobody


@pytest.mark.parametrize("name", FORMS)
def test_a_known_form_comes_in_and_is_the_same_the_second_time(
    name: str, database: Database
) -> None:
    desk = ContactDesk(database)
    content = FORMS[name].content()
    bring_in(database, content)

    (contact,) = desk.export()

    assert set(contact.positions[0].emails) == set(EMAILS)
    assert set(contact.positions[0].phones) == set(PHONES)
    assert not plan_of(database, content).does_something


@pytest.mark.parametrize("nothing", ["n/a", "N/D", "-", "—", "s/o", "Aucun"])
def test_a_cell_that_says_that_there_is_nothing_keeps_nobody_out(nothing: str) -> None:
    content = (
        "Nom;Média;Courriel;Téléphone;Sujets\n"
        f"Zoé Tremblay;Avis;{nothing};{PHONES[0]};{nothing}\n"
        f"Bob Roy;Avis;{EMAILS[0]};{nothing};eau\n"
    ).encode()

    found = read_contacts(content)

    assert found.refused == ()
    zoe, bob = people(found)
    assert (zoe.position.emails, zoe.position.phones, zoe.position.beats) == ((), (PHONES[0],), ())
    assert (bob.position.emails, bob.position.phones) == ((Address.parse(EMAILS[0]),), ())


@pytest.mark.parametrize("heading", ["Titre", "Title"])
def test_a_title_alone_is_a_post(heading: str) -> None:
    content = f"Nom,{heading},Courriel\nZoé Tremblay,chroniqueuse,{EMAILS[0]}\n".encode()

    assert people(read_contacts(content))[0].position.title == "chroniqueuse"


@pytest.mark.parametrize(
    ("written", "given_name", "family_name"),
    [
        ("Tremblay, Zoé", "Zoé", "Tremblay"),
        ("de la Rosa, Ada", "Ada", "de la Rosa"),
        ("Marie Curie", "Marie", "Curie"),
        ("Ada de la Rosa", "Ada", "de la Rosa"),
        ("Bureau de presse", "", "Bureau de presse"),
        ("Madonna", "", "Madonna"),
    ],
)
def test_under_family_name_first_only_a_comma_turns_a_name_around(
    written: str, given_name: str, family_name: str
) -> None:
    (found,) = people(read_contacts(f'"Nom, Prénom";Média\n"{written}";Avis\n'.encode()))

    assert (found.contact.given_name, found.contact.family_name) == (given_name, family_name)


def test_a_column_whose_cells_are_addresses_is_proposed_and_read_once_chosen() -> None:
    content = (
        "Nom;Média;Boîte;Ligne directe;Code\n"
        "Zoé Tremblay;La Dépêche;zoe@depeche.example;514 555-0142;2026-11-24\n"
        "Bao Nguyen;Avis;bao@avis.example; 438-555-0101 poste 12;2026-11-25\n"
        "Luc Roy;Avis;à venir;(450) 555-0102;2026-11-26\n"
    ).encode()

    found = read_contacts(content)
    assert found.reaches_nobody
    assert found.sheet.unknown == ("Boîte", "Ligne directe", "Code")
    assert found.sheet.proposed == {"Boîte": "emails", "Ligne directe": "phones"}

    chosen = read_contacts(content, chosen=found.sheet.proposed)
    assert [email.bare for each in people(chosen) for email in each.position.emails] == [
        "zoe@depeche.example",
        "bao@avis.example",
    ]
    assert all(each.position.phones for each in people(chosen))
    assert [len(each.left_out) for each in people(chosen)] == [0, 0, 1]
    assert chosen.refused == ()


def test_a_heading_with_the_word_is_not_believed_against_its_cells() -> None:
    content = (
        "Nom;Courriel;Courriel vérifié\nZoé Tremblay;z@depeche.example;oui\n"
        "Bao Nguyen;b@avis.example;non\n"
    ).encode()

    found = read_contacts(content)

    assert found.refused == ()
    assert found.sheet.unknown == ("Courriel vérifié",)


def test_what_is_nobodys_to_call_is_not_read_and_said() -> None:
    found = read_contacts(FORMS["outlook in French"].content())

    assert "Télécopie (bureau)" in found.sheet.unknown
    assert "Téléphone de l'assistant(e)" in found.sheet.unknown
    assert "Rue (bureau)" not in found.sheet.unknown, "nothing stands in it"
    assert found.sheet.proposed == {}


EXCHANGE = "/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=abc"


def test_what_is_no_address_costs_a_row_nothing_else() -> None:
    content = (
        "Nom complet;Média;Adresse de messagerie;Adresse de messagerie 2;Téléphone\n"
        f"Noémie Lécuyer;Radio-Fleuve;{EXCHANGE};;514 555-0120\n"
        "Luc Roy;Avis;luc@@avis.example;luc@avis.example;à venir\n"
        "Anne Roy;Avis;anne@avis.example / a.roy@avis.example;;\n"
        "Bao Nguyen;Avis;nouvelles/bao@avis.example;;\n"
        f"Paul Petit;Avis;{EXCHANGE};;\n"
    ).encode()

    found = read_contacts(content)

    noemie, luc, anne, bao = people(found)
    assert (noemie.position.emails, noemie.position.phones) == ((), ("514 555-0120",))
    assert [each.text for each in noemie.left_out if isinstance(each, BadAddress)] == [EXCHANGE]
    assert [each.bare for each in luc.position.emails] == ["luc@avis.example"]
    assert [type(each) for each in luc.left_out] == [BadAddress, BadPhone]
    assert [each.bare for each in anne.position.emails] == [
        "anne@avis.example",
        "a.roy@avis.example",
    ]
    assert [each.bare for each in bao.position.emails] == ["nouvelles/bao@avis.example"]
    assert [(each.name, type(each.reason)) for each in found.refused] == [
        ("Paul Petit", BadAddress)
    ]


def test_a_heading_that_somebody_chose_and_the_file_has_not_is_refused() -> None:
    content = "Nom;Média;Boîte\nZoé Tremblay;Avis;z@avis.example\n".encode()

    with pytest.raises(HeadingNotThere) as refused:
        read_contacts(content, chosen={"Boite": "emails"})

    assert refused.value.heading == "Boite"
    assert refused.value.found == ("Nom", "Média", "Boîte")


@pytest.mark.parametrize("ending", ["", "\r\n", "\r\n\r\n \r\n"])
def test_a_heading_with_nothing_below_it_is_said(ending: str) -> None:
    with pytest.raises(NoRows):
        read_contacts(("Liste de presse;;\nNom;Prénom;Courriel" + ending).encode())


@pytest.mark.parametrize("start", ["", "\ufeff", "\r\n"])
def test_a_card_of_an_address_book_is_named(start: str) -> None:
    card = "begin:VCARD\r\nVERSION:3.0\r\nFN:Lise\r\nEMAIL:l@x.example\r\nEND:VCARD\r\n"

    with pytest.raises(NotATable) as refused:
        read_contacts((start + card).encode())

    assert refused.value.kind is FileKind.VCARD


@pytest.mark.parametrize("heading", ["Titre", "Title"])
def test_a_title_that_is_a_form_of_address_is_one(heading: str) -> None:
    content = f"Nom,{heading},Courriel\nZoé Tremblay,Mme,{EMAILS[0]}\n".encode()

    (zoe,) = people(read_contacts(content))
    assert (zoe.contact.form_of_address, zoe.position.title) == ("Mme", "")
