"""The window starts without what it does not need yet."""

import sqlite3
from pathlib import Path

import pytest

from comms_desk.ui.frame.pages import PLACES
from tests.bench.bench_start import prepare_empty, start_once

pytestmark = pytest.mark.long


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


def test_every_page_of_the_rail_is_there() -> None:
    assert [place.key for place in PLACES if place.is_on_rail] == [
        "today",
        "inquiries",
        "directory",
        "watch",
        "texts",
        "bulletins",
        "dossiers",
    ]
