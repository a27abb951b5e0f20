"""Widgets and layouts one under the other, or one beside the other, said as they stand.

stacked(
    self.title,
    abreast(self.record, self.take_off, STRETCH, gap_px=tokens.SPACE_3_PX),
    filling(self.words),
    inside=self,
    gap_px=tokens.SPACE_1_PX,
)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

NO_EDGES_PX = (0, 0, 0, 0)
ANYWHERE = Qt.AlignmentFlag(0)


@dataclass(frozen=True, slots=True)
class PlacedWidget:
    """What stands somewhere, with its share of the room that is left; nothing is room alone."""

    what: QWidget | QLayout | None = None
    stretch: int = 0
    where: Qt.AlignmentFlag = ANYWHERE


Part = QWidget | QLayout | PlacedWidget | int
"""A number is that many pixels of nothing."""

STRETCH = PlacedWidget()
"""The room that is left."""


def filling(what: QWidget | QLayout) -> PlacedWidget:
    """Give *what* the room that is left."""
    return PlacedWidget(what, stretch=1)


def at_left(what: QWidget) -> PlacedWidget:
    """Make *what* as wide as it asks, at the left."""
    return PlacedWidget(what, where=Qt.AlignmentFlag.AlignLeft)


def stacked(
    *parts: Part,
    inside: QWidget | None = None,
    gap_px: int | None = None,
    edges_px: Sequence[int] = NO_EDGES_PX,
) -> QVBoxLayout:
    """Return *parts* one under the other, *inside* a widget or to be put in a layout.

    Without *gap_px*, as much is between them as in the layout around.  *edges_px* are those at
    the left, above, at the right and below.
    """
    return _filled(QVBoxLayout(), parts, inside, gap_px, edges_px)


def abreast(
    *parts: Part,
    inside: QWidget | None = None,
    gap_px: int | None = None,
    edges_px: Sequence[int] = NO_EDGES_PX,
) -> QHBoxLayout:
    """Return *parts* one beside the other, as `stacked` has them."""
    return _filled(QHBoxLayout(), parts, inside, gap_px, edges_px)


def _filled[Box: QBoxLayout](
    box: Box,
    parts: Sequence[Part],
    inside: QWidget | None,
    gap_px: int | None,
    edges_px: Sequence[int],
) -> Box:
    if inside is not None:
        inside.setLayout(box)
    box.setContentsMargins(*edges_px)
    if gap_px is not None:
        box.setSpacing(gap_px)
    for part in parts:
        if isinstance(part, int):
            box.addSpacing(part)
            continue
        placed = part if isinstance(part, PlacedWidget) else PlacedWidget(part)
        if placed.what is None:
            box.addStretch(placed.stretch)
        elif isinstance(placed.what, QLayout):
            box.addLayout(placed.what, placed.stretch)
        else:
            box.addWidget(placed.what, placed.stretch, placed.where)
    return box
