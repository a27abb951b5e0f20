"""The key by which Windows itself brings the strip, whatever has the screen: Ctrl+Alt+D.

Windows gives it to the first program that asks, and refuses it to the others.  Elsewhere the
system's own settings bind a key to ``comms-desk capture``.
"""

import ctypes
import os
from typing import Any, override

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal

IS_WINDOWS = os.name == "nt"
WM_HOTKEY = 0x0312
MOD_ALT, MOD_CONTROL, MOD_NOREPEAT = 0x0001, 0x0002, 0x4000
KEY_D = 0x44
NUMBER = 0x4344
"""By which the key is known in this process: any number below 0xC000."""


class _Message(ctypes.Structure):
    """Windows' MSG, as far as its number and its first parameter."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("w_param", ctypes.c_size_t),
        ("l_param", ctypes.c_ssize_t),
    )


class HotKey(QObject, QAbstractNativeEventFilter):
    """The key.

    Signals:
        pressed: It was.
    """

    pressed = Signal()

    def __init__(self, app: QCoreApplication, user32: Any = None) -> None:
        """Ask nothing of Windows yet; *user32* is its library, that of this system by default."""
        QObject.__init__(self)
        QAbstractNativeEventFilter.__init__(self)
        self._app = app
        self._user32 = user32
        self._is_ours = False

    def take(self) -> bool:
        """Ask for the key; whether it is ours.  Elsewhere than on Windows nothing is asked."""
        if self._user32 is None and IS_WINDOWS:
            system: Any = ctypes
            self._user32 = system.windll.user32
        if self._user32 is None:
            return False
        modifiers = MOD_CONTROL | MOD_ALT | MOD_NOREPEAT
        self._is_ours = bool(self._user32.RegisterHotKey(None, NUMBER, modifiers, KEY_D))
        if self._is_ours:
            self._app.installNativeEventFilter(self)
        return self._is_ours

    def leave(self) -> None:
        """Give the key back."""
        if self._is_ours:
            self._is_ours = False
            self._user32.UnregisterHotKey(None, NUMBER)
            self._app.removeNativeEventFilter(self)

    @override
    def nativeEventFilter(
        self, eventType: QByteArray | bytes | bytearray | memoryview, message: int, /
    ) -> tuple[bool, int]:
        """Say that it was pressed; everything else goes on."""
        kind = bytes(eventType.data() if isinstance(eventType, QByteArray) else eventType)
        if kind.startswith(b"windows") and message:
            said = _Message.from_address(int(message))
            if said.message == WM_HOTKEY and said.w_param == NUMBER:
                self.pressed.emit()
                return True, 0
        return False, 0
