"""The office's own Word template, filled with a text."""

from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from comms_desk.documents.errors import BodyTwice, MissingValue, NoBodyTag, TagWhere, UnknownTag
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
from tests.documents.word_files import (
    MADE,
    SavedSo,
    Templates,
    list_levels,
    member,
    opened,
    texts,
    without_definition,
    word_file,
)
from tests.documents.word_files import Template as OfATest

pytestmark = pytest.mark.long

BODY = Document((paragraph("Un."), paragraph("Deux.")))
TEMPLATES = Templates()
PLAIN = TEMPLATES.of("{{ body }}")


def filled(data: bytes, body: Document = BODY, *, stamp: str | None = None, **values: str) -> bytes:
    template = Template.compile(data, name="essai.docx")
    return template.fill(
        values,
        body,
        language=Language.FRENCH,
        title="Le titre",
        **MADE,
        stamp=stamp,
        stamp_tag="notice",
    )


def split_run(document: Any) -> None:
    """Write a tag as Word does after a spelling check: in three runs."""
    line = document.add_paragraph()
    for piece in ("Objet : {", "{ ti", "tle }} – fin"):
        line.add_run(piece).bold = piece.startswith("{")


SPLIT = TEMPLATES.of("{{ body }}", then=split_run)


def test_a_tag_that_word_split_into_runs_is_filled_where_it_began(saved_so: SavedSo) -> None:
    made = filled(saved_so(SPLIT), title="L’été & <demain>")

    assert texts(made) == ["Un.", "Deux.", "Objet : L’été & <demain> – fin"]
    bold = [run.text for run in opened(made).paragraphs[2].runs if run.bold]
    assert bold == [""]


def everywhere(document: Any) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Première {{title}}"
    section.header.paragraphs[0].text = "En-tête {{ Title }}"
    section.footer.paragraphs[0].text = "Pied {{\u00a0title\u00a0}}"
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Case {{ title }}"


EVERYWHERE = TEMPLATES.of("{{ body }}", then=everywhere)


def test_tags_are_filled_in_headers_footers_tables_and_text_boxes(saved_so: SavedSo) -> None:
    made = opened(filled(saved_so(EVERYWHERE), title="T"))

    section = made.sections[0]
    assert section.first_page_header.paragraphs[0].text == "Première T"
    assert section.header.paragraphs[0].text == "En-tête T"
    assert section.footer.paragraphs[0].text == "Pied T"
    assert made.tables[0].cell(0, 0).text == "Case T"


def test_blocks_take_the_styles_of_their_names(saved_so: SavedSo) -> None:
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

    made = opened(filled(saved_so(PLAIN), body))

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


DATED = TEMPLATES.of("{{ dateline }}{{ body }}", "fin")


def test_a_place_and_date_stand_before_the_first_paragraph(saved_so: SavedSo) -> None:
    assert texts(filled(saved_so(DATED), dateline="Montréal. – ")) == [
        "Montréal. – Un.",
        "Deux.",
        "fin",
    ]


def test_before_a_heading_the_place_and_date_stand_alone(saved_so: SavedSo) -> None:
    body = Document((heading(2, "H"), paragraph("p")))

    made = filled(saved_so(DATED), body, dateline="Montréal. – ")

    assert texts(made) == ["Montréal. – ", "H", "p", "fin"]


WITH_END = TEMPLATES.of("{{ body }} – 30 –")


def test_words_after_the_body_are_kept(saved_so: SavedSo) -> None:
    assert texts(filled(saved_so(WITH_END))) == ["Un.", "Deux.", " – 30 –"]


def body_in_a_cell(document: Any) -> None:
    document.add_table(rows=1, cols=1).cell(0, 0).text = "{{ body }}"


IN_A_CELL = TEMPLATES.of(then=body_in_a_cell)


def test_a_body_alone_in_a_table_cell_leaves_a_sound_cell(saved_so: SavedSo) -> None:
    cell = opened(filled(saved_so(IN_A_CELL))).tables[0].cell(0, 0)

    assert [p.text for p in cell.paragraphs] == ["Un.", "Deux.", ""]


def with_footer(words: str) -> OfATest:
    def footer(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = words

    return TEMPLATES.of("{{ body }}", then=footer)


@pytest.mark.parametrize(
    ("tag", "template"),
    [
        (tag, with_footer(f"Voir {tag} ici"))
        for tag in ("{{ budget }}", "{{ title.__class__ }}", "{{ 1 + 1 }}", "{{}}")
    ],
)
def test_an_unknown_tag_is_named_with_its_place(
    tag: str, template: OfATest, saved_so: SavedSo
) -> None:
    with pytest.raises(UnknownTag) as caught:
        Template.compile(saved_so(template), name="essai.docx")

    assert caught.value.tag == tag.strip("{} ")
    assert caught.value.place.where is TagWhere.FOOTER
    assert caught.value.place.near == f"Voir {tag} ici"


@pytest.mark.parametrize(
    "template",
    [
        TEMPLATES.of("{{ body }}", text)
        for text in ("{{ title", "title }}", "{{ title }} {{", "{{ title } }}")
    ],
)
def test_a_tag_that_is_not_closed_is_never_printed(template: OfATest, saved_so: SavedSo) -> None:
    with pytest.raises(UnknownTag):
        Template.compile(saved_so(template), name="essai.docx")


BODY_IN_FOOTER = with_footer("{{ body }}")


def test_a_body_in_a_footer_is_out_of_place(saved_so: SavedSo) -> None:
    with pytest.raises(UnknownTag) as caught:
        Template.compile(saved_so(BODY_IN_FOOTER), name="essai.docx")

    assert (caught.value.tag, caught.value.place.where) == ("body", TagWhere.FOOTER)


def subtitle_in_a_cell(document: Any) -> None:
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Du {{ subtitle }}"


ASKING = TEMPLATES.of("{{ body }}", "{{ title }}", then=subtitle_in_a_cell)


def test_a_tag_without_a_value_is_named_with_its_place(saved_so: SavedSo) -> None:
    data = saved_so(ASKING)

    with pytest.raises(MissingValue) as blank:
        filled(data, title="  ", subtitle="")
    with pytest.raises(MissingValue) as absent:
        filled(data, title="T")

    assert (blank.value.tag, blank.value.place.where) == ("title", TagWhere.BODY)
    assert (absent.value.tag, absent.value.place.where) == ("subtitle", TagWhere.TABLE)


BODILESS = TEMPLATES.of("{{ title }}")
TWO_BODIES = TEMPLATES.of("{{ body }}", "{{ title }}", "{{ body }}")


def test_a_template_without_a_body_is_refused(saved_so: SavedSo) -> None:
    with pytest.raises(NoBodyTag):
        Template.compile(saved_so(BODILESS), name="essai.docx")


def test_a_template_that_would_say_the_text_twice_is_refused(saved_so: SavedSo) -> None:
    with pytest.raises(BodyTwice):
        Template.compile(saved_so(TWO_BODIES), name="essai.docx")


WITH_OPTIONS = TEMPLATES.of("Source : {{ source }}", "{{ subtitle }}", "{{ body }}")


def test_a_line_that_only_holds_what_is_blank_goes_away(saved_so: SavedSo) -> None:
    assert texts(filled(saved_so(WITH_OPTIONS), source="", subtitle="S")) == ["S", "Un.", "Deux."]


def test_the_language_and_the_title_are_the_document_s(saved_so: SavedSo) -> None:
    made = filled(saved_so(PLAIN))

    properties = opened(made).core_properties
    assert (properties.title, properties.language) == ("Le titre", "fr-CA")
    assert 'w:val="fr-CA"' in member(made, "word/styles.xml")


def test_a_link_is_followed_from_word(saved_so: SavedSo) -> None:
    body = Document((paragraph("Voir ", Run("le site", link="https://montreal.ca/?a=1&b=2")),))

    made = opened(filled(saved_so(PLAIN), body))

    assert made.paragraphs[0].hyperlinks[0].address == "https://montreal.ca/?a=1&b=2"
    assert made.paragraphs[0].hyperlinks[0].text == "le site"


def first_and_even_pages(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True


def three_headers(document: Any) -> None:
    first_and_even_pages(document)
    section = document.sections[0]
    for header in (section.header, section.first_page_header, section.even_page_header):
        header.paragraphs[0].text = "Ville"


THREE_HEADERS = TEMPLATES.of("{{ body }}", then=three_headers)


def test_pages_that_have_no_header_are_given_one_to_be_stamped() -> None:
    made = filled(word_file("{{ body }}", then=first_and_even_pages), stamp="SOUS EMBARGO")

    section = opened(made).sections[0]
    for header in (section.header, section.first_page_header, section.even_page_header):
        assert header.paragraphs[0].text == "SOUS EMBARGO"


def two_sections_of_one_first_page(document: Any) -> None:
    own_first_page(document)
    document.add_section().different_first_page_header_footer = True


def test_a_section_keeps_the_header_that_it_takes_from_the_one_before() -> None:
    template = word_file("{{ body }}", then=two_sections_of_one_first_page)

    sections = opened(filled(template, stamp="SOUS EMBARGO")).sections

    texts_of = [[p.text for p in each.first_page_header.paragraphs] for each in sections]
    assert texts_of == [["SOUS EMBARGO", "Ville"]] * 2


def test_every_page_is_stamped_while_an_embargo_holds(saved_so: SavedSo) -> None:
    data = saved_so(THREE_HEADERS)

    section = opened(filled(data, stamp="SOUS EMBARGO")).sections[0]
    unlocked = opened(filled(data)).sections[0]

    for header in (section.header, section.first_page_header, section.even_page_header):
        assert header.paragraphs[0].text == "SOUS EMBARGO"
    assert "EMBARGO" not in "".join(p.text for p in unlocked.header.paragraphs)


def own_first_page(document: Any) -> None:
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "Ville"


def broken_before_the_notice(document: Any) -> None:
    own_first_page(document)
    document.paragraphs[0].add_run().add_break(WD_BREAK.PAGE)


def in_two_sections(document: Any) -> None:
    own_first_page(document)
    document.add_section()


@pytest.mark.parametrize(
    ("template", "stamped"),
    [
        (TEMPLATES.of("{{ notice }}", "{{ body }}", then=own_first_page), False),
        (TEMPLATES.of("Ville", "{{ notice }}", "{{ body }}", then=own_first_page), False),
        (TEMPLATES.of("{{ body }}", "{{ notice }}", then=own_first_page), True),
        (
            TEMPLATES.of(
                "Page de titre", "{{ notice }}", "{{ body }}", then=broken_before_the_notice
            ),
            True,
        ),
        (TEMPLATES.of(*["Ville"] * 20, "{{ notice }}", "{{ body }}", then=own_first_page), True),
        (TEMPLATES.of("{{ notice }}", "{{ body }}", then=in_two_sections), True),
        (TEMPLATES.of("{{ title }}", "{{ body }}", then=own_first_page), True),
    ],
)
def test_a_first_page_that_says_the_embargo_by_itself_is_not_stamped_too(
    template: OfATest, *, stamped: bool, saved_so: SavedSo
) -> None:
    made = filled(saved_so(template), stamp="SOUS EMBARGO", notice="Sous embargo", title="Budget")

    section = opened(made).sections[0]
    assert section.header.paragraphs[0].text == "SOUS EMBARGO"
    assert (section.first_page_header.paragraphs[0].text == "SOUS EMBARGO") is stamped


BARE = TEMPLATES.of(
    "{{ body }}", then=without_definition("Heading 2", "List Bullet", "List Number", "Quote")
)


def test_a_template_without_our_styles_is_given_them(saved_so: SavedSo) -> None:
    body = read_markdown("## H\n\n- a\n\n1. b\n\n> c\n")
    made = opened(filled(saved_so(BARE), body))

    names = [p.style.name for p in made.paragraphs]
    assert names == ["Heading 2", "List Bullet", "List Number", "Quote"]


def without_lists(points: int) -> OfATest:
    def bare(document: Any) -> None:
        document.styles["Normal"].font.size = Pt(points)
        names = ("List Bullet", "List Bullet 2", "List Number", "List Number 2")
        without_definition(*names)(document)

    return TEMPLATES.of("{{ body }}", then=bare)


@pytest.mark.parametrize(
    ("points", "template"), [(points, without_lists(points)) for points in (11, 18)]
)
def test_lists_that_a_template_lacks_stand_as_its_text_is_large(
    points: int, template: OfATest, saved_so: SavedSo
) -> None:
    made = opened(filled(saved_so(template), read_markdown("1. un\n   1. deux\n\n- trois\n")))

    ems = round(1.8 * 20 * points)
    assert list_levels(made) == [(ems, ems, False), (2 * ems, ems, False), (ems, ems, False)]


def test_members_that_hold_no_tag_are_copied_as_they_lie(saved_so: SavedSo) -> None:
    data = saved_so(PLAIN)

    made = filled(data)

    assert member(made, "word/theme/theme1.xml") == member(data, "word/theme/theme1.xml")
    assert filled(data) == made


def with_a_style_of_its_own(document: Any) -> None:
    document.styles.add_style("Corps Ville", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("{{ body }}", style="Corps Ville")


STYLED = TEMPLATES.of(then=with_a_style_of_its_own)


def test_a_custom_style_of_the_body_is_kept_for_its_paragraphs(saved_so: SavedSo) -> None:
    made = opened(filled(saved_so(STYLED)))

    assert {p.style.name for p in made.paragraphs} == {"Corps Ville"}
