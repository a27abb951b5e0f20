"""Whatever can be pressed is pressed by Enter as by Space, once a stroke."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.controls import Button, Chip
from comms_desk.ui.kit.line import LineButton
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.shell.rail import RailButton
from tests.ui.keys import press

KINDS: tuple[Callable[[], QAbstractButton], ...] = (
    lambda: Button("Send"),
    lambda: Chip("Unread"),
    lambda: LineButton(Row(key=1, title="Snow")),
    lambda: RailButton("watch", 3),
)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("kind", KINDS)
def test_a_button_is_pressed_by_enter_too(
    qtbot: QtBot, kind: Callable[[], QAbstractButton], key: Qt.Key
) -> None:
    button = kind()
    qtbot.addWidget(button)
    button.show()
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))

    press(button, key)

    assert pressed == [True]


def test_enter_held_down_presses_once(qtbot: QtBot) -> None:
    button = Button("Send")
    qtbot.addWidget(button)
    button.show()
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    press(button, Qt.Key.Key_Return)
    none = Qt.KeyboardModifier.NoModifier
    again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "", True)

    QCoreApplication.sendEvent(button, again)

    assert pressed == [True]


def test_in_a_dialog_enter_is_the_default_button_s_until_one_goes_to_another(
    qtbot: QtBot,
) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    verb, leave = Button("Send a test"), Button("Leave")
    verb.setDefault(True)
    column = QVBoxLayout(dialog)
    column.addWidget(verb)
    column.addWidget(leave)
    dialog.show()
    pressed: list[str] = []
    verb.clicked.connect(lambda: pressed.append("verb"))
    leave.clicked.connect(lambda: pressed.append("leave"))

    press(dialog, Qt.Key.Key_Return)
    assert pressed == ["verb"]

    press(leave, Qt.Key.Key_Return)
    assert pressed == ["verb", "leave"]
