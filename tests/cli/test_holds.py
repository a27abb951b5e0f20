"""Holds on destruction from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.main import run
from comms_desk.media.contacts.model import NewContact
from comms_desk.paths import Paths
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.planning.people.model import NewPerson
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    opened = new_office(Paths.find())
    (tmp_path / "desk" / "settings.toml").write_text('language = "en"\n', encoding="utf-8")
    yield opened
    opened.close()
    i18n.use("fr")


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_thing_an_address_and_days_are_held_listed_and_lifted(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.dossiers.add(NewDossier(code="TREES", name="Trees"))

    thing = answer(capsys, "holds", "add", "dossier:1", "--reason", "Request 2026-118")
    answer(
        capsys, "holds", "add", "--address", "Luc@Bedard.example", "--reason", "Request 2026-119"
    )
    days = ("--from", "2026-10-01", "--to", "2026-10-31")
    answer(capsys, "holds", "add", *days, "--reason", "Dispute")

    assert (thing["ref"], thing["over"], thing["lifted_at"]) == ("dossier:1", "Trees", None)
    assert [each["id"] for each in answer(capsys, "holds", "over", "dossier:1")] == [1]
    lifted = answer(capsys, "holds", "lift", "1", "--reason", "Answer given")
    assert lifted["lifted_because"] == "Answer given"
    assert [each["over"] for each in answer(capsys, "holds", "list")] == [
        "From October 1, 2026 to October 31, 2026",
        "luc@bedard.example",
        "Trees",
    ]
    assert answer(capsys, "holds", "over", "dossier:1") == []


def test_a_colleague_is_held_by_name(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.people.add(NewPerson(name="Léo Tremblay"))

    held = answer(capsys, "holds", "add", "--colleague", "léo tremblay", "--reason", "Request")

    assert held["over"] == "Léo Tremblay"
    assert run(["holds", "add", "--colleague", "Nobody", "--reason", "Request"]) == 2


def test_whoever_is_held_is_not_put_in_the_bin_and_it_is_said_why(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.contacts.add(NewContact(given_name="Ève", family_name="Roy"))
    answer(capsys, "holds", "add", "contact:1", "--reason", "Request 2026-118")
    capsys.readouterr()

    assert run(["bin", "put", "contact:1"]) == 1

    said = capsys.readouterr().err
    assert "“Ève Roy” is kept: its destruction is suspended (Request 2026-118)." in said
    assert "Lift hold no.\u00a01 first" in said


@pytest.mark.parametrize(
    "said",
    [(), ("dossier:1", "--address", "a@b.example"), ("--to", "2026-10-31")],
    ids=["nothing", "two things", "an end alone"],
)
def test_a_hold_is_over_one_thing(
    office: Office, capsys: pytest.CaptureFixture[str], said: tuple[str, ...]
) -> None:
    office.dossiers.add(NewDossier(code="TREES", name="Trees"))

    assert run(["holds", "add", *said, "--reason", "Request"]) == 2

    assert "Say one: KIND:ID" in capsys.readouterr().err
    assert office.holds.every() == ()


def test_the_bin_lists_why_what_it_has_stays(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.dossiers.add(NewDossier(code="TREES", name="Trees"))
    answer(capsys, "holds", "add", "dossier:1", "--reason", "Request 2026-118")

    answer(capsys, "bin", "put", "dossier:1")

    (listed,) = answer(capsys, "bin", "list")
    assert listed["held_because"] == "Request 2026-118"
