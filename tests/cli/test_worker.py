"""The service from the command line: its file shown or written, and who works now."""

import json
import sys
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.cli.main import run
from comms_desk.jobs import holder
from comms_desk.settings import DATABASE_VARIABLE


def answer(capfd: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    assert run([*words, "--json"]) == 0
    told: dict[str, object] = json.loads(capfd.readouterr().out)
    return told


def test_the_file_of_another_system_is_shown_and_nothing_is_installed(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["worker", "install", "--print", "--system", "windows"]) == 0

    assert "<WakeToRun>true</WakeToRun>" in capfd.readouterr().out
    assert answer(capfd, "worker", "status")["is_installed"] is False


def test_the_file_is_written_as_its_system_reads_it(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "task.xml"

    told = answer(capfd, "worker", "install", "--system", "windows", "--file", str(file))

    assert told["file"] == str(file)
    assert "<LogonType>InteractiveToken" in file.read_text("utf-16")


def test_a_system_is_named_for_a_file_only(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["worker", "install", "--system", "macos"]) == 2
    assert "--print" in capfd.readouterr().err


def test_a_database_that_only_a_variable_names_is_refused_with_a_way_out(
    office: Office, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(DATABASE_VARIABLE, "postgresql://ada:s3same@serveur/desk")

    assert run(["worker", "install", "--print"]) == 1

    said = capfd.readouterr()
    assert "settings set database.url" in said.err
    assert "s3same" not in said.out + said.err
    monkeypatch.setenv(DATABASE_VARIABLE, str(office.database.url))
    assert answer(capfd, "worker", "status")["is_installed"] is False


@pytest.mark.parametrize(
    ("who", "working"),
    [
        ("", "nobody"),
        (holder.this_process(), "window"),
        (holder.this_process(as_service=True), "service"),
        ("another computer 1 1 1 1", "elsewhere"),
    ],
    ids=["nobody", "window", "service", "elsewhere"],
)
def test_who_works_now_is_said(
    office: Office, capfd: pytest.CaptureFixture[str], who: str, working: str
) -> None:
    if who:
        office.jobs.take(who)

    told = answer(capfd, "worker", "status")

    assert told["working"] == working
    assert (told["since"] is None) == (working == "nobody")


def test_ways_of_working_do_not_go_together(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["worker", "--service", "--once"]) == 2
    assert "--service" in capfd.readouterr().err


def test_a_command_without_a_console_ends_well(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where Windows starts one by its Python without a window."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    assert run(["worker", "status"]) == 0
