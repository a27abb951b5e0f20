"""Letters that were encoded in another way than the rest of their file.

Two people keep one list: one's Excel writes cp1252 where the other's had written UTF-8, and
a program reads UTF-8 as cp1252 and writes that again (« CÃ´tÃ© »).  What can only have been
a French letter is put back; what could be something else is left as it is, and its line is
said.  No library guesses here: a guess that is wrong is a name that is wrong.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Mended:
    """A text, the lines of it that were mended, and those of which nobody can be certain."""

    text: str
    lines: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()


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
