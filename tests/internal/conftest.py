"""The bulletins of a desk, and one that is written."""

import pytest

from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import (
    BulletinBlockKind,
    BulletinId,
    NewBlock,
)
from comms_desk.storage.database import Database
from tests.internal.written import NEW, TEXT, png


@pytest.fixture
def desk(database: Database) -> BulletinDesk:
    return BulletinDesk(database)


@pytest.fixture
def bulletin(desk: BulletinDesk) -> BulletinId:
    image = NewBlock(
        kind=BulletinBlockKind.IMAGE, alternative="Le parc", image=png(), image_name="parc.png"
    )
    return desk.add(NEW, [TEXT, image]).id
