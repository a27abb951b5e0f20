"""One field that adds whom a text goes to: lists, people, newsrooms, addresses.

What it finds lies over what stands under it, and moves nothing.
"""

from collections.abc import Collection
from typing import override

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from comms_desk.i18n import _
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.texts.sending.reading import offered

WIDTH_PX = 460
LIST_MOST_PX = 260


class AddWhom(QWidget):
    """The field, and what it finds.

    Signals:
        chosen: Carries the key of what was taken.
        left: Escape, where nothing is offered any more.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, errands: Errands, over: QWidget) -> None:
        """Build it; what is found lies over *over*."""
        super().__init__()
        self.setMaximumWidth(WIDTH_PX)
        self._over = over
        self.picker = _Found(
            errands,
            offered,
            asks=_("Add a list, a person, addresses…"),
            offers=_("Lists, people and newsrooms"),
            none_match=_("Nothing matches “{words}”."),
        )
        self.search = self.picker.search
        self.setFixedHeight(tokens.FIELD_HEIGHT_PX)
        stacked(self.search, inside=self)
        self._frame = QFrame(over)
        give_role(self._frame, "toast")
        self._found = stacked(self.picker, inside=self._frame, edges_px=(1, 1, 1, 1))
        self._frame.hide()
        self._frame.setFocusProxy(self.search)
        self.picker.chosen.connect(self._take)
        self.picker.left.connect(self.close_it)
        self.picker.answered.connect(self._settle)
        self.search.textChanged.connect(self._settle)
        self.search.installEventFilter(self)

    def offer(self) -> None:
        """Go to the field, and offer the lists."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.picker.look_again()

    def leave_out(self, keys: Collection[object]) -> None:
        """Offer no more what has one of *keys*: it is chosen."""
        self.picker.left_out = keys

    @Slot()
    def close_it(self) -> None:
        """Offer nothing any more."""
        was_offered = not self._frame.isHidden() or bool(self.search.words)
        self.put_away()
        if not was_offered:
            self.left.emit()

    def put_away(self) -> None:
        """Empty the field, and offer nothing."""
        self._frame.hide()
        self.picker.forget()

    @Slot(object)
    def _take(self, key: object) -> None:
        self.put_away()
        self.chosen.emit(key)

    @Slot()
    def _settle(self) -> None:
        """Lie under the field, as high as what was found."""
        picker = self.picker
        is_here = self.window().focusWidget() is self.search
        says = any(not part.isHidden() for part in (picker.list, picker.nothing, picker.error))
        is_offered = is_here and says
        self._frame.setVisible(is_offered)
        if is_offered:
            place = self.mapTo(self._over, QPoint(0, self.height() + tokens.SPACE_1_PX))
            self._frame.move(place)
            high = self._found.totalHeightForWidth(self.width())  # Qt asks of a width of its own
            wanted = self._found.totalSizeHint().height() if high < 0 else high
            self._frame.setFixedSize(self.width(), wanted)
            self._frame.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer the lists as the field is pressed; nothing once it is left."""
        is_pressed = event.type() == QEvent.Type.MouseButtonPress
        is_down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if (is_pressed or is_down) and self._frame.isHidden():
            self.picker.look_again()
        elif event.type() == QEvent.Type.FocusOut and not self._frame.underMouse():
            self._frame.hide()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the field."""
        super().resizeEvent(event)
        self._settle()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        """Follow the field."""
        super().moveEvent(event)
        self._settle()


class _Found(Picker):
    """What is found; its field stands elsewhere.

    Signals:
        answered: Other rows are there.
    """

    answered = Signal()

    def look_again(self) -> None:
        """Offer what the words of now find."""
        self._look(self.search.words)

    @override
    def _show(self, answer: object) -> None:
        """Say that other rows are there."""
        super()._show(answer)  # type: ignore[arg-type]
        self.answered.emit()

    @override
    def _fit(self) -> None:
        """Take no more than lies over the page."""
        super()._fit()
        self.list.setFixedHeight(min(self.list.maximumHeight(), LIST_MOST_PX))
