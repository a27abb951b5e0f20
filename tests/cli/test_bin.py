"""The bin from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.bin import RESTORED
from comms_desk.cli.main import run
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.paths import Paths
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.model import FieldChange
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path))
    opened = new_office(Paths.find())
    outlet = opened.outlets.add(NewOutlet(name="Le Journal")).id
    opened.outlets.put_in_bin(outlet)
    yield opened
    opened.close()
    i18n.use("fr")


def test_what_the_bin_lists_comes_out_by_its_reference(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bin", "list", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert run(["bin", "restore", listed["ref"], "--json"]) == 0
    restored = json.loads(capsys.readouterr().out)
    assert run(["bin", "list", "--json"]) == 0

    assert list(listed) == [
        "ref",
        "kind",
        "name",
        "binned_at",
        "binned_by",
        "kept_until",
        "held_because",
    ]
    assert (listed["ref"], listed["kind"], listed["name"]) == ("outlet:1", "outlet", "Le Journal")
    actor = office.database.actor
    assert actor is not None
    assert listed["binned_by"] == office.people.get(PersonId(actor)).called
    assert restored == listed | {"outlets": []}
    assert json.loads(capsys.readouterr().out) == []
    assert office.outlets.search("journal").total == 1


@pytest.mark.usefixtures("office")
def test_the_bin_is_listed_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bin", "list"]) == 0

    _headings, line = capsys.readouterr().out.splitlines()
    assert line.split()[:2] == ["outlet:1", "Média"]
    assert line.endswith("Le Journal")


@pytest.mark.usefixtures("office")
def test_what_is_not_in_the_bin_is_nothing_done(capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["bin", "restore", "contact:7", "--json"])

    said = capsys.readouterr()
    assert (status, said.out) == (1, "")
    assert "contact:7 n’est pas à la corbeille." in said.err
    assert "comms-desk bin list" in said.err


def test_what_was_replaced_meanwhile_is_nothing_done(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.outlets.add(NewOutlet(name="Le Journal"))

    assert run(["bin", "restore", "outlet:1"]) == 1

    assert "remettre en place" in capsys.readouterr().err


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "typed", ["journal", "outlet:", "outlet:0", f"outlet:{2**63}", "media:1", "letter:1"]
)
def test_what_is_no_reference_is_wrong_use(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    assert run(["bin", "restore", typed]) == 2

    assert "contact:12" in capsys.readouterr().err


def test_the_outlets_of_a_contact_come_out_with_them_and_are_said(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    held = [
        NewPosition(outlet=office.outlets.add(NewOutlet(name=name)).id)
        for name in ("La Voix", "La Radio")
    ]
    contact = office.contacts.add(NewContact(family_name="Roy", positions=tuple(held))).id
    reference = f"contact:{contact}"

    def put_both_in_bin() -> None:
        for each in held:
            assert each.outlet is not None
            office.outlets.put_in_bin(each.outlet)
        office.contacts.put_in_bin(contact)

    put_both_in_bin()
    assert run(["bin", "restore", reference, "--json"]) == 0
    restored = json.loads(capsys.readouterr().out)
    put_both_in_bin()
    assert run(["bin", "restore", reference]) == 0

    assert restored["outlets"] == [
        {"ref": "outlet:3", "name": "La Radio"},
        {"ref": "outlet:2", "name": "La Voix"},
    ]
    assert "La Radio, La Voix" in capsys.readouterr().out


def test_a_thing_of_any_kind_goes_to_the_bin_and_its_history_says_so(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    contact = office.contacts.add(NewContact(family_name="Roy", given_name="Ève")).id
    office.contacts.edit(contact, FieldChange("note", "", "Rappeler le matin"))
    reference = f"contact:{contact}"

    assert run(["bin", "put", reference, "--json"]) == 0
    binned = json.loads(capsys.readouterr().out)
    assert run(["history", reference, "--json"]) == 0
    past = json.loads(capsys.readouterr().out)

    assert (binned["ref"], binned["name"]) == (reference, "Ève Roy")
    assert [(each["act"], each["field"], each["after"]) for each in past] == [
        ("binned", "bin", ""),
        ("edited", "note", "Rappeler le matin"),
    ]
    assert run(["history", reference]) == 0
    table = capsys.readouterr().out
    assert "Note " in table
    assert " note " not in table
    assert " bin " not in table
    assert run(["bin", "put", reference]) == 1


def test_what_came_out_of_the_bin_is_not_said_to_be_in_it(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    contact = office.contacts.add(NewContact(family_name="Roy", given_name="Ève")).id
    office.contacts.put_in_bin(contact)

    assert run(["bin", "restore", f"contact:{contact}"]) == 0

    answer = capsys.readouterr().out
    assert all(each.called in answer for each in RESTORED)
    # Titles are said once, in the language of who asked first.
    for title in ("In the bin since", "À la corbeille depuis", "Kept until", "Conservé jusqu’au"):
        assert title not in answer
