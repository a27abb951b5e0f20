"""A text that is written down and read again is the same text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comms_desk.text.markdown import (
    EMPTY,
    BlockKind,
    Document,
    Run,
    bullet,
    heading,
    number,
    paragraph,
    quote,
    read_markdown,
    write_markdown,
)
from tests.text.markdown.strategies import documents


@given(documents)
@settings(max_examples=300)
@example(Document((paragraph(Run("a"), Run("«b»", bold=True), Run("c")),)))
@example(Document((paragraph("a", Run("a", bold=True), Run("\\", bold=True, italic=True)),)))
@example(Document((paragraph(Run("a "), Run(" b ", bold=True), Run("c", italic=True)),)))
@example(
    Document((number("a"), bullet("b", level=2), bullet("c"), number("d"), number("e", level=2)))
)
@example(Document((paragraph("a\n===\n- 30 -\n2026. Une année"), quote("x\n> y"), quote("z"))))
def test_a_document_survives_being_written_and_read(document: Document) -> None:
    assert read_markdown(write_markdown(document)) == document


@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("ab *_`#>-+.1[]()<>!\\\n\t|~=&;"), st.characters(codec="utf-8")
        )
    )
)
@settings(max_examples=200)
def test_anybody_s_markdown_settles_once_read(text: str) -> None:
    document = read_markdown(text)

    assert read_markdown(write_markdown(document)) == document


@given(
    st.lists(
        st.sampled_from(
            [
                "alpha",
                "bravo",
                "# ",
                "> ",
                "- ",
                "1. ",
                "7) ",
                "\n",
                "\n\n",
                "    ",
                "| a |",
                "`",
                "```",
                "<b>",
                "</b>",
                "![",
                "](x)",
                "[",
                "**",
                "_",
                "---",
                " ",
                "\t",
            ]
        ),
        max_size=25,
    )
)
@settings(max_examples=200)
def test_no_word_of_a_foreign_markdown_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)

    kept = read_markdown(text).text

    assert kept.count("alpha") == text.count("alpha")
    assert kept.count("bravo") == text.count("bravo")


def test_a_release_reads_as_its_writer_meant_it() -> None:
    document = read_markdown(
        "## Un budget\\!\n\nLa **Ville** *annonce*\\\n[le budget](https://montreal.ca).\n\n"
        "- un\n  - deux\n- trois\n\n1. a\n2. b\n\n> « Oui »\n>\n> « Non »\n\n### Suite\n"
    )

    assert document == Document(
        (
            heading(2, "Un budget!"),
            paragraph(
                "La ",
                Run("Ville", bold=True),
                " ",
                Run("annonce", italic=True),
                "\n",
                Run("le budget", link="https://montreal.ca"),
                ".",
            ),
            bullet("un"),
            bullet("deux", level=2),
            bullet("trois"),
            number("a"),
            number("b"),
            quote("« Oui »"),
            quote("« Non »"),
            heading(3, "Suite"),
        )
    )


def test_ordinary_french_is_written_without_references() -> None:
    text = "La mairesse a dit\u00a0: «\u00a0**Nous agissons**\u00a0», le 1ᵉʳ juin, à _La Presse_.\n"

    assert write_markdown(read_markdown(text)) == text


@pytest.mark.parametrize(
    ("outside", "kept"),
    [
        ("# Titre", "Titre"),
        ("#### Petit", "Petit"),
        ("<table><tr><td>4 M$</td></tr></table>", "<table><tr><td>4 M$</td></tr></table>"),
        ("Un <b>mot</b>", "Un <b>mot</b>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b | |---|---| | 1 | 2 |"),
        ('![Le ruban](ruban.jpg "Photo")', "Le ruban (ruban.jpg, Photo)"),
        ("Du `code`", "Du code"),
        ("```py\nx = 1\ny = 2\n```", "py\nx = 1\ny = 2"),
        ("    indenté", "indenté"),
        ("2026. Une année", "2026. Une année"),
        ("3) trois\n4) quatre", "3) trois\n4) quatre"),
        ("[ici](javascript:alert(1))", "ici (javascript:alert(1))"),
        ('[ici](https://montreal.ca "le site")', "ici (le site)"),
        ("---", "---"),
        ("- a\n\n  b\n\n  > c", "a\nb\nc"),
    ],
)
def test_what_lies_outside_the_subset_is_kept_as_text(outside: str, kept: str) -> None:
    assert read_markdown(outside).text == kept


def test_a_third_level_of_list_is_kept_at_the_second() -> None:
    document = read_markdown("- a\n  - b\n    - c\n")

    assert document == Document((bullet("a"), bullet("b", level=2), bullet("c", level=2)))


def test_quotes_a_hundred_deep_keep_their_words() -> None:
    assert "fond" in read_markdown("> " * 100 + "fond").text


@pytest.mark.parametrize(
    "hostile",
    [
        "*" * 20_000 + "a" + "*" * 20_000,
        "[" * 200_000,
        "![ " * 50_000,
        "`a " * 50_000,
        "*a " * 1_500 + "b* " * 1_500,
    ],
    ids=["stars", "brackets", "images", "code", "nested"],
)
def test_marks_that_nobody_can_have_meant_are_text_at_once(hostile: str) -> None:
    document = read_markdown(hostile)

    assert document.text.rstrip() == hostile.rstrip()
    assert read_markdown(write_markdown(document)) == document


def test_a_paragraph_of_many_meant_marks_keeps_them() -> None:
    document = read_markdown("[un](https://exemple.example) **deux** " * 300)

    assert sum(run.link is not None for run in document.blocks[0].runs) == 300
    assert sum(run.bold for run in document.blocks[0].runs) == 300


def test_nothing_is_an_empty_document() -> None:
    assert read_markdown("  \n\n") == EMPTY
    assert write_markdown(EMPTY) == ""


def test_a_value_is_always_in_normal_form() -> None:
    untidy = Document(
        (
            bullet("", level=2),
            bullet("a\r\nb\tc\x00", level=2),
            paragraph(" "),
            heading(7, Run("x"), Run("y")),
        )
    )

    assert [(block.kind, block.level, block.text) for block in untidy.blocks] == [
        (BlockKind.BULLET, 1, "a\nb c"),
        (BlockKind.HEADING, 3, "xy"),
    ]
    assert len(untidy.blocks[1].runs) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("montreal.ca/budget", "https://montreal.ca/budget"),
        ("presse@exemple.example", "mailto:presse@exemple.example"),
        ("HTTPS://exemple.example/a b", "HTTPS://exemple.example/a%20b"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("#ancre", None),
        ("", None),
    ],
)
def test_only_links_that_may_be_followed_are_links(typed: str, kept: str | None) -> None:
    assert Run("x", link=typed).link == kept
