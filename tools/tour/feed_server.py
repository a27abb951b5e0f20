"""A feed server on this machine, for the tour, the tests and the benches.

A real aiohttp server in its own thread, on as many 127.x hosts as it is given.  It serves
what it is told to, misbehaves in each way that servers do, and keeps a transcript of what
it was asked.  Never listens to anything but loopback.
"""

import asyncio
import gzip
import socket
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from aiohttp import web

START_LIMIT_S = 10
PIECE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question the server was asked, and the status it answered with."""

    host: str
    path: str
    headers: dict[str, str]
    status: int


Page = Callable[["web.Request"], Awaitable["web.StreamResponse"]]


@dataclass(slots=True)
class FeedServer:
    """Serves pages by path until the ``with`` is left; `transcript` says what was asked."""

    hosts: Sequence[str] = ("127.0.0.1",)
    transcript: list[Asked] = field(default_factory=list)
    port: int = 0
    _pages: dict[str, Page] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _started: Event = field(default_factory=Event)
    _over: asyncio.Event = field(default_factory=asyncio.Event)
    _thread: Thread | None = None

    def __enter__(self) -> Self:
        """Start to serve, on a free port that every host shares."""
        self._thread = Thread(target=self._run, name="feed server", daemon=True)
        self._thread.start()
        if not self._started.wait(START_LIMIT_S):
            raise RuntimeError("the feed server did not start")
        return self

    def __exit__(self, *_error: object) -> None:
        """Cut every connection and stop."""
        self._loop.call_soon_threadsafe(self._over.set)
        if self._thread is not None:
            self._thread.join(START_LIMIT_S)

    def address(self, path: str = "/rss", host: str = "") -> str:
        """Return the address of *path*, on the first host unless another is named."""
        return f"http://{host or self.hosts[0]}:{self.port}{path}"

    def serve(self, path: str, page: Page) -> str:
        """Answer *path* with *page* from now on; return its address."""
        self._pages[path] = page
        return self.address(path)

    def asked(self, path: str) -> list[Asked]:
        """Return what was asked for *path*, in order."""
        return [each for each in self.transcript if each.path == path]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        from aiohttp import web

        application = web.Application()
        application.router.add_route("GET", "/{tail:.*}", self._answer)
        runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        try:
            for host in self.hosts:
                listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                listening.bind((host, self.port))
                self.port = listening.getsockname()[1]
                await web.SockSite(runner, listening).start()
            self._started.set()
            await self._over.wait()
        finally:
            await runner.cleanup()

    async def _answer(self, request: "web.Request") -> "web.StreamResponse":
        page = self._pages.get(request.path_qs) or self._pages.get(request.path) or status(404)
        response = await page(request)
        self.transcript.append(
            Asked(
                host=request.host.partition(":")[0],
                path=request.path_qs,
                headers=dict(request.headers),
                status=response.status,
            )
        )
        return response


def feed(
    text: str | bytes,
    *,
    etag: str = "",
    content_type: str = "application/rss+xml",
    headers: dict[str, str] | None = None,
    compressed: bool = False,
) -> Page:
    """Serve *text*; answer 304 to whoever already holds *etag*."""
    plain = text.encode() if isinstance(text, str) else text
    body = gzip.compress(plain) if compressed else plain
    extra = dict(headers or {})
    if etag:
        extra["ETag"] = etag
    if compressed:
        extra["Content-Encoding"] = "gzip"

    async def page(request: "web.Request") -> "web.StreamResponse":
        from aiohttp import web

        if etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=extra)
        return web.Response(body=body, headers={"Content-Type": content_type, **extra})

    return page


def status(code: int, headers: dict[str, str] | None = None, text: str = "") -> Page:
    """Answer with a status alone: 404, 410, 429, 500."""

    async def page(_request: "web.Request") -> "web.StreamResponse":
        from aiohttp import web

        return web.Response(status=code, headers=headers, text=text)

    return page


def redirect(to: str, code: int = 302) -> Page:
    """Send elsewhere; 301 and 308 say for good."""
    return status(code, headers={"Location": to})


def html(text: str = "<!DOCTYPE html><html><head></head><body>Bonjour</body></html>") -> Page:
    """Serve a page where a feed is expected."""
    return feed(text, content_type="text/html; charset=utf-8")


def entity_bomb() -> Page:
    """Serve the billion laughs: ten entities, each made of ten of the one before."""
    laughs = "".join(
        f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "lol">'
        for level in range(10)
    )
    return feed(
        f'<?xml version="1.0"?><!DOCTYPE rss [{laughs}]>'
        "<rss><channel><title>&l9;</title><item><title>&l9;</title></item></channel></rss>"
    )


def spaces(mib: int, *, content_type: str = "application/rss+xml") -> Page:
    """Serve *mib* of spaces, a little at a time, without saying how many there will be."""
    times = (mib << 20) // PIECE_BYTES
    return _streamed(b" " * PIECE_BYTES, times=times, content_type=content_type)


def gzip_bomb(mib: int, *, content_type: str = "application/rss+xml") -> Page:
    """Serve *mib* of zeros in a thousandth of the bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [packer.compress(bytes(PIECE_BYTES)) for _ in range((mib << 20) // PIECE_BYTES)]
    bomb = b"".join([*pieces, packer.flush()])
    return feed(bomb, content_type=content_type, headers={"Content-Encoding": "gzip"})


def never() -> Page:
    """Take the question and never answer."""

    async def page(_request: "web.Request") -> "web.StreamResponse":
        await asyncio.Event().wait()
        raise AssertionError("never reached")

    return page


def drip(
    piece: bytes = b" ", every_s: float = 0.05, *, content_type: str = "application/rss+xml"
) -> Page:
    """Answer one *piece* at a time, without end."""
    return _streamed(piece, times=1_000_000, every_s=every_s, content_type=content_type)


def hang_up() -> Page:
    """Promise a body and cut the line in the middle of it."""

    async def page(request: "web.Request") -> "web.StreamResponse":
        from aiohttp import web

        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"<rss>")
        if request.transport is not None:
            request.transport.abort()
        return response

    return page


def _streamed(piece: bytes, *, times: int, content_type: str, every_s: float = 0.0) -> Page:
    async def page(request: "web.Request") -> "web.StreamResponse":
        from aiohttp import web

        response = web.StreamResponse(headers={"Content-Type": content_type})
        await response.prepare(request)
        try:
            for _ in range(times):
                await response.write(piece)
                if every_s:
                    await asyncio.sleep(every_s)
        except ConnectionError:
            pass
        return response

    return page
