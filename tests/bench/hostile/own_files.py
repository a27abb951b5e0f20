"""The desk's own files, filled by somebody else."""

import json
from pathlib import Path

from comms_desk.errors import CommsDeskError
from comms_desk.settings_file import MOST_FILE_BYTES, PersonSettings
from comms_desk.ui.frame.memory import Memory
from tests.bench.hostile import Case


def parts(folder: Path) -> None:
    """A key of as many parts as a settings file has room for."""
    (folder / "settings.toml").write_text("a." * (MOST_FILE_BYTES // 2 - 10) + "a = 1", "utf-8")


def tables(folder: Path) -> None:
    """As many of the longest keys that a line has room for."""
    lines = (f"a{number}." + "a." * 490 + "a = 1" for number in range(MOST_FILE_BYTES // 1_000))
    (folder / "settings.toml").write_text("\n".join(lines), "utf-8")


def read_settings(folder: Path) -> str:
    """Read the settings."""
    try:
        return f"{len(PersonSettings.read(folder / 'settings.toml', {}).unknown)} unknown"
    except CommsDeskError as error:
        return type(error).__name__


def endless(folder: Path) -> None:
    """A window that is a hundred megabytes of brackets."""
    (folder / "window.json").write_bytes(b"[" * 100_000_000)


def wide(folder: Path) -> None:
    """A list of a width of many digits."""
    kept = {"geometry": "", "page": "", "splitters": {"watch": [[1]]}}
    (folder / "window.json").write_text(json.dumps(kept).replace("1", "9" * 90_000), "utf-8")


def read_window(folder: Path) -> str:
    """Read the window's shape."""
    trouble = Memory.read(folder / "window.json").trouble
    return trouble.reason if trouble else "understood"


CASES = (
    Case(name="settings of one key of 32,000 parts", make=parts, meet=read_settings),
    Case(name="settings of 64 keys of 490 parts", make=tables, meet=read_settings),
    Case(name="a window of 100 MB of brackets", make=endless, meet=read_window),
    Case(name="a width of 90,000 digits", make=wide, meet=read_window),
)
