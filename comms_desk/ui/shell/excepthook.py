"""What happens to a bug: it is logged and said, and the window goes on.

Set before the window exists, since Qt swallows what a slot raises.  A guard keeps a bug in
the telling from telling itself for ever.  The notice is a bar, never a box: a box would stop the
person who is typing.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class BugNotice(QObject):
    """Hears of bugs in any thread.

    Signals:
        noticed: The whole traceback, as text; delivered in the window's thread.
    """

    noticed = Signal(str)

    def __init__(self) -> None:
        """Wait to be installed."""
        super().__init__()
        self._telling = threading.local()

    def install(self) -> None:
        """Take the place of Python's own hooks."""
        sys.excepthook = self.hook
        threading.excepthook = self._in_a_thread

    def hook(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log *error* and say it; Ctrl+C is left to Python."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if getattr(self._telling, "now", False):
            sys.__excepthook__(kind, error, trace)
            return
        self._telling.now = True
        try:
            log.error("a bug", exc_info=(kind, error, trace))
            self.noticed.emit("".join(traceback.format_exception(kind, error, trace)))
        finally:
            self._telling.now = False

    def _in_a_thread(self, hooked: threading.ExceptHookArgs) -> None:
        if hooked.exc_value is not None:
            self.hook(hooked.exc_type, hooked.exc_value, hooked.exc_traceback)
