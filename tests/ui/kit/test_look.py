"""The colours of the window can be read by everyone, in the light and in the dark."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.look import (
    DARK,
    LIGHT,
    Colours,
    Hue,
    hue_colours,
    look,
)
from comms_desk.ui.kit.stylesheet import stylesheet

TEXT_CONTRAST_MIN = 4.5
MARK_CONTRAST_MIN = 3.0

_GROUNDS = ("canvas", "surface", "rail", "selected", "chosen_elsewhere", "hover")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(("text", ground) for ground in (*_GROUNDS, "matched", "accent_ground", "tag_ground")),
    *(("text", ground) for ground in ("red_ground", "amber_ground", "green_ground")),
    *(("muted", ground) for ground in (*_GROUNDS, "tag_ground")),
    *(("accent", ground) for ground in (*_GROUNDS, "accent_ground")),
    *(("red", ground) for ground in (*_GROUNDS, "red_ground")),
    *(("amber", ground) for ground in (*_GROUNDS, "amber_ground")),
    *(("green", ground) for ground in (*_GROUNDS, "green_ground")),
    ("on_accent", "accent"),
)
"""Words in the first token on the second: at least 4.5:1."""

MARK_PAIRS: tuple[tuple[str, str], ...] = (
    *(("edge", ground) for ground in ("canvas", "surface", "rail", "hover", "chosen_elsewhere")),
    *(("accent", ground) for ground in (*_GROUNDS, "line")),
    *((colour, "surface") for colour in ("red", "amber", "green")),
)
"""Edges of controls, rings and marks in the first token on the second: at least 3:1."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_words_are_readable(palette: Colours, words: str, ground: str) -> None:
    found = contrast(getattr(palette, words), getattr(palette, ground))

    assert found >= TEXT_CONTRAST_MIN, f"{words} on {ground}: {found:.2f}"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_edges_and_marks_are_visible(palette: Colours, mark: str, ground: str) -> None:
    found = contrast(getattr(palette, mark), getattr(palette, ground))

    assert found >= MARK_CONTRAST_MIN, f"{mark} on {ground}: {found:.2f}"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("hue", list(Hue))
def test_a_tag_is_readable_in_each_tone(palette: Colours, hue: Hue) -> None:
    words, ground = hue_colours(hue, palette)

    assert contrast(words, ground) >= TEXT_CONTRAST_MIN


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_colours_change_while_the_window_runs(qtbot: QtBot) -> None:
    look().force(LIGHT)

    with qtbot.waitSignal(look().changed):
        look().force(DARK)

    assert look().colours is DARK
    assert DARK.canvas in stylesheet(look().colours)
    look().force(None)
