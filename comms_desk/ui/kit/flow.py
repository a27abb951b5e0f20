"""A row of controls that takes a second line rather than cut one of them."""

from typing import override

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from comms_desk.ui.kit import look as tokens


class FlowLayout(QLayout):
    """Controls from the left, as many lines as they need; some pushed to the right of the last.

    It has no "height for width": Qt would ask all that stands around it for one too, hundreds
    of times while a page is laid out.  It is as high as the lines that its controls took at
    the last width, and is laid out once more where they take others: soon by itself, at once
    by `lay_out_now`.
    A control under a stylesheet measures itself anew each time that Qt asks: here it is
    measured once, until something changes.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        row_px: int,
        gap_px: int = tokens.SPACE_2_PX,
        lines_px: int | None = None,
    ) -> None:
        """Lay out lines *row_px* high, with *gap_px* between controls.

        Between lines are *lines_px*, or as many.
        """
        super().__init__(parent)
        self._row_px = row_px
        self._gap_px = gap_px
        self._pitch_px = row_px + (gap_px if lines_px is None else lines_px)
        self._items: list[QLayoutItem] = []
        self._at_right: list[QLayoutItem] = []
        self._sizes: dict[int, QSize] = {}
        self._taken = 1
        """How many lines the controls took at the last width."""

    def add(self, widget: QWidget, *, at_right: bool = False, place: int | None = None) -> None:
        """Add *widget* after the others of its side, or at *place* among those of the left.

        Those at the right come last.
        """
        self.addChildWidget(widget)
        item = QWidgetItem(widget)
        if at_right:
            self._items.append(item)
            self._at_right.append(item)
        else:
            last = len(self._items) - len(self._at_right)
            self._items.insert(last if place is None else place, item)
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
    def sizeHint(self) -> QSize:
        """Return the width of everything on one line, and the height of the lines taken."""
        return self._around(self._width(self._shown()))

    @override
    def minimumSize(self) -> QSize:
        """Return the width of the widest control, and the height of the lines taken."""
        return self._around(max((self._size(item).width() for item in self._shown()), default=0))

    @override
    def setGeometry(self, box: QRect, /) -> None:
        """Put each control in its place; be laid out again where that takes other lines."""
        super().setGeometry(box)
        margins = self.contentsMargins()
        top = box.top() + margins.top()
        lines = self._lines(box.width())
        if lines and len(lines) != self._taken:
            self._taken = len(lines)
            self.update()
        for line in lines:
            pushed = [item for item in line if item in self._at_right]
            left = box.left() + margins.left()
            for item in line:
                if item not in pushed:
                    left = self._place(item, left, top)
            left = box.right() + 1 - margins.right() - self._width(pushed)
            for item in pushed:
                left = self._place(item, left, top)
            top += self._pitch_px

    def _place(self, item: QLayoutItem, left: int, top: int) -> int:
        """Place *item*, and return where the next one begins."""
        size = self._size(item)
        middle = top + (self._row_px - size.height()) // 2
        item.setGeometry(QRect(QPoint(left, middle), size))
        return left + size.width() + self._gap_px

    def _around(self, width: int) -> QSize:
        """Return the size of *width* and of the lines taken, with the margins."""
        margins = self.contentsMargins()
        height = (self._taken - 1) * self._pitch_px + self._row_px if self._shown() else 0
        return QSize(
            width + margins.left() + margins.right(), height + margins.top() + margins.bottom()
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """Return what stands on each line: as many as fit, the pushed ones last."""
        margins = self.contentsMargins()
        room = width - margins.left() - margins.right()
        lines: list[list[QLayoutItem]] = []
        for item in self._shown():
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


def lay_out_now(row: QWidget, whole: QWidget) -> None:
    """Lay out *row* again, if it takes other lines now, and what holds it, up to *whole*.

    For a widget that was just resized: what is painted next comes before what was posted.
    """
    widget: QWidget | None = row
    while widget is not None:
        layout = widget.layout()
        if layout is not None:
            layout.activate()
        widget = None if widget is whole else widget.parentWidget()
