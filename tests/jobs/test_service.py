"""The worker as something that the system starts: what each system is told, and who tells it."""

import plistlib
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from comms_desk.jobs.installation import Installed, installed
from comms_desk.jobs.service import (
    TASKS,
    ServiceMissing,
    ServiceNeedsSetting,
    ServiceNotInstalled,
    ServiceRefused,
    System,
    Unattended,
    refuse_what_it_would_not_have,
    said,
    written,
)
from comms_desk.paths import HOME_VARIABLE, Paths
from comms_desk.settings import DATABASE_VARIABLE

HOME = Path("/home/Zoé Côté/l'été à 100 % $HOME")
WINDOWS_USER = {"USERDOMAIN": "VILLE", "USERNAME": "Zoé Côté"}
SCHEMA = Path(__file__).with_name("task.xsd")


def service(home: Path = HOME, more: Mapping[str, str] | None = None) -> Unattended:
    environ = {HOME_VARIABLE: str(home), **WINDOWS_USER, **(more or {})}
    return Unattended.of(Paths.find(environ), environ, python="/opt/Bureau à moi/python")


def task(made: Unattended) -> etree._Element:
    return etree.fromstring(written(made, System.WINDOWS))


def said_in(made: Unattended, path: str) -> str | None:
    return task(made).findtext("/".join(f"{{{TASKS}}}{each}" for each in path.split("/")))


def words_of(unit: str) -> list[str]:
    """Return the command of *unit*, as systemd reads it."""
    (line,) = [each for each in unit.splitlines() if each.startswith("ExecStart=")]
    words = shlex.split(line.removeprefix("ExecStart=/usr/bin/env "))
    return [each.replace("%%", "%").replace("$$", "$") for each in words]


def test_windows_own_schema_takes_the_task() -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))

    schema.assertValid(task(service()))


def test_the_schema_refuses_the_parts_of_a_trigger_in_another_order() -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    made = task(service())
    (morning,) = made.iter(f"{{{TASKS}}}CalendarTrigger")

    morning.append(morning[0])

    assert not schema.validate(made)


def test_the_task_is_written_as_the_scheduler_reads_files() -> None:
    content = written(service(), System.WINDOWS)

    assert content.startswith(b"\xff\xfe")
    assert "encoding='utf-16'" in content.decode("utf-16").partition("\n")[0]


def test_the_task_is_of_the_person_alone_and_wakes_the_computer_before_five() -> None:
    made = service()

    assert said_in(made, "Principals/Principal/UserId") == "VILLE\\Zoé Côté"
    assert said_in(made, "Triggers/LogonTrigger/UserId") == "VILLE\\Zoé Côté"
    assert said_in(made, "Principals/Principal/LogonType") == "InteractiveToken"
    assert said_in(made, "Principals/Principal/RunLevel") == "LeastPrivilege"
    assert (said_in(made, "Triggers/CalendarTrigger/StartBoundary") or "").endswith("T04:50:00")
    assert said_in(made, "Settings/WakeToRun") == "true"
    assert said_in(made, "Settings/StopIfGoingOnBatteries") == "false"
    assert said_in(made, "Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert said_in(made, "Settings/ExecutionTimeLimit") == "PT0S"


def test_windows_is_given_the_folder_as_one_word() -> None:
    made = service(Path('/a "b" c/fin\\'))

    assert said_in(made, "Actions/Exec/Command") == "/opt/Bureau à moi/python"
    assert said_in(made, "Actions/Exec/Arguments") == (
        '-P -m comms_desk worker --service --home "/a \\"b\\" c/fin\\\\"'
    )


def test_every_system_is_told_the_same_command() -> None:
    made = service()

    agent = plistlib.loads(written(made, System.MACOS))

    assert made.command[-2:] == ("--home", str(HOME))
    assert words_of(said(made, System.LINUX)) == list(made.command)
    assert agent["ProgramArguments"] == list(made.command)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_finds_nothing_to_say_of_the_unit(tmp_path: Path) -> None:
    python = tmp_path / 'l\'été "neuf"' / "python"
    python.parent.mkdir()
    python.symlink_to("/bin/true")
    environ = {HOME_VARIABLE: str(HOME), "COMMS_DESK_KEY_MAIL_1_FILE": '/a b/"c" 5%'}
    made = Unattended.of(Paths.find(environ), environ, python=str(python))
    file = tmp_path / f"{made.name}.service"
    file.write_bytes(written(made, System.LINUX))

    found = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(file)],
        env={"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.returncode, found.stderr) == (0, "")


def test_another_desk_of_the_same_person_has_a_service_of_its_own() -> None:
    assert service().name != service(HOME / "autre").name
    assert Unattended.of(Paths.find({}), {}).name == "comms-desk-worker"
    assert "--home" not in Unattended.of(Paths.find({}), {}).command


def test_no_secret_is_written_and_what_names_its_file_is() -> None:
    with pytest.raises(ServiceNeedsSetting):
        refuse_what_it_would_not_have({DATABASE_VARIABLE: "postgresql://ada:s3same@serveur/desk"})

    made = service(more={"COMMS_DESK_KEY_MAIL_1_FILE": "/run/secrets/mail"})

    assert '"COMMS_DESK_KEY_MAIL_1_FILE=/run/secrets/mail"' in said(made, System.LINUX)


def on(system: System, tmp_path: Path, *, says: str = "", fails_at: str = "never") -> Installed:
    """Return how *system* is told, by programs of that name that note what they are asked."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("schtasks", "systemctl", "launchctl"):
        program = programs / name
        program.write_text(
            "#!/bin/sh\n"
            f'echo "$@" >> "{tmp_path}/asked"\n'
            f'case "$*" in *{fails_at}*) echo "{says}"; exit 1;; esac\n',
            encoding="utf-8",
        )
        program.chmod(0o755)
    environ = {
        HOME_VARIABLE: str(tmp_path / "desk"),
        "HOME": str(tmp_path),
        "PATH": f"{programs}:/bin:/usr/bin",
    }
    paths = Paths.find(environ)
    return installed(Unattended.of(paths, environ), system, paths, environ)


def asked(tmp_path: Path) -> list[str]:
    return (tmp_path / "asked").read_text("utf-8").splitlines()


def test_systemd_is_told_and_told_again_that_it_is_over(tmp_path: Path) -> None:
    linux = on(System.LINUX, tmp_path)
    unit = linux.file.name

    linux.put()
    was_there = linux.is_there()
    linux.remove()

    assert was_there
    assert not linux.is_there()
    assert linux.file.parent == tmp_path / ".config" / "systemd" / "user"
    assert asked(tmp_path) == [
        "--user daemon-reload",
        f"--user enable --now {unit}",
        f"--user disable --now {unit}",
        "--user daemon-reload",
    ]


def test_windows_is_handed_a_file_that_does_not_stay(tmp_path: Path) -> None:
    windows = on(System.WINDOWS, tmp_path)

    windows.put()

    name = windows.service.name
    assert asked(tmp_path) == [f"/Create /TN {name} /XML {windows.file} /F", f"/Run /TN {name}"]
    assert not windows.file.exists()


@pytest.mark.parametrize(
    ("system", "step"),
    [(System.WINDOWS, "/Create"), (System.LINUX, "enable"), (System.MACOS, "bootstrap")],
)
def test_a_system_that_refuses_says_why_and_nothing_stays(
    tmp_path: Path, system: System, step: str
) -> None:
    refusing = on(system, tmp_path, says="Accès refusé", fails_at=step)

    with pytest.raises(ServiceRefused) as refused:
        refusing.put()

    assert refused.value.reason == "Accès refusé"
    assert not refusing.file.exists()


def test_what_is_not_installed_is_not_removed(tmp_path: Path) -> None:
    with pytest.raises(ServiceNotInstalled):
        on(System.LINUX, tmp_path).remove()


def test_a_computer_without_the_systems_program_says_so(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "PATH": str(tmp_path)}
    paths = Paths.under(tmp_path)

    with pytest.raises(ServiceMissing) as missing:
        installed(Unattended.of(paths, environ), System.LINUX, paths, environ).put()

    assert missing.value.program == "systemctl"
