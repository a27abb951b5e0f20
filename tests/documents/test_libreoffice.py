"""The templates that the desk ships, opened by LibreOffice."""

import re
from pathlib import Path

import pytest

from comms_desk.documents.template import Template
from comms_desk.i18n import Language
from comms_desk.paths import resource
from comms_desk.text.markdown import read_markdown
from tests.documents.conftest import Convert
from tests.documents.word_files import MADE, SavedSo, Templates, list_levels, opened

VALUES = {
    "title": "Un seul horaire le dimanche",
    "subtitle": "",
    "notice": "Pour diffusion immédiate",
    "dateline": "Montréal, le 24 novembre 2026. – ",
    "date": "Le 24 novembre 2026",
    "source": "Cabinet inventé",
    "contact": "Relations avec les médias",
    "speaker": "Mireille Sauvageau-Diallo",
    "occasion": "",
    "duration": "3 min",
}
TEXT = "La Ville harmonise **l’horaire**.\n\n## Suite\n\n- un\n- deux\n\n1. trois\n\n> dit\n"
TEMPLATES = Templates()
SHIPPED = {
    name: TEMPLATES.shipped(name) for name in ("release.fr", "release.en", "speech.fr", "speech.en")
}


def template_of(name: str, saved_so: SavedSo) -> Template:
    return Template.compile(saved_so(SHIPPED[name]), name=f"{name}.docx")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_template_gives_a_document_with_real_headings(
    name: str, saved_so: SavedSo
) -> None:
    template = template_of(name, saved_so)

    language = Language(name[-2:])
    made = opened(template.fill(VALUES, read_markdown(TEXT), language=language, title="T", **MADE))

    headings = [p.style.name for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert headings == ["Heading 1", "Heading 2"]
    assert not [p for p in made.paragraphs if not p.text.strip()]
    assert made.core_properties.language == f"{language}-CA"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_document_has_the_same_foot(name: str) -> None:
    document = opened(resource("templates", f"{name}.docx").read_bytes())
    (section,) = document.sections

    feet = [section.first_page_footer.paragraphs[0], section.footer.paragraphs[0]]

    assert [foot.style.font.size.pt for foot in feet] == [9, 9]
    assert [run for foot in feet for run in foot.runs if run.font.size is not None] == []


@pytest.mark.parametrize(("name", "points"), [("release", 12), ("speech", 18)])
@pytest.mark.parametrize("language", list(Language))
def test_a_number_and_a_space_have_room_before_the_words_of_an_item(
    name: str, points: int, language: Language, saved_so: SavedSo
) -> None:
    template = template_of(f"{name}.{language}", saved_so)
    items = read_markdown("1. un\n   1. deux\n\n- trois\n  - quatre\n")

    made = opened(template.fill(VALUES, items, language=language, title="T", **MADE))

    ems = round(1.8 * 20 * points)
    assert list_levels(made) == [(ems, ems, False), (2 * ems, ems, False)] * 2


@pytest.mark.parametrize("name", ["speech.fr", "speech.en"])
def test_a_speech_is_set_to_be_read_aloud(name: str) -> None:
    style = opened(resource("templates", f"{name}.docx").read_bytes()).styles["Body Text"]

    assert style.font.size.pt == 18
    assert style.paragraph_format.line_spacing == 1.5
    assert style.paragraph_format.keep_together


@pytest.mark.libreoffice
def test_libreoffice_opens_each_and_finds_its_words(
    convert: Convert, saved_so: SavedSo, tmp_path: Path
) -> None:
    files = [tmp_path / f"{name}.docx" for name in SHIPPED]
    for file in files:
        language = Language(file.stem[-2:])
        template = template_of(file.stem, saved_so)
        made = template.fill(
            VALUES, read_markdown(TEXT), language=language, title="T", **MADE, stamp="EMBARGO"
        )
        file.write_bytes(made)

    convert(files, "pdf", tmp_path)
    convert(files, "txt:Text (encoded):UTF8", tmp_path)

    for file in files:
        pdf = file.with_suffix(".pdf").read_bytes()
        words = file.with_suffix(".txt").read_text("utf-8-sig").split("\n")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 1
        assert "La Ville harmonise l’horaire." in " ".join(words)
        assert [line for line in words if line.strip() in ("Suite", "dit")] == ["Suite", "dit"]
