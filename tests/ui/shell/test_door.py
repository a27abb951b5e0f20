"""Another process of the person brings the strip; anything else that knocks is not heard."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from comms_desk.cli.main import run
from comms_desk.paths import HOME_VARIABLE, Paths
from comms_desk.ui.shell.door import MOST_LINES, WindowDoor

CALL = "from comms_desk.cli.main import run; import sys; sys.exit(run(['capture']))"

UNIX: int = getattr(socket, "AF_UNIX", 0)
posix = pytest.mark.skipif(os.name != "posix", reason="a pipe of Windows stands in no folder")


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The door of a desk whose folder has a short name, on a computer without XDG_RUNTIME_DIR."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with TemporaryDirectory() as home:
        monkeypatch.setenv(HOME_VARIABLE, home)
        yield Paths.find().door


def test_the_command_brings_the_strip_of_the_window_that_is_open(
    qtbot: QtBot, address: str
) -> None:
    door = WindowDoor()
    assert door.open(address)

    door.capture_wanted.connect(door.say_shown)
    with qtbot.waitSignal(door.capture_wanted):
        called = subprocess.Popen([sys.executable, "-c", CALL])

    qtbot.waitUntil(lambda: called.poll() is not None)
    assert called.returncode == 0
    door.close()


def test_a_strip_that_could_not_be_shown_is_said_at_the_prompt(qtbot: QtBot, address: str) -> None:
    door = WindowDoor()
    assert door.open(address)

    with qtbot.waitSignal(door.capture_wanted):
        called = subprocess.Popen([sys.executable, "-c", CALL], stderr=subprocess.PIPE)

    qtbot.waitUntil(lambda: called.poll() is not None)
    assert called.stderr is not None
    assert called.returncode == 1
    assert "par-dessus" in called.stderr.read().decode()
    called.stderr.close()
    door.close()


def test_a_second_window_leaves_the_door_to_the_first_and_takes_one_left_by_a_killed_one(
    qtbot: QtBot, address: str
) -> None:
    first, second = WindowDoor(), WindowDoor()
    assert first.open(address)
    assert not second.open(address)

    first.close()
    if not address.startswith("\\\\"):
        with socket.socket(UNIX) as killed:
            killed.bind(address)

    assert second.open(address)
    second.close()


@pytest.mark.parametrize(
    "said", [b"quit\n", b"capture", b"x" * 5_000, b"\n", b"capture\ncapture\n"]
)
def test_whoever_says_anything_else_is_not_heard(qtbot: QtBot, address: str, said: bytes) -> None:
    door, heard = WindowDoor(), []
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


@posix
def test_the_door_stands_in_a_folder_that_nobody_else_may_write_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert Path(address).parent == Paths.find().state
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(shared))
    assert Paths.find().door == address

    shared.chmod(0o700)
    assert Path(Paths.find().door).parent == shared


@posix
def test_no_door_is_opened_where_others_may_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)

    assert not WindowDoor().open(str(tmp_path / "d"))


@posix
def test_what_stands_at_the_door_and_is_no_socket_is_left_there(qtbot: QtBot, address: str) -> None:
    Path(address).parent.mkdir()
    Path(address).write_text("kept")

    assert not WindowDoor().open(address)

    assert Path(address).read_text() == "kept"


@posix
def test_a_window_that_is_too_busy_to_answer_keeps_its_door(qtbot: QtBot, address: str) -> None:
    Path(address).parent.mkdir(mode=0o700)
    with socket.socket(UNIX) as busy, socket.socket(UNIX) as waiting:
        busy.bind(address)
        busy.listen(0)
        waiting.connect(address)

        assert not WindowDoor().open(address)

        assert Path(address).is_socket()


@posix
@pytest.mark.parametrize("of_others", ["folder", "socket"])
def test_the_command_asks_nobody_where_others_may_write(
    address: str, capsys: pytest.CaptureFixture[str], of_others: str
) -> None:
    folder = Path(address).parent
    folder.mkdir(mode=0o700)
    with socket.socket(UNIX) as other:
        other.bind(address)
        other.listen()
        other.settimeout(0)
        (folder if of_others == "folder" else Path(address)).chmod(0o777)

        assert run(["capture"]) == 1

        with pytest.raises(BlockingIOError):
            other.accept()
    assert "par-dessus" in capsys.readouterr().err


@posix
def test_an_address_too_long_for_a_socket_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / ("x" * 110)))

    assert run(["capture"]) == 1

    assert "par-dessus" in capsys.readouterr().err
    assert not WindowDoor().open(Paths.find().door)


@posix
def test_51_silent_lines_do_not_close_the_door(qtbot: QtBot, address: str) -> None:
    unconnected = QLocalSocket.LocalSocketState.UnconnectedState
    door, silent = WindowDoor(silence_ms=50), list[QLocalSocket]()
    assert door.open(address)
    for _ in range(51):
        line = QLocalSocket()
        line.connectToServer(address)
        silent.append(line)
        # On a slow machine a line is let in and put out between two looks.
        qtbot.waitUntil(lambda: door.lines > 0 or silent[-1].state() is unconnected)
        assert door.lines <= MOST_LINES

    door.capture_wanted.connect(door.say_shown)
    with qtbot.waitSignal(door.capture_wanted):
        called = subprocess.Popen([sys.executable, "-c", CALL])
    qtbot.waitUntil(lambda: called.poll() is not None)
    assert called.returncode == 0
    qtbot.waitUntil(lambda: all(each.state() is unconnected for each in silent))
    assert door.lines == 0
    door.close()
