"""Windows' own key: what would be asked of it, and what it would say."""

import ctypes

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comms_desk.ui.shell import hot_key
from comms_desk.ui.shell.hot_key import HotKey


class User32:
    """Windows' library, as far as keys are registered; it *gives* the key or not."""

    def __init__(self, *, gives: bool) -> None:
        self.gives, self.asked = gives, list[tuple[object, ...]]()

    def RegisterHotKey(self, *given: object) -> int:  # noqa: N802 - Windows' own name
        self.asked.append(("register", *given))
        return int(self.gives)

    def UnregisterHotKey(self, *given: object) -> int:  # noqa: N802 - Windows' own name
        self.asked.append(("unregister", *given))
        return 1


def test_the_key_is_asked_for_once_and_given_back(qapp: QApplication) -> None:
    system = User32(gives=True)
    key = HotKey(qapp, system)

    assert key.take()
    key.leave()
    key.leave()

    ctrl_alt_once = 0x0001 | 0x0002 | 0x4000
    assert system.asked == [
        ("register", None, hot_key.NUMBER, ctrl_alt_once, ord("D")),
        ("unregister", None, hot_key.NUMBER),
    ]


def test_a_key_that_another_program_has_is_left_to_it(qapp: QApplication) -> None:
    system = User32(gives=False)
    key = HotKey(qapp, system)

    assert not key.take()
    key.leave()

    assert [what for what, *_given in system.asked] == ["register"]


def test_what_windows_says_of_the_key_is_heard_and_nothing_else(
    qtbot: QtBot, qapp: QApplication
) -> None:
    key = HotKey(qapp, User32(gives=True))
    said = hot_key._Message(message=hot_key.WM_HOTKEY, w_param=hot_key.NUMBER)
    other = hot_key._Message(message=0x0100, w_param=hot_key.NUMBER)
    kind = QByteArray(b"windows_generic_MSG")

    with qtbot.waitSignal(key.pressed):
        assert key.nativeEventFilter(kind, ctypes.addressof(said)) == (True, 0)

    assert key.nativeEventFilter(kind, ctypes.addressof(other)) == (False, 0)
    assert key.nativeEventFilter(QByteArray(b"xcb_generic_event_t"), 1) == (False, 0)


def test_elsewhere_nothing_is_asked_of_the_system(qapp: QApplication) -> None:
    if not hot_key.IS_WINDOWS:
        assert not HotKey(qapp).take()
