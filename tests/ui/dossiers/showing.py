"""What the tests of the Dossiers page do first: show it, open a dossier, do and undo."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from comms_desk.changes import Ref, Subject
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.ui.dossiers.page import DossiersPage


def settled(qtbot: QtBot, page: DossiersPage) -> None:
    qtbot.waitUntil(lambda: not page._stale and page.errands.is_idle)


def shown(qtbot: QtBot, page: DossiersPage) -> list[str]:
    page.shown()
    settled(qtbot, page)
    return titles(page)


def titles(page: DossiersPage) -> list[str]:
    return [row.title for row in page.column.list.list.rows.rows()]


def opened(qtbot: QtBot, page: DossiersPage, dossier: Dossier) -> None:
    shown(qtbot, page)
    page.open(Ref(Subject.DOSSIER, dossier.id))
    settled(qtbot, page)


def undone(qtbot: QtBot, page: DossiersPage, act: Callable[[], None]) -> Callable[[], None]:
    with qtbot.waitSignal(page.undoable) as done:
        act()
    settled(qtbot, page)
    undo: Callable[[], None] = done.args[1]
    return undo
