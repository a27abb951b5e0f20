"""Clips from the command line: noted in a line, by options, from a paste; alerts brought in."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from comms_desk.across.office import Office
from comms_desk.cli.clips import clips
from tests.media.clips import vendors
from tests.media.clips.vendors import mail


def asked(office: Office, *words: str, typed: str | None = None) -> Result:
    answer = CliRunner().invoke(clips, list(words), obj=office, input=typed)
    assert answer.exit_code == 0, answer.output
    return answer


def test_a_line_is_noted_and_listed(office: Office) -> None:
    line = "98,5 6h40 4 min: chef de l'opposition sur la neige – « un échec »"

    noted = json.loads(asked(office, "add", *line.split(" "), "--json").stdout)

    assert (noted["title"], noted["outlet_name"]) == ("Chef de l'opposition sur la neige", "98,5")
    assert (noted["lasts_s"], noted["text"]) == (240, "« un échec »")
    listed = asked(office, "list", "opp").stdout
    assert "opposition" in listed
    assert "98,5" in listed
    assert office.outlets.search("98").total == 1


def test_options_say_what_the_line_does_not(office: Office) -> None:
    said = asked(
        office,
        *("add", "--show", "Tout un matin", "--at", "2026-11-24 06:40", "--lasts", "90 s"),
        *("--who", "Ada Roy", "--title", "La neige", "--text", "Deux lignes", "--json"),
    )

    noted = json.loads(said.stdout)
    assert (noted["outlet_name"], noted["aired_at"]) == (
        "Tout un matin",
        "2026-11-24T11:40:00Z",
    )
    assert (noted["lasts_s"], noted["speaker"], noted["title"]) == (90, "Ada Roy", "La neige")


def test_a_paste_is_read_from_the_standard_input(office: Office) -> None:
    said = asked(office, "add", "-", "--json", typed="La neige\n\nCoûte cher.\n")

    assert json.loads(said.stdout)["text"] == "Coûte cher."


def test_an_address_that_cannot_be_asked_is_noted_as_it_is(office: Office) -> None:
    said = asked(office, "add", "http://127.0.0.1.example.invalid/neige", "--off-line", "--json")

    assert json.loads(said.stdout)["title"] == "127.0.0.1.example.invalid/neige"


def test_a_private_machine_is_not_asked_for_its_page(office: Office) -> None:
    said = asked(office, "add", "http://127.0.0.1:9/neige", "--json")

    assert json.loads(said.stdout)["link"] == "http://127.0.0.1:9/neige"
    assert "127.0.0.1" in said.stderr


def test_alerts_are_brought_in_and_what_came_of_them_is_said(
    office: Office, tmp_path: Path
) -> None:
    google, export = tmp_path / "google.eml", tmp_path / "meltwater.csv"
    google.write_bytes(mail(vendors.told("google.html"), **vendors.GOOGLE))
    export.write_text(vendors.told("meltwater.csv"), encoding="utf-8")

    first = json.loads(asked(office, "import", str(google), str(export), "--json").stdout)
    second = asked(office, "import", str(google)).stdout

    assert (len(first["new"]), first["already"]) == (3, 0)
    assert dict(first["refused"]) == {"title": 1, "link": 1}
    assert "Google" in second
    assert "2" in second


def test_what_is_no_alert_is_refused_and_nothing_comes_in(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "note.eml"
    file.write_text("Bonjour.", encoding="utf-8")

    refused = CliRunner().invoke(clips, ["import", str(file)], obj=office)

    assert refused.exit_code != 0
    assert office.articles.search().total == 0
