"""A text as PDF: what it says, how a screen reader finds its way, and what it cannot reach."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comms_desk.documents.errors import LetterNotDrawn, TooLongForPdf
from comms_desk.documents.pdf import MOST_LETTERS, pdf_of
from comms_desk.documents.tags import BODY, TAGS
from comms_desk.i18n import Language
from comms_desk.text.markdown import read_markdown
from tests.documents.pdf_files import PdfFile, read_pdf

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
STAMP = "SOUS EMBARGO jusqu’au 25 novembre 2026 à 10\u00a0h (HE)"
PARAGRAPH = "Les équipes de la Ville choisissent les essences qui conviennent à chaque rue. " * 12
HOSTILE = (
    '#panic("x") #read("/etc/passwd") #import "@preview/cetz:0.3.1" $x^2$ @source <label> '
    "\\ ~ -- *gras* _ital_ `brut` // rien /* rien */ [a] {b} = titre \"q\" 'q' ${HOME} #"
)


def says(**known: str) -> Mapping[str, str]:
    """Return what each tag says: nothing, but for those that are *known*."""
    return dict.fromkeys(TAGS - {BODY}, "") | {"title": "Titre", "kind": "Communiqué"} | known


def made(text: str, *, language: Language = Language.FRENCH, **known: str) -> PdfFile:
    return read_pdf(raw(text, says(**known), language=language))


def raw(
    text: str,
    values: Mapping[str, str] | None = None,
    *,
    language: Language = Language.FRENCH,
    layout: str = "release",
    stamp: str = "",
) -> bytes:
    return pdf_of(
        values or says(),
        read_markdown(text),
        layout=layout,
        language=language,
        author="Ville de Montréal",
        now=NOW,
        stamp=stamp,
    )


def test_a_release_has_its_parts_in_order() -> None:
    read = made(
        "La Ville **agit**.\n",
        notice="Pour diffusion immédiate",
        number="2026-041",
        subtitle="Sous-titre",
        dateline="Montréal, le 24 novembre 2026. – ",
        source="Cabinet",
        contact="Relations avec les médias",
    )

    assert read.pages[0].replace("\n", "").split("communications")[1] == (
        "Pour diffusion immédiateCOMMUNIQUÉ2026-041TitreSous-titre"
        "Montréal, le 24 novembre 2026. – La Ville agit.– 30 –"
        "Source\u00a0: CabinetRenseignements\u00a0: Relations avec les médias"
        "Ville de Montréal\u00a0· montreal.caPage\u00a01\u00a0sur\u00a01"
    )


def test_a_document_follows_its_own_language() -> None:
    read = made("Hello.\n", language=Language.ENGLISH, source="Office", contact="Media")

    assert "Source: Office" in read.words.replace("\n", "")
    assert "Media contact: Media" in read.words.replace("\n", "")
    assert "Page\u00a01\u00a0of\u00a01" in read.words.replace("\n", "")
    assert "/Lang(en-CA)" in read.raw


def test_a_speech_has_who_says_it_and_no_thirty() -> None:
    said = says(kind="Allocution", speaker="La mairesse", duration="1")

    read = read_pdf(raw("Bonjour.\n", said, layout="speech"))

    assert "Prononcée par La mairesse" in read.words
    assert "Le texte prononcé fait foi" in read.words
    assert "30" not in read.words


def test_an_embargo_stands_on_every_page() -> None:
    read = read_pdf(raw("\n\n".join([PARAGRAPH] * 9), stamp=STAMP))

    assert len(read.pages) > 2
    assert all(page.startswith(STAMP) for page in read.pages)


@pytest.mark.parametrize(("layout", "read_aloud"), [("speech", 1), ("release", 0)])
def test_a_screen_reader_hears_the_stamp_of_a_speech_once(layout: str, read_aloud: int) -> None:
    text = "\n\n".join([PARAGRAPH] * 9)
    free, held = (read_pdf(raw(text, layout=layout, stamp=each)) for each in ("", STAMP))

    assert held.tags("P") - free.tags("P") == read_aloud  # a release says it in its notice
    assert len(held.pages) > 2
    assert all(page.count(STAMP) == 1 for page in held.pages)


def test_a_text_without_embargo_is_not_stamped() -> None:
    assert "EMBARGO" not in made(PARAGRAPH).words


def test_a_screen_reader_finds_title_language_headings_lists_quotes_and_links() -> None:
    read = made(
        "Un [lien](https://montreal.ca/) utile.\n\n### Trop profond\n\n## Faits\n\n"
        "- un\n- deux\n  - dedans\n\n1. premier\n2. second\n\n> Cité.\n>\n> Encore.\n",
    )

    counts = {tag: read.tags(tag) for tag in ("H1", "H2", "H3", "LI", "Link", "BlockQuote")}
    assert counts == {"H1": 1, "H2": 2, "H3": 0, "LI": 5, "Link": 1, "BlockQuote": 1}
    assert "<pdfuaid:part>1</pdfuaid:part>" in read.raw
    assert "/Lang(fr-CA)" in read.raw
    assert "/DisplayDocTitle true" in read.raw
    assert "/URI(https://montreal.ca/)" in read.raw


def test_each_list_begins_its_numbers_anew_and_keeps_what_is_within() -> None:
    read = made("1. un\n2. deux\n   - dedans\n   1. dessous\n\n- puce\n\n1. encore\n")

    said = [line for line in read.pages[0].split("\n") if line]
    begin = said.index("Titre") + 1
    assert said[begin : said.index("– 30 –")] == [
        *("1.", "un", "2.", "deux", "•", "dedans", "a.", "dessous", "•", "puce", "1.", "encore")
    ]


@pytest.mark.parametrize("field", ["title", "subtitle", "source", "number", "dateline"])
def test_no_word_of_a_text_is_read_as_a_command(field: str) -> None:
    read = read_pdf(raw("Texte.\n", says(**{field: HOSTILE})))

    assert _alike(HOSTILE) in _alike(read.words)


def test_no_word_of_the_body_is_read_as_a_command() -> None:
    escaped = "".join(f"\\{each}" if each in "\\`*_[]<>#$~{}" else each for each in HOSTILE)

    read = made(f"{escaped}\n\n## {escaped}\n\n- {escaped}\n\n> {escaped}\n")

    assert _alike(read.words).count(_alike(HOSTILE)) == 4


def test_the_thirty_of_the_writer_is_not_said_twice() -> None:
    read = made("Texte.\n\n— 30 –\n\n**À propos**\n", source="Cabinet")

    assert read.words.count("30") == 1
    assert "Source" in read.words


def test_the_same_text_at_the_same_moment_gives_the_same_bytes() -> None:
    assert raw(PARAGRAPH, stamp=STAMP) == raw(PARAGRAPH, stamp=STAMP)


def test_a_letter_that_no_font_has_is_said_and_not_drawn_as_a_box() -> None:
    with pytest.raises(LetterNotDrawn) as refused:
        raw("Un \U00105555 privé.\n")

    assert refused.value.letter == "\U00105555"


def test_a_text_of_hundreds_of_pages_is_refused() -> None:
    with pytest.raises(TooLongForPdf):
        raw("mot " * (MOST_LETTERS // 4 + 1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## Un titre d’abord\n",
        "- une liste d’abord\n",
        "> une citation d’abord\n",
        "x" * 5_000,
        "[un lien](https://montreal.ca/" + "x" * 9_000 + ")\n",
        "mot " * 20_000,
        "Ligne\\\nligne\\\nligne\n",
        "\u202e à rebours \u200b vide \u00ad cé\u0301sure\n",
    ],
    ids=["empty", "heading", "list", "quote", "long-word", "long-link", "long", "breaks", "unseen"],
)
def test_any_text_becomes_a_pdf(text: str) -> None:
    assert made(text, dateline="Montréal. – ").pages


def test_typst_is_loaded_only_when_a_pdf_is_made() -> None:
    code = "import comms_desk.media.drafting.export, sys; sys.exit('typst' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False)

    assert done.returncode == 0


def _alike(words: str) -> str:
    """Return *words* without what a line break or the setting of spaces changes."""
    return "".join(words.split())
