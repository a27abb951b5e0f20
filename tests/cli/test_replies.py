"""What is said to who asked, from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from comms_desk.across.office import Office
from comms_desk.cli.inquiries import inquiries
from comms_desk.mail.errors import MessageTooLarge
from comms_desk.mail.message import MESSAGE_LIMIT_BYTES
from comms_desk.media.inquiries.papers.desk import EveningLeft
from comms_desk.settings import ON_DUTY
from tests.media.inquiries.asked import TEXT, ZOE, Newsroom
from tests.support.offices import still_office

office = pytest.fixture(still_office)


def run(office: Office, *said: str) -> Any:
    """Return what a command answers, as JSON."""
    done = CliRunner().invoke(inquiries, [*said, "--json"], obj=office, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_an_inquiry_is_acknowledged_approved_and_answered(office: Office) -> None:
    newsroom = Newsroom(office.database)
    inquiry = newsroom.asked()
    one = str(inquiry)

    shown = run(office, "acknowledge", one, "--by", "demain 10:00", "--dry-run")
    told = run(office, "acknowledge", one, "--by", "demain 10:00")
    newsroom.write(inquiry)
    approved = run(office, "approve", one, "--reason", "Seule de garde")
    plan = run(office, "answer", one, "--attribution", "city", "--dry-run")
    (answered,) = run(office, "answer", one, "--attribution", "city")
    letters = run(office, "letters", one)

    assert "10 h" in shown["text"].replace("\u00a0", " ")
    assert (told["what"], approved["reason"]) == ("acknowledged", "Seule de garde")
    assert plan[0]["subject"] == "Re: Déneigement"
    assert (answered["text"], answered["attribution"]) == (TEXT, "city")
    assert [each["letter"]["state"] for each in letters] == ["queued", "queued"]
    assert newsroom.carry() == [ZOE.bare] * 2


def test_what_leaves_says_until_when_this_computer_is_left_on(office: Office) -> None:
    newsroom = Newsroom(office.database)
    one, other = (str(newsroom.approved(newsroom.asked())) for _each in range(2))
    asked = [
        ("acknowledge", one, "--by", "demain 10:00", "--again"),
        ("answer", one, "--attribution", "city", "--dry-run"),
        ("answer", one, "--attribution", "city"),
        ("refer", other, "311", "--dry-run"),
        ("refer", other, "311"),
        ("report", "--to", "soir@ville.example"),
    ]

    for each in asked:
        done = CliRunner().invoke(inquiries, each, obj=office, catch_exceptions=False)
        assert "poste : laissez-le allumé et connecté, et Pupitre ouvert" in done.stderr, each
    by_phone = CliRunner().invoke(inquiries, ["acknowledge", one, "--phone", "dit"], obj=office)
    assert "laissez-le allumé" not in by_phone.stderr


def test_files_go_with_an_answer(office: Office, tmp_path: Path) -> None:
    newsroom = Newsroom(office.database)
    one = str(newsroom.approved(newsroom.asked()))
    table, film = tmp_path / "Coûts.csv", tmp_path / "film.mp4"
    table.write_text("an,M$", "utf-8")
    film.write_bytes(bytes(MESSAGE_LIMIT_BYTES + 1))
    said = "answer", one, "--attribution", "city"

    with pytest.raises(MessageTooLarge):
        run(office, *said, "--attach", str(film))
    by_phone = [*said, "--phone", "Zoé", "--attach", str(table)]
    refused = CliRunner().invoke(inquiries, by_phone, obj=office)
    (shown,) = run(office, *said, "--attach", str(table), "--dry-run")
    (answered,) = run(office, *said, "--attach", str(table))

    assert refused.exit_code == 2
    assert shown["files"] == ["Coûts.csv"]
    assert "Co%C3%BBts.csv" in office.outbox.bytes_of(answered["letter"]).decode()


def test_an_inquiry_is_referred(office: Office) -> None:
    one = str(Newsroom(office.database).asked())

    (shown,) = run(office, "refer", one, "311", "--dry-run")
    closed = run(office, "refer", one, "311")

    assert "311" in shown["text"]
    assert (closed["resolution"], closed["who"]) == ("referred", "311")


def test_the_end_of_the_day_is_told_written_and_sent(office: Office, tmp_path: Path) -> None:
    newsroom = Newsroom(office.database)
    newsroom.asked("Neige")

    said = run(
        office, "report", "--on-duty", "Ada", "--docx", str(tmp_path), "--to", "soir@ville.example"
    )

    assert [each["title"] for each in said["open"]] == ["Neige"]
    assert said["on_duty"] == "Ada"
    assert [each.suffix for each in tmp_path.glob("Fin de journ*")] == [".docx"]
    again = "--to", "soir@ville.example"
    with pytest.raises(EveningLeft):
        run(office, "report", *again)
    run(office, "report", *again, "--again")
    assert newsroom.carry() == ["soir@ville.example"] * 2


def test_an_interview_has_its_sheet_and_its_appointment(office: Office, tmp_path: Path) -> None:
    one = str(Newsroom(office.database).asked("Neige"))
    when = ("--at", "demain 10:00", "--place", "Studio", "--out", str(tmp_path))

    files = run(office, "interview", one, *when)["files"]

    assert [Path(each).suffix for each in files] == [".docx", ".ics"]
    assert all(Path(each).is_file() for each in files)


def test_a_paper_is_written_in_a_new_folder_or_as_it_is_named(
    office: Office, tmp_path: Path
) -> None:
    one = str(Newsroom(office.database).asked("Neige"))
    new, named = tmp_path / "soir" / "mardi", tmp_path / "fiches" / "neige.docx"

    run(office, "report", "--docx", str(new))
    run(office, "interview", one, "--at", "demain 10:00", "--out", str(named))

    assert [each.suffix for each in new.glob("Fin de journ*")] == [".docx"]
    assert sorted(each.name for each in named.parent.iterdir()) == ["neige.docx", "neige.ics"]


def test_who_is_on_duty_is_whom_the_settings_say(office: Office) -> None:
    office.desk_settings.set(ON_DUTY, "A. Okafor, 514 555-0142")

    assert run(office, "report")["on_duty"] == "A. Okafor, 514 555-0142"
