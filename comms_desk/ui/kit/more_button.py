"""What is done less often than what has a button: a menu behind "…", each with its key."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from comms_desk.i18n import _
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit import single_keys
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.menus import entry, rounded

KEYED = "\t"
"""Stands before the key of what a menu offers, which Qt shows at the right."""


class MoreButton(Button):
    """Opens the menu."""

    def __init__(self) -> None:
        """Offer nothing yet."""
        super().__init__("", role="quiet", icon="more", name=_("More"), hint=_("More"))
        self.setMenu(rounded(QMenu(self)))
        self.setFixedWidth(tokens.BUTTON_HEIGHT_PX)

    def offer(self, verb: str, act: Callable[[], object], *, key: str = "") -> QAction:
        """Offer *verb*, which *act*, a bound slot, does; *key* alone does it too."""
        action = entry(self.menu(), "", act)
        action.setData(key if single_keys.are_commands() else "")
        rename(action, verb)
        return action


def rename(action: QAction, verb: str) -> None:
    """Rename *action* of the menu to *verb*."""
    key = action.data()
    action.setText(f"{verb}{KEYED}{key}" if key else verb)
