"""A process that gives letters to Outlook and is killed on the way, as by a power cut."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, override

from comms_desk.across.handover import Handover
from comms_desk.across.office import Office, open_database
from comms_desk.keys import Keys
from comms_desk.mail.model import MessageId
from comms_desk.paths import Paths
from comms_desk.settings_file import PersonSettings

MOMENTS = ("hidden folder", "claim", "first draft", "second draft", "its name", "given", "marked")
"""Until when it lives: each is over, and nothing after it was begun."""


def die() -> None:
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


class Killed(Handover):
    """Gives letters until its moment."""

    def __init__(self, office: Office, moment: str) -> None:
        super().__init__(office)
        self._moment = moment
        self._written = 0

    @override
    def _make(self, waiting: Path) -> None:
        self._over("hidden folder", lambda: super(Killed, self)._make(waiting))

    @override
    def _write_all(self, *given: Any) -> None:
        self._over("claim", lambda: None)
        super()._write_all(*given)

    @override
    def _write(self, path: Path, content: bytes) -> None:
        self._written += 1
        name = {1: "first draft", 2: "second draft"}.get(self._written, "")
        self._over(name, lambda: super(Killed, self)._write(path, content))

    @override
    def _give_its_name(self, waiting: Path, folder: Path) -> None:
        self._over("its name", lambda: super(Killed, self)._give_its_name(waiting, folder))

    @override
    def _record(self, *given: Any) -> None:
        self._over("given", lambda: None)
        self._over("marked", lambda: super(Killed, self)._record(*given))

    def _over(self, moment: str, what: Callable[[], None]) -> None:
        what()
        if moment == self._moment:
            die()


def main(url: str, home: str, message: str, to: str, moment: str) -> None:
    paths = Paths.find({"COMMS_DESK_HOME": home})
    paths.make()
    settings = PersonSettings.read(paths.settings_file)
    database = open_database(paths, settings, url=url)
    office = Office(database, paths=paths, settings=settings, keys=Keys())
    Killed(office, moment).hand_over(MessageId(int(message)), to=Path(to))


if __name__ == "__main__":
    main(*sys.argv[1:])
