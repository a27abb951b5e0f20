"""What somebody said, typed on one line or pasted from Teams."""

from datetime import UTC, datetime

import pytest

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.moments import Channel
from comms_desk.ui.inquiries.consultations import SaidInLine, read_said

NOW = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
"""Tuesday, 9 h 20 in the city."""


def said(typed: str) -> SaidInLine:
    return read_said(typed, now=NOW, zone=CITY_ZONE)


def at(hour: int, minute: int, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CITY_ZONE)


@pytest.mark.parametrize(
    ("typed", "who", "how", "what"),
    [
        ("Voirie, tél. : 92 410 ce matin", "Voirie", Channel.PHONE, "92 410 ce matin"),
        ("Voirie (Teams): 92 410", "Voirie", Channel.TEAMS, "92 410"),
        ("Roads, e-mail: yes", "Roads", Channel.EMAIL, "yes"),
        ("Nadia Roy: le montant est bon", "Nadia Roy", None, "le montant est bon"),
        ("Cabinet, en personne : d’accord", "Cabinet", Channel.IN_PERSON, "d’accord"),
        ("rien de neuf", "", None, "rien de neuf"),
        ("le pont ferme à 15:30", "", None, "le pont ferme à 15:30"),
        ("", "", None, ""),
    ],
)
def test_a_line_says_who_by_what_way_and_what(
    typed: str, who: str, how: Channel | None, what: str
) -> None:
    found = said(typed)

    assert (found.who, found.how, found.what, found.at) == (who, how, what, None)


@pytest.mark.parametrize(
    ("pasted", "when"),
    [
        ("[09:05] Nadia Roy: Le montant est confirmé.", at(9, 5)),
        ("[9:05 a.m.] Nadia Roy\nLe montant est confirmé.", at(9, 5)),
        ("[2026-11-23 16:41] Nadia Roy : Le montant est confirmé.", at(16, 41, 23)),
        ("Nadia Roy\n 9:05 AM\nLe montant est confirmé.", at(9, 5)),
        ("Nadia Roy 9 h 05\nLe montant est confirmé.", at(9, 5)),
        ("Nadia Roy\n16:41\nLe montant est confirmé.", at(16, 41, 23)),
    ],
)
def test_a_message_of_teams_says_who_wrote_it_and_when(pasted: str, when: datetime) -> None:
    found = said(pasted)

    assert found == SaidInLine(
        who="Nadia Roy", how=Channel.TEAMS, at=when, what="Le montant est confirmé."
    )


def test_an_hour_that_no_clock_shows_is_not_believed() -> None:
    assert said("[29:75] Nadia Roy: oui").at is None
    assert said("[2026-12-24 09:00] Nadia Roy: oui").at is None
