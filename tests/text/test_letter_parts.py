"""A letter's own greeting and ending are told from its words, and no word of it is lost."""

from time import process_time

import pytest

from comms_desk.text.letter_parts import LetterParts, letter_parts
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


def test_no_line_of_strangers_words_takes_long() -> None:
    lines = [
        "Bonne journée " + "A-" * 37 + "é;",
        "Cordialement, " + "A.-" * 24 + "é;",
        "A@" * 40 + ";",
    ]
    began = process_time()

    letter_parts([paragraph("Mot."), *(paragraph(each) for each in lines * 5)])

    assert process_time() - began < 0.5
