"""The page of the review over a desk with three stories that came this morning."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.review.page import ReviewPage
from tests.ui.review.desk_of_five import Desk


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


@pytest.fixture
def page(qtbot: QtBot, errands: Errands, desk: Desk) -> ReviewPage:
    made = ReviewPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1104, 772)
    return made
