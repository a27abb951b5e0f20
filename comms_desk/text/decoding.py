"""The bytes of a text file, whoever wrote it, as text.

UTF-8 and UTF-16 with or without their mark, what Excel writes in French on Windows
(cp1252) and on an old Macintosh.  A file that is no text is refused, with the line where
that shows; no byte is ever replaced by a question mark.  Lines that are encoded otherwise
than the rest are mended where that is certain (see `mending`).
"""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from comms_desk.errors import CommsDeskError
from comms_desk.text.mending import Mended, encoded_twice, lines_of, mixed


class FileKind(StrEnum):
    """What a file that is not a table turned out to be."""

    PDF = "pdf"
    IMAGE = "image"
    ARCHIVE = "archive"
    VCARD = "vcard"
    BINARY = "binary"


class NotATable(CommsDeskError):
    """The file is no text; *line* is where that shows."""

    kind: FileKind
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, the name of its encoding, and the lines that were encoded otherwise.

    *mended* were put right; of *doubtful* nobody can be certain.
    """

    text: str
    encoding: str
    mended: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()


def decode(content: bytes) -> Decoded:
    """Return the text of *content*; a byte-order mark is believed.

    Raises:
        NotATable: It is a picture, an archive, or otherwise no text.
    """
    _refuse_known_kinds(content)
    read, encoding = _decode(content)
    once = encoded_twice(read.text)
    _refuse_control_characters(once.text)
    doubtful = lines_of(read.doubtful, once.doubtful)
    return Decoded(
        text=once.text,
        encoding=encoding,
        mended=tuple(line for line in lines_of(read.lines, once.lines) if line not in doubtful),
        doubtful=doubtful,
    )


_KNOWN_KINDS = (
    (b"PK\x03\x04", FileKind.ARCHIVE),
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
)
_CARD = b"BEGIN:VCARD"
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
    (b"\xff\xfe", "utf-16", "utf-16"),
    (b"\xfe\xff", "utf-16", "utf-16"),
)
_FRENCH_LETTERS = "éèàêç"
_ZERO_SHARE_OF_UTF16 = 0.3
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def _refuse_known_kinds(content: bytes) -> None:
    for start, kind in _KNOWN_KINDS:
        if content.startswith(start):
            raise NotATable(kind, 1)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[: len(_CARD)].upper() == _CARD:
        raise NotATable(FileKind.VCARD, 1)


def _decode(content: bytes) -> tuple[Mended, str]:
    for mark, codec, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark) and name != "utf-8":
            return Mended(_decode_as(content, codec)), name
    if (guess := _utf16_without_mark(content)) is not None:
        return Mended(_decode_as(content, guess)), "utf-16"
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return Mended(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        codec = _eight_bit_codec(content)
    if (read := mixed(content, codec)) is not None:
        return read, "utf-8"
    return Mended(_decode_as(content, codec)), codec


def _decode_as(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise NotATable(FileKind.BINARY, line) from error


def _utf16_without_mark(content: bytes) -> str | None:
    """Recognise UTF-16 by the zero bytes that Western text has at every other place."""
    sample = content[:4096]
    if len(content) % 2 or len(sample) < len("ab") * 2:
        return None
    pairs = len(sample) // 2
    high, low = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if low > _ZERO_SHARE_OF_UTF16 and high == 0:
        return "utf-16-le"
    if high > _ZERO_SHARE_OF_UTF16 and low == 0:
        return "utf-16-be"
    return None


def _eight_bit_codec(content: bytes) -> str:
    """Choose between Windows and old Macintosh Excel by the French letters each would show."""
    counts = Counter(content)

    def letters(codec: str) -> int:
        return sum(counts[byte] for byte in _FRENCH_LETTERS.encode(codec))

    return "mac_roman" if letters("mac_roman") > letters("cp1252") else "cp1252"


def _refuse_control_characters(text: str) -> None:
    if found := _CONTROL.search(text.rstrip("\x1a")):
        line = len(_LINE_END.findall(text[: found.start()])) + 1
        raise NotATable(FileKind.BINARY, line)
