"""An office, and the Bulletins page that shows it."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from comms_desk.settings import PersonSettings
from comms_desk.storage.database import Database
from comms_desk.ui.bulletins_page import BulletinsPage
from comms_desk.ui.errands import Errands
from tests.support.windows import guarded


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Office:
    paths = Paths.under(tmp_path)
    settings = PersonSettings.read(paths.settings_file)
    return Office(sqlite_database, paths=paths, settings=settings, keys=Keys())


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[BulletinsPage]:
    errands = Errands(lambda: guarded(office))
    made = BulletinsPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1100, 760)
    made.show()
    yield made
    errands.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "parc.png"
    out = io.BytesIO()
    Image.new("RGB", (80, 40), "#1D4E89").save(out, "PNG")
    file.write_bytes(out.getvalue())
    return file
