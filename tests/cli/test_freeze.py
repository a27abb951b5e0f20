"""The freeze of all sending, and who may have a text before its embargo, at the prompt."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli.main import run
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import NewAccount, Recipient
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.media.lists.model import NewList
from comms_desk.paths import Paths
from tests.support.offices import new_office

ZOE = Address(local="zoe", domain="journal.example")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    i18n.use("en")
    opened = new_office(Paths.find())
    (tmp_path / "desk" / "settings.toml").write_text('language = "en"\n', encoding="utf-8")
    yield opened
    opened.close()
    i18n.use("fr")


@pytest.fixture
def text(office: Office) -> Draft:
    return office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027"))


def answer(
    capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0
) -> dict[str, object]:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == status
    written = capsys.readouterr()
    found: dict[str, object] = json.loads(written.out) if status == 0 else {"said": written.err}
    return found


def test_all_is_frozen_let_go_by_thing_and_lifted(
    office: Office, text: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    office.accounts.add(NewAccount(name="Presse", sender=ZOE, facts={"host": "smtp.ville.example"}))
    message = NewMessage(subject="Budget", text="Bonjour")
    office.outbox.send(message, [Recipient(to=ZOE)], about=text.ref)
    assert answer(capsys, "freeze", "show")["frozen"] is False

    frozen = answer(capsys, "freeze", "on", "--reason", "Water main")
    let_go = answer(capsys, "freeze", "off", f"draft:{text.id}")
    lifted = answer(capsys, "freeze", "off")

    assert (frozen["frozen"], frozen["reason"], frozen["letters"]) == (True, "Water main", 1)
    assert frozen["held"] == [{"ref": f"draft:{text.id}", "title": "Budget 2027", "letters": 1}]
    assert let_go["held"] == []
    assert lifted["frozen"] is False


def test_a_second_freeze_says_since_when_and_why(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.freezes.freeze("Water main")

    said = answer(capsys, "freeze", "on", "--reason", "Again", status=1)

    assert "Water main" in str(said)


def test_what_is_not_frozen_is_not_lifted(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "not frozen" in str(answer(capsys, "freeze", "off", status=1))


def test_what_waits_under_a_freeze_is_said_where_it_would_be_sent(
    office: Office, text: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    office.accounts.add(NewAccount(name="Presse", sender=ZOE, facts={"host": "smtp.ville.example"}))
    message = NewMessage(subject="Budget", text="Bonjour")
    office.outbox.send(message, [Recipient(to=ZOE)], about=text.ref)
    office.freezes.freeze("Water main")
    capsys.readouterr()

    assert run(["outbox", "send"]) == 0

    assert "frozen" in capsys.readouterr().err


def test_who_may_have_a_text_before_is_granted_shown_and_withdrawn(
    office: Office, text: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    until = office.database.clock.now() + timedelta(hours=2)
    office.embargoes.place(text.ref, until=until, ends_when="")
    draft = str(text.id)

    granted = answer(capsys, "embargo", "grant", draft, "Zoe@Journal.example", "--signed-by", "Zoé")
    shown = answer(capsys, "embargo", "show", draft)
    withdrawn = answer(capsys, "embargo", "withdraw", draft, "zoe@journal.example")

    assert granted == shown
    assert shown["holds"] is True
    assert [each["recipient"] for each in shown["exceptions"]] == [ZOE.bare]  # type: ignore[attr-defined]
    assert withdrawn["exceptions"] == []
    again = answer(capsys, "embargo", "withdraw", draft, "zoe@journal.example", status=1)
    assert "zoe@journal.example" in str(again)


def test_all_of_a_list_are_granted_at_once(
    office: Office, text: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    until = office.database.clock.now() + timedelta(hours=2)
    office.embargoes.place(text.ref, until=until, ends_when="")
    made = office.lists.add(NewList(name="Agences"))
    office.lists.put_members(made.id, [ZOE])
    draft = str(text.id)

    granted = answer(
        capsys, "embargo", "grant", draft, "--list", "agences", "--note", "par courriel"
    )
    answer(capsys, "embargo", "grant", draft, status=1)

    signed = [(each["recipient"], each["note"]) for each in granted["exceptions"]]  # type: ignore[attr-defined]
    assert signed == [(ZOE.bare, "par courriel")]


def test_an_embargo_is_placed_moved_and_lifted(
    office: Office, text: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = str(text.id)

    placed = answer(
        capsys, "embargo", "place", draft, "2100-11-25 10:00", "--ends-when", "Briefing"
    )
    moved = answer(capsys, "embargo", "place", draft, "2100-11-25 11:00")
    lifted = answer(capsys, "embargo", "lift", draft)

    assert (placed["holds"], placed["ends_when"]) == (True, "Briefing")
    assert str(placed["until"]) < str(moved["until"])
    assert lifted["holds"] is False
    answer(capsys, "embargo", "lift", draft, status=1)
    answer(capsys, "embargo", "place", draft, "2020-11-25 10:00", status=1)


def test_a_text_without_an_embargo_has_no_exceptions(
    office: Office, text: Draft, capsys: pytest.CaptureFixture[str]
) -> None:
    said = answer(capsys, "embargo", "show", str(text.id), status=1)

    assert "No embargo" in str(said)


def test_what_waits_with_the_words_of_a_text_is_said_as_its_embargo_is_placed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "les bibliothèques accueilleront le public tous les dimanches de janvier"
    text = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Horaire", text=f"{words}."))
    office.accounts.add(NewAccount(name="Presse", sender=ZOE, facts={"host": "smtp.ville.example"}))
    new = NewMessage(subject="Entre nous", text=f"Bonne nouvelle, {words}!")
    office.outbox.send(new, [Recipient(to=ZOE)], about=Ref(Subject.BULLETIN, 41))

    placed = answer(capsys, "embargo", "place", str(text.id), "2100-11-25 10:00")

    found: Any = placed["waiting"]
    assert [(each["subject"], each["words"]) for each in found] == [("Entre nous", [words])]
