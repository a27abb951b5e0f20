"""Draws every page of the window: both languages and themes, empty and with the sample desk.

Today is drawn a third time, on a bad morning; with the sample desk what is asked of a
Word file, then the screens of a text that is sent come last, before it leaves and after.

One PNG a picture, in ``build/screenshots`` or the folder named on the command line, at
1280×800 and 1024×640; ``--wide`` adds 1366×768 and 1920×1080.  Whoever changes a page looks at
them before saying that it is done.
Nothing is sent and nothing is fetched: there is no worker, and the desk is a temporary one.
"""

import argparse
import gc
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import override

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication

from comms_desk import i18n
from comms_desk.across.office import Office, open_office
from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.jobs.reports import Doing, Job, Progress
from comms_desk.keys import Keys
from comms_desk.media.dispatches.model import RequestedSending
from comms_desk.media.drafting.model import Draft
from comms_desk.paths import Paths
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import fonts
from comms_desk.ui.kit.look import DARK, LIGHT, Colours, look
from comms_desk.ui.shell.window import Window
from comms_desk.ui.texts.page import TextsPage
from tools.pictures import draw_pages, settle

FOLDER = Path("build") / "screenshots"
SIZES = (QSize(1280, 800), QSize(1024, 640))
WIDE = (QSize(1366, 768), QSize(1920, 1080))
THEMES = {"light": LIGHT, "dark": DARK}
SENDING = "send"
"""What the pictures of a text that is sent are called."""
ARRIVAL = "arrival"
"""What the pictures of what is asked of a file are called."""
REVIEW = "review"
"""The page of the review, which is drawn again once one is put together."""
MOMENT = datetime(2026, 11, 24, 12, 4, tzinfo=UTC)
"""7:04 in Montréal, on a Tuesday."""


def main(arguments: list[str]) -> int:
    """Draw what is asked for and print how many pictures there are."""
    asked = _arguments(arguments)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101
    fonts.load(app)
    fonts.load_italic()
    look().dress(app)
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
        drawn = sum(
            _draw_window(office, f"{language}-{name}-{contents}", language, THEMES[name], asked)
            for language in asked.languages
            for name in asked.themes
        )
        if contents == "sample" and (not asked.pages or REVIEW in asked.pages):
            drawn += _draw_review(office, asked)
        if contents == "sample" and (not asked.pages or ARRIVAL in asked.pages):
            drawn += _draw_arrivals(office, asked, home)
        if contents == "sample" and (not asked.pages or SENDING in asked.pages):
            drawn += _draw_sending(office, asked)
        return drawn
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


def _draw_review(office: Office, asked: argparse.Namespace) -> int:
    """Draw the review as it is put together, in place of the page on which none is begun."""
    from tests.support.review_of_sample import make_ready

    make_ready(office)
    asked = argparse.Namespace(**vars(asked) | {"pages": [REVIEW]})
    return sum(
        _draw_window(office, f"{language}-{name}-kept", language, THEMES[name], asked)
        for language in asked.languages
        for name in asked.themes
    )


def _draw_sending(office: Office, asked: argparse.Namespace) -> int:
    """Draw the last screen before a text leaves, then what became of it."""
    from tests.support.sendings import made_ready, send

    text, wanted = made_ready(office)
    looks = [(language, name) for language in asked.languages for name in asked.themes]
    before = sum(_draw_screen(office, text, look, asked, wanted) for look in looks)
    send(office, text, wanted)
    return before + sum(_draw_screen(office, text, look, asked) for look in looks)


def _draw_screen(
    office: Office,
    text: Draft,
    look: tuple[str, str],
    asked: argparse.Namespace,
    wanted: RequestedSending | None = None,
) -> int:
    """Draw what takes the place of *text*: *wanted* is chosen, or it was sent."""
    language, name = look
    window, errands = _window(office, language, THEMES[name])
    window.show()
    window.open(text.ref)
    settle(errands)
    page = window.page
    assert isinstance(page, TextsPage)  # noqa: S101
    page.send_to_media()
    settle(errands)
    if wanted is not None:
        page.sending.prepared.have(wanted)
    sizes = SIZES[:1] if asked.large_only else SIZES
    for size in sizes:
        window.resize(size)
        settle(errands)
        screen = "after" if wanted is None else "before"
        file = f"{SENDING}-{language}-{name}-{screen}-{size.width()}.png"
        window.grab().save(str(asked.out / file))
    _let_go(window, errands)
    return len(sizes)


def _draw_arrivals(office: Office, asked: argparse.Namespace, home: Path) -> int:
    """Draw what is asked of a Word file: of one of ours, and of a stranger's."""
    from tests.support.arrivals import files_to_ask_about

    draft, files = files_to_ask_about(office, home)
    drawn = 0
    sizes = SIZES[:1] if asked.large_only else SIZES
    for language in asked.languages:
        for name in asked.themes:
            window, errands = _window(office, language, THEMES[name])
            window.show()
            window.go_to("texts")
            settle(errands)
            page = window.page
            assert isinstance(page, TextsPage)  # noqa: S101
            for file in files:
                page.bring_in(file)
                settle(errands)
                page.arrival.held.click()
                for size in sizes:
                    window.resize(size)
                    settle(errands)
                    picture = f"{ARRIVAL}-{language}-{name}-{file.stem}-{size.width()}.png"
                    window.grab().save(str(asked.out / picture))
                    drawn += 1
            _let_go(window, errands)
    office.drafts.put_in_bin(draft)
    return drawn


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
    office: Office, name: str, language: str, palette: Colours, asked: argparse.Namespace
) -> int:
    window, errands = _window(office, language, palette)
    drawn = draw_pages(
        window,
        errands,
        asked.out,
        suffix=name,
        only=asked.pages or (),
        sizes=SIZES[:1] if asked.large_only else SIZES + (WIDE if asked.wide else ()),
    )
    _let_go(window, errands)
    return drawn


def _window(office: Office, language: str, palette: Colours) -> tuple[Window, Errands]:
    i18n.use(Language(language))
    look().force(palette)
    errands = Errands(lambda: _Kept(office))
    window = Window(errands, clock=office.database.clock)
    window.status.show_doing(Doing.WORKING)
    window.status.show_progress(Progress(Job.FEEDS, 131, 212))
    window.status.show_saved(MOMENT)
    return window, errands


def _let_go(window: Window, errands: Errands) -> None:
    """Have the window gone before the next one: garbage is not collected while it goes."""
    window.close()
    errands.close()
    gc.disable()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.enable()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
