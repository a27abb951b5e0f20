"""What is quoted or passed on, as programs write it that the judged mails do not have."""

import pytest

from comms_desk.mail.reading.quoting import moment_written, parted

LUC = "Luc Roy <luc.roy@lapresse.example>"
AT = "2026-11-23T21:02:00+00:00"

THUNDERBIRD = f"""Pour vous.

-------- Message transféré --------
Sujet : \tNeige
Date : \tMon, 23 Nov 2026 16:02:00 -0500
De : \t{LUC}
Pour : \tLine <line.cote@ville.example>

Combien de camions?"""
IPHONE = f"""Pour vous.

Début du message transféré :

> De: {LUC}
> Date: 23 novembre 2026 à 16:02:00 HNE
> À: line.cote@ville.example
> Objet: Neige
>
> Combien de camions?"""
OUTLOOK_MOBILE = f"""Pour vous.
________________________________
De: {LUC}
Envoyé: Monday, November 23, 2026 4:02:00 PM
À: Line <line.cote@ville.example>
Objet: Neige

Combien de camions?"""
OUTLOOK = f"""Pour vous.

De\u00a0: {LUC}
Envoyé\u00a0: 23 novembre 2026 16:02
À\u00a0: Line <line.cote@ville.example>
Objet\u00a0: Neige

Combien de camions?"""
GMAIL = f"""Pour vous.

---------- Message transféré ---------
De : {LUC}
Date: lun. 23 nov. 2026, à 16 h 02
Subject: Neige
To: <line.cote@ville.example>


Combien de camions?"""


@pytest.mark.parametrize("text", [THUNDERBIRD, IPHONE, OUTLOOK_MOBILE, OUTLOOK, GMAIL])
def test_who_is_passed_on_and_when_they_wrote_is_read(text: str) -> None:
    found = parted(text)

    assert found.own == "Pour vous."
    assert found.quoted is not None
    assert (found.quoted.sender, found.quoted.sender_name) == (
        "luc.roy@lapresse.example",
        "Luc Roy",
    )
    assert found.quoted.sent_at is not None
    assert found.quoted.sent_at.isoformat() == AT
    assert (found.quoted.subject, found.quoted.text) == ("Neige", "Combien de camions?")


def test_what_is_written_between_the_lines_is_whoever_writes() -> None:
    found = parted("> C'est 4 M$.\nEt en 2025?\n> Il finit en mars.\nQui l'a signé?")

    assert found.own == "Et en 2025?\nQui l'a signé?"


def test_a_sentence_that_begins_as_a_header_does_is_theirs() -> None:
    text = "De : la neige, encore.\nDate limite : jeudi.\nCombien?"

    assert parted(text).own == text


@pytest.mark.parametrize(
    "written",
    [
        "23 novembre 2026 16:02",
        "lundi 23 novembre 2026 16 h 02",
        "Mon, 23 Nov 2026 16:02:00 -0500",
        "Nov 23, 2026, at 4:02 PM",
        "23/11/2026 à 16:02",
        "2026-11-23 16:02",
        "23 novembre 2026 à 21:02:00 UTC",
        "mar. 23 nov. 2026 à 17:02 UTC−4",
    ],
)
def test_a_moment_is_read_however_it_is_written(written: str) -> None:
    moment = moment_written(written)

    assert moment is not None
    assert moment.isoformat() == AT


@pytest.mark.parametrize("written", ["", "bientôt", "31 février 2026 10:00", "23 novembre 2026"])
def test_what_says_no_moment_is_none(written: str) -> None:
    assert moment_written(written) is None
