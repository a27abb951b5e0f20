"""What a worker hears from the window that started it: the secrets that the window holds.

They stay in this process's memory, beside what the system's own store has, which the worker
asks itself.  The first whisper comes as the worker starts; no mail door that needs a
password is opened before it.
"""

import logging
from threading import Event
from typing import override

from comms_desk.jobs import whispers
from comms_desk.keys import Keys

FIRST_WHISPER_WITHIN_S = 5.0
"""A worker that was started by hand with --child has nobody to wait for."""

log = logging.getLogger(__name__)


class WhisperedKeys(Keys):
    """The secrets of this computer, and those that a window holds for the run."""

    def __init__(self) -> None:
        """Wait for the first whisper; `hear` brings it."""
        super().__init__()
        self._heard = Event()

    def hear(self, line: bytes) -> None:
        """Hold what *line* says, in place of what was heard before.

        A line that is no whisper, or is too long, is left out whole; the log has nothing of
        it, since part of it may be a secret.
        """
        if whispers.is_too_long(line):
            log.warning(
                "a whisper longer than %d bytes is left out, and nothing of it held",
                whispers.WHISPER_LIMIT_BYTES,
            )
            return
        held = whispers.read(line)
        if held is None:
            log.warning("a line on standard input is left out: it is no whisper")
            return
        self.hold(held)
        self._heard.set()

    @override
    def get(self, name: str) -> str | None:
        if not self._heard.wait(FIRST_WHISPER_WITHIN_S):
            self._heard.set()
        return super().get(name)
