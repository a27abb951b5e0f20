"""A bug is said once, without a box, and the window goes on."""

import sys

from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from comms_desk.ui.shell.excepthook import BugNotice


class Breaks(QObject):
    """Hears of a bug and has one itself."""

    def __init__(self, notice: BugNotice) -> None:
        super().__init__()
        self.heard = 0
        self._notice = notice

    @Slot(str)
    def hear(self, _trace: str) -> None:
        self.heard += 1
        error = ValueError("in the telling")
        self._notice.hook(ValueError, error, None)


def test_a_bug_is_said_with_its_traceback(qtbot: QtBot) -> None:
    notice = BugNotice()

    with qtbot.waitSignal(notice.noticed) as said:
        notice.hook(KeyError, KeyError("name"), None)

    assert "KeyError" in said.args[0]


def test_a_bug_in_the_telling_does_not_tell_itself_for_ever() -> None:
    notice = BugNotice()
    breaks = Breaks(notice)
    notice.noticed.connect(breaks.hear)
    written: list[object] = []
    before, sys.__excepthook__ = sys.__excepthook__, lambda *error: written.append(error)

    try:
        notice.hook(KeyError, KeyError("name"), None)
    finally:
        sys.__excepthook__ = before

    assert breaks.heard == 1
    assert len(written) == 1
