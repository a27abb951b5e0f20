"""What is said to a journalist, in the words of the language in which they asked."""

from datetime import datetime, timedelta

import pytest

from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.media.inquiries.reply.model import hour_words


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (0, "17 h", "5 p.m."),
        (1, "17 h demain, mercredi", "5 p.m. tomorrow, Wednesday"),
        (6, "17 h, le lundi 30 novembre", "5 p.m. on Monday, November 30"),
        (7, "17 h, le mardi 1er décembre", "5 p.m. on Tuesday, December 1"),
    ],
)
def test_a_promise_says_its_day_unless_that_is_today(days: int, french: str, english: str) -> None:
    now = datetime(2026, 11, 24, 9, 20, tzinfo=CITY_ZONE)
    by = now.replace(hour=17, minute=0) + timedelta(days=days)

    said = [hour_words(by, each, now=now) for each in (Language.FRENCH, Language.ENGLISH)]

    assert [" ".join(each.split()) for each in said] == [french, english]
