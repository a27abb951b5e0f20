"""A dossier found by a few letters and chosen by Enter, inside a card: no box opens."""

from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.storage.paging import Page
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label, SearchField
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
        self._answered = True
        self._take_first = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_1_PX)
        for widget in (self.search, self._none, self.list):
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

        self._answered = self._take_first = False
        self._errands.read("dossiers", job, self._show)

    @Slot(object)
    def _show(self, page: Page[Dossier]) -> None:
        self._answered = True
        self.list.rows.replace(
            [Row(key=each.id, title=each.name, moment=each.code) for each in page.rows]
        )
        self._none.setVisible(not page.rows)
        self.list.setVisible(bool(page.rows))
        if page.rows:
            self.list.choose(page.rows[0].id)
        if self._take_first and self.isVisible():
            self._take()

    @Slot()
    def _take(self) -> None:
        """Take the dossier chosen, once the list answers the words of the field."""
        self._take_first = not self._answered
        if self._answered and self.list.chosen is not None:
            self.chosen.emit(self.list.chosen)

    @Slot()
    def _clicked(self) -> None:
        self._take()

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
