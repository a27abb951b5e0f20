"""Outlets from the command line."""

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import Column, emit, json_option
from comms_desk.cli.typed import COUNT
from comms_desk.i18n import _
from comms_desk.media.outlets.model import Outlet

COLUMNS = (
    Column[Outlet](_("Id"), lambda outlet: outlet.id),
    Column[Outlet](_("Name"), lambda outlet: outlet.name),
    Column[Outlet](_("Kind"), lambda outlet: outlet.kind),
    Column[Outlet](_("Language"), lambda outlet: outlet.language),
    Column[Outlet](_("Reach"), lambda outlet: outlet.reach),
    Column[Outlet](_("Scope"), lambda outlet: outlet.scope),
)


@click.group()
def outlets() -> None:
    """List outlets."""


@outlets.command("list")
@click.argument("words", nargs=-1)
@click.option("--limit", type=COUNT, default=100, show_default=True)
@json_option
def show_all(words: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """List the outlets in whose names each of WORDS begins a word."""
    found = office().outlets.search(" ".join(words), limit=limit)
    emit(found, as_json=as_json, columns=COLUMNS, begin="" if words else "contacts import")
