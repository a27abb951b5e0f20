"""The "+" at the head of a list: it says what it makes, and names each of several in a menu."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from comms_desk.i18n import _
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.menus import entry, rounded
from comms_desk.ui.kit.plain import plain


class NewButton(Button):
    """Makes what its page is about, as Ctrl+N does."""

    def __init__(self, makes: str, *several: tuple[str, Callable[[], object]]) -> None:
        """Say that it *makes* that.

        Args:
            makes: What Ctrl+N makes, as a noun with its article or "New": "New dossier".
            several: Where it makes more than one thing, each by its name and the bound slot that
                does: a menu then offers them.  Without, its owner hears `clicked`.
        """
        super().__init__("", role="quiet", icon="add")
        self.say(makes)
        if several:
            menu = rounded(QMenu(self))
            for name, make in several:
                entry(menu, name, make)
            self.setMenu(menu)

    def say(self, makes: str) -> None:
        """Say that it *makes* something else by now."""
        self.setAccessibleName(makes)
        self.setToolTip(plain(_("{what} (Ctrl+N)").format(what=makes)))
