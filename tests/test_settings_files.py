"""Whatever stands in the desk's own files: a sentence, the default, the file as it was."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from comms_desk import settings, settings_file
from comms_desk.errors import CommsDeskError
from comms_desk.paths import HOME_VARIABLE
from comms_desk.ui.frame.memory import Memory
from comms_desk.wording import say

WINDOW = {"geometry": "", "page": "today", "splitters": {"today": [[300]]}}

WRONG_SETTINGS = {
    "deep lists": b"x = " + b"[" * 60_000,
    "deep tables": b"\n".join([b"x = " + b"{a=" * 600] * 30),
    "a key of many parts": b"a." * 30_000 + b"a = 1",
    "a number of many digits": b"x = " + b"1" * 5_000,
    "a hexadecimal number of many digits": b"language = 0x" + b"f" * 1_900,
    "a long value": b'language = "' + b"f" * 1_900 + b'"',
    "nul bytes": b"language = 'fr'\0",
    "only nul bytes": bytes(1_000),
    "not utf-8": b"language = 'fran\xe7ais'",
    "utf-16": "language = 'fr'".encode("utf-16"),
    "a date that never was": b"x = 2026-02-31",
    "far too much": b"#" * 5_000_000,
    "another table": b"keys = 3\nlanguage = 4",
    "not toml": b"language fr",
}


@pytest.mark.parametrize("content", WRONG_SETTINGS.values(), ids=WRONG_SETTINGS)
def test_settings_that_cannot_be_read_are_a_sentence_and_stay(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(content)

    with pytest.raises(CommsDeskError) as refused:
        settings_file.PersonSettings.read(file, {})

    sentence = say(refused.value)
    assert str(file) in sentence.what
    assert len(sentence.what) < 1_000
    assert file.read_bytes() == content


@pytest.mark.parametrize("kind", ["deep lists", "far too much", "not utf-8", "another table"])
def test_what_cannot_be_read_is_not_written_over(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(WRONG_SETTINGS[kind])

    with pytest.raises(CommsDeskError):
        settings_file.PersonSettings(file, {}).set(settings.SINGLE_LETTERS, value=False)

    assert file.read_bytes() == WRONG_SETTINGS[kind]
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_in_place_of_the_settings_is_said(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.mkdir()

    with pytest.raises(settings.SettingsUnreadable):
        settings_file.PersonSettings.read(file, {})
    with pytest.raises(settings.SettingsUnreadable):
        settings_file.PersonSettings(file, {}).set(settings.THEME, "dark")

    assert file.is_dir()


def test_a_bom_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# à moi\r\ntheme = "dark"\r\n', encoding="utf-8-sig")
    window = tmp_path / "window.json"
    window.write_text(json.dumps(WINDOW), encoding="utf-8-sig")

    read = settings_file.PersonSettings.read(file, {})
    read.set(settings.LANGUAGE, "en")

    assert read.get(settings.THEME) == "dark"
    assert settings_file.PersonSettings.read(file, {}).get(settings.LANGUAGE) == "en"
    assert "# à moi" in file.read_text(encoding="utf-8-sig")
    assert Memory.read(window) == Memory(page="today", splitters={"today": [[300]]})


def test_thousands_of_unknown_settings_are_not_all_said(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("".join(f"a{number} = 1\n" for number in range(4_000)), encoding="utf-8")

    assert len(settings_file.PersonSettings.read(file, {}).unknown) <= settings_file.MOST_UNKNOWN


@pytest.mark.parametrize("kind", ["deep lists", "a hexadecimal number of many digits", "nul bytes"])
def test_a_command_says_what_is_wrong_with_the_settings(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(WRONG_SETTINGS[kind])

    failed = subprocess.run(
        [sys.executable, "-m", "comms_desk", "outlets", "list"],
        env=os.environ | {HOME_VARIABLE: str(tmp_path)},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )

    assert failed.returncode == 1
    assert str(file) in failed.stderr
    assert "Traceback" not in failed.stderr
