"""A text is sent, corrected, withdrawn and followed from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.errors import CommsDeskError
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.media.dispatches.model import NobodyToSendTo, SourceMissing, WasWithdrawn
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft
from comms_desk.media.lists.model import NewList
from comms_desk.paths import Paths
from comms_desk.storage.model import FieldChange
from tests.cli.asking import ask
from tests.media.dispatches.sent import Carrier
from tests.support.offices import new_office
from tests.support.releases import FOOT

ZOE, LUC = Address.parse("zoe@journal.example"), Address.parse("luc@radio.example")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    i18n.use("en")
    opened = new_office(Paths.find())
    opened.accounts.add(
        NewAccount(
            name="Médias",
            sender=Address(name="Ville", local="medias", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )
    yield opened
    opened.close()
    i18n.use("fr")


@pytest.fixture
def draft(office: Office) -> DraftId:
    made = office.lists.add(NewList(name="Affectation presse-web"))
    office.lists.put_members(made.id, [ZOE, LUC])
    return office.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, title="Budget 2027", text="Il y a 54 pistes.", **FOOT)
    ).id


def said(office: Office, *words: object) -> dict[str, Any]:
    answer = ask(office, *words, "--json")
    assert answer.exit_code == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_a_text_is_sent_to_a_list_and_each_fate_is_shown(office: Office, draft: DraftId) -> None:
    tried = said(office, "drafts", "send", draft, "--to", "affectation presse-web", "--dry-run")
    sent = said(office, "drafts", "send", draft, "--to", 1, "--also", "Ana <ana@tele.example>")
    Carrier(office.database, "worker").carry(most=1)
    fates = said(office, "drafts", "fates", draft)

    assert (tried["sent"], tried["people"], office.dispatches.of(draft)[0].letters) == (False, 2, 3)
    assert (sent["sent"], sent["letters"]) == (True, 3)
    assert [each["state"] for each in fates["letters"]] == ["queued", "queued", "sent"]
    assert "Accepted by server" in ask(office, "drafts", "fates", draft).stdout


def test_it_is_corrected_to_those_who_have_it(office: Office, draft: DraftId) -> None:
    said(office, "drafts", "send", draft, "--to", 1, "--now")
    carrier = Carrier(office.database, "worker")
    (first,) = carrier.carry(most=1)
    opened = office.drafts.open(draft)
    sitting = new_sitting(opened.text)
    office.drafts.revise(draft, "Il y a 45 pistes.", base=opened.base, sitting=sitting)
    words = ("drafts", "correct", draft, "--wrong", "54", "--right", "45")

    tried = said(office, *words, "--dry-run")
    done = said(office, *words)

    assert (tried["sent"], done["sent"]) == (False, True)
    assert tried["told"] == done["told"] == [first]
    assert len(done["replaced"]) == 1
    assert done["still_wrong"] == []
    assert len(carrier.carry()) == 2


def test_what_leaves_says_until_when_this_computer_is_left_on(
    office: Office, draft: DraftId
) -> None:
    until = "leave it on and connected, and Comms Desk open, until"
    sent = ask(office, "drafts", "send", draft, "--to", 1)
    Carrier(office.database, "worker").carry()
    lease = office.jobs.holder()
    assert lease is not None
    office.jobs.release(lease)

    withdrawn = ask(office, "drafts", "withdraw", draft)

    assert until in sent.stderr
    assert until in withdrawn.stderr


def test_nobody_is_told_where_there_is_nothing_to_correct(office: Office, draft: DraftId) -> None:
    said(office, "drafts", "send", draft, "--to", 1)
    Carrier(office.database, "worker").carry()

    unchanged = ask(office, "drafts", "correct", draft, "--right", "45", "--dry-run")
    would = ask(office, "drafts", "withdraw", draft, "--dry-run")

    assert "2 people have it, or may." in unchanged.stderr
    assert "are told" not in unchanged.stderr
    assert "leave it on" not in unchanged.stderr
    assert "2 people would be told." in would.stderr


def test_what_is_doubtful_of_a_correction_is_said(office: Office, draft: DraftId) -> None:
    said(office, "drafts", "send", draft, "--to", 1, "--now")
    Carrier(office.database, "worker").carry()
    opened = office.drafts.open(draft)
    sitting = new_sitting(opened.text)
    office.drafts.revise(draft, "54, non, 45 pistes.", base=opened.base, sitting=sitting)
    words = ("drafts", "correct", draft, "--wrong", "54", "--right", "45", "--dry-run")

    tried, read = said(office, *words), ask(office, *words)

    assert tried["still_wrong"] == ["text"]
    assert "“54” still stands in what is sent: Text." in read.stderr


def test_it_is_withdrawn(office: Office, draft: DraftId) -> None:
    said(office, "drafts", "send", draft, "--to", 1)
    Carrier(office.database, "worker").carry()

    done = said(office, "drafts", "withdraw", draft, "--note", "Un nom y était de trop.")

    assert len(done["told"]) == 2
    with pytest.raises(WasWithdrawn):
        ask(office, "drafts", "withdraw", draft)


def test_a_test_goes_to_one_address_alone(office: Office, draft: DraftId) -> None:
    said(office, "drafts", "send", draft, "--test-to", "moi@ville.example")

    assert Carrier(office.database, "worker").carry() == ["moi@ville.example"]
    assert ask(office, "drafts", "fates", draft).exit_code == 1


def test_under_a_freeze_the_hours_are_not_said_alone(office: Office, draft: DraftId) -> None:
    office.freezes.freeze("Bris d’aqueduc")

    tried = ask(office, "drafts", "send", draft, "--also", "zoe@journal.example", "--dry-run")

    assert "All sending is frozen (Bris d’aqueduc)" in tried.stderr


def test_what_cannot_leave_says_why(office: Office, draft: DraftId) -> None:
    tried = said(office, "drafts", "send", draft, "--dry-run")

    assert tried["obstacles"] == ["Nobody is named to send it to."]
    with pytest.raises(NobodyToSendTo):
        ask(office, "drafts", "send", draft)
    for wrong in (("--to", "Personne"), ("--also", "personne")):
        assert ask(office, "drafts", "send", draft, *wrong).exit_code == 1
    assert ask(office, "drafts", "send", draft, "--now", "--when-lifted").exit_code == 2
    with pytest.raises(CommsDeskError):
        ask(office, "drafts", "send", draft, "--at", "quand même")


def test_a_release_without_its_source_does_not_leave(office: Office, draft: DraftId) -> None:
    office.drafts.edit(draft, FieldChange("source", FOOT["source"], ""))

    tried = said(office, "drafts", "send", draft, "--to", 1, "--dry-run")

    assert tried["obstacles"] == ["“Budget 2027” does not say its source."]
    with pytest.raises(SourceMissing):
        ask(office, "drafts", "send", draft, "--to", 1)


def test_what_waits_is_stopped(office: Office, draft: DraftId) -> None:
    said(office, "drafts", "send", draft, "--to", 1)

    assert said(office, "drafts", "stop", draft) == {"stopped": 2, "on_the_wire": 0}
    assert Carrier(office.database, "worker").carry() == []
