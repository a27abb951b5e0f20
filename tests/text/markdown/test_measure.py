"""How long a text is."""

from datetime import timedelta

import pytest

from comms_desk.text.markdown import Document, count_words, paragraph, speaking_time


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Montréal, le 24 novembre 2026. – La Ville", 7),
        ("12\u00a0500 personnes, 4,5\u00a0M$", 4),
        ("l’hôtel de ville – aujourd'hui", 4),
        ("– 30 –", 1),
        ("🎉 !", 0),
    ],
)
def test_words_are_counted_as_they_are_said(text: str, words: int) -> None:
    assert count_words(Document((paragraph(text),))) == words


def test_french_is_said_more_slowly_than_english() -> None:
    assert speaking_time(387, "fr") == timedelta(minutes=2, seconds=59)
    assert speaking_time(140, "en") == timedelta(minutes=1)
