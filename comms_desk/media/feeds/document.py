"""A feed's document cut into its entries, without parsing it.

Nearly every time a feed has changed, one entry of forty is new.  The document is cut at
its ``<item>`` or ``<entry>`` elements, each slice is hashed, and only the slices never
seen before are given to feedparser, in a small document with the same head.  A DOCTYPE is
always dropped: no entity is ever expanded.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha1

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.encoding import as_utf8

ENTRY_LIMIT = 2_000
"""Entries looked at in one document; the others are counted as left out."""
ENTRY_LIMIT_BYTES = 1 << 20
AROUND_LIMIT_BYTES = 1 << 20
"""What a document may hold outside of its entries."""
BARE_LIMIT_BYTES = 1 << 14
"""A longer head is kept as it is: looking for its tags could take long."""
FINGERPRINT_BYTES = 8

_LEFT_OUT = b""
_PROLOG = b'<?xml version="1.0" encoding="utf-8"?>\n'

_OPENING = re.compile(rb"<!--|<!\[CDATA\[|<((?:[\w.-]+:)?(?:item|entry))(?=[\s/>])")
_BEFORE_ROOT = re.compile(rb"\s*(?:<\?(?!\s)[^>]*>|<!--)")
_ROOT = re.compile(rb"\s*<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_DOCTYPE_START = re.compile(rb"\s*<!DOCTYPE", re.IGNORECASE)
_DOCTYPE = re.compile(rb"\s*<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ENTITY_VALUE = re.compile(rb"<!ENTITY[^<>\"']*+[\"']([^\"']*+)", re.IGNORECASE)
_ENTITY_REFERENCE = re.compile(rb"[&%](?!#)")
_SAFE_ENTITY_BYTES = 200
_FEED_ROOTS = frozenset({b"rss", b"feed", b"rdf", b"channel"})
_HTML_HINT = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HINT_BYTES = 4096
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_TAG = re.compile(
    rb"<!--|<!\[CDATA\[|<(/?)([A-Za-z_][\w.:-]*+)(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>"
)


def body_fingerprint(body: bytes) -> bytes:
    """Return a short hash of a whole answer, to know it again.

    SHA-1 because processors have it built in; whoever would forge one forges their own feed.
    """
    return sha1(body, usedforsecurity=False).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed in UTF-8, and where its entries are."""

    body: bytes
    slices: tuple[tuple[int, int], ...]
    fingerprints: tuple[bytes, ...]
    left_out: int
    """Entries past the limits: too many, or too large."""

    def unseen(self, seen: Collection[bytes]) -> tuple[int, ...]:
        """Return which slices are not among *seen*, in the document's order, once each."""
        found: dict[bytes, int] = {}
        for index, fingerprint in enumerate(self.fingerprints):
            if fingerprint and fingerprint not in seen:
                found.setdefault(fingerprint, index)
        return tuple(found.values())

    def only(self, indices: Sequence[int], *, bare: bool = False) -> bytes:
        """Return the document with no other entry than those at *indices*.

        A *bare* one says nothing of the feed itself: before the first entry it keeps the
        tags that are open there, with their namespaces, and no more.
        """
        wanted = frozenset(indices)
        pieces: list[bytes] = []
        position = 0
        for index, (start, end) in enumerate(self.slices):
            between = self.body[position:start].strip()
            if not bare or len(between) > BARE_LIMIT_BYTES:
                pieces.append(between)
            elif not position:
                pieces.extend(_open_tags(between))
            if index in wanted:
                pieces.append(self.body[start:end])
            position = end
        pieces.append(self.body[position:])
        return b"".join(pieces)


def open_document(body: bytes, *, content_type: str, address: str) -> Document:
    """Cut *body* into entries.

    Raises:
        NotAFeed: It is a page, or nothing.
        DangerousFeed: Its DOCTYPE declares entities made of entities.
        BrokenFeed: Nothing can be cut out of it.
    """
    text = as_utf8(body, content_type)
    text = _PROLOG + text[_root(text, address) :]
    slices: list[tuple[int, int]] = []
    fingerprints: list[bytes] = []
    left_out = inside = 0
    rest = (0, 0)
    for begin, end in _entries(text):
        inside += end - begin
        if len(slices) == ENTRY_LIMIT:
            rest = (rest[0] or begin, end)
            left_out += 1
            continue
        slices.append((begin, end))
        if end - begin > ENTRY_LIMIT_BYTES:
            fingerprints.append(_LEFT_OUT)
            left_out += 1
        else:
            piece = text[begin:end]
            fingerprints.append(blake2b(piece, digest_size=FINGERPRINT_BYTES).digest())
    if len(text) - inside > AROUND_LIMIT_BYTES:
        raise errors.BrokenFeed(address, reason="too much outside of the entries")
    if rest[1]:
        slices.append(rest)
        fingerprints.append(_LEFT_OUT)
    return Document(
        body=text, slices=tuple(slices), fingerprints=tuple(fingerprints), left_out=left_out
    )


def ttl_minutes(document: Document) -> bytes:
    """Return what an RSS feed writes in its ``ttl``, digits only; nothing without one."""
    head = document.body[: document.slices[0][0]] if document.slices else document.body
    found = _TTL.search(head)
    return found.group(1) if found else b""


def looks_like_html(body: bytes) -> bool:
    """Say whether *body* begins like a web page."""
    return _HTML_HINT.search(body[:_HINT_BYTES]) is not None


def _entries(text: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each entry begins and ends; an entry inside an entry belongs to it.

    Comments and CDATA are stepped over, so that an ``</item>`` quoted there ends nothing.
    """
    name = b""
    closing = _OPENING
    depth = 0
    begin = position = 0
    while (found := closing.search(text, position)) is not None:
        token = found.group()
        if token in (b"<!--", b"<![CDATA["):
            end_mark = b"-->" if token == b"<!--" else b"]]>"
            position = text.find(end_mark, found.end())
            if position < 0:
                return
            position += len(end_mark)
            continue
        if not name:
            name = found.group(1)
            escaped = re.escape(name)
            closing = re.compile(rb"<!--|<!\[CDATA\[|</?" + escaped + rb"(?=[\s/>])")
        tag_end = text.find(b">", found.end()) + 1
        if not tag_end:
            return
        position = tag_end
        if token.startswith(b"</"):
            depth -= 1
            if depth == 0:
                yield begin, tag_end
            depth = max(depth, 0)
        elif text[tag_end - 2 : tag_end] != b"/>":
            if depth == 0:
                begin = found.start()
            depth += 1


def _open_tags(head: bytes) -> list[bytes]:
    """Return the start tags of *head* that nothing in it closes."""
    unclosed: list[tuple[bytes, bytes]] = []
    position = 0
    while (found := _TAG.search(head, position)) is not None:
        position = found.end()
        if found.group() in (b"<!--", b"<![CDATA["):
            end_mark = b"-->" if found.group() == b"<!--" else b"]]>"
            position = head.find(end_mark, position) + len(end_mark)
            if position < len(end_mark):
                break
        elif found.group(1):
            while unclosed and unclosed.pop()[0] != found.group(2):
                pass
        elif not found.group().endswith(b"/>"):
            unclosed.append((found.group(2), found.group()))
    return [tag for _, tag in unclosed]


def _root(text: bytes, address: str) -> int:
    """Return where the root element begins, once the prolog has been judged."""
    position = 0
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
        if not text.strip():
            raise errors.NotAFeed(address, found="empty")
        raise errors.NotAFeed(address, found="html" if looks_like_html(text) else "other")
    return _after_spaces(text, position)


def _after_comment(text: bytes, position: int, address: str) -> int:
    end = text.find(b"-->", position)
    if end < 0:
        raise errors.NotAFeed(address, found="other")
    return end + len(b"-->")


def _after_spaces(text: bytes, position: int) -> int:
    while text[position : position + 1].isspace():
        position += 1
    return position


def _judge_entities(doctype: bytes, address: str) -> None:
    """Refuse entities made of entities, and long ones; a lone ``nbsp`` is no danger."""
    for found in _ENTITY_VALUE.finditer(doctype):
        value = found.group(1)
        if len(value) > _SAFE_ENTITY_BYTES or _ENTITY_REFERENCE.search(value):
            raise errors.DangerousFeed(address)
