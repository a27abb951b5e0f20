"""Whatever stands in the file of the window's shape: a sentence, the usual shape, the file kept."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.changes import Ref, Subject
from comms_desk.paths import WindowFileUnreadable
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import MOST_RECENT, Memory, PageState
from comms_desk.ui.shell.window import Window
from comms_desk.wording import say

DEEP = 200_000
WINDOW = {"geometry": "", "page": "today", "splitters": {"today": [[300]]}}

WRONG_WINDOWS = {
    "deep": b"[" * DEEP,
    "deep in its place": json.dumps(WINDOW).replace("[[300]]", "[" * DEEP).encode(),
    "a number of many digits": json.dumps(WINDOW).replace("300", "1" * 5_000).encode(),
    "a number that qt cannot count to": json.dumps(WINDOW).replace("300", "9" * 30).encode(),
    "a negative width": json.dumps(WINDOW).replace("300", "-3").encode(),
    "infinity": json.dumps(WINDOW).replace("300", "1e999").encode(),
    "not a number": json.dumps(WINDOW).replace("300", "NaN").encode(),
    "half a letter": json.dumps({**WINDOW, "geometry": "\ud800"}).encode(),
    "no geometry": json.dumps({**WINDOW, "geometry": "what?"}).encode(),
    "a filter of no page": json.dumps({**WINDOW, "pages": {"texts": 3}}).encode(),
    "a thing that no database counts to": json.dumps(
        {**WINDOW, "pages": {"texts": {"filter": "", "chosen": 2**70}}}
    ).encode(),
    "a kind of nothing": json.dumps({**WINDOW, "recent": [["ghost", 1]]}).encode(),
    "another shape": b"{}",
    "a list": b"[1]",
    "a word": b'"window"',
    "nul bytes": bytes(1_000),
    "not utf-8": b'{"page": "\xe7"}',
    "empty": b"",
    "far too much": b" " * 5_000_000,
}


@pytest.mark.parametrize("content", WRONG_WINDOWS.values(), ids=WRONG_WINDOWS)
def test_a_window_takes_its_usual_shape_and_keeps_what_was_not_understood(
    qtbot: QtBot, errands: Errands, content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "window.json"
    file.write_bytes(content)

    memory = Memory.read(file)

    assert isinstance(memory.trouble, WindowFileUnreadable)
    assert str(file) in say(memory.trouble).what
    assert file.read_bytes() == content
    window = Window(errands, memory=memory)
    qtbot.addWidget(window)
    window.show()
    memory.write(file)
    assert Memory.read(file).trouble is None
    assert (tmp_path / "window.json.bad").read_bytes() == content


def test_what_a_former_version_remembered_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    file.write_text(json.dumps(WINDOW))

    assert Memory.read(file) == Memory(page="today", splitters={"today": [[300]]})


def test_all_that_is_remembered_survives_its_file(tmp_path: Path) -> None:
    memory = Memory(page="texts", pages={"texts": PageState("release", 12)})
    for number in range(30):
        memory.note_opened(Ref(Subject.CONTACT, number))
    memory.note_opened(Ref(Subject.CONTACT, 20))

    memory.write(tmp_path / "window.json")

    assert Memory.read(tmp_path / "window.json") == memory
    assert memory.recent[:2] == [Ref(Subject.CONTACT, 20), Ref(Subject.CONTACT, 29)]
    assert len(memory.recent) == MOST_RECENT


def test_a_folder_in_place_of_the_windows_file_is_said_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    file.mkdir()

    memory = Memory.read(file)
    memory.write(file)

    assert memory.trouble is not None
    assert list(tmp_path.iterdir()) == [file]


def test_a_window_that_remembers_nothing_yet_says_nothing(tmp_path: Path) -> None:
    memory = Memory.read(tmp_path / "window.json")

    assert memory == Memory()
    assert memory.trouble is None
