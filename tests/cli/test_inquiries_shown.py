"""An inquiry taken in and shown whole, from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.inquiries import inquiries
from comms_desk.clock import StillClock
from comms_desk.mail.errors import BadAddress
from comms_desk.paths import Paths
from tests.support.offices import new_office

ZOE = "--reporter", "Zoé Tremblay", "--email", "zoe@devoir.example", "--phone", "514 555-0142"
HOURS = "--deadline", "demain 15:00", "--on-air", "demain 17:00"


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path), clock=clock)
    i18n.use("fr")
    yield opened
    opened.close()


def run(office: Office, *said: str) -> str:
    done = CliRunner().invoke(inquiries, said, obj=office, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def answer(office: Office, *said: str) -> Any:
    return json.loads(run(office, *said, "--json"))


def test_who_asks_and_for_when_are_taken_in_at_once(office: Office) -> None:
    made = answer(office, "new", "Neige", "--question", "Combien?", *ZOE, *HOURS)

    (who,) = made["reporters"]
    assert (who["name"], who["email"]["domain"]) == ("Zoé Tremblay", "devoir.example")
    assert [made[each]["basis"] for each in ("deadline", "on_air")] == ["given", "given"]
    assert made["due_at"] == made["deadline"]["at"]
    with pytest.raises(BadAddress):
        run(office, "new", "Neige", "--email", "zoe")


def test_an_inquiry_is_shown_with_what_happened(office: Office) -> None:
    one = str(answer(office, "new", "Neige", "--question", "Combien?", *ZOE, *HOURS)["id"])
    answer(office, "note", one, "Le service\nvérifie.", "--who", "Voirie", "--how", "teams")

    shown = answer(office, "show", one)
    read = run(office, "show", one).replace("\u00a0", " ")

    assert [each["what"] for each in shown["moments"]] == ["received", "consulted"]
    assert shown["moments"][1]["text"] == "Le service\nvérifie."
    for said in (
        "Zoé Tremblay, 514 555-0142, zoe@devoir.example",
        "Heure de tombée : demain à 15 h",
        "1. Combien?",
        "Consultation · Dans Teams · Voirie · Le service vérifie.",
    ):
        assert said in read
