"""Outlets go out in a file, and come in again as they were."""

import csv
import json
from pathlib import Path

from click.testing import CliRunner

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.cli.main import root
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.facts import STARTER
from comms_desk.media.outlets.model import NewOutlet, OutletKind
from comms_desk.places import Scope
from comms_desk.storage.model import FieldChange


def fill(office: Office) -> None:
    outlet = office.outlets.add(
        NewOutlet(
            name="Métro-Nord",
            kind=OutletKind.WEEKLY,
            scope=Scope.of_boroughs(["VDN", "VMA"]),
            emails=(Address.parse("a@metro.example"), Address.parse("b@metro.example")),
            phones=("514 555-0142, poste 12", "514 555-0143"),
        )
    )
    held = NewPosition(
        outlet=outlet.id,
        title="cheffe",
        beats=("budget", "logement"),
        emails=(Address.parse("c@metro.example"), Address.parse("d@metro.example")),
        phones=("514 555-0144, poste 12", "514 555-0145"),
    )
    new = NewContact(
        family_name="Théorêt-Roy", given_name="Ève", do_not_contact=True, positions=(held,)
    )
    office.contacts.add(new)


def test_what_is_exported_changes_nothing_where_it_came_from(
    office: Office, tmp_path: Path
) -> None:
    fill(office)

    for noun in ("outlets", "contacts"):
        file = tmp_path / f"{noun}.csv"
        exported = CliRunner().invoke(root, [noun, "export", "--out", str(file)], obj=office)
        again = CliRunner().invoke(root, [noun, "import", str(file)], obj=office)

        assert (exported.exit_code, again.exit_code) == (0, 1), again.output
        assert "already there" in again.output


def test_what_is_exported_fills_an_empty_desk(office: Office, tmp_path: Path) -> None:
    fill(office)
    before = office.outlets.every(), office.contacts.export()
    for noun in ("outlets", "contacts"):
        CliRunner().invoke(root, [noun, "export", "--out", str(tmp_path / noun)], obj=office)
    (contact_before,), (outlet_before,) = before[1], before[0]
    office.contacts.put_in_bin(contact_before.id)
    office.outlets.put_in_bin(outlet_before.id)

    for noun in ("outlets", "contacts"):
        done = CliRunner().invoke(root, [noun, "import", str(tmp_path / noun)], obj=office)
        assert done.exit_code == 0, done.output

    (outlet,), (contact,) = office.outlets.every(), office.contacts.export()
    assert (outlet.scope, outlet.emails, outlet.phones) == (
        outlet_before.scope,
        outlet_before.emails,
        outlet_before.phones,
    )
    (held,), (was,) = contact.positions, contact_before.positions
    assert (held.title, held.beats, held.emails, held.phones) == (
        was.title,
        was.beats,
        was.emails,
        was.phones,
    )
    assert contact.do_not_contact


def test_the_outlets_to_begin_with_asked_for_again_keep_what_was_changed_since(
    office: Office,
) -> None:
    ask = ["outlets", "starter", "--json"]
    CliRunner().invoke(root, ask, obj=office)
    ours = {each.name: each for each in office.outlets.every()}
    changed, emptied, put_back = ours["La Presse"], ours["Le Devoir"], ours["CBC Montreal"]
    office.outlets.edit(changed.id, FieldChange("kind", changed.kind, OutletKind.WIRE))
    office.outlets.edit(changed.id, FieldChange("note", changed.note, "Appelée le 3 mars."))
    office.outlets.edit(emptied.id, FieldChange("note", emptied.note, ""))
    office.outlets.edit(put_back.id, FieldChange("note", put_back.note, "Autre"))
    office.outlets.edit(put_back.id, FieldChange("note", "Autre", put_back.note))
    before = {each.id: each for each in office.outlets.every()}

    again = CliRunner().invoke(root, ask, obj=office)

    assert json.loads(again.stdout)["counts"]["changed"] == 0
    assert {each.id: each for each in office.outlets.every()} == before
    theirs = office.imports.plan(Subject.OUTLET, STARTER.read_bytes() + b"\n", file_name="mine.csv")
    assert {row.name for row in theirs.rows if row.changes} == {"La Presse", "Le Devoir"}


def test_the_outlets_to_begin_with_come_once_and_say_whether_they_were_verified(
    office: Office,
) -> None:
    there = office.outlets.add(NewOutlet(name="La Presse")).id
    with STARTER.open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file)]

    first = CliRunner().invoke(root, ["outlets", "starter", "--json"], obj=office)
    again = CliRunner().invoke(root, ["outlets", "starter", "--json"], obj=office)

    counts = json.loads(first.stdout)["counts"]
    assert (counts["new"], counts["changed"], counts["refused"]) == (len(names) - 1, 1, 0)
    assert again.exit_code == 1
    outlets = office.outlets.every()
    assert sorted(each.name for each in outlets) == sorted(names)
    assert there in {each.id for each in outlets}
    assert len({each.note for each in outlets}) == 2
