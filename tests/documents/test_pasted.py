"""Rows that were copied become a table in a document, all of their words in it."""

from pathlib import Path

import docx
import pytest

from comms_desk.text.spreadsheet import pasted_html
from tests.documents.conftest import Convert

ROWS = [
    ["Côté, Rosalie", "<b>Noovo</b> & Cie", "7\u00a0h\u00a002"],
    ["Tremblay, Léo", "Le Devoir", "'=1+1"],
]


@pytest.mark.libreoffice
def test_a_word_processor_takes_copied_rows_for_a_table(convert: Convert, tmp_path: Path) -> None:
    copied = tmp_path / "copied.html"
    copied.write_text(pasted_html([[*ROWS[0]], [*ROWS[1][:2], "=1+1"]]), "utf-8")

    convert([copied], "odt:writer8", tmp_path)
    convert([tmp_path / "copied.odt"], "docx:MS Word 2007 XML", tmp_path)

    (table,) = docx.Document(str(tmp_path / "copied.docx")).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == ROWS
