"""The people of the office from the command line: list them, name a colleague, change one."""

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import ID
from comms_desk.i18n import N_, _
from comms_desk.planning.people.model import NewPerson, Person, PersonId
from comms_desk.storage.model import FieldChange

COLUMNS = (
    OutputColumn[Person](N_("Id"), lambda person: person.id),
    OutputColumn[Person](N_("Name"), lambda person: person.called),
    OutputColumn[Person](N_("E-mail"), lambda person: person.email),
    OutputColumn[Person](N_("Signs in as"), lambda person: ", ".join(person.logins)),
    OutputColumn[Person](N_("Still here"), lambda person: _("yes") if person.active else _("no")),
)


@click.group()
def people() -> None:
    """Name and list the people of the office."""


@people.command("list")
@click.option("--all", "is_all", is_flag=True, help="Those who left, too.")
@json_option
def show_all(*, is_all: bool, as_json: bool) -> None:
    """List the people of the office by name."""
    emit(office().people.every(active_only=not is_all), as_json=as_json, columns=COLUMNS)


@people.command("add")
@click.argument("name")
@click.option("--email", default="", help="Where they are told that something is theirs.")
@json_option
def add(name: str, email: str, *, as_json: bool) -> None:
    """Add a colleague called NAME, who need never have signed in."""
    made = office().people.add(NewPerson(name=name, email=email))
    emit(made, as_json=as_json, columns=COLUMNS)


@people.command("set")
@click.argument("person", type=ID)
@click.argument("field", type=click.Choice(["name", "email", "here"]))
@click.argument("value")
@json_option
def change(person: int, field: str, value: str, *, as_json: bool) -> None:
    """Set the name or the e-mail of PERSON, or whether they are still here (yes, no)."""
    desk, one = office().people, PersonId(person)
    known = desk.get(one)
    if field == "here":
        is_here = click.BOOL.convert(value, None, None)
        desk.edit(one, FieldChange("active", known.active, is_here))
    else:
        desk.edit(one, FieldChange(field, getattr(known, field), value.strip()))
    emit(desk.get(one), as_json=as_json, columns=COLUMNS)
