"""Draws every page of the window: both languages and themes, empty and with the sample desk.

Today is drawn a third time, on a bad morning.

One PNG a picture, in ``build/screenshots`` or the folder named on the command line, at
1280×800 and 1024×640; ``--wide`` adds 1366×768 and 1920×1080.  Whoever changes a page looks at
them before saying that it is done.
Nothing is sent and nothing is fetched: there is no worker, and the desk is a temporary one.
"""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import override

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from comms_desk import i18n
from comms_desk.across.office import Office, open_office
from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.jobs.reports import Doing, Job, Progress
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import fonts
from comms_desk.ui.kit.theme import DARK, LIGHT, Palette, theme
from comms_desk.ui.pictures import draw_pages
from comms_desk.ui.window import Window

FOLDER = Path("build") / "screenshots"
SIZES = (QSize(1280, 800), QSize(1024, 640))
WIDE = (QSize(1366, 768), QSize(1920, 1080))
THEMES = {"light": LIGHT, "dark": DARK}
MOMENT = datetime(2026, 11, 24, 12, 4, tzinfo=UTC)
"""7:04 in Montréal, on a Tuesday."""


def main(arguments: list[str]) -> int:
    """Draw what is asked for and print how many pictures there are."""
    asked = _arguments(arguments)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101
    fonts.load(app)
    fonts.load_italic()
    theme().dress(app)
    drawn = 0
    for contents in asked.contents:
        with tempfile.TemporaryDirectory() as home:
            drawn += _draw_desk(Path(home), contents, asked)
    print(f"{drawn} pictures in {asked.out}")
    return 0


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--page", action="append", dest="pages")
    parser.add_argument("--language", action="append", dest="languages", choices=["fr", "en"])
    parser.add_argument("--theme", action="append", dest="themes", choices=list(THEMES))
    parser.add_argument("--contents", action="append", choices=["empty", "sample", "morning"])
    parser.add_argument("--large-only", action="store_true")
    parser.add_argument("--wide", action="store_true", help="1366 and 1920 too")
    asked = parser.parse_args(arguments)
    asked.languages = asked.languages or ["fr", "en"]
    asked.themes = asked.themes or list(THEMES)
    asked.contents = asked.contents or ["sample", "empty", "morning"]
    asked.out.mkdir(parents=True, exist_ok=True)
    return asked


def _draw_desk(home: Path, contents: str, asked: argparse.Namespace) -> int:
    office = open_office(Paths.under(home), keys=Keys(), clock=StillClock(MOMENT))
    try:
        if contents != "empty":
            _fill(office)
        if contents == "morning":
            _spoil(office)
            asked = argparse.Namespace(**vars(asked) | {"pages": ["today"]})
        return sum(
            _draw_window(office, f"{language}-{name}-{contents}", language, THEMES[name], asked)
            for language in asked.languages
            for name in asked.themes
        )
    finally:
        office.close()


def _fill(office: Office) -> None:
    from comms_desk.across.sample import load_sample

    load_sample(office)


def _spoil(office: Office) -> None:
    """Have letters, feeds and the watch fail overnight: Today is about that."""
    from tests.support.mornings import spoil

    clock = office.database.clock
    assert isinstance(clock, StillClock)  # noqa: S101
    spoil(office, clock)


class _Kept(Office):
    """An office that outlives a window: closing the errands leaves it open."""

    def __init__(self, office: Office) -> None:
        super().__init__(
            office.database, paths=office.paths, settings=office.settings, keys=office.keys
        )

    @override
    def close(self) -> None:
        """Stay open for the next window."""


def _draw_window(
    office: Office, name: str, language: str, palette: Palette, asked: argparse.Namespace
) -> int:
    i18n.use(Language(language))
    theme().force(palette)
    errands = Errands(lambda: _Kept(office))
    window = Window(errands, clock=office.database.clock)
    window.status.show_doing(Doing.WORKING)
    window.status.show_progress(Progress(Job.FEEDS, 131, 212))
    window.status.show_saved(MOMENT)
    drawn = draw_pages(
        window,
        errands,
        asked.out,
        suffix=name,
        only=asked.pages or (),
        sizes=SIZES[:1] if asked.large_only else SIZES + (WIDE if asked.wide else ()),
    )
    window.close()
    errands.close()
    window.deleteLater()
    return drawn


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
