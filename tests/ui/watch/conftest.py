"""A Watch page over a desk with three articles, two of them mentions."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.themes.model import Grade, NewTheme
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.support.windows import BRISK, guarded
from tests.ui.watch.halves import rest
from tests.ui.watch.showing import PARKS, shown


@pytest.fixture
def room(office: Office) -> WatchRoom:
    """Three articles of which two are mentions."""
    room = WatchRoom(office.database)
    room.watches.add(NewTheme(name="Ville", query='"hôtel de ville"'))
    room.watches.add(NewTheme(name="Parcs", query="parcs NEAR/5 rouvrent", grade=Grade.TO_CHECK))
    room.deliver(HOCKEY, BUDGET, PARKS)
    room.catch_up()
    return room


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> WatchPage:
    made = WatchPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1104, 772)
    return made


@pytest.fixture
def other_errands(office: Office) -> Iterator[Errands]:
    """The errands of another window on that desk."""
    made = Errands(lambda: guarded(office), pauses=BRISK)
    yield made
    made.close()


@pytest.fixture
def next_page(qtbot: QtBot, other_errands: Errands) -> Callable[[], WatchPage]:
    """What makes the page of another window, shown and at rest."""

    def made() -> WatchPage:
        page = WatchPage(other_errands)
        qtbot.addWidget(page)
        page.resize(1104, 772)
        shown(qtbot, page)
        rest(qtbot, page)
        return page

    return made
