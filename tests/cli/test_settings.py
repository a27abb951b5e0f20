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


def test_who_has_the_name_of_a_colleague_says_whether_that_is_them(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["people", "add", "Ève Lavoie", "--email", "elavoie@ville.example"]) == 0

    assert run(["settings", "name", "eve lavoie"]) != 0
    assert "--is-me" in capsys.readouterr().err
    assert run(["settings", "name", "eve lavoie", "--is-me"]) == 0

    (eve,) = office.people.every(active_only=False)
    assert (eve.id, eve.name) == (office.database.actor, "Ève Lavoie")
    assert eve.email == "elavoie@ville.example"


def test_a_colleague_is_named_and_changed_at_the_prompt(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["people", "add", "Paul Roy"]) == 0
    (paul,) = (each for each in office.people.every() if not each.logins)

    assert run(["people", "set", str(paul.id), "email", "proy@ville.example"]) == 0
    assert run(["people", "set", str(paul.id), "here", "no"]) == 0
    capsys.readouterr()
    assert run(["people", "list", "--all", "--json"]) == 0

    shown = {each["id"]: each for each in json.loads(capsys.readouterr().out)}
    assert shown[paul.id]["email"] == "proy@ville.example"
    assert shown[paul.id]["active"] is False
