"""Where a text is cut into sentences, in French and in English."""

import pytest

from comms_desk.text.sentences import sentence_places, sentences


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("« Un. » Deux.", ["« Un. »", "Deux."]),
        ("«\u00a0Un.\u00a0» Deux.", ["«\u00a0Un.\u00a0»", "Deux."]),
        ("Samedi à 20\u00a0h. On y sera.", ["Samedi à 20\u00a0h.", "On y sera."]),
        ("M. J. Roy et Mme Côté. Rien.", ["M. J. Roy et Mme Côté.", "Rien."]),
        ("Le 24 nov. 2026, il neige.", ["Le 24 nov. 2026, il neige."]),
        ("On Nov. 24 it snows.", ["On Nov. 24 it snows."]),
        ("Tonight at 7 p.m. Some wait.", ["Tonight at 7 p.m.", "Some wait."]),
        ("It opens at 7 p.m. Monday.", ["It opens at 7 p.m. Monday."]),
        ('"It is." She left.', ['"It is."', "She left."]),
    ],
)
def test_a_sentence_ends_where_its_reader_says(text: str, cut: list[str]) -> None:
    assert sentences(text) == cut


def test_a_sentence_stands_where_it_is_said_to() -> None:
    text = "  Un. Deux!\r\n\n\tTrois " + "mot " * 400

    places = sentence_places(text)

    assert [text[start:end] for start, end in places] == sentences(text)
    assert [text[start:end] for start, end in places[:2]] == ["Un.", "Deux!"]
    assert all(0 < end - start <= 1_000 for start, end in places)
