"""Fields that end in "…" what they have no room for, until somebody goes into them.

A value cut in the middle of a letter looks like the whole of it.  The whole is in the tooltip.
Until then a value may also be said otherwise than it was typed.
"""

from collections.abc import Callable
from typing import override

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStylePainter,
)

from comms_desk.ui.kit import icons
from comms_desk.ui.kit.look import colours
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.plain import plain

POPUP = (
    Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
)
LINE_EDIT_INSET_PX = 2
"""What Qt keeps free at each side of the text of a line (`QLineEdit`, private there)."""


class ElidedLine(Line):
    """A line of text.

    Signals:
        left: The focus left it.
    """

    left = Signal()

    def __init__(self, text: str = "") -> None:
        """Hold *text*."""
        super().__init__(text)
        self.said: Callable[[str], str] = str
        """How what is typed is said while nobody is in the line."""

    def elided(self) -> str:
        """Return what is shown while nobody is in the line."""
        room = self._text_rect(self._option()).width()
        return self.fontMetrics().elidedText(
            self.said(self.text()), Qt.TextElideMode.ElideRight, room
        )

    def _option(self) -> QStyleOptionFrame:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        return option

    def _text_rect(self, option: QStyleOptionFrame) -> QRect:
        rect = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return rect.adjusted(LINE_EDIT_INSET_PX, 0, -LINE_EDIT_INSET_PX, 0)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the focus left."""
        super().focusOutEvent(event)
        self.left.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line; as it is said, shortened if it is too long, when nobody is in it."""
        elided = self.elided()
        if self.hasFocus() or elided == self.text():
            super().paintEvent(event)
            return
        option = self._option()
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.setPen(self.palette().text().color())
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self._text_rect(option), middle, elided)
        painter.end()


class ElidedChoice(QComboBox):
    """A choice among words; an arrow says so, on a card only while one points at it.

    Where the sheet styles a choice, Qt draws no arrow of its own.  The wheel scrolls what it
    stands in: what was chosen is changed by a click or a key, never in passing.

    Signals:
        left: The focus left it.
    """

    left = Signal()

    def __init__(self) -> None:
        """Offer nothing yet."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's own: the wheel gives it too

    def elided(self) -> str:
        """Return what is shown of the words chosen."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, field.width()
        )

    @override
    def showPopup(self) -> None:
        """Show the choices in a box of ours: round, under the field."""
        box = self.view().window()
        if not box.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground):
            box.setWindowFlags(POPUP)
            box.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        super().showPopup()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what it stands in, wherever the focus is."""
        event.ignore()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the focus left."""
        super().focusOutEvent(event)
        self.left.emit()

    @override
    def event(self, event: QEvent) -> bool:
        """Say all of the words in the tooltip."""
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(plain(self.currentText()))
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words chosen, shortened where they are too long."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.elided()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        if self.property("role") != "in-place" or self.underMouse() or self.hasFocus():
            icons.paint(painter, self._arrow_box(option), "open", colours().muted)
        painter.end()

    def _arrow_box(self, option: QStyleOptionComboBox) -> QRectF:
        arrow = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxArrow, self
        )
        box = QRectF(0, 0, icons.ICON_PX, icons.ICON_PX)
        box.moveCenter(QRectF(arrow).center())
        return box
