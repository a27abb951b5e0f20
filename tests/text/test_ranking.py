"""What answers best comes first: by rare words, by the sentence, and of two equals the later."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text.families import Families, read_families
from comms_desk.text.ranking import RankedText, Sought, TextCorpus, rank, rarity

TODAY = date(2026, 11, 24)
FAMILIES = Families(
    read_families(
        "neige = déneigement = chargement  # l'hiver\n\nnid-de-poule = trou dans la rue\n"
    ),
    places=[("Côte-des-Neiges", "CDN"), ("Saint-Laurent", "St-Laurent")],
)


def document(*sentences: str, on: date = TODAY, is_of_dossier: bool = False) -> RankedText:
    return RankedText(
        parts=[[], *map(FAMILIES.terms, sentences)], on=on, is_of_dossier=is_of_dossier
    )


def order(asked: str, *documents: RankedText) -> list[int]:
    sought = FAMILIES.sought(asked, today=TODAY)
    known = TextCorpus(count=100, holding=[5] * len(sought))
    return [each.place for each in rank(sought, documents, known, today=TODAY)]


def test_another_word_of_the_family_answers_less_than_the_word_itself() -> None:
    other, itself = document("Le chargement commence."), document("La neige commence.")

    assert order("la neige", other, itself, document("Les arénas.")) == [1, 0]


def test_a_place_is_one_word_whatever_its_words_mean() -> None:
    snow, place = document("Il neige."), document("Un parc de Côte-des-Neiges.")

    assert order("neige", snow, place) == [0]
    assert order("à CDN", snow, place) == [1]
    assert order("Saint-Laurent", document("À Saint-Léonard."), document("À St-Laurent.")) == [1]


def test_a_phrase_is_found_whole() -> None:
    assert order("un nid-de-poule", document("Un trou dans la rue."), document("La rue.")) == [0]


def test_what_is_said_in_one_sentence_answers_better_than_what_is_said_in_two() -> None:
    apart = document("Le sel coûte peu.", "Les arénas ferment.")
    together = document("Les arénas ferment.", "Le sel coûte peu aux arénas.")

    assert order("sel arénas", apart, together)[0] == 1


def test_of_two_equals_the_later_and_that_of_the_dossier_come_first() -> None:
    before = TODAY - timedelta(days=900)

    assert order("neige", document("Neige.", on=before), document("Neige.")) == [1, 0]
    assert order("neige", document("Neige."), document("Neige.", is_of_dossier=True)) == [1, 0]


def test_a_year_that_is_said_by_the_day_is_that_year() -> None:
    sought = FAMILIES.sought("L'an dernier, cette année, last year", today=TODAY)

    assert sought == (Sought(("2025",)), Sought(("2026",)))


def test_the_best_sentence_is_never_the_title_where_there_is_another() -> None:
    titled = RankedText(parts=[["neig"], ["aren"], ["sel"]], on=TODAY)

    (found,) = rank([Sought(("neig",))], [titled], TextCorpus(count=9, holding=[1]), today=TODAY)

    assert 0 not in found.best


@given(st.integers(1, 10_000), st.data())
def test_a_rarer_word_never_counts_less(count: int, data: st.DataObject) -> None:
    rare, common = sorted(data.draw(st.tuples(st.integers(0, count), st.integers(0, count))))

    assert rarity(count, rare) >= rarity(count, common) > 0


@given(st.text(max_size=300))
def test_whatever_is_typed_is_sought_without_repeating_itself(text: str) -> None:
    sought = FAMILIES.sought(text, today=TODAY)

    assert len(set(sought)) == len(sought)
    assert all(each.said for each in sought)
