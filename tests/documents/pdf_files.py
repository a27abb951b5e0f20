"""A PDF of ours read back: the words of each page, in their order.

Only what Typst writes is understood: streams that are deflated, letters by the numbers of their
glyphs, a table that says what each stands for.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?m)^(\d+) 0 obj\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
_PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_SHOWN = re.compile(rb"/(f\d+) \S+ Tf| Tm\[?(\(.*?\))\]?T[Jj]\n|(ET)\n", re.DOTALL)
_PARTS = re.compile(rb"\\[0-7]{3}|\\.|.", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class PdfFile:
    """What a PDF says: of itself in *raw*, its packed streams apart; its words on each page."""

    raw: str
    pages: tuple[str, ...]

    @property
    def words(self) -> str:
        """What stands on all pages, its lines joined."""
        return " ".join(self.pages)

    def tags(self, name: str) -> int:
        """Return how many parts are tagged so: "H1", "LI"."""
        return len(re.findall(rf"/Type/StructElem/S/{name}\b", self.raw))


def read_pdf(content: bytes) -> PdfFile:
    """Read a PDF that the desk made."""
    objects = dict(_objects(content))
    kids = re.search(rb"/Type/Pages/Count \d+/Kids\[([^]]*)\]", content)
    assert kids is not None
    numbers = [int(each) for each in re.findall(rb"(\d+) 0 R", kids[1])]
    raw = b"\n".join(head for head, _ in objects.values()) + b"\n".join(
        stream for head, stream in objects.values() if b"/Metadata" in head
    )
    return PdfFile(raw.decode("latin-1"), tuple(_page(each, objects) for each in numbers))


def _objects(content: bytes) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """Yield each object: its number, what it says of itself, its stream unpacked."""
    for begin in _OBJECT.finditer(content):
        head, mark, _rest = content[begin.end() :].partition(b"endobj")
        head, mark, _rest = head.partition(b"stream\n")
        if not mark:
            yield int(begin[1]), (head, b"")
            continue
        length = _LENGTH.search(head)
        assert length is not None
        start = begin.end() + len(head) + len(mark)
        stream = content[start : start + int(length[1])]
        yield int(begin[1]), (head, zlib.decompress(stream) if b"/FlateDecode" in head else stream)


def _page(number: int, objects: dict[int, tuple[bytes, bytes]]) -> str:
    head = objects[number][0]
    fonts = objects[_referred(head, b"Resources")][0]
    letters = {
        name: _letters(objects[_referred(objects[int(font)][0], b"ToUnicode")][1])
        for name, font in _FONT.findall(fonts)
    }
    said, font = [], b""
    for named, shown, end in _SHOWN.findall(objects[_referred(head, b"Contents")][1]):
        if named:
            font = named
        elif end:
            said.append("\n")
        else:
            glyphs = b"".join(_strings(shown))
            pairs = (glyphs[at : at + 2] for at in range(0, len(glyphs), 2))
            said.append("".join(letters[font][pair] for pair in pairs))
    return "".join(said)


def _referred(head: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", head)
    assert found is not None
    return int(found[1])


def _letters(table: bytes) -> dict[bytes, str]:
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for glyph, letter in _PAIR.findall(table)
    }


def _strings(array: bytes) -> Iterator[bytes]:
    """Yield the bytes of the strings of *array*; brackets within one are written in pairs."""
    depth = 0
    for part in _PARTS.findall(array):
        if part == b")":
            depth -= 1
        if depth:
            yield _unescaped(part)
        if part == b"(":
            depth += 1


def _unescaped(part: bytes) -> bytes:
    if len(part) == 1:
        return part
    said = part[1:]
    return bytes([int(said, 8)]) if said.isdigit() else _LETTERS.get(said, said)
