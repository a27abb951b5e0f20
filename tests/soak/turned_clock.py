"""A clock that several processes read and one turns forward: hours pass in a soak of minutes.

It runs as the machine's does.  How far it is ahead stands in a file that all of them map.
"""

import mmap
import struct
from datetime import datetime, timedelta
from pathlib import Path

from comms_desk.clock import SystemClock

_AHEAD_S = struct.Struct("<d")


class TurnedClock:
    """The machine's clock, ahead by what stands in *file*."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(_AHEAD_S.pack(0.0))
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), _AHEAD_S.size)
        self._machine = SystemClock()

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return self._machine.now() + timedelta(seconds=_AHEAD_S.unpack(self._shared)[0])

    def turn(self, by: timedelta) -> None:
        """Turn it forward, for every process."""
        ahead_s = _AHEAD_S.unpack(self._shared)[0] + by.total_seconds()
        self._shared[:] = _AHEAD_S.pack(ahead_s)

    def turn_to(self, moment: datetime) -> None:
        """Turn it forward until it says *moment*; it never goes back."""
        self.turn(max(timedelta(), moment - self.now()))
