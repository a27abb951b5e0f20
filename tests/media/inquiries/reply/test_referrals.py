"""Who answers instead: data of the office's, told to who asked, passed on, closed."""

import json
from pathlib import Path

import pytest

from comms_desk.i18n import Language
from comms_desk.media.inquiries.model import NotOpen, Reporter
from comms_desk.media.inquiries.moments import Channel, MomentKind, Resolution, Status
from comms_desk.media.inquiries.reply import answerers
from comms_desk.media.inquiries.reply.answerers import (
    AnswerersBroken,
    AnswererUnknown,
    AnswererUnreachable,
)
from comms_desk.media.inquiries.reply.desk import ReplyDesk
from comms_desk.media.inquiries.reply.model import Referral
from comms_desk.places import Scope
from comms_desk.storage.database import Database
from tests.media.inquiries.asked import MAIL, ZOE, Newsroom

ACCESS = {
    "key": "access",
    "name": {"fr": "Responsable de l’accès", "en": "Access officer"},
    "text": {"fr": "Reçue le {received}; transmise.", "en": "Received on {received}."},
    "email": "acces@ville.example",
    "is_passed_on": True,
    "words": ["Loi sur l’accès"],
}


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Newsroom:
    office = Newsroom(database)
    (tmp_path / "referrals").mkdir()
    (tmp_path / "referrals" / "ville.json").write_text(json.dumps([ACCESS]), "utf-8")
    office.replies = ReplyDesk(database, tmp_path)
    return office


def test_who_asked_is_sent_to_who_answers_and_it_closes(office: Newsroom) -> None:
    inquiry = office.asked("Arrestation au centre-ville")

    assert (office.replies.proposed(inquiry) or answerers.one(None, "311")).key == "SPVM"
    (shown,) = office.replies.shown_referral(inquiry, Referral(to="spvm"))
    closed = office.replies.refer(inquiry, Referral(to="spvm", note="Bonne journée."))

    assert (closed.what, closed.resolution) == (MomentKind.CLOSED, Resolution.REFERRED)
    assert closed.who == "Service de police de la Ville de Montréal (SPVM)"
    assert shown.subject == "Re: Arrestation au centre-ville"
    assert "Cette question relève du Service de police" in closed.text
    assert "Bonne journée." in closed.text
    assert "joindre" not in closed.text
    mail = office.outbox.bytes_of(closed.letter)  # type: ignore[arg-type]
    assert f"In-Reply-To: {MAIL}".encode() in mail
    assert office.desk.get(inquiry).status is Status.CLOSED
    assert office.carry() == [ZOE.bare]
    with pytest.raises(NotOpen):
        office.replies.refer(inquiry, Referral(to="spvm"))


def test_a_telephone_that_the_words_have_is_said_once(office: Newsroom) -> None:
    (shown,) = office.replies.shown_referral(office.asked("Ma rue"), Referral(to="311"))

    assert "joindre le 311." in shown.text
    assert shown.text.count("311") == 1


def test_a_request_under_the_access_act_is_proposed_and_passed_on(office: Newsroom) -> None:
    question = "En vertu de la Loi sur l'accès, copie de tous les courriels du SPVM."
    inquiry = office.asked("Courriels", questions=(question,))

    assert (office.replies.proposed(inquiry) or answerers.one(None, "311")).key == "access"
    closed = office.replies.refer(inquiry, Referral(to="access"))

    handed, last = office.desk.moments(inquiry)[-2:]
    assert (handed.what, handed.holder.body) == (MomentKind.HANDED, "Responsable de l’accès")
    assert last.id == closed.id
    assert "Reçue le 24\N{NO-BREAK SPACE}novembre 2026" in closed.text.replace(
        " novembre", "\N{NO-BREAK SPACE}novembre"
    )
    assert sorted(office.carry()) == ["acces@ville.example", ZOE.bare]
    assert {each.what for each in office.replies.letters(inquiry)} == {
        MomentKind.HANDED,
        MomentKind.CLOSED,
    }


def test_what_is_passed_on_needs_an_address(office: Newsroom) -> None:
    inquiry = office.asked()

    with pytest.raises(AnswererUnreachable):
        office.replies.refer(inquiry, Referral(to="cabinet"))
    with pytest.raises(AnswererUnknown):
        office.replies.refer(inquiry, Referral(to="nobody"))

    assert office.desk.get(inquiry).status is Status.RECEIVED
    assert office.carry() == []


def test_the_borough_is_named(office: Newsroom) -> None:
    inquiry = office.asked(scope=Scope.of_boroughs(["VDN"]))

    closed = office.replies.refer(inquiry, Referral(to="borough"))

    assert "relève de l’arrondissement de Verdun;" in closed.text
    assert closed.who == "Arrondissement – Verdun"


def test_a_call_is_noted_and_nobody_is_written_to(office: Newsroom) -> None:
    inquiry = office.asked(reply_to=None, reporters=(Reporter(name="Zoé"),))

    closed = office.replies.refer(
        inquiry, Referral(to="311", how=Channel.PHONE, note="Elle appelle.")
    )

    assert (closed.how, closed.text, closed.letter) == (Channel.PHONE, "Elle appelle.", None)
    assert office.carry() == []


@pytest.mark.parametrize(
    "written",
    [
        "{",
        "{}",
        "[3]",
        '[{"key": ""}]',
        '[{"key": "a", "name": {"fr": "A"}, "text": {"fr": "a", "en": "a"}}]',
        json.dumps([ACCESS | {"email": "pas une adresse"}]),
        json.dumps([ACCESS | {"words": "police"}]),
        json.dumps([ACCESS | {"phone": 311}]),
        "[" * 100_000,
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path: Path, written: str) -> None:
    (tmp_path / "referrals").mkdir()
    (tmp_path / "referrals" / "ville.json").write_text(written, "utf-8")

    with pytest.raises(AnswerersBroken) as refused:
        answerers.every(tmp_path)

    assert refused.value.name == "ville.json"


def test_those_that_are_shipped_are_whole_and_name_no_address() -> None:
    those = answerers.every(None)

    assert [each.key for each in those] == [
        *("SPVM", "SIM", "STM", "cabinet", "borough", "311", "access"),
    ]
    assert all(each.email is None for each in those)
    assert all(set(each.texts) == set(Language) for each in those)
