"""Another process of the person brings the strip; anything else that knocks is not heard."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from comms_desk.paths import HOME_VARIABLE, Paths
from comms_desk.ui.door import Door

CALL = "from comms_desk.cli.main import run; import sys; sys.exit(run(['capture']))"


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return Paths.find().door


def test_the_command_brings_the_strip_of_the_window_that_is_open(
    qtbot: QtBot, address: str
) -> None:
    door = Door()
    assert door.open(address)

    with qtbot.waitSignal(door.capture_wanted):
        called = subprocess.Popen([sys.executable, "-c", CALL])

    qtbot.waitUntil(lambda: called.poll() is not None)
    assert called.returncode == 0
    door.close()


def test_a_second_window_leaves_the_door_to_the_first_and_takes_one_left_by_a_killed_one(
    qtbot: QtBot, address: str
) -> None:
    first, second = Door(), Door()
    assert first.open(address)
    assert not second.open(address)

    first.close()
    if not address.startswith("\\\\"):
        Path(address).touch()

    assert second.open(address)
    second.close()


@pytest.mark.parametrize(
    "said", [b"quit\n", b"capture", b"x" * 5_000, b"\n", b"capture\ncapture\n"]
)
def test_whoever_says_anything_else_is_not_heard(qtbot: QtBot, address: str, said: bytes) -> None:
    door, heard = Door(), []
    door.capture_wanted.connect(lambda: heard.append(1))
    assert door.open(address)
    knocking = QLocalSocket()

    knocking.connectToServer(address)
    knocking.write(said)
    knocking.flush()
    if said != b"capture":  # it may be about to end its line
        qtbot.waitUntil(lambda: knocking.state() is QLocalSocket.LocalSocketState.UnconnectedState)

    assert heard == []
    knocking.abort()
    door.close()
