"""Blocks as Word's XML, by the names of styles: the styles decide how they look.

A numbered list begins a numbering of its own, so that it starts at 1; links are counted for
the relationships of the part.  The styles themselves are the template's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from comms_desk.text.markdown import Block, BlockKind, Document, Run
from comms_desk.text.markdown.model import BREAK, clean_text

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK_ID = "rIdCommsDesk"


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How one level of one kind of list is numbered.

    *numbering* is None when the style itself says so (bullets); *abstract* is what a new
    numbered list is made from.
    """

    style: str
    level: int = 0
    numbering: int | None = None
    abstract: int | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """The ids, in one template, of the styles that blocks are written with."""

    headings: Mapping[int, str]
    quote: str
    link: str
    lists: Mapping[tuple[BlockKind, int], ListStyle]
    next_numbering: int


@dataclass(slots=True)
class WrittenBody:
    """The body of one document: its paragraphs, and what they need elsewhere in the file."""

    first_runs: str | None = None
    """The runs of the first block when it is a paragraph: it may follow a place and date."""
    rest: list[str | None] = field(default_factory=list)
    """The other blocks; None opens a plain paragraph, whose runs are in *paragraphs*."""
    paragraphs: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    numberings: list[str] = field(default_factory=list)


def text(value: str) -> str:
    """Return *value* as it stands inside ``w:t``; a line of it becomes a break."""
    lines = escape(clean_text(value)).split(BREAK)
    return '</w:t><w:br/><w:t xml:space="preserve">'.join(lines)


def write_body(document: Document, styles: Styles) -> WrittenBody:
    """Write the blocks of *document* with *styles*."""
    written = WrittenBody()
    lists: dict[int, tuple[BlockKind, int | None]] = {}
    for index, block in enumerate(document.blocks):
        runs = "".join(_runs(block, written, styles))
        if not block.kind.is_item:
            lists.clear()
        match block.kind:
            case BlockKind.PARAGRAPH if index == 0:
                written.first_runs = runs
            case BlockKind.PARAGRAPH:
                written.rest.append(None)
                written.paragraphs.append(runs)
            case BlockKind.HEADING:
                written.rest.append(_styled(styles.headings[block.level], "", runs))
            case BlockKind.QUOTE:
                written.rest.append(_styled(styles.quote, "", runs))
            case _:
                written.rest.append(_item(block, runs, lists, written, styles))
    return written


def link_relationships(links: Sequence[str]) -> str:
    """Return the relationships of *links*, in their order."""
    return "".join(
        f'<Relationship Id="{LINK_ID}{index}" Type="{RELATIONSHIPS}/hyperlink" '
        f'Target={quoteattr(link)} TargetMode="External"/>'
        for index, link in enumerate(links, start=1)
    )


def stamp(words: str) -> str:
    """Return the paragraph that stands at the top of every page of an embargoed document."""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="120"/><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:rPr><w:b/><w:bCs/><w:color w:val="B3261E"/><w:sz w:val="22"/></w:rPr>'
        f'<w:t xml:space="preserve">{text(words)}</w:t></w:r></w:p>'
    )


def _styled(style: str, numbering: str, runs: str) -> str:
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{numbering}</w:pPr>{runs}</w:p>"


def _item(
    block: Block,
    runs: str,
    lists: dict[int, tuple[BlockKind, int | None]],
    written: WrittenBody,
    styles: Styles,
) -> str:
    if block.level == 1:
        lists.pop(2, None)
    how = styles.lists[block.kind, block.level]
    kind, number = lists.get(block.level, (None, None))
    if kind is not block.kind:
        number = how.numbering
        if how.abstract is not None:
            number = styles.next_numbering + len(written.numberings)
            written.numberings.append(_numbering(number, how))
        lists[block.level] = block.kind, number
    if number is None:
        return _styled(how.style, "", runs)
    numbering = f'<w:numPr><w:ilvl w:val="{how.level}"/><w:numId w:val="{number}"/></w:numPr>'
    return _styled(how.style, numbering, runs)


def _numbering(number: int, how: ListStyle) -> str:
    return (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{how.abstract}"/>'
        f'<w:lvlOverride w:ilvl="{how.level}"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def _runs(block: Block, written: WrittenBody, styles: Styles) -> Iterator[str]:
    for link, group in groupby(block.runs, key=lambda run: run.link):
        if link is None:
            yield from (_run(run, "", block.language) for run in group)
            continue
        written.links.append(link)
        style = f'<w:rStyle w:val="{styles.link}"/>'
        inside = "".join(_run(run, style, block.language) for run in group)
        yield (
            f'<w:hyperlink xmlns:r="{RELATIONSHIPS}" r:id="{LINK_ID}{len(written.links)}" '
            f'w:history="1">{inside}</w:hyperlink>'
        )


def _run(run: Run, style: str, language: str) -> str:
    marks = style
    if run.bold:
        marks += "<w:b/><w:bCs/>"
    if run.italic:
        marks += "<w:i/><w:iCs/>"
    if language:
        marks += f"<w:lang w:val={quoteattr(language)}/>"
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text(run.text)}</w:t></w:r>'
