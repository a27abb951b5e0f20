"""The worker as a window starts it, by a clock that is turned: `release` kills and suspends it.

``python -m tests.soak.release_worker CLOCK_FILE [unproven]``; the desk is that of
``COMMS_DESK_HOME``.  One that is unproven asks nothing before the dot, and hides nothing of what a
server repeats: a soak is to find it out.
"""

import logging
import sys
from functools import partial
from pathlib import Path
from threading import Event

from comms_desk.across.office import open_office
from comms_desk.jobs.model import LeaseLost
from comms_desk.mail.conversation import Conversation
from comms_desk.mail.last_check import Tells
from comms_desk.mail.model import Claim
from comms_desk.paths import Paths
from comms_desk.storage.database import Database
from comms_desk.worker import letters, stop_signal
from comms_desk.worker.main import Worker
from comms_desk.worker.open_desk import open_when_there
from comms_desk.worker.window_lines import LineSpeaker
from tests.soak.turned_clock import TurnedClock

UNPROVEN = "unproven"


def main() -> int:
    """Work until standard input ends; 1 when another worker has taken over."""
    clock, paths = TurnedClock(Path(sys.argv[1])), Paths.find()
    if UNPROVEN in sys.argv[2:]:
        vars(letters)["prove"] = _prove_nothing
        setattr(Conversation, "keeps", _keep_nothing)  # noqa: B010 - a method is not assigned to
    stop, finish = Event(), Event()
    speaker = LineSpeaker(stop, finish=finish)
    stop_signal.at_end_of_stdin(
        stop, heard=lambda _line: None, finish=lambda: speaker.let_go(finish)
    )
    stop_signal.at_signal(stop)
    try:
        opens = partial(open_office, clock=clock)
        office = open_when_there(opens, stop=stop, finish=finish, speak=speaker.say)
        if office is None:
            return 0
        paths.logs.mkdir(parents=True, exist_ok=True)
        logging.basicConfig(
            filename=paths.logs / "worker.log",
            format="%(asctime)s %(process)d %(levelname)s %(name)s %(message)s",
            level=logging.INFO,
        )
        if Worker(office, speaker, stop, finish).run():
            return 0
        sys.stderr.write(f"{LeaseLost.__name__}\n")
        return 1
    finally:
        speaker.close()


def _prove_nothing(_database: Database, *_claims: Claim, token: int, tell: Tells) -> None:
    """Let any letter leave."""


def _keep_nothing(_line: Conversation, *_secrets: str) -> None:
    """Let a reply say what it likes."""


if __name__ == "__main__":
    sys.exit(main())
