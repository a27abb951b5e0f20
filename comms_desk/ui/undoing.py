"""Ctrl+Z: what this person did last since the window opened, on whichever page.

What was typed in the fields of cards is undone field by field, the last one first, however far
back; of anything else, what was said last.  Nothing is undone before all that was typed is saved:
it may be what is to be undone.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, current, said_again
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.storage.model import Edit
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.notices import Toast

if TYPE_CHECKING:
    from comms_desk.across.office import Office

WAITS_MS = 2_000
"""An undo waits so long for what is being saved: later, it would undo what was typed since."""
ONE_TYPING = timedelta(seconds=5)
"""Saves of one field that follow each other so fast are one thing that somebody typed."""


@dataclass(frozen=True, slots=True)
class _Typed:
    edit: Edit
    label: str

    def goes_on_with(self, edit: Edit) -> bool:
        """Whether *edit* is more of the same typing, and does not give back what stood before."""
        mine = self.edit
        is_next = (mine.ref, mine.field, mine.after) == (edit.ref, edit.field, edit.before)
        return is_next and edit.after != mine.before and edit.at - mine.at <= ONE_TYPING


class Undoing(QObject):
    """What can be undone in a window.

    Args:
        errands: Tells of each field that was saved, and carries an undo out.
        toast: Says what was done, and has the undo of what is no field.
    """

    def __init__(self, errands: Errands, toast: Toast) -> None:
        """Begin with nothing done."""
        super().__init__(toast)
        self._errands = errands
        self._toast = toast
        self.language = current()
        """That of the words in which what was typed is named."""
        self.typed: list[_Typed] = []
        self.is_typed_last = False
        self._wanted = QTimer(self, singleShot=True, interval=WAITS_MS)
        self._going: _Typed | None = None
        errands.edited.connect(self._edited)
        errands.writing.connect(self._written)
        toast.offered.connect(self._offered)

    @Slot()
    def undo(self) -> None:
        """Undo what was done last, once all that was typed is saved; say where there is nothing."""
        self._wanted.start()
        self._undo_if_saved()

    def go_on_from(self, before: "Undoing") -> None:
        """Be able to undo what was typed in the window *before*."""
        self.typed = [
            replace(each, label=said_again(each.label, before.language)) for each in before.typed
        ]
        self.is_typed_last = before.is_typed_last

    @property
    def is_wanted(self) -> bool:
        """Whether an undo waits for what is being saved."""
        return self._wanted.isActive()

    @Slot(int)
    def _written(self, waiting: int) -> None:
        if self.is_wanted and not waiting:  # whoever wrote is about to hear of it
            QTimer.singleShot(0, self, self._undo_if_saved)

    @Slot()
    def _undo_if_saved(self) -> None:
        if self._errands.unwritten or not self.is_wanted:
            return
        self._wanted.stop()
        if self._toast.may_undo and not (self.is_typed_last and self.typed):
            self._toast.undo()
        elif self._toast.has_lapsed and not self.is_typed_last:  # said once; then what came before
            self._toast.offer(_("It is too late to undo that from here"))
        elif self.typed:
            self._going = self.typed.pop()
            undo = partial(_undo, self._going.edit)
            self._errands.write(None, undo, self._undone, self._failed)
        elif not self._toast.is_undoing:
            self._toast.offer(_("Nothing to undo"))

    @Slot(object, str)
    def _edited(self, edit: Edit, label: str) -> None:
        """Remember a field that was saved; more of the same typing is one with what came before."""
        if self.typed and self.is_typed_last and self.typed[-1].goes_on_with(edit):
            edit = replace(edit, before=self.typed.pop().edit.before)
        if edit.before != edit.after:
            self.typed.append(_Typed(edit, label))
        self.is_typed_last = True

    @Slot()
    def _offered(self) -> None:
        self.is_typed_last = False

    @Slot(object)
    def _undone(self, name: str) -> None:
        going, self._going = self._going, None
        if going is not None:
            what = f"{going.label}, {name}" if name else going.label
            self._toast.offer(_("Undone: {what}").format(what=what))
            self.is_typed_last = True

    @Slot(object)
    def _failed(self, error: CommsDeskError) -> None:
        """Say why; what the database could not take now may be undone later."""
        going, self._going = self._going, None
        if going is not None and isinstance(error, STORAGE_FAILURES):
            self.typed.append(going)
        self._errands.failed.emit(error)


def _undo(edit: Edit, office: "Office") -> str:
    """Undo *edit*, and return what the thing is called."""
    from comms_desk.across import things

    things.change(office, edit.ref, edit.change.inverse())
    thing = things.find(office, edit.ref)
    return "" if thing is None else thing.title
