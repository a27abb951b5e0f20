"""A feed in JSON (jsonfeed.org, versions 1 and 1.1): cut into its items, then read.

As of XML, only the items never seen are parsed, each by itself: what it may hold is bounded
first, and a wrong one costs no other.  What is of another type than the format says is nothing.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from comms_desk.media.feeds.given import Given, GivenAbout, GivenFeed
from comms_desk.media.feeds.left_out import LeftOutReason
from comms_desk.media.feeds.markup import DEPTH_LIMIT, TAG_LIMIT

TOKEN_LIMIT = 500_000
"""Texts and brackets of one document: more would take long to go through."""

_TOKEN = re.compile(rb"\"(?:[^\"\\]++|\\.)*+\"?|[\[\]{}]", re.DOTALL)
_VERSION = re.compile(rb"jsonfeed\.org\\?/version\\?/1")
_ITEMS = b'"items"'
_COLON = re.compile(rb"\s*+:\s*+")
_OPENING, _CLOSING = (b"{", b"["), (b"}", b"]")


class TooManyValues(ValueError):
    """The document holds more than anybody would read."""


def may_be_json(text: bytes) -> bool:
    """Say whether *text* begins as a JSON object does."""
    return text.lstrip()[:1] == b"{"


def is_json_feed(around: bytes) -> bool:
    """Say whether a document is a feed; *around* is what stands beside its items."""
    return _VERSION.search(around) is not None


def items(text: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each item of the feed begins and ends.

    Raises:
        TooManyValues: It would take long.
    """
    depth = begin = 0
    key_end = inside = -1
    for number, token in enumerate(_TOKEN.finditer(text)):
        if number > TOKEN_LIMIT:
            raise TooManyValues
        mark = token.group()
        if mark in _OPENING:
            if depth == 1 and mark == b"[" and _follows(text, key_end, token.start()):
                inside = 1
            elif depth == 2 and inside == 1:  # noqa: PLR2004 - in the root, in its items
                begin = token.start()
            depth += 1
        elif mark in _CLOSING:
            depth -= 1
            if depth == 2 and inside == 1:  # noqa: PLR2004
                yield begin, token.end()
            elif depth == 1 and inside == 1:
                return
        elif depth == 1:
            key_end = token.end() if mark == _ITEMS else -1


def too_much(item: bytes) -> LeftOutReason | None:
    """Return which bound an item passes; None: it may be parsed."""
    depth = 0
    for number, token in enumerate(_TOKEN.finditer(item)):
        if number > TAG_LIMIT:
            return LeftOutReason.TOO_MANY_TAGS
        depth += (token.group() in _OPENING) - (token.group() in _CLOSING)
        if depth > DEPTH_LIMIT:
            return LeftOutReason.TOO_DEEP
    return None


def read_json(around: bytes, some: Iterable[bytes]) -> GivenFeed:
    """Read *some* items, and what the feed says *around* them unless that is empty.

    Raises:
        ValueError: Something is not JSON.
        RecursionError: It is too deep.
    """
    return GivenFeed(
        about=_about(_object(around)) if around else GivenAbout(),
        entries=[_entry(_object(item)) for item in some],
    )


def _follows(text: bytes, key_end: int, position: int) -> bool:
    return key_end >= 0 and _COLON.fullmatch(text, key_end, position) is not None


def _object(text: bytes) -> dict[str, Any]:
    found = json.loads(text.decode("utf-8", "replace"))
    return found if isinstance(found, dict) else {}


def _about(found: dict[str, Any]) -> GivenAbout:
    return GivenAbout(
        title=html.escape(_text(found, "title"), quote=False),
        site=_text(found, "home_page_url"),
        language=_text(found, "language"),
    )


def _entry(found: dict[str, Any]) -> Given:
    plain = html.escape(_text(found, "content_text"), quote=False)
    content = _text(found, "content_html") or plain
    return Given(
        id=_identity(found.get("id")),
        title=html.escape(_text(found, "title"), quote=False),
        link=_text(found, "url") or _text(found, "external_url"),
        summary=html.escape(_text(found, "summary"), quote=False),
        contents=[content] if content else [],
        authors=_authors(found),
        dates=[_text(found, "date_published"), _text(found, "date_modified")],
        more=_more(found),
    )


def _more(found: dict[str, Any]) -> list[str]:
    attachments: Any = found.get("attachments")
    every: Sequence[Any] = attachments if isinstance(attachments, list) else ()
    pictures = (_text(found, name) for name in ("image", "banner_image"))
    sounds = (_text(each, "url") for each in every if isinstance(each, dict))
    return list(filter(None, (*pictures, *sounds)))


def _authors(found: dict[str, Any]) -> list[str]:
    """Return the names of an item's authors; version 1 had one only."""
    several: Any = found.get("authors")
    every: Sequence[Any] = several if isinstance(several, list) else [found.get("author")]
    return [_text(each, "name") for each in every if isinstance(each, dict)]


def _identity(value: Any) -> str:
    """Return an id, which some programs write as a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return _whole(value)


def _text(found: dict[str, Any], name: str) -> str:
    return _whole(found.get(name))


def _whole(value: Any) -> str:
    """Return a text without halves of characters, which JSON may write."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
