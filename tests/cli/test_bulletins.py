"""Employees and bulletins from the command line."""

import json
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.documents.errors import FileNotWritten
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.facts import NotOneOf
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.links import links_text
from comms_desk.internal.bulletins.model import BulletinBlockKind, BulletinId, Link, NewBlock
from comms_desk.mail.address import Address
from comms_desk.mail.model import LetterState, NewAccount
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.paths import resource
from comms_desk.storage.model import FieldChange
from tests.cli.asking import ask
from tests.mail.outbox_support import TAKEN, Worker

EMPLOYEES = (
    "Matricule;Nom;Prénom;Courriel;Service;Signe\r\n"
    "1;Théorêt;Camille;camille@ville.example;311;Lion\r\n"
    "2;Nguyen;Bao;;Travaux publics;\r\n"
    "3;Roy;Eve;pas une adresse;311;\r\n"
)


@pytest.fixture
def employees(tmp_path: Path) -> Path:
    file = tmp_path / "employes.csv"
    file.write_bytes(EMPLOYEES.encode("cp1252"))
    return file


def said(office: Office, *words: object) -> dict[str, Any]:
    answer = ask(office, *words, "--json")
    assert answer.exit_code == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def open_account(office: Office) -> None:
    office.accounts.add(
        NewAccount(
            name="Interne",
            sender=Address(name="Entre nous", local="bulletin", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )


def sample(office: Office) -> object:
    return said(office, "bulletins", "new", "--from", resource("sample", "bulletin.json"))["id"]


def test_employees_come_in_and_refused_rows_are_listed(office: Office, employees: Path) -> None:
    report = said(office, "employees", "import", employees)

    assert report["applied"] is True
    assert report["counts"] == {"new": 2, "changed": 0, "same": 0, "refused": 1, "absent": 0}
    assert report["unknown_columns"] == ["Signe"]
    assert [(row["line"], row["fate"]) for row in report["rows"]] == [
        (2, "new"),
        (3, "new"),
        (4, "refused"),
    ]
    assert (
        report["rows"][2]["reason"]
        == "“pas une adresse” is not one e-mail address. Write it as name@example.org."
    )
    listed = json.loads(ask(office, "employees", "list", "theo", "--json").stdout)
    assert [row["email"] for row in listed] == ["camille@ville.example"]


def test_a_dry_run_of_employees_writes_nothing(office: Office, employees: Path) -> None:
    answer = ask(office, "employees", "import", employees, "--dry-run")

    assert "2 new" in answer.stderr
    assert "columns not read: Signe" in answer.stderr
    assert office.audience.search().total == 0


def test_a_file_of_nothing_good_imports_nothing_and_says_so(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "mauvais.csv"
    file.write_text("Nom;Courriel\nRoy;non\n", encoding="utf-8")

    answer = ask(office, "employees", "import", file)

    assert answer.exit_code == 1
    assert "Every row was refused" in answer.stderr


def test_a_bulletin_is_written_from_a_file_and_listed(office: Office) -> None:
    sample(office)

    (line,) = json.loads(ask(office, "bulletins", "list", "--json").stdout)
    assert (line["name"], line["number"], line["issued_at"]) == ("Entre nous", 41, None)


def test_a_new_bulletin_is_said_to_a_person_too(office: Office) -> None:
    answer = ask(office, "bulletins", "new", "--name", "Entre nous", "--number", "41")

    assert answer.exit_code == 0
    assert "Entre nous" in answer.stdout


def test_an_empty_bulletin_takes_the_next_number(office: Office) -> None:
    sample(office)

    assert said(office, "bulletins", "new")["number"] == 42
    assert ask(office, "bulletins", "new", "--subject", "x").exit_code == 2


def test_a_folder_that_cannot_be_made_is_said(office: Office, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")

    with pytest.raises(FileNotWritten) as caught:
        ask(office, "bulletins", "render", sample(office), "--out", taken / "out")

    assert caught.value.path == taken / "out"


def test_a_bulletin_with_words_under_embargo_is_not_rendered(
    office: Office, tmp_path: Path
) -> None:
    words = "Les bibliothèques accueilleront le public tous les dimanches dès janvier prochain."
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=words)).id
    until = office.database.clock.now() + timedelta(hours=1)
    office.embargoes.place(Ref(Subject.DRAFT, draft), until=until, ends_when="")
    bulletin = sample(office)
    office.bulletins.add_block(
        BulletinId(int(str(bulletin))), NewBlock(kind=BulletinBlockKind.TEXT, text=words)
    )

    with pytest.raises(WordsUnderEmbargo):
        ask(office, "bulletins", "render", bulletin, "--out", tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_a_bulletin_is_rendered_as_a_page_and_a_letter(office: Office, tmp_path: Path) -> None:
    files = said(office, "bulletins", "render", sample(office), "--out", tmp_path / "out")

    page = Path(str(files["html"])).read_text(encoding="utf-8")
    letter = message_from_bytes(Path(str(files["eml"])).read_bytes(), policy=default)
    assert "data:image/png;base64," in page
    assert letter["Subject"].startswith("Bibliothèques le dimanche")
    assert letter["X-Unsent"] == "1"
    kinds = [part.get_content_type() for part in letter.walk()]
    assert kinds == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]


def test_a_bulletin_goes_out_once_and_says_who_gets_none(office: Office, employees: Path) -> None:
    open_account(office)
    ask(office, "employees", "import", employees)
    bulletin = sample(office)

    planned = said(office, "bulletins", "send", bulletin, "--dry-run")
    assert (planned["sent"], planned["queued"]) == (False, 1)
    assert office.outbox.letters().total == 0
    sent = said(office, "bulletins", "send", bulletin)

    assert (sent["queued"], sent["already"]) == (1, 0)
    assert sent["excluded"] == [{"name": "Bao Nguyen", "address": "", "because": "no mailbox"}]
    assert office.outbox.counts()[LetterState.QUEUED] == 1


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_bulletin_sent_again_is_nothing_done_and_says_so(
    office: Office, employees: Path, more: tuple[str, ...]
) -> None:
    open_account(office)
    ask(office, "employees", "import", employees)
    bulletin = sample(office)
    said(office, "bulletins", "send", bulletin)

    again = ask(office, "bulletins", "send", bulletin, *more)

    assert (again.exit_code, again.stdout) == (1, "")
    assert "(Entre nous, no.\u00a041): nothing was added" in again.stderr
    assert office.outbox.letters().total == 1


def test_employees_who_are_all_there_already_are_nothing_imported(
    office: Office, employees: Path
) -> None:
    ask(office, "employees", "import", employees)

    again = ask(office, "employees", "import", employees)

    assert again.exit_code == 1
    assert "Nothing was imported" in again.stderr
    assert ask(office, "employees", "import", employees, "--dry-run").exit_code == 0


def test_a_test_goes_to_one_address(office: Office) -> None:
    open_account(office)

    said(office, "bulletins", "send", sample(office), "--test", "moi@ville.example")

    (letter,) = office.outbox.letters().rows
    assert letter.to.bare == "moi@ville.example"


def test_a_bulletin_that_was_cancelled_midway_is_listed_with_how_far_it_went(
    office: Office, tmp_path: Path
) -> None:
    open_account(office)
    file = tmp_path / "employes.csv"
    rows = "".join(f"Nom{number};nom{number}@ville.example\n" for number in range(4))
    file.write_text(f"Nom;Courriel\n{rows}", encoding="utf-8")
    ask(office, "employees", "import", file)
    said(office, "bulletins", "send", sample(office))
    worker = Worker(office.database)
    (claim,) = worker.claim(most=1)
    worker.departures.settle(worker.account, claim, TAKEN)
    said(office, "outbox", "cancel", claim.message)

    listed = ask(office, "bulletins", "list")
    (line,) = json.loads(ask(office, "bulletins", "list", "--json").stdout)

    assert " · Sent to 1 of 4" in listed.stdout
    assert line["sent_in_part"] == {"sent": 1, "of": 4, "unchosen": 0}


def test_a_fact_of_a_bulletin_is_set_as_on_its_card_and_shown(office: Office) -> None:
    bulletin = sample(office)

    said(office, "bulletins", "set", bulletin, "day", "2 décembre 2026")
    said(office, "bulletins", "set", bulletin, "number", "77")

    shown = said(office, "bulletins", "show", bulletin)
    assert (shown["day"], shown["number"]) == ("2026-12-02", 77)
    table = ask(office, "bulletins", "list", "entre", "77").stdout
    assert "December 2, 2026" in table
    assert ask(office, "bulletins", "list", "zzz", "--json").stdout.strip() == "[]"


def test_a_bulletin_goes_to_a_service_alone_and_later_to_the_others(office: Office) -> None:
    open_account(office)
    for name, service in (("Roy", "311"), ("Nguyen", "Eau"), ("Okafor", "Eau")):
        email = Address.parse(f"{name.lower()}@ville.example")
        office.audience.add(NewEmployee(family_name=name, email=email, service=service))
    bulletin = sample(office)

    planned = ask(office, "bulletins", "send", bulletin, "--service", "eau", "--dry-run")
    first = said(office, "bulletins", "send", bulletin, "--service", "eau")
    rest = said(office, "bulletins", "send", bulletin)

    assert "2 of 3" in planned.stderr
    assert (first["queued"], first["of"]) == (2, 3)
    assert (rest["queued"], rest["already"]) == (1, 2)
    with pytest.raises(NotOneOf):
        ask(office, "bulletins", "send", bulletin, "--service", "eau", "--service", "Voiire")


def test_the_history_of_a_bulletin_reads_as_its_blocks_do(office: Office) -> None:
    bulletin = office.bulletins.add_next(name="Bulletin", day=date(2026, 11, 24)).id
    block = office.bulletins.add_block(
        bulletin, NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour")
    )
    links = links_text((Link("Horaire", "https://horaire.example"),))
    office.bulletins.edit_block(block, FieldChange("links", "[]", links))
    office.bulletins.add_block(bulletin, NewBlock(kind=BulletinBlockKind.BUTTON))
    office.bulletins.edit_block(block, FieldChange("position", 1, 2))

    past = json.loads(ask(office, "history", f"bulletin:{bulletin}", "--json").stdout)

    assert [(each["field"], each["before"], each["after"]) for each in past] == [
        ("position", "1", "2"),
        (f"block {block + 1}", "", "Button"),
        ("links", "", "Horaire (https://horaire.example)"),
        (f"block {block}", "", "Text, Bonjour"),
    ]
    table = ask(office, "history", f"bulletin:{bulletin}").stdout
    assert f"block {block}" not in table
    for words in ("Place among the blocks", "Links", "Text, Bonjour"):
        assert words in table


def test_who_received_a_bulletin_is_listed_with_what_became_of_each_letter(office: Office) -> None:
    for name in ("Roy", "Diallo", "Nguyen"):
        to = Address.parse(f"{name.lower()}@ville.example")
        office.audience.add(NewEmployee(family_name=name, email=to))
    facts = {"host": "smtp.ville.example"}
    sender = Address.parse("bulletin@ville.example")
    office.accounts.add(NewAccount(name="Interne", sender=sender, facts=facts))
    bulletin = said(office, "bulletins", "new", "--name", "Entre nous", "--number", "41")["id"]
    unsent = ask(office, "bulletins", "recipients", bulletin)
    assert (unsent.exit_code, unsent.stderr) == (0, "This bulletin has not been sent yet.\n")
    office.bulletins.edit(bulletin, FieldChange("subject", "", "L’essentiel"))
    office.bulletins.add_block(bulletin, NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour."))
    office.bulletins.send(bulletin)
    worker = Worker(office.database)
    for claim in worker.claim()[:2]:
        worker.departures.settle(worker.account, claim, TAKEN)

    listed = json.loads(ask(office, "bulletins", "recipients", bulletin, "--json").stdout)
    cut = ask(office, "bulletins", "recipients", bulletin, "--limit", 2)

    assert {(each["to"]["name"], each["to"]["local"]) for each in listed} == {
        ("Roy", "roy"),
        ("Diallo", "diallo"),
        ("Nguyen", "nguyen"),
    }
    assert sorted(each["state"] for each in listed) == ["sending", "sent", "sent"]
    assert "2 of 3" in cut.stderr
    assert "Accepted by server" in cut.stdout


def test_the_blocks_of_a_bulletin_are_shown_one_under_the_other(office: Office) -> None:
    bulletin = said(office, "bulletins", "new", "--name", "Entre nous", "--number", "41")["id"]
    links = (Link(label="Budget", address="https://montreal.example/budget"),)
    office.bulletins.add_block(
        bulletin, NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour,\n\net merci.")
    )
    office.bulletins.add_block(
        bulletin, NewBlock(kind=BulletinBlockKind.LINKS, text="Lire", links=links)
    )

    shown = ask(office, "bulletins", "show", bulletin).stdout.splitlines()

    assert shown[-3:] == [
        "Blocks:",
        "  Text · Text: Bonjour,  et merci.",
        "  Links · Text: Lire; Links: Budget (https://montreal.example/budget)",
    ]
