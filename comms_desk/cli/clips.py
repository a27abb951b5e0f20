"""Clips from the command line: note one, see them, set a fact of one, bring in vendors' alerts."""

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import emit
from comms_desk.cli.parameters import listing
from comms_desk.media.clips.facts import facts


@click.group()
def clips() -> None:
    """Note what was heard or seen, and bring in vendors’ alerts."""


@listing(clips)
def show_all(words: str, limit: int, *, as_json: bool) -> None:
    """List the clips that have all the given words in what they are about; the last one first."""
    found = office().clips.search(words, limit=limit)
    begin = "" if words else "clips add"
    emit(found, as_json=as_json, columns=list_columns(facts()), begin=begin)


show_and_set(
    clips,
    Subject.CLIP,
    facts(),
    asked_by="CLIP",
    offered=lambda desk: facts({each.id: each.name for each in desk.outlets.every()}),
)
