"""Feeds made to hurt whoever parses them: one entry, or what stands around the entries."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from comms_desk.media.feeds.document import open_document
from comms_desk.media.feeds.errors import FeedTrouble
from comms_desk.media.feeds.left_out import LeftOutEntries
from comms_desk.media.feeds.parse import groups, read
from tests.bench.hostile import Case

ADDRESS = "https://journal.example/rss"
ENTRY_BYTES = 1_000_000
DOCUMENT_BYTES = 10 << 20


def make(text: Callable[[], str], folder: Path) -> None:
    """Write the feed."""
    (folder / "feed").write_text(text(), "utf-8")


def meet(folder: Path) -> str:
    """Read every entry of it, as the first poll of a feed does."""
    body = (folder / "feed").read_bytes()
    try:
        document = open_document(body, content_type="", address=ADDRESS)
        left_out, entries = document.left_out, 0
        for reading in read(document, groups(document, document.unseen([])), address=ADDRESS):
            entries += len(reading.entries)
            left_out += LeftOutEntries.of(reading.left_out.values())
    except FeedTrouble as trouble:
        return type(trouble).__name__
    return f"{entries} entries, left out: {dict(left_out.counts) or 'none'}"


def _feed(inside: str, *, root: str = "", head: str = "", times: int = 1) -> str:
    items = "".join(f"<item><title>T{n}</title>{inside}</item>" for n in range(times))
    return f"<rss{root}><channel><title>Une</title>{head}{items}</channel></rss>"


def _described(piece: str) -> str:
    return f"<description><![CDATA[{piece * (ENTRY_BYTES // len(piece))}]]></description>"


def _json(item: str, *, times: int = 1) -> str:
    every = ",".join([item] * times)
    return f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{every}]}}'


def _numbered(form: str, count: int) -> str:
    return "".join(form.format(n=n) for n in range(count))


_TEXTS: dict[str, Callable[[], str]] = {
    "one tag of 50,000 attributes": lambda: _feed(f"<a {_numbered(' a{n}="1"', 50_000)}/>"),
    "one tag's name of 500 KB": lambda: _feed(f"<{'a' * 500_000}/>"),
    "100,000 namespaces on the root": lambda: _feed("", root=_numbered(' xmlns:n{n}="u"', 50_000)),
    "namespaces on 20,000 tags": lambda: _feed(_numbered('<n:a xmlns:n="u:{n}"/>', 19_000)),
    "200,000 open divs in a text": lambda: _feed(_described("<div>")),
    "90,000 bold tags, each another": lambda: _feed(
        f"<description><![CDATA[{_numbered('<b a={n}>', 90_000)}]]></description>"
    ),
    "a text of tables, one in the other": lambda: _feed(_described("<a><table>")),
    "1 MB of markup in CDATA": lambda: _feed(_described("<b>x</b>")),
    "1 MB of entities": lambda: _feed("&eacute;" * (ENTRY_BYTES // 8)),
    "an ill-formed entry of <": lambda: _feed("<" * 59_000, times=100),
    "an ill-formed entry of &": lambda: _feed("& " * 99_000, times=40),
    "19,000 categories": lambda: _feed(_numbered("<category>c{n}</category>", 9_900)),
    "40,000 enclosures": lambda: _feed('<enclosure url="a"/>' * 40_000),
    "a chain of xml:base": lambda: _feed('<a xml:base="aaaaaa/">' * 199 + "</a>" * 199),
    "140,000 tags in each other": lambda: _feed("<a>" * 140_000 + "</a>" * 140_000),
    "an author of 1 MB": lambda: _feed(f"<author>a@{'a.' * 500_000}</author>"),
    "a date of 1 MB": lambda: _feed(f"<pubDate>{'1 ' * 500_000}</pubDate>"),
    "a head of 1 MB, 2,000 entries": lambda: _feed("", head="<a>b</a>" * 9_000, times=2_000),
    "4 MiB of texts as deep as may be": lambda: _feed(
        f"<description><![CDATA[{'<div>' * 190}{'<p>x' * 2_000}]]></description>", times=400
    ),
    "base64 in an entry": lambda: (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="image/png">'
        f"{'YWFh' * (ENTRY_BYTES // 4)}</content></entry></feed>"
    ),
    "JSON: 10 MiB of brackets": lambda: _json("[" * 9_000_000),
    "JSON: 1,300,000 small objects": lambda: _json('{"":0},' * 1_300_000),
    "JSON: a number of 9 MB": lambda: _json("9" * 9_000_000),
    "JSON: 990 items of 5,000 values": lambda: _json('{"a": [' + "0," * 5_000 + "0]}", times=990),
    "10 MiB of items that are never closed": lambda: "<rss><channel>" + "<item>" * 1_700_000,
}
CASES = tuple(Case(name=name, make=partial(make, text), meet=meet) for name, text in _TEXTS.items())
