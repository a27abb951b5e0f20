"""A page is asked for what it says of itself, within the bounds of feeds, and no more is kept."""

from datetime import UTC, datetime

import pytest

from comms_desk.media.clips.model import TITLE_LENGTH
from comms_desk.media.clips.page import HEAD_LIMIT_BYTES, PageSaid, read_page, said_by
from comms_desk.media.feeds.errors import RefusedAddress, WrongAddress

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>La neige - Le Courrier</title>
<meta property="og:title" content="La neige co&ucirc;te cher"><meta name="description" content="Court">
<meta property="og:description" content="La Ville paie &laquo; le sel &raquo;.">
<meta name="author" content="Zoé Roy">
<meta property="article:published_time" content="2026-11-24T06:12:00-05:00">
<link rel="canonical" href="https://courrier.example/neige?utm_source=x"></head>
<body><h1>Le corps</h1><p>Ce qui n’est pas gardé.</p></body></html>"""  # noqa: E501 - as it comes


def said(page: bytes) -> PageSaid:
    return said_by(page, "text/html", address="https://courrier.example/a")


def test_a_page_says_its_title_summary_author_hour_and_own_address() -> None:
    assert said(PAGE.encode()) == PageSaid(
        link="https://courrier.example/neige",
        title="La neige coûte cher",
        summary="La Ville paie « le sel ».",
        author="Zoé Roy",
        published_at=datetime(2026, 11, 24, 11, 12, tzinfo=UTC),
    )


@pytest.mark.parametrize("charset", ["cp1252", "utf-8"])
def test_a_page_that_says_nothing_but_its_title_has_that(charset: str) -> None:
    page = f'<meta charset="{charset}"><title> La\n neige été </title><p>x'

    assert said(page.encode(charset)).title == "La neige été"


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"<title>" + b"a" * (4 * HEAD_LIMIT_BYTES),
        b"<meta name=description content=" + b'"' * 10_000,
        b"<div>" * 100_000 + b"<title>Loin</title>",
        b"<!--" + b"-" * HEAD_LIMIT_BYTES,
    ],
    ids=["nothing", "picture", "long", "quotes", "deep", "comment"],
)
def test_a_hostile_page_says_little_and_costs_nothing(page: bytes) -> None:
    assert len(said(page).title) <= TITLE_LENGTH


def test_an_author_that_is_an_address_and_a_link_that_is_none_are_not_believed() -> None:
    page = (
        b'<meta name="author" content="https://courrier.example/zoe">'
        b'<link rel="canonical" href="javascript:alert(1)">'
    )

    assert (said(page).author, said(page).link) == ("", "https://courrier.example/a")


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("http://127.0.0.1:9/x", RefusedAddress),
        ("http://192.168.0.1/x", RefusedAddress),
        ("http://[::1]/x", RefusedAddress),
        ("ftp://x.example/x", WrongAddress),
    ],
)
def test_a_private_machine_is_never_asked(address: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_page(address, allowed_networks=(), now=lambda: NOON)
