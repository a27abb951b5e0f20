"""Has the system start the worker from now on, or no more: by its own programs, as this person.

What is told stands in a file of the system's (Linux, macOS) or is handed over by one (Windows).
A system that refuses leaves nothing behind.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from comms_desk import own_files
from comms_desk.apart import NO_WINDOW
from comms_desk.jobs.service import (
    ServiceMissing,
    ServiceNotInstalled,
    ServiceRefused,
    System,
    Unattended,
    written,
)
from comms_desk.paths import Paths
from comms_desk.reasons import Reason, reason_of

ANSWERS_WITHIN_S = 60
SAID_CHARACTERS = 300

type _Command = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """How one system is told of a service, and asked.

    Attributes:
        file: What is told; one that is handed over is removed then.
        install: What is run once the file is there.
        uninstall: What is run before it goes: the service may not be running.
        forget: What is run after.
        ask: What fails where the system does not know of it; none: the file says so.
    """

    service: Unattended
    system: System
    environ: Mapping[str, str]
    file: Path
    install: Sequence[_Command]
    uninstall: Sequence[_Command]
    forget: Sequence[_Command] = ()
    ask: _Command = ()

    def put(self) -> None:
        """Have the service be started from now on, and now.

        Raises:
            ServiceMissing: The system's own program is not there.
            ServiceRefused: The system would not: nothing of it stays.
        """
        self._find(self.install[0][0])
        with _refusals(str(self.file)):
            own_files.write(self.file, written(self.service, self.system))
        try:
            for command in self.install:
                self._run(command)
        except ServiceRefused:
            self._take_away()
            raise
        if self.ask:
            self.file.unlink()

    def remove(self) -> None:
        """Stop it, and start it no more.

        Raises:
            ServiceNotInstalled: There is none.
            ServiceMissing, ServiceRefused: As for `put`.
        """
        if not self.is_there():
            raise ServiceNotInstalled
        self._take_away()
        if self.is_there():
            raise ServiceRefused(self.install[0][0], Reason.IN_USE)

    def is_there(self) -> bool:
        """Whether the system knows of it."""
        if not self.ask:
            return self.file.is_file()
        try:
            self._run(self.ask)
        except (ServiceRefused, ServiceMissing):
            return False
        return True

    def _take_away(self) -> None:
        for command in self.uninstall:
            with suppress(ServiceRefused, ServiceMissing):
                self._run(command)
        with _refusals(str(self.file)):
            self.file.unlink(missing_ok=True)
        for command in self.forget:
            with suppress(ServiceRefused, ServiceMissing):
                self._run(command)

    def _find(self, program: str) -> str:
        found = shutil.which(program, path=self.environ.get("PATH"))
        if found is None:
            raise ServiceMissing(program)
        return found

    def _run(self, command: _Command) -> None:
        program, *arguments = command
        found = self._find(program)
        try:
            with _refusals(program):
                ended = subprocess.run(  # noqa: S603 - the system's own program
                    [found, *arguments],
                    env=dict(self.environ),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    timeout=ANSWERS_WITHIN_S,
                    creationflags=NO_WINDOW,
                    check=False,
                )
        except subprocess.TimeoutExpired as error:
            raise ServiceRefused(program, Reason.SLOW) from error
        if ended.returncode:
            text = " ".join(ended.stdout.decode(errors="replace").split())
            raise ServiceRefused(program, text[:SAID_CHARACTERS] or str(ended.returncode))


def installed(
    service: Unattended, system: System, paths: Paths, environ: Mapping[str, str]
) -> Installed:
    """Return how *system* is told of *service*."""
    name, home = service.name, Path(environ.get("HOME", "") or Path.home())
    match system:
        case System.WINDOWS:
            file = paths.state / f"{name}.xml"
            task = ("/TN", name)
            return Installed(
                service=service,
                system=system,
                environ=environ,
                file=file,
                install=(
                    ("schtasks", "/Create", *task, "/XML", str(file), "/F"),
                    ("schtasks", "/Run", *task),
                ),
                uninstall=(("schtasks", "/End", *task), ("schtasks", "/Delete", *task, "/F")),
                ask=("schtasks", "/Query", *task),
            )
        case System.LINUX:
            unit = f"{name}.service"
            systemctl = ("systemctl", "--user")
            config = environ.get("XDG_CONFIG_HOME") or home / ".config"
            return Installed(
                service=service,
                system=system,
                environ=environ,
                file=Path(config) / "systemd" / "user" / unit,
                install=((*systemctl, "daemon-reload"), (*systemctl, "enable", "--now", unit)),
                uninstall=((*systemctl, "disable", "--now", unit),),
                forget=((*systemctl, "daemon-reload"),),
            )
        case System.MACOS:
            agent = home / "Library" / "LaunchAgents" / f"{name}.plist"
            user = f"gui/{getattr(os, 'getuid', int)()}"
            return Installed(
                service=service,
                system=system,
                environ=environ,
                file=agent,
                install=(("launchctl", "bootstrap", user, str(agent)),),
                uninstall=(("launchctl", "bootout", f"{user}/{name}"),),
            )


@contextmanager
def _refusals(of: str) -> Iterator[None]:
    """Let what the system refuses of a file or a program be an error that a person can act on."""
    try:
        yield
    except OSError as error:
        raise ServiceRefused(of, reason_of(error)) from error
