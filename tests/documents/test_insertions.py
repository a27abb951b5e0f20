"""Tables and pictures stand where the text says, and say what they are to who does not see them."""

from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

from comms_desk.documents.insertions import InsertedPicture, WordTable, insert, place, png_of

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><text>é</text></svg>'
TABLE = WordTable(title="Par média", rows=(("Média", "Retombées"), ("La Presse", "12")))


def document(*paragraphs: str) -> bytes:
    made = docx.Document()
    for each in paragraphs:
        made.add_paragraph(each)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def opened(content: bytes) -> Any:
    return docx.Document(BytesIO(content))


def test_a_table_stands_in_its_place_with_its_header_and_its_name() -> None:
    found = opened(insert(document("Avant", place(0), "Après"), [TABLE]))

    (table,) = found.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Média", "Retombées"],
        ["La Presse", "12"],
    ]
    assert table._tbl.getprevious().text == "Avant"
    assert [each.text for each in found.paragraphs] == ["Avant", "", "Après"]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Par média"


def test_a_picture_has_its_words() -> None:
    picture = InsertedPicture(png=png_of(SQUARE), says="Douze le 3 novembre")

    found = opened(insert(document(place(0)), [picture]))

    (shape,) = found.inline_shapes
    assert shape._inline.docPr.get("descr") == "Douze le 3 novembre"
    assert picture.png.startswith(b"\x89PNG")


def test_what_no_place_is_for_stays_words() -> None:
    found = opened(insert(document(place(1), f"Non {place(0)}"), [TABLE]))

    assert [each.text for each in found.paragraphs] == [place(1), f"Non {place(0)}"]
    assert found.tables == []
