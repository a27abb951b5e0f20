"""The tour, run as a person would, judged by what it left and not by what it said."""

import email
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from email.policy import default
from pathlib import Path

import pytest

from comms_desk.ui.frame.pages import PLACES

pytestmark = [pytest.mark.gate, pytest.mark.long]

TIMEOUT_S = 600
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tour") / "out"
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [sys.executable, "-m", "tools.tour", "--out", str(folder)],
        env={**os.environ, "COMMS_DESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def rows(left: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{left / 'desk' / 'desk.sqlite3'}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def lines(left: Path, name: str) -> list[dict[str, object]]:
    text = (left / "transcripts" / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def received(left: Path, sender: str) -> list[list[str]]:
    return [
        [str(address) for address in each["recipients"]]
        for each in lines(left, "letters.jsonl")
        if str(each["sender"]).startswith(sender) and isinstance(each["recipients"], list)
    ]


def test_the_contacts_and_the_employees_are_in_the_database(left: Path) -> None:
    assert rows(left, "SELECT count(*) FROM contacts") == [(40,)]
    assert rows(left, "SELECT count(*) FROM employees") == [(60,)]


def test_the_feeds_were_fetched_over_http_and_only_once_in_full(left: Path) -> None:
    asked = [each for each in lines(left, "feeds.jsonl") if str(each["path"]).endswith("/rss")]

    assert sum(each["status"] == 200 for each in asked) >= 11
    assert sum(each["status"] == 304 for each in asked) == 11
    assert rows(left, "SELECT count(*) FROM articles") == [(27,)]  # and a clip noted by hand


def test_what_is_said_of_the_city_is_kept_and_the_hockey_club_is_not(left: Path) -> None:
    found = rows(
        left,
        "SELECT DISTINCT t.title FROM mentions m JOIN article_texts t ON t.id = m.text_id",
    )
    titles = {str(row[0]) for row in found}

    assert len(titles) == 21
    assert any("budget de 7,7" in title for title in titles)
    assert not any("Canadien" in title or "Banque" in title for title in titles)


def test_each_draft_is_a_word_file_that_holds_its_text(left: Path) -> None:
    files = sorted((left / "word").glob("*.docx"))
    texts = [zipfile.ZipFile(file).read("word/document.xml").decode() for file in files]

    assert len(files) == 3
    assert any("harmonise l’horaire du dimanche" in text for text in texts)
    assert any("deux cents mètres de rive" in text for text in texts)
    assert any("snow-loading operation" in text for text in texts)
    assert not any("{{" in text for text in texts)


def test_each_reader_got_one_letter_and_nobody_two(left: Path) -> None:
    addresses = [address for each in received(left, "entre-nous") for address in each]
    reviewed = [address for each in received(left, "revue") for address in each]
    sent = [str(row[0]) for row in rows(left, "SELECT address FROM letters WHERE state = 'sent'")]

    assert len(addresses) == len(set(addresses)) == 51
    assert sorted(addresses + reviewed) == sorted(sent)
    assert rows(left, "SELECT count(*) FROM letters WHERE state <> 'sent'") == [(0,)]


def test_a_review_and_its_addendum_each_left_as_one_message(left: Path) -> None:
    readers = ["affaires-publiques", "cabinet", "direction"]

    sent = [[each.partition("@")[0] for each in letter] for letter in received(left, "revue")]

    assert sent == [["essai"], readers, readers]
    assert rows(left, "SELECT number, digest IS NOT NULL FROM reviews") == [(1, 1), (2, 1)]
    assert len(list((left / "review").iterdir())) == 3


def test_the_server_heard_each_recipient_and_each_message_once(left: Path) -> None:
    said = [str(each["text"]) for each in lines(left, "smtp.jsonl") if each["by_client"]]

    assert sum(text.upper().startswith("RCPT TO:") for text in said) == 58
    assert sum(text.upper().startswith("DATA") for text in said) == 54


def test_the_bulletin_is_there_to_open_and_to_send(left: Path) -> None:
    page = next((left / "bulletin").glob("*.html")).read_text(encoding="utf-8")
    message = email.message_from_bytes(
        next((left / "bulletin").glob("*.eml")).read_bytes(), policy=default
    )

    assert 'lang="fr' in page
    assert "Dix-neuf arrondissements" in page
    plain = message.get_body(("plain",))
    assert plain is not None
    assert "Dix-neuf arrondissements" in plain.get_content()


def test_there_is_a_picture_of_each_page(left: Path) -> None:
    pictures = sorted((left / "pages").glob("*.png"))
    names = {picture.name.split("-")[0] for picture in pictures}

    assert names == {place.key for place in PLACES}
    assert all(picture.read_bytes().startswith(PNG) for picture in pictures)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_nobody_else_may_read_what_the_tour_left(left: Path) -> None:
    every = [left, *left.rglob("*")]

    assert [each for each in every if each.lstat().st_mode & 0o077] == []


def test_the_database_that_the_tour_left_is_sound(left: Path) -> None:
    assert rows(left, "PRAGMA integrity_check") == [("ok",)]
    assert rows(left, "PRAGMA foreign_key_check") == []


def test_a_folder_that_no_tour_made_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "mine.txt"
    kept.write_text("mine", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "tools.tour", "--out", str(tmp_path)],
        env={**os.environ, "COMMS_DESK_HOME": str(tmp_path.parent / "home")},
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )

    assert done.returncode == 1
    assert kept.read_text(encoding="utf-8") == "mine"
    assert str(tmp_path) in done.stderr
