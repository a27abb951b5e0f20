"""Pictures of the window's pages, drawn without a screen: for the tour and for those who judge.

A page is shown, its answers waited for, its first row opened, and it is grabbed.
Nothing is sent or fetched: there is no worker.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QCoreApplication, QSize, QThread
from PySide6.QtWidgets import QApplication

from comms_desk import i18n
from comms_desk.across.office import open_office
from comms_desk.paths import Paths
from comms_desk.settings import LANGUAGE
from comms_desk.settings_file import PersonSettings
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import fonts
from comms_desk.ui.kit.look import look
from comms_desk.ui.shell.garbage import Sweeper
from comms_desk.ui.shell.window import Window

SIZE = QSize(1280, 800)
SETTLE_S = 0.25
PATIENCE_S = 20.0
PAUSE_MS = 5


def main(arguments: Sequence[str]) -> int:
    """Draw every page of this person's desk into the folder named by ``--out``."""
    match list(arguments):
        case ["--out", folder]:
            out = Path(folder)
        case _:
            sys.stderr.write(f"{__doc__}\n  --out FOLDER\n")
            return 2
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)  # noqa: S101 - a window needs the widgets' one
    i18n.use(PersonSettings.read(Paths.find().settings_file).get(LANGUAGE))
    fonts.load(app)
    look().dress(app)
    out.mkdir(parents=True, exist_ok=True)
    errands = Errands(open_office)
    window = Window(errands)
    Sweeper(window)  # off in every thread: this is over before there is anything to sweep
    draw_pages(window, errands, out)
    window.close()
    errands.close()
    return 0


def draw_pages(
    window: Window,
    errands: Errands,
    out: Path,
    *,
    suffix: str = "",
    only: Sequence[str] = (),
    sizes: Sequence[QSize] = (SIZE,),
) -> int:
    """Draw the pages of *window* into *out*, ``page-suffix-width.png``; say how many."""
    window.show()
    window.activateWindow()
    drawn = 0
    for key in window.keys:
        if only and key not in only:
            continue
        for size in sizes:
            window.resize(size)
            window.go_to(key)
            settle(errands)
            if size == sizes[0] and window.page is not None:
                window.page.next_row()
                settle(errands)
            name = "-".join(filter(None, (key, suffix, str(size.width()))))
            window.grab().save(str(out / f"{name}.png"))
            drawn += 1
    return drawn


def settle(errands: Errands) -> None:
    """Let the window hear its answers, those to the questions they raise, and paint itself."""
    quiet_since = begun = monotonic()
    while monotonic() - begun < PATIENCE_S and monotonic() - quiet_since < SETTLE_S:
        QCoreApplication.processEvents()
        QThread.msleep(PAUSE_MS)
        if not errands.is_idle:
            quiet_since = monotonic()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
