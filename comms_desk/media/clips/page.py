"""What a page says of itself: title, summary, author, hour; asked for once, like a feed.

Bounded as feeds are (time, size, private networks), and it keeps none of the page's text.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import override

from comms_desk.media.clips.model import TITLE_LENGTH
from comms_desk.media.feeds.clean import clean_link, on_one_line
from comms_desk.media.feeds.dates import read_date
from comms_desk.media.feeds.encoding import as_utf8
from comms_desk.media.feeds.fetch import FeedRequest, Fetcher
from comms_desk.media.feeds.guard import Guard

HEAD_LIMIT_BYTES = 512 * 1024
"""Of a page that are read: what it says of itself stands at its beginning."""
PATIENCE_S = 8.0
SUMMARY_LENGTH = 500
AUTHOR_LENGTH = 120
_TITLES = ("og:title", "twitter:title", "title")
_SUMMARIES = ("og:description", "description", "twitter:description")
_AUTHORS = ("author", "article:author")
_DATES = ("article:published_time", "datepublished", "date", "dc.date")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSaid:
    """What a page says of itself; blank where it does not.

    Attributes:
        link: Where it stands in the end, or its own address as it says it.
    """

    link: str
    title: str = ""
    summary: str = ""
    author: str = ""
    published_at: datetime | None = None


def read_page(
    address: str, *, allowed_networks: Iterable[str], now: Callable[[], datetime]
) -> PageSaid:
    """Return what the page at *address* says of itself.

    Takes seconds: never in the window's thread.

    Raises:
        FeedTrouble: It cannot be read: no network, no such page, a private machine, too large.
    """
    return asyncio.run(_ask(address, Guard(allowed_networks), now))


async def _ask(address: str, guard: Guard, now: Callable[[], datetime]) -> PageSaid:
    async with Fetcher(guard, now=now, whole_answer_s=PATIENCE_S) as fetcher:
        answer = await fetcher.ask(FeedRequest(address=address))
    return said_by(answer.body or b"", answer.content_type, address=answer.address)


def said_by(page: bytes, content_type: str, *, address: str) -> PageSaid:
    """Return what *page* says of itself, as it was sent from *address*."""
    text = as_utf8(page[:HEAD_LIMIT_BYTES], content_type).decode("utf-8", "replace")
    head = _Head()
    head.feed(text)
    said = head.said

    def first(names: Iterable[str], length: int) -> str:
        return next((said[name] for name in names if said.get(name)), "")[:length]

    author = first(_AUTHORS, AUTHOR_LENGTH)
    published = first(_DATES, AUTHOR_LENGTH)
    return PageSaid(
        link=clean_link(said.get("canonical", "")) or clean_link(address),
        title=first(_TITLES, TITLE_LENGTH),
        summary=first(_SUMMARIES, SUMMARY_LENGTH),
        author="" if "://" in author else author,
        published_at=read_date(published) if published else None,
    )


class _Head(HTMLParser):
    """Gathers the title and the first of each meta of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self._is_title = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = values.get("property") or values.get("name") or values.get("itemprop") or ""
            self._says(name.lower(), values.get("content", ""))
        elif tag == "link" and "canonical" in values.get("rel", "").lower().split():
            self._says("canonical", values.get("href", ""))
        self._is_title = tag == "title" and "title" not in self.said

    @override
    def handle_data(self, data: str) -> None:
        if self._is_title:
            self._says("title", data)

    @override
    def handle_endtag(self, tag: str) -> None:
        self._is_title = False

    def _says(self, name: str, words: str) -> None:
        said = on_one_line(words)
        if said:
            self.said.setdefault(name, said)
