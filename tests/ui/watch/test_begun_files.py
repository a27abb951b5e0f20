"""The files of watches half written: each window's own, taken up once that window is gone."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from comms_desk.documents.errors import FileNotWritten
from comms_desk.media.watches.model import Grade, Watch, WatchId
from comms_desk.ui.watch import begun
from comms_desk.ui.watch.begun import Begun, Held, Kept, Taken, take_up, write
from comms_desk.ui.watch.writing import Typed

HALF = Typed(name="Hockey", query="(canadien", ignored=("hors jeu",), alert=True)
WATCH = Watch(
    id=WatchId(7),
    name="Ville",
    query="hôtel",
    ignored=("de glace",),
    grade=Grade.TO_CHECK,
    alert=True,
    is_looking_back=True,
)
ALL = Kept((Begun(WATCH, HALF), Begun(None, Typed(name="a\ud83d")), Begun(None, HALF)), True)

WINDOW = """
import sys
from pathlib import Path
from comms_desk.ui.watch.begun import Begun, Held, Kept, write
from comms_desk.ui.watch.writing import Typed

held = Held()
write(Path(sys.argv[1]), held, Kept((Begun(None, Typed(name="Hockey")),)))
print("kept", flush=True)
sys.stdin.read()
"""


def left(folder: Path, kept: Kept) -> Path:
    """Leave a file as a window does that is gone; return it."""
    own = Held()
    write(folder, own, kept)
    own.let_go()
    return own.file(folder)


def changed(file: Path, change: Callable[[Any], None]) -> None:
    """Change what *file* says."""
    whole = json.loads(file.read_bytes())
    change(whole)
    file.write_text(json.dumps(whole), encoding="utf-8")


def test_every_field_of_a_watch_half_written_survives_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "begun"

    left(folder, ALL)

    assert take_up(folder).kept == ALL


def test_a_window_that_was_killed_leaves_its_file_and_one_that_lives_does_not(
    tmp_path: Path,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline().strip() == b"kept"
        while_it_lives = take_up(tmp_path)
        window.kill()

    assert while_it_lives == Taken()
    assert take_up(tmp_path).kept.begun == (Begun(None, Typed(name="Hockey")),)


def test_what_is_taken_up_is_no_other_windows(tmp_path: Path) -> None:
    left(tmp_path, ALL)

    first, second = take_up(tmp_path), take_up(tmp_path)

    assert first.kept == ALL
    assert second == Taken()


def test_what_was_taken_up_stays_until_it_is_kept_elsewhere(tmp_path: Path) -> None:
    theirs, own = left(tmp_path, ALL), Held()
    taken = take_up(tmp_path)
    in_the_way = own.file(tmp_path)
    in_the_way.mkdir()

    with pytest.raises(FileNotWritten):
        write(tmp_path, own, taken.kept, taken.files)
    assert theirs.exists()
    in_the_way.rmdir()

    assert write(tmp_path, own, taken.kept, taken.files) == taken.files
    assert [file.name for file in tmp_path.glob("*.json")] == [in_the_way.name]


def test_what_the_system_does_not_remove_is_removed_with_what_is_kept_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, own, removing = left(tmp_path, ALL), Held(), Path.unlink

    def refused(file: Path, *, missing_ok: bool = False) -> None:
        if file == theirs:
            raise PermissionError(13, "held by the antivirus")
        removing(file, missing_ok=missing_ok)

    taken = take_up(tmp_path)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Path, "unlink", refused)
        assert write(tmp_path, own, taken.kept, taken.files) == ()

    assert take_up(tmp_path) == Taken()
    assert write(tmp_path, own, taken.kept, taken.files) == taken.files
    assert not theirs.exists()


def test_a_file_that_was_let_go_is_not_removed_a_second_time(tmp_path: Path) -> None:
    """Its next holder may have written in it: two writes may be asked before one is answered."""
    theirs, own = left(tmp_path, ALL), Held()
    taken = take_up(tmp_path)
    write(tmp_path, own, taken.kept, taken.files)
    theirs.write_text("another's", encoding="utf-8")

    write(tmp_path, own, taken.kept, taken.files)

    assert theirs.exists()


@pytest.mark.parametrize(
    "strange",
    [
        {"watch": None, "typed": {"name": "of a newer version", "grade": "to_translate"}},
        {"watch": None},
        {"begun_by": "Léa", "watch": None, "typed": {}},
        "Hockey",
        7,
    ],
)
def test_an_entry_that_is_not_understood_stays_for_whoever_does(
    tmp_path: Path, strange: object
) -> None:
    theirs, own = left(tmp_path, ALL), Held()
    changed(theirs, lambda whole: whole["begun"].insert(1, strange))

    taken = take_up(tmp_path)
    assert taken.kept == ALL
    write(tmp_path, own, taken.kept, taken.files)

    assert json.loads(theirs.read_bytes())["begun"] == [strange]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("grade", "to_translate"),
        ("name", 7),
        ("ignored", "hors jeu"),
        ("ignored", [7]),
        ("alert", "no"),
        ("place", "Verdun"),
        ("id", float("inf")),
        ("id", 1 << 70),
        ("id", 0),
    ],
)
def test_a_field_that_is_not_understood_leaves_its_file_as_it_stands(
    tmp_path: Path, field: str, value: object
) -> None:
    theirs = left(tmp_path, Kept((Begun(WATCH, HALF),)))
    changed(theirs, lambda whole: whole["begun"][0]["watch"].update({field: value}))
    before = theirs.read_bytes()

    assert take_up(tmp_path) == Taken()
    assert theirs.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b"[" * 200_000, b"9" * 5_000])
def test_a_file_of_anything_else_stays_as_it_stands(tmp_path: Path, content: bytes) -> None:
    theirs = tmp_path / "strange.json"
    theirs.write_bytes(content)

    assert take_up(tmp_path) == Taken()
    assert theirs.read_bytes() == content


def test_no_more_is_read_than_a_window_can_show_at_once(tmp_path: Path) -> None:
    large = left(tmp_path, ALL)
    changed(large, lambda whole: whole["begun"][0]["typed"].update(name="x" * begun.KEPT_MAX_BYTES))
    before = large.read_bytes()
    left(tmp_path, Kept((Begun(None, HALF),)))

    assert take_up(tmp_path).kept == Kept((Begun(None, HALF),))
    assert large.read_bytes() == before


def test_what_would_be_too_large_to_be_taken_up_is_refused_and_what_was_kept_stays(
    tmp_path: Path,
) -> None:
    own = Held()
    write(tmp_path, own, ALL)

    with pytest.raises(FileNotWritten):
        write(tmp_path, own, Kept((Begun(None, Typed(query="x" * begun.KEPT_MAX_BYTES)),)))
    own.let_go()

    assert take_up(tmp_path).kept == ALL


def test_a_file_that_is_being_written_is_no_windows_yet(tmp_path: Path) -> None:
    (tmp_path / ".abc.json").write_text("{", encoding="utf-8")

    assert take_up(tmp_path) == Taken()
    assert [file.name for file in tmp_path.iterdir()] == [".abc.json"]


def test_the_same_in_two_files_is_begun_once(tmp_path: Path) -> None:
    left(tmp_path, Kept((Begun(None, HALF),)))
    left(tmp_path, Kept((Begun(None, HALF),)))

    assert take_up(tmp_path).kept.begun == (Begun(None, HALF),)


def test_a_watch_of_another_name_or_query_is_not_the_one_that_was_begun() -> None:
    mine = Begun(WATCH, HALF)

    assert not mine.among([replace(WATCH, grade=Grade.KEEP)]).is_astray
    assert not Begun(None, HALF).among([]).is_astray
    for there in ([], [replace(WATCH, name="Neige")], [replace(WATCH, query="neige")]):
        astray = mine.among(there)
        assert astray.is_astray
        assert astray.key is None
