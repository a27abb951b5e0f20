"""A review on paper: Word in the office's look, and a PDF that reads aloud."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
from docx.styles.style import BaseStyle

from comms_desk.media.reviews.papers import pdf_of, word_of
from tests.documents.pdf_files import read_pdf
from tests.documents.word_files import word_file
from tests.media.reviews.editions import ADDENDUM, MORNING, NOTHING


def is_heading(style: BaseStyle) -> bool:
    return str(style.name).startswith("Heading")


def test_word_has_its_date_its_sections_and_its_stories_as_headings() -> None:
    made = word_of(MORNING, templates=None)

    lines = docx.Document(BytesIO(made.content)).paragraphs
    headings = [line.text for line in lines if line.style is not None and is_heading(line.style)]
    assert made.name == "Revue de presse 2026-11-24.docx"
    assert headings[:4] == [
        "Mardi 24 novembre 2026",
        "L’essentiel",
        "Aujourd’hui",
        "Budget",
    ]
    assert "L’opposition promet un contre-budget" in headings
    assert "7\u00a0h\u00a025 · 8\u00a0sujets, 25\u00a0retombées" in [line.text for line in lines]
    assert lines[0].text == "Revue de presse"


def test_word_reads_a_headline_aloud_in_its_own_language() -> None:
    lines = docx.Document(BytesIO(word_of(MORNING, templates=None).content)).paragraphs

    in_english = ".//w:lang[@w:val='en']"
    marked = [each.text for each in lines if each._p.xpath(in_english)]
    assert marked == ["Montreal mayor defends snow-removal contract"]


def test_a_pdf_reads_a_headline_and_an_excerpt_aloud_in_their_own_language() -> None:
    first, *rest = MORNING.sections
    story = replace(first.entries[0], language="EN-gb", excerpt="Their own words.")
    other = replace(first.entries[1], language="nobody knows")
    told = replace(MORNING, sections=(replace(first, entries=(story, other)), *rest))

    raw = read_pdf(pdf_of(told).content).raw

    assert len(re.findall(r"/S/H3[^>]*/Lang\(en-CA\)", raw)) == 2
    assert len(re.findall(r"/Lang\(en-CA\)", raw)) == 3
    assert raw.count("/Lang(fr-CA)") == 1


def test_no_story_runs_over_to_the_next_page_in_word() -> None:
    document = docx.Document(BytesIO(word_of(MORNING, templates=None).content))

    for line in document.paragraphs[3:]:
        style = line.style
        assert style is not None
        assert style.paragraph_format.keep_together or str(style.name).startswith("List"), (
            style.name
        )
        assert style.paragraph_format.keep_with_next or not is_heading(style)


def test_the_template_of_the_office_goes_before_ours(tmp_path: Path) -> None:
    own = word_file("Maison – {{ kind }} – {{ title }}", "{{ subtitle }}", "{{ body }}")
    (tmp_path / "review.en.docx").write_bytes(own)

    lines = docx.Document(BytesIO(word_of(ADDENDUM, templates=tmp_path).content)).paragraphs

    assert lines[0].text == "Maison – Addendum – Tuesday, November 24, 2026"


def test_a_pdf_has_the_same_headings_and_nothing_of_a_release() -> None:
    made = pdf_of(MORNING)

    read = read_pdf(made.content)
    assert made.name == "Revue de presse 2026-11-24.pdf"
    assert (read.tags("H1"), read.tags("H2"), read.tags("H3")) == (1, 6, 8)
    assert "REVUE DE PRESSE" in read.words
    assert "– 30 –" not in read.words
    assert "Revue de presse – Mardi 24 novembre 2026" in read.pages[1]
    assert "Rien à signaler." in read_pdf(pdf_of(NOTHING).content).words


def test_the_same_edition_makes_the_same_file() -> None:
    assert word_of(MORNING, templates=None).content == word_of(MORNING, templates=None).content
    assert pdf_of(MORNING).content == pdf_of(MORNING).content


def test_a_sign_in_a_headline_that_no_font_draws_keeps_no_review_from_its_pdf() -> None:
    hidden = "\U0001cfff"
    first, *rest = MORNING.sections
    told = replace(first.entries[0], title=f"La neige {hidden} est là \U0001cffe")
    sections = (replace(first, entries=(told, *first.entries[1:])), *rest)

    read = read_pdf(pdf_of(replace(MORNING, sections=sections)).content)

    assert "La neige □ est là □" in read.words
