"""From a Word file to the model: what its paragraphs say, in which style, with which marks.

Text boxes and tables keep their words.  A tracked change is neither in nor out until somebody
said so.  Nothing in the file is run or fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from comms_desk.documents import intake, package
from comms_desk.documents.errors import BrokenTemplate, TrackedChange
from comms_desk.documents.intake import TakenToRead
from comms_desk.documents.tracked_changes import Settled
from comms_desk.text.markdown import Block, BlockKind, Document, Run
from comms_desk.text.markdown.model import BREAK

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL_GAP = " | "

_SKIPPED = frozenset(
    (
        *(f"{W}pPr", f"{W}rPr"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"heading (\d)|title", re.IGNORECASE)
_LIST = re.compile(r"list (bullet|number)(?: (\d))?", re.IGNORECASE)
_LINK_FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')
_SIGNS = {f"{W}tab": " ", f"{W}br": BREAK, f"{W}cr": BREAK, f"{W}noBreakHyphen": "\u2011"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block, and the name of its style: by it one knows what a template wrote."""

    block: Block
    style: str


@dataclass(frozen=True, slots=True)
class WordText:
    """What a Word file says, and what stands in it beside."""

    paragraphs: tuple[Paragraph, ...]
    taken: TakenToRead


def read_word(data: bytes, *, name: str) -> Document:
    """Read the text of a Word file.

    Raises:
        BrokenTemplate: It is no Word file.
        TemplateTooLarge: It would not fit, or unfolds to far more than it says.
        StrictWord: It is saved in a form that hardly any program reads.
        TrackedChange: Nobody said yet which words hold.
    """
    read = open_word(data, name=name)
    if read.taken.first_change is not None:
        author, place = read.taken.first_change
        raise TrackedChange(name, author, place)
    return Document(tuple(paragraph.block for paragraph in read.paragraphs))


def open_word(data: bytes, *, name: str, how: Settled = Settled.ACCEPTED) -> WordText:
    """Read a Word file with all that is told of it, its tracked changes settled as *how* says.

    Raises:
        BrokenTemplate: It is no Word file.
        TemplateTooLarge: It would not fit, or unfolds to far more than it says.
        StrictWord: It is saved in a form that hardly any program reads.
    """
    import docx

    taken = intake.take_in_to_read(data, name, how)
    try:
        reader = _Reader(docx.Document(BytesIO(taken.data)))
        return WordText(tuple(reader.paragraphs()), taken)
    except package.BROKEN as error:
        raise BrokenTemplate(name) from error


@dataclass(slots=True)
class _Field:
    """A field of Word's that is open: its instruction, then what it shows."""

    instruction: list[str] = field(default_factory=list)
    shows: bool = False
    link: str | None = None


@dataclass(slots=True)
class _Paragraph:
    runs: list[Run] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    showing: list[_Field] = field(default_factory=list)
    """Those of the open fields whose result is being read, the innermost last."""


class _Reader:
    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._links = {
            key: rel.target_ref for key, rel in document.part.rels.items() if rel.is_external
        }
        self._names = {style.style_id: style.name or "" for style in document.styles}
        self._styles = {style.style_id: style.element for style in document.styles}
        self._shapes = _list_shapes(document)

    def paragraphs(self) -> Iterator[Paragraph]:
        yield from self._paragraphs(self._body)

    def _paragraphs(self, above: Any) -> Iterator[Paragraph]:
        for element in above:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from (Paragraph(row, "") for row in self._table(element))
            elif isinstance(element.tag, str) and element.tag not in _SKIPPED:
                yield from self._paragraphs(element)

    def _blocks(self, above: Any) -> Iterator[Block]:
        for paragraph in self._paragraphs(above):
            yield paragraph.block

    def _table(self, table: Any) -> Iterator[Block]:
        for row in _own(table, f"{W}tr"):
            runs: list[Run] = []
            for cell in _own(row, f"{W}tc"):
                words = [block.runs for block in self._blocks(cell) if not block.is_blank]
                if runs:
                    runs.append(Run(CELL_GAP))
                for index, each in enumerate(words):
                    runs += [Run(BREAK), *each] if index else each
            yield Block(BlockKind.PARAGRAPH, tuple(runs))

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        paragraph = _Paragraph()
        self._walk(element, paragraph, None)
        kind, level = self._kind(element)
        style = element.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else self._names.get(style.get(f"{W}val"), "")
        yield Paragraph(Block(kind, tuple(paragraph.runs), level), name)
        for box in paragraph.boxes:
            yield from self._paragraphs(box)

    def _walk(self, above: Any, paragraph: _Paragraph, link: str | None) -> None:
        for element in above:
            if element.tag in _SKIPPED or not isinstance(element.tag, str):
                continue
            if element.tag == f"{W}r":
                self._run(element, paragraph, link)
            elif element.tag == f"{W}hyperlink":
                self._walk(element, paragraph, self._links.get(element.get(ID)))
            elif element.tag == f"{W}fldSimple":
                found = _LINK_FIELD.match(element.get(f"{W}instr", ""))
                self._walk(element, paragraph, found[1] if found else link)
            elif element.tag == f"{W}txbxContent":
                paragraph.boxes.append(element)
            else:
                self._walk(element, paragraph, link)

    def _run(self, run: Any, paragraph: _Paragraph, link: str | None) -> None:
        bold, italic = self._mark(run, "b"), self._mark(run, "i")
        for element in _of_run(run):
            tag = element.tag
            if tag == f"{W}fldChar":
                _turn(paragraph, element.get(f"{W}fldCharType"))
            elif tag == f"{W}instrText" and paragraph.fields:
                paragraph.fields[-1].instruction.append(element.text or "")
            elif tag == f"{W}txbxContent":
                paragraph.boxes.append(element)
            elif tag == f"{W}t" or tag in _SIGNS:
                text = _SIGNS.get(tag) or element.text or ""
                opened = paragraph.showing[-1].link if paragraph.showing else None
                paragraph.runs.append(Run(text, bold, italic, link or opened))

    def _mark(self, run: Any, name: str) -> bool:
        mark = run.find(f"{W}rPr/{W}{name}")
        if mark is not None:
            return mark.get(f"{W}val", "true").lower() not in _OFF
        style = run.find(f"{W}rPr/{W}rStyle")
        named = self._names.get(style.get(f"{W}val"), "") if style is not None else ""
        return (name, named) in (("b", "Strong"), ("i", "Emphasis"))

    def _kind(self, paragraph: Any) -> tuple[BlockKind, int]:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        style_id = style.get(f"{W}val") if style is not None else ""
        name = self._names.get(style_id, "")
        if heading := _HEADING.fullmatch(name):
            return BlockKind.HEADING, int(heading[1] or 2)
        if "quote" in name.lower():
            return BlockKind.QUOTE, 1
        numbered = self._numbered(paragraph, style_id)
        if listed := _LIST.fullmatch(name):
            kind = BlockKind.BULLET if listed[1].lower() == "bullet" else BlockKind.NUMBER
            return kind, int(listed[2] or (numbered[1] if numbered else 1))
        return numbered or (BlockKind.PARAGRAPH, 1)

    def _numbered(self, paragraph: Any, style_id: str) -> tuple[BlockKind, int] | None:
        for above in (paragraph, self._styles.get(style_id)):
            found = above.find(f"{W}pPr/{W}numPr") if above is not None else None
            if found is None:
                continue
            number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
            depth = int(level.get(f"{W}val", 0)) if level is not None else 0
            name = number.get(f"{W}val", "") if number is not None else ""
            shape = self._shapes.get(name, {}).get(depth)
            if shape is None or shape == "none":
                return None
            kind = BlockKind.BULLET if shape == "bullet" else BlockKind.NUMBER
            return kind, depth + 1
        return None


def _of_run(run: Any) -> Iterator[Any]:
    """Return what stands in a run; a box in it, but not what stands in the box."""
    walk = etree.iterwalk(run, events=("start",))
    for _event, element in walk:
        if element.tag in _SKIPPED:
            walk.skip_subtree()
            continue
        yield element
        if element.tag == f"{W}txbxContent":
            walk.skip_subtree()


def _own(above: Any, tag: str) -> Iterator[Any]:
    """Return the rows of a table, or the cells of a row, but not those of a table in a cell."""
    for element in above:
        if element.tag == tag:
            yield element
        elif element.tag not in (f"{W}tbl", f"{W}tc", f"{W}tr") and element.tag not in _SKIPPED:
            yield from _own(element, tag)


def _turn(paragraph: _Paragraph, how: str | None) -> None:
    fields = paragraph.fields
    if how == "begin":
        fields.append(_Field())
    elif how == "separate" and fields and not fields[-1].shows:
        found = _LINK_FIELD.match("".join(fields[-1].instruction))
        fields[-1].shows, fields[-1].link = True, found[1] if found else None
        paragraph.showing.append(fields[-1])
    elif how == "end" and fields and fields.pop().shows:
        paragraph.showing.pop()


def _list_shapes(document: Any) -> dict[str, dict[int, str]]:
    """Return the shapes of the numbers ("bullet", "decimal") by numbering, then by level."""
    root = next(
        (
            rel.target_part.element
            for rel in document.part.rels.values()
            if rel.reltype.endswith("/numbering")
        ),
        None,
    )
    if root is None:
        return {}
    abstracts = {
        each.get(f"{W}abstractNumId"): {
            int(level.get(f"{W}ilvl")): shape.get(f"{W}val", "decimal")
            for level in each.findall(f"{W}lvl")
            if (shape := level.find(f"{W}numFmt")) is not None
        }
        for each in root.findall(f"{W}abstractNum")
    }
    return {
        each.get(f"{W}numId"): abstracts.get(abstract.get(f"{W}val"), {})
        for each in root.findall(f"{W}num")
        if (abstract := each.find(f"{W}abstractNumId")) is not None
    }
