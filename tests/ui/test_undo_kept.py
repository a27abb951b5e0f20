"""What was begun is not put in the bin by an undo that comes long after."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.dossiers.page import DossiersPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.page import Page
from comms_desk.ui.kit.notices import Toast
from comms_desk.ui.texts.page import TextsPage


@pytest.mark.parametrize("kind", [TextsPage, DirectoryPage, DossiersPage])
def test_what_was_begun_stays_once_its_toast_has_gone(
    qtbot: QtBot, errands: Errands, kind: type[Page]
) -> None:
    page = kind(errands)
    qtbot.addWidget(page)
    toast = Toast(page)
    page.undoable.connect(toast.offer)
    page.show()
    page.shown()
    with qtbot.waitSignal(page.undoable):
        page.new()
    while_shown = toast.may_undo

    toast.close_it()

    assert (while_shown, toast.may_undo) == (True, False)
    qtbot.waitUntil(lambda: errands.is_idle)
