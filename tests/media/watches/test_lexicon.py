"""The City's watch on the headlines that it must keep, and on those that it must leave.

Two rows are beyond any query over words, and are told apart only by naming a phrase: the
battle of Verdun is ignored by name, and a story set in Anjou (France) is left because no
word of the City stands in it; "Anjou : la mairesse visite la Loire" would be kept.
"""

import json

import pytest

from comms_desk.media.watches.lexicon import shipped_lists, shipped_watches
from comms_desk.paths import resource
from comms_desk.text.matching import Document
from tests.media.watches.shipped import graded

HEADLINES = """
keep	La Ville de Montréal dépose son budget 2027
keep	Montreal mayor defends snow removal contract
keep	Verdun : le conseil d'arrondissement adopte un règlement sur les terrasses
keep	Le SPVM et la mairesse réagissent aux événements de Montréal-Nord
keep	City council in Montréal votes on short-term rentals
keep	CDN–NDG investit 4 M$ dans ses parcs
keep	Le BIG recommande la résiliation d'un contrat de la Ville
keep	Incendie à Hochelaga : le SIM évacue 40 personnes
keep	Westmount conteste la quote-part de l'agglomération
to_check	STM : hausse des tarifs en juillet
to_check	Des campements à Hochelaga inquiètent les résidents
to_check	Rosemont : un commerce ferme après 40 ans
to_check	Fermeture de l'autoroute Ville-Marie en fin de semaine
	Le Canadien de Montréal s'incline en prolongation
	CF Montréal embauche un nouvel entraîneur
	L'Université de Montréal lance une chaire en IA
	La Banque de Montréal relève son dividende
	MONTRÉAL – Une entreprise de Laval acquiert un concurrent
	Météo : 15 cm de neige attendus à Montréal
	Montreal Gazette names new editor
	Bataille de Verdun : un documentaire
	Festival international de jazz de Montréal : la programmation
	Anjou : visite des châteaux de la Loire
	The Montreal Protocol turns 40
	Le conseil municipal de Laval adopte son budget; l'Université de Montréal réagit
	Le prix d'une carte SIM baisse à Montréal, dit un big patron
"""


TRAPS = ("Canadien", "Banque", "Université", "Weather", "Protocol", "Bataille")


@pytest.mark.parametrize(
    "row", [row for row in HEADLINES.splitlines() if row], ids=lambda row: row.split("\t")[1]
)
def test_a_headline_is_kept_checked_or_left(row: str) -> None:
    expected, headline = row.split("\t")

    assert (graded(Document(title=headline)) or "") == expected


def test_the_sample_desk_s_clips_and_traps_are_told_apart() -> None:
    clips = json.loads(resource("sample", "clips.json").read_text(encoding="utf-8"))["clips"]

    left = [
        clip["title"]
        for clip in clips
        if graded(Document(title=clip["title"], text=clip["summary"])) is None
    ]

    assert len(left) == 6
    assert all(
        any(
            trap in title
            for trap in ("Canadien", "Banque", "Université", "Weather", "Protocol", "Bataille")
        )
        for title in left
    )


def test_every_shipped_watch_has_a_name_in_both_languages() -> None:
    assert [watch.name for watch in shipped_watches("fr")] == ["Ville", "Ville, à vérifier"]
    assert [watch.name for watch in shipped_watches("en")] == ["City", "City, to check"]


def test_every_shipped_list_is_named_in_both_languages() -> None:
    french, english = shipped_lists("fr"), shipped_lists("en")

    assert [(each.name, *each.also_called) for each in french] == [
        (*each.also_called, each.name) for each in english
    ]
    assert {"arrondissements", "élus", "services"} <= {each.name for each in french}
    assert {"boroughs", "elected"} <= {each.name for each in english}
