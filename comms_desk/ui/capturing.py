"""Taking an inquiry in from anywhere (Ctrl+Shift+D), by a strip that is made once it is asked."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.notices import Toast

if TYPE_CHECKING:
    from comms_desk.across.capturing import Captured
    from comms_desk.ui.capture_strip import CaptureStrip


class Capturing(QObject):
    """The strip of one window, and what is said once an inquiry is noted by it."""

    def __init__(
        self,
        window: QWidget,
        errands: Errands,
        toast: Toast,
        open_thing: Callable[[Ref], None],
    ) -> None:
        """Bind the key of *window*; *toast* says what was noted, *open_thing* goes there."""
        super().__init__(window)
        QShortcut(QKeySequence("Ctrl+Shift+D"), window).activated.connect(self.ask)
        self._errands = errands
        self._toast = toast
        self._open = open_thing

    @cached_property
    def strip(self) -> "CaptureStrip":
        """The line that comes over whatever has the screen."""
        from comms_desk.ui.capture_strip import CaptureStrip

        strip = CaptureStrip(self._errands)
        strip.noted.connect(self._noted)
        self.destroyed.connect(strip.deleteLater)
        return strip

    @Slot()
    def ask(self) -> None:
        """Bring it."""
        self.strip.bring()

    @Slot(object)
    def _noted(self, captured: "Captured") -> None:
        title = captured.inquiry.title
        said = _("Follow-up noted: {title}") if captured.follows else _("Inquiry noted: {title}")
        inquiry = Ref(Subject.INQUIRY, captured.inquiry.id)
        self._toast.offer(said.format(title=title), to=partial(self._open, inquiry))
