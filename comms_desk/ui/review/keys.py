"""The keys of the page of the review, and what it has for Ctrl+K and F1 besides its buttons."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from comms_desk.i18n import _
from comms_desk.ui.frame.commands import Command
from comms_desk.ui.kit import single_keys
from comms_desk.ui.kit.row_list import STRETCHES

if TYPE_CHECKING:
    from comms_desk.ui.review.page import ReviewPage

SENDS = ("Ctrl+Return", "Ctrl+Enter")


class ReviewKeys(QObject):
    """Binds them, and says what each does."""

    def __init__(self, page: "ReviewPage") -> None:
        """Hear them wherever the focus is in *page*."""
        super().__init__(page)
        self._page = page
        stretch = page.column.list.list.stretch
        self._letters: dict[str, Callable[[], None]] = {
            **{key: partial(stretch, by) for key, by in STRETCHES.items()},
            "R": page.turn,
            "O": page.read_it,
            "T": page.test.click,
        }
        for key in (*SENDS, *(self._letters if single_keys.are_commands() else ())):
            shortcut = QShortcut(QKeySequence(key), page)
            shortcut.setObjectName(key)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._pressed)

    @Slot()
    def _pressed(self) -> None:
        key = self.sender().objectName()
        if key in SENDS:
            self._page.ask_to_send()
        elif self._page.takes_letters and not single_keys.are_held():
            self._page.in_turn(self._letters[key])

    def commands(self) -> Iterator[Command]:
        """Yield what the keys do, what sends it where a button may not, and what comes after it."""
        page, review = self._page, self._page.review
        if review is not None and not review.is_issued and not page.send.isEnabled():
            verb = f"{page.send.accessibleName()} · {page.send.accessibleDescription()}"
            yield Command(verb, _("Ctrl+Enter"), page.ask_to_send)
        if review is not None and review.is_issued and not page.is_earlier:
            yield Command(_("Addendum"), "", page.begin)
        up, down = _("Alt+Up"), _("Alt+Down")
        move, section = page.ordering.step, page.ordering.step_section
        one_more, one_less = (self._letters[key] for key in STRETCHES)
        yield Command(_("Put aside, or bring back"), "R", page.turn)
        yield Command(_("Write of the chosen story"), _("Enter"), page.write_chosen)
        yield Command(_("Choose the next row too"), "Shift+J", one_more)
        yield Command(_("Choose the row before too"), "Shift+K", one_less)
        yield Command(_("Move up"), up, partial(move, -1))
        yield Command(_("Move down"), down, partial(move, 1))
        yield Command(_("Move the section up"), f"Shift+{up}", partial(section, -1))
        yield Command(_("Move the section down"), f"Shift+{down}", partial(section, 1))
        yield from page.earlier.commands()
