"""Outlets from the command line: see them all, see one, set a field of one."""

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import emit, json_option
from comms_desk.cli.parameters import COUNT
from comms_desk.media.outlets.facts import FACTS


@click.group()
def outlets() -> None:
    """List, show and change outlets."""


@outlets.command("list")
@click.argument("words", nargs=-1)
@click.option("--limit", type=COUNT, default=100, show_default=True)
@json_option
def show_all(words: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """List the outlets whose name has all the given words, even in part."""
    found = office().outlets.search(" ".join(words), limit=limit)
    begin = "" if words else "contacts import"
    emit(found, as_json=as_json, columns=list_columns(FACTS), begin=begin)


show_and_set(outlets, Subject.OUTLET, FACTS, asked_by="OUTLET")
