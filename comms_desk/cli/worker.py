"""The worker from the command line: for a service, for the window, or for one round.

Also the service itself: installed for the system to start it, removed, looked at.
"""

import logging
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from comms_desk.across.office import Office
from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option, note
from comms_desk.i18n import N_, _
from comms_desk.jobs import holder
from comms_desk.jobs.installation import installed
from comms_desk.jobs.model import LeaseLost
from comms_desk.jobs.service import (
    System,
    Unattended,
    refuse_what_it_would_not_have,
    said,
    written,
)
from comms_desk.log_file import Log
from comms_desk.logs import Discreet
from comms_desk.paths import HOME_VARIABLE, Paths

if TYPE_CHECKING:
    from comms_desk.worker.main import Worker

LOG_FILE_NAME = "worker.log"
LOG_LIMIT_BYTES = 2 * 1024 * 1024
LOG_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s %(message)s"


@click.group(invoke_without_command=True)
@click.option("--once", is_flag=True, help="Run what is due, show what was done, then exit.")
@click.option(
    "--child", is_flag=True, help="Work for a window: lines out, until standard input ends."
)
@click.option(
    "--service", is_flag=True, help="Work for the system that started it, and wait for its data."
)
@click.option(
    "--home",
    type=click.Path(file_okay=False),
    help="The folder of the desk; as COMMS_DESK_HOME says otherwise.",
)
@json_option
@click.pass_context
def worker(
    context: click.Context,
    *,
    once: bool,
    child: bool,
    service: bool,
    home: str | None,
    as_json: bool,
) -> None:
    """Send e-mails and read feeds, until stopped."""
    if home is not None:
        os.environ[HOME_VARIABLE] = home
    if context.invoked_subcommand is not None:
        return
    from comms_desk.worker import stop_signal
    from comms_desk.worker.main import Worker
    from comms_desk.worker.open_desk import open_when_there
    from comms_desk.worker.secrets_heard import WhisperedKeys
    from comms_desk.worker.window_lines import LineSpeaker, Speaker

    if once + child + service > 1:
        raise click.UsageError(_("--once, --child and --service cannot go together."))
    stop, finish = Event(), Event()
    whispered = WhisperedKeys()
    speaker = LineSpeaker(stop, finish=finish) if child else Speaker()

    if child:
        # First of all: a window that dies while this starts must not leave an orphan.
        stop_signal.at_end_of_stdin(
            stop, heard=whispered.hear, finish=lambda: speaker.let_go(finish)
        )
    try:
        if child or service:
            stop_signal.at_signal(stop)
        if child:
            stop_signal.ignore_terminal()
        waits = child or service
        found = (
            open_when_there(office, stop=stop, finish=finish, speak=speaker.say)
            if waits
            else office()
        )
        if found is None:
            return
        desk = found
        if child:
            desk.keys = whispered
        _write_log(desk, to_terminal=not (child or once or service))
        if once:
            _run_once(Worker(desk), as_json=as_json)
            return
        if not (child or service):
            stop_signal.at_signal(stop)
            note(_("Feeds and e-mail are running. Ctrl+C stops them."))
        if not Worker(desk, speaker, stop, finish, is_service=service).run():
            raise LeaseLost(token=0)
    finally:
        speaker.close()


def _run_once(once: "Worker", *, as_json: bool) -> None:
    from comms_desk.cli.outbox import say_who_rests

    done = once.run_once()
    emit(done, as_json=as_json)
    if say_who_rests(once.office) and not done.letters:
        click.get_current_context().exit(1)


@worker.command()
@click.option("--print", "prints", is_flag=True, help="Show the file, and install nothing.")
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the file there, and install nothing.",
)
@click.option(
    "--system",
    type=click.Choice([each.value for each in System]),
    help="Of --print and --file: another system than this computer’s.",
)
@json_option
def install(*, prints: bool, file: Path | None, system: str | None, as_json: bool) -> None:
    """Have the system start the worker as you sign in, and each morning before 5:00."""
    only_writes = prints or file is not None
    if system and not only_writes:
        raise click.UsageError(_("--system goes with --print or --file."))
    refuse_what_it_would_not_have(os.environ)
    which = System(system) if system else System.here()
    paths = Paths.find()
    made = Unattended.of(paths, os.environ)
    if prints:
        text = said(made, which)
        emit(
            {"system": which, "name": made.name, "file": text} if as_json else text, as_json=as_json
        )
        return
    if file is not None:
        from comms_desk.documents.files import write_file

        write_file(file, written(made, which))
        emit({"file": str(file), "system": which, "name": made.name}, as_json=as_json)
        return
    paths.make()
    installed(made, which, paths, os.environ).put()
    if which is System.LINUX:
        note(
            _("To have it work while nobody is signed in: loginctl enable-linger {user}")
            .format(user=os.environ.get("USER", ""))
            .rstrip()
        )
    if not office().keys.is_kept and not made.variables:
        note(
            _(
                "This computer keeps no passwords: the service reads feeds, and sends only what"
                " needs none. Name files that hold them (docs/service.md) to have it send."
            )
        )
    emit(_standing(), as_json=as_json, columns=STANDING)


@worker.command()
@json_option
def uninstall(*, as_json: bool) -> None:
    """Have the system start the worker no more; the window’s own goes on."""
    paths = Paths.find()
    installed(Unattended.of(paths, os.environ), System.here(), paths, os.environ).remove()
    emit(_standing(), as_json=as_json, columns=STANDING)


@worker.command()
@json_option
def status(*, as_json: bool) -> None:
    """Say whether the service is installed, and who reads feeds and sends e-mails now."""
    emit(_standing(), as_json=as_json, columns=STANDING)


class Working(StrEnum):
    """Who has the work in hand."""

    NOBODY = "nobody"
    SERVICE = "service"
    WINDOW = "window"
    ELSEWHERE = "elsewhere"
    """Another computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerStanding:
    """Whether the system starts the worker, and who works now."""

    system: System
    name: str
    is_installed: bool
    working: Working
    since: datetime | None


WORKING = {
    Working.NOBODY: N_("nobody: nothing is fetched or sent"),
    Working.SERVICE: N_("the service of this computer"),
    Working.WINDOW: N_("a window, or a command, of this computer"),
    Working.ELSEWHERE: N_("another computer"),
}
STANDING = (
    OutputColumn[WorkerStanding](N_("Service"), lambda each: each.name),
    OutputColumn[WorkerStanding](N_("Installed"), lambda each: each.is_installed),
    OutputColumn[WorkerStanding](N_("Feeds and e-mail"), lambda each: _(WORKING[each.working])),
    OutputColumn[WorkerStanding](N_("Since"), lambda each: each.since),
)


def _standing() -> WorkerStanding:
    paths, system = Paths.find(), System.here()
    made = Unattended.of(paths, os.environ)
    lease = office().jobs.holder()
    working = Working.NOBODY
    if lease is not None and not holder.is_dead(lease.holder):
        here = Working.SERVICE if holder.is_service(lease.holder) else Working.WINDOW
        working = here if holder.is_here(lease.holder) else Working.ELSEWHERE
    return WorkerStanding(
        system=system,
        name=made.name,
        is_installed=installed(made, system, paths, os.environ).is_there(),
        working=working,
        since=None if lease is None or working is Working.NOBODY else lease.taken_at,
    )


def _write_log(desk: Office, *, to_terminal: bool) -> None:
    handlers: list[logging.Handler] = [
        Log(
            desk.paths.logs / LOG_FILE_NAME,
            maxBytes=LOG_LIMIT_BYTES,
            backupCount=1,
            encoding="utf-8",
            delay=True,
        )
    ]
    if to_terminal:
        handlers.append(logging.StreamHandler(sys.stderr))
    ours = logging.getLogger("comms_desk")
    ours.setLevel(logging.INFO)
    for handler in handlers:
        handler.setFormatter(Discreet(LOG_FORMAT))
        ours.addHandler(handler)
