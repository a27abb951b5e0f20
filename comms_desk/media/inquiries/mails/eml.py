"""A mail in a file of its own (.eml), as programs and servers write it.

Nothing looks at it before it is bounded: see `mail.parts`.  What is damaged is read as far as
it goes, and the rest is left; it refuses nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from comms_desk.mail.parts import Part
from comms_desk.media.inquiries.mails.model import (
    TEXT_LIMIT_CHARACTERS,
    OpenedMail,
)
from comms_desk.media.inquiries.proposal import Attached
from comms_desk.text.markdown.model import clean_text

ENCLOSED_DEEP = 2
SIGNATURE_PICTURE_BYTES = 100_000
"""A picture of a signature is smaller; a larger one was put into the text to be seen."""
MOST_REFERENCES = 100

AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "List-Unsubscribe")

_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_BYTE_ORDER_16 = (b"\xff\xfe", b"\xfe\xff")
_MAILBOX_LINE = re.compile(rb"\A(?:\xef\xbb\xbf)?>?From [^\r\n]{1,300}\r?\n")
_MAIL = frozenset({"message/rfc822", "message/global"})
_INSTEAD_OF_WORDS = frozenset({"application/ms-tnef", "text/calendar"})
"""What Outlook adds to a mail; where nothing else stands there, it is what they sent."""
_ENDINGS = {"text/calendar": "ics", "application/ms-tnef": "dat"}
_NOT_FILES = _INSTEAD_OF_WORDS | {"application/pgp-signature"}


def open_eml(raw: bytes, *, is_unread: bool = False) -> OpenedMail:
    """Return what stands in *raw*; *is_unread* where its words stand elsewhere."""
    opened = _opened(Part.read(_straightened(raw)), ENCLOSED_DEEP)
    return replace(opened, is_unread=is_unread)


def _straightened(raw: bytes) -> bytes:
    """Return *raw* in bytes of one width, with ends of line, and as the only one of its file."""
    if raw[:2] in _BYTE_ORDER_16:
        raw = raw.decode("utf-16", "replace").encode("utf-8")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    return _MAILBOX_LINE.sub(b"", raw).removeprefix(b"\xef\xbb\xbf")


def _opened(message: Part, deep: int) -> OpenedMail:
    parts = list(message.every())
    name, address = message.mailbox("From")
    _name, reply_to = message.mailbox("Reply-To")
    return OpenedMail(
        sender=clean_text(address),
        sender_name=clean_text(name),
        reply_to=clean_text(reply_to),
        subject=clean_text(message.header("Subject")),
        sent_at=moment_of(message.header("Date")),
        message_id=first_id(message.header("Message-ID")),
        in_reply_to=first_id(message.header("In-Reply-To")),
        references=ids_in(message.header("References")),
        text=clean_text(_text(parts)[:TEXT_LIMIT_CHARACTERS]),
        is_automatic=is_automatic(message),
        files=tuple(_files(parts)),
        enclosed=_enclosed(parts, deep) if deep else None,
    )


def is_automatic(message: Part) -> bool:
    """Whether no person sent it to us in particular (RFC 3834, and what is common)."""
    return (
        message.header("Auto-Submitted").lower() not in {"", "no"}
        or message.header("Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
        or any(message.header(name) for name in AUTOMATIC_HEADERS)
    )


def moment_of(written: str) -> datetime | None:
    """Return the moment that the header *written* says; one without a zone is universal."""
    try:
        moment = parsedate_to_datetime(written)
        aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return aware.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def first_id(text: str) -> str:
    """Return the first Message-ID of *text*, ``<…>``, or nothing."""
    return next(iter(ids_in(text)), "")


def ids_in(text: str) -> tuple[str, ...]:
    """Return the Message-IDs of *text*, each ``<…>``, the last of too many."""
    found = (each for each in _MESSAGE_ID.findall(text) if each.isprintable())
    return tuple(found)[-MOST_REFERENCES:]


def _text(parts: list[Part]) -> str:
    """Return what a person reads first in it: its plain text, else its HTML in words."""
    plain = [_unflowed(each) for each in parts if _is_text(each, "text/plain")]
    if any(each.strip() for each in plain):
        return "\n\n".join(plain)
    return "\n\n".join(words_of_html(each.text) for each in parts if _is_text(each, "text/html"))


def words_of_html(html: str) -> str:
    """Return the words of a mail in HTML as a person would have typed them."""
    from comms_desk.text.markdown.from_html import read_html
    from comms_desk.text.markdown.to_plain import write_plain

    return write_plain(read_html(html))


def _is_text(part: Part, kind: str) -> bool:
    return part.kind == kind and not _is_file(part)


def _is_file(part: Part) -> bool:
    return bool(part.file_name) or _disposition(part) == "attachment"


def _disposition(part: Part) -> str:
    return part.header("Content-Disposition").partition(";")[0].strip().lower()


def _unflowed(part: Part) -> str:
    """Return its text; the lines of a paragraph that flows (RFC 3676) are one."""
    if "flowed" not in part.header("Content-Type").lower():
        return part.text
    written: list[str] = []
    is_flowing = False
    for line in part.text.split("\n"):
        flows = line.endswith(" ") and line != "-- " and not line.startswith(">")
        if is_flowing and line and not line.startswith(">"):
            written[-1] += line
        else:
            written.append(line)
        is_flowing = flows
    return "\n".join(written)


def _files(parts: list[Part]) -> Iterator[Attached]:
    """Yield what somebody attached."""
    found = [each for each in parts if _is_attached(each)]
    if not found and not _text(parts).strip():
        found = [each for each in parts if each.kind in _INSTEAD_OF_WORDS]
    for number, part in enumerate(found, 1):
        data = part.whole
        is_of_text = part.kind.startswith("image/") and bool(part.header("Content-ID"))
        if is_of_text and len(data) <= SIGNATURE_PICTURE_BYTES:
            continue
        ending = _ENDINGS.get(part.kind, part.kind.rpartition("/")[2])
        name = part.file_name or f"{number}.{ending}"
        yield Attached(name=name, media_type=part.kind, data=data)


def _is_attached(part: Part) -> bool:
    if part.kind.startswith("multipart/") or part.kind in _MAIL | _NOT_FILES:
        return False
    return _is_file(part) or not part.kind.startswith("text/")


def _enclosed(parts: list[Part], deep: int) -> OpenedMail | None:
    mails = (each.children[0] for each in parts if each.kind in _MAIL and each.children)
    first = next(mails, None)
    return None if first is None else _opened(first, deep - 1)
