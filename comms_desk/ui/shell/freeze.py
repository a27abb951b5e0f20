"""Whether all sending is frozen: said at the foot of the window, asked about, lifted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from shiboken6 import isValid

from comms_desk.across import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.freeze import FreezeDialog, FrozenDialog, since, waits
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.shell.base import BaseWindow

if TYPE_CHECKING:
    from comms_desk.across.freeze import FreezeSeen
    from comms_desk.mail.model import Freeze


class Freezing(QObject):
    """Reads whether sending is frozen, says so at the foot, and asks what to do about it."""

    def __init__(self, errands: Errands, window: BaseWindow) -> None:
        """Belong to *window*, over which it asks; nothing is read before `read`."""
        super().__init__(window)
        self._window = window
        self._errands = errands
        self.question: Dialog | None = None
        window.status.frozen_wanted.connect(self.ask)
        window.stirred.connect(self.read)
        errands.changed.connect(self.hear)

    @Slot(object)
    def hear(self, change: Change) -> None:
        """Hear of a change: read again if it is of a freeze."""
        if change.subject is Subject.FREEZE:
            self.read()

    @Slot()
    def read(self) -> None:
        """Read whether sending is frozen."""
        self._errands.read("freeze", read_freeze, self._show, self._not_read)

    @Slot()
    def ask(self) -> None:
        """Ask why to freeze all sending, or what to let go of what is frozen."""
        self._errands.read("freeze asked", read_freeze, self._ask)

    @Slot(object)
    def _show(self, seen: "FreezeSeen | None") -> None:
        self._window.status.show_frozen("" if seen is None else f"{since(seen)}\n{seen.reason}")

    @Slot(object)
    def _not_read(self, _error: object) -> None:
        """Say nothing: the page that asks something of the database says why it fails."""

    @Slot(object)
    def _ask(self, seen: "FreezeSeen | None") -> None:
        if is_open(self.question):
            return
        if seen is None:
            asked = FreezeDialog(self._window)
            asked.accepted.connect(self._freeze)
            self.question = asked
        else:
            frozen = FrozenDialog(self._window, seen)
            frozen.let_go.connect(self._let_go)
            frozen.accepted.connect(self._lift)
            self.question = frozen
        self.question.open()

    @Slot()
    def _freeze(self) -> None:
        if isinstance(self.question, FreezeDialog):
            reason = self.question.reason.text()
            self._errands.write(None, lambda office: office.freezes.freeze(reason), self._frozen)

    @Slot(object)
    def _frozen(self, freeze: "Freeze") -> None:
        self._window.toast.offer(
            _("All sending is frozen. {waits}").format(waits=waits(freeze.letters))
        )

    @Slot()
    def _lift(self) -> None:
        if isinstance(self.question, FrozenDialog):
            which = self.question.seen.id
            self._errands.write(
                None, lambda office: office.freezes.lift(freeze=which), self._lifted
            )

    @Slot(object)
    def _lifted(self, was: "Freeze") -> None:
        self._window.toast.offer(
            _("The freeze is lifted. {waited}").format(waited=goes_on(was.letters))
        )

    @Slot(object)
    def _let_go(self, ref: Ref) -> None:
        self._errands.write(None, lambda office: _let_go(office, ref), self._was_let_go)

    @Slot(object)
    def _was_let_go(self, seen: "FreezeSeen | None") -> None:
        if isinstance(self.question, FrozenDialog) and isValid(self.question):
            self.question.show_freeze(seen)


def read_freeze(office: Office) -> "FreezeSeen | None":
    """Read the freeze that holds."""
    from comms_desk.across import freeze as freezing

    return freezing.seen(office)


def goes_on(letters: int) -> str:
    """Say how many letters waited."""
    if not letters:
        return _("No e-mail was waiting.")
    return ngettext(
        "{n} e-mail goes out when it is due.", "{n} e-mails go out when they are due.", letters
    ).format(n=format_number(letters))


def _let_go(office: Office, ref: Ref) -> "FreezeSeen | None":
    office.freezes.let_go(ref)
    return read_freeze(office)
