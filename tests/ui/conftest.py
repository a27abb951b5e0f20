"""The window's tests read English and wear the light, whatever the machine says."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from comms_desk import i18n
from comms_desk.ui.kit import fonts
from comms_desk.ui.kit.theme import LIGHT, theme


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication) -> None:
    fonts.load(qapp)
    theme().dress(qapp)
    theme().force(LIGHT)
    qapp.setStyleSheet(theme().sheet)  # for a page without its window


@pytest.fixture(autouse=True)
def _english(_dressed: None) -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)
    theme().force(LIGHT)


@pytest.fixture(autouse=True)
def _swept(_dressed: None) -> Iterator[None]:
    """Collect garbage between tests, in the window's thread, as the program's sweeper does."""
    gc.disable()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()
