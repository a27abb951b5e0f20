"""Verbatims from the command line: bring a file in, see them all, see one, set a fact of one."""

from datetime import date
from pathlib import Path

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, plain_commands
from comms_desk.cli.output import emit, json_option
from comms_desk.cli.parameters import DAY, FILE, dossier_option
from comms_desk.media.verbatims.facts import facts
from comms_desk.media.verbatims.model import NewVerbatim
from comms_desk.media.verbatims.reading import read_verbatim

verbatims = plain_commands(
    Subject.VERBATIM,
    facts(),
    asked_by="VERBATIM",
    lists="List the verbatims that have all the given words in their name; the last one first.",
    begin="verbatims add",
)


@verbatims.command()
@click.argument("file", type=FILE)
@click.option("--name", help="What it is called; the file’s name otherwise.")
@click.option("--day", type=DAY, help="On which it was said: YYYY-MM-DD.")
@click.option("--speaker", help="Who spoke; the first one whom captions name otherwise.")
@dossier_option
@json_option
def add(
    file: Path,
    *,
    name: str | None,
    day: date | None,
    speaker: str | None,
    dossier: str,
    as_json: bool,
) -> None:
    """Bring in a FILE of Word (.docx), of captions (.vtt) or of plain text."""
    read = read_verbatim(file)
    desk = office()
    new = NewVerbatim(
        name=read.name if name is None else name,
        text=read.text,
        day=day,
        speaker=read.speaker if speaker is None else speaker,
        dossier=desk.dossiers.by_code(dossier).id if dossier else None,
    )
    emit(desk.verbatims.add(new), as_json=as_json, columns=list_columns(facts()))
