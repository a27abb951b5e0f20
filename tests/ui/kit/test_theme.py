"""The colours of the window can be read by everyone, in the light and in the dark."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.stylesheet import stylesheet
from comms_desk.ui.kit.theme import (
    DARK,
    LIGHT,
    MARK_PAIRS,
    TEXT_PAIRS,
    Hue,
    Palette,
    contrast,
    hue_colours,
    theme,
)

TEXT_CONTRAST_MIN = 4.5
MARK_CONTRAST_MIN = 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_words_are_readable(palette: Palette, words: str, ground: str) -> None:
    found = contrast(getattr(palette, words), getattr(palette, ground))

    assert found >= TEXT_CONTRAST_MIN, f"{words} on {ground}: {found:.2f}"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_edges_and_marks_are_visible(palette: Palette, mark: str, ground: str) -> None:
    found = contrast(getattr(palette, mark), getattr(palette, ground))

    assert found >= MARK_CONTRAST_MIN, f"{mark} on {ground}: {found:.2f}"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("hue", list(Hue))
def test_a_tag_is_readable_in_each_tone(palette: Palette, hue: Hue) -> None:
    words, ground = hue_colours(hue, palette)

    assert contrast(words, ground) >= TEXT_CONTRAST_MIN


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_colours_change_while_the_window_runs(qtbot: QtBot) -> None:
    theme().force(LIGHT)

    with qtbot.waitSignal(theme().changed):
        theme().force(DARK)

    assert theme().is_dark
    assert DARK.canvas in stylesheet(theme().colours)
    theme().force(None)
