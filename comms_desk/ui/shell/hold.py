"""The destruction of what the page in front shows, suspended."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.hold_dialogs import HoldDialog, Thing, said_placed
from comms_desk.ui.kit.dialog import is_open
from comms_desk.ui.shell.base import BaseWindow

if TYPE_CHECKING:
    from comms_desk.storage.model import Hold


class Holding(QObject):
    """Asks to suspend the destruction of what the page in front shows."""

    def __init__(self, errands: Errands, window: BaseWindow) -> None:
        """Belong to *window*, over which it asks."""
        super().__init__(window)
        self._window, self._errands = window, errands
        self.question: HoldDialog | None = None

    @Slot()
    def ask(self) -> None:
        """Ask about the thing that is shown; without one, about an address or days."""
        page = self._window.page
        ref = None if page is None else page.shown_thing
        if ref is None:
            self._ask(None)
        else:
            self._errands.read("hold asked", lambda office: _named(office, ref), self._ask)

    @Slot(object)
    def _ask(self, thing: Thing | None) -> None:
        if is_open(self.question):
            return
        self.question = HoldDialog(self._window, thing)
        self.question.accepted.connect(self._place)
        self.question.open()

    @Slot()
    def _place(self) -> None:
        if self.question is not None:
            new = self.question.wanted()
            self._errands.write(None, lambda office: office.holds.place(new), self._placed)

    @Slot(object)
    def _placed(self, hold: "Hold") -> None:
        self._window.toast.offer(said_placed(hold))


def _named(office: Office, ref: Ref) -> Thing:
    from comms_desk.across.holds import thing_of
    from comms_desk.across.things import called

    thing = thing_of(ref)
    return thing, called(office, [thing]).get(thing, "")
