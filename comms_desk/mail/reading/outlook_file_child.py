"""The process in which an Outlook file is opened: it becomes a message in the form of everybody.

Its standard input is the file, a .msg or a ``winmail.dat``; it writes a line that says what there
is to read and how many files are left out (`outlook_file`), then the message.  A property that is
damaged is left out, and the others are kept.
"""

import base64
import struct
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import Message as Headers
from email.parser import HeaderParser
from email.utils import format_datetime
from hashlib import sha256
from typing import Any, Protocol

from oxmsg import Message
from oxmsg.domain.model import (
    ATTACH_HDR_OFFSET,
    UnrecognizedCodePageError,
    UnsupportedEncodingError,
)
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from comms_desk.mail.reading.outlook_file import NOTHING, RTF, WORDS
from comms_desk.mail.reading.winmail import Winmail, is_winmail, read_winmail

HEADERS_LIMIT_CHARACTERS = 64 * 1024
VALUE_LIMIT_CHARACTERS = 2_000
MOST_ATTACHMENTS = 50
ENCLOSED_DEEP = 2
ENCLOSED_HEADER_BYTES = 24
"""Of the properties of a message within a message; those of a whole file have eight more."""

SUBJECT, BODY, RTF_BODY, HTML, BODY_HTML = 0x0037, 0x1000, 0x1009, 0x1013, 0x1013
HEADERS = 0x007D
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP, FOR_NAME, FOR_SMTP = (
    0x0C1A,
    0x0C1F,
    0x5D01,
    0x0042,
    0x5D02,
)
MESSAGE_ID, IN_REPLY_TO, REFERENCES = 0x1035, 0x1042, 0x1039
SUBMITTED, DELIVERED = 0x0039, 0x0E06
FILE_DATA, LONG_NAME, SHORT_NAME, SHOWN_NAME = 0x3701, 0x3707, 0x3704, 0x3001
MEDIA_TYPE, CONTENT_ID = 0x370E, 0x3712
ENCLOSED = "__substg1.0_3701000D"

DAMAGE = (
    *(OSError, ValueError, LookupError, struct.error, AssertionError, TypeError, AttributeError),
    *(OverflowError, RecursionError, MessageError),
    *(UnrecognizedCodePageError, UnsupportedEncodingError),
)
"""What the library meets in a file that is damaged."""

KEPT_HEADERS = (
    *("From", "To", "Cc", "Reply-To", "Date", "Message-ID", "In-Reply-To", "References"),
    *("Auto-Submitted", "Precedence", "List-Id", "List-Unsubscribe", "Return-Path"),
    *("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-Failed-Recipients"),
    "X-MS-Exchange-Message-Is-Ndr",
)


class Values(Protocol):
    """What a message, or a file of one, says of itself, by the number of each property."""

    @property
    def body_encoding(self) -> Any:
        """In what HTML is written."""

    def str_prop_value(self, number: int, /) -> str | None:
        """Return a text."""

    def binary_prop_value(self, number: int, /) -> bytes | None:
        """Return bytes."""

    def date_prop_value(self, number: int, /) -> datetime | None:
        """Return a moment."""


def main() -> None:
    """Answer at the standard output."""
    said, left_out, raw = unfold(sys.stdin.buffer.read())
    sys.stdout.buffer.write(b"%s %d\n" % (said, left_out) + raw)


def unfold(content: bytes) -> tuple[bytes, int, bytes]:
    """Return what there is to read in *content*, how many files are left out, and the message."""
    if is_winmail(content):
        return _unwrap(read_winmail(content), ENCLOSED_DEEP)
    message = _read(lambda: Message.load(content))
    if message is None:
        return NOTHING, 0, b""
    storage: Any = message._storage  # noqa: SLF001 - a message within has no other door
    return _unfold(storage, _read(lambda: message.properties), ENCLOSED_DEEP)


def _unfold(storage: Storage, properties: Properties | None, deep: int) -> tuple[bytes, int, bytes]:
    if properties is None:
        return NOTHING, 0, b""
    return _written(properties, list(_attached(storage, deep)))


def _unwrap(mail: Winmail, deep: int) -> tuple[bytes, int, bytes]:
    """Return a message that Outlook wrapped; one within it beyond *deep* stays a file."""
    if not mail.values.stored and not mail.files:
        return NOTHING, 0, b""
    files = []
    for each in mail.files:
        if each.message and deep:
            _said, _count, raw = _unwrap(read_winmail(each.message), deep - 1)
            files.append(b"Content-Type: message/rfc822\r\n\r\n" + raw)
        else:
            files.append(_file(each.values, each.data or each.message))
    return _written(mail.values, files)


def _written(properties: Values, files: list[bytes]) -> tuple[bytes, int, bytes]:
    """Return a message of those *properties* and the first of *files*, each a part."""
    text, html = _text(properties, BODY), _html(properties)
    has_words = bool(text.strip() or html.strip())
    is_rtf = not has_words and bool(_read(lambda: properties.binary_prop_value(RTF_BODY)))
    parts = []
    if text.strip():
        parts.append(_part('text/plain; charset="utf-8"', text.encode("utf-8", "replace")))
    if html.strip():
        parts.append(_part('text/html; charset="utf-8"', html.encode("utf-8", "replace")))
    parts += files[:MOST_ATTACHMENTS]
    boundary = sha256(b"".join(parts)).hexdigest()
    lines = [*_headers(properties), f'Content-Type: multipart/mixed; boundary="{boundary}"', "", ""]
    mark = f"\r\n--{boundary}\r\n".encode()
    end = f"\r\n--{boundary}--\r\n".encode()
    raw = "\r\n".join(lines).encode("utf-8", "replace") + b"".join(mark + each for each in parts)
    return RTF if is_rtf else WORDS, max(len(files) - MOST_ATTACHMENTS, 0), raw + end


def _headers(properties: Values) -> Iterator[str]:
    """Yield the headers with which it came, or what the file says in their stead."""
    written = _text(properties, HEADERS)[:HEADERS_LIMIT_CHARACTERS]
    came = _read(lambda: HeaderParser().parsestr(written)) or Headers()
    yield f"Subject: {_encoded(_text(properties, SUBJECT))}"
    instead = {
        "From": _sender(properties),
        "Date": _date(properties),
        "Message-ID": _line(_text(properties, MESSAGE_ID)),
        "In-Reply-To": _line(_text(properties, IN_REPLY_TO)),
        "References": _line(_text(properties, REFERENCES)),
    }
    for name in KEPT_HEADERS:
        value = _line(str(came.get(name) or "")) or instead.get(name, "")
        if value:
            yield f"{name}: {value}"


def _sender(properties: Values) -> str:
    addresses = (_line(_text(properties, each)) for each in (FOR_SMTP, SENDER_SMTP, SENDER_ADDRESS))
    address = next((each for each in addresses if "@" in each), "")
    name = _text(properties, FOR_NAME) or _text(properties, SENDER_NAME)
    return f"{_encoded(name)} <{address}>" if name or address else ""


def _date(properties: Values) -> str:
    for each in (SUBMITTED, DELIVERED):
        moment = _read(lambda each=each: properties.date_prop_value(each))  # type: ignore[misc]
        if isinstance(moment, datetime):
            return format_datetime(moment.astimezone(UTC))
    return ""


def _attached(storage: Storage, deep: int) -> Iterator[bytes]:
    for each in _read(lambda: list(storage.iter_attachment_storages())) or ():
        properties = Properties(each, properties_header_offset=ATTACH_HDR_OFFSET)
        enclosed = next((one for one in each.storages if one.name == ENCLOSED), None)
        if enclosed is not None and deep:
            inner = Properties(enclosed, properties_header_offset=ENCLOSED_HEADER_BYTES)
            _said, _count, raw = _unfold(enclosed, inner, deep - 1)
            if raw:
                yield b"Content-Type: message/rfc822\r\n\r\n" + raw
            continue
        data = _read(lambda properties=properties: properties.binary_prop_value(FILE_DATA))  # type: ignore[misc]
        if not isinstance(data, bytes):
            continue
        yield _file(properties, data)


def _file(properties: Values, data: bytes) -> bytes:
    """Return a file as a part, by the name that it has."""
    names = (_line(_text(properties, one)) for one in (LONG_NAME, SHORT_NAME, SHOWN_NAME))
    name = _encoded(next(filter(None, names), "")).replace('"', "")
    kind = _line(_text(properties, MEDIA_TYPE)) or "application/octet-stream"
    kind = kind if kind.isascii() and kind.count("/") == 1 else "application/octet-stream"
    content_id = _line(_text(properties, CONTENT_ID))
    inline = f"\r\nContent-ID: <{content_id}>" if content_id.isascii() and content_id else ""
    disposition = f'Content-Disposition: attachment; filename="{name}"'
    return _part(f"{kind}\r\n{disposition}{inline}", data)


def _part(kind: str, content: bytes) -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode("utf-8", "replace") + base64.encodebytes(content)


def _html(properties: Values) -> str:
    def decoded() -> str:
        raw = properties.binary_prop_value(HTML)
        return "" if raw is None else raw.decode(properties.body_encoding, "replace")

    return _read(decoded) or _text(properties, BODY_HTML)


def _text(properties: Values, which: int) -> str:
    return _read(lambda: properties.str_prop_value(which)) or ""


def _line(value: str) -> str:
    """Return *value* on one line, of characters that a header may have."""
    kept = "".join(each for each in " ".join(value.split()) if each.isprintable())
    return kept[:VALUE_LIMIT_CHARACTERS].strip()


def _encoded(value: str) -> str:
    """Return *value* as one encoded word (RFC 2047) where it needs one."""
    line = _line(value)
    if line.isascii() and not any(each in '",<>=?;:' for each in line):
        return line
    return f"=?utf-8?b?{base64.b64encode(line.encode('utf-8', 'replace')).decode()}?="


def _read[T](ask: Callable[[], T]) -> T | None:
    """Return what is asked of the file; None where it is damaged there."""
    try:
        return ask()
    except DAMAGE:
        return None


if __name__ == "__main__":
    main()
