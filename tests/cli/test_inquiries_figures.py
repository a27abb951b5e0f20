"""The figures of inquiries from the command line, for a person and for a program."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.inquiries import inquiries
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.inquiries.moments import MomentKind, NewMoment, Resolution
from comms_desk.paths import Paths
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path), clock=clock)
    missed = opened.inquiries.add(NewInquiry(title="Neige")).id
    opened.inquiries.add(NewInquiry(title="Eau"))
    clock.advance(timedelta(hours=1))
    opened.inquiries.record(missed, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.MISSED))
    yield opened
    opened.close()


def test_figures_are_read_in_words(office: Office) -> None:
    i18n.use("fr")

    said = CliRunner().invoke(inquiries, ["figures"], obj=office)

    assert said.exit_code == 0
    text = said.stdout.replace("\u00a0", " ")
    assert "Demandes reçues : 2" in text
    assert "À temps, de celles dont l’heure était connue : 0 sur 0" in text
    assert "Manquée : 1" in text
    assert "Personne ne l’a dit : 1" in text


def test_figures_are_json_too(office: Office) -> None:
    said = CliRunner().invoke(inquiries, ["figures", "--json"], obj=office)

    figures = json.loads(said.stdout)
    assert (figures["received"], figures["still_open"]) == (2, 1)
    assert figures["resolutions"] == {"missed": 1}
    assert (figures["late_causes"], figures["late_unexplained"]) == ({}, 1)
    assert figures["waited"]["nobody"]["number"] >= 1
    assert figures["by"]["language"]["fr"]["received"] == 2


def test_figures_are_a_table_too(office: Office, tmp_path: Path) -> None:
    i18n.use("fr")
    file = tmp_path / "demandes.csv"

    piped = CliRunner().invoke(inquiries, ["figures", "--csv"], obj=office)
    kept = CliRunner().invoke(inquiries, ["figures", "--out", str(file)], obj=office)

    assert '"Par langue","Français",2,1,0,0,0' in piped.stdout
    assert kept.stdout == ""
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert '"Comment elles ont pris fin";"Manquée";1' in written.decode("utf-8")
