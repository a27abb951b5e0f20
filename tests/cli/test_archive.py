"""The archive from the command line."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.changes import Ref
from comms_desk.cli.main import run
from comms_desk.media.drafting.model import DraftKind, DraftStatus, NewDraft
from comms_desk.paths import Paths
from comms_desk.storage.archive import archivable_rows
from comms_desk.storage.model import FieldChange
from tests.support.offices import new_office

RULE = ["--years", "5", "--schedule", "12-345", "--signed-by", "Ève Lavoie"]
ADD_RULE = ["archive", "rules", "add", "draft", *RULE, "--signed-on", "2026-03-02"]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path))
    opened = new_office(Paths.find())
    for title in ("Budget", "Neige"):
        released = DraftStatus.RELEASED
        opened.drafts.add(NewDraft(kind=DraftKind.RELEASE, title=title, status=released))
    yield opened
    opened.close()
    i18n.use("fr")


def long_archived(office: Office, *references: str) -> None:
    """Have things be archived for as long as any rule keeps them."""
    for ref in map(Ref.from_text, references):
        office.archive.put_in(ref)
        with office.database.transaction() as transaction:
            row = transaction.session.get_one(archivable_rows()[ref.kind], ref.id)
            row.archived_at = transaction.now - timedelta(days=100_000)


def answer(capsys: pytest.CaptureFixture[str], *typed: str) -> object:
    assert run([*typed, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_was_sent_is_archived_by_its_reference_and_taken_out(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bin", "put", "draft:1"]) == 1
    assert "comms-desk archive put draft:1" in capsys.readouterr().err

    put = answer(capsys, "archive", "put", "draft:1")
    listed = answer(capsys, "archive", "list", "budg")
    restored = answer(capsys, "archive", "restore", "draft:1")

    assert isinstance(put, dict)
    assert list(put) == ["ref", "kind", "name", "archived_at", "archived_by", "kept_until"]
    assert (put["ref"], put["name"], put["kept_until"]) == ("draft:1", "Budget", None)
    assert listed == [put]
    assert restored == put
    assert answer(capsys, "archive", "list") == []
    assert office.drafts.search().total == 2
    assert run(["archive", "restore", "draft:1"]) == 1
    assert "comms-desk archive list" in capsys.readouterr().err


def test_what_is_archived_is_changed_only_once_it_is_out(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.drafts.edit(office.drafts.search("neige").rows[0].id, FieldChange("source", "", "Ville"))
    assert run(["archive", "put", "contact:1"]) == 1
    assert run(["archive", "put", "draft:1"]) == 0

    assert run(["archive", "list"]) == 0

    _headings, line = capsys.readouterr().out.splitlines()[-2:]
    assert line.split()[:2] == ["draft:1", "Texte"]


def test_a_rule_is_added_listed_and_ended(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = answer(capsys, *ADD_RULE)
    assert isinstance(rule, dict)
    assert (rule["id"], rule["kind"], rule["years"]) == (1, "draft", 5)
    assert (rule["reference"], rule["signed_on"]) == ("12-345", "2026-03-02")
    assert run(ADD_RULE) == 1
    assert "nᵒ\u00a01 (12-345)" in capsys.readouterr().err

    ended = answer(capsys, "archive", "rules", "end", "1")

    assert answer(capsys, "archive", "rules", "list") == [ended]
    assert run(["archive", "rules", "list"]) == 0
    assert "5\u00a0ans" in capsys.readouterr().out
    assert run(["archive", "destroy", "1"]) == 1
    assert run(["archive", "destroy", "2"]) == 1
    assert run(["archive", "rules", "add", "contact", *RULE, "--signed-on", "2026-03-02"]) == 2


def test_a_rule_destroys_only_what_was_counted_in_a_dry_run(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    long_archived(office, "draft:1", "draft:2")
    answer(capsys, *ADD_RULE)

    dry = answer(capsys, "archive", "destroy", "1")
    assert isinstance(dry, dict)
    assert (len(dry["things"]), dry["archived"], dry["destroyed"]) == (2, 2, False)
    assert run(["archive", "destroy", "1"]) == 0
    assert "2 sur 2" in capsys.readouterr().err
    assert run(["archive", "destroy", "1", "--for-good", "1"]) == 1
    assert office.archive.search().total == 2
    assert run(["archive", "destroy", "1", "--for-good", "2"]) == 0
    assert "2 sur 2" in capsys.readouterr().err

    gone = answer(capsys, "archive", "destroyed")
    assert isinstance(gone, list)
    assert [(each["ref"], each["name"], each["reference"]) for each in gone] == [
        ("draft:2", "Neige", "12-345"),
        ("draft:1", "Budget", "12-345"),
    ]
    assert answer(capsys, "archive", "destroyed", "neige") == gone[:1]
    assert office.drafts.search("neige").total == 0


def test_what_is_held_is_said_and_stays(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    long_archived(office, "draft:1", "draft:2")
    until = office.database.clock.now() + timedelta(days=1)
    office.embargoes.place(Ref.from_text("draft:1"), until=until, ends_when="à midi")
    answer(capsys, *ADD_RULE)

    assert run(["archive", "destroy", "1", "--for-good", "1"]) == 0

    said = capsys.readouterr().err
    assert "1 sur 2" in said
    assert "Budget" in said
    assert [each.ref for each in office.archive.search().rows] == [Ref.from_text("draft:1")]
