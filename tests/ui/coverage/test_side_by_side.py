"""A release and an article side by side, read with the keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from comms_desk.across.release_and_article import of_texts
from comms_desk.ui.coverage.page import SideBySide
from tests.media.coverage.pairs import pairs

SNOW = pairs("tuning")[0]
MERGED = pairs("tuning")[7]


@pytest.fixture
def panel(qtbot: QtBot) -> SideBySide:
    shown = SideBySide()
    qtbot.addWidget(shown)
    shown.resize(1000, 500)
    shown.show()
    return shown


def test_what_was_taken_is_marked_on_both_sides_and_counted(panel: SideBySide) -> None:
    panel.show_compared(
        of_texts((SNOW.release_title, SNOW.release), (SNOW.article_title, SNOW.article))
    )

    marked = [each.cursor.selectedText() for each in panel.release.extraSelections()]
    assert marked == [each.text for each in SNOW.sentences if each.into]
    assert len(panel.article.extraSelections()) == 5
    assert panel.counts.text().splitlines() == [
        "Sentences: 3 word for word, 2 shortened, 3 not taken up",
        "Quotes: 1 shortened",
    ]


def test_arrows_go_from_one_sentence_to_the_next_and_say_its_fate(panel: SideBySide) -> None:
    panel.show_compared(of_texts(("", SNOW.release), ("", SNOW.article)))
    assert (panel.fate.text(), panel.changed.text()) == ("Word for word", "1 of 5")

    for _each in range(2):
        QTest.keyClick(panel.article, Qt.Key.Key_Down)

    assert panel.fate.text() == "Shortened"
    assert (
        panel.changed.text() == "3 of 5 · …devrait durer cinq jours, si la météo le permet, et se"
        " terminera… → …devrait durer cinq jours et se terminera…"
    )
    QTest.keyClick(panel.release, Qt.Key.Key_Up)
    assert panel.changed.text() == "2 of 5"


def test_a_press_on_the_article_lights_what_it_comes_from(panel: SideBySide, qtbot: QtBot) -> None:
    panel.show_compared(of_texts(("", f"🎉 {MERGED.release}"), ("", f"🎉 {MERGED.article}")))
    where = panel.article.document().find("Saint-Antoine")

    QTest.mouseClick(
        panel.article.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        panel.article.cursorRect(where).center(),
    )

    assert panel.changed.text() == "5 of 5"
    assert len(panel.article.extraSelections()) == 3


def test_an_article_that_took_nothing_says_so(panel: SideBySide) -> None:
    panel.show_compared(of_texts(("", SNOW.release), ("", MERGED.article)))

    assert panel.fate.text() == "Not taken up"
    assert panel.release.extraSelections() == []
