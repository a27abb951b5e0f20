"""Verbatims at the command line: brought in, listed, changed, or refused."""

import json
from pathlib import Path

from click.testing import CliRunner

from comms_desk.across.already_answered import already_said
from comms_desk.across.office import Office
from comms_desk.cli.verbatims import verbatims
from comms_desk.media.verbatims.model import NotAVerbatim
from comms_desk.planning.dossiers.model import NewDossier

CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v La mairesse>On déneige dès lundi.\n"


def test_captions_are_brought_in_and_found_again(office: Office, tmp_path: Path) -> None:
    snow = office.dossiers.add(NewDossier(code="NEIGE", name="Neige")).id
    file = tmp_path / "Mêlée.vtt"
    file.write_text(CAPTIONS, encoding="utf-8")
    shell = CliRunner()

    added = shell.invoke(
        verbatims,
        ["add", str(file), "--day", "2026-11-23", "--dossier", "neige", "--json"],
        obj=office,
    )
    listed = shell.invoke(verbatims, ["list", "mêl", "--json"], obj=office)

    verbatim = json.loads(added.stdout)
    assert (verbatim["name"], verbatim["speaker"]) == ("Mêlée", "La mairesse")
    assert (verbatim["day"], verbatim["dossier"]) == ("2026-11-23", snow)
    assert json.loads(listed.stdout) == [verbatim]
    assert [each.title for each in already_said(office, "neige")] == ["Mêlée · La mairesse"]


def test_a_file_that_is_no_captions_is_refused(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "Mêlée.vtt"
    file.write_text("On déneige dès lundi.\n", encoding="utf-8")

    refused = CliRunner().invoke(verbatims, ["add", str(file)], obj=office)

    assert isinstance(refused.exception, NotAVerbatim)
    assert (refused.exception.name, refused.exception.line) == ("Mêlée.vtt", 1)
    assert office.verbatims.search().total == 0
