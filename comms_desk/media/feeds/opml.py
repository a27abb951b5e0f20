"""Lists of feeds in OPML, as every feed reader writes them: in and out.

An address that is none is left out and counted, never guessed.  Our own lists also say
which outlet a feed belongs to and its language; other programs do not mind.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comms_desk.media.feeds.clean import one_line
from comms_desk.media.feeds.errors import NotAFeedList, WrongAddress
from comms_desk.media.feeds.model import Feed, NewFeed

FILE_LIMIT_BYTES = 5 << 20
TITLE_LIMIT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The feeds of a list, and the addresses in it that are none."""

    feeds: tuple[NewFeed, ...]
    refused: tuple[str, ...]


def read_list(content: bytes, *, name: str) -> Listed:
    """Read an OPML file; *name* is the file's, for the sentence when it is none.

    Raises:
        NotAFeedList: It is not OPML, or holds no feed.
    """
    from lxml import etree

    if len(content) > FILE_LIMIT_BYTES:
        raise NotAFeedList(name, reason="too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root: Any = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeedList(name, reason=str(error)) from error
    found: dict[str, NewFeed] = {}
    refused: list[str] = []
    for outline in root.iter("outline"):
        address = _attribute(outline.attrib, "xmlurl")
        if not address:
            continue
        try:
            feed = _feed(outline.attrib, address)
        except WrongAddress:
            refused.append(address)
        else:
            found.setdefault(feed.address, feed)
    if not found:
        raise NotAFeedList(name, reason="no feed in it")
    return Listed(feeds=tuple(found.values()), refused=tuple(refused))


def write_list(feeds: Iterable[Feed], *, title: str) -> bytes:
    """Return *feeds* as an OPML file that any feed reader takes."""
    from lxml import etree

    root = etree.Element("opml", {"version": "2.0"})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        about = {"type": "rss", "text": feed.title, "xmlUrl": feed.address}
        if feed.site:
            about["htmlUrl"] = feed.site
        if feed.language:
            about["language"] = feed.language
        if feed.outlet_name:
            about["outlet"] = feed.outlet_name
        etree.SubElement(body, "outline", about)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _feed(attributes: Any, address: str) -> NewFeed:
    title = _attribute(attributes, "text") or _attribute(attributes, "title")
    return NewFeed(
        address=address,
        title=title[:TITLE_LIMIT],
        language=_attribute(attributes, "language")[:2].lower(),
        outlet_name=_attribute(attributes, "outlet")[:TITLE_LIMIT],
    )


def _attribute(attributes: Any, wanted: str) -> str:
    """Return an attribute whatever the case of its name: programs do not agree on it."""
    for name, value in attributes.items():
        if str(name).lower() == wanted:
            return one_line(str(value))
    return ""
