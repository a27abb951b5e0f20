"""The letter: the office's own words or ours, and nothing that a title or a text could break."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import docx
import pytest

from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import NewAccount
from comms_desk.media.dispatches.desk import DispatchDesk
from comms_desk.media.dispatches.model import LetterForm
from comms_desk.media.drafting.letters import LetterTemplateBroken
from comms_desk.settings import COPY_TO, REPLY_TO
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from tests.media.dispatches.sent import Press, to

ZOE = to("zoe@journal.example")


@pytest.fixture
def press(sqlite_database: Database) -> Press:
    return Press(sqlite_database)


def test_what_a_title_says_is_never_read_as_anything_else(press: Press) -> None:
    title = "*Budget* {{ body }} <b>gras</b> [ici](https://x.example)\r\nBcc: tous@x.example"
    draft = press.draft(title=title)

    shown = press.desk.preview(draft, ZOE)

    assert "\n" not in shown.subject
    assert "{{" not in shown.subject + shown.text + shown.html
    assert "&lt;b&gt;gras&lt;/b&gt;" in shown.html
    assert "https://x.example" not in shown.html.replace("(https://x.example)", "")
    press.desk.send(draft, ZOE)


def test_the_words_of_the_office_go_before_ours(press: Press, tmp_path: Path) -> None:
    words = tmp_path / "letters" / "release.fr.md"
    words.parent.mkdir()
    words.write_text("Ville – {{ title }}\n\nBonjour,\n\nVoyez :\n\n{{ body }}\n", "utf-8")
    desk, draft = DispatchDesk(press.database, tmp_path), press.draft()

    shown = desk.preview(draft, ZOE)

    assert shown.subject.startswith("Ville – Budget 2027")
    assert "Voyez :" in shown.text
    assert "Retrait" not in shown.text


def test_a_text_that_signs_as_the_office_does_is_signed_once(press: Press, tmp_path: Path) -> None:
    words = tmp_path / "letters" / "release.fr.md"
    words.parent.mkdir()
    words.write_text(
        "{{ title }}\n\nBonjour,\n\n{{ body }}\n\nRelations avec les médias\n", "utf-8"
    )
    desk = DispatchDesk(press.database, tmp_path)

    signed = desk.preview(press.draft("Il y a 54 pistes.\n\nRelations avec les médias"), ZOE)
    unsigned = desk.preview(press.draft("Il y a 54 pistes."), ZOE)

    assert signed.text.count("Relations avec les médias\n") == 1
    assert unsigned.text.endswith("Relations avec les médias\n")


def test_a_foot_that_says_more_than_the_text_stays_below_it(press: Press, tmp_path: Path) -> None:
    foot = "Ville de Montréal, 275, rue Notre-Dame. Pour ne plus recevoir nos envois : « Retrait »."
    words = tmp_path / "letters" / "release.fr.md"
    words.parent.mkdir()
    words.write_text(f"{{{{ title }}}}\n\nBonjour,\n\n{{{{ body }}}}\n\n{foot}\n", "utf-8")

    shown = DispatchDesk(press.database, tmp_path).preview(
        press.draft("Il y a 54 pistes.\n\nVille de Montréal"), ZOE
    )

    assert "275, rue Notre-Dame" in shown.text


def test_the_words_of_the_office_may_be_a_word_file(press: Press, tmp_path: Path) -> None:
    written = docx.Document()
    for each in ("Ville – {{ title }}", "Bonjour,", "{{ notice }}", "{{ body }}", "À bientôt."):
        written.add_paragraph(each)
    (tmp_path / "letters").mkdir()
    written.save(str(tmp_path / "letters" / "release.fr.docx"))

    shown = DispatchDesk(press.database, tmp_path).preview(press.draft(), ZOE)

    assert shown.subject.startswith("Ville – Budget 2027")
    assert shown.text.startswith("Bonjour,\n\nPour diffusion immédiate.\n\n———")
    assert shown.text.endswith("À bientôt.\n")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Objet seul",
        "Objet\n\n{{ nom }}",
        "Objet {{ prenom }}\n\nBonjour",
        "Objet\n\n{{ body }}\n\nÀ savoir\n\n{{ body }}",
    ],
)
def test_words_that_ask_for_what_no_letter_has_are_refused(
    press: Press, tmp_path: Path, words: str
) -> None:
    file = tmp_path / "letters" / "release.fr.md"
    file.parent.mkdir()
    file.write_text(words, "utf-8")

    with pytest.raises(LetterTemplateBroken):
        DispatchDesk(press.database, tmp_path).preview(press.draft(), ZOE)


def test_without_its_text_the_letter_carries_it_as_a_file(press: Press) -> None:
    wanted = replace(ZOE, forms=frozenset({LetterForm.PDF, LetterForm.WORD}))

    shown = press.desk.preview(press.draft(), wanted)

    assert "54 pistes" not in shown.text
    assert [file.name.rpartition(".")[2] for file in shown.files] == ["pdf", "docx"]


def test_its_headers_say_where_answers_go_and_the_service_has_a_copy(press: Press) -> None:
    settings, draft = DeskSettings(press.database), press.draft()
    settings.set(REPLY_TO, "medias@ville.example")
    settings.set(COPY_TO, "boite@ville.example")

    press.desk.send(draft, ZOE)
    press.desk.send(draft, to("luc@radio.example"))

    assert press.worker().carry() == [
        "zoe@journal.example",
        "boite@ville.example",
        "luc@radio.example",
    ]
    (letter,) = [
        each for each in press.desk.letters(draft).rows if each.to.bare == "zoe@journal.example"
    ]
    read = message_from_bytes(OutboxDesk(press.database).bytes_of(letter.id), policy=default)
    assert read["Reply-To"] == "medias@ville.example"
    assert read["List-Id"] == "<communiques.ville.example>"
    assert read["List-Unsubscribe"] == "<mailto:medias@ville.example?subject=Retrait>"
    assert read["Bcc"] is None
    assert [part.get_content_type() for part in read.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
    ]


def test_an_office_whose_domain_has_an_accent_sends_as_any_other(press: Press) -> None:
    sender = Address(name="Ville", local="presse", domain="montréal.example")
    new = NewAccount(name="Montréal", sender=sender, facts={"host": "smtp.ville.example"})
    account = AccountDesk(press.database).add(new).id

    press.desk.send(press.draft(), replace(ZOE, account=account))

    (letter,) = OutboxDesk(press.database).letters().rows
    head = OutboxDesk(press.database).bytes_of(letter.id).partition(b"\r\n\r\n")[0]
    assert b"List-Id: <communiques.xn--montral-fya.example>" in head
    assert head.isascii()


@pytest.mark.parametrize("mark", ["– 30 –", "-30-", "- 30 -", "—30—"])
def test_an_end_mark_that_was_typed_gets_no_second_one(press: Press, mark: str) -> None:
    draft = press.draft(text=f"Le budget est adopté.\n\n{mark}")

    shown = press.desk.preview(draft, ZOE)

    lines = [line for line in shown.text.splitlines() if "30" in line and len(line) < 10]
    assert lines == ["–\u00a030\u00a0–"]
