"""One thing found by a few letters and taken by Enter, inside a card: no box opens.

The row that Enter takes is lit from the moment it is offered; the arrows light another one
without leaving the field.  Enter waits for what answers the words before it, and what is typed
meanwhile is the next name, asked for after them; a click takes the row that is clicked, whatever is
still asked.
"""

from collections.abc import Callable
from typing import override

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import format_share
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.conditions import ValuePicker
from comms_desk.ui.kit.controls import Label, SearchField
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.rows import Row

SHOWN = 6
"""How many rows are seen at a time."""
NONE: Rows[Row] = Rows(rows=(), total=0)

type Find = Callable[[Office, str], Rows[Row]]
"""Called in a reading thread with the words, "" for none."""


class Picker(ValuePicker):
    """A search field over a short list."""

    def __init__(
        self, errands: Errands, find: Find, *, asks: str, offers: str, none_match: str
    ) -> None:
        """Offer what *find* returns, once it is asked.

        Args:
            errands: The window's errands.
            find: Finds what may be taken.
            asks: What is to be typed, while nothing is.
            offers: What a screen reader calls the list.
            none_match: What to say where the words find nothing; may say ``{words}``.
        """
        super().__init__()
        self._errands = errands
        self._find = find
        self._none_match = none_match
        self.left_out = ()
        self.search = SearchField(asks, hint="")
        self.search.setToolTip("")
        self.list = RowList(offers)
        self.list.walked_from = self.search
        self.nothing = Label("", "muted", wraps=True)
        side, above = tokens.SPACE_4_PX, tokens.SPACE_2_PX
        self.nothing.setContentsMargins(side, above, side, above)  # as a row, in whose place it is
        self.more = Label("", "detail")
        """How many of how many are offered, where that is not all of them."""
        self.more.setContentsMargins(tokens.SPACE_4_PX, 0, 0, 0)
        self.error = ErrorBar()
        self._answered = True
        self._failed = False
        self._is_taken_soon = self._is_next_taken = False
        self._asked = ""
        """The words whose answer is on its way, or is shown."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_1_PX)
        for widget in (self.search, self.error, self.nothing, self.list, self.more):
            column.addWidget(widget)
        self.search.asked.connect(self._look)
        self.search.returnPressed.connect(self._take)
        self.search.textChanged.connect(self.nothing.hide)
        self.search.installEventFilter(self)
        self.list.activated_row.connect(self.chosen)
        self.list.clicked.connect(self._clicked)
        self._show((self._asked, NONE))

    @override
    def ask(self) -> None:
        """Offer all that there is without a word, and wait for letters."""
        self.search.empty()
        self.show()
        self.search.setFocus()
        self._is_taken_soon = False
        self._look("")

    @override
    def forget(self) -> None:
        """Empty the field and offer nothing, whatever is still asked."""
        self.search.empty()
        self._asked, self._is_taken_soon = "", False
        self._show((self._asked, NONE))

    @Slot(str)
    def _look(self, words: str) -> None:
        if self._is_taken_soon:
            return  # asked once what Enter takes is answered
        find = self._find

        def job(office: Office) -> tuple[str, Rows[Row]]:
            return words, find(office, words)

        self._asked = words
        self._answered = self._failed = self._is_next_taken = False
        self._errands.read("found", job, self._show, self._not_read)

    @Slot(object)
    def _show(self, answer: tuple[str, Rows[Row]]) -> None:
        words, found = answer
        if words != self._asked:
            return
        self._answered = True
        self.error.hide()
        rows = [row for row in found.rows if row.key not in self.left_out]
        total = found.total - (len(found.rows) - len(rows))
        self.more.setText(format_share(len(rows), total, capped=found.capped))
        self.more.setVisible(found.is_cut)
        self.list.rows.replace(rows)
        self.list.setVisible(bool(rows))
        self.nothing.setText(self._none_match.format(words=words))
        self.nothing.setVisible(bool(words) and not rows)
        if rows:
            self._fit()
            self.list.choose(rows[0].key)
        if self._is_taken_soon:
            self._take_then_go_on()

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Say why; the rows stay to be clicked, and Enter asks again."""
        self._failed, self._is_taken_soon = True, False
        self.error.explain(error)

    @Slot()
    def _take(self) -> None:
        """Take the row that is lit, once the list answers the words of the field."""
        if self._is_taken_soon:
            self._is_next_taken = self.search.words != self._asked
            return
        if self._failed:
            self._look(self.search.asked_for)
        if not self._answered:
            self._is_taken_soon = True
            self.search.selectAll()  # what is typed now is the next name
        elif self.list.chosen is not None:
            self.chosen.emit(self.list.chosen)

    def _take_then_go_on(self) -> None:
        """Take the row that was waited for, then look for what was typed meanwhile."""
        typed, is_taken = self.search.text(), self._is_next_taken
        is_next = self.search.words != self._asked
        self._is_taken_soon = False
        if not self.search.isVisible():
            return  # left meanwhile; the rows alone may be hidden, where they lie over the page
        if self.list.chosen is not None:
            self.chosen.emit(self.list.chosen)
        if is_next and self.search.isVisible():
            self.search.have(typed)
            self._look(self.search.words)
            if is_taken:
                self._take()

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        row = self.list.rows.row(index.row())
        if row is not None:
            self.chosen.emit(row.key)

    def _fit(self) -> None:
        """Take the height of the first rows: the others are scrolled to."""
        seen = min(self.list.rows.rowCount(), SHOWN)
        self.list.setFixedHeight(sum(map(self.list.sizeHintForRow, range(seen))) + 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again: titles wrap by width."""
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape from the list too."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Light another row with the arrows without leaving the field; leave on Escape."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
