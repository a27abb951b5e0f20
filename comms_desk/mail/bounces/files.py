"""Messages in files: an .eml, an .mbox, a folder of them.  Reading only; nothing is kept here.

Outlook's own .msg is refused by name: it is a file system in a file, and is not read yet.
"""

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
from comms_desk.reasons import reason_of

MESSAGE_ENDINGS = frozenset({".eml", ".mbox", ".msg"})
"""Of the files that may be dropped; the last is not read, and what to do is said."""
HEAD_LOOKED_AT_BYTES = 16 * 1024

_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = re.compile(
    rb"(?:^|\n)(?:From|Subject|Date|Received|Return-Path|MIME-Version):", re.IGNORECASE
)
_MBOX_LINE = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]{1,300}\r?\n")
"""What parts the messages of an mbox (RFC 4155)."""


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
            found = sorted(each for each in place.iterdir() if each.suffix.lower() == ".eml")
        except OSError as error:
            raise MessageFileUnreadable(place.name, reason_of(error)) from error
        yield from found


def messages_in(file: Path) -> Iterator[FoundMessage]:
    """Yield the messages of *file*: one, or those of an mbox.

    Raises:
        MessageFileTooLarge: It is far larger than anything that comes back.
        MessageFileUnreadable: The system does not let it be read.
        OutlookFileNotRead: It is an .msg.
        NotAMessage: It is something else.
    """
    try:
        size_bytes = file.stat().st_size
        if size_bytes > MESSAGE_LIMIT_BYTES:
            raise MessageFileTooLarge(file.name, size_bytes, MESSAGE_LIMIT_BYTES)
        content = own_files.read(file, most_bytes=MESSAGE_LIMIT_BYTES)
    except own_files.TooLarge as error:
        raise MessageFileTooLarge(
            file.name, MESSAGE_LIMIT_BYTES + 1, MESSAGE_LIMIT_BYTES
        ) from error
    except OSError as error:
        raise MessageFileUnreadable(file.name, reason_of(error)) from error
    if content.startswith(_OUTLOOK):
        raise OutlookFileNotRead(file.name)
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.startswith(b"From "):
        starts = [found.end() for found in _MBOX_LINE.finditer(content)]
        ends = [found.start() for found in _MBOX_LINE.finditer(content)][1:]
        for start, end in zip(starts, [*ends, len(content)], strict=True):
            yield FoundMessage(file=file, raw=content[start:end])
        return
    if not _HEADER.search(content[:HEAD_LOOKED_AT_BYTES].replace(b"\0", b"")):
        raise NotAMessage(file.name)
    yield FoundMessage(file=file, raw=content)
