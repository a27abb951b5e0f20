"""A day and an hour are read as people write them, or refused: never another moment."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comms_desk.i18n import CITY_ZONE
from comms_desk.text.moments import MomentNotRead, read_moment

NOW = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
"""Noon in Montréal, a Wednesday."""
FRIDAY_AT_SIX = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)


def read(words: str) -> datetime:
    return read_moment(words, now=NOW, zone=CITY_ZONE)


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-27 06:00",
        "2026-11-27T06:00",
        "2026-11-27 6 h",
        "27 nov. 2026, 06 h 00",
        "27\u00a0nov.\u00a02026, 6\u00a0h",
        "27 novembre 2026 à 6 h",
        "Vendredi 27 novembre, 6h",
        "vendredi le 27 nov 6 h 00",
        "le 27 novembre 6 h",
        "ven. 27 nov. 6:00",
        "Nov 27, 2026, 6:00 a.m.",
        "nov. 27 6 am",
        "Friday, November 27, 2026 at 6 a.m.",
        "27 November 2026 6:00",
        "November 27th 6:00 AM",
    ],
)
def test_a_moment_is_read_however_it_is_written(words: str) -> None:
    assert read(words) == FRIDAY_AT_SIX


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("demain 6 h", FRIDAY_AT_SIX - timedelta(days=1)),
        ("tomorrow 6:30 p.m.", datetime(2026, 11, 26, 23, 30, tzinfo=UTC)),
        ("13 h", NOW + timedelta(hours=1)),
        ("à 13 h 30", NOW + timedelta(hours=1, minutes=30)),
        ("aujourd’hui, 13 h", NOW + timedelta(hours=1)),
        ("27 novembre midi", FRIDAY_AT_SIX + timedelta(hours=6)),
        ("27 nov 12 a.m.", FRIDAY_AT_SIX - timedelta(hours=6)),
        ("27 nov 12:15 pm", FRIDAY_AT_SIX + timedelta(hours=6, minutes=15)),
        ("1er décembre 0 h", datetime(2026, 12, 1, 5, tzinfo=UTC)),
        ("March 3, 10 a.m.", datetime(2027, 3, 3, 15, tzinfo=UTC)),
        ("Mar 3, 2027, 10 a.m.", datetime(2027, 3, 3, 15, tzinfo=UTC)),
        ("mar. 2 mars 10 h", datetime(2027, 3, 2, 15, tzinfo=UTC)),
        ("4 janvier 10 h", datetime(2027, 1, 4, 15, tzinfo=UTC)),
        ("20 octobre 10 h", datetime(2027, 10, 20, 14, tzinfo=UTC)),
        ("20 novembre 2026 10 h", datetime(2026, 11, 20, 15, tzinfo=UTC)),
        ("4 janvier 2026 10 h", datetime(2026, 1, 4, 15, tzinfo=UTC)),
        ("29 février 2028 10 h", datetime(2028, 2, 29, 15, tzinfo=UTC)),
    ],
)
def test_without_a_year_it_is_the_next_one(words: str, moment: datetime) -> None:
    assert read(words) == moment


@pytest.mark.parametrize(
    "words",
    [
        "",
        "27 novembre",
        "2026-11-27",
        "27 novembre 2026",
        "6 h",
        "27/11/2026 6 h",
        "11/12 6 h",
        "27 nov. 2026, 25 h",
        "27 nov. 2026, 6 h 75",
        "27 nov. 2026, 13 p.m.",
        "27 nov. 2026, 0 a.m.",
        "31 novembre 6 h",
        "jeudi 27 novembre 2026 6 h",
        "jeudi 27 novembre 6 h",
        "Saturday Nov 27, 6 a.m.",
        "25 novembre 8 h",
        "24 novembre 8 h",
        "mar. 24, 6 h",
        "Mar 3, 10 a.m.",
        "aujourd'hui 8 h",
        "27 no 6 h",
        "27 jui 6 h",
        "27 nov. 2026 6",
        "minuit",
        "27 novembre minuit",
        "hier 6 h",
        "20261127 6 h",
        "2026-11-27 06:00:30",
        "99999999999 nov 6 h",
        "27 nov. 0000 6 h",
        "31 décembre 9999 23 h",
    ],
)
def test_what_is_no_moment_or_may_be_two_is_refused(words: str) -> None:
    with pytest.raises(MomentNotRead):
        read(words)


def test_an_hour_that_comes_twice_is_the_second_one_and_one_that_never_comes_is_refused() -> None:
    assert read("1 novembre 2026 1 h 30") == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    with pytest.raises(MomentNotRead):
        read("14 mars 2027 2 h 30")


@given(some.text(max_size=40))
def test_any_text_is_read_or_refused(words: str) -> None:
    with suppress(MomentNotRead):
        assert read(words).tzinfo is UTC
