"""From a text to HTML and back, and from other people's HTML."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.text.markdown import (
    BlockKind,
    Document,
    Run,
    bullet,
    heading,
    number,
    paragraph,
    quote,
    read_html,
    read_markdown,
    write_html,
    write_markdown,
    write_plain,
)
from tests.text.markdown.strategies import documents

Mark = tuple[str, bool, bool, str | None]


def seen(document: Document) -> list[tuple[BlockKind, int, list[Mark]]]:
    """Every character with its marks, but the plain spaces, which HTML joins and trims."""
    return [
        (
            block.kind,
            block.level,
            [(c, r.bold, r.italic, r.link) for r in block.runs for c in r.text if c not in " \n"],
        )
        for block in document.blocks
    ]


@given(documents)
@settings(max_examples=200)
def test_text_and_marks_survive_html(document: Document) -> None:
    back = read_html(write_html(document))

    assert seen(back) == seen(document)
    spaced = [re.sub(r"[ \n]+", " ", block.text).strip(" ") for block in document.blocks]
    assert [re.sub(r"[ \n]+", " ", block.text) for block in back.blocks] == spaced
    assert seen(read_markdown(write_markdown(back))) == seen(back)


@given(st.text(alphabet="<>/ab p=\"'!-[]li&;#x", max_size=80))
@settings(max_examples=150)
def test_any_tag_soup_gives_a_document(soup: str) -> None:
    document = read_html(soup)

    assert read_markdown(write_markdown(document)) == document


def test_html_holds_nothing_but_the_subset() -> None:
    document = Document(
        (
            heading(2, "A & B"),
            paragraph(
                "<script>",
                Run("x", bold=True, italic=True, link="https://a.example/?q=\"'&b"),
                "\ny",
            ),
            bullet("a"),
            number("b", level=2),
            bullet("c"),
            number("d"),
            quote("e"),
            quote("f"),
        )
    )

    assert write_html(document) == (
        "<h2>A &amp; B</h2>\n"
        '<p>&lt;script&gt;<a href="https://a.example/?q=%22&#x27;&amp;b">'
        "<strong><em>x</em></strong></a><br>y</p>\n"
        "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul><ol><li>d</li></ol>\n"
        "<blockquote><p>e</p><p>f</p></blockquote>"
    )


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Un<p>Deux", "Un\n\nDeux\n"),
        ("<div>Un<div>Deux</div>Trois</div>", "Un\n\nDeux\n\nTrois\n"),
        ("<h1>Titre</h1>texte", "## Titre\n\ntexte\n"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c\n"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\\\n  b\n"),
        ("<ol><li>a<ol><li>b<ol><li>c</ol></ol></ol>", "1. a\n   1. b\n   2. c\n"),
        (
            "<table><tr><th>Poste<th>M$</tr><tr><td>Neige<td>48</tr></table>",
            "Poste | M$\n\nNeige | 48\n",
        ),
        ("<p>a<br>b<br/>c</p>", "a\\\nb\\\nc\n"),
        ("<style>p{}</style><script>x()</script><p>ok", "ok\n"),
        ("<img src=x alt='Le ruban'>", "Le ruban\n"),
        (
            "<b style='font-weight:normal'><span style='font-weight:700'>gras</span> non</b>",
            "**gras** non\n",
        ),
        ("<h2 style='display:inline'>A</h2> <p style='display:inline'>b</p><p>c", "A b\n\nc\n"),
        ("<span style='font-style:italic'>i</span><a href='javascript:x'>j</a>", "_i_&#106;\n"),
        ("<pre>a\nb</pre>", "a\\\nb\n"),
        ("<p>a&nbsp;: b</p>", "a\u00a0: b\n"),
        ("<blockquote>a<p>b</blockquote>c", "> a\n>\n> b\n\nc\n"),
        ("<!--StartFragment--><p>a</p><!--EndFragment-->", "a\n"),
        ("<p>jamais fini", "jamais fini\n"),
    ],
)
def test_other_people_s_html_comes_down_to_the_subset(html: str, markdown: str) -> None:
    assert write_markdown(read_html(html)) == markdown


WORD_CLIPBOARD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {margin:0} --></style>
<!--[if gte mso 9]><xml><o:x>non</o:x></xml><![endif]--></head><body lang=FR-CA>
<!--StartFragment-->
<h2>Le budget<o:p></o:p></h2>
<p class=MsoNormal>La Ville <b style='mso-bidi-font-weight:normal'>investit</b>
48&nbsp;M$.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Neige<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'>
<span style='mso-list:Ignore'>1.<span>&nbsp;
</span></span>Parcs<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>
"""


def test_what_word_puts_on_the_clipboard_is_cleaned() -> None:
    assert read_html(WORD_CLIPBOARD) == Document(
        (
            heading(2, "Le budget"),
            paragraph("La Ville ", Run("investit", bold=True), " 48\u00a0M$."),
            bullet("Neige"),
            number("Parcs", level=2),
        )
    )


def test_plain_text_says_where_its_links_go() -> None:
    document = Document(
        (
            heading(2, "Titre"),
            paragraph(
                "Voir ",
                Run("le site", link="https://montreal.ca"),
                " ou ",
                Run("a@b.example", link="mailto:a@b.example"),
            ),
            number("un\nsuite"),
            bullet("deux", level=2),
            number("trois"),
            quote("dit"),
        )
    )

    assert write_plain(document) == (
        "Titre\n\nVoir le site (https://montreal.ca) ou a@b.example\n\n"
        "1. un\n   suite\n   ◦ deux\n2. trois\n\n> dit"
    )


@pytest.mark.parametrize("piece", ["<blockquote><div>a</div>", "<b><p>a", "<ul><li>a"])
def test_what_is_nested_deeply_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    few, many = (_seconds_to_read(piece * count) for count in (500, 4_000))

    assert many < 24 * few + 0.05  # eight times as long; sixty-four would be its square


def _seconds_to_read(html: str) -> float:
    began = process_time()
    read_html(html)
    return process_time() - began
