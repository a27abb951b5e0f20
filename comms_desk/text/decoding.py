"""The bytes of a text file, whoever wrote it, as text.

UTF-8 and UTF-16 with or without their mark, what Excel writes in French on Windows
(cp1252) and on an old Macintosh.  A file that is no text is refused, with the line where
that shows; no byte is ever replaced by a question mark.  Lines that are encoded otherwise
than the rest are mended where that is certain: two people keep one list, and one's Excel writes
cp1252 where the other's had written UTF-8; or a program reads UTF-8 as cp1252 and writes that
again (« CÃ´tÃ© »).  What can only have been a French letter is put back; what could be something
else is left as it is, and its line is said.  No library guesses here: a guess that is wrong is
a name that is wrong.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from comms_desk.errors import CommsDeskError


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


@dataclass(frozen=True, slots=True)
class Mended:
    """A text, the lines of it that were mended, and those of which nobody can be certain."""

    text: str
    lines: tuple[int, ...] = ()
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

FRENCH = frozenset(
    "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ«»‹›’‘“”–—…·•°ªº€£©®™½¼¾²³\u00a0\u202f\u2011ñÑáíóúÁÍÓÚãõåÅøØß"
)
LOST = "\ufffd"


def _of_byte(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "replace").replace(LOST, chr(byte))


_BYTES = {_of_byte(byte): byte for byte in range(0x80, 0x100)}
_FOLLOWING = "".join(re.escape(_of_byte(byte)) for byte in range(0x80, 0xC0))
_TWICE = re.compile(f"[ÂÃÅ][{_FOLLOWING}]|â[{_FOLLOWING}]{{2}}")
_HALF = re.compile(f"Ã[{_FOLLOWING} ]")
"""What is left of a letter that was encoded twice and then changed: a name may end in Ã."""
_UTF_8 = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2})+")


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


def mixed(content: bytes, codec: str) -> Mended | None:
    """Read *content* line by line, as UTF-8 where it is, else in *codec*.

    None when no line has a letter in UTF-8: then all of it is in *codec*.
    """
    lines = content.split(b"\n")
    if not any(not line.isascii() and _as_utf_8(line) is not None for line in lines):
        return None
    read: list[str] = []
    mended: list[int] = []
    doubtful: list[int] = []
    for number, line in enumerate(lines, 1):
        if (text := _as_utf_8(line)) is None:
            text = _piecewise(line, codec)
            (mended if _is_french(text) else doubtful).append(number)
        read.append(text)
    return Mended("\n".join(read), tuple(mended), tuple(doubtful))


def encoded_twice(text: str) -> Mended:
    """Put back the letters of *text* that were written as UTF-8 and read as cp1252."""
    if not any(sign in text for sign in ("Ã", "Â", "Å", "â€", LOST)):
        return Mended(text)
    mended: list[int] = []
    doubtful: list[int] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.isascii():
            continue
        lines[number - 1] = _TWICE.sub(_put_back, line)
        if LOST in line or _HALF.search(lines[number - 1]):
            doubtful.append(number)
        elif lines[number - 1] != line:
            mended.append(number)
    return Mended("\n".join(lines), tuple(mended), tuple(doubtful))


def lines_of(*several: Iterable[int]) -> tuple[int, ...]:
    """Return the lines of *several*, in order, each once."""
    return tuple(sorted({line for each in several for line in each}))


def _put_back(found: re.Match[str]) -> str:
    letter = bytes(_BYTES[each] for each in found[0]).decode("utf-8", "replace")
    return letter if letter in FRENCH else found[0]


def _as_utf_8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _piecewise(line: bytes, codec: str) -> str:
    """Read *line*, what is UTF-8 in it as that, the rest in *codec*."""
    read: list[str] = []
    end = 0
    for found in _UTF_8.finditer(line):
        read += (_in(codec, line[end : found.start()]), found[0].decode("utf-8", "replace"))
        end = found.end()
    return "".join((*read, _in(codec, line[end:])))


def _in(codec: str, piece: bytes) -> str:
    return piece.decode(codec) if codec != "cp1252" else "".join(map(_letter, piece))


def _letter(byte: int) -> str:
    return chr(byte) if byte < 0x80 else _of_byte(byte)  # noqa: PLR2004 - ASCII


def _is_french(text: str) -> bool:
    return all(letter.isascii() or letter in FRENCH for letter in text)
