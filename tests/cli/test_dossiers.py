"""Dossiers from the command line."""

import json

import pytest
from click.testing import CliRunner

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli.dossiers import dossiers
from comms_desk.facts import NotOneOf
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.planning.dossiers.facts import STATUS
from comms_desk.planning.dossiers.model import DossierStatus
from comms_desk.planning.people.model import NewPerson, PersonId
from comms_desk.wording import say
from tests.support.offices import still_office

office = pytest.fixture(still_office)


def test_a_dossier_is_opened_and_listed(office: Office) -> None:
    shell = CliRunner()

    opened = shell.invoke(
        dossiers, ["new", "NEIGE-27", "Déneigement", "--scope", "VDN,VMA", "--json"], obj=office
    )
    listed = shell.invoke(dossiers, ["list", "dénei", "--json"], obj=office)

    dossier = json.loads(opened.stdout)
    assert dossier["code"] == "NEIGE-27"
    assert dossier["scope"] == "VDN,VMA"
    assert dossier["lead"] == office.database.actor
    assert json.loads(listed.stdout) == [dossier]


def test_a_dossier_is_shown_by_its_code(office: Office) -> None:
    shell = CliRunner()
    shell.invoke(dossiers, ["new", "NEIGE-27", "Déneigement"], obj=office)

    shown = shell.invoke(dossiers, ["show", "neige-27", "--json"], obj=office)

    assert json.loads(shown.stdout)["name"] == "Déneigement"


def test_a_dossier_names_its_lead_to_a_person(office: Office) -> None:
    shell = CliRunner()
    shell.invoke(dossiers, ["new", "NEIGE-27", "Déneigement"], obj=office)
    actor = office.database.actor
    assert actor is not None

    shown = shell.invoke(dossiers, ["show", "neige-27"], obj=office).stdout

    assert office.people.get(PersonId(actor)).called in shown


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("name", "Déneigement et verglas", "Déneigement et verglas"),
        ("status", "ferme", "closed"),
        ("status", "dormant", "dormant"),
        ("scope", "verdun", "VDN"),
        ("scope", "VMA,VDN", "VDN,VMA"),
        ("lead", "", None),
    ],
)
def test_a_field_of_a_dossier_is_set_by_its_code_or_its_word(
    office: Office, field: str, value: str, stored: str | None
) -> None:
    shell = CliRunner()
    shell.invoke(dossiers, ["new", "NEIGE-27", "Déneigement"], obj=office)

    answer = shell.invoke(dossiers, ["set", "neige-27", field, value, "--json"], obj=office)

    assert json.loads(answer.stdout)[field] == stored
    (edit, *_) = office.dossiers.history(office.dossiers.by_code("NEIGE-27").id)
    assert (edit.field, edit.after) == (field, stored)


def test_a_dossier_is_given_to_somebody_by_their_name(office: Office) -> None:
    lead = office.people.add(NewPerson(name="Ève Lavoie"))
    shell = CliRunner()
    shell.invoke(dossiers, ["new", "NEIGE-27", "Déneigement"], obj=office)

    shown = shell.invoke(dossiers, ["set", "NEIGE-27", "lead", "eve lavoie"], obj=office).stdout

    assert "Ève Lavoie" in shown
    assert office.dossiers.by_code("NEIGE-27").lead == lead.id


def test_a_value_that_a_field_cannot_have_is_refused_and_nothing_changes(office: Office) -> None:
    shell = CliRunner()
    shell.invoke(dossiers, ["new", "NEIGE-27", "Déneigement"], obj=office)

    refused = shell.invoke(dossiers, ["set", "NEIGE-27", "status", "finished"], obj=office)

    assert isinstance(refused.exception, NotOneOf)
    assert ", ".join(said for _code, said in STATUS.choices) in say(refused.exception).way_out
    assert office.dossiers.by_code("NEIGE-27").status is DossierStatus.OPEN


def test_what_is_linked_to_a_dossier_is_shown_with_it(office: Office) -> None:
    shell = CliRunner()
    shell.invoke(dossiers, ["new", "NEIGE-27", "Déneigement"], obj=office)
    dossier = office.dossiers.by_code("NEIGE-27").id
    outlet = office.outlets.add(NewOutlet(name="Le Phare"))
    draft = office.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, title="Première neige", dossier=dossier)
    )
    office.dossiers.link(dossier, Ref(Subject.OUTLET, outlet.id))

    shown = shell.invoke(dossiers, ["show", "neige-27"], obj=office).stdout
    told = json.loads(shell.invoke(dossiers, ["show", "neige-27", "--json"], obj=office).stdout)

    assert f"  draft:{draft.id} · Première neige" in shown
    assert f"  outlet:{outlet.id} · Le Phare" in shown
    assert [each["title"] for each in told["linked"]] == ["Première neige", "Le Phare"]
    assert (told["linked_in_all"], told["code"]) == (2, "NEIGE-27")
