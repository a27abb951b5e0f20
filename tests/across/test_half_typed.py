"""Watches half written that a former version kept in files are taken up once, and none is lost."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comms_desk.across import half_typed
from comms_desk.across.office import Office, open_office
from comms_desk.changes import Subject
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy
from comms_desk.storage.forms import FormDesk
from comms_desk.storage.model import Form
from tests.support.mornings import office_on

HOCKEY = {
    "name": "Hockey",
    "query": "(canadien",
    "ignored": ["hors jeu", "de rue"],
    "grade": "keep",
    "alert": True,
}
CITY = {"name": "Ville", "query": "hôtel", "ignored": [], "grade": "to_check", "alert": False}
NEW = {"watch": None, "typed": HOCKEY}
CHANGE = {"watch": {"id": 7, "is_looking_back": True, **CITY}, "typed": {**CITY, "query": "\ud83d"}}


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Office:
    return office_on(sqlite_database, tmp_path)


@pytest.fixture
def folder(office: Office) -> Path:
    office.paths.begun.mkdir(parents=True)
    return office.paths.begun


def left(folder: Path, *begun: object, name: str = "a", in_front: bool = True, at: int = 1) -> Path:
    """Leave a file as the former version did, with its lock; return it."""
    file = folder / f"{name}.json"
    whole = {"begun": begun, "in_front": in_front}
    plain = json.dumps(whole, ensure_ascii=False)
    file.write_bytes(plain.encode("utf-8", "surrogatepass"))
    os.utime(file, (at, at))
    (folder / f"{name}.lock").touch()
    return file


def taken(office: Office) -> tuple[Form, ...]:
    half_typed.take_up(office)
    return office.forms.every(Subject.WATCH)


def test_what_a_former_version_kept_in_files_is_in_rows_and_the_files_are_gone(
    office: Office, folder: Path
) -> None:
    left(folder, CHANGE, NEW)

    change, new = taken(office)

    texts = {"name": "Hockey", "query": "(canadien", "ignored": "hors jeu\nde rue"}
    assert (new.changes, new.fields) == (None, {**texts, "grade": "keep", "alert": "yes"})
    assert (new.before, new.in_front) == ({}, False)
    city = {"name": "Ville", "query": "hôtel", "ignored": "", "grade": "to_check", "alert": ""}
    assert (change.changes, change.before) == (7, city)
    assert (change.fields, change.in_front) == ({**city, "query": "\ud83d"}, True)
    assert not folder.exists()


def test_the_latest_file_comes_first_in_its_order(office: Office, folder: Path) -> None:
    snow = {"watch": None, "typed": {**HOCKEY, "name": "Neige"}}
    left(folder, CHANGE, NEW, name="a", in_front=False, at=2)
    left(folder, snow, name="b", in_front=False, at=1)

    assert [each.fields["name"] for each in taken(office)] == ["Ville", "Hockey", "Neige"]


def test_the_desk_takes_them_up_as_it_opens(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path / "desk")
    paths.make()
    paths.begun.mkdir()
    left(paths.begun, NEW)

    office = open_office(paths, keys=Keys({}))

    assert [each.fields["name"] for each in office.forms.every(Subject.WATCH)] == ["Hockey"]
    office.close()


def test_a_kill_before_the_file_is_removed_keeps_it_once(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(folder, NEW)

    def refused(_file: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "held by the antivirus")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Path, "unlink", refused)
        assert len(taken(office)) == 1

    assert len(taken(office)) == 1
    assert not folder.exists()


def test_a_file_stays_until_the_database_took_all_of_it(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, keeping = left(folder, NEW, CHANGE), FormDesk.keep
    kept: list[Form] = []

    def busy_after_one(desk: FormDesk, form: Form) -> None:
        if kept:
            raise StorageBusy(waited_s=5.0)
        kept.append(form)
        keeping(desk, form)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(FormDesk, "keep", busy_after_one)
        assert taken(office) == ()
    assert file.exists()

    assert len(taken(office)) == 2
    assert not file.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"{}",
        b"[" * 200_000,
        b"9" * 5_000,
        b'{"begun":[],"in_front":1e999}',
        b"x" * (half_typed.FILE_MAX_BYTES + 1),
    ],
)
def test_a_file_of_anything_else_stays_as_it_stands(
    office: Office, folder: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    strange = folder / "strange.json"
    strange.write_bytes(content)
    left(folder, NEW)

    assert len(taken(office)) == 1

    assert [file.name for file in folder.glob("*.json")] == ["strange.json"]
    assert strange.read_bytes() == content
    assert "stays as it stands" in caplog.text


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.pop("typed"),
        lambda entry: entry["typed"].update(name=7),
        lambda entry: entry["typed"].update(ignored="hors jeu"),
        lambda entry: entry["typed"].update(ignored=[7]),
        lambda entry: entry["typed"].update(alert="no"),
        lambda entry: entry["watch"].update(id=1 << 70),
        lambda entry: entry["watch"].update(id=0),
        lambda entry: entry["watch"].pop("query"),
    ],
)
def test_an_entry_that_is_not_understood_leaves_its_file_as_it_stands(
    office: Office,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    change: Callable[[Any], object],
) -> None:
    entry = json.loads(json.dumps(CHANGE))
    change(entry)
    file = left(folder, NEW, entry)

    assert taken(office) == ()

    assert file.exists()
    assert "stays as it stands" in caplog.text


def test_a_file_that_is_being_written_is_left_alone(office: Office, folder: Path) -> None:
    (folder / ".abc.json").write_text("{", encoding="utf-8")

    assert taken(office) == ()
    assert [file.name for file in folder.iterdir()] == [".abc.json"]
