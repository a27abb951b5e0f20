"""Outlets from the command line: bring a file in, see them, set a field of one, take them out."""

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.files import export_command, import_command
from comms_desk.cli.output import emit, json_option
from comms_desk.cli.parameters import dry_run_option, listing
from comms_desk.media.outlets.facts import FACTS, STARTER
from comms_desk.media.outlets.importing import COLUMNS as HEADINGS


@click.group()
def outlets() -> None:
    """Import, list, show, change and export outlets."""


import_command(outlets, Subject.OUTLET, HEADINGS)
export_command(outlets, FACTS, lambda office: office.outlets.every())


@outlets.command()
@dry_run_option
@json_option
@click.pass_context
def starter(ctx: click.Context, *, dry_run: bool, as_json: bool) -> None:
    """Import the outlets of Montréal, to begin with; each says whether it was verified."""
    bring_in = outlets.commands["import"]
    ctx.invoke(
        bring_in,
        file=STARTER,
        dry_run=dry_run,
        worksheet=None,
        columns=None,
        as_json=as_json,
    )


@listing(outlets)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List the outlets whose name has all the given words, even in part."""
    found = office().outlets.search(words, limit=limit)
    begin = "" if words else "outlets import"
    emit(found, as_json=as_json, columns=list_columns(FACTS), begin=begin)


show_and_set(outlets, Subject.OUTLET, FACTS, asked_by="OUTLET")
