"""An office, and the Bulletins page that shows it."""

import io
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.frame.errands import Errands


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> BulletinsPage:
    made = BulletinsPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1100, 760)
    made.show()
    return made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "parc.png"
    out = io.BytesIO()
    Image.new("RGB", (80, 40), "#1D4E89").save(out, "PNG")
    file.write_bytes(out.getvalue())
    return file
