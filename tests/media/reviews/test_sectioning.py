"""Under which heading a story is proposed: the rarest theme that found it, or its borough."""

import pytest

from comms_desk.media.articles.model import ArticleOrigin, NewArticle
from comms_desk.media.clips.desk import ClipDesk
from comms_desk.media.themes.model import Grade, NewTheme
from comms_desk.storage.database import Database
from tests.media.reviews.morning import Morning


@pytest.fixture
def morning(database: Database) -> Morning:
    return Morning(database)


def test_the_narrowest_theme_that_found_it_is_its_section(morning: Morning) -> None:
    city = NewTheme(name="À la Ville", query="Montréal OU incendie OU neige")
    morning.watches.add(city)
    morning.watches.add(NewTheme(name="À vérifier", query="mairesse", grade=Grade.TO_CHECK))
    budget, fire, _copy = morning.three()
    other = morning.publishes("La Gazette", "La rue est fermée à Montréal. Elle rouvrira.")
    morning.read()

    kept = morning.reviews.keep([budget, fire, other]).review

    assert kept is not None
    sections = [each.section for each in morning.reviews.get(kept).items]
    assert sections == ["Budget", "Incendies", "À la Ville"]


def test_a_theme_within_a_wide_one_makes_a_section_and_brings_no_mention(morning: Morning) -> None:
    morning.watches.add(NewTheme(name="Ville", query="Montréal OU incendie OU budget"))
    morning.watches.add(NewTheme(name="Rues", query="@Ville ET rue"))
    street = morning.publishes("La Gazette", "La rue est fermée à Montréal. Elle rouvrira.")
    elsewhere = morning.publishes("La Gazette", "La rue est fermée à Laval. Elle rouvrira.")
    parks = morning.publishes("La Gazette", "Montréal refait un parc de Verdun. Il rouvrira.")
    morning.read()

    kept = morning.reviews.keep([street, parks]).review

    assert kept is not None
    assert [each.section for each in morning.reviews.get(kept).items] == ["Rues", "Ville"]
    assert elsewhere not in {each.entry.article for each in morning.reviews.offered(kept)}


def test_a_theme_to_check_names_no_section(morning: Morning) -> None:
    check = NewTheme(name="Ville, à vérifier", query="Montréal OU parc", grade=Grade.TO_CHECK)
    morning.watches.add(check)
    parks = morning.publishes("La Gazette", "Un parc rouvre à Verdun. Il a été refait.")
    street = morning.publishes("La Gazette", "La rue est fermée à Montréal. Elle rouvrira.")
    by_hand = NewArticle(origin=ArticleOrigin.LINK, title="Une rue de Lachine")
    (brought,) = (each.article for each in ClipDesk(morning.database).take_in([by_hand]))
    morning.read()

    kept = morning.reviews.keep([parks, street, brought]).review

    assert kept is not None
    sections = [each.section for each in morning.reviews.get(kept).items]
    assert sections == ["Verdun", "Autres sujets", "Lachine"]
