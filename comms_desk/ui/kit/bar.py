"""The bar of verbs over a page or a card; it takes a second row rather than cut a verb."""

from typing import override

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.flow import FlowLayout

SIDE_PX = 20
COLUMN_SIDE_PX = 28
"""Of the column under the bar."""


class PageBar(QWidget):
    """The verbs of a page or a card: at the left, then at the right."""

    def __init__(self) -> None:
        """Build an empty bar."""
        super().__init__()
        give_role(self, "page-bar")
        self.setMinimumHeight(tokens.PAGE_BAR_HEIGHT_PX)
        top = (tokens.PAGE_BAR_HEIGHT_PX - 1 - tokens.BUTTON_HEIGHT_PX) // 2
        self._row = FlowLayout(self, row_px=tokens.BUTTON_HEIGHT_PX)
        self._row.setContentsMargins(SIDE_PX, top, SIDE_PX, top + 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the verbs over the column that they are about, on a wide screen too."""
        super().resizeEvent(event)
        beyond = max(event.size().width() - tokens.COLUMN_MAX_PX - 2 * COLUMN_SIDE_PX, 0)
        margins = self._row.contentsMargins()
        if margins.right() != SIDE_PX + beyond:
            margins.setRight(SIDE_PX + beyond)
            self._row.setContentsMargins(margins)

    def left(self, *widgets: QWidget) -> None:
        """Add *widgets* at the left."""
        for widget in widgets:
            self._row.add(widget, at_right=False)

    def right(self, *widgets: QWidget) -> None:
        """Add *widgets* at the right."""
        for widget in widgets:
            self._row.add(widget, at_right=True)
