"""The worker as something that the system itself starts: what each system must be told.

Everything here is of the person, and asks for no administrator: a task of Windows' scheduler, a
unit of systemd's for that user, an agent of launchd.  The text names the desk's folder and no
secret: the service reads its settings and its secrets itself.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from subprocess import list2cmdline
from typing import TYPE_CHECKING

from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import _
from comms_desk.paths import APP_NAME, HOME_VARIABLE, Paths
from comms_desk.settings import DATABASE_VARIABLE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MORNING = "04:50:00"
"""Before the first look at the press; a computer that sleeps wakes for it."""
MORNING_LASTS = "PT3H"
WAKES_EVERY = "PT10M"
"""Windows lets a computer that woke for a task sleep again after two minutes."""
RESTART_AFTER_S = 60
RESTART_AFTER = "PT1M"
RESTARTS = 255
"""The most that the scheduler knows."""
STOP_WITHIN_S = 60
"""What is on the wire is settled first."""
TASKS = "http://schemas.microsoft.com/windows/2004/02/mit/task"
VARIABLES = "COMMS_DESK_"


class System(StrEnum):
    """Whose manner of starting things it is."""

    WINDOWS = "windows"
    LINUX = "linux"
    MACOS = "macos"

    @classmethod
    def here(cls) -> "System":
        """Return this computer's."""
        return {"win32": cls.WINDOWS, "darwin": cls.MACOS}.get(sys.platform, cls.LINUX)


class ServiceRefused(CommsDeskError):
    """The system's own *program* would not; *reason* is what it said."""

    what = N_("{program} did not do what was asked of it: {reason}.")
    way_out = N_("Ask whoever looks after this computer to install it.")

    program: str
    reason: str


class ServiceMissing(CommsDeskError):
    """This computer has no *program*, which would start the service."""

    what = N_("This computer has no {program} to start the service.")
    way_out = N_("Ask whoever looks after this computer to install it.")

    program: str


class ServiceNotInstalled(CommsDeskError):
    """There is no service to remove."""

    what = N_("No service is installed here for this desk.")
    way_out = N_("Feeds are read and e-mails are sent while the window is open.")


class ServiceNeedsSetting(CommsDeskError):
    """The place of the database is said by a *variable*, which a service would not have."""

    what = N_("The place of the database is in {variable}, which a service would not have.")
    way_out = N_("Keep it in your settings instead.")

    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unattended:
    """What the system starts: *command*, as *user*, with the *variables* that name secrets' files.

    *name* is another one for another desk of the same person.
    """

    name: str
    command: tuple[str, ...]
    user: str
    variables: Mapping[str, str]

    @classmethod
    def of(
        cls, paths: Paths, environ: Mapping[str, str], *, python: str = sys.executable
    ) -> "Unattended":
        """Return the one of the desk in *paths*."""
        name = f"{APP_NAME}-worker"
        command: tuple[str, ...] = (
            _without_console(python),
            "-P",
            "-m",
            "comms_desk",
            "worker",
            "--service",
        )
        if environ.get(HOME_VARIABLE):
            home = str(paths.data)
            name += f"-{sha256(home.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
            command += ("--home", home)
        domain, user = environ.get("USERDOMAIN"), environ.get("USERNAME", "")
        return cls(
            name=name,
            command=tuple(command),
            user=f"{domain}\\{user}" if domain else user,
            variables={
                each: value
                for each, value in sorted(environ.items())
                if each.startswith(VARIABLES) and each.endswith("_FILE")
            },
        )


def refuse_what_it_would_not_have(environ: Mapping[str, str]) -> None:
    """Refuse a desk whose database a variable alone names: it may hold a password.

    Raises:
        ServiceNeedsSetting: One does.
    """
    if environ.get(DATABASE_VARIABLE):
        raise ServiceNeedsSetting(DATABASE_VARIABLE)


def written(service: Unattended, system: System) -> bytes:
    """Return the file that tells *system* of *service*."""
    return _WRITERS[system](service)


def said(service: Unattended, system: System) -> str:
    """Return that file as text, to be read."""
    return written(service, system).decode("utf-16" if system is System.WINDOWS else "utf-8")


def description() -> str:
    """Return what the service is for, as the system's own lists show it."""
    return _("Comms Desk: reads feeds and sends e-mails, whether or not the window is open.")


def _task(service: Unattended) -> bytes:
    """Return the task as `schtasks /Create /XML` reads it: UTF-16, a trigger's parts in order.

    It starts as the person signs in, and each morning; a second one is never started.
    """
    from xml.etree import ElementTree as ET

    task = ET.Element("Task", version="1.2", xmlns=TASKS)
    _add(task, {"RegistrationInfo": {"Description": description(), "URI": f"\\{service.name}"}})
    user: _Parts = {"UserId": service.user} if service.user else {}
    morning: _Parts = {
        "StartBoundary": f"2026-01-01T{MORNING}",
        "Repetition": {"Interval": WAKES_EVERY, "Duration": MORNING_LASTS},
        "ScheduleByDay": {"DaysInterval": "1"},
    }
    _add(task, {"Triggers": {"LogonTrigger": user, "CalendarTrigger": morning}})
    principal = {**user, "LogonType": "InteractiveToken", "RunLevel": "LeastPrivilege"}
    _add(task, {"Principals": {"Principal": principal}})
    _add(
        task,
        {
            "Settings": {
                "MultipleInstancesPolicy": "IgnoreNew",
                "DisallowStartIfOnBatteries": "false",
                "StopIfGoingOnBatteries": "false",
                "StartWhenAvailable": "true",
                "IdleSettings": {"StopOnIdleEnd": "false", "RestartOnIdle": "false"},
                "Hidden": "true",
                "WakeToRun": "true",
                "ExecutionTimeLimit": "PT0S",
                "RestartOnFailure": {
                    "Interval": f"PT{RESTART_AFTER_S // 60}M",
                    "Count": str(RESTARTS),
                },
            }
        },
    )
    program, *arguments = service.command
    runs = {"Command": program, "Arguments": list2cmdline(arguments)}
    _add(task, {"Actions": {"Exec": runs}})
    task[2][0].set("id", "Author")
    task[4].set("Context", "Author")
    ET.indent(task)
    text: bytes = ET.tostring(task, encoding="utf-16", xml_declaration=True)
    return text


type _Parts = Mapping[str, "str | _Parts"]


def _add(to: "Element", parts: _Parts) -> None:
    from xml.etree.ElementTree import SubElement

    for name, part in parts.items():
        made = SubElement(to, name)
        if isinstance(part, str):
            made.text = part
        else:
            _add(made, part)


def _unit(service: Unattended) -> bytes:
    # By env: a program whose own path has a quote in it is refused.
    words = map(_quoted, (each.replace("$", "$$") for each in service.command))
    lines = [
        "[Unit]",
        f"Description={description().replace('%', '%%')}",
        "StartLimitIntervalSec=0",
        "",
        "[Service]",
        f"ExecStart=/usr/bin/env {' '.join(words)}",
        *(f"Environment={_quoted(f'{name}={value}')}" for name, value in service.variables.items()),
        "Restart=on-failure",
        f"RestartSec={RESTART_AFTER_S}",
        f"TimeoutStopSec={STOP_WITHIN_S}",
        "KillMode=mixed",
        "UMask=0077",
        "",
        "[Install]",
        "WantedBy=default.target",
        "",
    ]
    return "\n".join(lines).encode()


def _quoted(word: str) -> str:
    """Return *word* as one word of systemd's, whatever is in it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped.replace("%", "%%")}"'


def _agent(service: Unattended) -> bytes:
    import plistlib

    told: dict[str, object] = {
        "Label": service.name,
        "ProgramArguments": list(service.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": RESTART_AFTER_S,
        "ExitTimeOut": STOP_WITHIN_S,
        "ProcessType": "Background",
    }
    if service.variables:
        told["EnvironmentVariables"] = dict(service.variables)
    return plistlib.dumps(told)


def _without_console(python: str) -> str:
    """Return the Python that opens no black window, where Windows has one beside *python*."""
    silent = Path(python).with_name("pythonw.exe")
    return str(silent) if Path(python).name.lower() == "python.exe" and silent.exists() else python


_WRITERS: Mapping[System, Callable[[Unattended], bytes]] = {
    System.WINDOWS: _task,
    System.LINUX: _unit,
    System.MACOS: _agent,
}
