"""The window starts without what it does not need yet."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from comms_desk.ui.pages import PLACES
from tests.bench.bench_start import prepare, prepare_empty, start_once


def test_nothing_heavy_is_imported_before_the_first_rows(tmp_path: Path) -> None:
    prepare_empty(tmp_path)

    said = start_once(tmp_path)

    assert said["imported"] == []
    assert said["rows_ms"] > said["painted_ms"]


def test_the_very_first_start_makes_the_desk(tmp_path: Path) -> None:
    said = start_once(tmp_path)

    assert said["rows_ms"] > 0
    with sqlite3.connect(tmp_path / "desk.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (1,)
    connection.close()


def test_a_page_that_is_gone_to_has_all_that_its_first_reading_imports(tmp_path: Path) -> None:
    prepare(tmp_path)

    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.warm_child"],
        env=os.environ | {"COMMS_DESK_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert json.loads(done.stdout.splitlines()[-1]) == {place.key: [] for place in PLACES}


def test_every_page_of_the_rail_is_there() -> None:
    assert [place.key for place in PLACES if place.is_on_rail] == [
        "today",
        "directory",
        "watch",
        "texts",
        "bulletins",
        "dossiers",
    ]
