"""What a text is made of: blocks of runs, flat, frozen, always in normal form.

Building a value tidies it: control characters go, neighbouring runs with the same marks
become one, blocks without text disappear, and a list never starts at its second level.
Two documents that read the same are therefore equal.  It knows no format.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from itertools import groupby

BREAK = "\n"
"""A hard break inside a run: the only control character that a run may hold."""

HEADING_LEVELS = (2, 3)
LIST_LEVELS = (1, 2)

WORDS_A_MINUTE = {"fr": 130, "en": 140}
"""Reading aloud, clearly: the defaults of the domain notes, §3.3 (a range of ±10 % is usual)."""

# A word holds a letter or a digit; "12 500" and "14 h 30" are joined by their no-break spaces.
_WORD = re.compile("[^\\W_](?:[\\w'’.,/-]|(?<=\\d)[\u00a0\u202f](?=\\d))*")

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t\x1c-\x1f]")
# What neither XML nor a numeric character reference can carry, Qt's placeholder for an object, and
# the mark of byte order, which Qt takes away where a run begins with it.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
    )
    + "]"
)
_LINK_SCHEME = re.compile(r"(?:https?://|mailto:|tel:)[^\s]", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?$")
_MAIL_ADDRESS = re.compile(r"[^\s@/]+@[\w-]+(?:\.[\w-]+)+$")
_NOT_IN_A_LINK = re.compile(
    r"""[\x00-\x20\x7f-\xa0\s<>\\"`\ud800-\udfff\ufdd0-\ufdef\ufffc-\uffff]"""
)


class BlockKind(StrEnum):
    """What a block is; a list is simply its items, one after the other."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BULLET = "bullet"
    NUMBER = "number"
    QUOTE = "quote"

    @property
    def is_item(self) -> bool:
        """Whether this is an item of a list."""
        return self in (BlockKind.BULLET, BlockKind.NUMBER)


def clean_text(text: str) -> str:
    """Return *text* with one kind of break, no tab, and nothing that a file could not carry."""
    return _UNWRITABLE.sub("", _SPACES.sub(" ", _BREAKS.sub(BREAK, text)))


def clean_link(address: str) -> str | None:
    """Return *address* as a link that may be followed, or None (a script, a file, a fragment)."""
    address = address.strip()
    if not _LINK_SCHEME.match(address):
        if _MAIL_ADDRESS.match(address):
            address = f"mailto:{address}"
        elif _BARE_ADDRESS.match(address):
            address = f"https://{address}"
    address = _NOT_IN_A_LINK.sub(_percent, address)
    return address if _LINK_SCHEME.match(address) else None


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "ignore"))


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that share their marks; a newline in them is a hard break."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None

    def __post_init__(self) -> None:
        """Clean the text; a link that may not be followed is dropped."""
        object.__setattr__(self, "text", clean_text(self.text))
        if self.link is not None:
            object.__setattr__(self, "link", clean_link(self.link))

    @property
    def marks(self) -> tuple[bool, bool, str | None]:
        """The marks, to compare two runs by."""
        return self.bold, self.italic, self.link


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an item of a list or a paragraph of a quote."""

    kind: BlockKind
    runs: tuple[Run, ...]
    level: int = 1
    language: str = field(default="", compare=False)
    """That of somebody else's words, as "en", for whoever reads aloud; "": the document's own."""

    def __post_init__(self) -> None:
        """Join neighbouring runs, and bring the level inside what the kind allows."""
        object.__setattr__(self, "runs", tuple(_joined(self.runs)))
        allowed = (
            HEADING_LEVELS
            if self.kind is BlockKind.HEADING
            else LIST_LEVELS
            if self.kind.is_item
            else (1,)
        )
        object.__setattr__(self, "level", min(max(self.level, allowed[0]), allowed[-1]))

    @property
    def text(self) -> str:
        """The characters alone, hard breaks as newlines."""
        return "".join(run.text for run in self.runs)

    @property
    def is_blank(self) -> bool:
        """Whether nobody would see anything."""
        return not self.text.strip()

    def without(self, spans: Iterable[tuple[int, int]]) -> "Block":
        """Return this block without the characters from each start to the end after it."""
        gone = sorted(spans)
        runs, at = list[Run](), 0
        for run in self.runs:
            kept = [(at, at + len(run.text))]
            for start, end in gone:
                left = ((first, min(last, start)) for first, last in kept)
                right = ((max(first, end), last) for first, last in kept)
                kept = [(first, last) for first, last in (*left, *right) if first < last]
            runs += (replace(run, text=self.text[first:last]) for first, last in kept)
            at += len(run.text)
        return replace(self, runs=tuple(runs))


@dataclass(frozen=True, slots=True)
class Document:
    """A whole text."""

    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        """Drop blank blocks, and lift items of a second level that have no first."""
        object.__setattr__(self, "blocks", tuple(_settled(self.blocks)))

    @property
    def text(self) -> str:
        """The characters alone, one line a block."""
        return "\n".join(block.text for block in self.blocks)


def paragraph(*runs: Run | str) -> Block:
    """Make a paragraph."""
    return Block(BlockKind.PARAGRAPH, _runs(runs))


def heading(level: int, *runs: Run | str, language: str = "") -> Block:
    """Make a heading of level 2 or 3."""
    return Block(BlockKind.HEADING, _runs(runs), level, language)


def bullet(*runs: Run | str, level: int = 1) -> Block:
    """Make an item of a bullet list."""
    return Block(BlockKind.BULLET, _runs(runs), level)


def number(*runs: Run | str, level: int = 1) -> Block:
    """Make an item of a numbered list."""
    return Block(BlockKind.NUMBER, _runs(runs), level)


def quote(*runs: Run | str, language: str = "") -> Block:
    """Make a paragraph of a quote."""
    return Block(BlockKind.QUOTE, _runs(runs), language=language)


def _runs(runs: Iterable[Run | str]) -> tuple[Run, ...]:
    return tuple(Run(run) if isinstance(run, str) else run for run in runs)


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    spoken = (run for run in runs if run.text)
    for _marks, neighbours in groupby(spoken, key=lambda run: run.marks):
        first, *others = neighbours
        # Joined at once: one by one, a paragraph of 10,000 runs would be cleaned 10,000 times.
        text = "".join((first.text, *(run.text for run in others)))
        yield replace(first, text=text) if others else first


def _settled(blocks: Iterable[Block]) -> Iterator[Block]:
    after_item = False
    for block in blocks:
        if block.is_blank:
            continue
        lost_its_list = block.kind.is_item and block.level > 1 and not after_item
        after_item = block.kind.is_item
        yield replace(block, level=1) if lost_its_list else block


EMPTY = Document(())


def count_words(document: Document) -> int:
    """Count the words that a reader would say."""
    return sum(len(_WORD.findall(block.text)) for block in document.blocks)


def speaking_time(words: int, language: str) -> timedelta:
    """Return how long *words* words take to say in *language*, to the second."""
    return timedelta(seconds=round(words * 60 / WORDS_A_MINUTE.get(language, WORDS_A_MINUTE["fr"])))
