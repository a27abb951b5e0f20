"""The sample desk that the contracts of every kind are asked on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.paths import Paths
from tests.contracts.every_kind import furnish
from tests.support.offices import new_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = new_office(Paths.under(Path(tmp_path_factory.mktemp("desk"))))
    furnish(opened)
    yield opened
    opened.close()
