"""Whether a release says its source and whom the media call, however an office writes that."""

import pytest

from comms_desk.media.drafting.foot import foot_of
from comms_desk.text.markdown import read_markdown

BODY = "La Ville **agit**. Selon la source : rien.\n\n– 30 –\n\n"
BOTH = (
    "Source : Cabinet de la mairesse\n\nRenseignements : Relations médias, 514 555-0199",
    "**Source :** Cabinet de la mairesse\\\n**Renseignements :** Direction des affaires publiques",
    "**Source\u00a0:**\n\nMarie Roy\n\n**Renseignements\u00a0:**\n\nRelations avec les médias",
    "## Source\n\nMarie Roy, attachée de presse\n\n## Renseignements\n\nmedias@ville.example",
    (
        "Source : Marie Roy, Attachée de presse, Cabinet, 438 555-0123; Renseignements : Direction "
        "des affaires publiques et du protocole, Ville de Montréal"
    ),
    "SOURCE Ville de Montréal - Cabinet de la mairesse\n\nRenseignements: Relations médias",
    "Source et renseignements : Relations médias, 514 555-0199",
    "Source/Renseignements : Relations médias",
    "- Source : le Service de l’eau\n- Contact médias : Marie Roy",
    "*Source – Service de l’eau*\n\n*Relations avec les médias – 514 555-0199*",
    "Source: City of Montréal\n\nMedia contact: Media relations",
    "Sources : la Ville et Hydro-Québec\n\nPour plus de renseignements : Marie Roy",
    "Source : Ville\n\nPour information, les journalistes joignent le 514 555-0199",
    "Source : Ville\n\nInformation aux médias : Marie Roy",
    "Source : Ville\n\nPour plus d’information : relations.medias@ville.example",
    "Source : Ville\n\nPersonne-ressource : Marie Roy",
    "SOURCE : VILLE\n\nRENSEIGNEMENTS : RELATIONS MÉDIAS",
    "Source  : Ville  Renseignements  : Relations médias",
)


@pytest.mark.parametrize("foot", BOTH)
def test_a_foot_says_both_however_it_is_written(foot: str) -> None:
    found = foot_of(read_markdown(BODY + foot))

    assert (found.source, found.contact) == (True, True)


@pytest.mark.parametrize(
    ("foot", "source", "contact"),
    [
        ("", False, False),
        ("Source : Ville de Montréal", True, False),
        ("Renseignements : Relations médias", False, True),
        ("Source :\n\nRenseignements : Relations médias", False, True),
        ("Source :\n\nRenseignements :", False, False),
        ("Pour plus d’information : montreal.ca/budget", False, False),
        ("Pour information, composez le 311.", False, False),
        ("Des sources de financement : les taxes et les transferts.", False, False),
        ("Les médias et la presse sont invités : venez.", False, False),
    ],
)
def test_what_is_not_there_is_missed(foot: str, source: bool, contact: bool) -> None:
    found = foot_of(read_markdown(BODY + foot))

    assert (found.source, found.contact) == (source, contact)
