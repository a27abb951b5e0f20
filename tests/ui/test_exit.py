"""A window that is closed ends its process within ten seconds, whatever fails on the way.

The process is a real one.  A folder that cannot be written is one that a file stands in place
of: that binds root too.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from comms_desk.keys import Keys
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.paths import Paths
from comms_desk.ui.app import END_WITHIN_S
from tests.support.offices import new_office

pytestmark = pytest.mark.long

READY_WITHIN_S = 60
LOADED_S = 3.0
"""What a machine that does much else may add."""
BUSY_S = END_WITHIN_S + LOADED_S


class Program:
    """The program in *home*, as `leaving_child` runs it."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.leaving_child", *arguments],
            env=os.environ | {"COMMS_DESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def hears(self) -> str:
        """Return the next line that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def tell(self, line: str) -> None:
        """Have it do *line*."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def ends_in_time(self) -> bool:
        """Whether it ends by itself in time."""
        try:
            self.process.wait(END_WITHIN_S + LOADED_S)
        except subprocess.TimeoutExpired:
            return False
        return True


@pytest.fixture
def programs() -> Iterator[Callable[..., Program]]:
    """Start the program; one that is still there is killed in the end."""
    started: list[Program] = []

    def start(home: Path, *arguments: str) -> Program:
        program = Program(home, *arguments)
        started.append(program)
        assert program.hears() == "ready"
        return program

    yield start
    for program in started:
        program.process.kill()
        program.process.wait()
        for stream in (program.process.stdin, program.process.stdout):
            assert stream is not None
            with suppress(OSError):
                stream.close()


def put_a_file_in_place_of(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("no folder", encoding="utf-8")


@pytest.mark.parametrize("when", ["before it starts", "while it runs"])
def test_a_window_leaves_though_it_cannot_remember_its_shape(
    programs: Callable[..., Program], tmp_path: Path, when: str
) -> None:
    home = tmp_path / "desk"
    new_office(Paths.under(home), keys=Keys()).close()
    if when == "before it starts":
        put_a_file_in_place_of(home / "state")
    program = programs(home)
    if when == "while it runs":
        put_a_file_in_place_of(home / "state")

    program.tell("close")

    assert program.ends_in_time()


@pytest.mark.parametrize("fault", ["wait for ever", "fail"])
def test_a_window_leaves_though_a_part_of_it_does_not(
    programs: Callable[..., Program], tmp_path: Path, fault: str
) -> None:
    program = programs(tmp_path / "desk")
    program.tell(fault)
    assert program.hears() == "done"

    program.tell("close")

    assert program.ends_in_time()


def test_what_was_typed_waits_for_its_turn_before_the_window_leaves(
    programs: Callable[..., Program], tmp_path: Path
) -> None:
    home = tmp_path / "desk"
    office = new_office(Paths.under(home), keys=Keys())
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Communiqué"))
    program = programs(home, "--type")

    with closing(sqlite3.connect(office.paths.database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        program.tell("type La Ville")
        assert program.hears() == "done"
        program.tell("close")
        with pytest.raises(subprocess.TimeoutExpired):
            program.process.wait(BUSY_S)
        other.execute("COMMIT")

    assert program.ends_in_time()
    assert "La Ville" in office.drafts.open(draft.id).text
    office.close()
