"""What is said before a bulletin is sent: when its last letter leaves, and who gets none."""

from datetime import UTC, datetime, timedelta

import pytest

from comms_desk import i18n
from comms_desk.internal.bulletins.model import Excluded, NoLetterReason, SentInPart
from comms_desk.mail.model import SendingPlan
from comms_desk.ui.bulletins import words

NOON = datetime(2026, 11, 25, 17, 4, tzinfo=UTC)


def leaving(after: timedelta) -> str:
    plan = SendingPlan(
        count=10,
        ahead=0,
        letters_a_minute=30,
        recipients_a_day=None,
        first_leaves_at=NOON,
        last_leaves_at=NOON + after,
    )
    return words.last_leaves(plan, now=NOON).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("after", "english", "french"),
    [
        (timedelta(0), "about 12:04 p.m.,", "vers 12 h 04,"),
        (timedelta(hours=11, minutes=55), "about 11:59 p.m.,", "vers 23 h 59,"),
        (timedelta(hours=12), "on November 26 about 12:04 a.m.,", "le 26 novembre vers 0 h 04,"),
        (
            timedelta(days=40),
            "on January 4, 2027 about 12:04 p.m.,",
            "le 4 janvier 2027 vers 12 h 04,",
        ),
    ],
)
def test_when_the_last_letter_leaves_is_said_as_one_says_it(
    after: timedelta, english: str, french: str
) -> None:
    assert leaving(after) == f"The last one leaves {english} at 30 e-mails a minute."
    i18n.use("fr")
    assert leaving(after) == f"Dernier envoi {french} à raison de 30 par minute."


def test_who_gets_no_letter_is_said_once_in_french() -> None:
    i18n.use("fr")
    without = Excluded(name="Bao Nguyen", address="", because=NoLetterReason.NO_MAILBOX)

    shared = Excluded(name="Lia Roy", address="a@b.example", because=NoLetterReason.SAME_MAILBOX)

    one, two = words.not_reached((without,) * 9), words.not_reached((without, without, shared))

    assert one == "9 personnes ne le recevront pas\u00a0: sans courriel."
    assert two == (
        "3 personnes ne le recevront pas\u00a0:"
        " 2 sans courriel · 1 à la même adresse qu’une autre personne."
    )


def test_how_far_a_bulletin_went_is_said_in_figures() -> None:
    sent = SentInPart(sent=5, of=1200)
    assert words.in_part(sent) == "Sent to 5 of 1,200"
    assert not sent.as_chosen
    assert SentInPart(sent=5, of=1200, unchosen=1195).as_chosen
    i18n.use("fr")
    assert words.in_part(sent).replace("\u00a0", " ") == "Envoyé à 5 sur 1 200"
