"""A new desk opened as the program opens it, its tables copied instead of made once more."""

from comms_desk.across.office import Office, open_office
from comms_desk.clock import Clock
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from tests.support.databases import alike, make_desk


def new_office(paths: Paths, *, keys: Keys | None = None, clock: Clock | None = None) -> Office:
    """Open a desk that was not there."""
    paths.make()
    make_desk(paths.database_file)
    office = open_office(paths, keys=keys, clock=clock)
    alike(office.database)
    return office
