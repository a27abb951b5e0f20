"""The worker from the command line: for a service, for the window, or for one round."""

import logging
import sys
from threading import Event

import click

from comms_desk.across.office import Office
from comms_desk.cli.context import office
from comms_desk.cli.outbox import say_who_rests
from comms_desk.cli.output import emit, json_option, note
from comms_desk.i18n import _
from comms_desk.jobs.model import LeaseLost
from comms_desk.log_file import Log
from comms_desk.logs import Discreet

LOG_FILE_NAME = "worker.log"
LOG_LIMIT_BYTES = 2 * 1024 * 1024
LOG_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s %(message)s"


@click.command()
@click.option("--once", is_flag=True, help="Run what is due, show what was done, then exit.")
@click.option(
    "--child", is_flag=True, help="Work for a window: lines out, until standard input ends."
)
@json_option
def worker(*, once: bool, child: bool, as_json: bool) -> None:
    """Send e-mails and read feeds, until stopped."""
    from comms_desk.worker import stopping
    from comms_desk.worker.hearing import WhisperedKeys
    from comms_desk.worker.main import Worker
    from comms_desk.worker.opening import open_when_there
    from comms_desk.worker.speaking import LineSpeaker, Speaker

    if once and child:
        raise click.UsageError(_("--once and --child cannot go together."))
    stop = Event()
    whispered = WhisperedKeys()
    if child:
        # First of all: a window that dies while this starts must not leave an orphan.
        stopping.ignore_interrupts()
        stopping.at_end_of_stdin(stop, heard=whispered.hear)
    speaker = LineSpeaker(stop) if child else Speaker()
    try:
        found = open_when_there(office, stop=stop, speak=speaker.say) if child else office()
        if found is None:
            return
        desk = found
        if child:
            desk.keys = whispered
        _write_log(desk, to_terminal=not child and not once)
        if once:
            done = Worker(desk).run_once()
            emit(done, as_json=as_json)
            if say_who_rests(desk) and not done.letters:
                click.get_current_context().exit(1)
            return
        if not child:
            stopping.at_signal(stop)
            note(_("Feeds and e-mail are running. Ctrl+C stops them."))
        if not Worker(desk, speaker, stop).run():
            raise LeaseLost(token=0)
    finally:
        speaker.close()


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
