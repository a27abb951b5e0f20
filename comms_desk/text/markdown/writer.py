"""The only writer of Markdown: from the model, to text that the reader gives back unchanged.

CommonMark decides whether ``**`` or ``_`` opens or closes by the characters around it, and
strips spaces at the edges of a line.  Wherever that would lose something, the character is
written as a numeric reference (``&#160;``), which both rules see as punctuation.
"""

import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from comms_desk.text.markdown.model import BREAK, Block, BlockKind, Document, Run

BOLD = "**"
ITALIC = "_"

_ALWAYS_ESCAPED = frozenset("\\`*_[]<")
_OPENS_A_BLOCK = frozenset("#>+-=~")
_PUNCTUATION = frozenset(string.punctuation)
_NUMBERED = re.compile(r"(\d{1,9})([.)])")
_REFERENCE = re.compile(r"&(?=#?\w+;)")


@dataclass(slots=True)
class _Piece:
    """One character as it will be written, or one delimiter."""

    character: str
    written: str
    opens: bool = False
    closes: bool = False

    @property
    def is_delimiter(self) -> bool:
        return self.opens or self.closes

    @property
    def is_break(self) -> bool:
        return self.character == BREAK and not self.is_delimiter

    def hide(self) -> None:
        """Write the character as a numeric reference."""
        if not self.is_delimiter:
            self.written = f"&#{ord(self.character)};"


def write_markdown(document: Document) -> str:
    """Write the document; ``read_markdown`` gives the same document back."""
    parts: list[str] = []
    numbers = _Numbers()
    for index, block in enumerate(document.blocks):
        before = document.blocks[index - 1] if index else None
        if before is not None:
            parts.append(_between(before, block))
        parts.append(_block(block, numbers))
    return "".join(parts) + ("\n" if parts else "")


def _between(before: Block, block: Block) -> str:
    if before.kind.is_item and block.kind.is_item:
        starts_another = block.level == 1 and before.kind is not block.kind
        return "\n\n" if starts_another else "\n"
    if before.kind is BlockKind.QUOTE and block.kind is BlockKind.QUOTE:
        return "\n>\n"
    return "\n\n"


class _Numbers:
    """Where each numbered list stands, and how far its items are indented."""

    def __init__(self) -> None:
        self._kind: dict[int, BlockKind | None] = {}
        self._count: dict[int, int] = {}
        self._indent = 0

    def forget(self) -> None:
        """A block that is no item ends every list."""
        self._kind.clear()

    def marker(self, block: Block) -> tuple[str, str]:
        """Return the indent and the marker of an item."""
        level = block.level
        if self._kind.get(level) is not block.kind:
            self._kind[level], self._count[level] = block.kind, 0
        self._count[level] += 1
        marker = "- " if block.kind is BlockKind.BULLET else f"{self._count[level]}. "
        if level == 1:
            self._kind.pop(2, None)
            self._indent = len(marker)
            return "", marker
        return " " * self._indent, marker


def _block(block: Block, numbers: _Numbers) -> str:
    if block.kind is BlockKind.HEADING:
        numbers.forget()
        return f"{'#' * block.level} {_inline(block, break_as='&#10;', first='')}"
    if block.kind.is_item:
        indent, marker = numbers.marker(block)
        return indent + marker + _inline(block, break_as="\\\n" + indent + " " * len(marker))
    numbers.forget()
    if block.kind is BlockKind.QUOTE:
        return "> " + _inline(block, break_as="\\\n> ")
    return _inline(block, break_as="\\\n")


def _inline(block: Block, *, break_as: str, first: str | None = None) -> str:
    pieces = list(_pieces(block.runs))
    in_heading = first is not None
    _guard_edges(pieces)
    if in_heading:
        _guard_sharps(pieces)
    else:
        _guard_lines(pieces)
    _guard_delimiters(pieces)
    return "".join(break_as if piece.written == BREAK else piece.written for piece in pieces)


def _pieces(runs: tuple[Run, ...]) -> Iterator[_Piece]:
    for link, linked in groupby(runs, key=lambda run: run.link):
        if link is not None:
            yield _Piece("[", "[", opens=True)
        for bold, strong in groupby(linked, key=lambda run: run.bold):
            if bold:
                yield _Piece("*", BOLD, opens=True)
            for run in strong:
                if run.italic:
                    yield _Piece("_", ITALIC, opens=True)
                yield from _characters(run.text)
                if run.italic:
                    yield _Piece("_", ITALIC, closes=True)
            if bold:
                yield _Piece("*", BOLD, closes=True)
        if link is not None:
            yield _Piece(")", f"]({_destination(link)})", closes=True)


def _characters(text: str) -> Iterator[_Piece]:
    for index, character in enumerate(text):
        written = character
        following = text[index + 1 : index + 2]
        if (
            character in _ALWAYS_ESCAPED
            or (character == "&" and (following == "#" or following.isalnum()))
            or (character == "!" and not following)
        ):
            written = "\\" + character
        yield _Piece(character, written)


def _destination(link: str) -> str:
    link = _REFERENCE.sub(r"\&", link)
    return f"<{link}>" if "(" in link or ")" in link else link


def _guard_sharps(pieces: list[_Piece]) -> None:
    """Escape what a heading would take for its closing marks."""
    for piece in pieces:
        if piece.character == "#" and piece.written == "#":
            piece.written = "\\#"


def _guard_edges(pieces: list[_Piece]) -> None:
    """Hide the spaces and breaks that a reader strips at the edges of a block or around a break."""
    text = [piece for piece in pieces if not piece.is_delimiter]
    for index, piece in enumerate(text):
        at_start = index == 0 or text[index - 1].is_break
        at_end = index == len(text) - 1 or text[index + 1].is_break
        if _is_space(piece.character) and (at_start or at_end) and not piece.is_break:
            piece.hide()
    # A break at the edge of the block would be a lone backslash.
    for edge in (text, text[::-1]):
        for piece in edge:
            if not _is_space(piece.character):
                break
            piece.hide()


def _guard_lines(pieces: list[_Piece]) -> None:
    """Escape what would open a heading, a list, a quote or a fence at the start of a line."""
    at_start = True
    for index, piece in enumerate(pieces):
        if at_start and not piece.is_delimiter:
            if piece.written in _OPENS_A_BLOCK:
                piece.written = "\\" + piece.written
            elif piece.character.isdigit():
                _guard_number(pieces[index : index + 10])
        at_start = piece.is_break and piece.written == BREAK


def _guard_number(pieces: list[_Piece]) -> None:
    found = _NUMBERED.match("".join(piece.written for piece in pieces))
    if found:
        pieces[len(found[1])].written = "\\" + found[2]


def _guard_delimiters(pieces: list[_Piece]) -> None:
    """See to it that each mark opens and closes where it should, whatever touches it.

    A character hidden for one mark is no letter any more to the mark on its other side: the
    marks are looked at again until nothing changes.
    """
    before = ""
    while before != (before := "".join(piece.written for piece in pieces)):
        _guard_once(pieces)


def _guard_once(pieces: list[_Piece]) -> None:
    for index, piece in enumerate(pieces):
        if not piece.is_delimiter:
            continue
        before = pieces[index - 1] if index else None
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        outside, inside = (before, after) if piece.opens else (after, before)
        if piece.character in "[)":
            continue
        if inside is not None and _is_space(inside.character):
            inside.hide()
        if outside is None or _is_space_or_punctuation(outside):
            continue
        if piece.written == ITALIC or inside is None or not _is_word(inside):
            outside.hide()


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Zs"


def _is_space_or_punctuation(piece: _Piece) -> bool:
    return piece.is_delimiter or _is_space(piece.character) or piece.character in _PUNCTUATION


def _is_word(piece: _Piece) -> bool:
    return not piece.is_delimiter and piece.written == piece.character and piece.character.isalnum()
