"""A site's robots.txt is heeded as RFC 9309 reads it."""

from datetime import timedelta

import pytest

from comms_desk.media.articles.full.site_visits import EVERYTHING, LIMIT_BYTES, NOTHING, read

SITE = "https://depeche.example"


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /archives", "/archives/2026", False),
        ("User-agent: *\nDisallow: /archives/", "/archives", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?v=1", True),
        ("User-agent: *\nDisallow: /*?page=", "/a?page=2", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),
        ("User-agent: CommsDesk\nDisallow: /", "/a", False),
        ("User-agent: commsdesk/1.0\nDisallow: /", "/a", False),
        ("User-agent: CommsDeskTwo\nDisallow: /", "/a", True),
        ("User-agent: GPTBot\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: CommsDesk\nAllow: /", "/a", True),
        ("User-agent: GPTBot\nUser-agent: CommsDesk\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /x\nUser-agent: GPTBot\nDisallow: /", "/y", True),
        ("User-agent: CommsDesk\nDisallow: /x\nUser-agent: CommsDesk\nDisallow: /y", "/y", False),
        ("Disallow: /", "/a", True),
        ("USER-AGENT : *\r\nDISALLOW : /a # why\r\n", "/a", False),
        ("User-agent: *\nDisallow: /é", "/%C3%A9t%C3%A9", False),
        ("User-agent: *\nDisallow: /%C3%A9", "/été", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("<html>Not found</html>", "/a", True),
    ],
)
def test_the_longest_rule_that_fits_decides(robots: str, path: str, *, allowed: bool) -> None:
    assert read(robots.encode()).allows(SITE + path) is allowed


def test_what_is_past_the_limit_is_not_read() -> None:
    long = b"User-agent: *\n" + b"#" * LIMIT_BYTES + b"\nDisallow: /\n"

    assert read(long).allows(SITE + "/a")


def test_a_rule_full_of_stars_is_soon_asked() -> None:
    rules = b"User-agent: *\n" + b"Disallow: /" + b"*a" * 100_000 + b"$\n"

    assert read(rules).allows(SITE + "/" + "a" * 1_000)


def test_pauses_are_granted_so_far() -> None:
    assert read(b"User-agent: *\nCrawl-delay: 7.5").delay == timedelta(seconds=7.5)
    assert read(b"User-agent: *\nCrawl-delay: 86400").delay == timedelta(seconds=30)
    assert read(b"User-agent: *\nCrawl-delay: soon").delay == timedelta()


def test_everything_and_nothing() -> None:
    assert EVERYTHING.allows(SITE)
    assert not NOTHING.allows(SITE)
