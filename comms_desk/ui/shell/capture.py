"""The line that takes an inquiry in, from anywhere (Ctrl+Shift+D): there is one to a window.

It stands on the page in front that has a place for it, and comes over whatever has the screen
where none has, in a strip that is made once it is asked for.  What is half typed goes with it.
"""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.page import Page
from comms_desk.ui.kit.notices import BriefUndo, Toast

if TYPE_CHECKING:
    from comms_desk.across.capture import Captured
    from comms_desk.ui.frame.capture_box import CaptureBox
    from comms_desk.ui.kit.strip import Strip
    from comms_desk.ui.shell.drops import WindowDrops


class Capturing(QObject):
    """The line of one window, and what is said once an inquiry is noted by it."""

    def __init__(
        self,
        window: QWidget,
        errands: Errands,
        toast: Toast,
        open_thing: Callable[[Ref], None],
        drops: "WindowDrops",
    ) -> None:
        """Bind the key of *window*; *toast* says what was noted, *open_thing* goes there.

        *drops* takes in what is dropped on the strip.
        """
        super().__init__(window)
        self._drops = drops
        QShortcut(QKeySequence("Ctrl+Shift+D"), window).activated.connect(self.ask)
        self._window = window
        self._errands = errands
        self._toast = toast
        self._open = open_thing
        self._page: Page | None = None
        """The page in front, if it has a place for the line."""
        window.installEventFilter(self)

    @cached_property
    def box(self) -> "CaptureBox":
        """The line, wherever it is."""
        from comms_desk.ui.frame.capture_box import CaptureBox

        box = CaptureBox(self._errands)
        box.left.connect(self._leave)
        box.noted.connect(self._noted)
        return box

    @cached_property
    def strip(self) -> "Strip":
        """What brings it over whatever has the screen."""
        from comms_desk.ui.kit.strip import Strip

        strip = Strip(_("Note an inquiry"))
        self.destroyed.connect(strip.deleteLater)
        self._drops.also_over(strip)
        return strip

    def stand_on(self, page: Page) -> None:
        """Show the line on *page*, which comes in front, if that has a place for it."""
        self._page = page if page.HAS_LINE else None
        self._go_home()

    @Slot()
    def ask(self) -> None:
        """Go to it where it stands in front, or bring it."""
        if self._page is None:
            self._bring_over(self._window.geometry())
        else:
            self._go_home()
            self.box.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def bring(self) -> None:
        """Bring it over whatever has the screen, which may be another program."""
        if self._window.isActiveWindow():
            self.ask()
        else:
            self._bring_over()

    def _bring_over(self, room: QRect | None = None) -> None:
        self.box.hint.setText(
            _("Enter notes it, incomplete too; Ctrl+Enter opens it. Escape keeps what is typed.")
        )
        self.strip.bring(self.box, self.box.line, room)

    def leaving(self) -> None:
        """Keep what is typed in it: the window may close."""
        if "box" in vars(self):
            self.box.keep()

    def _go_home(self) -> None:
        """Put the line back on the page in front, over nothing."""
        if self._page is not None:
            self._page.take_line(self.box)
            self._put_strip_away()

    def _put_strip_away(self) -> None:
        if "strip" in vars(self):
            self.strip.hide()

    @Slot()
    def _leave(self) -> None:
        """Keep what is typed, and go back to what was in front."""
        self.box.keep()
        if self.box.window() is self._window and self._page is not None:
            self._page.focus_list()
        self._put_strip_away()
        self._go_home()

    @Slot(object)
    def _noted(self, captured: "Captured") -> None:
        if self.box.window() is not self._window:
            self._put_strip_away()
            self._go_home()
        title, ref = captured.inquiry.title, Ref(Subject.INQUIRY, captured.inquiry.id)
        is_new = captured.followed is None
        said = _("Inquiry noted: {title}") if is_new else _("Follow-up noted: {title}")
        self._toast.offer(
            said.format(title=title),
            BriefUndo(partial(self._take_back, captured), _("Addition undone")),
            to=None if self.box.opens else partial(self._open, ref),
        )
        if self.box.opens:
            self._window.activateWindow()
            self._open(ref)

    def _take_back(self, captured: "Captured") -> None:
        self._errands.write(None, partial(_take_back, captured), self._taken_back)

    @Slot(object)
    def _taken_back(self, _nothing: object) -> None:
        """Say nothing: the toast says that it is undone, and the pages hear of the change."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the line back on its page once somebody comes back to the window."""
        if event.type() == QEvent.Type.WindowActivate:
            self._go_home()
        return super().eventFilter(watched, event)


def _take_back(captured: "Captured", office: Office) -> None:
    from comms_desk.across.capture import take_back

    take_back(office, captured)
