"""What an article took of a release: one class after the other, and the floor of the judge."""

import time

import pytest

from comms_desk.media.coverage.model import ReleasePart, Reprise, TakenAs
from comms_desk.media.coverage.release import read_release
from comms_desk.media.coverage.reprise import reprise
from tests.media.coverage.judging import judge
from tests.media.coverage.pairs import pairs
from tests.media.stories.copies.corpus import tuning

OWN = "Le chantier du parc Angrignon, à LaSalle, coûtera 4,2 millions de dollars."
"""What nobody writes who has not read the release: it makes an article one of the release."""
FORMS = frozenset({"works", "boroughs"})
"""Near-misses in which the City speaks, of which names and figures change."""

CHALET = "Le chalet, fermé depuis 2019, sera rouvert en mai."
SAID = "« Le chalet a fait son temps, et les familles méritent mieux », a dit Josée Tanguay."
SNOWSHOES = "On pourra emprunter des raquettes, des patins et des luges avec une carte."


def _taken(release: str, article: str) -> Reprise:
    return reprise(read_release(f"{release}\n\n{OWN}"), f"{article}\n\n{OWN}")


@pytest.mark.parametrize(
    ("sentence", "article"),
    [
        (CHALET, "Hier, on a appris que le chalet, fermé depuis 2019, sera rouvert en mai."),
        (CHALET, "Le chalet, a indiqué la Ville, fermé depuis 2019, sera rouvert en mai."),
        (CHALET, "Selon la Ville, le chalet, fermé depuis 2019, sera rouvert en mai."),
        ("Le chalet sera rouvert en mai, précise la Ville.", "Le chalet sera rouvert en mai."),
        (
            "À compter de mai, 3000 arbres seront plantés.",
            "A compter de mai, 3 000 arbres seront plantés.",
        ),
        (SAID, '"Le chalet a fait son temps, et les familles méritent mieux", a dit Mme Tanguay.'),
        (
            SAID,
            "« Le chalet a fait son temps, a dit Josée Tanguay, et les familles méritent mieux. »",
        ),
        (
            SAID,
            (
                "« Le chalet a fait son temps », a dit Josée Tanguay. « Et les familles méritent"
                " mieux. »"
            ),
        ),
        (
            "“We are ready, and so are our crews,” said Mayor Ann Roy.",
            '"We are ready," Roy said, "and so are our crews."',
        ),
    ],
)
def test_all_words_in_a_row_are_verbatim_whatever_stands_around(
    sentence: str, article: str
) -> None:
    assert _taken(sentence, article).sentences[0].taken is TakenAs.VERBATIM


@pytest.mark.parametrize(
    ("sentence", "article"),
    [
        (CHALET, "Le chalet sera rouvert en mai."),
        (SNOWSHOES, "On pourra emprunter des patins et des luges."),
        (
            SNOWSHOES,
            (
                "Bonne nouvelle : on pourra emprunter des raquettes, des patins et des luges,"
                " une première ici."
            ),
        ),
        (SAID, "Pour Josée Tanguay, « les familles méritent mieux »."),
        (SAID, "« Le chalet a fait son temps […] », a dit Josée Tanguay."),
    ],
)
def test_words_left_out_and_nothing_else_is_shortened(sentence: str, article: str) -> None:
    assert _taken(sentence, article).sentences[0].taken is TakenAs.SHORTENED


@pytest.mark.parametrize(
    ("sentence", "article"),
    [
        (CHALET, "Le chalet, fermé depuis 2018, sera rouvert en mai."),
        (
            SAID,
            "Josée Tanguay dit que le chalet a fait son temps et que les familles méritent mieux.",
        ),
        ("La Ville ne prévoit pas de fermer la piscine.", "La Ville prévoit de fermer la piscine."),
        (
            "The City will not close the pool this summer.",
            "The City will close the pool this summer.",
        ),
        (
            "Quelque 3000 arbres seront plantés dans le quartier.",
            "On y plantera 3000 arbres, dans tout le quartier.",
        ),
    ],
)
def test_a_word_or_a_figure_changed_is_altered(sentence: str, article: str) -> None:
    assert _taken(sentence, article).sentences[0].taken is TakenAs.ALTERED


def test_a_sentence_cut_in_two_is_altered_and_names_both() -> None:
    article = "Le chalet date de 1950. Il sera démoli en mars et remplacé par un pavillon."
    found = _taken(
        "Le chalet, qui date de 1950, sera démoli en mars et remplacé par un pavillon.", article
    )

    assert found.sentences[0].taken is TakenAs.ALTERED
    assert [article[start:end] for start, end in found.sentences[0].into] == [
        "Le chalet date de 1950.",
        "Il sera démoli en mars et remplacé par un pavillon.",
    ]


def test_two_sentences_merged_are_altered_where_their_words_changed() -> None:
    found = _taken(
        "La piscine ouvrira le 20 juin. L’entrée sera gratuite pour les enfants de 12 ans.",
        "La piscine ouvrira le 20 juin et l’entrée sera gratuite pour les enfants.",
    )

    assert [each.taken for each in found.sentences[:2]] == [TakenAs.VERBATIM, TakenAs.ALTERED]


def test_other_words_of_the_same_person_are_no_quote() -> None:
    found = _taken(SAID, "« On a tout essayé pour sauver le bâtiment », a dit Josée Tanguay.")

    assert found.sentences[0].taken is TakenAs.NONE
    assert [each.taken for each in found.quotes] == [TakenAs.DROPPED]


def test_an_article_of_others_on_the_same_subject_takes_nothing() -> None:
    release = read_release(
        "La Ville réaménagera le square Cabot au coût de 9 millions de dollars. Une fontaine et"
        " 80 arbres seront ajoutés. Le chantier commencera le 6 avril."
    )
    article = (
        "Les intervenants du square Cabot craignent que le réaménagement de 9 millions chasse les"
        " personnes itinérantes. Une manifestation est prévue le 6 avril devant le square."
    )

    assert not reprise(release, article).is_taken_up


def test_short_plain_sentences_prove_a_release_together() -> None:
    release = read_release(
        "Les gants et les sacs sont fournis sur place. Les chiens en laisse sont admis."
        " Un café sera servi dès midi. Les enfants recevront un semis."
    )
    article = (
        "Les gants et les sacs sont fournis sur place. La fête dure tout l’après-midi."
        " Un café sera servi dès midi. Les enfants recevront un semis."
    )

    assert [each.taken for each in reprise(release, article).sentences] == [
        TakenAs.VERBATIM,
        TakenAs.NONE,
        TakenAs.VERBATIM,
        TakenAs.VERBATIM,
    ]


def test_a_name_that_the_article_has_elsewhere_is_no_other_one() -> None:
    release = read_release(
        "Le pavillon du lac aux Castors, sur le mont Royal, rouvrira le 12 décembre après deux ans"
        " de restauration."
    )
    article = (
        "Le pavillon du mont Royal rouvrira le 12 décembre, après deux ans de restauration,"
        " a appris Le Relais. On y mangera devant le lac aux Castors."
    )

    assert reprise(release, article).is_taken_up
    assert not reprise(
        release,
        "Le pavillon du parc La Fontaine rouvrira le 15 décembre, après trois ans de restauration.",
    ).is_taken_up


def test_an_article_that_altered_everything_took_it_all_the_same() -> None:
    release = read_release(
        "The City will open 12 splash pads and 8 wading pools on June 15. “Last summer, 40,000"
        " children cooled off in our parks,” said Luc Tran, chair. The splash pads will operate"
        " from 9 a.m. to 8 p.m. Admission is free at every site."
    )
    article = (
        "The city will open 14 splash pads and 8 wading pools on June 15. Splash pads will run"
        " from 9 a.m. to 8 p.m. every day. Luc Tran noted that 40,000 children cooled off in parks"
        " last summer."
    )

    taken = [each.taken for each in reprise(release, article).sentences]

    assert taken == [TakenAs.ALTERED, TakenAs.ALTERED, TakenAs.ALTERED, TakenAs.NONE]


def test_whoever_speaks_does_not_make_a_short_quote_another_one() -> None:
    found = _taken(
        "« On ne ménage pas ce qu’on ne mesure pas », dit Luc Roy, responsable des eaux.",
        "Luc Roy, responsable des eaux, estime qu’on ne peut ménager ce qu’on ne mesure pas.",
    )

    assert found.quotes[0].taken is TakenAs.ALTERED


def test_two_words_of_a_long_sentence_are_no_short_one() -> None:
    found = _taken(
        "« Une bibliothèque est le salon de tout un quartier », a dit Ann Roy.",
        "La Ville rénovera douze bibliothèques de quartier au coût de 44,2 millions, dit Ann Roy.",
    )

    assert found.sentences[0].taken is TakenAs.NONE


def test_a_formula_is_taken_only_from_the_release() -> None:
    release = read_release("« Nous sommes très fiers de ce projet », a dit Paolo Ricci, maire.")

    for who in ("Sylvie Lamer, présidente", "Paolo Ricci, maire"):
        elsewhere = f"« Nous sommes très fiers de ce projet », a dit {who}. La piscine a ouvert."
        assert reprise(release, elsewhere).sentences[0].taken is TakenAs.NONE
    assert (
        _taken(release.text, f"{release.text} Tout le monde était là.").quotes[0].taken
        is TakenAs.VERBATIM
    )


def test_a_release_is_read_in_its_parts() -> None:
    release = read_release(
        "MONTRÉAL, le 24 nov. 2026 /CNW/ - La neige tombe.\n\n"
        "« On y va », dit Ann Roy, mairesse. « Et tout de suite. » « Bravo! », ajoute Luc Côté.\n\n"
        "– Une rue sera fermée;\n\n"
        "À propos de la Ville de Montréal\n\nElle a 19 arrondissements.\n\n"
        "– 30 –\n\nSource : Ville de Montréal"
    )

    assert [(each.text, each.part) for each in release.sentences] == [
        ("La neige tombe.", ReleasePart.BODY),
        ("« On y va », dit Ann Roy, mairesse.", ReleasePart.QUOTE),
        ("« Et tout de suite. »", ReleasePart.QUOTE),
        ("« Bravo! », ajoute Luc Côté.", ReleasePart.QUOTE),
        ("Une rue sera fermée;", ReleasePart.BODY),
        ("À propos de la Ville de Montréal", ReleasePart.BOILERPLATE),
        ("Elle a 19 arrondissements.", ReleasePart.BOILERPLATE),
        ("– 30 –", ReleasePart.CONTACT),
        ("Source : Ville de Montréal", ReleasePart.CONTACT),
    ]
    assert [(each.who, each.sentences) for each in release.quotes] == [
        ("Ann Roy", (1, 2)),
        ("Luc Côté", (3,)),
    ]


def test_whoever_speaks_is_known_before_and_after_the_words() -> None:
    release = read_release(
        "La mairesse Ann Roy a déclaré : « Nous serons au rendez-vous. »\n\n"
        "“It works, and it adds 200 homes,” Councillor Jo Ek said Monday."
    )

    assert [each.who for each in release.quotes] == ["Ann Roy", "Jo Ek"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan adds 200 affordable homes in Lachine.",
        "« Il a dit la vérité, et tout le quartier l’a entendu », a lancé Luc Roy.",
    ],
)
def test_a_verb_of_speech_is_not_always_who_speaks(sentence: str) -> None:
    assert _taken(sentence, f"{sentence} It is so.").sentences[0].taken is TakenAs.VERBATIM


def test_contact_lines_end_where_sentences_begin_again() -> None:
    release = read_release(
        "Information : la rue Peel est fermée\n\nLa neige tombe.\n\n"
        "Sources de financement : la Ville paie tout.\n\n"
        "Renseignements aux médias :\nAnn Roy\nChargée de communication\n514 555-0142"
    )

    assert [each.text for each in release.sentences if each.part.is_told] == [
        "La neige tombe.",
        "Sources de financement : la Ville paie tout.",
    ]


def test_years_and_dashes_in_a_sentence_are_no_place_and_date() -> None:
    text = "Le Programme décennal 2027-2036 – il est chiffré – est adopté. Il compte 3 axes."

    assert [each.text for each in read_release(text).sentences] == [text[:62], text[63:]]


def test_a_judged_release_is_read_in_its_parts() -> None:
    for pair in pairs("tuning"):
        release = read_release(pair.release)

        assert [(each.start, each.end, each.part.value) for each in release.sentences] == [
            (each.start, each.end, each.part.value) for each in pair.sentences
        ]
        assert [(each.who, each.sentences) for each in release.quotes] == [
            (each.who, each.sentences) for each in pair.quotes
        ]


@pytest.mark.parametrize(
    ("half", "told", "each_class", "quotes"),
    [("tuning", 0.95, 0.9, 0.95), ("tuning2", 0.98, 0.95, 0.95)],
)
def test_a_half_is_given_its_classes(
    half: str, told: float, each_class: float, quotes: float
) -> None:
    judgement = judge(pairs(half))

    assert judgement.told.share >= told, judgement.wrong
    assert all(
        judgement.told.right[each] >= each_class * n for each, n in judgement.told.whole.items()
    )
    assert judgement.quotes.share >= quotes, judgement.wrong
    assert judgement.around.share >= 0.95, judgement.wrong
    assert judgement.invented == 0, judgement.wrong
    assert judgement.elsewhere == 0


@pytest.mark.parametrize("half", ["tuning", "tuning2"])
def test_an_article_on_something_else_takes_nothing(half: str) -> None:
    judged = pairs(half)
    for pair in judged:
        release = read_release(pair.release)
        for other in judged:
            assert other is pair or not reprise(release, other.article).is_taken_up, pair.name


def test_the_same_form_of_another_street_takes_nothing() -> None:
    for each in tuning().near_misses:
        if each.kind in FORMS:
            assert not reprise(read_release(each.first.text), each.second.text).is_taken_up
            assert not reprise(read_release(each.second.text), each.first.text).is_taken_up


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mot " * 25_000,
        "« a " * 25_000,
        '" a, ' * 20_000,
        "1 000 " * 16_000,
        "Le chalet du parc sera ouvert en mai prochain. " * 2_000,
    ],
)
def test_a_text_without_end_takes_no_more_than_a_moment(text: str) -> None:
    began = time.process_time()

    found = reprise(read_release(text), text)

    assert len(found.sentences) <= 2_500
    assert time.process_time() - began < 5
