"""How long a text is, in words and in minutes aloud."""

import re
from datetime import timedelta

from comms_desk.text.markdown.model import Document

WORDS_A_MINUTE = {"fr": 130, "en": 140}
"""Reading aloud, clearly: the defaults of the domain notes, §3.3 (a range of ±10 % is usual)."""

# A word holds a letter or a digit; "12 500" and "14 h 30" are joined by their no-break spaces.
_WORD = re.compile("[^\\W_](?:[\\w'’.,/-]|(?<=\\d)[\u00a0\u202f](?=\\d))*")


def count_words(document: Document) -> int:
    """Count the words that a reader would say."""
    return sum(len(_WORD.findall(block.text)) for block in document.blocks)


def speaking_time(words: int, language: str) -> timedelta:
    """Return how long *words* words take to say in *language*, to the second."""
    return timedelta(seconds=round(words * 60 / WORDS_A_MINUTE.get(language, WORDS_A_MINUTE["fr"])))
