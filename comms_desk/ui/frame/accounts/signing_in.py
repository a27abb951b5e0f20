"""Signing in with the organisation, from the window: asked in a reading thread, stopped at will.

The browser is the person's own; what comes back goes to whoever asked, and is shown nowhere.
"""

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.mail.errors import SignInStopped
from comms_desk.mail.m365 import M365Facts
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked

if TYPE_CHECKING:
    from comms_desk.mail.sign_in import Asked, Grant

SignsIn = Callable[..., "Grant"]
"""`sign_in.sign_in`, or a test's."""


class SignInRow(QWidget):
    """A verb, where the person stands, and a way to stop.

    Signals:
        signed_in: Somebody signed in; carries what keeps the account open.
        refused: Nobody did; carries the error.
    """

    signed_in = Signal(str)
    refused = Signal(object)
    _told = Signal(object)

    def __init__(
        self, errands: Errands, facts: Callable[[], M365Facts], signs_in: SignsIn | None = None
    ) -> None:
        """Sign in with *facts*, asked for when the verb is pressed."""
        super().__init__()
        self._errands, self._facts, self._signs_in = errands, facts, signs_in or _sign_in
        self._stop: Event | None = None
        self.verb = Button(_("Sign in…"), does=self.begin)
        self.stop = Button(_("Stop"), does=self.give_up)
        self.state = Label("", "muted", wraps=True)
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = Button(_("Copy the address"), does=self._copy_address)
        self._address = ""
        self.stop.hide()
        self.copy.hide()
        stacked(
            abreast(self.verb, self.stop, self.copy, STRETCH, gap_px=tokens.SPACE_2_PX),
            self.state,
            inside=self,
            gap_px=tokens.SPACE_2_PX,
        )
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def is_waiting(self) -> bool:
        """Whether the browser is waited for."""
        return self._stop is not None

    def say_known(self) -> None:
        """Say that somebody signed in before."""
        self.verb.rename(_("Sign in again…"))
        self.state.setText(_("Signed in on this computer."))

    @Slot()
    def begin(self) -> None:
        """Open the browser, and wait for what it brings."""
        if self._stop is not None:
            return
        self._stop = stop = Event()
        self.verb.forbid(_("waiting…"))
        self.stop.show()
        self.state.setText(_("Opening the browser…"))
        ask = partial(_ask, self._signs_in, self._facts(), stop, self._told.emit, self._errands)
        self._errands.read("sign in", ask, self._done, self._failed)

    @Slot()
    def give_up(self) -> None:
        """Wait no longer."""
        if self._stop is not None:
            self._stop.set()

    @Slot(object)
    def _tell(self, asked: "Asked") -> None:
        if self._stop is None:
            return
        self._address = asked.address
        self.copy.show()
        if asked.code:
            said = _("Type the code {code} at {address}")
            self.state.setText(said.format(code=asked.code, address=asked.address))
        else:
            self.state.setText(
                _("Finish in the browser. If nothing opened there, copy the address into it.")
            )

    @Slot()
    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._address)

    @Slot(object)
    def _done(self, grant: "Grant") -> None:
        self._over()
        self.say_known()
        self.signed_in.emit(grant.refresh)

    @Slot(object)
    def _failed(self, error: CommsDeskError) -> None:
        self._over()
        self.state.setText("")
        if isinstance(error, SignInStopped):
            self.state.setText(_("Nobody signed in."))
        else:
            self.refused.emit(error)

    def _over(self) -> None:
        self._stop = None
        self.verb.allow()
        self.stop.hide()
        self.copy.hide()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever leaves waits no longer."""
        self.give_up()
        super().hideEvent(event)


class _Stop(Event):
    """Set by the person, or as the window closes."""

    def __init__(self, asked: Event, errands: Errands) -> None:
        super().__init__()
        self._asked, self._errands = asked, errands

    @override
    def is_set(self) -> bool:
        return self._asked.is_set() or self._errands.is_closed


def _ask(
    signs_in: SignsIn,
    facts: M365Facts,
    stop: Event,
    tell: Callable[[object], None],
    errands: Errands,
    _office: Office,
) -> "Grant":
    def tell_if_there(asked: object) -> None:
        if not stop.is_set():  # else whoever would be told may be gone
            tell(asked)

    return signs_in(facts, stop=_Stop(stop, errands), tell=tell_if_there)


def _sign_in(facts: M365Facts, *, stop: Event, tell: Callable[["Asked"], None]) -> "Grant":
    from comms_desk.mail.sign_in import sign_in

    return sign_in(facts, stop=stop, tell=tell)
