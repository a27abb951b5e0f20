"""How long the desk waits for a PostgreSQL server that says nothing.

A server that refuses is known to be away at once.  One that was suspended, or whose network
was unplugged, says nothing at all: no library gives up by itself, and whoever asked would
wait for ever.  A silence longer than the bound is taken for absence, and the line is dropped;
an answer that is long in coming through is no silence.
"""

import math
from collections.abc import Generator, Mapping
from time import monotonic
from typing import Any, override

import psycopg
from psycopg.abc import RV, PQGen

CONNECT_WITHIN_S = 5
"""For the libpq: whole seconds."""
SILENT_MS = 30_000
ALIVE_ASKED_AFTER_S = 10
ALIVE_ASKED_EVERY_S = 5
ALIVE_ASKED_TIMES = 3

LOOKED_EVERY_S = 0.1
"""How often psycopg looks up from its wait."""


def line_settings(given: Mapping[str, Any]) -> dict[str, int]:
    """Return how a line is opened and watched, but for what the address says itself."""
    ours = {
        "connect_timeout": CONNECT_WITHIN_S,
        "keepalives_idle": ALIVE_ASKED_AFTER_S,
        "keepalives_interval": ALIVE_ASKED_EVERY_S,
        "keepalives_count": ALIVE_ASKED_TIMES,
        "tcp_user_timeout": SILENT_MS,
    }
    return {name: value for name, value in ours.items() if name not in given}


class PatientConnection(psycopg.Connection[Any]):
    """A line to the server, dropped once the server is silent for *silent_s*."""

    silent_s: float = math.inf

    @override
    def wait(self, gen: PQGen[RV], interval: float = LOOKED_EVERY_S, *more: Any) -> RV:
        """Wait for what *gen* asks of the server.

        Raises:
            psycopg.errors.ConnectionTimeout: It was silent for too long; the line is closed.
        """
        return super().wait(self._listened_to(gen), min(interval, self.silent_s), *more)

    def _listened_to(self, gen: PQGen[RV]) -> Generator[Any, Any, RV]:
        """Do as *gen* does; each time that nothing came, see how long ago something did."""
        heard_at = monotonic()
        try:
            wanted = next(gen)
            while True:
                came = yield wanted
                if came:
                    heard_at = monotonic()
                elif monotonic() - heard_at > self.silent_s:
                    self.pgconn.finish()
                    raise psycopg.errors.ConnectionTimeout("timeout expired")
                wanted = gen.send(came)
        except StopIteration as done:
            answer: RV = done.value
            return answer
