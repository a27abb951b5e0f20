"""``comms-desk tour``: where the tour is, which comes with the sources alone."""

import click

from comms_desk.cli.output import json_option, nothing_done
from comms_desk.i18n import _


@click.command()
@json_option
def tour(*, as_json: bool) -> None:  # noqa: ARG001 - there is nothing to answer
    """Say where the tour is."""
    nothing_done(
        _(
            "The tour comes with the sources of Comms Desk: there, “make run” goes through it where"
            " there is no screen, and “.venv/bin/python -m tools.tour” anywhere."
        )
    )
