"""A letter's own greeting and ending are told from its words, and no word of it is lost."""

from collections import Counter
from random import Random
from time import process_time

import pytest

from comms_desk.text.letter_parts import LetterParts, closed, is_end, letter_parts
from comms_desk.text.markdown.model import BREAK, Block, BlockKind, paragraph
from tests.text.letter_endings import ENDINGS

BLANK = "\n\n"


def as_pasted(text: str) -> list[Block]:
    """Each line a paragraph, as what is pasted as plain text becomes."""
    return [_block(line) for line in text.splitlines() if line.strip()]


def as_typed(text: str) -> list[Block]:
    """Paragraphs with breaks in them."""
    return [_block(each) for each in text.split(BLANK) if each.strip()]


def _block(text: str) -> Block:
    is_quoted = all(line.startswith("> ") for line in text.splitlines())
    return Block(BlockKind.QUOTE, paragraph(text).runs) if is_quoted else paragraph(text.strip())


def told_apart(parts: LetterParts) -> list[str]:
    every = (parts.words, parts.ending, parts.afterword, parts.thread)
    return [_as_lines(BREAK.join(each.text for each in part)) for part in every]


def _as_lines(text: str) -> str:
    kept = [line.strip() for line in text.splitlines() if line.strip()]
    return BREAK.join(each for each in kept if each not in {"– 30 –", "-30-"})


def wrong(numbers: range) -> list[tuple[int, str, list[str]]]:
    found = []
    for number in numbers:
        parts = [each.strip("\n") for each in ENDINGS[number - 1].split("¶")]
        expected = [_as_lines(each) for each in [*parts, "", "", ""][:4]]
        whole = BLANK.join(each for each in parts if each.strip())
        for shape in (as_pasted, as_typed):
            said = told_apart(letter_parts(shape(whole)))
            if said != expected:
                found.append((number, shape.__name__, said))
    return found


@pytest.mark.parametrize("first", [1, 2])
def test_an_ending_is_told_from_the_words_above_it(first: int) -> None:
    assert not wrong(range(first, len(ENDINGS) + 1, 2))


def test_no_word_is_lost_wherever_lines_stand() -> None:
    chance = Random(20261203)
    lines = sorted(
        {line for each in ENDINGS for line in each.splitlines() if line not in {"", "¶"}}
    )
    signature = "Relations avec les médias, Ville de Montréal"
    below = (paragraph("Attribution : Mylène Drouin, M.D."), paragraph(signature))

    for _each in range(400):
        body = as_pasted("\n".join(chance.choices(lines, k=chance.randint(1, 9))))
        left = closed(body, below, untagged=1)
        said, kept = (
            Counter(" ".join(each.text for each in some).split()) for some in (body, left)
        )
        dashes = {"-30-", "–", "30"}
        assert {word for word in said - kept if word not in dashes} == set()
        assert "M.D." in kept
        assert left[0].text.startswith(body[0].text[:3]) or is_end(body[0])


@pytest.mark.parametrize(
    "line",
    [
        "Bonne journée " + "A-" * 37 + "é;",
        "Cordialement, " + "A.-" * 24 + "é;",
        "A@" * 40 + ";",
        "a@" * 50_000 + ";",
        "le " * 33_000,
        "De : " + "a " * 50_000,
        "_" * 100_000 + ";",
        "2026 " * 20_000 + "a écrit :",
        "De : x\n" * 14_000,
        "Le 2 " + "Rue 4\n" * 16_000,
    ],
    ids=range(10),
)
def test_no_line_of_strangers_words_takes_long(line: str) -> None:
    body = [paragraph("Mot."), *(paragraph(line) for _each in range(5 if len(line) < 99 else 1))]
    began = process_time()

    closed([*body, paragraph("Relations médias")], [paragraph("Relations médias")], untagged=1)

    assert process_time() - began < 0.2


def test_blank_lines_within_a_paragraph_stay_above_the_ending() -> None:
    answer = paragraph(f"Un?{BREAK}{BREAK}Oui.{BREAK}{BREAK}Deux?{BREAK}Non.")

    assert letter_parts((answer,)).words == (answer,)


def test_what_stands_with_the_offices_signature_stays_where_the_writer_signs() -> None:
    written = ("Oui.", "Cordialement,", "Maude Roy", "Ville de Montréal")
    answer = tuple(map(paragraph, written))
    office = paragraph("Relations avec les médias, Ville de Montréal")
    line = paragraph("Ligne média : 514 872-0311")

    said = [each.text for each in closed(answer, (office, line), untagged=2)]

    assert office.text not in "\n".join(said)
    assert line.text in "\n".join(said)


@pytest.mark.parametrize(
    "line",
    [
        "Le 3 décembre, le compte @projetmtl a écrit :",
        "Le 3 décembre 2026 à 10 h 15, le Bureau de l’inspecteur général a écrit :",
    ],
)
def test_what_somebody_wrote_elsewhere_is_no_thread(line: str) -> None:
    answer = (paragraph("Bonjour Zoé,"), paragraph(line), paragraph("Rien à ajouter."))

    assert letter_parts(answer).thread == ()
