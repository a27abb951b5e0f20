"""Tables and pictures put into a Word document that a template made.

A text knows neither: where one is to stand, it has a paragraph that says `place(n)`.  A table's
first row is its header, said again on each page; a picture has the words that stand for it, and
is drawn from an SVG by Typst, with the window's font and no file in reach: see `pdf`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any, cast

from comms_desk.documents.pdf import window_fonts

_LINE = "D5D1C8"
_EIGHTHS = "4"
POINTS, SPACE_POINTS = 9.5, 2
"""A table is looked up, not read."""
FIRST, LAST = 0.4, 0.3
"""How much of the width is the first column's, and the last one's."""
PIXELS_AN_INCH = 192.0
"""Twice what a screen has: it is printed too."""
_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg")"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """A table: its *rows*, the first of them its headings; all but the first cell are numbers."""

    title: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertedPicture:
    """A picture (PNG) as wide as the text, and what it *says* to who does not see it."""

    png: bytes
    says: str


def place(number: int) -> str:
    """Return what the paragraph says in whose place the insert of that *number* comes."""
    return f"⟦{number}⟧"


def insert(content: bytes, inserts: Sequence[WordTable | InsertedPicture]) -> bytes:
    """Return the document with each of *inserts* in its place."""
    import docx

    document: Any = docx.Document(BytesIO(content))
    places = {place(number): each for number, each in enumerate(inserts)}
    for paragraph in list(document.paragraphs):
        each = places.get(paragraph.text)
        if isinstance(each, InsertedPicture):
            _put_picture(document, paragraph, each)
        elif each is not None:
            _put_table(document, paragraph, each)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _put_picture(document: Any, paragraph: Any, picture: InsertedPicture) -> None:
    paragraph.clear()
    width = _text_width(document)
    drawn = paragraph.add_run().add_picture(BytesIO(picture.png), width=width)
    inline = drawn._inline  # noqa: SLF001 - python-docx has no public way
    inline.docPr.set("descr", picture.says)
    for side in "TBLR":  # LibreOffice takes an eighth of an inch where none is said
        inline.set(f"dist{side}", "0")


def _text_width(document: Any) -> int:
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def _put_table(document: Any, paragraph: Any, table: WordTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    columns = len(table.rows[0])
    between = max(columns - 2, 1)
    shares = [FIRST, *[(1 - FIRST - LAST) / between] * between, LAST]
    made = document.add_table(rows=0, cols=columns)
    made.autofit = False
    for column, share in zip(made.columns, shares, strict=False):
        column.width = int(_text_width(document) * share)
    for number, row in enumerate(table.rows):
        cells = made.add_row().cells
        for column, (cell, words) in enumerate(zip(cells, row, strict=True)):
            cell.width = made.columns[column].width
            line = cell.paragraphs[0]
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(
                SPACE_POINTS
            )
            run = line.add_run(words)
            run.bold, run.font.size = number == 0, Pt(POINTS)
            if column:
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _dress(made, table.title)
    paragraph._p.addprevious(made._tbl)  # noqa: SLF001 - python-docx has no public way
    paragraph.clear()


def _dress(made: Any, title: str) -> None:
    """Give a table a line under each row, its header, and its name for who does not see it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no public way
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{_EIGHTHS}" w:space="0" w:color="{_LINE}"/>'
        for side in ("bottom", "insideH")
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
    properties.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"
    )
    caption = properties.makeelement(qn("w:tblCaption"), {qn("w:val"): title})
    properties.append(caption)
    for number, row in enumerate(made.rows):
        about = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way
        about.append(about.makeelement(qn("w:cantSplit"), {}))
        if number == 0:
            about.append(about.makeelement(qn("w:tblHeader"), {}))


def png_of(drawing: str) -> bytes:
    """Return *drawing*, an SVG of ours, as PNG."""
    import typst

    with TemporaryDirectory() as nothing:
        compiler = typst.Compiler(
            _PAGE,
            root=nothing,
            font_paths=window_fonts(of_the_system=False),
            sys_inputs={"drawing": drawing},
            package_path=nothing,
            package_cache_path=nothing,
        )
        return cast("bytes", compiler.compile(format="png", ppi=PIXELS_AN_INCH))  # of one page
