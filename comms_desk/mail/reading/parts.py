"""The parts of a message from a stranger, bounded before anything looks at them.

Only the headers of a part are given to the standard library's ``email``: its parser of whole
messages goes as deep as the message says, and looks at each line once a level.  Here a part
is cut at its boundary, at most `DEPTH_LIMIT` deep and `PARTS_LIMIT` in all, and the bytes of
each level are read once.  What is beyond is left out: what somebody wrote stands at the beginning.
"""

import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parseaddr
from functools import cached_property

DEPTH_LIMIT = 8
PARTS_LIMIT = 100
HEADERS_LIMIT_BYTES = 64 * 1024
TEXT_LIMIT_BYTES = 256 * 1024
"""Of one part that is decoded; reports of the worst servers have a tenth of it."""
HEADER_LIMIT_CHARACTERS = 2_000
NAME_LIMIT_CHARACTERS = 120

_NEVER_A_CHARSET = frozenset(
    {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem"}
)
"""Codecs of Python that no message is written in; some are slow, or warn."""

_MAILBOX = re.compile(r"[^\s<>@\"]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WITH_PARAMETERS = ("Content-Type", "Content-Disposition")
"""The standard library looks at all of such a header again for each parameter of it."""
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_OTHER_BOUNDARY = re.compile(
    rb"^--(-{0,40}[^\s-][^\r\n]{0,199}?)[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE
)
"""What parts a message whose headers name another boundary than its body has, or none."""
_EMPTY_LINE = re.compile(rb"\A\r?\n")
_NUL = b"\0"


@dataclass(slots=True)
class _Count:
    """How many parts were cut so far, of the whole message, and how many were beyond its bounds."""

    parts: int = 0
    left_out: int = 0


@dataclass(frozen=True)
class MessagePart:
    """One part of a message, or the message: its headers and what stands under them."""

    headers: Message
    body: bytes
    depth: int = 0
    _count: _Count = field(default_factory=_Count)

    @classmethod
    def read(cls, raw: bytes, *, depth: int = 0, count: _Count | None = None) -> "MessagePart":
        """Part *raw*, a message, into headers and body; its lines may end as on an old Mac."""
        if b"\n" not in raw:
            raw = raw.replace(b"\r", b"\n")
        return cls._cut(raw.replace(_NUL, b"").lstrip(b"\r\n"), depth, count)

    @classmethod
    def _cut(cls, raw: bytes, depth: int, count: _Count | None) -> "MessagePart":
        """Part *raw*; what begins with an empty line has no headers, as sendmail writes it."""
        end = (_EMPTY_LINE if raw[:1] in b"\r\n" else _END_OF_HEADERS).search(raw)
        head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
        headers = BytesHeaderParser().parsebytes(head[:HEADERS_LIMIT_BYTES])
        for name in _WITH_PARAMETERS:
            if len(said := str(headers.get(name, ""))) > HEADER_LIMIT_CHARACTERS:
                headers.replace_header(name, said[:HEADER_LIMIT_CHARACTERS])
        return cls(headers, body, depth, count or _Count())

    @cached_property
    def kind(self) -> str:
        """Return its media type, in small letters."""
        return self.headers.get_content_type()

    def header(self, name: str) -> str:
        """Return a header in words, on one line, or nothing."""
        return " ".join(_in_words(self._written(name)).split())

    def _written(self, name: str) -> str:
        """Return a header as it stands, bytes beyond ASCII escaped; or nothing."""
        those = (value for key, value in self.headers.raw_items() if key.lower() == name.lower())
        return str(next(those, ""))[:HEADER_LIMIT_CHARACTERS]

    def mailbox(self, name: str) -> tuple[str, str]:
        """Return the name and the address of whom a header names first, or nothing.

        The name is put into words once it stands alone: it may hold a comma.
        """
        shown, address = parseaddr(self._written(name))
        if "@" not in address:
            found = _MAILBOX.search(self.header(name))
            return (
                (self.header(name)[: found.start()].strip(' <"'), found[0]) if found else ("", "")
            )
        return " ".join(_in_words(shown).split()), address

    def addresses(self, name: str) -> tuple[str, ...]:
        """Return every address that a header names, as it is written, each once."""
        found = (address for _name, address in getaddresses([self._written(name)]))
        others = _MAILBOX.findall(self.header(name))
        return tuple(dict.fromkeys(each for each in (*found, *others) if "@" in each))

    @cached_property
    def text(self) -> str:
        """Return its text, decoded as well as it can be; lines end with a line feed."""
        return self.text_up_to(TEXT_LIMIT_BYTES)

    def text_up_to(self, limit_bytes: int) -> str:
        """Return the beginning of its text, as `text`, of that many bytes."""
        content = self._decoded(self.body[: 2 * limit_bytes])[:limit_bytes]
        return _decoded(content, self._charset()).replace("\r\n", "\n").replace("\r", "\n")

    @property
    def content(self) -> bytes:
        """Return the beginning of what it holds, without its transfer encoding."""
        return self._decoded(self.body[: 2 * TEXT_LIMIT_BYTES])[:TEXT_LIMIT_BYTES]

    @property
    def whole(self) -> bytes:
        """Return all that it holds, as of a file that is kept."""
        return self._decoded(self.body)

    @cached_property
    def file_name(self) -> str:
        """Return the last name of the file that it is, or nothing; paths are nobody's affair."""
        try:
            said = self.headers.get_filename("")
        except (MessageError, ValueError, LookupError):
            return ""
        name = re.split(r"[/\\]", _in_words(str(said)[:HEADER_LIMIT_CHARACTERS]))[-1]
        name = "".join(each for each in " ".join(name.split()) if each.isprintable())
        return name[-NAME_LIMIT_CHARACTERS:].lstrip(". ")

    def _decoded(self, body: bytes) -> bytes:
        encoding = self.header("Content-Transfer-Encoding").lower()
        if encoding == "base64":
            return _from_base64(body)
        return quopri.decodestring(body) if encoding == "quoted-printable" else body

    @cached_property
    def children(self) -> tuple["MessagePart", ...]:
        """Return what stands in it: the parts of a multipart, the message of a message."""
        return tuple(self._children())

    def every(self, *, into_messages: bool = False) -> Iterator["MessagePart"]:
        """Yield it and all its parts, in order; those of the messages in it if asked."""
        yield self
        if self.kind.startswith("multipart/") or (into_messages and self._is_message):
            for child in self.children:
                yield from child.every(into_messages=into_messages)

    @property
    def left_out(self) -> int:
        """How many parts of the whole message were beyond its bounds, of those looked into."""
        return self._count.left_out

    @property
    def _is_message(self) -> bool:
        return self.kind in {"message/rfc822", "message/global"}

    def _children(self) -> Iterator["MessagePart"]:
        pieces = (self.content_of_message,) if self._is_message else self._pieces()
        for piece in pieces:
            if self.depth >= DEPTH_LIMIT or self._count.parts >= PARTS_LIMIT:
                self._count.left_out += 1
                continue
            self._count.parts += 1
            part = MessagePart.read if self._is_message else MessagePart._cut
            yield part(piece, depth=self.depth + 1, count=self._count)

    @property
    def content_of_message(self) -> bytes:
        """Return the bytes of the message in it."""
        if self.header("Content-Transfer-Encoding").lower() in {"base64", "quoted-printable"}:
            return self.content
        return self.body

    def _pieces(self) -> Iterator[bytes]:
        """Yield what stands between its boundaries."""
        if not self.kind.startswith("multipart/"):
            return
        boundary = self._boundary()
        line = _boundary_line(boundary)
        if not (boundary and line.search(self.body)):
            other = _OTHER_BOUNDARY.search(self.body)
            if other is None:
                return
            line = _boundary_line(other[1])
        start: int | None = None
        for found in line.finditer(self.body):
            if start is not None:
                yield self.body[start : found.start()]
            start = found.end()
            if found[1]:
                return
        if start is not None:
            yield self.body[start:]

    def _boundary(self) -> bytes:
        try:
            boundary = self.headers.get_boundary("")
        except (MessageError, ValueError, LookupError):
            return b""
        return str(boundary).encode("utf-8", "surrogateescape")

    def _charset(self) -> str:
        try:
            return str(self.headers.get_content_charset("") or "")
        except (MessageError, ValueError, LookupError):
            return ""


def _boundary_line(boundary: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"^--%s(--)?[ \t]*\r?$\n?" % re.escape(boundary), re.MULTILINE)


def _from_base64(body: bytes) -> bytes:
    """Decode base64 as far as it goes: the last line may be cut."""
    whole = b"".join(body.split())
    for end in range(len(whole), max(len(whole) - 4, 0) - 1, -1):
        try:
            return binascii.a2b_base64(whole[:end])
        except binascii.Error:
            continue
    return b""


def _decoded(content: bytes, charset: str) -> str:
    """Return *content* in words: by its charset, else UTF-8, else what never fails."""
    for tried in (charset, "utf-8"):
        try:
            if codecs.lookup(tried).name.replace("-", "_") not in _NEVER_A_CHARSET:
                return content.decode(tried)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _in_words(value: str) -> str:
    """Return a header without its encoded words (RFC 2047), or as it stands if they are broken."""
    try:
        value.encode("ascii")
    except UnicodeEncodeError:
        value = _decoded(value.encode("utf-8", "surrogateescape"), "")
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else _decoded(piece, charset or "")
        for piece, charset in pieces
    )
