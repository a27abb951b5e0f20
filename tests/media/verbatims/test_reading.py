"""A verbatim comes in from Word, from captions or from text, or is refused by name."""

from pathlib import Path

import pytest
from docx import Document

from comms_desk.documents.errors import BrokenTemplate
from comms_desk.media.verbatims.model import NotAVerbatim, NothingSaid, VerbatimTooLong
from comms_desk.media.verbatims.reading import TEXT_FILE_BYTES, read_verbatim

CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v La mairesse>On déneige.\n"


def test_a_word_file_is_read(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("La mairesse : on déneige dès lundi.")
    file = tmp_path / "Mêlée du 3 mars.docx"
    document.save(str(file))

    read = read_verbatim(file)

    assert (read.name, read.text) == ("Mêlée du 3 mars", "La mairesse : on déneige dès lundi.")


def test_captions_are_a_line_each_time_that_somebody_speaks(tmp_path: Path) -> None:
    file = tmp_path / "mêlée.VTT"
    file.write_text(CAPTIONS, encoding="utf-8")

    read = read_verbatim(file)

    assert (read.text, read.speaker) == ("La mairesse\u00a0: On déneige.", "La mairesse")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_is_read_as_old_programs_write_it_too(tmp_path: Path, codec: str) -> None:
    file = tmp_path / "mot.txt"
    file.write_text("On déneige.\n", encoding=codec)

    assert read_verbatim(file).text == "On déneige."


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("vide.txt", b" \n", NothingSaid),
        ("vide.vtt", b"WEBVTT\n", NothingSaid),
        ("long.txt", b"a" * (TEXT_FILE_BYTES + 1), VerbatimTooLong),
        ("binaire.txt", b"a\0b", NotAVerbatim),
        ("faux.vtt", b"On deneige.", NotAVerbatim),
        ("faux.docx", b"On deneige.", BrokenTemplate),
    ],
)
def test_what_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes, error: type[Exception]
) -> None:
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(error):
        read_verbatim(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAVerbatim):
        read_verbatim(tmp_path / "absent.txt")
