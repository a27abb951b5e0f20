"""Where a window stands that nothing is remembered of: whole on its screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.shell.first_place import FRAME_PX, first_place


@pytest.mark.parametrize(
    ("screen", "size"),
    [
        (QRect(0, 0, 2560, 1400), (1280, 800)),
        (QRect(0, 0, 1366, 728), (1280, 688)),
        (QRect(60, 24, 1180, 1000), (1180, 800)),
    ],
)
def test_the_first_window_is_whole_on_its_screen(screen: QRect, size: tuple[int, int]) -> None:
    placed = first_place(screen)

    assert (placed.width(), placed.height()) == size
    assert screen.contains(placed.adjusted(0, -FRAME_PX, 0, 0))


def test_a_window_is_no_smaller_than_what_can_be_used() -> None:
    placed = first_place(QRect(0, 0, 800, 600))

    assert (placed.width(), placed.height()) == (1024, 640)
    assert placed.topLeft().toTuple() == (0, FRAME_PX)


def test_a_broken_memory_is_the_same_as_none(tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    file.write_text('{"geometry": 3, "splitters": []}', encoding="utf-8")

    assert Memory.read(file) == Memory()
