"""What is pressed, typed into or read at a glance: buttons, chips, tags, the search field."""

from collections.abc import Callable
from typing import override

from PySide6.QtCore import QSize, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from comms_desk.i18n import _
from comms_desk.ui.kit import icons, single_keys
from comms_desk.ui.kit.fonts import role_font
from comms_desk.ui.kit.look import SEARCH_PAUSE_MS, SPACE_2_PX, Hue, colours, look
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.plain import plain, without_key

HINT_MARGIN_PX = 10
ICON_GAP_PX = 4
KEY_MARGIN_PX = 6
KEY_ROOM_PX = 28
"""What a button has at its right for its key."""
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


def give_role(widget: QWidget, role: str) -> None:
    """Dress *widget* as *role* by the stylesheet, at once if it is already shown.

    Nothing is done where it is dressed so: to be dressed again costs what a new widget does.
    """
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    font = role_font(role)
    if font is not None:
        widget.setFont(font)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Label(QLabel):
    """Plain words in one of the roles of the sheet: page-title, card-title, strong, detail.

    Text from strangers stays text: no mark-up is ever read in it.
    """

    def __init__(self, text: str = "", role: str = "", *, wraps: bool = False) -> None:
        """Show *text*; *wraps* for sentences."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)  # before there is anything to guess about
        super().setText(text)
        self.setWordWrap(wraps)
        if role:
            give_role(self, role)


PART = " · "
"""What stands between two parts of a line."""


class ShortenedLabel(Label):
    """Words that end in "…" where there is no room; all of them are in the tooltip.

    Of parts set apart by " · " the last ones go whole, and a number stays: half a number is
    another number.
    """

    def __init__(self, text: str = "", role: str = "") -> None:
        """Show *text*."""
        super().__init__("", role)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    @override
    def setText(self, text: str, /) -> None:
        """Show *text*."""
        self._whole = text
        self.setToolTip(plain(text))
        self._shorten()

    def _shorten(self) -> None:
        margins = self.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        super().setText(self._fitting(room))

    def _fitting(self, room: int) -> str:
        """Return what of the words has *room*, in pixels."""
        metrics, parts = self.fontMetrics(), self._whole.split(PART)
        if metrics.horizontalAdvance(self._whole) <= room:
            return self._whole
        for kept in range(len(parts) - 1, 0, -1):
            said = f"{PART.join(parts[:kept])} …"
            if metrics.horizontalAdvance(said) <= room:
                return said
        number = self._whole.partition(" ")[0]
        if number[:1].isdigit():
            return number
        return metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten for another width."""
        super().resizeEvent(event)
        self._shorten()


class Tag(Label):
    """A word or two about a state, on the ground of its tone."""

    def __init__(self, text: str = "", tone: Hue = Hue.NEUTRAL) -> None:
        """Show *text*."""
        super().__init__(text, f"tag-{tone.value}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def say(self, text: str, tone: Hue = Hue.NEUTRAL) -> None:
        """Show another *text* in another *tone*; hide when there is nothing to say."""
        self.setText(text)
        give_role(self, f"tag-{tone.value}")
        self.setVisible(bool(text))


class Rule(QFrame):
    """A thin line between two things."""

    def __init__(self) -> None:
        """Draw the line across the width."""
        super().__init__()
        self.setProperty("role", "rule")
        self.setFixedHeight(1)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press *button* on Enter, as Qt does on Space, and say whether *event* was for it.

    Once a stroke, however long the key is held.  In a dialog with a default button Enter is that
    one's from wherever one fills in; who has gone to another button wants that one.
    """
    fills_in = not isinstance(button, Button)
    if event.key() not in ENTER or (fills_in and _has_default(button.window())):
        return False
    if not event.isAutoRepeat():
        button.click()
    return True


def _has_default(window: QWidget) -> bool:
    return isinstance(window, QDialog) and any(
        button.isDefault() for button in window.findChildren(QPushButton)
    )


class Button(QPushButton):
    """A verb.  At most one primary a page; where it may not be used yet, it says why on itself."""

    def __init__(
        self,
        verb: str,
        *,
        role: str = "",
        icon: str = "",
        name: str = "",
        hint: str = "",
        key: str = "",
        brief: str | None = None,
        does: Callable[..., object] | SignalInstance | None = None,
    ) -> None:
        """Offer *verb*.

        Args:
            verb: What pressing it does: "Send the invitation", never "OK".
            role: "primary", "quiet", "link", or "" for the plain edged one.
            icon: A name of `icons.DRAWINGS`.
            brief: What it says where there is little room: the icon alone, if it has one; a verb
                that has neither goes without its key.
            name: The accessible name, where the verb alone is not enough.
            hint: A tooltip, such as the shortcut.
            key: The single key that presses it, shown in a box at its right; neither it nor the
                hint that tells of it is shown where letters alone are no commands.
            does: A bound slot or a signal, called as it is pressed.
        """
        super().__init__(without_key(verb))
        if does is not None:
            self.clicked.connect(does)
        if key and not single_keys.are_commands():
            key = hint = ""
        self._key: Label | None = None
        if key:
            self._key = Label(key, "key")
            self._key.setParent(self)
            self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.setProperty("keyed", True)
        self._verb = self._words = verb
        self._brief = "" if brief is None and icon else brief
        self._is_brief = False
        self._hint = hint
        self._icon_name = icon
        self._role = role
        if role:
            give_role(self, role)
        self.setAccessibleName(name or verb or hint)
        self.setToolTip(plain(hint))
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            look().changed.connect(self.colour)
            self.colour()

    @property
    def key(self) -> str:
        """The single key that presses it, as it is shown; "" where none is."""
        return "" if self._key is None else self._key.text()

    def rename(self, verb: str, brief: str | None = None) -> None:
        """Offer another *verb*, and *brief* where there is little room; None: as before."""
        self._verb = verb
        self._brief = self._brief if brief is None else brief
        self._say(verb)
        self.setAccessibleName(verb)

    def forbid(self, reason: str) -> None:
        """Say why it may not be pressed yet: ``Approve · 2 points``."""
        self._say(f"{self._verb} · {reason}")
        self.setAccessibleDescription(reason)
        self.setEnabled(False)

    def allow(self) -> None:
        """Let it be pressed."""
        self._say(self._verb)
        self.setAccessibleDescription("")
        self.setEnabled(True)

    @property
    def is_brief(self) -> bool:
        """Whether it says no more than there is room for."""
        return self._is_brief

    @property
    def spared_px(self) -> int:
        """How much narrower it is where it is brief."""
        if self._brief is None or not self._words:
            return KEY_ROOM_PX if self._key is not None else 0
        advance = self.fontMetrics().horizontalAdvance
        gap = ICON_GAP_PX if self._icon_name and not self._brief else 0
        return advance(self._words) - advance(self._brief) + gap

    def be_brief(self, *, is_brief: bool) -> None:
        """Say no more than there is room for, and the rest in the tooltip; or all of it."""
        if is_brief == self._is_brief:
            return
        if self._brief is None and self._key is not None:
            self._is_brief = is_brief
            self._key.setVisible(not is_brief)
            self.setProperty("keyed", not is_brief)
            self.style().unpolish(self)
            self.style().polish(self)
            self.updateGeometry()
        elif self._brief is not None:
            self._is_brief = is_brief
            self.setToolTip(plain(self._hint))
            self._say(self._words)
            if self._icon_name:
                self.colour()

    def _say(self, words: str) -> None:
        self._words = words
        shown = self._brief if self._is_brief and self._brief is not None else words
        self.setText(without_key(shown))
        if self._is_brief and not self._hint:
            self.setToolTip(plain(words))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it on Enter too."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the key at the right."""
        super().resizeEvent(event)
        if self._key is not None:
            size = self._key.sizeHint()
            left, top = (
                self.width() - size.width() - KEY_MARGIN_PX,
                (self.height() - size.height()) // 2,
            )
            self._key.setGeometry(left, top, size.width(), size.height())

    @Slot()
    def colour(self) -> None:
        """Draw the icon in the colours of now."""
        palette = colours()
        gap_px = ICON_GAP_PX if self.text() else 0
        self.setIconSize(QSize(icons.ICON_PX + gap_px, icons.ICON_PX))
        self.setIcon(
            icons.icon(
                self._icon_name,
                palette.on_accent if self._role == "primary" else palette.text,
                gap_px=gap_px,
            )
        )


def shortened(words: str, letters: int) -> str:
    """Return *words*, or as many of its *letters* as there may be, the last one "…"."""
    return words if len(words) <= letters else words[: letters - 1] + "…"


class Chip(QPushButton):
    """A filter that is on or off; its count, where it has one, follows its word."""

    def __init__(self, label: str, *, checked: bool = False, key: object = None) -> None:
        """Offer *label*; *key* is what the page knows the filter by."""
        super().__init__(without_key(label))
        self.key = key
        self._label = label
        give_role(self, "chip")
        self.setCheckable(True)
        self.setChecked(checked)
        self.setAutoDefault(False)
        self.setAccessibleName(label)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def count(self, number: str, *, letters: int | None = None) -> None:
        """Show *number*, already written in the reader's way, after the word.

        Of the word at most so many *letters* are shown, and all of it is heard.
        """
        heard = self._label
        shown = heard if letters is None else shortened(heard, letters)
        self.setText(without_key(f"{shown} · {number}" if number else shown))
        self.setAccessibleName(f"{heard} · {number}" if number else heard)

    def warn(self, said: str) -> None:
        """Turn amber, with *said* after the count for screen readers; empty: look as the others."""
        if said:
            self.setAccessibleName(f"{self.accessibleName()} · {said}")
        if bool(said) is not bool(self.property("broken")):
            self.setProperty("broken", bool(said))
            self.style().unpolish(self)
            self.style().polish(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it on Enter too."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)


class SearchField(Line):
    """Words to search for, asked once the typing pauses; Escape empties it.

    Signals:
        asked: The words, stripped, 120 ms after the last key, or at once on Enter.
    """

    asked = Signal(str)

    def __init__(self, placeholder: str, *, hint: str = "Ctrl F") -> None:
        """Show *placeholder* while empty, and *hint* (the shortcut) at the right."""
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setToolTip(
            plain(
                _("Ctrl+F or / to search, Esc to clear")
                if single_keys.are_commands()
                else _("Ctrl+F to search, Esc to clear")
            )
        )
        self._asked_for = ""
        self._is_to_ask_again = False
        """Whether what was asked for last had no answer."""
        self._hint = Label(hint, "key")
        self._hint.setParent(self)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hint.setVisible(bool(hint))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self.ask)

    @property
    def words(self) -> str:
        """The words in the field, stripped; they may not be asked for yet."""
        return self.text().strip()

    @property
    def asked_for(self) -> str:
        """The words that were asked for last: what is shown answers these."""
        return self._asked_for

    @Slot()
    def ask(self) -> None:
        """Ask for the words of now, unless they were the last ones asked for, and answered."""
        self._pause.stop()
        if self.words != self._asked_for or self._is_to_ask_again:
            self._asked_for, self._is_to_ask_again = self.words, False
            self.asked.emit(self.words)

    def was_not_answered(self) -> None:
        """Ask for the same words at the next Enter: there was no answer to them."""
        self._is_to_ask_again = True

    def empty(self) -> None:
        """Empty the field, and ask nothing: the caller asks for all at once.

        Ctrl+Z does not bring them back: it undoes what was done with them.
        """
        self.have("")

    def have(self, words: str) -> None:
        """Put *words* in the field, and ask nothing: the caller asks for what they find."""
        self.setText(words)
        self._pause.stop()
        self._asked_for = self.words

    @Slot()
    def _typed(self) -> None:
        self._hint.setVisible(not self.text() and bool(self._hint.text()))
        self._pause.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.ask()
            return
        super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the hint at the right, and the words clear of it."""
        super().resizeEvent(event)
        size = self._hint.sizeHint()
        self._hint.setGeometry(
            self.width() - size.width() - HINT_MARGIN_PX,
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )
        self.setTextMargins(0, 0, size.width() + SPACE_2_PX, 0)
