"""The sample desk from the command line: all of it invented, loaded and taken away."""

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import emit, json_option, note
from comms_desk.wording.imports import sample_gone


@click.group()
def sample() -> None:
    """Load the sample desk, and take it away."""


@sample.command()
@json_option
def load(*, as_json: bool) -> None:
    """Fill an empty desk with invented things, to look around."""
    from comms_desk.across.sample import load_sample

    emit(load_sample(office()), as_json=as_json)


@sample.command()
@json_option
def remove(*, as_json: bool) -> None:
    """Take away what nobody touched of it; what stays is named, and is yours."""
    from comms_desk.across.sample import take_away

    taken = take_away(office())
    if as_json:
        emit(taken, as_json=True)
    else:
        note(sample_gone(taken.staying, shown=None))
