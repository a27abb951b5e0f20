"""The window's tests read English and wear the light, whatever the machine says."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, override

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.storage.database import Database
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import fonts
from comms_desk.ui.kit.look import LIGHT, look
from comms_desk.ui.kit.stylesheet import stylesheet
from comms_desk.ui.shell.window import Window
from tests.support.databases import alike
from tests.support.mornings import office_on
from tests.support.windows import BRISK, guarded

PATIENCE_MS = 30_000
"""How long a test waits for what it waits for: five seconds were not enough on a loaded machine."""

for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitActive, QtBot.waitExposed):
    _wait.__kwdefaults__ = (_wait.__kwdefaults__ or {}) | {"timeout": PATIENCE_MS}


class _Dresser(QtBot):
    """Has a page without its window wear the sheet as a window does: never the application."""

    @override
    def addWidget(self, widget: QWidget, **closing: Any) -> None:
        if not widget.styleSheet():
            widget.setStyleSheet(stylesheet(look().colours))
        super().addWidget(widget, **closing)


@pytest.fixture
def qtbot(_dressed: None, request: pytest.FixtureRequest) -> QtBot:
    """What types and clicks, and dresses what it shows."""
    return _Dresser(request)


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication) -> Iterator[None]:
    fonts.load(qapp)
    look().dress(qapp)
    look().force(LIGHT)
    yield
    qapp.clipboard().clear()  # without a screen, what is left there ends the process badly


@pytest.fixture(autouse=True)
def _english(_dressed: None) -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)
    look().force(LIGHT)


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Office:
    """A desk of its own, whose person is signed in."""
    return office_on(sqlite_database, tmp_path)


@pytest.fixture
def here(database: Database, tmp_path: Path) -> Office:
    """A desk of each kind, whose person is signed in."""
    return office_on(database, tmp_path / "here")


@pytest.fixture
def there(here: Office, clock: StillClock, tmp_path: Path) -> Iterator[Office]:
    """The same desk on another computer, another person signed in."""
    database = alike(Database(here.database.url, clock=clock))
    office = office_on(database, tmp_path / "there")
    database.act_as(office.people.recognise("bao").id)
    yield office
    database.dispose()


@pytest.fixture
def errands(office: Office) -> Iterator[Errands]:
    """The errands of a window on that desk; its desks refuse the window's thread."""
    made = Errands(lambda: guarded(office), pauses=BRISK)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, errands: Errands) -> Iterator[Window]:
    """The window on that desk, in front, no page made yet."""
    made = Window(errands)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _swept(_dressed: None) -> Iterator[None]:
    """Collect garbage between tests, in the window's thread, as the program's sweeper does."""
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.freeze()  # what is left is the libraries': looked at each time, it took half of the time
    gc.enable()
