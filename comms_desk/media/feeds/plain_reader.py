"""The entries of an RSS document that keeps to plain ways, read in a sixth of feedparser's time.

Most feeds write each entry as a flat list of a dozen elements, and of those feedparser's dear
half (what a tag may mean elsewhere, what surrounds it, types, languages, bases) decides nothing.
Where anything else stands in the document, `read_plain` says so and feedparser reads it all:
what is returned here is what `xml_reader` would return, word for word.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from feedparser.mixin import _FeedParserMixin

from comms_desk.media.feeds.given import Given

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_ONCE: Final = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "description": "summary",
    _CONTENT: "content",
    "pubDate": "published",
    f"{_DC}date": "updated",
}
_AUTHORS = frozenset({"author", f"{_DC}creator"})
_MORE: Final = {"enclosure": 0, f"{_MEDIA}content": 1, f"{_MEDIA}thumbnail": 2}
_NOTHING = frozenset(
    {
        "category",
        "comments",
        "{http://wellformedweb.org/CommentAPI/}commentRss",
        "{http://purl.org/rss/1.0/modules/slash/}comments",
        "{com-wordpress:feed-additions:1}post-id",
    }
)
"""What tells nothing that is kept."""
_ATTRIBUTES: Final = {
    "guid": frozenset({"isPermaLink"}),
    "category": frozenset({"domain"}),
    "enclosure": frozenset({"url", "length", "type"}),
    f"{_MEDIA}content": frozenset({"url", "type", "medium", "width", "height", "fileSize"}),
    f"{_MEDIA}thumbnail": frozenset({"url", "width", "height"}),
}
_NO_ATTRIBUTES: Final = frozenset[str]()
_WHOLE_LINK = re.compile(r"https?://[^\s/;\[\]][^\s;\[\]]*")
"""A link in which nothing is to be completed, nor mended."""
_CONTROLS = re.compile(r"[\x80-\x9f]")
"""Characters of Windows that feedparser takes for what they are not."""


class _Unusual(Exception):
    """Something that feedparser is to judge."""


def read_plain(text: bytes) -> list[Given] | None:
    """Return the entries of *text*, UTF-8 without a DOCTYPE, or None: it is not plain."""
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - expat, bounded, and no DOCTYPE
    try:
        parser.feed(text)
        root: Element = parser.close()
        return [_entry(item) for item in _items(root)]
    except (ParseError, _Unusual):
        return None


def _items(root: Element) -> Iterable[Element]:
    """Return the items of the one channel, which has nothing else."""
    if root.tag != "rss" or root.attrib.keys() - {"version"} or len(root) != 1:
        raise _Unusual
    channel = root[0]
    if channel.tag != "channel" or channel.attrib or any(each.tag != "item" for each in channel):
        raise _Unusual
    return channel


def _entry(item: Element) -> Given:
    if item.attrib:
        raise _Unusual
    once: dict[str, str] = {}
    authors: list[str] = []
    more: tuple[list[str], list[str], list[str]] = ([], [], [])
    is_link = True
    is_plain = False
    for each in item:
        tag = each.tag
        if len(each) or (each.attrib and each.attrib.keys() - _ATTRIBUTES.get(tag, _NO_ATTRIBUTES)):
            raise _Unusual
        if (name := _ONCE.get(tag)) is not None:
            if name in once:
                raise _Unusual
            written = (each.text or "").strip()
            if name == "title":
                is_plain = not _FeedParserMixin.looks_like_html(written)
            elif name == "id":
                is_link = each.get("isPermaLink", "true") == "true"
            once[name] = _mended(written)
        elif tag in _AUTHORS:
            authors.append(_mended((each.text or "").strip()))
        elif (kind := _MORE.get(tag)) is not None:
            more[kind].append(_address(each.attrib))
        elif tag not in _NOTHING:
            raise _Unusual
    link, own = once.get("link"), once.get("id", "")
    if link or (own and is_link):
        _must_be_whole(link or "", own if is_link else "")
    content = once.get("content")
    return Given(
        id=own,
        title=once.get("title", ""),
        is_title_plain=is_plain,
        link=link if link is not None else own * is_link,
        summary=once.get("summary", content or ""),
        contents=[] if content is None else [content],
        authors=list(filter(None, authors)),
        dates=[once[name] for name in ("published", "updated") if once.get(name)],
        more=[address for kind in more for address in kind],
    )


def _must_be_whole(*links: str) -> None:
    if not all(_WHOLE_LINK.fullmatch(link) for link in filter(None, links)):
        raise _Unusual


def _address(attributes: Mapping[str, str]) -> str:
    address = attributes.get("url", "")
    if not address:
        raise _Unusual
    return address


def _mended(text: str) -> str:
    """Return *text*, or where its UTF-8 was taken for Latin-1 and written again, what it was."""
    if text.isascii():
        return text
    if _CONTROLS.search(text):
        raise _Unusual
    try:
        return text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return text
