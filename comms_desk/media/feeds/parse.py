"""The entries of a feed that nobody has seen yet, as clean values.

feedparser reads them, a few at a time, out of `document.Document`.  Its own sanitizing
and the resolving of addresses inside the markup are off: what is kept is plain text.
"""

import calendar
import io
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any
from urllib.parse import urljoin

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.clean import clean_link, one_line, plain_text
from comms_desk.media.feeds.document import BARE_LIMIT_BYTES, Document, ttl_minutes
from comms_desk.media.feeds.encoding import mend_references

GROUP = 25
"""Entries read at once: a stop is heard between two groups."""
GROUP_BYTES = 1 << 20
"""Entries that hold more are read at once only when there is one."""
TITLE_LIMIT = 500
KEY_LIMIT = 300
AUTHOR_LIMIT = 200
LINK_LIMIT = 2_000
SUMMARY_LIMIT = 1_000
PARSER_FAILURES = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
)
"""What feedparser, which promises never to raise, has been seen to raise, and its like."""
_FROM_TEXT = 120
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry, as a feed tells it; everything is plain text."""

    key: str
    """What the feed calls it: its id, or else its link, or else a hash of its words."""
    title: str
    link: str
    summary: str
    text: str
    """The whole of what the feed gives, its summary included."""
    author: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a feed says of itself; empty where it does not."""

    title: str = ""
    site: str = ""
    language: str = ""
    ttl: timedelta = timedelta()
    """How long it wants to be left in peace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A group of entries, and what the feed says of itself."""

    about: About
    entries: tuple[Entry, ...]
    places: tuple[int, ...] = ()
    """Which slice of the document told each of *entries*; empty where that is not sure."""
    left_out: tuple[int, ...] = ()
    """The slices that could not be read."""


def groups(document: Document, indices: Sequence[int]) -> list[Sequence[int]]:
    """Return *indices* in groups that may be read at once, the last of the document first.

    There is at least one group, even without any entry: its reading says what the feed is.
    """
    found: list[list[int]] = [[]]
    held_bytes = 0
    for index in reversed(indices):
        start, end = document.slices[index]
        is_full = len(found[-1]) == GROUP or held_bytes + end - start > GROUP_BYTES
        if found[-1] and is_full:
            found.append([])
            held_bytes = 0
        found[-1].insert(0, index)
        held_bytes += end - start
    return list(found)


def read(
    document: Document,
    groups: Iterable[Sequence[int]],
    *,
    address: str,
    is_known: bool = False,
) -> Iterator[Reading]:
    """Yield what each of *groups* holds.  Of a feed that *is_known* only its ttl is read again.

    Raises:
        BrokenFeed: Nothing can be read: no entry of a group, or no document at all.
    """
    for group in groups:
        try:
            yield _read_group(document, group, address=address, is_known=is_known)
        except PARSER_FAILURES as error:
            log.exception("the entries of %s are read one by one", address)
            one_by_one = _read_one_by_one(document, group, address=address, is_known=is_known)
            if one_by_one is None:
                raise errors.BrokenFeed(address, reason=type(error).__name__) from error
            yield one_by_one


def _read_group(
    document: Document, group: Sequence[int], *, address: str, is_known: bool
) -> Reading:
    bare = is_known and bool(group)
    found = _parse(document.only(group, bare=bare))
    told = [_entry(entry, address) for entry in found["entries"]]
    kept = [place for place, entry in enumerate(told) if entry.title or entry.link]
    entries = tuple(told[place] for place in kept)
    if not entries and (group or found.get("bozo")):
        raise errors.BrokenFeed(address, reason=str(found.get("bozo_exception", "")))
    if bare:
        about = About(ttl=_ttl(ttl_minutes(document).decode("ascii")))
    else:
        about = _about(found["feed"], address)
    is_one_each = len(told) == len(group)
    return Reading(
        about=about,
        entries=entries,
        places=tuple(group[place] for place in kept) if is_one_each else (),
    )


def _read_one_by_one(
    document: Document, group: Sequence[int], *, address: str, is_known: bool
) -> Reading | None:
    """Read a group without the entries on which the parser fails; None when none is left.

    Nor is any read where the feed says so much around its entries that each would take long.
    """
    around = document.only(())
    if len(around) > BARE_LIMIT_BYTES:
        return None
    about = About() if is_known else None
    found: list[Reading] = []
    left_out: list[int] = []
    for index in group:
        try:
            about = about or _about(_parse(around)["feed"], address)
            found.append(_read_group(document, [index], address=address, is_known=True))
        except (errors.FeedTrouble, *PARSER_FAILURES) as error:
            log.warning("an entry of %s is left out: %s", address, error)
            left_out.append(index)
    if about is None or not found:
        return None
    entries = tuple(entry for each in found for entry in each.entries)
    places = tuple(place for each in found for place in each.places)
    return Reading(
        about=replace(about, ttl=found[0].about.ttl),
        entries=entries,
        places=places if len(places) == len(entries) else (),
        left_out=tuple(left_out),
    )


def _parse(text: bytes) -> Any:
    import feedparser
    import feedparser.api

    # Only expat, which is bounded: no other parser that happens to be installed.  Looking
    # for one at each document also costs a twentieth of a poll.
    feedparser.api.PREFERRED_XML_PARSERS = []
    return feedparser.parse(
        io.BytesIO(mend_references(text)),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _entry(entry: Any, address: str) -> Entry:
    link = _link(address, entry.get("link", ""))
    summary = plain_text(entry.get("summary", ""))
    contents = (plain_text(piece.get("value", "")) for piece in _contents(entry))
    text = max(contents, key=len, default="")
    if summary and not text.startswith(summary[:_FROM_TEXT].rstrip("… .[]")):
        text = f"{summary}\n\n{text}" if text else summary
    detail = entry.get("title_detail") or {}
    title = one_line(entry.get("title", ""), is_markup=detail.get("type") != "text/plain")
    title = title or one_line(text)[:_FROM_TEXT]
    return Entry(
        key=_key(entry.get("id", ""), link, title, text),
        title=title[:TITLE_LIMIT],
        link=link,
        summary=(summary or text)[:SUMMARY_LIMIT],
        text=text,
        author=_author(entry)[:AUTHOR_LIMIT],
        published_at=_moment(entry.get("published_parsed") or entry.get("updated_parsed")),
    )


def _contents(entry: Any) -> Sequence[Any]:
    contents: Sequence[Any] = entry.get("content") or ()
    return contents


def _link(address: str, link: str) -> str:
    """Return *link* whole and clean, or nothing; a feed may write it from its own address."""
    try:
        return clean_link(urljoin(address, link.strip()))[:LINK_LIMIT] if link.strip() else ""
    except ValueError:
        return ""


def _key(given: str, link: str, title: str, text: str) -> str:
    key = one_line(given) or link
    if 0 < len(key) <= KEY_LIMIT:
        return key
    return blake2b(
        f"{key}\n{title}\n{text if not key else ''}".encode(), digest_size=16
    ).hexdigest()


def _author(entry: Any) -> str:
    names = [one_line(each.get("name", "")) for each in entry.get("authors") or ()]
    return ", ".join(dict.fromkeys(filter(None, names))) or one_line(entry.get("author", ""))


def _moment(parsed: time.struct_time | None) -> datetime | None:
    """Return a moment that makes sense; dates of before the web are mistakes."""
    if parsed is None:
        return None
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment >= _OLDEST else None


def _about(feed: Any, address: str) -> About:
    return About(
        title=one_line(feed.get("title", ""), is_markup=True)[:TITLE_LIMIT],
        site=_link(address, feed.get("link", "")),
        language=one_line(feed.get("language", ""))[:2].lower(),
        ttl=_ttl(feed.get("ttl", "")),
    )


def _ttl(minutes: str) -> timedelta:
    text = minutes.strip()
    if not (text.isascii() and text.isdigit()):
        return timedelta()
    return min(timedelta(minutes=int(text[:6])), timedelta(days=1))
