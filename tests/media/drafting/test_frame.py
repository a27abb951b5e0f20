"""Lines of an office's template that hold several tags."""

from time import process_time

import pytest

from comms_desk.documents.reading import Paragraph
from comms_desk.media.drafting.frame import LONGEST_LINE, _line
from comms_desk.text.markdown import Block, BlockKind, Run


def paragraph(text: str) -> Paragraph:
    return Paragraph(Block(BlockKind.PARAGRAPH, (Run(text),)), "")


@pytest.mark.parametrize(
    ("template", "text", "said"),
    [
        ("Source : {{source}}", "Source : Cabinet", {"source": "Cabinet"}),
        (
            "{{source}} – {{contact}}",
            "Ville - Cabinet – Relations",
            {"source": "Ville - Cabinet", "contact": "Relations"},
        ),
        (
            "Par {{source}}, {{contact}} et {{title}} !",
            "par A, B et C !",
            {"source": "A", "contact": "B", "title": "C"},
        ),
        ("{{source}} – {{source}}", "A – B", {"source": "A"}),
        ("– 30 –", " - 30 - ", {}),
        ("Source : {{source}}", "Sources : Cabinet", None),
        ("{{source}} – fin", "Cabinet – fin.", None),
    ],
)
def test_each_tag_has_what_stands_between_the_words_of_its_line(
    template: str, text: str, said: dict[str, str] | None
) -> None:
    assert _line(template, "").says(paragraph(text)) == said


@pytest.mark.parametrize("between", [" - ", " -  ", " ", " -"])
def test_a_line_of_three_tags_is_read_at_once_whatever_it_is_given(between: str) -> None:
    """Backtracking over runs of dashes took minutes, over one of spaces seconds."""
    line = _line("{{source}} – {{contact}} – {{title}} fin", "")
    text = (between * LONGEST_LINE)[: LONGEST_LINE - 1] + "x"

    began = process_time()
    said = line.says(paragraph(text))

    assert said is None
    assert process_time() - began < 1
