"""Looks names up without holding up a stop.

The system's resolver may take half a minute when the network is half there, and an
executor's threads are waited for when the loop closes and when the program ends.  Here each
question has a daemon thread of its own: a stop does not wait for its answer.
"""

import asyncio
import socket
from threading import Thread
from typing import Any

Found = list[tuple[Any, ...]]


async def look_up(host: str, port: int, family: int = socket.AF_UNSPEC) -> Found:
    """Return what `socket.getaddrinfo` does.

    Raises:
        OSError: The name leads nowhere, or cannot be asked for.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Found] = loop.create_future()

    def ask() -> None:
        try:
            found: Found = list(socket.getaddrinfo(host, port, family, socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            _hand_over(loop, answer, error if isinstance(error, OSError) else OSError(str(error)))
        else:
            _hand_over(loop, answer, found)

    Thread(target=ask, name=f"looking {host} up", daemon=True).start()
    return await answer


class Resolver:
    """`look_up` in the shape that aiohttp's connector wants."""

    async def resolve(
        self, host: str, port: int = 0, family: int = socket.AF_UNSPEC
    ) -> list[dict[str, object]]:
        """Return the machines that *host* may be."""
        return [
            {
                "hostname": host,
                "host": end[0],
                "port": port,
                "family": kind,
                "proto": protocol,
                "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            }
            for kind, _, protocol, _, end in await look_up(host, port, family)
        ]

    async def close(self) -> None:
        """Nothing is held."""


def _hand_over(
    loop: asyncio.AbstractEventLoop, answer: "asyncio.Future[Found]", what: Found | OSError
) -> None:
    """Give the answer to the loop, if there is still one and somebody waits for it."""

    def give() -> None:
        if answer.done():
            return
        if isinstance(what, OSError):
            answer.set_exception(what)
        else:
            answer.set_result(what)

    try:
        loop.call_soon_threadsafe(give)
    except RuntimeError:  # the loop is closed: nobody waits any more
        return
