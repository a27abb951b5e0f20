"""Outlets from the command line: see them all, see one, set a field of one."""

import click

from comms_desk.cli.context import office
from comms_desk.cli.facts import change, field_of, with_id
from comms_desk.cli.output import emit, json_option
from comms_desk.cli.typed import COUNT, ID
from comms_desk.facts import listed
from comms_desk.media.outlets.facts import FACTS
from comms_desk.media.outlets.model import OutletId


@click.group()
def outlets() -> None:
    """List, show and change outlets."""


@outlets.command("list")
@click.argument("words", nargs=-1)
@click.option("--limit", type=COUNT, default=100, show_default=True)
@json_option
def show_all(words: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """List the outlets in whose names each of WORDS begins a word."""
    found = office().outlets.search(" ".join(words), limit=limit)
    begin = "" if words else "contacts import"
    emit(found, as_json=as_json, columns=with_id(listed(FACTS)), begin=begin)


@outlets.command()
@click.argument("outlet", type=ID)
@json_option
def show(outlet: int, *, as_json: bool) -> None:
    """Show the outlet that has that id."""
    emit(office().outlets.get(OutletId(outlet)), as_json=as_json, columns=with_id(FACTS))


@outlets.command("set")
@click.argument("outlet", type=ID)
@click.argument("field", type=field_of(FACTS))
@click.argument("value")
@json_option
def set_field(outlet: int, field: str, value: str, *, as_json: bool) -> None:
    """Give FIELD of the outlet that has that id another VALUE, as it is typed on its card."""
    desk, its = office().outlets, OutletId(outlet)
    desk.edit(its, change(FACTS, desk.get(its), field, value))
    emit(desk.get(its), as_json=as_json, columns=with_id(FACTS))
