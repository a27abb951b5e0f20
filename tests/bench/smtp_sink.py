"""The fastest SMTP server on loopback, in a process of its own: it takes everything.

``python -m tests.bench.smtp_sink [MS]`` prints its port, and ends with its standard input.  It
answers each time after MS milliseconds, as a server far away does.
"""

import asyncio
import sys
from typing import override

ANSWERS = {
    b"EHLO": b"250 sink\r\n",
    b"MAIL": b"250 OK\r\n",
    b"RCPT": b"250 OK\r\n",
    b"DATA": b"354 go on\r\n",
    b"NOOP": b"250 OK\r\n",
    b"RSET": b"250 OK\r\n",
    b"QUIT": b"221 bye\r\n",
}


class Talk(asyncio.Protocol):
    """One conversation."""

    def __init__(self) -> None:
        self._read = b""
        self._in_text = False
        self._after_s = int(sys.argv[1]) / 1000 if sys.argv[1:] else 0.0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 sink\r\n")

    @override
    def data_received(self, data: bytes) -> None:
        """Answer each command, and the end of each text."""
        self._read += data
        while True:
            end = b"\r\n.\r\n" if self._in_text else b"\r\n"
            found = self._read.find(end)
            if found < 0:
                return
            said, self._read = self._read[:found], self._read[found + len(end) :]
            if self._in_text:
                self._in_text = False
                self._answer(b"250 taken\r\n")
                continue
            self._in_text = said[:4].upper() == b"DATA"
            self._answer(ANSWERS.get(said[:4].upper(), b"500 what?\r\n"))

    def _answer(self, answer: bytes) -> None:
        if self._after_s:
            asyncio.get_running_loop().call_later(self._after_s, self._transport.write, answer)
        else:
            self._transport.write(answer)


async def main() -> None:
    """Serve until the standard input ends."""
    server = await asyncio.get_running_loop().create_server(Talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
