"""A new desk that the command line finds, its sentences in English."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.paths import Paths
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    i18n.use("en")
    opened = new_office(Paths.find())
    yield opened
    opened.close()
    i18n.use("fr")
