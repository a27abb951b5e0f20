"""Pages made to hurt whoever looks for an article in them, read in the child that may die."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from comms_desk.apart import KeptChild
from comms_desk.errors import CommsDeskError
from comms_desk.media.articles.full.site_visits import BOUNDS, CHILD, PAGE_LIMIT_BYTES
from tests.bench.hostile import Case

BEGIN = b"<html><body><article>"
SAID = b'<html><head><script type="application/ld+json">'


def make(page: Callable[[], bytes], folder: Path) -> None:
    """Write the page, as long as one may be."""
    (folder / "page.html").write_bytes(page()[:PAGE_LIMIT_BYTES])


def meet(folder: Path) -> str:
    """Have it read, then a good one."""
    reader = KeptChild(CHILD, BOUNDS)
    try:
        said = f"an answer of {len(reader.work(b'\n' + (folder / 'page.html').read_bytes()))} bytes"
    except CommsDeskError as error:
        said = type(error).__name__
    good = reader.work(b"\n" + BEGIN + b"<p>" + b"mot " * 30)
    reader.end()
    return f"{said}; then {len(good)}"


def _filled(piece: bytes, begin: bytes = BEGIN) -> bytes:
    return begin + piece * (PAGE_LIMIT_BYTES // len(piece))


_PAGES: dict[str, Callable[[], bytes]] = {
    "one line of 3 MB": lambda: _filled(b"mot "),
    "one word of 3 MB": lambda: _filled(b"a"),
    "100,000 tags one inside the other": lambda: BEGIN + b"<div>" * 100_000 + b"mot " * 100,
    "links one inside the other": lambda: _filled(b"<a href=x>"),
    "blocks to be dropped one inside the other": lambda: _filled(
        b"<div class=related>" + b"mot " * 9
    ),
    "100,000 paragraphs": lambda: _filled(b"<p class=a>mot mot mot mot</p>"),
    "tables in tables": lambda: _filled(b"<table><tr><td>"),
    "formatting that is never closed": lambda: _filled(b"<font><b><i>x"),
    "one tag of 300,000 attributes": lambda: (
        BEGIN + b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">mot"
    ),
    "brackets": lambda: _filled(b"<"),
    "ampersands": lambda: _filled(b"&"),
    "bytes of nothing": lambda: _filled(b"\0", b""),
    "declarations of characters": lambda: _filled(b"<meta ", b""),
    "comments": lambda: _filled(b"<!--"),
    "a million brackets of JSON": lambda: _filled(b"[", SAID),
    "60,000 descriptions in JSON": lambda: _filled(SAID + b'{"a": 1}</script>', b""),
    "an article of JSON full of tags": lambda: _filled(b"<a", SAID + b'{"articleBody": "'),
    "one that is one": lambda: _filled(
        b"<a ", SAID + b'{"articleBody": "' + b"<p>" * 900_000 + b'"}</script>'
    ),
    "headings that lead elsewhere": lambda: _filled(b"<div><h2><a href=x>mot</a></h2></div>"),
    "invitations": lambda: _filled(b"<p>\xc3\xa0 lire aussi mot mot mot</p>"),
    "names of 3 MB": lambda: BEGIN + b"<div class='" + b"comment-" * 350_000 + b"'>mot",
    "underscores in names": lambda: BEGIN + b"<div class='" + b"article-_" * 300_000 + b"'>mot",
    "promises to subscribers": lambda: _filled(b"already a mot mot "),
}
CASES = tuple(Case(name=name, make=partial(make, page), meet=meet) for name, page in _PAGES.items())
