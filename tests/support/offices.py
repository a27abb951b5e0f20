"""A new desk opened as the program opens it, its tables copied instead of made once more."""

from collections.abc import Iterator
from pathlib import Path

from comms_desk.across.office import Office, open_office
from comms_desk.clock import Clock, StillClock
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from tests.support.databases import alike, make_desk


def new_office(
    paths: Paths,
    *,
    keys: Keys | None = None,
    clock: Clock | None = None,
    url: str | None = None,
) -> Office:
    """Open a desk that was not there, or that of the empty database at *url*."""
    paths.make()
    if url is None:
        make_desk(paths.database_file)
    office = open_office(paths, keys=keys, clock=clock, url=url)
    alike(office.database)
    return office


def still_office(tmp_path: Path, clock: StillClock) -> Iterator[Office]:
    """A desk for one test, where it is the morning of the tests: as its fixture."""
    opened = new_office(Paths.under(tmp_path), clock=clock)
    yield opened
    opened.close()
