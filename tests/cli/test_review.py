"""The press review from the command line, from what is offered to who would get it."""

import json
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.cli.main import run
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.reviews.model import ReviewId
from comms_desk.media.themes.model import Tone
from comms_desk.settings import REVIEW_EXTRAS
from comms_desk.storage.desk_settings import DeskSettings
from tests.cli.asking import ask
from tests.media.reviews.morning import Morning, alter
from tests.support.asked_of_desks import reviews_of_day


@pytest.fixture
def morning(office: Office) -> Morning:
    return Morning(office.database)


def test_a_review_is_built_issued_shown_and_sent(office: Office, morning: Morning) -> None:
    budget, fire, _copy = morning.three()
    morning.readers()

    built = json.loads(ask(office, "review", "build", "--json").stdout)
    assert [each["entry"]["article"] for each in built["offered"]] == [fire, budget]
    words = ("--summary", str(budget), "Le budget monte.", "--highlight", "Budget : 3,1 %")
    kept = (
        "--keep",
        str(budget),
        "--agenda",
        "9 h 30 conseil",
        "--section",
        str(budget),
        "À la une",
    )
    built = json.loads(ask(office, "review", "build", *kept, *words, "--json").stdout)
    (item,) = built["review"]["items"]
    assert (item["section"], item["entry"]["summary"]) == ("À la une", "Le budget monte.")
    number = str(built["review"]["id"])

    shown = ask(office, "review", "build").stdout
    assert "Le budget monte. (3/30)" in shown
    issued = json.loads(ask(office, "review", "issue", number, "--json").stdout)
    assert issued["edition"]["highlights"] == ["Budget : 3,1 %"]
    assert len(issued["digest"]) == 64
    read = ask(office, "review", "show", number).stdout
    assert "Le budget monte." in read
    assert "9 h 30 conseil" in read

    looked = json.loads(ask(office, "review", "send", number, "--json").stdout)
    assert (looked["sent"], looked["queued"], looked["sending"]["letters"]) == (False, 0, 3)
    sent = json.loads(ask(office, "review", "send", number, "--yes", "--json").stdout)
    assert (sent["sent"], sent["queued"]) == (True, 3)
    assert run(["review", "send", number, "--yes"]) == 1
    (line,) = json.loads(ask(office, "review", "list", "--json").stdout)
    assert (line["stories"], line["is_sent"]) == (1, True)


def test_all_that_is_offered_is_kept_but_what_is_left(office: Office, morning: Morning) -> None:
    budget, fire, _copy = morning.three()

    said = ("review", "build", "--keep-all", "--leave", str(fire), "--json")
    built = json.loads(ask(office, *said).stdout)

    assert [each["entry"]["article"] for each in built["review"]["items"]] == [budget]
    assert [each["entry"]["article"] for each in built["offered"]] == [fire]


def test_words_and_a_section_of_what_is_not_kept_are_refused_and_leave_nothing(
    office: Office, morning: Morning
) -> None:
    budget, fire, _copy = morning.three()
    keeping = ["review", "build", "--keep", str(budget), "--highlight", "Le budget domine."]

    assert run([*keeping, "--summary", str(fire), "Un incendie."]) == 1
    assert run([*keeping, "--section", str(fire), "Incendies"]) == 1

    assert run([*keeping, "--highlight", "é" * 141]) == 1
    assert reviews_of_day(morning.reviews) == ()
    ask(office, *keeping)
    assert run(["review", "build", "--leave", str(budget), "--summary", str(budget), "Rien."]) == 1
    (kept,) = morning.reviews.begin().kept
    assert kept.article == budget


def test_one_that_was_altered_is_taken_up_by_its_number(
    office: Office, morning: Morning, capsys: pytest.CaptureFixture[str]
) -> None:
    budget, _fire, _copy = morning.three()
    number = str(morning.reviews.keep([budget]).review)
    morning.reviews.issue(morning.reviews.begin().id)
    alter(office.database, ReviewId(int(number)))

    assert run(["review", "show", number]) == 1
    assert f"review take-up {number}" in capsys.readouterr().err
    taken = json.loads(ask(office, "review", "take-up", number, "--json").stdout)

    assert [each["entry"]["article"] for each in taken["items"]] == [budget]
    assert "modifiée, abandonnée" in ask(office, "review", "list").stdout
    assert run(["review", "send", number, "--yes"]) == 1


def test_there_is_nothing_to_report_once_somebody_says_so(office: Office, morning: Morning) -> None:
    number = str(morning.reviews.begin().id)

    assert run(["review", "issue", number]) == 1
    issued = json.loads(ask(office, "review", "issue", number, "--nothing", "--json").stdout)
    assert issued["edition"]["sections"] == []


def test_a_test_is_sent_to_one_address(office: Office, morning: Morning) -> None:
    morning.readers()
    number = str(morning.reviews.begin().id)

    sent = ask(office, "review", "send", number, "--test", "zoe@ville.example", "--json")

    assert json.loads(sent.stdout) == {"to": "zoe@ville.example"}
    (letter,) = office.outbox.letters().rows
    assert letter.to.bare == "zoe@ville.example"


def test_a_review_that_was_sent_says_that_it_is_queued(office: Office, morning: Morning) -> None:
    morning.readers()
    number = str(morning.reviews.issue(morning.reviews.begin().id, nothing_to_report=True).id)

    looked = ask(office, "review", "send", number).stderr
    said = ask(office, "review", "send", number, "--yes").stderr

    assert "Nothing was sent" in looked
    assert "The review is queued for 3 readers: it leaves with the worker." in said
    assert "Nothing was sent" not in said


def test_it_is_written_for_word_as_pdf_and_for_a_browser(
    office: Office, morning: Morning, tmp_path: Path
) -> None:
    budget, _fire, _copy = morning.three()
    number = str(morning.reviews.keep([budget]).review)

    said = ask(office, "review", "export", number, "--out", str(tmp_path / "out"), "--json")

    assert f"Written in {(tmp_path / 'out').resolve()}" in said.stderr
    files = [Path(each) for each in json.loads(said.stdout)["files"]]
    assert [each.suffix for each in files] == [".docx", ".pdf", ".html"]
    assert files[1].read_bytes().startswith(b"%PDF")
    assert "Budget" in files[2].read_text(encoding="utf-8")


def test_inquiries_and_tone_are_in_it_only_where_the_office_wants_them(
    office: Office, morning: Morning
) -> None:
    budget, _fire, _copy = morning.three()
    number = str(morning.reviews.keep([budget]).review)
    office.themes.set_tone(budget, Tone.NEGATIVE)
    office.inquiries.add(NewInquiry(title="Déneigement"))

    assert "Déneigement" not in ask(office, "review", "show", number).stdout
    DeskSettings(office.database).set(REVIEW_EXTRAS, new=True)
    issued = json.loads(ask(office, "review", "issue", number, "--json").stdout)

    assert issued["edition"]["extra"] == [
        "Demande en attente\u00a0: Déneigement",
        "Ton envers la Ville\u00a0: défavorable 1 (1 sur 1 coté)",
    ]
