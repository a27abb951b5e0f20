"""What a file says is read, so that an embargo may be asked about it; or it is known that not."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from comms_desk.documents.file_words import words_of_file
from comms_desk.text.spreadsheet import write_workbook
from tests.documents.word_files import word_file

SAID = "les 45 bibliothèques accueilleront le public tous les dimanches"
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p>les 45 '
    "<text:span>bibliothèques</text:span> accueilleront<text:s/>le public<text:line-break/>tous "
    "les dimanches</text:p></office:document-content>"
)
SLIDE = (
    '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p>\n<a:r><a:t>les 45 biblio'
    "</a:t></a:r>\n<a:r><a:t>thèques accueilleront le public tous les dimanches</a:t></a:r></a:p>"
    "</p:sld>"
)


def zipped(name: str, content: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, content)
    return made.getvalue()


def in_word(document: Any) -> None:
    line = document.add_paragraph("les 45 ")
    line.add_run("biblio").bold = True
    line.add_run("thèques accueilleront")
    line._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t> peut-être</w:t></w:r></w:ins>"))
    struck = f"<w:del {nsdecls('w')}><w:r><w:delText> le public</w:delText></w:r></w:del>"
    line._p.append(parse_xml(struck))
    line.add_run(" tous les dimanches")
    document.sections[0].header.paragraphs[0].text = "Dans l’en-tête"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.txt", f"Bonjour,\n{SAID}.".encode("cp1252")),
        ("note.md", "les **45** [bibliothèques](https://montreal.ca) accueilleront le public "
         "tous les dimanches".encode()),
        ("page.html", "<p>les 45 <b>bibliothèques</b> accueilleront le public tous les dimanches"
         "</p>".encode()),
        ("table.csv", f"1;{SAID}".encode()),
        ("note.DOCX", word_file(then=in_word)),
        ("table.xlsx", write_workbook(["Note"], [[SAID]])),
        ("note.odt", zipped("content.xml", ODT)),
        ("plan.pptx", zipped("ppt/slides/slide1.xml", SLIDE)),
    ],
)  # fmt: skip
def test_what_offices_write_is_read_whole(name: str, content: bytes) -> None:
    assert SAID in " ".join((words_of_file(content, name) or "").split())


def test_what_is_added_and_what_stands_in_the_margins_is_read_too() -> None:
    said = words_of_file(word_file(then=in_word), "note.docx")

    assert said is not None
    assert "les 45 bibliothèques accueilleront peut-être tous les dimanches" in said
    assert "Dans l’en-tête" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"%PDF-1.7\n..."),
        ("photo.jpg", b"\xff\xd8\xff..."),
        ("note.rtf", rb"{\rtf1 les 45}"),
        ("note.txt", b"%PDF-1.7\n..."),
        ("note.docx", b"PK\x03\x04..."),
        ("note.odt", zipped("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>')),
        ("vide.docx", word_file("")),
        ("bombe.odt", zipped("content.xml", "<p>" + " " * 13_000_000 + "</p>")),
    ],
)
def test_what_cannot_be_read_is_known_not_to_be(name: str, content: bytes) -> None:
    assert words_of_file(content, name) is None
