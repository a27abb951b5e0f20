"""Addresses pasted into a list: known, new or refused, and every line accounted for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.lists.desk import ListDesk
from comms_desk.media.lists.exporting import in_table
from comms_desk.media.lists.model import ListId, ListMember, NewList, NoAddressThere, PastedTooMuch
from comms_desk.media.lists.pasted_addresses import MOST_CHARACTERS, read_pasted
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.database import Database
from comms_desk.storage.model import Act
from comms_desk.text.spreadsheet import write_table, write_workbook


def read(text: str) -> list[tuple[int, str, str]]:
    """Return line, name and address of what is pasted; of what is refused, its text."""
    return [
        (each.line, each.address.name, each.address.bare)
        if each.address
        else (each.line, "refused", each.text)
        for each in read_pasted(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Luc Tremblay <luc@a.example>; Zoé Roy <zoe@b.example>;",
            [(1, "Luc Tremblay", "luc@a.example"), (1, "Zoé Roy", "zoe@b.example")],
        ),
        (
            "Tremblay, Luc <luc@a.example>; Roy, Zoé (Radio) <zoe@b.example>",
            [(1, "Tremblay, Luc", "luc@a.example"), (1, "Roy, Zoé (Radio)", "zoe@b.example")],
        ),
        (
            "\"Tremblay, Luc; pigiste\" <luc@a.example>, 'zoe@b.example' <zoe@b.example>",
            [(1, "Tremblay, Luc; pigiste", "luc@a.example"), (1, "", "zoe@b.example")],
        ),
        (
            "luc@a.example, zoe@b.example,ada@c.example",
            [(1, "", "luc@a.example"), (1, "", "zoe@b.example"), (1, "", "ada@c.example")],
        ),
        ("luc@a.example zoe@b.example", [(1, "", "luc@a.example"), (1, "", "zoe@b.example")]),
        (
            "luc@a.example\n\n  zoe@b.example\r\n—\nAda\tada@c.example\n",
            [(1, "", "luc@a.example"), (3, "", "zoe@b.example"), (5, "Ada", "ada@c.example")],
        ),
        (
            "À : Luc Tremblay <luc@a.example>\nCc: zoe@b.example",
            [(1, "Luc Tremblay", "luc@a.example"), (2, "", "zoe@b.example")],
        ),
        ("<mailto:luc@a.example>", [(1, "", "luc@a.example")]),
        ("luc@a.example (Luc Tremblay)", [(1, "Luc Tremblay", "luc@a.example")]),
        ("Karim Diouf (pigiste) k@d.example", [(1, "Karim Diouf (pigiste)", "k@d.example")]),
        ("(pigiste) Karim Diouf k@d.example", [(1, "(pigiste) Karim Diouf", "k@d.example")]),
        ("Salle de presse", [(1, "refused", "Salle de presse")]),
        ("luc@@a.example", [(1, "refused", "luc@@a.example")]),
        ("Luc <luc@a.example", [(1, "Luc", "luc@a.example")]),
        ("", []),
        (" ; , \n", []),
    ],
)
def test_what_outlook_and_gmail_copy_is_read(
    text: str, expected: list[tuple[int, str, str]]
) -> None:
    assert read(text) == expected


@given(st.text(alphabet="ab@.<>;,\"'\\ \n\tÀ:()é", max_size=60))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    pieces = list(read_pasted(text))

    assert all((each.address is None) is (each.reason is not None) for each in pieces)
    lines = {number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "a@b.b"}
    assert lines <= {each.line for each in pieces if each.address}
    for each in pieces:
        if each.address is not None:
            assert (
                ListMember.from_text(str(ListMember(address=each.address))).address == each.address
            )


def test_more_than_any_address_book_is_refused() -> None:
    with pytest.raises(PastedTooMuch):
        list(read_pasted("a" * (MOST_CHARACTERS + 1)))


def made(database: Database) -> ListId:
    return ListDesk(database).add(NewList(name="Presse")).id


def test_each_piece_is_known_new_there_already_said_again_or_refused(database: Database) -> None:
    desk = ListDesk(database)
    held = NewPosition(emails=(Address.parse("luc@a.example"),))
    luc = ContactDesk(database).add(
        NewContact(family_name="Tremblay", given_name="Luc", positions=(held,))
    )
    newsroom = Address.parse("redaction@avis.example")
    avis = OutletDesk(database).add(NewOutlet(name="Avis", emails=(newsroom,)))
    into = made(database)
    desk.put_members(into, [Address.parse("deja@b.example")])

    pasted = desk.paste(
        into,
        "L. T. <LUC@a.example>; Redaction@avis.example; Zoé <zoe@b.example>\n"
        "deja@b.example; zoe@B.example; personne",
    )

    assert [(each.line, each.ref, each.name) for each in pasted.known] == [
        (1, Ref(Subject.CONTACT, luc.id), "Luc Tremblay"),
        (1, Ref(Subject.OUTLET, avis.id), "Avis"),
    ]
    assert [(each.line, str(each.address)) for each in pasted.new] == [(1, "Zoé <zoe@b.example>")]
    assert [str(each.address) for each in pasted.already] == ["deja@b.example"]
    assert [each.line for each in pasted.again] == [2]
    (refused,) = pasted.refused
    assert (refused.line, refused.text) == (2, "personne")
    assert isinstance(refused.reason, NoAddressThere)
    assert [each.name for each in desk.members(into).rows] == ["Avis", "", "Luc Tremblay", "Zoé"]

    assert pasted.edit is not None
    desk.edit(into, pasted.edit.change.inverse())
    assert [str(each.address) for each in desk.members(into).rows] == ["deja@b.example"]


def test_pasting_nothing_new_changes_nothing(database: Database) -> None:
    desk, into = ListDesk(database), made(database)
    desk.paste(into, "zoe@b.example")
    before = desk.history(into)

    pasted = desk.paste(into, "zoe@b.example\npersonne")

    assert pasted.edit is None
    assert desk.history(into) == before


def test_what_a_list_wrote_as_a_file_brings_the_same_people(database: Database) -> None:
    desk = ListDesk(database)
    avis = OutletDesk(database).add(
        NewOutlet(name="Avis", emails=(Address.parse("redaction@avis.example"),))
    )
    contacts = ContactDesk(database)
    at_avis = contacts.add(
        NewContact(family_name="Roy", positions=(NewPosition(outlet=avis.id),))
    ).id
    alone = contacts.add(NewContact(family_name="=Abel")).id
    former = made(database)
    desk.put_members(
        former,
        [
            Ref(Subject.CONTACT, at_avis),
            Ref(Subject.CONTACT, alone),
            Ref(Subject.OUTLET, avis.id),
            Address.parse("Fil, de nuit <fil@agence.example>"),
        ],
    )
    table = in_table((each, "") for each in desk.export(former))
    assert desk.history(former)[0].act is Act.EXPORTED

    for written in (write_table(*table), write_workbook(*table)):
        other = desk.add(NewList(name=desk.free_name("Copie"))).id
        pasted = desk.bring_in(other, written)

        assert pasted.refused == ()
        before, after = (desk.members(each).rows for each in (former, other))
        assert [(each.ref, each.name, each.address) for each in after] == [
            (each.ref, each.name, each.address) for each in before
        ]


def test_a_row_of_another_desk_is_nobody_of_this_one_by_its_number(database: Database) -> None:
    desk, into = ListDesk(database), made(database)
    ContactDesk(database).add(NewContact(family_name="Roy"))

    pasted = desk.bring_in(
        into,
        "Nom;Courriel;ref\nZhao;zhao@b.example;contact:1\nTran;;contact:1\n"
        "ROY;;contact:1\n;pas d’adresse;\n".encode(),
    )

    assert [each.name for each in pasted.known] == ["Roy"]
    assert [each.name for each in pasted.new] == ["Zhao"]
    assert [each.line for each in pasted.refused] == [3, 5]


@pytest.mark.parametrize("sign", ["<", '"', "<a@b.c "])
def test_a_line_of_one_sign_is_read_once(sign: str) -> None:
    pasted = sign * (MOST_CHARACTERS // len(sign))

    assert len(list(read_pasted(pasted))) <= 1
