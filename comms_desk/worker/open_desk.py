"""Opening the desk for a window's worker, however long its database is away.

A worker that ended where it finds no server would be started again a few times, then given up;
and the window would stay without one long after the server is back.
"""

import logging
from collections.abc import Callable
from threading import Event

from comms_desk.across.office import Office
from comms_desk.jobs.reports import Failed, Job, Report
from comms_desk.storage.errors import StorageBusy, StorageUnreachable
from comms_desk.wording import say

ASKED_EVERY_S = (1.0, 2.0, 5.0, 10.0)

log = logging.getLogger(__name__)


def open_when_there(
    open_it: Callable[[], Office],
    *,
    stop: Event,
    finish: Event,
    speak: Callable[[Report], None],
) -> Office | None:
    """Return what *open_it* opens once its database is there; None at a stop before.

    That it is away is said once.  A worker that is to *finish* waits for no database: it has
    begun with nothing.

    Raises:
        CommsDeskError: It cannot be opened, and waiting would not help.
    """
    tries = 0
    while not stop.is_set() and not (tries and finish.is_set()):
        try:
            return open_it()
        except (StorageUnreachable, StorageBusy) as error:
            log.info("the desk is not there: %s", error)
            if not tries:
                sentence = say(error)
                kind = type(error).__name__
                speak(Failed(Job.LETTERS, kind, sentence.what, sentence.way_out))
        stop.wait(ASKED_EVERY_S[min(tries, len(ASKED_EVERY_S) - 1)])
        tries += 1
    return None
