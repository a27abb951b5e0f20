"""An office, and the Directory page that shows it."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.frame.errands import Errands


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> DirectoryPage:
    made = DirectoryPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1100, 760)
    made.show()
    return made
