"""Feeds are asked for politely, within bounds, and never from a private machine."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.fetch import FeedAnswer, FeedRequest, Fetcher
from comms_desk.media.feeds.guard import Guard
from tools.tour import feed_server as serving
from tools.tour.feed_server import FeedServer

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
LOOPBACK = "127.0.0.0/8"
RSS = "<rss><channel><title>Une</title></channel></rss>"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer(hosts=("127.0.0.1", "127.0.0.2")) as server:
        yield server


def ask(
    address: str,
    *,
    etag: str = "",
    allowed: tuple[str, ...] = (LOOPBACK,),
    patience_s: float = 10,
    tls: ssl.SSLContext | None = None,
) -> FeedAnswer:
    async def asking() -> FeedAnswer:
        fetcher = Fetcher(Guard(allowed), now=lambda: NOW, whole_answer_s=patience_s, tls=tls)
        async with fetcher:
            return await fetcher.ask(FeedRequest(address=address, etag=etag))

    return asyncio.run(asking())


def ask_raw(replies: list[bytes]) -> FeedAnswer:
    """Ask a server that says *replies*, byte for byte, one a connection."""
    left = iter(replies)

    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(next(left))
        writer.close()

    async def asking() -> FeedAnswer:
        server = await asyncio.start_server(reply, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher(Guard((LOOPBACK,)), now=lambda: NOW) as fetcher:
            return await fetcher.ask(FeedRequest(address=f"http://127.0.0.1:{port}/rss"))

    return asyncio.run(asking())


def test_an_answer_comes_with_what_to_ask_next_time(server: FeedServer) -> None:
    address = server.serve("/rss", serving.feed(RSS, etag='"a"', compressed=True))

    answer = ask(address)

    assert answer.body == RSS.encode()
    assert answer.etag == '"a"'
    assert ask(address, etag=answer.etag).body is None


def test_the_server_says_how_long_to_wait(server: FeedServer) -> None:
    patient = server.serve("/a", serving.feed(RSS, headers={"Cache-Control": "max-age=1800"}))
    silly = server.serve("/b", serving.feed(RSS, headers={"Cache-Control": "max-age=9999999999"}))

    assert ask(patient).wait == timedelta(minutes=30)
    assert ask(silly).wait == timedelta(days=1)


def test_a_server_that_asks_to_wait_is_heard(server: FeedServer) -> None:
    address = server.serve("/rss", serving.status(429, headers={"Retry-After": "3600"}))

    with pytest.raises(errors.AskedToWait) as refused:
        ask(address)

    assert refused.value.until == NOW + timedelta(hours=1)


def test_a_moment_past_the_end_of_the_calendar_asks_for_nothing(server: FeedServer) -> None:
    never = "Fri, 31 Dec 9999 23:59:59 -1200"
    busy = server.serve("/a", serving.status(503, headers={"Retry-After": never}))
    fine = server.serve("/b", serving.feed(RSS, headers={"Retry-After": never}))

    with pytest.raises(errors.AskedToWait) as refused:
        ask(busy)

    assert refused.value.until is None
    assert ask(fine).wait == timedelta()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (410, errors.FeedGone),
        (404, errors.FeedNotFound),
        (403, errors.AccessRefused),
        (500, errors.ServerFailed),
    ],
)
def test_each_refusal_has_its_name(
    server: FeedServer, code: int, kind: type[errors.FeedTrouble]
) -> None:
    with pytest.raises(kind):
        ask(server.serve("/rss", serving.status(code)))


def test_only_a_permanent_redirect_changes_the_address(server: FeedServer) -> None:
    end = server.serve("/end", serving.feed(RSS))
    later = server.serve("/later", serving.redirect("/end", 302))
    for_good = server.serve("/for-good", serving.redirect("/later", 301))

    assert ask(later).moved_to == ""
    assert ask(for_good).moved_to == later
    assert ask(for_good).address == end


def test_a_redirect_loop_ends(server: FeedServer) -> None:
    address = server.serve("/loop", serving.redirect("/loop", 301))

    with pytest.raises(errors.TooManyRedirects):
        ask(address)

    assert len(server.asked("/loop")) == 6


@pytest.mark.parametrize(
    "machine",
    ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "0.0.0.0"],
)
def test_a_private_machine_is_never_connected_to(server: FeedServer, machine: str) -> None:
    server.serve("/rss", serving.feed(RSS))

    with pytest.raises(errors.RefusedAddress):
        ask(f"http://{machine}:{server.port}/rss", allowed=())

    assert server.transcript == []


def test_a_redirect_to_a_private_machine_is_refused(server: FeedServer) -> None:
    elsewhere = server.address("/secret", host="127.0.0.2")
    address = server.serve("/rss", serving.redirect(elsewhere))

    with pytest.raises(errors.RefusedAddress) as refused:
        ask(address, allowed=("127.0.0.1/32",))

    assert refused.value.machine == "127.0.0.2"
    assert [each.path for each in server.transcript] == ["/rss"]


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/", "gopher://x/"])
def test_only_http_and_https_are_followed(server: FeedServer, target: str) -> None:
    with pytest.raises(errors.RefusedAddress):
        ask(server.serve("/rss", serving.redirect(target)))


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/", "http://", "rss", "http://[::1", "https://][@", "http://x@[:]/"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(errors.WrongAddress):
        ask(address)


@pytest.mark.parametrize("of_mib", [serving.spaces, serving.gzip_bomb])
def test_an_answer_without_end_is_cut(
    server: FeedServer, of_mib: Callable[[int], serving.Page]
) -> None:
    with pytest.raises(errors.FeedTooLarge):
        ask(server.serve("/rss", of_mib(100)))


@pytest.mark.parametrize("page", [serving.never(), serving.drip()])
def test_a_server_that_dawdles_is_left(server: FeedServer, page: serving.Page) -> None:
    with pytest.raises(errors.TooSlow):
        ask(server.serve("/rss", page), patience_s=0.3)


def test_a_server_that_hangs_up_is_unreachable(server: FeedServer) -> None:
    with pytest.raises(errors.Unreachable):
        ask(server.serve("/rss", serving.hang_up()))


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

    with pytest.raises(errors.Unreachable):
        ask(f"http://127.0.0.1:{port}/rss")


def test_bytes_that_do_not_unpack_are_a_broken_feed(server: FeedServer) -> None:
    page = serving.feed(RSS, headers={"Content-Encoding": "gzip"})

    with pytest.raises(errors.BrokenFeed):
        ask(server.serve("/rss", page))


def test_bytes_in_a_header_that_are_no_utf8_are_never_kept() -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
    stray = b'ETag: "\xe9t\xe9"\r\nLast-Modified: ao\xfbt\r\n\r\n'

    answer = ask_raw([head + stray + RSS.encode()])

    assert answer.body == RSS.encode()
    assert (answer.etag, answer.last_modified) == ("", "")


def test_a_validator_that_cannot_be_sent_back_is_not_kept(server: FeedServer) -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"

    assert ask_raw([head + b'ETag: "a\x01b"\r\n\r\n' + RSS.encode()]).etag == ""
    assert ask(server.serve("/rss", serving.feed(RSS)), etag='"a\x01b"').body == RSS.encode()


def test_bytes_in_a_redirect_that_are_no_utf8_are_written_in_percents() -> None:
    moved = b"HTTP/1.1 301 Moved\r\nConnection: close\r\nLocation: /\xe9t\xe9.rss\r\n\r\n"
    found = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + RSS.encode()

    answer = ask_raw([moved, found])

    assert answer.moved_to.endswith("/%E9t%E9.rss")
    assert answer.address == answer.moved_to


def test_a_compression_named_in_bytes_that_are_no_utf8_is_said_in_characters() -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: \xe9\r\n\r\n"

    with pytest.raises(errors.BrokenFeed) as refused:
        ask_raw([head])

    assert refused.value.reason.encode("utf-8")


def test_a_certificate_of_nobody_is_refused() -> None:
    own = trustme.CA()
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.issue_cert("127.0.0.1").configure_cert(ours)

    async def asking() -> None:
        server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0, ssl=ours)
        port = server.sockets[0].getsockname()[1]
        async with server, Fetcher(Guard((LOOPBACK,)), now=lambda: NOW) as fetcher:
            await fetcher.ask(FeedRequest(address=f"https://127.0.0.1:{port}/rss"))

    with pytest.raises(errors.FeedCertificateRefused):
        asyncio.run(asking())


def test_the_systems_proxy_is_asked_in_the_place_of_the_host(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"127.0.0.1:{server.port}")
    monkeypatch.setenv("no_proxy", "")
    server.serve("/rss", serving.feed(RSS))

    answer = ask("http://8.8.8.8/rss", allowed=())

    assert answer.body == RSS.encode()
    assert [each.host for each in server.transcript] == ["8.8.8.8"]


@pytest.mark.parametrize("machine", ["10.0.0.1", "localhost", "127.0.0.1"])
def test_a_proxy_reaches_no_private_machine_for_us(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")
    monkeypatch.setenv("no_proxy", "")
    server.serve("/rss", serving.feed(RSS))

    with pytest.raises(errors.RefusedAddress):
        ask(f"http://{machine}/rss", allowed=())

    assert server.transcript == []


def test_at_most_two_questions_at_once_for_one_host(server: FeedServer) -> None:
    waiting = 0
    most = 0

    async def page(request: object) -> object:
        from aiohttp import web

        nonlocal waiting, most
        waiting += 1
        most = max(most, waiting)
        await asyncio.sleep(0.02)
        waiting -= 1
        return web.Response(body=RSS.encode())

    address = server.serve("/rss", page)  # type: ignore[arg-type]

    async def asking() -> None:
        async with Fetcher(Guard((LOOPBACK,)), now=lambda: NOW) as fetcher:
            questions = [FeedRequest(address=address, keep_open=True) for _ in range(8)]
            await asyncio.gather(*map(fetcher.ask, questions))

    asyncio.run(asking())

    assert most == 2
