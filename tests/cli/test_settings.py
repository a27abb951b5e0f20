"""The settings at the prompt: one's name among them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.main import run
from comms_desk.paths import Paths
from comms_desk.planning.people.model import PersonId
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    i18n.use("en")
    opened = new_office(Paths.find())
    (tmp_path / "desk" / "settings.toml").write_text('language = "en"\n', encoding="utf-8")
    yield opened
    opened.close()
    i18n.use("fr")


def test_one_says_ones_name_and_all_that_one_did_has_it(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["settings", "name", "Ève Lavoie", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["name"] == "Ève Lavoie"
    assert office.people.get(PersonId(office.database.actor or 0)).name == "Ève Lavoie"


def test_a_blank_name_is_refused(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "name", " "]) != 0

    assert "A person must have a name" in capsys.readouterr().err
    assert len(office.people.every()) == 1
