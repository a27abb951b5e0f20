"""A compiled part of a template: bytes to copy, and between them what is to be filled in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from comms_desk.documents.errors import MissingValue, TagPlace
from comms_desk.documents.tags import OPTIONAL
from comms_desk.documents.writing import WrittenBody, link_relationships, stamp, text
from comms_desk.text.markdown.model import clean_text

TARGET = "comms-desk"
LANGUAGE_MARK = "comms-desk-language"
TITLE_MARK = "comms-desk-title"
AUTHOR_MARK = "comms-desk-author"
MOMENT_MARK = "comms-desk-moment"
IDENTIFIER_MARK = "comms-desk-identifier"

_HOLE = re.compile(rb"<\?comms-desk (\d+)\?>|comms-desk-(language|title|author|moment|identifier)")


@dataclass(frozen=True, slots=True)
class Value:
    """A tag inside a text."""

    tag: str
    place: TagPlace


@dataclass(frozen=True, slots=True)
class OptionalParagraph:
    """A paragraph that goes away when all its tags are blank."""

    tags: frozenset[str]
    pieces: "Pieces"


@dataclass(frozen=True, slots=True)
class Body:
    """Where the blocks go: *opening* is the paragraph of the tag up to the tag itself."""

    opening: "Pieces"
    has_words_before: bool
    plain: bytes
    """How a plain paragraph opens: with the properties of the tag's own."""


@dataclass(frozen=True, slots=True)
class HeaderStamp:
    """The top of a header; its page says by itself what the tags *said* say."""

    said: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Links:
    """The end of the relationships of the main part."""


@dataclass(frozen=True, slots=True)
class Numberings:
    """The end of the numberings."""


@dataclass(frozen=True, slots=True)
class LanguageMark:
    """The language, in an attribute, or a property of the document's own."""

    name: str


Hole = Value | OptionalParagraph | Body | HeaderStamp | Links | Numberings | LanguageMark
Pieces = tuple[bytes | Hole, ...]


def split(content: bytes, holes: Sequence[Hole]) -> Pieces:
    """Cut *content* at the marks of its holes."""
    pieces: list[bytes | Hole] = []
    end = 0
    for match in _HOLE.finditer(content):
        pieces.append(content[end : match.start()])
        if match[1] is not None:
            pieces.append(holes[int(match[1])])
        else:
            pieces.append(LanguageMark(match[2].decode("ascii")))
        end = match.end()
    pieces.append(content[end:])
    return tuple(pieces)


def moment_words(moment: datetime) -> str:
    """Return *moment* as properties say it (W3CDTF), to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Filling:
    """All that goes into one document."""

    values: Mapping[str, str]
    body: WrittenBody
    marks: Mapping[str, str]
    """The document's own language, title, author, moment and identifier, by their marks."""
    stamp: str | None
    stamp_tag: str


def fill(pieces: Pieces, filling: Filling) -> bytes:
    """Return the part with its holes filled.

    Raises:
        MissingValue: A tag has no value.
    """
    return b"".join(_filled(pieces, filling))


def _filled(pieces: Pieces, filling: Filling) -> Iterator[bytes]:
    for piece in pieces:
        match piece:
            case bytes():
                yield piece
            case Value():
                yield text(_value(piece, filling)).encode("utf-8")
            case OptionalParagraph():
                if any(filling.values.get(tag, "").strip() for tag in piece.tags):
                    yield from _filled(piece.pieces, filling)
                else:
                    yield from _checked(piece, filling)
            case Body():
                yield from _body(piece, filling)
            case HeaderStamp():
                if filling.stamp is not None and filling.stamp_tag not in piece.said:
                    yield stamp(filling.stamp).encode("utf-8")
            case Links():
                yield link_relationships(filling.body.links).encode("utf-8")
            case Numberings():
                yield "".join(filling.body.numberings).encode("utf-8")
            case LanguageMark():
                yield escape(clean_text(filling.marks[piece.name])).encode("utf-8")


def _value(hole: Value, filling: Filling) -> str:
    value = filling.values.get(hole.tag)
    if value is None or (not value.strip() and hole.tag not in OPTIONAL):
        raise MissingValue(hole.tag, hole.place)
    return value


def _checked(paragraph: OptionalParagraph, filling: Filling) -> Iterator[bytes]:
    """Write nothing, once it is sure that each tag was given, be it blank."""
    for piece in paragraph.pieces:
        if isinstance(piece, Value):
            _value(piece, filling)
    yield b""


def _body(hole: Body, filling: Filling) -> Iterator[bytes]:
    body = filling.body
    if body.first_runs is not None or hole.has_words_before:
        yield from _filled(hole.opening, filling)
        yield (body.first_runs or "").encode("utf-8")
        yield b"</w:p>"
    paragraphs = iter(body.paragraphs)
    for block in body.rest:
        if block is None:
            yield hole.plain + next(paragraphs).encode("utf-8") + b"</w:p>"
        else:
            yield block.encode("utf-8")
