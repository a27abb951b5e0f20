"""Messages in files: an .eml, an .mbox, an .msg, a folder of them.  Reading only; it keeps none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from comms_desk import own_files
from comms_desk.mail.bounces.report import (
    MESSAGE_LIMIT_BYTES,
    MessageFileTooLarge,
    MessageFileUnreadable,
    NotAMessage,
    OutlookFileNotRead,
)
from comms_desk.mail.reading.outlook_file import is_outlook_file, unfolded
from comms_desk.reasons import reason_of

MESSAGE_ENDINGS = frozenset({".eml", ".mbox", ".msg"})
"""Of the files that may be dropped."""
KEPT_IN_FOLDERS = frozenset({".eml", ".msg"})
HEAD_LOOKED_AT_BYTES = 16 * 1024

_HEADER = re.compile(
    rb"(?:^|[\r\n])(?:From|Subject|Date|Received|Return-Path|MIME-Version):", re.IGNORECASE
)
_MBOX_LINE = re.compile(
    rb"(?:\AFrom [^\r\n]{0,300}|\r?\n\r?\nFrom \S{1,200} [^\r\n]{0,80}\d{4}[^\r\n]{0,40})\r?\n"
)
"""What parts the messages of an mbox (RFC 4155): it ends with a year, else it is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMessage:
    """One message and the file that it stands in."""

    file: Path
    raw: bytes


def files_in(places: Iterable[Path]) -> Iterator[Path]:
    """Yield *places*, each folder among them as the messages in it, by name.

    Raises:
        MessageFileUnreadable: A folder cannot be listed.
    """
    for place in places:
        if not place.is_dir():
            yield place
            continue
        try:
            found = sorted(each for each in place.iterdir() if is_kept(each.name))
        except OSError as error:
            raise MessageFileUnreadable(place.name, reason_of(error)) from error
        yield from found


def is_kept(name: str) -> bool:
    """Whether a file of that *name*, in a folder of messages, is one."""
    return Path(name).suffix.lower() in KEPT_IN_FOLDERS and not name.startswith(".")


def content_of(file: Path) -> bytes:
    """Return the bytes of *file*, which may be a message.

    Raises:
        MessageFileTooLarge: It is far larger than any message.
        MessageFileUnreadable: The system does not let it be read.
    """
    try:
        size_bytes = file.stat().st_size
        if size_bytes > MESSAGE_LIMIT_BYTES:
            raise MessageFileTooLarge(file.name, size_bytes, MESSAGE_LIMIT_BYTES)
        content = own_files.read(file, most_bytes=MESSAGE_LIMIT_BYTES)
    except own_files.OwnFileTooLarge as error:
        raise MessageFileTooLarge(
            file.name, MESSAGE_LIMIT_BYTES + 1, MESSAGE_LIMIT_BYTES
        ) from error
    except OSError as error:
        raise MessageFileUnreadable(file.name, reason_of(error)) from error
    return content


def mail_in(file: Path) -> bytes:
    """Return the bytes of *file*, a mail; one that is named so may be damaged.

    Raises:
        MessageFileTooLarge: It is far larger than any message.
        MessageFileUnreadable: The system does not let it be read.
        NotAMessage: It is something else.
    """
    content = content_of(file)
    if not (is_kept(file.name) or is_outlook_file(content) or _has_headers(content)):
        raise NotAMessage(file.name)
    return content


def messages_in(file: Path) -> Iterator[FoundMessage]:
    """Yield the messages of *file*: one, or those of an mbox.

    Raises:
        MessageFileTooLarge: It is far larger than anything that comes back.
        MessageFileUnreadable: The system does not let it be read.
        OutlookFileNotRead: It is an .msg, and nothing of it can be read.
        NotAMessage: It is something else.
    """
    content = content_of(file)
    if is_outlook_file(content):
        content = unfolded(content).raw
        if not content:
            raise OutlookFileNotRead(file.name)
    content = content.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in content[:HEAD_LOOKED_AT_BYTES]:
        content = content.replace(b"\r", b"\n")
    if _MBOX_LINE.match(content):
        starts = [found.end() for found in _MBOX_LINE.finditer(content)]
        ends = [found.start() for found in _MBOX_LINE.finditer(content)][1:]
        for start, end in zip(starts, [*ends, len(content)], strict=True):
            yield FoundMessage(file=file, raw=content[start:end])
        return
    if not _has_headers(content):
        raise NotAMessage(file.name)
    yield FoundMessage(file=file, raw=content)


def _has_headers(content: bytes) -> bool:
    return _HEADER.search(content[:HEAD_LOOKED_AT_BYTES].replace(b"\0", b"")) is not None
