"""A page that a test has done with is swept up here, and never in a reading thread."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent


@pytest.fixture(autouse=True)
def _swept(_dressed: None) -> Iterator[None]:
    """Delete the widgets of the last test in the thread that made them.

    Left to itself, Python may find them while a reading thread collects its garbage.
    """
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
