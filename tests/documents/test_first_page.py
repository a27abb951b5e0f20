"""The first page of a template that has a header of its own: stamped, unless it surely says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt, RGBColor

from comms_desk.documents.template import Template
from comms_desk.i18n import Language
from comms_desk.text.markdown import Document, paragraph
from tests.documents.word_files import MADE, SavedSo, Templates, opened
from tests.documents.word_files import Template as OfATest

SHIPPED = Path(__file__).parents[2] / "resources" / "templates"
TEMPLATES = Templates()
LINES = ("Ville", "{{ notice }}", "{{ body }}")


def is_stamped(template: Template) -> bool:
    """Whether the first page is, once the template is filled; every other page must be."""
    values = dict.fromkeys(template.tags - {"body"}, "Texte") | {"notice": "Sous embargo"}
    made = template.fill(
        values,
        Document((paragraph("Un."),)),
        language=Language.FRENCH,
        title="Budget",
        **MADE,
        stamp="SOUS EMBARGO",
        stamp_tag="notice",
    )
    section = opened(made).sections[0]
    assert section.different_first_page_header_footer
    assert "SOUS EMBARGO" in [each.text for each in section.header.paragraphs]
    return "SOUS EMBARGO" in [each.text for each in section.first_page_header.paragraphs]


def of(*lines: str, then: Callable[[Any], None] | None = None) -> OfATest:
    def change(document: Any) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "Ville"
        if then is not None:
            then(document)

    return TEMPLATES.of(*lines, then=change)


def compiled(data: bytes) -> Template:
    return Template.compile(data, name="essai.docx")


def a_style(document: Any, *, on: int) -> Any:
    """Return a style that line *on* has by way of another, based on it."""
    below = document.styles.add_style("Dessous", WD_STYLE_TYPE.PARAGRAPH)
    above = document.styles.add_style("Avis", WD_STYLE_TYPE.PARAGRAPH)
    above.base_style = below
    document.paragraphs[on].style = above
    return below


def a_new_page_by_the_style(document: Any) -> None:
    a_style(document, on=1).paragraph_format.page_break_before = True


def a_new_page_by_the_style_of_the_line_before(document: Any) -> None:
    a_style(document, on=0).paragraph_format.page_break_before = True


def a_new_page_by_the_line(document: Any) -> None:
    document.paragraphs[1].paragraph_format.page_break_before = True


def a_break_after_the_line_before(document: Any) -> None:
    document.paragraphs[0].add_run().add_break(WD_BREAK.PAGE)


def hidden(document: Any) -> None:
    document.paragraphs[1].runs[0].font.hidden = True


def hidden_by_the_style(document: Any) -> None:
    a_style(document, on=1).font.hidden = True


def hidden_by_the_style_of_its_letters(document: Any) -> None:
    style = document.styles.add_style("Discret", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    document.paragraphs[1].runs[0].style = style


def hidden_by_the_style_of_every_line(document: Any) -> None:
    document.styles["Normal"].font.hidden = True


def hidden_by_default(document: Any) -> None:
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    defaults.find(qn("w:rPr")).append(OxmlElement("w:vanish"))


def pushed_down(document: Any) -> None:
    document.paragraphs[1].paragraph_format.space_before = Pt(700)


def pushed_down_by_the_line_before(document: Any) -> None:
    a_style(document, on=0).paragraph_format.space_after = Pt(700)


def in_a_line_of_one_point(document: Any) -> None:
    spacing = document.paragraphs[1].paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)


def in_letters_of_one_point(document: Any) -> None:
    document.paragraphs[1].runs[0].font.size = Pt(1)


def in_huge_letters_before(document: Any) -> None:
    document.paragraphs[0].runs[0].font.size = Pt(700)


def in_white(document: Any) -> None:
    document.paragraphs[1].runs[0].font.color.rgb = RGBColor(255, 255, 255)


def in_a_style_that_is_not_there(document: Any) -> None:
    a_style(document, on=1)
    document.paragraphs[1]._p.pPr.pStyle.val = "Perdu"


UNSEEN = {
    then.__name__: of(*LINES, then=then)
    for then in (
        a_new_page_by_the_style,
        a_new_page_by_the_style_of_the_line_before,
        a_new_page_by_the_line,
        a_break_after_the_line_before,
        hidden,
        hidden_by_the_style,
        hidden_by_the_style_of_its_letters,
        hidden_by_the_style_of_every_line,
        hidden_by_default,
        pushed_down,
        pushed_down_by_the_line_before,
        in_a_line_of_one_point,
        in_letters_of_one_point,
        in_huge_letters_before,
        in_white,
    )
}


@pytest.mark.parametrize("unseen", list(UNSEEN))
def test_a_notice_that_may_not_be_seen_on_page_one_does_not_spare_the_stamp(
    unseen: str, saved_so: SavedSo
) -> None:
    assert is_stamped(compiled(saved_so(UNSEEN[unseen])))


def test_a_notice_in_a_style_that_is_not_there_does_not_spare_the_stamp() -> None:
    """LibreOffice gives such a line another style, so this one is not saved again."""
    template = of(*LINES, then=in_a_style_that_is_not_there)

    assert is_stamped(compiled(template.data()))


LONG = of("Ville " * 2000, "{{ notice }}", "{{ body }}")


def test_words_that_fill_a_page_before_the_notice_do_not_spare_the_stamp(
    saved_so: SavedSo,
) -> None:
    assert is_stamped(compiled(saved_so(LONG)))


def plain(document: Any) -> None:
    assert len(document.paragraphs) == len(LINES)


def drawn_as_an_office_would(document: Any) -> None:
    style = a_style(document, on=1)
    style.font.bold, style.font.size, style.font.color.rgb = True, Pt(14), RGBColor(192, 0, 0)
    style.paragraph_format.space_before = Pt(24)
    style.paragraph_format.line_spacing = 1.3


SEEN = {then.__name__: of(*LINES, then=then) for then in (plain, drawn_as_an_office_would)}


@pytest.mark.parametrize("seen", list(SEEN))
def test_a_notice_that_is_seen_there_is_not_said_twice(seen: str, saved_so: SavedSo) -> None:
    assert not is_stamped(compiled(saved_so(SEEN[seen])))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_own_release_says_it_once(language: str) -> None:
    assert not is_stamped(Template.read(SHIPPED / f"release.{language}.docx"))
