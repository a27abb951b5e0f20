"""A Word file that is made to take long is read as fast as any."""

from pathlib import Path
from time import process_time

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from comms_desk.documents.reading import open_word
from comms_desk.documents.tracked_changes import ChangeKind, Settled, changes_in, settle
from comms_desk.media.drafting.frame import without_frame
from tests.documents.word_files import word_file


def test_a_line_of_the_template_with_three_tags_is_told_from_another_at_once(
    tmp_path: Path,
) -> None:
    template = word_file("{{title}} {{source}} {{contact}} fin", "{{body}}")
    (tmp_path / "release.fr.docx").write_bytes(template)
    word = open_word(word_file("a " * 999 + "a", "La Ville agit."), name="plan.docx")

    began = process_time()
    without_frame(word.paragraphs, templates=tmp_path)

    assert process_time() - began < 2


def test_three_tags_of_a_line_are_told_apart(tmp_path: Path) -> None:
    line = "Source : {{source}} - {{contact}} - {{title}} fin"
    template = word_file("COMMUNIQUÉ", line, "{{body}}")
    (tmp_path / "release.fr.docx").write_bytes(template)
    said = word_file("COMMUNIQUÉ", "Source : Ville - Ève - Neige fin", "Elle agit.")
    word = open_word(said, name="plan.docx")

    framed = without_frame(word.paragraphs, templates=tmp_path)

    assert framed.fields == {"source": "Ville", "contact": "Ève", "title": "Neige"}


def test_thousands_of_marks_of_one_paragraph_are_counted_at_once() -> None:
    marks = "".join(f'<w:ins w:id="{n}" w:author="A{n}"/>' for n in range(4000))
    paragraph = f"<w:p {nsdecls('w')}><w:pPr><w:rPr>{marks}</w:rPr></w:pPr></w:p>"
    root = parse_xml(f"<w:body {nsdecls('w')}>{paragraph}</w:body>")

    began = process_time()
    found = changes_in(root)

    assert process_time() - began < 1
    assert [each.counts[ChangeKind.INSERTED] for each in found] == [1] * 4000


def test_two_changes_of_the_form_of_one_run_are_refused_as_one() -> None:
    former = "".join(f"<w:rPrChange><w:rPr>{each}</w:rPr></w:rPrChange>" for each in ("<w:i/>", ""))
    run = f"<w:r><w:rPr><w:b/>{former}</w:rPr><w:t>Neige</w:t></w:r>"
    root = parse_xml(f"<w:body {nsdecls('w')}><w:p>{run}</w:p></w:body>")

    settle(root, Settled.REFUSED)

    assert [each.tag.partition("}")[2] for each in root.iter()] == [
        "body",
        "p",
        "r",
        "rPr",
        "i",
        "t",
    ]
