"""A row of controls that takes a second line rather than cut one of them."""

from typing import override

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from comms_desk.ui.kit import theme as tokens


class FlowLayout(QLayout):
    """Controls from the left, as many lines as they need; some pushed to the right of the last.

    Qt asks for its height a dozen times while a page is laid out, and a control under a
    stylesheet measures itself anew each time: it is measured once, until something changes.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        row_px: int,
        gap_px: int = tokens.SPACE_2_PX,
    ) -> None:
        """Lay out lines *row_px* high, with *gap_px* between controls and between lines."""
        super().__init__(parent)
        self._row_px = row_px
        self._gap_px = gap_px
        self._items: list[QLayoutItem] = []
        self._at_right: list[QLayoutItem] = []
        self._sizes: dict[int, QSize] = {}

    def add(self, widget: QWidget, *, at_right: bool = False) -> None:
        """Add *widget* after the others."""
        self.addChildWidget(widget)
        item = QWidgetItem(widget)
        if at_right:
            self._at_right.append(item)
        self._items.append(item)
        self.invalidate()

    @override
    def invalidate(self) -> None:
        """Measure the controls again."""
        self._sizes.clear()
        super().invalidate()

    @override
    def addItem(self, item: QLayoutItem, /) -> None:
        """Add *item* after the others."""
        self._items.append(item)

    @override
    def count(self) -> int:
        """Return how many controls there are, shown or not."""
        return len(self._items)

    @override
    def itemAt(self, index: int, /) -> QLayoutItem | None:
        """Return the control at *index*."""
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int, /) -> QLayoutItem | None:
        """Take the control at *index* out."""
        if not 0 <= index < len(self._items):
            return None
        item = self._items.pop(index)
        self._sizes.pop(id(item), None)
        if item in self._at_right:
            self._at_right.remove(item)
        return item

    @override
    def expandingDirections(self) -> Qt.Orientation:
        """Take no more than the lines need."""
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        """Say that a narrow row has more lines."""
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        """Return the height of the lines at *width*."""
        lines = len(self._lines(width))
        margins = self.contentsMargins()
        between = max(lines - 1, 0) * self._gap_px
        return margins.top() + lines * self._row_px + between + margins.bottom()

    @override
    def sizeHint(self) -> QSize:
        """Return the size of everything on one line."""
        margins = self.contentsMargins()
        row_px = self._row_px if self._shown() else 0
        return QSize(
            self._width(self._shown()) + margins.left() + margins.right(),
            margins.top() + row_px + margins.bottom(),
        )

    @override
    def minimumSize(self) -> QSize:
        """Return the size of the widest control."""
        margins = self.contentsMargins()
        widest = max((self._size(item).width() for item in self._shown()), default=0)
        row_px = self._row_px if self._shown() else 0
        return QSize(
            widest + margins.left() + margins.right(), margins.top() + row_px + margins.bottom()
        )

    @override
    def setGeometry(self, box: QRect, /) -> None:
        """Put each control in its place."""
        super().setGeometry(box)
        margins = self.contentsMargins()
        top = box.top() + margins.top()
        for line in self._lines(box.width()):
            pushed = [item for item in line if item in self._at_right]
            left = box.left() + margins.left()
            for item in line:
                if item not in pushed:
                    left = self._place(item, left, top)
            left = box.right() + 1 - margins.right() - self._width(pushed)
            for item in pushed:
                left = self._place(item, left, top)
            top += self._row_px + self._gap_px

    def _place(self, item: QLayoutItem, left: int, top: int) -> int:
        """Place *item*, and return where the next one begins."""
        size = self._size(item)
        middle = top + (self._row_px - size.height()) // 2
        item.setGeometry(QRect(QPoint(left, middle), size))
        return left + size.width() + self._gap_px

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Return what stands on each line: as many as fit, the pushed ones last."""
        margins = self.contentsMargins()
        room = width - margins.left() - margins.right()
        shown = self._shown()
        ordered = [item for item in shown if item not in self._at_right]
        ordered += [item for item in shown if item in self._at_right]
        lines: list[list[QLayoutItem]] = []
        for item in ordered:
            if lines and self._width([*lines[-1], item]) <= room:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines

    def _width(self, items: list[QLayoutItem]) -> int:
        gaps = self._gap_px * max(len(items) - 1, 0)
        return sum(self._size(item).width() for item in items) + gaps

    def _size(self, item: QLayoutItem) -> QSize:
        size = self._sizes.get(id(item))
        if size is None:
            size = self._sizes[id(item)] = item.sizeHint()
        return size
