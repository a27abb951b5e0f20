"""What the editor shows is what is stored, and the reverse."""

import pytest
from hypothesis import example, given, settings
from PySide6.QtGui import QTextDocument

from comms_desk.text.markdown import (
    EMPTY,
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
from comms_desk.ui.kit import text_bridge as bridge
from comms_desk.ui.kit.fonts import sized
from tests.text.markdown.strategies import documents

pytestmark = pytest.mark.usefixtures("qapp")


@given(documents)
@settings(max_examples=100)
@example(Document((number("a"), bullet("b", level=2), number("c"), number("d", level=2))))
@example(Document((heading(2, Run("👩🏽\u200d🚒", bold=True), "x"), quote("a\nb"))))
@example(Document((paragraph("\ufeff", "Budget\ufeff"),)))
def test_the_editor_and_markdown_say_the_same(document: Document) -> None:
    shown = QTextDocument()

    bridge.show(document, shown)

    assert bridge.read(shown) == document
    assert read_markdown(write_markdown(bridge.read(shown))) == document


def test_an_empty_text_shows_one_empty_line() -> None:
    shown = QTextDocument()

    bridge.show(EMPTY, shown)

    assert shown.blockCount() == 1
    assert bridge.read(shown) == EMPTY


def test_a_list_is_numbered_through_what_stands_under_its_items() -> None:
    shown = QTextDocument()

    bridge.show(
        Document((number("a"), bullet("b", level=2), number("c"), paragraph("p"), number("d"))),
        shown,
    )

    blocks = [shown.findBlockByNumber(index) for index in range(5)]
    items = [block.textList() for block in blocks]
    assert items[0] is not None
    assert items[4] is not None
    assert items[0].itemNumber(blocks[2]) == 1
    assert items[4].itemNumber(blocks[4]) == 0
    assert items[3] is None


def test_what_follows_a_list_stands_as_clear_of_it_as_of_a_paragraph() -> None:
    shown = QTextDocument()

    bridge.show(
        Document((bullet("a"), bullet("b", level=2), bullet("c"), paragraph("p"), number("d"))),
        shown,
    )

    gaps = [shown.findBlockByNumber(index).blockFormat().bottomMargin() for index in range(5)]
    between, after = bridge.ITEM_GAP_PX, bridge.PARAGRAPH_GAP_PX
    assert gaps == [between, between, after, after, after]
    assert shown.findBlockByNumber(1).textList() is not None


def test_a_part_of_a_text_is_read_with_its_marks() -> None:
    shown = QTextDocument()
    bridge.show(Document((paragraph("🎉ab", Run("cd", bold=True)), bullet("ef"))), shown)

    part = bridge.read_between(shown, 3, 8)

    assert part == Document((paragraph("b", Run("cd", bold=True)), bullet("e")))


def test_words_in_italics_slant_no_others() -> None:
    shape = bridge.Shape()

    assert bridge.char_format(Run("a", bold=True, italic=True), shape).font().italic()

    assert not sized(bridge.TEXT_PX, strong=True).italic()
