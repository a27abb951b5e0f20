"""Words that are read first: pressed, they are edited, or do what they say.

`EditableRun` is one run of text, as long as it needs: the headline of a card and the line under
it.  `Presses` are the values that one came for: a telephone, an address, a site.
"""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from comms_desk.facts import Pressed
from comms_desk.i18n import _
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, pressed_by_enter
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.look import colours
from comms_desk.ui.kit.open_file import open_address
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.row_painter import wrapped
from comms_desk.ui.kit.tabs import put_in_order

MOST_LINES = 6
NARROWEST_PX = 80
AIR_PX = 3
"""Above and under the words."""


class EditableRun(QAbstractButton):
    """One run of text, which is edited once it is pressed; Ctrl+C copies it."""

    def __init__(
        self,
        pixels: int,
        *,
        strong: bool = False,
        dark: bool = False,
        least_px: int = 0,
        most_lines: int = MOST_LINES,
    ) -> None:
        """Say nothing yet.

        Args:
            pixels: How large the words are.
            strong: Whether they are strong, and as dark as text is.
            dark: Whether they are as dark as text is, strong or not.
            least_px: How high it is on one line at least: as what edits it in its place.
            most_lines: Of the text; what is beyond is read where it is edited.
        """
        super().__init__()
        self._font = sized(pixels, strong=strong)
        self._is_dark = strong or dark
        self._least_px = least_px
        self._most_lines = most_lines
        self._lines: list[str] = []
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(_("Press to edit"))
        tokens.look().changed.connect(self.update)

    def say(self, text: str) -> None:
        """Show *text* instead."""
        if text == self.text():
            return
        self.setText(text)
        self.setAccessibleName(text)
        self._wrap()
        self.updateGeometry()
        self.update()

    def _wrap(self) -> None:
        room = max(self.width() - 2 * tokens.HANG_PX, 1)
        self._lines = wrapped(self.text(), self._font, room, most=self._most_lines)
        self.setFixedHeight(self._height())

    def _height(self) -> int:
        line = QFontMetrics(self._font).lineSpacing()
        return max(len(self._lines) * line + 2 * AIR_PX, self._least_px)

    @override
    def sizeHint(self) -> QSize:
        """Return the width of the text on one line."""
        width = QFontMetrics(self._font).horizontalAdvance(self.text()) + 1
        return QSize(width + 2 * tokens.HANG_PX, self._height())

    @override
    def minimumSizeHint(self) -> QSize:
        """Give way: it takes more lines."""
        return QSize(min(NARROWEST_PX, self.sizeHint().width()), self._height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it on Enter too, and copy it on Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that the text needs at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._wrap()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words, and an edge while they are pointed at."""
        palette = colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse():
                painter.setPen(QPen(QColor(palette.edge)))
                whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(whole, tokens.RADIUS_PX, tokens.RADIUS_PX)
            painter.setFont(self._font)
            painter.setPen(QColor(palette.text if self._is_dark else palette.muted))
            line_px = QFontMetrics(self._font).lineSpacing()
            top = (self.height() - line_px * len(self._lines)) // 2
            for words in self._lines:
                box = QRect(tokens.HANG_PX, top, self.width(), line_px)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
                top += line_px


class Press(Button):
    """One value that acts when it is pressed; Ctrl+C copies it."""

    def __init__(self) -> None:
        """Offer nothing yet."""
        super().__init__("")
        self._pressed: Pressed | None = None
        self.clicked.connect(self._act)

    def offer(self, pressed: Pressed) -> None:
        """Offer what is *pressed*."""
        self._pressed = pressed
        self.rename(pressed.said)
        self.setAccessibleName(pressed.does)
        self.setToolTip(plain(pressed.does))

    @Slot()
    def _act(self) -> None:
        if self._pressed is not None:
            open_address(self._pressed.address)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the value on Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy) and self._pressed is not None:
            QGuiApplication.clipboard().setText(self._pressed.said)
        else:
            super().keyPressEvent(event)


class Presses(QWidget):
    """What one came for, side by side, and a pencil to edit it.

    Signals:
        edit_wanted: The values are to be edited.
    """

    edit_wanted = Signal()

    def __init__(self, follows: QWidget) -> None:
        """Offer nothing yet; Tab comes here after what it *follows*."""
        super().__init__()
        self._follows = follows
        self._shown: tuple[Pressed, ...] = ()
        self._buttons: list[Press] = []
        """As many as were ever needed: they are dear to make."""
        self._edit = Button("", role="quiet", icon="texts", hint=_("Edit how to reach them"))
        self._edit.clicked.connect(self.edit_wanted)
        self._row = FlowLayout(self, row_px=tokens.BUTTON_HEIGHT_PX)
        self._row.setContentsMargins(tokens.HANG_PX, tokens.SPACE_1_PX, 0, tokens.SPACE_1_PX)
        self._row.add(self._edit)
        self.hide()

    def offer(self, pressed: Sequence[Pressed]) -> None:
        """Offer what is *pressed* instead."""
        pressed = tuple(dict.fromkeys(pressed))
        if pressed != self._shown:
            self._make(len(pressed))
            self._shown = pressed
            for button, each in zip(self._buttons, pressed, strict=False):
                button.offer(each)
            for place, button in enumerate(self._buttons):
                button.setVisible(place < len(pressed))
            self._row.invalidate()
        self.setVisible(bool(pressed))

    def _make(self, wanted: int) -> None:
        """Make as many buttons as are *wanted*; the pencil stands after the last."""
        if wanted <= len(self._buttons):
            return
        self._row.removeWidget(self._edit)
        while len(self._buttons) < wanted:
            self._buttons.append(Press())
            self._row.add(self._buttons[-1])
        self._row.add(self._edit)
        put_in_order(self._follows, *self._buttons, self._edit)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the values the lines that they take at this width."""
        super().resizeEvent(event)
        self._row.activate()
