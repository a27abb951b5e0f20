"""The desk that a command works on: opened when first asked for, closed when it ends."""

import gc
from datetime import datetime

import click

from comms_desk.across.office import Office, open_office
from comms_desk.cli.output import note
from comms_desk.i18n import _
from comms_desk.mail.model import AccountId
from comms_desk.planning.people.model import PersonId


def office() -> Office:
    """Return the office of the running command, opening it the first time.

    A test may hand one over: ``CliRunner().invoke(command, obj=office)``; it stays open.
    """
    context = click.get_current_context().find_root()
    if not isinstance(context.obj, Office):
        try:
            opened = open_office()
        finally:
            collect_from_now_on()
        context.obj = opened
        context.call_on_close(opened.close)
    return context.obj


def colleague(desk: Office, name: str) -> PersonId:
    """Return the person of the office who is called *name*.

    Raises:
        click.BadParameter: There is none, or several.
    """
    wanted = name.casefold().strip()
    those = [each for each in desk.people.every() if each.name.casefold() == wanted]
    if len(those) != 1:
        said = _("Nobody of the office is called “{name}”. A colleague is named by: {command}")
        command = f'comms-desk people add "{name}"'
        raise click.BadParameter(said.format(name=name, command=command))
    return those[0].id


def say_to_leave_on(
    account: AccountId | None = None,
    *,
    first: datetime | None = None,
    last: datetime | None = None,
    letters: int = 0,
) -> None:
    """Say until when this computer is to be left on for what leaves; see `leave_it_on`."""
    from comms_desk.across.unattended import leave_it_on

    said = leave_it_on(office(), account, first=first, last=last, letters=letters, in_window=False)
    if said:
        note(said)


def collect_from_now_on() -> None:
    """Collect garbage, but for what the start left: what follows may be long."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
