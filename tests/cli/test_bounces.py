"""What came back, from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.main import run
from comms_desk.paths import Paths
from tests.mail.bounces.bounce_support import message_id, report, sent, withdrawal
from tests.mail.outbox_support import LUC, ZOE
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    opened = new_office(Paths.find())
    (tmp_path / "desk" / "settings.toml").write_text('language = "en"\n', encoding="utf-8")
    yield opened
    opened.close()
    i18n.use("fr")


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> object:
    capsys.readouterr()
    assert run(arguments) == status
    return json.loads(capsys.readouterr().out)


def test_a_report_is_read_said_and_decided_about(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = sent(office.database)
    about = message_id(office.database, letter)
    folder = tmp_path / "back"
    folder.mkdir()
    (folder / "a.eml").write_bytes(report(ZOE.bare, about=about))
    (folder / "b.eml").write_bytes(withdrawal("luc@radio.example"))

    read = answer(capsys, "bounces", "read", str(folder), "--json")

    assert isinstance(read, list)
    assert [(each["file"], each["kind"], each["wants_out"]) for each in read] == [
        ("a.eml", "hard", False),
        ("b.eml", "human", True),
    ]
    (said,) = read[0]["addresses"]
    assert said.keys() == {
        *("address", "kind", "status", "sentence", "letter", "at", "excluded"),
    }
    assert (said["address"], said["letter"], said["excluded"]) == (ZOE.key, letter, True)
    again = answer(capsys, "bounces", "read", str(folder / "a.eml"), "--json")
    assert isinstance(again, list)
    assert again[0]["known"] is True

    waiting = answer(capsys, "bounces", "list", "--json")
    assert isinstance(waiting, list)
    assert {each["address"] for each in waiting} == {ZOE.key, "luc@radio.example"}
    answer(capsys, "bounces", "decide", ZOE.bare, "write-again", "--json")
    assert answer(capsys, "outbox", "exclusions", "list", "--json") == []


def test_several_addresses_are_closed_together(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, each in enumerate((ZOE, LUC)):
        file = tmp_path / f"{number}.eml"
        file.write_bytes(report(each.bare, own_id=f"<{number}@x>"))
        answer(capsys, "bounces", "read", str(file), "--json")

    said = answer(capsys, "bounces", "decide", ZOE.bare, LUC.bare, "exclude", "--json")

    assert said == {"addresses": [ZOE.key, LUC.key], "decision": "exclude", "decided": 2}
    assert {each.address for each in office.outbox.suppressions()} == {ZOE.key, LUC.key}
    assert answer(capsys, "bounces", "list", "--json") == []
    assert run(("bounces", "decide", ZOE.bare, LUC.bare, "leave")) == 1
    assert f"{ZOE.key}, {LUC.key}" in capsys.readouterr().err


def test_of_several_one_that_is_no_address_decides_about_none(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(report(ZOE.bare))
    answer(capsys, "bounces", "read", str(file), "--json")

    assert run(("bounces", "decide", ZOE.bare, "luc at radio", "exclude")) == 1

    assert list(office.outbox.suppressions()) == []


def test_the_outbox_says_that_a_letter_came_back(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = sent(office.database)
    file = tmp_path / "a.eml"
    file.write_bytes(report(ZOE.bare, about=message_id(office.database, letter)))
    assert run(("bounces", "read", str(file))) == 0
    assert "Bounce (hard)" in capsys.readouterr().out

    assert run(("outbox", "list")) == 0

    said = capsys.readouterr().out
    assert "Bounce (hard)" in said
    assert "550 5.1.1 User unknown" in said


def test_a_file_that_is_no_message_is_said_and_the_others_are_read(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, good = tmp_path / "a.msg", tmp_path / "b.eml"
    other.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    good.write_bytes(report("a@x.example"))

    assert run(("bounces", "read", str(other), str(good), "--json")) == 1

    said = capsys.readouterr()
    assert [each["file"] for each in json.loads(said.out)] == ["b.eml"]
    assert "Outlook" in said.err
