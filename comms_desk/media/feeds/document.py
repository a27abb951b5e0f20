"""A feed's document cut into its entries, without parsing it.

Nearly every time a feed has changed, one entry of forty is new.  The document is cut at
its ``<item>`` or ``<entry>`` elements, or at the items of a JSON Feed, each slice is hashed,
and only the slices never seen before are parsed: by feedparser, in a small document with the
same head, or one by one.  A DOCTYPE is always dropped: no entity is ever expanded.  What could
take long to parse is left out.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b, sha1
from itertools import pairwise

from comms_desk.media.feeds import errors, json_reader, markup
from comms_desk.media.feeds.encoding import as_utf8
from comms_desk.media.feeds.left_out import (
    ENTRY_LIMIT,
    ENTRY_LIMIT_BYTES,
    LeftOutEntries,
    LeftOutReason,
)

AROUND_LIMIT_BYTES = 1 << 20
"""What a document may hold outside of its entries."""
FINGERPRINT_BYTES = 8

_LEFT_OUT = b""
_PROLOG = b'<?xml version="1.0" encoding="utf-8"?>\n'

_OPENING = re.compile(rb"<!--|<!\[CDATA\[|<((?:[\w.-]+:)?(?:item|entry))(?=[\s/>])", re.IGNORECASE)
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<![cdata[": b"]]>"}
_CLOSED_ROOT = re.compile(rb"</(?:[\w.-]+:)?(?:channel|rss|feed|rdf)\s*>", re.IGNORECASE)
_SPACES = re.compile(rb"\s+")
_BEFORE_ROOT = re.compile(rb"\s*(?:<\?(?!\s)[^>]*>|<!--)")
_ROOT = re.compile(rb"\s*<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_DOCTYPE_START = re.compile(rb"\s*<!DOCTYPE", re.IGNORECASE)
_DOCTYPE = re.compile(rb"\s*<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ENTITY_VALUE = re.compile(rb"<!ENTITY[^<>\"']*+[\"']([^\"']*+)", re.IGNORECASE)
_ENTITY_REFERENCE = re.compile(rb"[&%](?!#)")
_SAFE_ENTITY_BYTES = 200
_FEED_ROOTS = frozenset({b"rss", b"feed", b"rdf", b"channel"})
_LATE_START = re.compile(
    rb"<\?xml\s|<!DOCTYPE\s+rss\b|<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|rdf|channel)(?=[\s>])",
    re.IGNORECASE,
)
_PRINTED_BEFORE_BYTES = 1 << 16
_BESIDE = frozenset({b"image", b"textinput"})
"""What no entry is in: where one is not closed, its end was forgotten."""
_HTML_HINT = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HINT_BYTES = 4096
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")


def body_fingerprint(body: bytes) -> bytes:
    """Return a short hash of a whole answer, to know it again.

    SHA-1 because processors have it built in; who would forge one forges their own feed.
    """
    return sha1(body, usedforsecurity=False).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """A feed in UTF-8, and where its entries are."""

    body: bytes
    slices: tuple[tuple[int, int], ...]
    fingerprints: tuple[bytes, ...]
    left_out: LeftOutEntries
    """Entries past the limits, none of which is parsed."""
    is_json: bool = False

    def unseen(self, seen: Collection[bytes]) -> tuple[int, ...]:
        """Return which slices are not among *seen*, in the document's order, once each."""
        found: dict[bytes, int] = {}
        for index, fingerprint in enumerate(self.fingerprints):
            if fingerprint and fingerprint not in seen:
                found.setdefault(fingerprint, index)
        return tuple(found.values())

    def only(self, indices: Sequence[int], *, bare: bool = False) -> bytes:
        """Return the document with no other entry than those at *indices*.

        A *bare* one says nothing of the feed itself: around its entries it keeps the tags
        that are open there, with their namespaces, and no more.
        """
        if bare:
            wanted = [self.body[slice(*self.slices[index])] for index in indices]
            head = self.body[: self.slices[0][0]] if self.slices else self.body
            unclosed = [each for each in markup.open_tags(head) if each[0].lower() not in _BESIDE]
            closing = [b"</" + name + b">" for name, _tag in reversed(unclosed)]
            return b"".join([_PROLOG, *(tag for _name, tag in unclosed), *wanted, *closing])
        kept = frozenset(indices)
        pieces: list[bytes] = []
        position = 0
        for index, (start, end) in enumerate(self.slices):
            pieces.append(self.body[position:start].strip())
            if index in kept:
                pieces.append(self.body[start:end])
            position = end
        pieces.append(self.body[position:])
        return b"".join(pieces)

    def around(self) -> bytes:
        """Return the document without its entries."""
        if not self.is_json or not self.slices:
            return self.only(())
        return self.body[: self.slices[0][0]] + self.body[self.slices[-1][1] :]

    def is_whole(self) -> bool:
        """Say whether the document ends as a feed does: it was not cut short."""
        end = self.slices[-1][1] if self.slices else 0
        return _CLOSED_ROOT.search(self.body, end) is not None


def open_document(
    body: bytes, *, content_type: str, address: str, seen: Collection[bytes] = ()
) -> FeedDocument:
    """Cut *body* into entries; those whose fingerprints were *seen* were judged before.

    Raises:
        NotAFeed: It is a page, or nothing.
        DangerousFeed: Its DOCTYPE declares entities made of entities.
        BrokenFeed: Nothing can be cut out of it.
    """
    text = as_utf8(body, content_type)
    if json_reader.may_be_json(text):
        return _open_json(text, address, seen)
    text = _PROLOG + text[_root(text, address) :]
    document = _cut(text, _entries(text), markup.too_much, seen)
    around = document.around()
    if len(around) > AROUND_LIMIT_BYTES or markup.too_much(around):
        raise errors.BrokenFeed(address, reason="too much outside of the entries")
    return document


def _open_json(text: bytes, address: str, seen: Collection[bytes]) -> FeedDocument:
    try:
        document = _cut(text, json_reader.items(text), json_reader.too_much, seen)
    except json_reader.TooManyValues as error:
        raise errors.BrokenFeed(address, reason="too many values") from error
    document = replace(document, is_json=True)
    around = document.around()
    if not json_reader.is_json_feed(around):
        raise errors.NotAFeed(address, found="other")
    if len(around) > AROUND_LIMIT_BYTES or json_reader.too_much(around):
        raise errors.BrokenFeed(address, reason="too much outside of the entries")
    return document


def _cut(
    text: bytes,
    entries: Iterable[tuple[int, int]],
    too_much: Callable[[bytes], LeftOutReason | None],
    seen: Collection[bytes],
) -> FeedDocument:
    slices: list[tuple[int, int]] = []
    fingerprints: list[bytes] = []
    left_out: list[LeftOutReason] = []
    rest = (0, 0)
    for begin, end in entries:
        if len(slices) == ENTRY_LIMIT:
            rest = (rest[0] or begin, end)
            left_out.append(LeftOutReason.TOO_MANY)
            continue
        slices.append((begin, end))
        piece = text[begin:end]
        fingerprint = blake2b(piece, digest_size=FINGERPRINT_BYTES).digest()
        why = None
        if fingerprint not in seen:
            why = LeftOutReason.TOO_LARGE if len(piece) > ENTRY_LIMIT_BYTES else too_much(piece)
        if why is None:
            fingerprints.append(fingerprint)
        else:
            fingerprints.append(_LEFT_OUT)
            left_out.append(why)
    if rest[1]:
        slices.append(rest)
        fingerprints.append(_LEFT_OUT)
    return FeedDocument(
        body=text,
        slices=tuple(slices),
        fingerprints=tuple(fingerprints),
        left_out=LeftOutEntries.of(left_out),
    )


def ttl_minutes(document: FeedDocument) -> bytes:
    """Return what an RSS feed writes in its ``ttl``, digits only; nothing without one."""
    head = document.body[: document.slices[0][0]] if document.slices else document.body
    found = _TTL.search(head)
    return found.group(1) if found else b""


def without_doctype(text: bytes) -> bytes:
    """Return *text*, a document without its declaration, without its DOCTYPE either."""
    found = _DOCTYPE.match(text)
    return text[found.end() :] if found else text


def looks_like_html(body: bytes) -> bool:
    """Say whether *body* begins like a web page."""
    return _HTML_HINT.search(body[:_HINT_BYTES]) is not None


def _entries(text: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each entry begins and ends; an entry inside an entry belongs to it.

    Comments and CDATA are stepped over, so that an ``</item>`` quoted there ends nothing;
    one that never ends is text.  Where entries are not closed, each ends where the next begins.
    """
    mark = _OPENING
    endless: set[bytes] = set()
    begins: list[int] = []
    depth = position = 0
    while (found := mark.search(text, position)) is not None:
        token = found.group().lower()
        position = found.end()
        if (end_mark := _ENDS.get(token)) is not None:
            end = -1 if end_mark in endless else text.find(end_mark, position)
            if end < 0:
                endless.add(end_mark)
            else:
                position = end + len(end_mark)
            continue
        if mark is _OPENING:
            name = re.escape(found.group(1))
            mark = re.compile(rb"<!--|<!\[CDATA\[|</?" + name + rb"(?=[\s/>])", re.IGNORECASE)
        tag_end = text.find(b">", position) + 1
        if not tag_end:
            break
        position = tag_end
        if token.startswith(b"</"):
            depth = max(depth - 1, 0)
            if not depth and begins:
                yield begins[0], tag_end
                begins.clear()
        elif text[tag_end - 2 : tag_end] != b"/>":
            depth += 1
            begins.append(found.start())
    yield from _unclosed(text, begins)


def _unclosed(text: bytes, begins: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the entries that begin at *begins*, the first of them never closed.

    The last one is no entry where the document was cut short: its end may still come.
    """
    yield from pairwise(begins)
    if begins and (end := _CLOSED_ROOT.search(text, begins[-1])) is not None:
        yield begins[-1], end.start()


def _root(text: bytes, address: str, begin: int = 0) -> int:
    """Return where the root element begins, once the prolog has been judged."""
    position = begin
    while (found := _BEFORE_ROOT.match(text, position)) is not None:
        position = found.end()
        if text.endswith(b"<!--", 0, position):
            position = _after_comment(text, position, address)
    if _DOCTYPE_START.match(text, position):
        if looks_like_html(text[position : position + _HINT_BYTES]):
            raise errors.NotAFeed(address, found="html")
        doctype = _DOCTYPE.match(text, position)
        subset_end = doctype.end() if doctype else min(len(text), position + (1 << 16))
        _judge_entities(text[position:subset_end], address)
        if doctype is None:
            raise errors.BrokenFeed(address, reason="unfinished DOCTYPE")
        position = doctype.end()
    while text.startswith(b"<!--", skipped := _after_spaces(text, position)):
        position = _after_comment(text, skipped, address)
    root = _ROOT.match(text, position)
    if root is None or root.group(2).lower() not in _FEED_ROOTS:
        if not begin and (late := _late_start(text, position)):
            return _root(text, address, late)
        if not text.strip():
            raise errors.NotAFeed(address, found="empty")
        raise errors.NotAFeed(address, found="html" if looks_like_html(text) else "other")
    return _after_spaces(text, position)


def _late_start(text: bytes, position: int) -> int:
    """Return where a feed begins after what a program printed before it, or 0.

    A server in trouble writes its warnings (PHP's ``<br /><b>Warning</b>: …``) and then the
    feed, whole.
    """
    found = _LATE_START.search(text, position, _PRINTED_BEFORE_BYTES)
    if found is None or found.start() == position or _HTML_HINT.search(text, 0, found.start()):
        return 0
    return found.start()


def _after_comment(text: bytes, position: int, address: str) -> int:
    end = text.find(b"-->", position)
    if end < 0:
        raise errors.NotAFeed(address, found="other")
    return end + len(b"-->")


def _after_spaces(text: bytes, position: int) -> int:
    found = _SPACES.match(text, position)
    return found.end() if found else position


def _judge_entities(doctype: bytes, address: str) -> None:
    """Refuse entities made of entities, and long ones; a lone ``nbsp`` is no danger."""
    for found in _ENTITY_VALUE.finditer(doctype):
        value = found.group(1)
        if len(value) > _SAFE_ENTITY_BYTES or _ENTITY_REFERENCE.search(value):
            raise errors.DangerousFeed(address)
