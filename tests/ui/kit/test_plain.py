"""Strangers' words are shown as they stand: no mark-up is read in a tooltip, or opened for it.

Nothing here lets Qt open what a text names: what Qt would read is asked of Qt, and a document
that only notes what it is asked for takes the place of the one in a tooltip.
"""

from typing import override

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6 import QtGui
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from comms_desk.text.markdown.model import Run
from comms_desk.ui.kit import text_bridge as bridge
from comms_desk.ui.kit.controls import Button, Chip, Label, ShortenedLabel
from comms_desk.ui.kit.line import LineButton
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.rows import Row, RowsModel

might_be_rich_text = QtGui.Qt.mightBeRichText

MARK_UP = (
    '<img src="file:///dev/zero">',
    '&lt;img src="file:///dev/zero"&gt;',
    '  <b>Budget</b> <img src="//host.example/share/x.png">',
    "<?xml version='1.0'?><img src='file:///dev/zero'/>",
    "<!DOCTYPE html><img src='file:///dev/zero'>",
    "<!-- --><img src='file:///dev/zero'>",
    "\n<qt><img src='file:///dev/zero'></qt>",
    "a &amp;lt; b &lt; c",
)
PIECES = (
    "<",
    ">",
    "&",
    "lt;",
    "&lt;",
    "img",
    "b",
    "?xml",
    "?>",
    "!doc",
    "!--",
    "/",
    "\n",
    " ",
    "é",
)


class Noting(QTextDocument):
    """A document that opens nothing, and notes what it was to open."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[str] = []

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        self.wanted.append(QUrl(name).toString())
        return b""


def opened_for(words: str) -> list[str]:
    """Return what Qt would open to show *words* where it guesses."""
    document = Noting()
    if might_be_rich_text(words):
        document.setHtml(words)
        document.size()
    return document.wanted


def test_what_is_guarded_against_is_real() -> None:
    assert set(opened_for(MARK_UP[0])) == {"file:///dev/zero"}


@pytest.mark.parametrize("words", MARK_UP)
def test_words_that_look_like_mark_up_stay_words(words: str) -> None:
    assert not might_be_rich_text(plain(words))
    assert opened_for(plain(words)) == []


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_nothing_is_taken_for_mark_up(words: str) -> None:
    assert not might_be_rich_text(plain(words))


def test_words_that_look_like_words_are_left_as_they_are() -> None:
    assert plain("Budget & parc : 7 > 5") == "Budget & parc : 7 > 5"


@pytest.mark.parametrize("words", MARK_UP)
def test_no_part_of_a_page_gives_qt_mark_up(qtbot: QtBot, words: str) -> None:
    label, shortened = Label(words), ShortenedLabel(words)
    button = Button("Open", hint=words)
    line = LineButton(Row(key=1, title=words, detail=words))
    for widget in (label, shortened, button, line):
        qtbot.addWidget(widget)
    rows = RowsModel()
    rows.replace([Row(key=1, title="Budget", tooltip=words)])
    linked = bridge.char_format(Run("site", link=words), bridge.Shape())
    tooltips = [widget.toolTip() for widget in (label, shortened, button, line)]
    tooltips += [rows.data(rows.index(0), Qt.ItemDataRole.ToolTipRole) or "", linked.toolTip()]

    assert [each for each in tooltips if might_be_rich_text(each)] == []
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == words


def test_no_letter_of_strangers_words_is_a_key_that_presses_a_button(qtbot: QtBot) -> None:
    button, renamed, chip = Button("Put back: R&D"), Button(""), Chip("Bell&Cie")
    for each in (button, renamed, chip):
        qtbot.addWidget(each)
    renamed.rename("https://ville.example/?a=1&b=2")
    chip.count("3")

    assert [each.shortcut().toString() for each in (button, renamed, chip)] == ["", "", ""]
    assert button.text().replace("&&", "&") == "Put back: R&D"
    assert chip.accessibleName() == "Bell&Cie · 3"
