"""The rail at the left of the window: one button a page, with what waits there."""

from typing import override

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from comms_desk.i18n import _
from comms_desk.ui.frame.counts import waits
from comms_desk.ui.frame.pages import title_of
from comms_desk.ui.kit import icons
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label, give_role, pressed_by_enter
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.look import colours
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import stacked

SIDE_PX = 8
BOX_HEIGHT_PX = 40
ICON_PX = 18
ICON_LEFT_PX = 8
WORDS_LEFT_PX = 36
AIR_PX = 10
"""What stays free at the right of the words, however long the name of a page is."""
COUNT_MAX = 999


class RailButton(QAbstractButton):
    """A page: its icon, its name, and how many things wait there."""

    def __init__(self, key: str, position: int = 0) -> None:
        """Offer the page *key*, reached by Ctrl+*position*; at the foot, by Ctrl+comma."""
        super().__init__()
        self.key = key
        self._count = 0
        self.setText(title_of(key))
        self.setCheckable(True)
        self.setAutoExclusive(True)  # heard as one of several, not as a box to check
        self.setFixedHeight(tokens.RAIL_TARGET_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(
            plain(_("Ctrl+{digit}").format(digit=position) if position else _("Ctrl+,"))
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.count(0)
        tokens.look().changed.connect(self.update)

    def count(self, waiting: int) -> None:
        """Show how many things wait on the page; 0 shows nothing."""
        self._count = waiting
        name = self.text()
        if waiting:
            name = f"{name}, {waits(self.key, waiting)}"
        self.setAccessibleName(name)
        self.update()

    @property
    def drawn(self) -> str:
        """The name as it is drawn: shortened where a count, or a wider font, takes its room."""
        room = self._words.width()
        if self._count:
            tag = QFontMetrics(sized(tokens.TAG_TEXT_PX, strong=True))
            room -= tag.horizontalAdvance(self._shown_count) + tokens.SPACE_2_PX
        metrics = QFontMetrics(sized(tokens.TEXT_PX, strong=self.isChecked()))
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room))

    @property
    def _shown_count(self) -> str:
        return str(self._count) if self._count <= COUNT_MAX else f"{COUNT_MAX}+"

    @property
    def _box(self) -> QRectF:
        top = (self.height() - BOX_HEIGHT_PX) / 2
        return QRectF(SIDE_PX + 0.5, top + 0.5, self.width() - 2 * SIDE_PX - 1, BOX_HEIGHT_PX - 1)

    @property
    def _words(self) -> QRectF:
        return self._box.adjusted(WORDS_LEFT_PX - 1, 0, -AIR_PX, 0)

    @override
    def sizeHint(self) -> QSize:
        """Return the width of the rail and the height of a target."""
        return QSize(tokens.RAIL_WIDTH_PX, tokens.RAIL_TARGET_PX)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it on Enter too."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button by hand: the page in front stands on a surface of its own."""
        palette = colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = self._box
            in_front = self.isChecked()
            if in_front or self.underMouse():
                painter.setBrush(QColor(palette.surface if in_front else palette.hover))
                painter.setPen(QColor(palette.line) if in_front else Qt.PenStyle.NoPen)
                painter.drawRoundedRect(box, tokens.RADIUS_PX, tokens.RADIUS_PX)
            colour = palette.text if in_front else palette.muted
            middle = self.height() / 2
            mark = QRectF(SIDE_PX + ICON_LEFT_PX, middle - ICON_PX / 2, ICON_PX, ICON_PX)
            icons.paint(painter, mark, self.key, colour)
            painter.setPen(QColor(colour))
            painter.setFont(sized(tokens.TEXT_PX, strong=in_front))
            words = self._words
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, left, self.drawn)
            if self._count:
                painter.setFont(sized(tokens.TAG_TEXT_PX, strong=True))
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(words, right, self._shown_count)


class Rail(QWidget):
    """The pages, one above the other, under the name of the desk.

    Signals:
        chosen: The key of a page to put in front.
    """

    chosen = Signal(str)

    def __init__(self, keys: tuple[str, ...], at_foot: tuple[str, ...] = ()) -> None:
        """Offer the pages *keys*, in order, and those that stand apart *at_foot*."""
        super().__init__()
        give_role(self, "rail")
        self.setAccessibleName(_("Pages"))
        self.setFixedWidth(tokens.RAIL_WIDTH_PX)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)
        self.keys = keys
        """The pages that have a button and a digit, in order."""
        self._buttons = {key: RailButton(key, place) for place, key in enumerate(keys, start=1)}
        self._buttons |= {key: RailButton(key) for key in at_foot}
        column = stacked(inside=self, gap_px=0, edges_px=(0, 18, 1, tokens.SPACE_3_PX))
        name = Label(_("Comms Desk"), "card-title")
        name.setContentsMargins(SIDE_PX + ICON_LEFT_PX, 0, 0, 14)
        column.addWidget(name)
        for key, button in self._buttons.items():
            if key not in keys:
                column.addStretch()
            self._group.addButton(button)
            column.addWidget(button)
        if not at_foot:
            column.addStretch()

    def show_in_front(self, key: str) -> None:
        """Mark the page *key* as the one in front; none where it has no button."""
        self._group.setExclusive(key in self._buttons)
        for each, button in self._buttons.items():
            button.setChecked(each == key)

    def count(self, key: str, waiting: int) -> None:
        """Show how many things wait on the page *key*, where it has a button."""
        if key in self._buttons:
            self._buttons[key].count(waiting)

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, RailButton):
            self.chosen.emit(button.key)
