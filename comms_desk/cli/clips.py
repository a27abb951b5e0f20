"""Clips from the command line: note one, see them, set a fact of one, bring in vendors' alerts."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import OutputColumn, emit, json_option, note
from comms_desk.cli.parameters import FILE, listing
from comms_desk.i18n import N_, _
from comms_desk.media.clips.facts import AIR_TIME, LASTS, facts
from comms_desk.media.clips.model import Clip
from comms_desk.wording import say

COLUMNS = (
    *list_columns(facts()),
    OutputColumn[Clip](N_("Show or outlet"), lambda clip: clip.outlet_name),
)


@click.group()
def clips() -> None:
    """Note what was heard or seen, and bring in vendors’ alerts."""


@clips.command()
@click.argument("line", nargs=-1)
@click.option("--show", help="The show or the outlet, added to the directory if need be.")
@click.option("--at", "aired_at", metavar="WHEN", help="When it was on air: YYYY-MM-DD HH:MM.")
@click.option("--lasts", metavar="LENGTH", help="How long it lasts: 1:30, 4min.")
@click.option("--who", "speaker", help="Who spoke, or who signs.")
@click.option("--title", help="What it is about.")
@click.option("--text", help="What was said, in two lines.")
@click.option("--link", help="Where it can be heard or read.")
@click.option("--off-line", is_flag=True, help="Ask the page of the link for nothing.")
@json_option
def add(
    line: tuple[str, ...],
    *,
    aired_at: str | None,
    lasts: str | None,
    off_line: bool,
    as_json: bool,
    **said: str | None,
) -> None:
    """Note what LINE says, as “98.5 7:10 opposition leader on snow”.

    LINE may be the address of a page; “-” reads a paste, whose first line is its title.
    """
    from comms_desk.across.clip_capture import complete
    from comms_desk.across.clip_capture import note as note_clip
    from comms_desk.across.directory_index import known
    from comms_desk.media.clips.line import read_clip

    typed = " ".join(line)
    if typed == "-":
        typed = sys.stdin.read()
    desk = office()
    read = read_clip(typed, now=desk.database.clock.now(), known=known(desk))
    if (show := said.pop("show")) is not None:
        read = replace(read, outlet=None, outlet_name=show)
    changes: dict[str, Any] = {field: value for field, value in said.items() if value is not None}
    if aired_at is not None:
        changes["aired_at"] = AIR_TIME.read(aired_at)
    if lasts is not None:
        changes["lasts_s"] = LASTS.read(lasts)
    read = replace(read, **changes)
    if read.link and not (read.title or off_line):
        completed = complete(desk, read)
        read = completed.line
        if completed.trouble is not None:
            note(say(completed.trouble).whole)
            note(_("What was typed is kept."))
    emit(note_clip(desk, read).clip, as_json=as_json, columns=COLUMNS)


@clips.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@json_option
def bring_in(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Bring in alerts of Eureka, Cision, Meltwater or Google: FILES of .eml, .msg or .csv."""
    from comms_desk.across import bringing_in
    from comms_desk.media.clips.alerts.reading import read_file
    from comms_desk.wording.alerts import brought_in

    brought = bringing_in.bring_in(office(), list(map(read_file, files)))
    if as_json:
        emit(brought, as_json=True)
    else:
        emit(brought_in(brought), as_json=False)


@listing(clips)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List the clips that have all the given words in what they are about; the last one first."""
    found = office().clips.search(words, limit=limit)
    begin = "" if words else "clips add"
    emit(found, as_json=as_json, columns=COLUMNS, begin=begin)


show_and_set(
    clips,
    Subject.CLIP,
    facts(),
    asked_by="CLIP",
    offered=lambda desk: facts({each.id: each.name for each in desk.outlets.every()}),
)
