"""The few to whom a bulletin goes: employees by name, and services and workplaces whole.

It chooses and counts nobody: who is of a service is known as the bulletin leaves.
"""

from typing import override

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QWidget

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.internal.audience.model import EmployeeId, Group, GroupKind, Segment
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.bulletins import words
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.flow import FlowLayout, lay_out_now
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import STRETCH, stacked

PEOPLE_OFFERED = 100
LIST_MOST_PX = 216
PLACE_PX = 276
"""The room of the search and of its rows, kept whatever they are: nothing moves under the hand."""


class ChosenReaders(QWidget):
    """Who was chosen, each to be left out again, under a search for more.

    Signals:
        changed: Somebody was chosen, or left out.
    """

    changed = Signal()

    def __init__(self, errands: Errands) -> None:
        """Begin with nobody."""
        super().__init__()
        self.picker = _Readers(
            errands,
            _found,
            asks=words.searched_readers(),
            offers=_("Employees, services and workplaces"),
            none_match=_("Nothing matches “{words}”."),
        )
        self.picker.chosen.connect(self._take)
        self.picker.left.connect(self._leave_words)
        self.chosen: dict[object, _Chosen] = {}
        place = QWidget()
        place.setFixedHeight(PLACE_PX)
        stacked(self.picker, STRETCH, inside=place)
        self._row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX, gap_px=tokens.SPACE_1_PX)
        stacked(place, self._row, inside=self, gap_px=tokens.SPACE_2_PX)

    @property
    def segment(self) -> Segment:
        """Those chosen."""
        keys = self.chosen.keys()
        groups = [each for each in keys if isinstance(each, Group)]
        return Segment(
            people=frozenset(EmployeeId(each) for each in keys if isinstance(each, int)),
            services=frozenset(e.name for e in groups if e.kind is GroupKind.SERVICE),
            sites=frozenset(e.name for e in groups if e.kind is GroupKind.SITE),
        )

    @Slot(object)
    def _take(self, key: object) -> None:
        """Choose what has *key*, and offer the others."""
        rows = self.picker.list.rows
        row = rows.row(rows.position_of(key))
        if row is None or key in self.chosen:
            return
        chosen = self.chosen[key] = _Chosen(row)
        chosen.left_out.connect(self._leave_out)
        self._row.add(chosen)
        chosen.show()
        self._offer()

    @Slot(object)
    def _leave_out(self, key: object) -> None:
        gone = self.chosen.pop(key)
        self._row.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._offer()

    @Slot()
    def _leave_words(self) -> None:
        """Offer everybody again; without words, leave the question."""
        question = self.window()
        if self.picker.search.words:
            self.picker.ask()
        elif isinstance(question, QDialog):
            question.reject()

    def _offer(self) -> None:
        self.picker.left_out = self.chosen.keys()
        self.picker.ask()
        self.changed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give those chosen the lines that they take at this width."""
        super().resizeEvent(event)
        lay_out_now(self, self)


class _Readers(Picker):
    @override
    def _fit(self) -> None:
        """Take no more than the place: a dialog is to fit a small screen."""
        super()._fit()
        self.list.setFixedHeight(min(self.list.maximumHeight(), LIST_MOST_PX))


class _Chosen(Button):
    """One of those chosen.

    Signals:
        left_out: It is to be left out again; carries its key.
    """

    left_out = Signal(object)

    def __init__(self, row: Row) -> None:
        name = _("Leave out {who}").format(who=row.title)
        super().__init__(row.title, icon="close", name=name, hint=name)
        self._who = row.key
        self.clicked.connect(self._leave_out)

    @Slot()
    def _leave_out(self) -> None:
        self.left_out.emit(self._who)


def _found(office: Office, searched: str) -> Rows[Row]:
    """Return the services and workplaces that are found, then the employees."""
    people = office.audience.search(searched, limit=PEOPLE_OFFERED)
    groups = tuple(map(words.group, office.audience.groups(searched)))
    return Rows(
        rows=(*groups, *map(words.employee, people.rows)),
        total=len(groups) + people.total,
        capped=people.capped,
    )
