"""An office, and the Directory page that shows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from comms_desk.settings import PersonSettings
from comms_desk.storage.database import Database
from comms_desk.ui.directory_page import DirectoryPage
from comms_desk.ui.errands import Errands
from tests.support.windows import guarded


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Office:
    paths = Paths.under(tmp_path)
    settings = PersonSettings.read(paths.settings_file)
    return Office(sqlite_database, paths=paths, settings=settings, keys=Keys())


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[DirectoryPage]:
    errands = Errands(lambda: guarded(office))
    made = DirectoryPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1100, 760)
    made.show()
    yield made
    errands.close()
