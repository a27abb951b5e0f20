"""What mails propose: the judged ones, and what only some of them would show."""

from dataclasses import replace

import pytest

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.mails.reading import read_mail
from comms_desk.media.inquiries.model import Hour
from comms_desk.media.inquiries.proposal import Kind, Referral
from tests.media.inquiries.corpora import NOW, JudgedMail, mails
from tests.media.inquiries.judged_mails import known, read
from tests.media.inquiries.judging import hours_are_right, silently_wrong, wrong_of_a_mail

TUNING = [pytest.param(each, id=each.name) for each in mails("tuning")]


@pytest.mark.parametrize("judged", TUNING)
def test_a_mail_proposes_what_a_person_would_understand(judged: JudgedMail) -> None:
    proposed = read(judged)

    assert wrong_of_a_mail(judged.expected, proposed) == []
    assert silently_wrong(judged.expected, proposed) == []
    assert hours_are_right(judged.expected, proposed)


def mail(text: str, *, sender: str = "Zoé T. <zoe@ledevoir.example>", headers: str = "") -> bytes:
    return (
        f"From: {sender}\r\nTo: medias@ville.example\r\nSubject: Neige\r\n"
        f"Date: Tue, 24 Nov 2026 09:00:00 -0500\r\nMessage-ID: <a@ledevoir.example>\r\n{headers}"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{text}"
    ).encode()


def test_the_original_stays_with_what_was_read() -> None:
    raw = mail("Combien?")

    assert read_mail(raw, known=known(), now=NOW).original == raw


def test_a_citizen_is_proposed_to_311() -> None:
    raw = mail("Ma rue n'est pas déneigée. Quand?", sender="a.b@gmail.example")

    proposal = read_mail(raw, known=known(), now=NOW)

    assert (proposal.kind, proposal.referral) == (Kind.CITIZEN, Referral.CITIZENS)


def test_a_mail_without_a_date_is_received_now() -> None:
    raw = mail("Combien?").replace(b"Date: Tue, 24 Nov 2026 09:00:00 -0500\r\n", b"")

    assert read_mail(raw, known=known(), now=NOW).received_at == NOW


def test_a_mail_dated_at_the_end_of_all_time_is_received_now() -> None:
    raw = mail("Combien? Avant vendredi.").replace(b"24 Nov 2026", b"31 Dec 9999")

    proposal = read_mail(raw, known=known(), now=NOW)

    assert proposal.received_at == NOW
    assert proposal.deadline.at is not None
    assert proposal.deadline.at.astimezone(CITY_ZONE).day == 27


def test_an_office_that_has_no_address_yet_reads_what_is_passed_on() -> None:
    passed_on = next(each for each in mails("tuning") if each.expected["subject_title"] == "Budget")
    nobodys = replace(known(), our_domains=())

    proposal = read_mail(passed_on.raw, known=nobodys, now=NOW)

    assert [each.value.name for each in proposal.reporters] == ["Ada Okafor"]


def test_what_follows_a_signature_as_an_afterword_is_read() -> None:
    raw = mail("Combien de camions?\n\nZoé T.\nLe Devoir\n\nP.-S. Tombée à 11 h.")

    at = read_mail(raw, known=known(), now=NOW).deadline.at

    assert at is not None
    assert at.isoformat() == "2026-11-24T16:00:00+00:00"


@pytest.mark.parametrize(
    ("said", "deadline", "on_air"),
    [
        ("L'embargo est levé à 10 h, je publie à 10 h 05.", (None, "to ask"), ("10:05", "given")),
        ("Est-ce possible d'avoir ça pour 14 h?", ("14:00", "given"), None),
        ("Je suis au bureau jusqu'à 17 h.", ("17:00", "assumed"), None),
        ("J'ai appelé à 9 h 30 sans succès.", ("17:00", "assumed"), None),
        ("Le conseil se réunit à 19 h ce soir.", ("17:00", "assumed"), None),
        ("C'est pour mon texte de demain.", ("17:00", "assumed"), None),
        ("Peut-on faire une entrevue vers 16 h?", (None, "to ask"), ("16:00", "unsure")),
        ("We go to air at 5:30 p.m.; I'd need it by 4.", ("16:00", "given"), ("17:30", "given")),
        ("The embargo lifts at 6 a.m. tomorrow.", ("17:00", "assumed"), None),
        ("DEADLINE: Nov. 24, 5 PM", ("17:00", "given"), None),
    ],
)
def test_an_hour_is_what_the_words_beside_it_say(
    said: str, deadline: tuple[str | None, str], on_air: tuple[str, str] | None
) -> None:
    proposal = read_mail(mail(f"Hello,\n\n{said}\n\nZoé T."), known=known(), now=NOW)

    assert in_words(proposal.deadline) == deadline
    assert (None if proposal.on_air is None else in_words(proposal.on_air)) == on_air


def in_words(hour: Hour) -> tuple[str | None, str]:
    at = None if hour.at is None else hour.at.astimezone(CITY_ZONE).strftime("%H:%M")
    return at, hour.basis.value
