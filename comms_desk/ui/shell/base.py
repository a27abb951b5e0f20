"""The window, as far as what lives in it knows it."""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.frame.page import Page
from comms_desk.ui.kinds import Place
from comms_desk.ui.kit.notices import Toast
from comms_desk.ui.kit.reminder_bar import ReminderBar
from comms_desk.ui.shell.presence import Presence
from comms_desk.ui.shell.status_bar import StatusBar


class BaseWindow(QWidget):
    """What lives in the window speaks through it, and asks over it.

    Signals:
        stirred: Another process committed something; nobody knows what.
    """

    stirred = Signal()

    memory: Memory
    reminders: list[ReminderBar]
    """What lies over the foot, the lowest first."""
    presence: Presence
    status: StatusBar
    toast: Toast

    @property
    def page(self) -> Page | None:
        """The page in front."""
        raise NotImplementedError

    @Slot()
    def stand_what_lies_over(self) -> None:
        """Place what lies over the foot, one over the other, as there is room now."""
        for bar in self.reminders:
            bar.stand()
        self.toast.stand()

    def room_over(self, reminders: list[ReminderBar]) -> QRect:
        """Return what is beside the list of the page in front, over what failed and *reminders*."""
        raise NotImplementedError

    def go_to(self, key: str) -> None:
        """Put the page *key* in front."""
        raise NotImplementedError

    def open(self, ref: Ref) -> None:
        """Show the thing that *ref* points at, on its page."""
        raise NotImplementedError

    def count_elsewhere(self, key: str, waiting: int) -> None:
        """Show on the rail how many things wait on the page *key*."""
        raise NotImplementedError


def make_page(place: Place, errands: Errands) -> Page:
    """Import the page of *place* and make it."""
    kind = cast("Callable[[Errands], Page]", getattr(import_module(place.module), place.name))
    return kind(errands)
