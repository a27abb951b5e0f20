"""Keys from the command line: list them, show one, set a fact of one."""

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import emit, json_option
from tests.contracts.scratch.model import FACTS
from tests.contracts.scratch.register import keys


@click.group()
def scratches() -> None:
    """List, show and change keys."""


@scratches.command("list")
@click.argument("words", nargs=-1)
@json_option
def show_all(words: tuple[str, ...], *, as_json: bool) -> None:
    """List the keys that have all the given words."""
    found = keys(office()).search(" ".join(words), limit=100)
    emit(found, as_json=as_json, columns=list_columns(FACTS))


show_and_set(scratches, Subject.SCRATCH, FACTS, asked_by="ID")
