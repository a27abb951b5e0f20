"""What PySide does at every import is not done in the window."""

import subprocess
import sys

import pytest

IMPORTS = """
import builtins, linecache
from comms_desk.ui import window, today, directory
print(builtins.__import__ is builtins.__feature_import__)
print([name for name in linecache.cache if "comms_desk" in name])
"""


def said(code: str) -> list[str]:
    """What a process of its own prints."""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize("before", ["", "import PySide6.QtWidgets\n"])
def test_imports_of_the_window_are_pythons_own(before: str) -> None:
    hooked, _sources = said(before + IMPORTS)

    assert hooked == "False"


def test_no_source_of_the_window_is_read_as_it_is_imported() -> None:
    _hooked, sources = said(IMPORTS)

    assert sources == "[]"
