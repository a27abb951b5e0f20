"""A coverage report from the command line, for a person, for a program, as files."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.coverage import coverage
from comms_desk.clock import StillClock
from comms_desk.media.clips.model import NewClip
from comms_desk.media.themes.model import Tone
from comms_desk.paths import Paths
from comms_desk.planning.dossiers.model import NewDossier
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path), clock=clock)
    clip = opened.clips.add(NewClip(title="Neige", text="La Ville sort ses chargeuses."))
    opened.clips.add(NewClip(title="Budget"))
    opened.themes.set_tone(clip.article_id, Tone.MIXED)
    about = opened.dossiers.add(NewDossier(code="NEIGE-27", name="Neige")).id
    opened.themes.link(clip.article_id, about)
    yield opened
    opened.close()


def test_a_report_is_read_in_words(office: Office) -> None:
    i18n.use("fr")

    said = CliRunner().invoke(coverage, [], obj=office)

    assert said.exit_code == 0
    text = said.stdout.replace("\u00a0", " ")
    assert "En tout : 2 sujets · 2 retombées" in text
    assert "Ton : Cotées : 1 sur 2 · mixte : 1" in text


def test_a_report_of_a_dossier_is_json_too(office: Office) -> None:
    said = CliRunner().invoke(coverage, ["--dossier", "neige-27", "--json"], obj=office)

    found = json.loads(said.stdout)
    assert (found["whole"]["stories"], found["whole"]["articles"]) == (1, 1)
    assert found["whole"]["tones"] == {"mixed": 1}
    assert [each["title"] for each in found["rows"]] == ["Neige"]
    assert found["called"] == "NEIGE-27 · Neige"


def test_a_report_is_written_for_word_and_for_excel(office: Office, tmp_path: Path) -> None:
    files = ["--docx", str(tmp_path), "--xlsx", str(tmp_path / "bilan.xlsx")]

    said = CliRunner().invoke(coverage, [*files, "--dossier", "NEIGE-27"], obj=office)

    assert said.exit_code == 0
    assert (tmp_path / "bilan.xlsx").read_bytes().startswith(b"PK")
    (word,) = tmp_path.glob("*NEIGE-27*.docx")
    assert str(word.resolve()) in said.stderr
    assert word.read_bytes().startswith(b"PK")


def test_a_report_is_of_one_thing(office: Office) -> None:
    said = CliRunner().invoke(coverage, ["--dossier", "NEIGE-27", "--draft", "1"], obj=office)

    assert said.exit_code == 2
