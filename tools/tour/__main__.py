"""``python -m tools.tour``: a morning end to end, in an empty folder, in about a minute.

``make run`` does it where there is no screen.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from comms_desk import i18n, own_files
from comms_desk.i18n import _
from comms_desk.paths import Paths
from comms_desk.settings import LANGUAGE
from comms_desk.settings_file import PersonSettings
from tools.tour.commands import TourStopped
from tools.tour.walk import Walk

MARK = "tour.txt"
"""Stands in a folder that a tour made: the next tour may empty it."""


def main(arguments: Sequence[str]) -> int:
    """Go through a morning on the sample desk, with real servers on loopback."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    out = "the folder in which the tour leaves its desk and all that it made"
    parser.add_argument("--out", type=Path, default=Path("out") / "tour", help=out)
    folder: Path = parser.parse_args(arguments).out.absolute()
    i18n.use(PersonSettings.read(Paths.find().settings_file).get(LANGUAGE))
    try:
        make_room(folder)
        Walk(folder, _say).go()
    except TourStopped as stopped:
        print(stopped, file=sys.stderr)
        return 1
    print(_("All of it is in {folder}.").format(folder=folder))
    return 0


def make_room(folder: Path) -> None:
    """Make *folder*, or empty the one that an earlier tour left.

    Raises:
        TourStopped: It holds something else.
    """
    mark = folder / MARK
    if mark.exists():
        shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise TourStopped(
            _("The folder {path} holds something else.").format(path=folder),
            _("Give an empty folder, or one that does not exist yet."),
        )
    own_files.make_folder(folder)
    said = _("Made by the tour, which will empty this folder next time.")
    own_files.write(mark, f"{said}\n".encode())


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
