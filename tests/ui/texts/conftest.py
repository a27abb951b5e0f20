"""A Texts page on a desk of its own, whose desks refuse the window's thread."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.texts.page import TextsPage


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> TextsPage:
    made = TextsPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1104, 760)
    made.show()
    return made
