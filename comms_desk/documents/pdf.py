"""A text as PDF: what goes to the press beside the letter, or in it.

Typst sets it, with our own template and the window's font.  The text goes there as data and
nothing else: no word of it is ever read as a command, and no file is within reach.  The same text
at the same moment gives the same bytes.  The file is tagged (PDF/UA-1): its title, its language,
its headings and its lists are what a screen reader says of it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from itertools import groupby
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, cast

from comms_desk.documents.errors import LetterNotDrawn, TooLongForPdf
from comms_desk.i18n import Language
from comms_desk.paths import resource
from comms_desk.text.markdown import Block, BlockKind, Document, Run
from comms_desk.text.markdown.model import clean_text

if TYPE_CHECKING:
    import typst

MOST_LETTERS = 400_000
"""Some 200 pages: 3 s and 200 MB.  What leaves for the press has one hundredth of it."""
LINK_LENGTH = 2_000
"""No longer link is one: a PDF holds no address of more than 8,000 bytes."""
STAYS_LENGTH = 600
"""A last paragraph of no more letters stays on the page of what closes the text."""
STANDARD: Final = "ua-1"
MOST_UNDRAWN = 20
"""So many different letters may have none that draws them: each costs a try."""

_END = re.compile(r"\s*[-‐‒–—―−]\s*30\s*[-‐‒–—―−]\s*")
"""« – 30 – », where the writer typed it."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")
_NOT_DRAWN = re.compile(r'the text `"(?P<letter>[^"]{1,200})"` could not be displayed')
_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")

type Data = dict[str, object]


def pdf_of(
    values: Mapping[str, str],
    body: Document,
    *,
    layout: str,
    language: Language,
    author: str,
    now: datetime,
    stamp: str = "",
    undrawn: str = "",
) -> bytes:
    """Return the PDF of a text.

    Args:
        values: What each tag of a template says (`tags.TAGS`), the body apart.
        body: The text.
        layout: "speech" for one that is said aloud (large letters, the lower third blank), else
            "review" for a press review, which closes with nothing of its own; else "release".
        language: The document's, for the words around the text and the reader aloud.
        author: Who made it, in its properties.
        now: When it was made, there.
        stamp: What stands at the top of every page, such as an embargo.
        undrawn: What stands for a letter that no font of this computer has; empty: it is refused.

    Raises:
        TooLongForPdf: The text has more than 400,000 letters.
        LetterNotDrawn: No font of this computer has a letter of it, or too many have none.
    """
    if sum(len(block.text) for block in body.blocks) > MOST_LETTERS:
        raise TooLongForPdf(MOST_LETTERS)
    sheet: Data = {
        "says": {name: clean_text(said) for name, said in values.items()}
        | {"language": language.value},
        "layout": layout,
        "author": author,
        "stamp": clean_text(stamp),
        "has-end": not any(_is_end(block) for block in body.blocks),
        "blocks": list(_blocks(body)),
    }
    said = json.dumps(sheet, ensure_ascii=False)
    try:
        return _set(said, now, with_fonts_of_the_system=False)
    except LetterNotDrawn:
        pass
    for _ in range(MOST_UNDRAWN):
        try:
            return _set(said, now, with_fonts_of_the_system=True)
        except LetterNotDrawn as error:
            if not undrawn or error.letter not in said:
                raise
            said = said.replace(error.letter, undrawn)
    return _set(said, now, with_fonts_of_the_system=True)


def _set(sheet: str, now: datetime, *, with_fonts_of_the_system: bool) -> bytes:
    import typst

    with TemporaryDirectory() as nothing:
        compiler = typst.Compiler(
            resource("templates", "text.typ").read_bytes(),
            root=nothing,
            font_paths=window_fonts(of_the_system=with_fonts_of_the_system),
            sys_inputs={"sheet": sheet},
            package_path=nothing,
            package_cache_path=nothing,
        )
        try:
            made = compiler.compile(
                format="pdf", pdf_standards=[STANDARD], timestamp=int(now.timestamp())
            )
        except typst.TypstError as error:
            missing = _NOT_DRAWN.search(error.message)
            if missing is None:
                raise
            raise LetterNotDrawn(_letter(missing["letter"])) from error
    return cast("bytes", made)  # pictures would be a list, one a page


def _letter(said: str) -> str:
    """Return the letter that Typst *said*: one that is not seen is said by its number."""
    number = _NUMBER.fullmatch(said)
    return said if number is None else chr(int(number[1], 16))


@cache
def window_fonts(*, of_the_system: bool) -> "typst.Fonts":
    """Return the window's font for Typst, with or without those of the system."""
    import typst

    with as_file(files("fontpkg_inter") / "files") as folder:
        return typst.Fonts(
            include_system_fonts=of_the_system,
            include_embedded_fonts=of_the_system,
            font_paths=[folder],
        )


def _blocks(body: Document) -> Iterator[Data]:
    """Yield the blocks of *body* as a reader sees them: lists whole, quotes whole.

    A heading is at most one level below the one before it: the standard refuses a gap.
    """
    level = 1
    for kind, group in groupby(body.blocks, key=_sort):
        blocks = list(group)
        if kind == "list":
            yield from _lists(blocks)
        elif kind == "quote":
            for language, each in groupby(blocks, key=_language):
                paragraphs = [_pieces(block.runs) for block in each]
                yield {"kind": kind, "language": language, "paragraphs": paragraphs}
        else:
            for block in blocks:
                if kind == "heading":
                    level = min(block.level, level + 1)
                stays = block is body.blocks[-1] and len(block.text) <= STAYS_LENGTH
                yield {
                    "kind": kind,
                    "level": level,
                    "language": _language(block),
                    "pieces": _pieces(block.runs),
                    "stays": stays,
                }


def _language(block: Block) -> str:
    """Return the language of a *block*, as Typst will have it: its two or three letters, or ""."""
    known = _LANGUAGE.match(block.language.lower())
    return "" if known is None else known[0]


def _sort(block: Block) -> str:
    if _is_end(block):
        return "end"
    return "list" if block.kind.is_item else block.kind.value


def _is_end(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and _END.fullmatch(block.text) is not None


def _lists(items: Sequence[Block]) -> Iterator[Data]:
    """Yield each list of *items*, which follow one another, with the lists within it."""
    for _number, group in groupby(_numbered(items), key=lambda each: each[0]):
        whole = [block for _, block in group]
        entries: list[tuple[Block, list[Block]]] = []
        for block in whole:
            if block.level == 1:
                entries.append((block, []))
            else:
                entries[-1][1].append(block)
        yield {
            "kind": whole[0].kind.value,
            "items": [
                {"pieces": _pieces(item.runs), "lists": list(_within(below))}
                for item, below in entries
            ],
        }


def _numbered(items: Iterable[Block]) -> Iterator[tuple[int, Block]]:
    """Yield each of *items* with the number of the list that it is in: another kind, another."""
    number, kind = 0, None
    for block in items:
        if block.level == 1 and block.kind is not kind:
            number, kind = number + 1, block.kind
        yield number, block


def _within(items: Iterable[Block]) -> Iterator[Data]:
    for kind, group in groupby(items, key=lambda block: block.kind):
        entries = [{"pieces": _pieces(block.runs), "lists": []} for block in group]
        yield {"kind": kind.value, "items": entries}


def _pieces(runs: Sequence[Run]) -> list[Data]:
    """Return *runs* by the link that they share: one link is one thing to press, and to hear."""
    return [
        {"link": link, "runs": [_run(run) for run in group]}
        for link, group in groupby(runs, key=_link)
    ]


def _link(run: Run) -> str | None:
    return run.link if run.link is not None and len(run.link) <= LINK_LENGTH else None


def _run(run: Run) -> Data:
    return {"text": run.text, "bold": run.bold, "italic": run.italic}
