"""The City's watch on the headlines that it must keep, and on those that it must leave.

Two rows are beyond any query over words, and are told apart only by naming a phrase: the
battle of Verdun is ignored by name, and a story set in Anjou (France) is left because no
word of the City stands in it; "Anjou : la mairesse visite la Loire" would be kept.
"""

import json

import pytest

from comms_desk.media.themes.lexicon import shipped_lists, shipped_watches
from comms_desk.paths import resource
from comms_desk.text.matching import MatchedDocument
from tests.media.themes.headlines import Headline, headlines
from tests.media.themes.judged_headlines import LANDS, landed
from tests.media.themes.shipped import graded

LEFT = (
    "Le conseil municipal de Laval adopte son budget; l'Université de Montréal réagit",
    "Le prix d'une carte SIM baisse à Montréal, dit un big patron",
)


TRAPS = ("Canadien", "Banque", "Université", "Weather", "Protocol", "Bataille")


@pytest.mark.parametrize("row", headlines("domain"), ids=lambda row: row.headline)
def test_a_headline_is_kept_checked_or_left(row: Headline) -> None:
    assert landed(row) == LANDS[row.expect]


@pytest.mark.parametrize("headline", LEFT)
def test_a_headline_that_fools_is_left(headline: str) -> None:
    assert graded(MatchedDocument(title=headline)) is None


def test_the_headlines_to_tune_by_land_where_they_should() -> None:
    """Those kept aside are judged by hand, once: see `judged_headlines`."""
    wrong = [row.headline for row in headlines("tuning") if landed(row) != LANDS[row.expect]]

    assert len(wrong) <= 2, wrong


def test_the_sample_desk_s_clips_and_traps_are_told_apart() -> None:
    clips = json.loads(resource("sample", "clips.json").read_text(encoding="utf-8"))["clips"]

    left = [
        clip["title"]
        for clip in clips
        if graded(MatchedDocument(title=clip["title"], text=clip["summary"])) is None
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
