"""Take an inquiry in from one line, or bring the strip of the window that is open over the rest.

The window is spoken to as any program would: a socket of the person's, a pipe on Windows.
"""

import os
import socket
import sys
from pathlib import Path

import click

from comms_desk import own_files
from comms_desk.across.capture import capture as note
from comms_desk.across.directory_index import known
from comms_desk.cli.context import office
from comms_desk.cli.inquiry_columns import list_columns
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.errors import CaptureNotShown, NoWindow
from comms_desk.i18n import N_
from comms_desk.media.inquiries.case.taking_in import MailOutcome
from comms_desk.media.inquiries.reading.line import read_line
from comms_desk.paths import Paths
from comms_desk.wording.capture import said_parts
from comms_desk.wording.mails import CAME

CAPTURE = b"capture\n"
ANSWER_BYTES = 16
WAIT_S = 5.0
LONGEST_ADDRESS = 103
"""Bytes that a socket's name may have on every system (``sun_path``: 104 with its end on a Mac)."""


@click.command()
@click.argument("line", nargs=-1)
@click.option("--contact", is_flag=True, help="Add who asks to the directory.")
@click.option("--outlet", is_flag=True, help="Add their outlet to the directory.")
@json_option
def capture(line: tuple[str, ...], *, contact: bool, outlet: bool, as_json: bool) -> None:
    """Note the inquiry that LINE says, as “Zoé Tremblay Le Devoir snow by 3pm”.

    Without LINE, the window that is open brings its strip over whatever has the screen: bind a
    key of your system to it.
    """
    typed = " ".join(line).strip()
    if not typed:
        _bring_the_strip(Paths.find().door)
        return
    desk = office()
    read = read_line(typed, now=desk.database.clock.now(), known=known(desk))
    adds = {each.value.name for each in read.reporters if contact}
    if outlet and read.outlet is not None:
        adds.add(read.outlet.value.name)
    noted = note(desk, typed, read, adds=adds)
    said = " · ".join(each.words for each in said_parts(read, desk.database.clock.now()))
    came = MailOutcome.FOLLOWED_UP if noted.followed is not None else MailOutcome.NEW
    number, *rest = list_columns(desk)
    columns = (
        number,
        OutputColumn(N_("Outcome"), lambda _inquiry: CAME[came]()),
        OutputColumn(N_("Understood"), lambda _inquiry: said),
        *rest,
    )
    emit(noted.inquiry, as_json=as_json, columns=columns)


def _bring_the_strip(door: str) -> None:
    """Ask the window for it.

    Raises:
        NoWindow: None is open.
        CaptureNotShown: It does not answer, or could not; or who answers may be somebody else.
    """
    try:
        answer = _asked(door)
    except (FileNotFoundError, ConnectionRefusedError) as error:
        raise NoWindow from error
    except OSError as error:
        raise CaptureNotShown from error
    if not answer.startswith(b"ok"):
        raise CaptureNotShown


if sys.platform == "win32":

    def _asked(door: str) -> bytes:
        """Return what the window answers, by its pipe."""
        with open(door, "r+b", buffering=0) as pipe:  # noqa: PTH123 - a pipe is no file
            pipe.write(CAPTURE)
            return pipe.read(ANSWER_BYTES)

else:

    def _asked(door: str) -> bytes:
        """Return what the window answers, by its socket.

        Raises:
            CaptureNotShown: Somebody else may be at the other end; nothing was said to them.
            OSError: Nobody is, or it is not heard in time.
        """
        with socket.socket(socket.AF_UNIX) as knocking:
            knocking.settimeout(WAIT_S)
            if len(os.fsencode(door)) > LONGEST_ADDRESS or not own_files.is_own_socket(Path(door)):
                raise CaptureNotShown
            knocking.connect(door)
            if not own_files.is_own_line(knocking):
                raise CaptureNotShown
            knocking.sendall(CAPTURE)
            return knocking.recv(ANSWER_BYTES)
