"""Asks a feed's server whether there is anything new, politely and within bounds.

At most 32 questions are on their way at once and two per host; an answer is at most
10 MiB once decompressed and 30 s long; five redirects are followed, over http and https
only, and no private machine is connected to unless the desk allows its network.  Pages of
articles are asked so too, in a `Manner` of their own.  aiohttp is imported by `Fetcher`, not by
this module: the window imports neither.

An answer is decompressed a little at a time: a gzip bomb is stopped when it has given the limit,
not when it has been unpacked, and its reader may wait between two steps.  brotli and zstandard are
refused: they are never asked for.  A header that makes no sense asks for nothing.
"""

import asyncio
import re
import ssl
import urllib.request
import zlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urljoin, urlsplit

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.guard import Guard, MachineRefused
from comms_desk.media.feeds.names import Resolver, look_up
from comms_desk.reasons import Reason, reason_of

if TYPE_CHECKING:
    import aiohttp
    from yarl import URL

LONGEST_WAIT = timedelta(days=1)
"""No server, by mistake or malice, silences a feed for longer."""
_NOT_TO_SEND = re.compile("[\x00-\x1f\x7f\udc80-\udcff]")
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
"""A byte that is no UTF-8, as the HTTP library hands it over (PEP 383)."""


STEP_BYTES = 1 << 18
"""What is unpacked at once."""
_ANY_ZLIB_OR_GZIP_WBITS = 47
_RAW_DEFLATE_WBITS = -15
_MAX_GZIP_MEMBERS = 64


USER_AGENT = "CommsDesk/1.0 (media watch of the Ville de Montreal)"
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1"
)
AT_ONCE = 32
PER_HOST = 2
LARGE_AT_ONCE = 4
"""How many answers of more than `LARGE_BYTES` are read at once: this bounds the memory."""
LARGE_BYTES = 1 << 20
LIMIT_MIB = 10
WHOLE_ANSWER_S = 30
REDIRECT_LIMIT = 5
READ_BUFFER_BYTES = 1 << 16
ADDRESSES_KNOWN = 4_096
"""The same are asked each round."""

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How something is asked, and what is taken.

    Attributes:
        accept: What is wanted, as HTTP says it.
        limit_bytes: How long the answer may be once decompressed.
        is_start_enough: Of a longer one the beginning is taken; else it is refused.
        kinds: The media types that are taken; nothing said is one of them, "".  None: any.
        on_the_way: Awaited before each redirect is followed: raises where it must not be.
    """

    accept: str = ACCEPT
    limit_bytes: int = LIMIT_MIB << 20
    is_start_enough: bool = False
    kinds: frozenset[str] | None = None
    on_the_way: Callable[[str], Awaitable[None]] | None = None


OF_FEEDS = Manner()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRequest:
    """Has this address anything new?  The validators are those of the last answer."""

    address: str
    etag: str = ""
    last_modified: str = ""
    keep_open: bool = False
    """Whether another question for the same host will follow."""
    manner: Manner = OF_FEEDS


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAnswer:
    """What the server said: the body, or that nothing has changed (*body* is None)."""

    address: str
    """Where the answer came from in the end."""
    moved_to: str = ""
    """The address to ask from now on, where the server said that the old one is over."""
    body: bytes | None
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    wait: timedelta = timedelta()
    """How long the server wants to be left in peace."""


class Fetcher:
    """Asks questions, within the bounds of the module; open it with ``async with``."""

    def __init__(
        self,
        guard: Guard,
        *,
        now: Callable[[], datetime],
        room: Callable[[], Awaitable[None]] | None = None,
        whole_answer_s: float = WHOLE_ANSWER_S,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare to ask; nothing is opened yet.

        Args:
            guard: Which machines may be connected to.
            now: The clock, for what servers say of time.
            room: Awaited before a large answer is read on, so that few are held at once.
            whole_answer_s: How long an answer may take, in seconds.
            tls: In the place of the system's certificates, for tests.
        """
        self._guard = guard
        self._now = now
        self._room = room
        self._whole_answer_s = whole_answer_s
        self._tls = tls
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(PER_HOST)
        )
        self._proxies: dict[str, str] = {}
        self._exits = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Open the connections' pool, and look up the system's proxies once."""
        import aiohttp

        self._aiohttp = aiohttp
        self._proxies = _system_proxies()
        self._direct = await self._exits.enter_async_context(self._session(self._guard))
        self._once = await self._exits.enter_async_context(
            self._session(self._guard, force_close=True)
        )
        self._proxied = (
            await self._exits.enter_async_context(self._session(None)) if self._proxies else None
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        await self._exits.aclose()

    async def ask(self, question: FeedRequest) -> FeedAnswer:
        """Ask, in turn with the others.

        Raises:
            FeedTrouble: One of its kinds, with what was found.
        """
        url = _url(question.address, question.address)
        async with self._hosts[url.raw_host or ""], self._at_once:
            try:
                async with asyncio.timeout(self._whole_answer_s) as patience:
                    return await self._follow(question, url, patience)
            except TimeoutError:
                raise errors.TooSlow(question.address, int(self._whole_answer_s)) from None

    async def _follow(
        self, question: FeedRequest, url: "URL", patience: asyncio.Timeout
    ) -> FeedAnswer:
        here = question.address
        moved_to = ""
        for_good = True
        for _ in range(REDIRECT_LIMIT + 1):
            async with await self._send(url, question) as response:
                if response.status not in _REDIRECTS:
                    return await self._read(response, question, moved_to, patience)
                target = _joined(here, location(response.headers.get("Location")), question.address)
                response.close()
            url = _url(target, question.address)
            if question.manner.on_the_way is not None:
                await question.manner.on_the_way(target)
            is_downgrade = here.startswith("https:") and target.startswith("http:")
            for_good = for_good and response.status in _PERMANENT and not is_downgrade
            if for_good:
                moved_to = target
            here = target
        raise errors.TooManyRedirects(question.address, limit=REDIRECT_LIMIT)

    async def _send(self, url: "URL", question: FeedRequest) -> "aiohttp.ClientResponse":
        headers = {"Accept": question.manner.accept}
        if etag := validator(question.etag):
            headers["If-None-Match"] = etag
        if last_modified := validator(question.last_modified):
            headers["If-Modified-Since"] = last_modified
        proxy = self._proxy_for(url)
        session = self._direct if question.keep_open else self._once
        if proxy and self._proxied is not None:
            await self._check_behind_proxy(url.raw_host or "", question.address)
            session = self._proxied
        return await self._translating(
            question.address,
            session.get(url, headers=headers, proxy=proxy, allow_redirects=False),
        )

    async def _read(
        self,
        response: "aiohttp.ClientResponse",
        question: FeedRequest,
        moved_to: str,
        patience: asyncio.Timeout,
    ) -> FeedAnswer:
        headers = response.headers
        wait = server_wait(headers, self._now)
        if response.status == HTTPStatus.NOT_MODIFIED:
            body = None
        elif HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
            self._check_kind(response, question)
            body = await self._translating(
                question.address, self._body(response, question, patience)
            )
        else:
            response.close()
            raise self._refusal(question.address, response.status, headers.get("Retry-After", ""))
        return FeedAnswer(
            address=str(response.url),
            moved_to=moved_to,
            body=body,
            content_type=headers.get("Content-Type", ""),
            etag=validator(headers.get("ETag")),
            last_modified=validator(headers.get("Last-Modified")),
            wait=wait,
        )

    def _check_kind(self, response: "aiohttp.ClientResponse", question: FeedRequest) -> None:
        kinds = question.manner.kinds
        said = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kinds is not None and said not in kinds:
            response.close()
            raise errors.NotAFeed(question.address, found="other")

    async def _body(
        self, response: "aiohttp.ClientResponse", question: FeedRequest, patience: asyncio.Timeout
    ) -> bytes:
        address, manner = question.address, question.manner
        limit_bytes = manner.limit_bytes
        too_large = errors.FeedTooLarge(address, limit_mib=limit_bytes >> 20)
        if (response.content_length or 0) > limit_bytes and not manner.is_start_enough:
            response.close()
            raise too_large
        async with AsyncExitStack() as stack:
            large = False
            try:
                encoding = response.headers.get("Content-Encoding", "")
                unpacker = Unpacker(encoding, limit_bytes=limit_bytes)
                async for piece in response.content.iter_any():
                    for held_bytes in unpacker.take(piece):
                        if held_bytes > LARGE_BYTES and not large:
                            large = True
                            await self._wait_for_room(stack, patience)
                return unpacker.whole()
            except Overflow:
                response.close()
                if manner.is_start_enough:
                    return unpacker.begun()
                raise too_large from None
            except Garbled as error:
                response.close()
                raise errors.BrokenFeed(address, reason=f"compression: {error}") from error

    async def _wait_for_room(self, stack: AsyncExitStack, patience: asyncio.Timeout) -> None:
        """Wait until few other large answers are held; that time is not the server's."""
        clock = asyncio.get_running_loop().time
        before = clock()
        deadline = patience.when()
        patience.reschedule(None)
        await stack.enter_async_context(self._large)
        if self._room is not None:
            await self._room()
        patience.reschedule(None if deadline is None else deadline + clock() - before)

    async def _translating[T](self, address: str, work: Awaitable[T]) -> T:
        """Await *work*; whatever the library raises becomes a trouble of ours."""
        http = self._aiohttp
        try:
            return await work
        except http.InvalidURL as error:
            raise errors.WrongAddress(address) from error
        except (http.ClientConnectorCertificateError, http.ClientSSLError) as error:
            raise errors.FeedCertificateRefused(address, reason=str(error)) from error
        except http.ClientConnectorError as error:
            if isinstance(error.os_error, MachineRefused):
                raise errors.RefusedAddress(address, machine=error.os_error.machine) from error
            raise errors.Unreachable(address, reason=reason_of(error.os_error)) from error
        except (http.ClientError, OSError, ValueError) as error:
            if isinstance(error, TimeoutError):
                raise
            cut = isinstance(error, http.ServerDisconnectedError | http.ClientPayloadError)
            reason = Reason.CUT if cut else reason_of(error)
            raise errors.Unreachable(address, reason=reason) from error

    def _refusal(self, address: str, status: int, retry_after: str) -> errors.FeedTrouble:
        if status == HTTPStatus.GONE:
            return errors.FeedGone(address)
        if status == HTTPStatus.NOT_FOUND:
            return errors.FeedNotFound(address)
        if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            return errors.AskedToWait(address, status=status, until=until(retry_after, self._now()))
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return errors.ServerFailed(address, status=status)
        return errors.AccessRefused(address, status=status)

    def _session(
        self, guard: Guard | None, *, force_close: bool = False
    ) -> "aiohttp.ClientSession":
        import aiohttp as http

        connector = http.TCPConnector(
            limit=AT_ONCE,
            limit_per_host=PER_HOST,
            force_close=force_close,
            resolver=cast("Any", Resolver()),
            ssl=self._tls or _system_certificates(),
            socket_factory=guard.open_socket if guard is not None else None,
        )
        return http.ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=http.DummyCookieJar(),
            timeout=http.ClientTimeout(total=None, sock_connect=None),
            read_bufsize=READ_BUFFER_BYTES,
            headers={
                "User-Agent": USER_AGENT,
                "Accept-Encoding": "gzip, deflate",
            },
        )

    def _proxy_for(self, url: "URL") -> str | None:
        proxy = self._proxies.get(url.scheme)
        is_past_it = proxy is None or urllib.request.proxy_bypass(url.raw_host or "")
        return None if is_past_it else proxy

    async def _check_behind_proxy(self, host: str, address: str) -> None:
        """Refuse a private machine that the proxy would reach for us.

        A name that only the proxy can resolve is left to it: there the network's own
        rules decide.
        """
        try:
            found = await look_up(host, 0)
        except OSError:
            return
        for *_, end in found:
            if not self._guard.allows(str(end[0])):
                raise errors.RefusedAddress(address, machine=str(end[0]))


def _url(here: str, address: str) -> "URL":
    """Return *here* as it is asked: over http or https, and of somebody.

    Raises:
        WrongAddress: It is not; of *address*, from which a redirect led there.
    """
    try:
        url = _known_url(here)
    except ValueError as error:
        raise errors.WrongAddress(address) from error
    if url.scheme not in ("http", "https") or not url.raw_host:
        raise errors.WrongAddress(address)
    return url


@lru_cache(maxsize=ADDRESSES_KNOWN)
def _known_url(address: str) -> "URL":
    from yarl import URL

    urlsplit(address)  # refuses brackets that yarl takes for a host, or trips over
    return URL(address)


def _joined(here: str, target: str, address: str) -> str:
    """Return where a redirect leads; it may not leave http and https."""
    try:
        whole = urljoin(here, target)
        scheme = urlsplit(whole).scheme
    except ValueError as error:
        raise errors.WrongAddress(address) from error
    if scheme not in ("http", "https"):
        raise errors.RefusedAddress(address, machine=whole)
    return whole


def _system_proxies() -> dict[str, str]:
    """Return the proxy of http and of https: the environment's, or the system's settings."""
    return {
        scheme: proxy if "://" in proxy else f"http://{proxy}"
        for scheme, proxy in urllib.request.getproxies().items()
        if scheme in ("http", "https") and ("://" not in proxy or proxy.startswith("http"))
    }


def _system_certificates() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Overflow(Exception):
    """More bytes came out than the limit allows."""


class Garbled(Exception):
    """The compressed bytes make no sense."""


class Unpacker:
    """Takes the bytes of an answer as they come and keeps what they unpack to."""

    def __init__(self, encoding: str, *, limit_bytes: int) -> None:
        """Unpack *encoding*, a Content-Encoding header, into at most *limit_bytes*.

        Raises:
            Garbled: The encoding is none that was asked for.
        """
        name = encoding.strip().lower()
        if name in ("", "identity"):
            self._unpack: zlib._Decompress | None = None
        elif name in ("gzip", "x-gzip", "deflate"):
            self._unpack = zlib.decompressobj(_ANY_ZLIB_OR_GZIP_WBITS)
        else:
            raise Garbled(ascii(name))
        self._may_be_raw = name == "deflate"
        self._members = 1
        self._left = limit_bytes
        self._taken = 0
        self._limit = limit_bytes
        self._pieces: list[bytes] = []

    def take(self, piece: bytes) -> Iterator[int]:
        """Add the next bytes from the wire in steps; yield after each what is held, in bytes.

        Raises:
            Overflow: The limit is passed.
            Garbled: The bytes are not what the encoding says.
        """
        self._taken += len(piece)
        if self._taken > self._limit and self._unpack is not None:
            raise Overflow
        if self._unpack is None:
            self._keep(piece)
            yield self._limit - self._left
            return
        while piece:
            piece = self._inflate(piece)
            yield self._limit - self._left

    def whole(self) -> bytes:
        """Return everything, once the last byte has come.

        Raises:
            Garbled: The compressed stream stops in the middle.
        """
        if self._unpack is not None:
            self._keep(self._unpack.flush())
            if self._taken and not self._unpack.eof:
                raise Garbled("cut short")
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)

    def begun(self) -> bytes:
        """Return the first bytes, up to the limit, after an `Overflow`."""
        return b"".join(self._pieces)

    def _inflate(self, piece: bytes) -> bytes:
        unpack = self._unpack
        if unpack is None:
            return b""
        try:
            self._keep(unpack.decompress(piece, min(self._left + 1, STEP_BYTES)))
        except zlib.error as error:
            if not self._may_be_raw or self._pieces:
                raise Garbled(str(error)) from error
            self._may_be_raw = False
            self._unpack = zlib.decompressobj(_RAW_DEFLATE_WBITS)
            return piece
        self._may_be_raw = False
        if unpack.eof:
            rest = unpack.unused_data
            if not rest or self._members >= _MAX_GZIP_MEMBERS or not rest.startswith(b"\x1f\x8b"):
                return b""
            self._members += 1
            self._unpack = zlib.decompressobj(_ANY_ZLIB_OR_GZIP_WBITS)
            return rest
        return unpack.unconsumed_tail

    def _keep(self, plain: bytes) -> None:
        if len(plain) > self._left:
            self._pieces.append(plain[: self._left])
            raise Overflow
        if plain:
            self._left -= len(plain)
            self._pieces.append(plain)


def server_wait(headers: Mapping[str, str], now: Callable[[], datetime]) -> timedelta:
    """Return the longest wait that Cache-Control or Retry-After ask for."""
    wait = timedelta()
    if cache := headers.get("Cache-Control"):
        wait = max_age(cache)
    if retry := headers.get("Retry-After"):
        moment = now()
        wait = max(wait, (until(retry, moment) or moment) - moment)
    return min(wait, LONGEST_WAIT)


def max_age(cache_control: str) -> timedelta:
    """Read ``max-age=SECONDS`` of a Cache-Control header; no-cache and no-store ask nothing."""
    directives = [word.strip().lower() for word in cache_control.split(",")]
    if "no-cache" in directives or "no-store" in directives:
        return timedelta()
    for directive in directives:
        name, _, value = directive.partition("=")
        if name.strip() == "max-age":
            return _seconds(value.strip().strip('"')) or timedelta()
    return timedelta()


def until(retry_after: str, now: datetime) -> datetime | None:
    """Return the moment that a Retry-After header names, in seconds or as a date."""
    text = retry_after.strip()
    seconds = _seconds(text)
    if seconds is not None:
        return now + seconds
    try:
        moment = parsedate_to_datetime(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(now, min(moment, now + LONGEST_WAIT))


def validator(header: str | None) -> str:
    """Return an ETag or a date to send back at the next question, word for word.

    Nothing when it holds control characters, or bytes that are no UTF-8: it could not be
    sent back.
    """
    return "" if header is None or _NOT_TO_SEND.search(header) else header


def location(header: str | None) -> str:
    """Return where a redirect leads; bytes that are no UTF-8 are written as ``%E9``."""
    return _STRAY_BYTE.sub(lambda found: f"%{ord(found[0]) - 0xDC00:02X}", header or "")


def _seconds(text: str) -> timedelta | None:
    if not (text.isascii() and text.isdigit()):
        return None
    return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
