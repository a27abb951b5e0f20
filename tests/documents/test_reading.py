"""A text that goes through Word and back."""

from typing import Any

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from hypothesis import given, settings

from comms_desk.documents.reading import open_word, read_word
from comms_desk.documents.template import Template
from comms_desk.documents.tracked_changes import Settled
from comms_desk.i18n import Language
from comms_desk.text.markdown import (
    Document,
    Run,
    bullet,
    heading,
    number,
    paragraph,
    read_markdown,
    write_markdown,
)
from tests.documents.word_files import MADE, with_body, word_file
from tests.text.markdown.strategies import documents

TEMPLATE = Template.compile(word_file("{{ body }}"), name="essai.docx")


@given(documents)
@settings(max_examples=75)
def test_text_and_marks_survive_word(document: Document) -> None:
    text = write_markdown(document)

    made = TEMPLATE.fill({}, read_markdown(text), language=Language.FRENCH, title="T", **MADE)

    assert write_markdown(read_word(made, name="essai.docx")) == text


def test_what_an_office_wrote_in_word_comes_down_to_the_subset() -> None:
    def write(document: Any) -> None:
        document.add_heading("Titre", 1)
        line = document.add_paragraph("La Ville ")
        line.add_run("investit", style="Strong")
        line.add_run("\t48\u00a0M$")
        line._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t> ajouté</w:t></w:r></w:ins>"))
        line._p.append(
            parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText> retiré</w:delText></w:r></w:del>")
        )
        line._p.append(
            parse_xml(
                f"<w:fldSimple {nsdecls('w')} w:instr=' HYPERLINK \"https://montreal.ca\" '>"
                "<w:r><w:t> site</w:t></w:r></w:fldSimple>"
            )
        )
        document.add_paragraph("puce", style="List Bullet")
        document.add_paragraph("un", style="List Number")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Neige", "48"

    read = open_word(word_file(then=write), name="essai.docx", how=Settled.ACCEPTED)

    assert Document(tuple(each.block for each in read.paragraphs)) == Document(
        (
            heading(2, "Titre"),
            paragraph(
                "La Ville ",
                Run("investit", bold=True),
                " 48\u00a0M$ ajouté",
                Run(" site", link="https://montreal.ca"),
            ),
            bullet("puce"),
            number("un"),
            paragraph("Neige | 48"),
        )
    )


def cell(words: str, inside: str = "") -> str:
    return f"<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p>{inside}</w:tc>"


def table(*cells: str) -> str:
    return f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>"


def box(words: str, inside: str = "") -> str:
    text = f"<w:r><w:t>{words}</w:t></w:r>"
    return f"<w:r><w:pict><w:txbxContent><w:p>{text}{inside}</w:p></w:txbxContent></w:pict></w:r>"


def test_what_stands_in_a_table_or_a_box_within_another_is_read_once() -> None:
    tables = table(cell("a"), cell("b", table(cell("c"))))
    boxes = f"<w:p>{box('d', box('e'))}</w:p>"

    read = read_word(with_body(word_file(), tables + boxes), name="essai.docx")

    assert [block.text for block in read.blocks if not block.is_blank] == ["a | b\nc", "d", "e"]


def test_a_cell_within_a_control_keeps_its_words() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{cell('b')}</w:sdtContent></w:sdt>"

    read = read_word(with_body(word_file(), table(cell("a"), control)), name="essai.docx")

    assert read.blocks[-1].text == "a | b"
