"""Run the contracts of every kind over the one reserved for tests, in this process alone."""

import sys
from pathlib import Path

import pytest

from comms_desk import cli
from comms_desk.across import kinds as in_the_office
from comms_desk.kinds import KINDS, Kind
from comms_desk.ui import kinds as in_the_window
from tests.contracts import every_kind
from tests.contracts.scratch import SCRATCH
from tests.contracts.scratch.desk import KeyRow

HERE = Path(__file__).parent

if __name__ == "__main__":
    KINDS[SCRATCH] = Kind(subject=SCRATCH, noun="scratches", is_binned=True, is_shown=True)
    for package, folder in ((in_the_office, "across"), (in_the_window, "ui"), (cli, "cli")):
        package.__path__.append(str(HERE / folder))
    every_kind.TYPED[SCRATCH] = "note"
    every_kind.TABLES.append(KeyRow.__table__)
    files = [str(HERE.parent / "test_kinds.py"), str(HERE.parent.parent / "ui/test_every_kind.py")]
    sys.exit(pytest.main(["-q", "-k", "scratch", "-p", "no:cacheprovider", *files]))
