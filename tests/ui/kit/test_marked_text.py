"""Marks stand on their words, whatever signs come before."""

from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.look import DARK, look
from comms_desk.ui.kit.marked_text import MarkedText
from tests.support.windows import marked


def test_marks_stand_on_their_words_after_signs_that_qt_counts_twice(qtbot: QtBot) -> None:
    text = "🎉 La ville 🎉🎉 dépose son budget 🎉"
    shown = MarkedText("Text")
    qtbot.addWidget(shown)
    wanted = ("ville", "dépose", "budget")

    shown.show_text(text, [(text.index(word), text.index(word) + len(word)) for word in wanted])

    assert marked(shown) == [*wanted]


def test_marks_wear_the_colours_of_now(qtbot: QtBot) -> None:
    text = MarkedText("Text")
    qtbot.addWidget(text)
    text.show_text("La Ville parle", [(3, 8)])

    look().force(DARK)

    (selection,) = text.extraSelections()
    assert selection.format.background().color().name().upper() == DARK.matched
