"""The office's own Word template, filled with a text."""

from collections.abc import Callable
from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from comms_desk.documents.errors import MissingValue, NoBodyTag, UnknownTag, Where
from comms_desk.documents.template import Template
from comms_desk.i18n import Language
from comms_desk.text.markdown import (
    Document,
    Run,
    bullet,
    heading,
    number,
    paragraph,
    quote,
    read_markdown,
)
from tests.documents.word_files import list_levels, member, opened, saved, texts, word_file

BODY = Document((paragraph("Un."), paragraph("Deux.")))


def filled(data: bytes, body: Document = BODY, *, stamp: str | None = None, **values: str) -> bytes:
    template = Template.compile(data, name="essai.docx")
    return template.fill(
        values,
        body,
        language=Language.FRENCH,
        title="Le titre",
        stamp=stamp,
        stamp_tag="notice",
    )


def split_run(document: Any) -> None:
    """Write a tag as Word does after a spelling check: in three runs."""
    line = document.add_paragraph()
    for piece in ("Objet : {", "{ ti", "tle }} – fin"):
        line.add_run(piece).bold = piece.startswith("{")


def test_a_tag_that_word_split_into_runs_is_filled_where_it_began() -> None:
    made = filled(word_file("{{ body }}", then=split_run), title="L’été & <demain>")

    assert texts(made) == ["Un.", "Deux.", "Objet : L’été & <demain> – fin"]
    bold = [run.text for run in opened(made).paragraphs[2].runs if run.bold]
    assert bold == [""]


def test_tags_are_filled_in_headers_footers_tables_and_text_boxes() -> None:
    def everywhere(document: Any) -> None:
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "Première {{title}}"
        section.header.paragraphs[0].text = "En-tête {{ Title }}"
        section.footer.paragraphs[0].text = "Pied {{\u00a0title\u00a0}}"
        document.add_table(rows=1, cols=1).cell(0, 0).text = "Case {{ title }}"

    made = opened(filled(word_file("{{ body }}", then=everywhere), title="T"))

    section = made.sections[0]
    assert section.first_page_header.paragraphs[0].text == "Première T"
    assert section.header.paragraphs[0].text == "En-tête T"
    assert section.footer.paragraphs[0].text == "Pied T"
    assert made.tables[0].cell(0, 0).text == "Case T"


def test_blocks_take_the_styles_of_their_names() -> None:
    body = Document(
        (
            heading(2, "Titre"),
            paragraph("a ", Run("b", bold=True), Run("c", italic=True), "\nd"),
            heading(3, "Petit"),
            bullet("puce"),
            bullet("sous-puce", level=2),
            number("un"),
            number("deux"),
            paragraph("milieu"),
            number("un encore"),
            quote("dit"),
        )
    )

    made = opened(filled(word_file("{{ body }}"), body))

    assert [(p.style.name, p.text) for p in made.paragraphs] == [
        ("Heading 2", "Titre"),
        ("Normal", "a bc\nd"),
        ("Heading 3", "Petit"),
        ("List Bullet", "puce"),
        ("List Bullet 2", "sous-puce"),
        ("List Number", "un"),
        ("List Number", "deux"),
        ("Normal", "milieu"),
        ("List Number", "un encore"),
        ("Quote", "dit"),
    ]
    numbers = [p._p.pPr.numPr for p in made.paragraphs if p.style.name == "List Number"]
    ids = [each.numId.val for each in numbers]
    assert ids[0] == ids[1] != ids[2]


def test_a_place_and_date_stand_before_the_first_paragraph() -> None:
    data = word_file("{{ dateline }}{{ body }}", "fin")

    assert texts(filled(data, dateline="Montréal. – ")) == ["Montréal. – Un.", "Deux.", "fin"]


def test_before_a_heading_the_place_and_date_stand_alone() -> None:
    data = word_file("{{ dateline }}{{ body }}")

    made = filled(data, Document((heading(2, "H"), paragraph("p"))), dateline="Montréal. – ")

    assert texts(made) == ["Montréal. – ", "H", "p"]


def test_words_after_the_body_are_kept() -> None:
    assert texts(filled(word_file("{{ body }} – 30 –"))) == ["Un.", "Deux.", " – 30 –"]


def test_a_body_alone_in_a_table_cell_leaves_a_sound_cell() -> None:
    def table(document: Any) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "{{ body }}"

    cell = opened(filled(word_file(then=table))).tables[0].cell(0, 0)

    assert [p.text for p in cell.paragraphs] == ["Un.", "Deux.", ""]


@pytest.mark.parametrize("tag", ["{{ budget }}", "{{ title.__class__ }}", "{{ 1 + 1 }}", "{{}}"])
def test_an_unknown_tag_is_named_with_its_place(tag: str) -> None:
    def footer(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = f"Voir {tag} ici"

    with pytest.raises(UnknownTag) as caught:
        Template.compile(word_file("{{ body }}", then=footer), name="essai.docx")

    assert caught.value.tag == tag.strip("{} ")
    assert caught.value.place.where is Where.FOOTER
    assert caught.value.place.near == f"Voir {tag} ici"


@pytest.mark.parametrize("text", ["{{ title", "title }}", "{{ title }} {{"])
def test_a_tag_that_is_not_closed_is_never_printed(text: str) -> None:
    with pytest.raises(UnknownTag):
        Template.compile(word_file("{{ body }}", text), name="essai.docx")


def test_a_body_in_a_footer_is_out_of_place() -> None:
    def footer(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ body }}"

    with pytest.raises(UnknownTag) as caught:
        Template.compile(word_file("{{ body }}", then=footer), name="essai.docx")

    assert (caught.value.tag, caught.value.place.where) == ("body", Where.FOOTER)


def test_a_tag_without_a_value_is_named_with_its_place() -> None:
    def table(document: Any) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "Du {{ subtitle }}"

    data = word_file("{{ body }}", "{{ title }}", then=table)

    with pytest.raises(MissingValue) as blank:
        filled(data, title="  ", subtitle="")
    with pytest.raises(MissingValue) as absent:
        filled(data, title="T")

    assert (blank.value.tag, blank.value.place.where) == ("title", Where.BODY)
    assert (absent.value.tag, absent.value.place.where) == ("subtitle", Where.TABLE)


def test_a_template_without_a_body_is_refused() -> None:
    with pytest.raises(NoBodyTag):
        Template.compile(word_file("{{ title }}"), name="essai.docx")


def test_a_line_that_only_holds_what_is_blank_goes_away() -> None:
    data = word_file("Source : {{ source }}", "{{ subtitle }}", "{{ body }}")

    assert texts(filled(data, source="", subtitle="S")) == ["S", "Un.", "Deux."]


def test_the_language_and_the_title_are_the_document_s() -> None:
    made = filled(word_file("{{ body }}"))

    properties = opened(made).core_properties
    assert (properties.title, properties.language) == ("Le titre", "fr-CA")
    assert 'w:val="fr-CA"' in member(made, "word/styles.xml")


def test_a_link_is_followed_from_word() -> None:
    body = Document((paragraph("Voir ", Run("le site", link="https://montreal.ca/?a=1&b=2")),))

    made = opened(filled(word_file("{{ body }}"), body))

    assert made.paragraphs[0].hyperlinks[0].address == "https://montreal.ca/?a=1&b=2"
    assert made.paragraphs[0].hyperlinks[0].text == "le site"


def test_every_page_is_stamped_while_an_embargo_holds() -> None:
    def first_page(document: Any) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True

    data = word_file("{{ body }}", then=first_page)

    section = opened(filled(data, stamp="SOUS EMBARGO")).sections[0]
    unlocked = opened(filled(data)).sections[0]

    for header in (section.header, section.first_page_header, section.even_page_header):
        assert header.paragraphs[0].text == "SOUS EMBARGO"
    assert "EMBARGO" not in "".join(p.text for p in unlocked.header.paragraphs)


def own_first_page(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = True


def broken_before_the_notice(document: Any) -> None:
    own_first_page(document)
    document.paragraphs[0].add_run().add_break(WD_BREAK.PAGE)


def in_two_sections(document: Any) -> None:
    own_first_page(document)
    document.add_section()


@pytest.mark.parametrize(
    ("lines", "then", "stamped"),
    [
        (("{{ notice }}", "{{ body }}"), own_first_page, False),
        (("Ville", "{{ notice }}", "{{ body }}"), own_first_page, False),
        (("{{ body }}", "{{ notice }}"), own_first_page, True),
        (("Page de titre", "{{ notice }}", "{{ body }}"), broken_before_the_notice, True),
        ((*["Ville"] * 20, "{{ notice }}", "{{ body }}"), own_first_page, True),
        (("{{ notice }}", "{{ body }}"), in_two_sections, True),
        (("{{ title }}", "{{ body }}"), own_first_page, True),
    ],
)
def test_a_first_page_that_says_the_embargo_by_itself_is_not_stamped_too(
    lines: tuple[str, ...], then: Callable[[Any], None], *, stamped: bool
) -> None:
    data = word_file(*lines, then=then)

    made = filled(data, stamp="SOUS EMBARGO", notice="Sous embargo", title="Budget")

    section = opened(made).sections[0]
    assert section.header.paragraphs[0].text == "SOUS EMBARGO"
    assert (section.first_page_header.paragraphs[0].text == "SOUS EMBARGO") is stamped


def test_a_template_without_our_styles_is_given_them() -> None:
    def bare(document: Any) -> None:
        for name in ("Heading 2", "List Bullet", "List Number", "Quote"):
            style = document.styles[name]
            style.element.getparent().remove(style.element)

    body = read_markdown("## H\n\n- a\n\n1. b\n\n> c\n")
    made = opened(filled(word_file("{{ body }}", then=bare), body))

    names = [p.style.name for p in made.paragraphs]
    assert names == ["Heading 2", "List Bullet", "List Number", "Quote"]


@pytest.mark.parametrize("points", [11, 18])
def test_lists_that_a_template_lacks_stand_as_its_text_is_large(points: int) -> None:
    def bare(document: Any) -> None:
        document.styles["Normal"].font.size = Pt(points)
        for name in ("List Bullet", "List Bullet 2", "List Number", "List Number 2"):
            style = document.styles[name].element
            style.getparent().remove(style)

    data = word_file("{{ body }}", then=bare)

    made = opened(filled(data, read_markdown("1. un\n   1. deux\n\n- trois\n")))

    ems = round(1.8 * 20 * points)
    assert list_levels(made) == [(ems, ems, False), (2 * ems, ems, False), (ems, ems, False)]


def test_members_that_hold_no_tag_are_copied_as_they_lie() -> None:
    data = word_file("{{ body }}")

    made = filled(data)

    assert member(made, "word/theme/theme1.xml") == member(data, "word/theme/theme1.xml")
    assert filled(data) == made


def test_a_custom_style_of_the_body_is_kept_for_its_paragraphs() -> None:
    document = opened(word_file())
    document.styles.add_style("Corps Ville", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("{{ body }}", style="Corps Ville")

    made = opened(filled(saved(document)))

    assert {p.style.name for p in made.paragraphs} == {"Corps Ville"}
