"""Outcomes recorded together: what ends while another is recorded shares the next commit.

Each line waits until its own outcome is durable, as if it were recorded alone, and no longer:
nobody waits for others to end.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Lock

from comms_desk.errors import CommsDeskError
from comms_desk.mail.departures import Ended
from comms_desk.mail.model import LetterState
from comms_desk.storage.errors import STORAGE_FAILURES

log = logging.getLogger(__name__)

Record = Callable[[Sequence[Ended]], Sequence[LetterState]]


@dataclass(slots=True, eq=False)
class _Waiting:
    """Outcomes of one departure that wait to be recorded, and where each letter stands then."""

    ended: Sequence[Ended]
    answer: Sequence[LetterState] | CommsDeskError | None = None


class Recording:
    """Records what lines bring, from any thread: one commit at a time for all that wait."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._turn = Lock()
        self._waiting: deque[_Waiting] = deque()

    def record(self, ended: Sequence[Ended]) -> Sequence[LetterState]:
        """Record what became of letters that left together; where each stands now.

        Raises:
            CommsDeskError: The database failed; it must be tried again.
        """
        mine = _Waiting(ended)
        self._waiting.append(mine)
        with self._turn:
            if mine in self._waiting:
                self._write([self._waiting.popleft() for _ in range(len(self._waiting))])
            if mine.answer is None:
                self._write([mine])
        if mine.answer is None or isinstance(mine.answer, CommsDeskError):
            raise mine.answer or AssertionError(ended)
        return mine.answer

    def _write(self, together: Sequence[_Waiting]) -> None:
        """Answer each of *together*; a database that fails has failed all of them.

        After a bug none is answered, and each is then written alone: the bug is heard by the
        line whose outcome has it, and costs no other what it knows.
        """
        try:
            states = iter(self._record([each for some in together for each in some.ended]))
            answers: Sequence[Sequence[LetterState] | CommsDeskError] = [
                tuple(islice(states, len(some.ended))) for some in together
            ]
        except STORAGE_FAILURES as error:
            answers = [error] * len(together)
        except Exception as error:
            if len(together) > 1:
                log.warning("%d outcomes, not to be recorded together: %r", len(together), error)
                return
            raise
        for each, answer in zip(together, answers, strict=True):
            each.answer = answer
