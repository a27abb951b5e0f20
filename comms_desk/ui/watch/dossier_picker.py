"""A dossier found by a few letters and chosen by Enter, inside a card: no box opens.

Enter takes the first one that the words find, once they are answered; a click takes the row
that is clicked, whatever is still asked.
"""

from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.storage.paging import Page
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label, SearchField
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.rows import Row

if TYPE_CHECKING:
    from comms_desk.across.office import Office

SHOWN = 6


class DossierPicker(QWidget):
    """A search field over a short list of dossiers.

    Signals:
        chosen: A dossier was chosen; carries its id.
        left: None is to be.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, errands: Errands) -> None:
        """Stay hidden until `ask`."""
        super().__init__()
        self._errands = errands
        self.search = SearchField(_("Code or name of the dossier"), hint=_("Enter"))
        self.list = RowList(_("Dossiers"))
        self.list.setFixedHeight(SHOWN * tokens.TALL_ROW_HEIGHT_PX // 2)
        self._none = Label(_("No dossier has that code or name."), "muted")
        self._none.hide()
        self.error = ErrorBar()
        self._answered = True
        self._failed = False
        self._take_first = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_1_PX)
        for widget in (self.search, self.error, self._none, self.list):
            column.addWidget(widget)
        self.search.asked.connect(self._look)
        self.search.returnPressed.connect(self._take)
        self.search.installEventFilter(self)
        self.list.activated_row.connect(self.chosen)
        self.list.clicked.connect(self._clicked)
        self.hide()

    def ask(self) -> None:
        """Show all dossiers, and wait for letters."""
        self.search.empty()
        self.show()
        self.search.setFocus()
        self._look("")

    @Slot(str)
    def _look(self, words: str) -> None:
        def job(office: "Office") -> Page[Dossier]:
            return office.dossiers.search(words, limit=SHOWN)

        self._answered = self._failed = self._take_first = False
        self._errands.read("dossiers", job, self._show, self._not_read)

    @Slot(object)
    def _show(self, page: Page[Dossier]) -> None:
        self._answered = True
        self.error.hide()
        self.list.rows.replace(
            [Row(key=each.id, title=each.name, moment=each.code) for each in page.rows]
        )
        self._none.setVisible(not page.rows)
        self.list.setVisible(bool(page.rows))
        if page.rows:
            self.list.choose(page.rows[0].id)
        if self._take_first and self.isVisible():
            self._take()

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Say why; the rows stay to be clicked, and Enter asks again."""
        from comms_desk.wording import say

        self._failed, self._take_first = True, False
        sentence = say(error)
        self.error.say(sentence.what, sentence.way_out, details=str(error))

    @Slot()
    def _take(self) -> None:
        """Take the dossier chosen, once the list answers the words of the field."""
        if self._failed:
            self._look(self.search.asked_for)
        self._take_first = not self._answered
        if self._answered and self.list.chosen is not None:
            self.chosen.emit(self.list.chosen)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        row = self.list.rows.row(index.row())
        if row is not None:
            self.chosen.emit(row.key)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk the list with the arrows, and leave on Escape, without leaving the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
