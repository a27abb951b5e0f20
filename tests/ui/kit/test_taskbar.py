"""Windows' task bar is told the name of the program, and nothing fails where there is none."""

import ctypes
import sys
from types import SimpleNamespace

import pytest

from comms_desk.ui.kit import taskbar


class Shell:
    """The part of Windows' shell that is asked; it answers *answer*."""

    def __init__(self, answer: int) -> None:
        self.told: list[str] = []
        self._answer = answer

    def SetCurrentProcessExplicitAppUserModelID(self, name: str) -> int:  # noqa: N802 - Windows'
        self.told.append(name)
        return self._answer


@pytest.mark.parametrize(("answer", "is_known"), [(0, True), (-2147024809, False)])
def test_the_task_bar_is_told_the_name(
    monkeypatch: pytest.MonkeyPatch, answer: int, is_known: bool
) -> None:
    shell = Shell(answer)
    monkeypatch.setattr(taskbar, "IS_WINDOWS", True)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=shell), raising=False)

    assert taskbar.be_known_as("comms-desk") is is_known
    assert shell.told == ["comms-desk"]


def test_a_windows_without_that_name_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taskbar, "IS_WINDOWS", True)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=object()), raising=False)

    assert not taskbar.be_known_as("comms-desk")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a task bar that is told")
def test_elsewhere_there_is_nobody_to_tell() -> None:
    assert not taskbar.be_known_as("comms-desk")
