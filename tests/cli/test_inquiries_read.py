"""Mails of journalists, read from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.main import run
from comms_desk.media.inquiries.model import InquiryTab
from comms_desk.paths import Paths
from tests.media.inquiries.corpora import mails
from tests.support.offices import new_office
from tests.support.outlook_files import every_kind


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    opened = new_office(Paths.find())
    (tmp_path / "desk" / "settings.toml").write_text('language = "en"\n', encoding="utf-8")
    yield opened
    opened.close()
    i18n.use("fr")


@pytest.fixture
def came(tmp_path: Path) -> Path:
    """A question, an absence, a file of Outlook's."""
    folder = tmp_path / "came"
    folder.mkdir()
    question, absence = (each.raw for each in (mails("tuning")[1], mails("tuning")[20]))
    (folder / "a.eml").write_bytes(question)
    (folder / "b.eml").write_bytes(absence)
    (folder / "c.msg").write_bytes(next(each.raw for each in every_kind()))
    return folder


def answer(
    capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0
) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run(["inquiries", "read", *arguments, "--json"]) == status
    said: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return said


def test_mails_are_taken_in_once_and_what_asks_nothing_is_left(
    office: Office, came: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = answer(capsys, str(came))
    again = answer(capsys, str(came / "a.eml"))

    assert [each["came"] for each in said] == ["new", None, "new"]
    assert [each["came"] for each in again] == ["known"]
    assert said[2]["title"] == "Déneigement"
    assert said[2]["questions"] == ["Combien coûte le déneigement?"]
    assert len(office.inquiries.search(view=InquiryTab.ALL).rows) == 2


def test_what_a_mail_proposes_is_said_without_taking_it_in(
    office: Office, came: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [each["came"] for each in answer(capsys, "--only-say", str(came))] == [None] * 3
    assert office.inquiries.search(view=InquiryTab.ALL).rows == ()


def test_what_asks_nothing_is_taken_in_where_one_wants_it(
    office: Office, came: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [each["came"] for each in answer(capsys, "--all", str(came / "b.eml"))] == ["new"]


def test_what_is_no_mail_is_said_and_the_others_are_read(
    office: Office, came: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "rapport.pdf"
    report.write_bytes(b"%PDF-1.7")

    said = answer(capsys, str(report), str(came / "a.eml"), status=1)

    assert [each["file"] for each in said] == ["a.eml"]
