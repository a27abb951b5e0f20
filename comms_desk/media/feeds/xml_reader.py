"""A feed in XML, read by feedparser, with what it gets wrong or slowly set right.

feedparser takes whatever feeds are; but it guesses dates, cuts names and addresses in two,
lets a picture's title stand for the feed's, and compares each tag with all those before.
Here its two parsers, the strict one and the one for ill-formed documents, leave that to us.
Its sanitizing and the resolving of addresses inside the markup are off: what is kept is text.

`read_plain` reads an RSS document that keeps to plain ways in a sixth of feedparser's time: most
feeds write each entry as a flat list of a dozen elements, for which feedparser's dear half (what a
tag may mean elsewhere, types, languages, bases) decides nothing.  Where anything else stands in the
document, it says so and feedparser reads it all: the answer is the same word for word.
"""

import io
import re
import xml.sax
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, override
from xml.etree.ElementTree import Element, ParseError, XMLParser
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import feature_external_ges

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.mixin import _FeedParserMixin

from comms_desk.media.feeds.encoding import mend_marks, mend_references
from comms_desk.media.feeds.given import Given, GivenAbout, GivenFeed

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


TEXT_PIECE_BYTES = 1 << 16
_ASIDE = frozenset({"image", "textinput"})
"""What a feed holds beside its entries: their titles and links are not its own."""
_DATES = ("published", "updated", "created")


def read_xml(text: bytes, *, is_bare: bool = False) -> GivenFeed:
    """Read a document in UTF-8 that holds no DOCTYPE; of one that *is_bare*, its entries alone.

    Raises:
        Exception: `parse.PARSER_FAILURES`: feedparser promises never to raise, and does.
    """
    text = mend_references(text)
    if is_bare and (entries := read_plain(text)) is not None:
        return GivenFeed(about=GivenAbout(), entries=entries)
    return with_feedparser(text)


def with_feedparser(text: bytes) -> GivenFeed:
    """Read a document whose references exist, whatever its ways."""
    trouble, reader = "", _strictly(text)
    if reader.trouble:
        text = mend_marks(text)
        trouble, reader = reader.trouble, _strictly(text)
    if reader.trouble:
        reader = _Loose("", None, "utf-8", {})
        reader.sanitize_html = reader.resolve_relative_uris = False
        reader.feed(text.decode("utf-8", "replace"))
    return GivenFeed(
        about=_about(reader.feeddata),
        entries=[_entry(entry) for entry in reader.entries],
        trouble=trouble,
    )


def _strictly(text: bytes) -> Any:
    reader: Any = _Strict("", None, "utf-8")
    reader.sanitize_html = reader.resolve_relative_uris = False
    # Only expat, which is bounded: no other parser that happens to be installed.
    parser = _Expat(namespaceHandling=1)
    parser.setFeature(feature_external_ges, 0)
    parser.setContentHandler(reader)
    parser.setErrorHandler(reader)
    source = xml.sax.xmlreader.InputSource()
    source.setByteStream(io.BytesIO(text))
    try:
        parser.parse(source)
    except xml.sax.SAXException as error:
        reader.trouble = str(reader.exc or error) or type(error).__name__
    return reader


class _Expat(ExpatParser):
    """Gives a text whole: not cut at each reference and each line."""

    @override
    def reset(self) -> None:
        super().reset()
        expat: Any = vars(self)["_parser"]
        expat.buffer_text = True
        expat.buffer_size = TEXT_PIECE_BYTES


class _OurWays:
    """What both parsers do otherwise; the names of the methods are feedparser's."""

    _get_context: Any
    pop: Any
    pop_content: Any
    push_content: Any
    inauthor: int

    def _add_tag(self, _term: object, _scheme: object, _label: object) -> None:
        self._get_context().setdefault("tags", [])

    def _sync_author_detail(self, key: str = "author") -> None:
        """Do not look for an address in a name: `people` does."""

    def _end_author(self) -> None:
        text = self.pop("author")
        self.inauthor = 0
        authors = self._get_context().get("authors")
        if text and authors and not authors[-1]:
            authors[-1]["name"] = text

    _end_managingeditor = _end_author

    def _end_published(self) -> None:
        self.pop("published")

    _end_issued = _end_pubdate = _end_published

    def _end_updated(self) -> None:
        self.pop("updated")

    _end_modified = _end_lastbuilddate = _end_updated

    def _end_created(self) -> None:
        self.pop("created")

    def _end_expirationdate(self) -> None:
        self.pop("expired")

    def _start_dc_title(self, attributes: dict[str, str]) -> None:
        self.push_content("dc_title", attributes, "text/plain", 1)

    def _end_dc_title(self) -> None:
        self.pop_content("dc_title")

    def _start_media_title(self, attributes: dict[str, str]) -> None:
        self.push_content("media_title", attributes, "text/plain", 1)

    def _end_media_title(self) -> None:
        self.pop_content("media_title")


class _Loose(_OurWays, LooseFeedParser):  # type: ignore[misc]  # feedparser has no types
    pass


class _Strict(_OurWays, StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    trouble = ""
    """Why the document is ill-formed."""
    _depth_aside = 0

    @override
    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:
        is_aside = not self.inentry and name[1].lower() in _ASIDE
        if self._depth_aside or is_aside:
            self._depth_aside += 1
        else:
            super().startElementNS(name, qname, attrs)

    @override
    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:
        if self._depth_aside:
            self._depth_aside -= 1
        else:
            super().endElementNS(name, qname)

    @override
    def characters(self, content: str) -> None:
        if not self._depth_aside:
            super().characters(content)


def _entry(found: Any) -> Given:
    titles = (name for name in ("title", "dc_title", "media_title") if _text(found, name))
    title = next(titles, "title")
    links: Sequence[Mapping[str, Any]] = found.get("links") or ()
    return Given(
        id=_text(found, "id"),
        title=_text(found, title),
        is_title_plain=(found.get(f"{title}_detail") or {}).get("type") == "text/plain",
        link=_text(found, "link"),
        summary=_text(found, "summary"),
        contents=[str(each.get("value", "")) for each in found.get("content") or ()],
        authors=_authors(found),
        dates=[date for name in _DATES if (date := _text(found, name))],
        more=[
            str(dict.get(each, "href") or dict.get(each, "url") or "")
            for each in (
                *(link for link in links if link.get("rel") == "enclosure"),
                *(found.get("media_content") or ()),
                *(found.get("media_thumbnail") or ()),
            )
        ],
    )


def _about(found: Any) -> GivenAbout:
    return GivenAbout(
        title=_text(found, "title"),
        site=_text(found, "link"),
        language=_text(found, "language"),
        ttl=_text(found, "ttl"),
    )


def _authors(found: Any) -> list[str]:
    each: Sequence[Mapping[str, Any]] = found.get("authors") or ()
    names = (str(one.get("name") or one.get("email") or "") for one in each)
    return [name for name in names if name]


def _text(found: Any, name: str) -> str:
    """Return what was found under *name* itself: not what feedparser puts in its place."""
    return str(dict.get(found, name) or "")


class _Unusual(Exception):
    """Something that feedparser is to judge."""


def read_plain(text: bytes) -> list[Given] | None:
    """Return the entries of *text*, UTF-8 without a DOCTYPE, or None: it is not plain."""
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - expat, bounded, and no DOCTYPE
    try:
        parser.feed(text)
        root: Element = parser.close()
        return [_plain_entry(item) for item in _items(root)]
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


def _plain_entry(item: Element) -> Given:
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
