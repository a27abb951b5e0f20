"""A mail opened, whichever file it came in: an .eml, as programs write it, or Outlook's .msg.

Nothing looks at it before it is bounded: see `parts`.  What is damaged is read as far as
it goes, and the rest is left; it refuses nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from comms_desk.mail.reading.model import (
    LINES_LIMIT,
    MAIL_LIMIT_BYTES,
    TEXT_LIMIT_CHARACTERS,
    Attached,
    LeftUnread,
    MailPart,
    MailTooLarge,
    OpenedMail,
)
from comms_desk.mail.reading.outlook_file import Unfolded, is_outlook_file, unfolded
from comms_desk.mail.reading.parts import MessagePart
from comms_desk.mail.reading.winmail import is_winmail
from comms_desk.text.markdown.model import clean_text

ENCLOSED_DEEP = 2
SIGNATURE_PICTURE_BYTES = 100_000
"""A picture of a signature is smaller; a larger one was put into the text to be seen."""
MOST_REFERENCES = 100
TEXT_LIMIT_BYTES = 2 * 1024 * 1024
"""Of one part, HTML with all its pictures and styles say; of its words fewer are read."""
WRAPPED_MOST = 2
"""Of a mail: each ``winmail.dat`` is opened in a process of its own."""
KILOBYTE = 1_000

AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "List-Unsubscribe")

_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_BYTE_ORDER_16 = (b"\xff\xfe", b"\xfe\xff")
_MAILBOX_LINE = re.compile(rb"\A(?:\xef\xbb\xbf)?>?From [^\r\n]{1,300}\r?\n")
_MAIL = frozenset({"message/rfc822", "message/global"})
_WRAPPED = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_INVITATION = "text/calendar"
"""An appointment, beside the words of a mail or in their place."""
_ENDINGS = {_INVITATION: "ics", **dict.fromkeys(_WRAPPED, "dat"), **dict.fromkeys(_MAIL, "eml")}
_NOT_FILES = _WRAPPED | {_INVITATION, "application/pgp-signature"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrapped:
    """What Outlook wrapped in a mail.

    Attributes:
        mails: What could be read, each as a mail.
        kept: What could not be, or not all of it: a file as it came.
        is_unread: Whether it has words that are not read.
        left_out: How many of its files are not in *mails*.
    """

    mails: tuple[OpenedMail, ...] = ()
    kept: tuple[MessagePart, ...] = ()
    is_unread: bool = False
    left_out: int = 0


def open_mail(raw: bytes) -> OpenedMail:
    """Return what stands in *raw*; of what is damaged, what can be read.

    Raises:
        MailTooLarge: It is larger than what is kept.
    """
    if len(raw) > MAIL_LIMIT_BYTES:
        raise MailTooLarge(len(raw), MAIL_LIMIT_BYTES)
    if not is_outlook_file(raw):
        return _opened(MessagePart.read(_straightened(raw)), ENCLOSED_DEEP)
    found = unfolded(raw)
    is_unread = found.is_rtf_only or not found.raw
    message = MessagePart.read(_straightened(found.raw))
    return _opened(message, ENCLOSED_DEEP, is_unread=is_unread, left_out=found.left_out)


def _straightened(raw: bytes) -> bytes:
    """Return *raw* in bytes of one width, with ends of line, and as the only one of its file."""
    if raw[:2] in _BYTE_ORDER_16:
        raw = raw.decode("utf-16", "replace").encode("utf-8")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    return _MAILBOX_LINE.sub(b"", raw).removeprefix(b"\xef\xbb\xbf")


def _opened(
    message: MessagePart, deep: int, *, is_unread: bool = False, left_out: int = 0
) -> OpenedMail:
    parts = list(message.every())
    words, cut = _words(parts)
    wrapped = _unwrapped(parts, deep, has_words=bool(words.strip()))
    words = (
        words
        if words.strip()
        else "\n\n".join(each.text for each in wrapped.mails if each.text.strip())
    )
    text = _bounded(words)
    if len(text) < len(words):
        cut = LeftUnread(what=MailPart.TEXT, read=_kilo(len(text)), total=_kilo(len(words)))
    has_words = bool(words.strip())
    instead = [] if has_words else [each for each in parts if _is_instead(each)]
    attached = tuple(_attached(parts))
    files = (
        *attached,
        *_as_files(_invitations(parts, attached) if has_words else ()),
        *(file for each in wrapped.mails for file in (*each.files, *each.enclosed_files)),
        *_as_files([*wrapped.kept, *instead]),
    )
    left_out += wrapped.left_out + message.left_out
    beyond = LeftUnread(what=MailPart.FILES, read=len(files), total=len(files) + left_out)
    is_unread = not words.strip() and (is_unread or wrapped.is_unread or bool(instead))
    name, address = message.mailbox("From")
    _name, reply_to = message.mailbox("Reply-To")
    reply_also = (each for each in message.addresses("Reply-To") if each != reply_to)
    return OpenedMail(
        sender=clean_text(address),
        sender_name=clean_text(name),
        reply_to=clean_text(reply_to),
        reply_also=tuple(map(clean_text, reply_also)),
        subject=clean_text(message.header("Subject")),
        sent_at=moment_of(message.header("Date")),
        message_id=first_id(message.header("Message-ID")),
        in_reply_to=first_id(message.header("In-Reply-To")),
        references=_thread(message)[-MOST_REFERENCES:],
        text=clean_text(text),
        is_automatic=_is_automatic(message),
        files=files,
        enclosed=_enclosed(parts, deep) if deep else None,
        enclosed_files=tuple(map(_as_mail, _mails(parts))),
        left_unread=(
            *([cut] if cut else ()),
            *([beyond] if left_out else ()),
            *([LeftUnread(what=MailPart.WORDS)] if is_unread else ()),
        ),
    )


def _unwrapped(parts: Sequence[MessagePart], deep: int, *, has_words: bool) -> _Wrapped:
    """Return what can be read of what Outlook wrapped; what cannot be is a file as it came."""
    mails, kept, is_unread, left_out = list[OpenedMail](), list[MessagePart](), False, 0
    for place, each in enumerate(filter(_is_wrapped, parts)):
        found = unfolded(each.whole) if deep and place < WRAPPED_MOST else Unfolded()
        mail = _opened(MessagePart.read(found.raw), 0)
        mails += [mail] if found.raw else []
        is_lacking = found.is_rtf_only and not has_words
        kept += [each] if not found.raw or is_lacking or found.left_out else []
        is_unread = is_unread or found.is_rtf_only or not found.raw
        left_out += found.left_out
    return _Wrapped(mails=tuple(mails), kept=tuple(kept), is_unread=is_unread, left_out=left_out)


def _is_wrapped(part: MessagePart) -> bool:
    """Whether it is a ``winmail.dat``, by what it says or, under that name, by how it begins."""
    is_so_called = part.file_name.lower().endswith(".dat")
    return part.kind in _WRAPPED or (is_so_called and is_winmail(part.content))


def _is_instead(part: MessagePart) -> bool:
    """Whether words may stand in it that are not read: an invitation, RTF, a form of tomorrow."""
    is_read = part.kind in {"text/plain", "text/html"}
    return part.kind.startswith("text/") and not is_read and not _is_attached(part)


def _kilo(count: int) -> int:
    return -(-count // KILOBYTE)


def _bounded(words: str) -> str:
    """Return the beginning of *words* that is read."""
    return "\n".join(words[:TEXT_LIMIT_CHARACTERS].split("\n", LINES_LIMIT)[:LINES_LIMIT])


def _is_automatic(message: MessagePart) -> bool:
    """Whether no person sent it to us in particular (RFC 3834, and what is common)."""
    return (
        message.header("Auto-Submitted").lower() not in {"", "no"}
        or message.header("Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
        or any(message.header(name) for name in AUTOMATIC_HEADERS)
        or message.kind == "multipart/report"
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
    return next(_ids_in(text), "")


def _thread(message: MessagePart) -> tuple[str, ...]:
    """Return what *message* goes on with, the nearest last: it may answer several mails at once."""
    both = (message.header("References"), message.header("In-Reply-To"))
    return tuple(dict.fromkeys(each for text in both for each in _ids_in(text)))


def _ids_in(text: str) -> Iterator[str]:
    return (each for each in _MESSAGE_ID.findall(text) if each.isprintable())


def _words(parts: list[MessagePart]) -> tuple[str, LeftUnread | None]:
    """Return what a person reads first in it, its plain text, else its HTML in words.

    And, of a part that is beyond what is decoded, how much of it was.
    """
    plain = [each for each in parts if _is_text(each, "text/plain")]
    found = [_unflowed(each) for each in plain]
    if not any(each.strip() for each in found):
        plain = [each for each in parts if _is_text(each, "text/html")]
        found = [_words_of_html(each.text_up_to(TEXT_LIMIT_BYTES)) for each in plain]
    sizes = [len(each.whole) for each in plain]
    read = sum(min(each, TEXT_LIMIT_BYTES) for each in sizes)
    cut = LeftUnread(what=MailPart.TEXT, read=_kilo(read), total=_kilo(sum(sizes)))
    return "\n\n".join(found), cut if read < sum(sizes) else None


def _words_of_html(html: str) -> str:
    """Return the words of a mail in HTML as a person would have typed them."""
    from comms_desk.text.markdown.from_html import read_html
    from comms_desk.text.markdown.to_plain import write_plain

    return write_plain(read_html(html))


def _is_text(part: MessagePart, kind: str) -> bool:
    return part.kind == kind and not _is_file(part)


def _is_file(part: MessagePart) -> bool:
    return bool(part.file_name) or _disposition(part) == "attachment"


def _disposition(part: MessagePart) -> str:
    return part.header("Content-Disposition").partition(";")[0].strip().lower()


def _unflowed(part: MessagePart) -> str:
    """Return its text; the lines of a paragraph that flows (RFC 3676) are one."""
    text = part.text_up_to(TEXT_LIMIT_BYTES)
    if "flowed" not in part.header("Content-Type").lower():
        return text
    written: list[str] = []
    is_flowing = False
    for line in text.split("\n"):
        flows = line.endswith(" ") and line != "-- " and not line.startswith(">")
        if is_flowing and line and not line.startswith(">"):
            written[-1] += line
        else:
            written.append(line)
        is_flowing = flows
    return "\n".join(written)


def _attached(parts: list[MessagePart]) -> Iterator[Attached]:
    """Yield what somebody attached, but for the pictures of a signature."""
    for number, part in enumerate(filter(_is_attached, parts), 1):
        is_of_text = part.kind.startswith("image/") and bool(part.header("Content-ID"))
        if not is_of_text or len(part.whole) > SIGNATURE_PICTURE_BYTES:
            yield _as_file(part, number)


def _invitations(
    parts: Iterable[MessagePart], attached: Iterable[Attached]
) -> Iterator[MessagePart]:
    """Yield the invitations of a mail, each once: programs write one as a part and as a file."""
    known = {each.data for each in attached}
    for each in parts:
        if each.kind == _INVITATION and each.whole not in known:
            known.add(each.whole)
            yield each


def _as_files(parts: Iterable[MessagePart]) -> Iterator[Attached]:
    """Yield *parts*, whatever they are, as files."""
    for number, part in enumerate(parts, 1):
        yield _as_file(part, number)


def _as_file(part: MessagePart, number: int) -> Attached:
    ending = _ENDINGS.get(part.kind, part.kind.rpartition("/")[2])
    name = part.file_name or f"{number}.{ending}"
    return Attached(name=name, media_type=part.kind, data=part.whole)


def _as_mail(part: MessagePart) -> Attached:
    subject = " ".join(part.children[0].header("Subject").split())
    name = part.file_name or f"{subject or 1}.eml"
    return Attached(name=name, media_type="message/rfc822", data=part.whole)


def _is_attached(part: MessagePart) -> bool:
    if part.kind.startswith("multipart/") or part.kind in _MAIL | _NOT_FILES or _is_wrapped(part):
        return False
    return _is_file(part) or not part.kind.startswith("text/")


def _mails(parts: list[MessagePart]) -> list[MessagePart]:
    return [each for each in parts if each.kind in _MAIL and each.children]


def _enclosed(parts: list[MessagePart], deep: int) -> OpenedMail | None:
    """Return the first mail in it."""
    first = next(iter(_mails(parts)), None)
    return None if first is None else _opened(first.children[0], deep - 1)
