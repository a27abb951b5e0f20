"""The terms of a query and the phrases to ignore, as chips with what each finds by itself.

The chips keep a place of a few lines, in which more of them scroll: what stands under it is never
pushed away while one types.
"""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.media.themes.facts import IGNORED
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Chip
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import scrolled
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.watch import theme_form
from comms_desk.ui.watch.words import CountedTerm

TERM_LINES, PHRASE_LINES = 3, 2
CHIP_LETTERS = 36


class _Shelf(QWidget):
    """Chips on so many lines, each put there once: one that stays keeps the focus."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._gap_px = tokens.SPACE_1_PX
        inner = QWidget()
        self._row = FlowLayout(inner, row_px=tokens.CHIP_HEIGHT_PX, gap_px=self._gap_px)
        self._row.setContentsMargins(0, 0, 0, 0)
        stacked(scrolled(inner), inside=self)
        self.setFixedHeight(lines * tokens.CHIP_HEIGHT_PX + (lines - 1) * self._gap_px)
        self.chips: list[Chip] = []

    def put(self, shown: Sequence[CountedTerm]) -> list[Chip]:
        """Show *shown*; return the chips that are new."""
        if [chip.key for chip in self.chips] != [each.typed for each in shown]:
            for chip in self.chips:
                self._row.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self.chips = [Chip(each.typed, key=each.typed) for each in shown]
            for chip in self.chips:
                self._row.add(chip)
            new = self.chips
        else:
            new = []
        for chip, each in zip(self.chips, shown, strict=True):
            chip.count(each.count, letters=CHIP_LETTERS)
            chip.setToolTip(plain("\n".join(filter(None, (each.typed, each.odd)))))
            chip.setAccessibleDescription(each.odd)
            if chip.property("unsure") != bool(each.odd):
                chip.setProperty("unsure", bool(each.odd))
                chip.style().unpolish(chip)
                chip.style().polish(chip)
        self._row.invalidate()
        return new


class TermChips(_Shelf):
    """The terms of a query; one that is pressed is asked alone.

    Signals:
        chosen: Carries that term as it was typed, or nothing: the whole query again.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        """Show none."""
        super().__init__(TERM_LINES)

    def show_terms(self, terms: Sequence[CountedTerm]) -> None:
        """Show *terms*."""
        for chip in self.put(terms):
            chip.clicked.connect(self._choose)

    def choose_none(self) -> None:
        """Release all the terms."""
        for chip in self.chips:
            chip.setChecked(False)

    @Slot()
    def _choose(self) -> None:
        pressed = self.sender()
        for chip in self.chips:
            if chip is not pressed:
                chip.setChecked(False)
        is_on = isinstance(pressed, Chip) and pressed.isChecked()
        self.chosen.emit(str(pressed.key) if isinstance(pressed, Chip) and is_on else "")


class PhraseField(QWidget):
    """Phrases to ignore: a line that takes one more, and the others as chips with what they erase.

    A chip that is pressed goes back in the line, to be changed or emptied; Del takes it away.

    Signals:
        changed: Other phrases stand here.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Hold none."""
        super().__init__()
        self.line = Line()
        self.line.setPlaceholderText(_(IGNORED.hint))
        self.line.setAccessibleName(_("Phrase to ignore; Enter takes it"))
        self.shelf = _Shelf(PHRASE_LINES)
        self._erased: dict[str, str] = {}
        self._phrases: tuple[str, ...] = ()
        stacked(self.line, self.shelf, inside=self, gap_px=tokens.SPACE_1_PX)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self.changed)
        self.line.returnPressed.connect(self._take)

    @property
    def phrases(self) -> tuple[str, ...]:
        """All of them, that of the line too."""
        return (*self._phrases, *theme_form.phrases(self.line.text()))

    def show_phrases(self, phrases: tuple[str, ...]) -> None:
        """Hold *phrases*, and nothing in the line."""
        self.line.clear()
        self._hold(phrases)

    def show_erased(self, erased: Sequence[CountedTerm]) -> None:
        """Say in how many articles each stands."""
        self._erased = {each.typed: each.count for each in erased}
        self._show()

    def _hold(self, phrases: tuple[str, ...]) -> None:
        if phrases != self._phrases:
            self._phrases = phrases
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        shown = [CountedTerm(each, self._erased.get(each, "")) for each in self._phrases]
        for chip in self.shelf.put(shown):
            chip.setCheckable(False)
            chip.clicked.connect(self._change)
            chip.installEventFilter(self)

    @Slot()
    def _take(self) -> None:
        """Make a chip of what stands in the line."""
        phrases = tuple(dict.fromkeys(self.phrases))
        self.line.clear()
        self._hold(phrases)

    @Slot()
    def _change(self) -> None:
        """Put the phrase that was pressed back in the line."""
        chip = self.sender()
        if isinstance(chip, Chip):
            phrase = str(chip.key)
            kept = tuple(each for each in self.phrases if each != phrase)
            self.line.setText(phrase)
            self._hold(kept)
            self.line.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Take the phrase away whose chip hears Del."""
        if (
            isinstance(watched, Chip)
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        ):
            self.line.setFocus()
            self._hold(tuple(each for each in self._phrases if each != watched.key))
            return True
        return super().eventFilter(watched, event)
