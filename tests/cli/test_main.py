"""How a command ends: by a status, with a sentence, and never with a traceback.

The program is run as a person would, in a process of its own, where the process matters.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from comms_desk.cli.main import (
    DONE,
    LOG_FILE_NAME,
    NOTHING_DONE,
    NOUNS,
    SCREEN_VARIABLES,
    WRONG_USE,
    Noun,
    run,
)
from comms_desk.cli.output import Telling, clean, plain
from comms_desk.i18n import Language
from comms_desk.paths import Paths
from comms_desk.places import Scope
from tests.support.databases import make_desk
from tests.support.forked import run_forked

LISTED = ("outlets", "list", "--json")
WITHIN_S = 50.0


def command(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"COMMS_DESK_HOME": str(home)}
    return run_forked(["comms_desk", *words], env=environment, within_s=WITHIN_S)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a new desk."""
    paths = Paths.under(tmp_path)
    paths.make()
    make_desk(paths.database_file)
    return tmp_path


def test_what_is_done_is_status_0_and_json_alone_on_standard_output(home: Path) -> None:
    done = command(home, *LISTED)

    assert done.returncode == DONE
    assert json.loads(done.stdout) == []


def test_an_expected_error_is_status_1_and_a_sentence(home: Path) -> None:
    failed = command(home, "contacts", "show", "7", "--json")

    assert failed.returncode == NOTHING_DONE
    assert failed.stdout == ""
    assert "Traceback" not in failed.stderr
    assert failed.stderr.strip().endswith(".")


def test_wrong_use_is_status_2(tmp_path: Path) -> None:
    assert command(tmp_path, "nonsense").returncode == WRONG_USE
    assert command(tmp_path, "contacts", "show", "seven").returncode == WRONG_USE


@pytest.mark.parametrize("number", ["0", "-1", str(2**63), "9" * 400])
@pytest.mark.parametrize(
    "words",
    [
        ("drafts", "show"),
        ("contacts", "show"),
        ("bulletins", "render"),
        ("articles", "list", "--feed"),
        ("contacts", "list", "--limit"),
    ],
)
def test_a_number_that_no_database_holds_is_wrong_use(
    words: tuple[str, ...], number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path))

    assert run([*words, "--", number] if not words[-1].startswith("--") else [*words, number]) == (
        WRONG_USE
    )


@pytest.mark.parametrize("words", [("feeds", "export"), ("contacts", "export", "--out")])
def test_a_file_that_cannot_be_written_is_said(words: tuple[str, ...], home: Path) -> None:
    failed = command(home, *words, str(home / "nowhere" / "file"))

    assert failed.returncode == NOTHING_DONE
    assert "nowhere" in failed.stderr
    assert LOG_FILE_NAME not in failed.stderr


def test_the_home_of_nobody_is_said_by_a_command() -> None:
    failed = command(Path("~nobody-of-that-name/x"), "feeds", "list")

    assert failed.returncode == NOTHING_DONE
    assert "~nobody-of-that-name" in failed.stderr
    assert "Traceback" not in failed.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a screen")
def test_the_window_where_there_is_no_screen_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in SCREEN_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "settings.toml").write_text('language = "en"\n', encoding="utf-8")

    failed = command(tmp_path)

    assert failed.returncode == NOTHING_DONE
    assert failed.stderr.startswith("There is no screen here")


@click.command()
def broken() -> None:
    """Fail as no command should."""
    raise ZeroDivisionError


def test_what_nobody_expected_goes_to_the_log_and_the_sentence_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path))
    monkeypatch.setitem(NOUNS, "broken", Noun(f"{__name__}:broken", lambda: "Fail."))

    status = run(["broken"])

    log = tmp_path / "state" / "logs" / LOG_FILE_NAME
    said = capsys.readouterr()
    assert status == NOTHING_DONE
    assert str(log) in said.err
    assert "Traceback" not in said.err
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_a_wrong_settings_file_is_said_and_can_be_repaired_from_here(home: Path) -> None:
    (home / "settings.toml").write_text('language = "klingon"\n', encoding="utf-8")

    failed = command(home, "outlets", "list")
    repaired = command(home, "settings", "set", "language", "en")

    assert failed.returncode == NOTHING_DONE
    assert "klingon" in failed.stderr
    assert repaired.returncode == DONE
    assert command(home, "outlets", "list").stderr.startswith("Nothing to show. Begin")


def test_an_unknown_setting_is_a_warning(home: Path) -> None:
    (home / "settings.toml").write_text('langue = "fr"\nlanguage = "en"\n', encoding="utf-8")

    done = command(home, "outlets", "list", "--json")

    assert done.returncode == DONE
    assert "langue" in done.stderr


def test_french_is_written_in_utf_8_whatever_the_console_says(home: Path) -> None:
    file = home / "liste.csv"
    file.write_text("Nom,Média\nThéorêt-Roy,Métro-Nord\n", encoding="utf-8")
    command(home, "contacts", "import", str(file))

    listed = subprocess.run(
        [sys.executable, "-m", "comms_desk", "contacts", "list"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=os.environ
        | {"COMMS_DESK_HOME": str(home), "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        timeout=WITHIN_S,
    )

    assert "Théorêt-Roy" in listed.stdout


@pytest.mark.skipif(os.name == "nt", reason="a shell's pipe, told by its status")
def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "comms_desk", "settings", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "COMMS_DESK_HOME": str(tmp_path)},
    )
    assert process.stdout is not None
    assert process.stderr is not None

    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()

    assert process.wait(50) == DONE
    assert complaint == b""


def test_every_noun_has_a_command_and_help(tmp_path: Path) -> None:
    listed = command(tmp_path, "--help")

    assert listed.returncode == DONE
    for noun in NOUNS:
        assert noun in listed.stdout


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_every_noun_answers_a_call_for_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noun: str
) -> None:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path))

    assert run([noun, "--help"]) == DONE


def test_garbage_is_collected_as_ever_once_the_desk_is_open(home: Path) -> None:
    seen = "import atexit, gc; atexit.register(lambda: print(gc.isenabled()))"
    done = subprocess.run(
        [sys.executable, "-c", f"{seen}; from comms_desk.__main__ import main; main()", *LISTED],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "COMMS_DESK_HOME": str(home)},
        timeout=50,
    )

    assert done.stdout.split()[-1] == "True"


def test_values_become_plain_json() -> None:
    assert plain({"scope": Scope.of_boroughs(["VMA", "VDN"]), "language": Language.FRENCH}) == {
        "scope": "VDN,VMA",
        "language": "fr",
    }


def test_a_terminal_obeys_nothing_that_a_stranger_wrote() -> None:
    assert clean("Titre\x1b[31m rouge\r\nsuite") == "Titre[31m rouge  suite"


def test_how_far_long_work_is_stands_on_one_line_that_goes_with_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telling = Telling(lambda done, total: f"{done}/{total}")

    for done in (9_750, 10):
        telling.told(done, 9)
    telling.over()
    telling.over()

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "\r9750/9\r10/9  \r    \r"
