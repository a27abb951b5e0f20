"""Lists of feeds in OPML, as every feed reader writes them: in and out.

Lists are written by hand and by programs that do not escape what they write: what can be read
is read, and all the rest is listed with its line and why; nothing is guessed.  Our own lists
also say which outlet a feed belongs to, its language, and whether it is paused; other programs do
not mind.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from comms_desk.media.feeds import markup
from comms_desk.media.feeds.clean import on_one_line
from comms_desk.media.feeds.document import without_doctype
from comms_desk.media.feeds.encoding import as_utf8, mend_marks, mend_references
from comms_desk.media.feeds.errors import NotAFeedList, SecretInAddress, WrongAddress
from comms_desk.media.feeds.model import Feed, NewFeed
from comms_desk.text.discretion import without_secrets

FILE_LIMIT_BYTES = 5 << 20
FEED_LIMIT = 5_000
"""Feeds of one list that are brought in at once."""
TITLE_LIMIT = 500
BETWEEN_FOLDERS = " / "
ADDRESS_SHOWN = 200

_ADDRESS_NAMES = ("xmlurl", "xml_url", "xml-url", "feedurl", "rssurl")
_FEED_KINDS = frozenset({"", "rss", "rss1", "rss2", "atom", "rdf", "json", "jsonfeed", "feed"})
_ADDRESS = re.compile(
    rb"[\s\"'](?:xml[_-]?url|feedurl|rssurl)\s*+=\s*+"
    rb"(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>]++))",
    re.IGNORECASE,
)
_VALUE = re.compile(rb"([\s\"'][A-Za-z][\w:.-]*+\s*+=\s*+)(\"[^\"]*+\"|'[^']*+')")
_DECLARATION = re.compile(rb"^\s*+<\?xml[^>]*+>")


class WhyNot(StrEnum):
    """Why something in a list does not become a feed."""

    NO_ADDRESS = "no_address"
    """Its address is that of no web page."""
    EMPTY = "empty"
    """There is room for its address, and nothing in it."""
    LOGIN = "login"
    """Somebody logs in there: everybody at the desk would read how."""
    NO_FEED = "no_feed"
    """The list says that it is a site or another kind of source."""
    UNREADABLE = "unreadable"
    """It is written so that nothing can be made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFeed:
    """Something in a list that becomes no feed: its address, without any password.

    It is the title of one that has no address.
    """

    line: int
    address: str
    why: WhyNot


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlFeeds:
    """The feeds of a list, and what in it is none, by line."""

    feeds: tuple[NewFeed, ...]
    """At most `FEED_LIMIT`, the first."""
    total: int
    """How many feeds the list holds."""
    refused: tuple[RefusedFeed, ...]


def read_list(content: bytes, *, name: str) -> OpmlFeeds:
    """Read an OPML file; *name* is the file's, for the sentence when it is none.

    Raises:
        NotAFeedList: It is not OPML, or holds no feed.
    """
    if len(content) > FILE_LIMIT_BYTES:
        raise NotAFeedList(name, reason="too large")
    text = _DECLARATION.sub(_ends_of_lines, as_utf8(content, ""), count=1)
    if text.count(b"<") > markup.BRACKET_LIMIT or markup.has_rich_tag(text):
        raise NotAFeedList(name, reason="too many tags or attributes")
    text = mend_references(without_doctype(_without_comments(text)))
    text = _VALUE.sub(_value_mended, text)
    lines = _Lines(text)
    root = _parsed(text, name)
    found: dict[str, NewFeed] = {}
    refused: list[RefusedFeed] = []
    for attributes, folder, is_folder in _outlines(root):
        address, kind = _address(attributes)
        if not address and attributes.keys().isdisjoint(_ADDRESS_NAMES):
            continue
        line = lines.take(address)
        if not address:
            if not is_folder:
                refused.append(_refused(line, _title(attributes), WhyNot.EMPTY))
            continue
        if kind not in _FEED_KINDS:
            refused.append(_refused(line, address, WhyNot.NO_FEED))
            continue
        try:
            feed = _feed(attributes, address, folder=folder)
        except SecretInAddress:
            refused.append(_refused(line, address, WhyNot.LOGIN))
        except WrongAddress:
            refused.append(_refused(line, address, WhyNot.NO_ADDRESS))
        else:
            found.setdefault(feed.address, feed)
    refused += [_refused(line, address, WhyNot.UNREADABLE) for line, address in lines.left()]
    if not found:
        raise NotAFeedList(name, reason="no feed in it")
    return OpmlFeeds(
        feeds=tuple(islice(found.values(), FEED_LIMIT)),
        total=len(found),
        refused=tuple(sorted(refused, key=lambda each: each.line)),
    )


def write_list(feeds: Iterable[Feed], *, title: str) -> bytes:
    """Return *feeds* as an OPML file that any feed reader takes."""
    from lxml import etree

    root = etree.Element("opml", {"version": "2.0"})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    folders: dict[tuple[str, ...], Any] = {(): etree.SubElement(root, "body")}
    for feed in feeds:
        path = tuple(filter(None, feed.folder.split(BETWEEN_FOLDERS)))
        for depth, name in enumerate(path, start=1):
            if path[:depth] not in folders:
                within = folders[path[: depth - 1]]
                called = {"text": name, "title": name}
                folders[path[:depth]] = etree.SubElement(within, "outline", called)
        about = {"type": "rss", "text": feed.name, "title": feed.name, "xmlUrl": feed.address}
        if feed.site:
            about["htmlUrl"] = feed.site
        if feed.language:
            about["language"] = feed.language
        if feed.outlet_name:
            about["outlet"] = feed.outlet_name
        if feed.paused:
            about["paused"] = "true"
        etree.SubElement(folders[path], "outline", about)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _parsed(text: bytes, name: str) -> Any:
    """Return the root of an OPML document, mended where it is ill-formed."""
    from lxml import etree

    def read(some: bytes, *, recover: bool) -> Any:
        parser = etree.XMLParser(
            recover=recover, resolve_entities=False, no_network=True, load_dtd=False
        )
        return etree.fromstring(some, parser)

    try:
        return read(text, recover=False)
    except (etree.XMLSyntaxError, ValueError):
        try:
            root = read(mend_marks(text), recover=True)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotAFeedList(name, reason=str(error)) from error
    if root is None:
        raise NotAFeedList(name, reason="nothing in it")
    return root


def _without_comments(text: bytes) -> bytes:
    pieces: list[bytes] = []
    position = 0
    while (begin := text.find(b"<!--", position)) >= 0 and (end := text.find(b"-->", begin)) >= 0:
        pieces += text[position:begin], b"\n" * text.count(b"\n", begin, end)
        position = end + len(b"-->")
    return b"".join([*pieces, text[position:]])


def _ends_of_lines(found: re.Match[bytes]) -> bytes:
    """Keep the count of lines where what *found* holds goes."""
    return b"\n" * found.group().count(b"\n")


def _value_mended(found: re.Match[bytes]) -> bytes:
    value = found.group(2)
    if b"<" in value or b"&" in value:
        value = mend_marks(value.replace(b"<", b"&lt;"))
    return found.group(1) + value


def _outlines(root: Any) -> Iterator[tuple[dict[str, str], str, bool]]:
    """Yield the attributes of each outline, the folders around it, and whether it is one.

    Of the folders, the outermost is first.
    """
    from lxml import etree

    names: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if _local(element.tag) != "outline":
            continue
        if event == "end":
            names.pop()
            continue
        attributes = {_local(key): on_one_line(value) for key, value in element.attrib.items()}
        around = BETWEEN_FOLDERS.join(filter(None, names))[:TITLE_LIMIT]
        yield attributes, around, len(element) > 0
        is_feed = bool(_address(attributes)[0])
        names.append("" if is_feed else _title(attributes))


class _Lines:
    """The addresses as the file writes them, by line: what no parser gave is known by them."""

    def __init__(self, text: bytes) -> None:
        self._lines: dict[str, list[int]] = {}
        line, position = 1, 0
        for found in _ADDRESS.finditer(text):
            line += text.count(b"\n", position, found.start())
            position = found.start()
            written = next(filter(None, found.groups()), b"").decode("utf-8", "replace")
            address = on_one_line(html.unescape(written))
            self._lines.setdefault(address, []).append(line)

    def take(self, address: str) -> int:
        """Return the line of the next outline with *address*; 0 where it is not known."""
        lines = self._lines.get(address)
        return lines.pop(0) if lines else 0

    def left(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that nobody took, and what they hold, where that is something."""
        for address, lines in self._lines.items():
            for line in lines if address else ():
                yield line, address


def _address(attributes: dict[str, str]) -> tuple[str, str]:
    """Return the address of a feed, or nothing, and what the list says that it is."""
    kind = attributes.get("type", "").lower().removeprefix("application/").partition("+")[0]
    given = next(filter(None, (attributes.get(name) for name in _ADDRESS_NAMES)), "")
    if not given and kind and kind in _FEED_KINDS:
        given = attributes.get("url", "")
    return given, kind


def _refused(line: int, address: str, why: WhyNot) -> RefusedFeed:
    return RefusedFeed(line=line, address=without_secrets(address)[:ADDRESS_SHOWN], why=why)


def _feed(attributes: dict[str, str], address: str, *, folder: str) -> NewFeed:
    return NewFeed(
        address=address,
        title=_title(attributes),
        language=attributes.get("language", "")[:2].lower(),
        outlet_name=attributes.get("outlet", "")[:TITLE_LIMIT],
        folder=folder,
        paused=attributes.get("paused", "").lower() == "true",
    )


def _title(attributes: dict[str, str]) -> str:
    return (attributes.get("text") or attributes.get("title", ""))[:TITLE_LIMIT]


def _local(name: object) -> str:
    """Return a name without its namespace, in small letters: programs do not agree on them."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""
