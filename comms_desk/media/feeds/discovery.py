"""From a site's address to the addresses of its feeds.

A person knows "lapresse.ca", not the feed's address.  The page is asked for like a feed,
within the same bounds; what it announces is tried first, then the places where feeds
usually are.  Whatever is found has been read once and is really a feed.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from itertools import islice
from typing import override
from urllib.parse import urljoin, urlsplit

from comms_desk.media.feeds import errors, parse
from comms_desk.media.feeds.clean import on_one_line
from comms_desk.media.feeds.document import open_document
from comms_desk.media.feeds.encoding import as_utf8
from comms_desk.media.feeds.fetch import FeedAnswer, FeedRequest, Fetcher
from comms_desk.media.feeds.guard import Guard
from comms_desk.media.feeds.model import normal_address

PAGE_LIMIT_BYTES = 1 << 20
CANDIDATE_LIMIT = 12
USUAL_PLACES = ("/feed/", "/rss.xml", "/rss", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
UP_TO_THE_SITE = (
    errors.AskedToWait,
    errors.BrokenFeed,
    errors.DangerousFeed,
    errors.FeedGone,
    errors.ServerFailed,
    errors.TooSlow,
    errors.Unreachable,
)
"""What befalls a feed that is followed without a word, and is asked again or removed."""
_FEED_TYPES = frozenset(
    f"application/{kind}" for kind in ("rss+xml", "atom+xml", "rdf+xml", "feed+json")
)
_PERHAPS_FEED_TYPES = frozenset({"application/json"})
"""A feed on some sites, something for programs on most: tried with what looks like a feed."""
_HINTS = ("rss", "feed", "atom", ".xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that was read once: where it is, what it calls itself, what it holds now.

    *announced_as* is what the page that leads to it calls it, "" where it says nothing.
    """

    address: str
    title: str
    language: str
    entries: int
    announced_as: str = ""


def find_feeds(
    address: str, *, allowed_networks: Iterable[str], now: Callable[[], datetime]
) -> tuple[FoundFeed, ...]:
    """Return the feeds at *address*: itself when it is one, else those of its page.

    Takes seconds: never in the window's thread.

    Raises:
        NotFollowed: The address cannot be read now, or never will be.
        FeedTrouble: A person can do something about it; or `NoFeedFound` there.
    """
    try:
        return asyncio.run(_find(normal_address(address), Guard(allowed_networks), now))
    except UP_TO_THE_SITE as trouble:
        raise errors.NotFollowed(trouble) from trouble


async def _find(address: str, guard: Guard, now: Callable[[], datetime]) -> tuple[FoundFeed, ...]:
    async with Fetcher(guard, now=now) as fetcher:
        answer = await fetcher.ask(FeedRequest(address=address, keep_open=True))
        try:
            return (_read(answer, asked=address),)
        except errors.NotAFeed as error:
            if error.found != "html":
                raise
        page = answer.body or b""
        text = as_utf8(page[:PAGE_LIMIT_BYTES], answer.content_type).decode("utf-8", "replace")
        announced, linked = _candidates(text, answer.address)
        usual = dict.fromkeys((urljoin(answer.address, place) for place in USUAL_PLACES), "")
        for some in (announced, linked, usual):
            found = await _try_all(fetcher, some)
            if found:
                return found
    raise errors.NoFeedFound(address)


async def _try_all(fetcher: Fetcher, announced: Mapping[str, str]) -> tuple[FoundFeed, ...]:
    """Return those addresses of *announced* that are feeds, in order, each once."""
    wanted = islice(announced.items(), CANDIDATE_LIMIT)
    found = await asyncio.gather(*(_try(fetcher, address, name) for address, name in wanted))
    return tuple({each.address: each for each in found if each is not None}.values())


async def _try(fetcher: Fetcher, address: str, announced_as: str) -> FoundFeed | None:
    try:
        answer = await fetcher.ask(FeedRequest(address=normal_address(address), keep_open=True))
        return _read(answer, asked=address, announced_as=announced_as)
    except errors.FeedTrouble:
        return None


def _read(answer: FeedAnswer, *, asked: str, announced_as: str = "") -> FoundFeed:
    document = open_document(answer.body or b"", content_type=answer.content_type, address=asked)
    reading = next(parse.read(document, [()], address=asked))
    return FoundFeed(
        address=normal_address(answer.moved_to or asked),
        title=reading.about.title,
        language=reading.about.language,
        entries=len(document.slices),
        announced_as=announced_as,
    )


def _candidates(page: str, base: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the addresses that *page* announces as feeds, and those that look like some.

    Each with what the page calls it.
    """
    reader = _Links()
    reader.feed(page)
    base = urljoin(base, reader.base) if reader.base else base
    return dict(_whole(reader.announced, base)), dict(_whole(reader.linked, base))


def _whole(links: Mapping[str, str], base: str) -> Iterator[tuple[str, str]]:
    for link, name in links.items():
        try:
            address = urljoin(base, link)
            if urlsplit(address).scheme in ("http", "https"):
                yield address, name
        except ValueError:
            continue


class _Links(HTMLParser):
    """Gathers what a page links to that may be a feed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.announced: dict[str, str] = {}
        self.linked: dict[str, str] = {}

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        link = on_one_line(values.get("href", ""))
        if not link:
            return
        if tag == "base":
            self.base = self.base or link
        elif tag == "link" and "alternate" in values.get("rel", "").lower().split():
            kind = values.get("type", "").partition(";")[0].strip().lower()
            if kind in _FEED_TYPES:
                self.announced.setdefault(link, on_one_line(values.get("title", "")))
            elif kind in _PERHAPS_FEED_TYPES:
                self.linked.setdefault(link, on_one_line(values.get("title", "")))
        elif tag == "a" and any(hint in link.lower() for hint in _HINTS):
            self.linked.setdefault(link, "")
