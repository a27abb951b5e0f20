"""The whole program, closed when its standard input says so; for `test_leaving`.

It says "ready" once its page is read.  Then it does each line that it is told: "close", "type
WORDS" in the open text, "wait for ever" in a reading thread, "fail" in what a page does as it is
left; "hold PASSWORD" keeps that of the first account for the run, and of "awaken", which waits
until the worker works, and "press enter" in the question over the window, each says so once done.
"""

import sys
from threading import Event, Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from comms_desk.across.office import Office
from comms_desk.jobs.reports import Doing
from comms_desk.ui.app import main
from comms_desk.ui.shell.window import Window
from comms_desk.ui.texts.page import TextsPage

LOOKED_EVERY_MS = 20
READY_AFTER_MS = 15_000
"""Where nothing can be read, no page ever has rows."""


def hold(office: Office, password: str) -> None:
    """Keep the *password* of the first account for the run."""
    office.keys.memory_only = True
    office.keys.set(office.accounts.every()[0].key, password)


class Told(QObject):
    """Does in the window what is told from outside.

    Signals:
        line: A line of standard input.
    """

    line = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.window: Window | None = None
        self.line.connect(self.do)
        self._looking = QTimer(self, interval=LOOKED_EVERY_MS)
        self._looking.timeout.connect(self._look)
        self._looking.start()
        self._awaking = QTimer(self, interval=LOOKED_EVERY_MS)
        self._awaking.timeout.connect(self._see_awake)
        self._asking = QTimer(self, interval=LOOKED_EVERY_MS)
        self._asking.timeout.connect(self._press_enter)

    @Slot()
    def _see_awake(self) -> None:
        if self.window is not None and self.window.status.doing is Doing.WORKING:
            self._awaking.stop()
            print("works", flush=True)

    @Slot()
    def _press_enter(self) -> None:
        question = None if self.window is None else self.window.closing_question
        if question is not None and question.dialog is not None and question.dialog_is_open:
            self._asking.stop()
            print("answered", flush=True)
            QTest.keyClick(question.dialog, Qt.Key.Key_Return)

    @Slot()
    def _look(self) -> None:
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, Window)]
        if not windows or windows[0].page is None or not windows[0].errands.is_idle:
            return
        window = windows[0]
        if "--type" in sys.argv and not isinstance(window.page, TextsPage):
            window.go_to("texts")
            return
        if isinstance(window.page, TextsPage) and window.page.card.draft is None:
            return
        self.window = window
        self._looking.stop()
        Thread(target=self._hear, daemon=True).start()
        print("ready", flush=True)

    def _hear(self) -> None:
        for line in iter(sys.stdin.readline, ""):
            self.line.emit(line.strip())

    @Slot(str)
    def do(self, line: str) -> None:
        """Do what *line* tells."""
        window = self.window
        assert window is not None
        match line.partition(" "):
            case ("close", _, _):
                window.close()
            case ("type", _, words):
                page = window.page
                assert isinstance(page, TextsPage)
                page.card.editor.setFocus()
                QTest.keyClicks(page.card.editor, words)
            case ("wait", _, _):
                window.errands.read("for ever", lambda _office: Event().wait(), self.answered)
            case ("fail", _, _):
                assert window.page is not None
                window.page.leaving = self.fail  # type: ignore[method-assign]
            case ("hold", _, password):
                window.errands.write(None, lambda office: hold(office, password), self.answered)
            case ("awaken", _, _):
                self._awaking.start()
                return
            case ("press", _, _):
                self._asking.start()
                return
        print("done", flush=True)

    def fail(self) -> None:
        """Fail as a page that has a fault."""
        raise RuntimeError("a page that cannot be left")

    @Slot(object)
    def answered(self, _answer: object) -> None:
        """Hear of what waits for ever."""


if __name__ == "__main__":
    QApplication(sys.argv[:1])
    told = Told()
    sys.exit(main())
