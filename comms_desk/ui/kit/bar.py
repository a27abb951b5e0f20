"""A row of verbs, and the bar of them over a page or a card.

Where there is no room for all of them on one row, as many are brief as need to be, the quiet ones
first; only then it takes a second row rather than cut a verb.
"""

from typing import override

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, give_role
from comms_desk.ui.kit.flow import FlowLayout

SIDE_PX = 20
COLUMN_SIDE_PX = 28
"""Of the column under the bar."""


class Verbs(QWidget):
    """A row of verbs: at the left, then at the right."""

    def __init__(self) -> None:
        """Build an empty row."""
        super().__init__()
        self._row = FlowLayout(self, row_px=tokens.BUTTON_HEIGHT_PX)
        self._row.setContentsMargins(0, 0, 0, 0)

    def left(self, *widgets: QWidget) -> None:
        """Add *widgets* at the left."""
        for widget in widgets:
            self._row.add(widget, at_right=False)

    def right(self, *widgets: QWidget) -> None:
        """Add *widgets* at the right."""
        for widget in widgets:
            self._row.add(widget, at_right=True)

    @property
    def least_px(self) -> int:
        """The width of one row of verbs that are brief."""
        spared = sum(button.spared_px for button in self._buttons)
        return self._whole_px - spared - self._aside_px

    @property
    def _aside_px(self) -> int:
        """The width at the right that the verbs are kept from now."""
        return 0

    @property
    def _buttons(self) -> list[Button]:
        return [each for each in self.findChildren(Button) if not each.isHidden()]

    @property
    def _whole_px(self) -> int:
        """The width of one row of verbs that are whole."""
        spared = sum(button.spared_px for button in self._buttons if button.is_brief)
        return self._row.sizeHint().width() + spared

    def _fit(self) -> None:
        beyond = self._whole_px - self._aside_px - self.width()
        for alike in self._in_order():
            is_brief = beyond > 0
            for button in alike:
                button.be_brief(is_brief=is_brief)
                beyond -= button.spared_px if is_brief else 0

    def _in_order(self) -> list[list[Button]]:
        """Return what becomes brief together, in order: quiet verbs, those with a key, others."""
        quiet = [each for each in self._buttons if each.property("role") == "quiet"]
        keyed = [each for each in self._buttons if each.key]
        others = [each for each in self._buttons if each not in quiet and each not in keyed]
        return [quiet, keyed, *([each] for each in others)]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the verb brief or whole."""
        self._fit()
        super().resizeEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """Hear that the verbs take another room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)


class PageBar(Verbs):
    """The verbs of a page or a card."""

    def __init__(self) -> None:
        """Build an empty bar."""
        super().__init__()
        give_role(self, "page-bar")
        self.setMinimumHeight(tokens.PAGE_BAR_HEIGHT_PX)
        top = (tokens.PAGE_BAR_HEIGHT_PX - 1 - tokens.BUTTON_HEIGHT_PX) // 2
        self._row.setContentsMargins(SIDE_PX, top, SIDE_PX, top + 1)

    @property
    def _beyond_px(self) -> int:
        """The width beyond that column, and beyond what the verbs take when they are whole."""
        column = tokens.COLUMN_MAX_PX + 2 * COLUMN_SIDE_PX
        return max(self.width() - max(column, self._whole_px - self._aside_px), 0)

    @property
    @override
    def _aside_px(self) -> int:
        return self._row.contentsMargins().right() - SIDE_PX

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep over the column that the verbs are about, on a wide screen too."""
        margins = self._row.contentsMargins()
        margins.setRight(SIDE_PX + self._beyond_px)
        if margins != self._row.contentsMargins():
            self._row.setContentsMargins(margins)
        super().resizeEvent(event)
