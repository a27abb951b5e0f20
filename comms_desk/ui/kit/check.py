"""A box to tick.

Qt draws the edge of its own from the colour of the window, and in the dark nobody sees it; this
one wears our edge, whose contrast is computed (`tests/ui/kit/test_look.py`).
"""

from typing import override

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QStylePainter

from comms_desk.ui.kit import icons
from comms_desk.ui.kit.look import TAG_RADIUS_PX, colours


class Check(QCheckBox):
    """A yes or a no, with its words."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, the tick and the words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        palette = colours()
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        box = QRectF(inside).adjusted(0.5, 0.5, -0.5, -0.5)
        ticked = self.isChecked()
        painter.setPen(QColor(palette.accent if ticked else palette.edge))
        painter.setBrush(QColor(palette.accent if ticked else palette.surface))
        painter.drawRoundedRect(box, TAG_RADIUS_PX, TAG_RADIUS_PX)
        if ticked:
            icons.paint(painter, QRectF(inside), "done", palette.on_accent)
        option.rect = self.style().subElementRect(
            QStyle.SubElement.SE_CheckBoxContents, option, self
        )
        painter.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option)
        painter.end()
