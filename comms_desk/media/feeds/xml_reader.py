"""A feed in XML, read by feedparser, with what it gets wrong or slowly set right.

feedparser takes whatever feeds are; but it guesses dates, cuts names and addresses in two,
lets a picture's title stand for the feed's, and compares each tag with all those before.
Here its two parsers, the strict one and the one for ill-formed documents, leave that to us.
Its sanitizing and the resolving of addresses inside the markup are off: what is kept is text.
"""

import io
import xml.sax
from collections.abc import Mapping, Sequence
from typing import Any, override
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import feature_external_ges

from feedparser.api import LooseFeedParser, StrictFeedParser

from comms_desk.media.feeds.encoding import mend_marks, mend_references
from comms_desk.media.feeds.given import Given, GivenAbout, GivenFeed
from comms_desk.media.feeds.plain_reader import read_plain

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
