"""A day is kept as precisely as it was said, or refused: never more precisely."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comms_desk import i18n
from comms_desk.i18n import Language, format_some_day
from comms_desk.text.approximate import (
    AUTUMN,
    FIRST_YEAR,
    LAST_YEAR,
    SEASONS,
    SPRING,
    SUMMER,
    WINTER,
    Ago,
    Approximate,
    SomeDay,
    earliest,
    from_text,
    latest,
    read_some_day,
    written,
)
from comms_desk.text.moments import MomentNotRead

TODAY = date(2026, 11, 27)

SAID = {
    "mars 2024": Approximate(2024, 3),
    "March 2024": Approximate(2024, 3),
    "en mars 2024": Approximate(2024, 3),
    "depuis mars 2024": Approximate(2024, 3),
    "Jusqu’en août 2024": Approximate(2024, 8),
    "sept. 2024": Approximate(2024, 9),
    "2024-03": Approximate(2024, 3),
    "03/2024": Approximate(2024, 3),
    "2021": Approximate(2021),
    " depuis 2021 ": Approximate(2021),
    "in 2021": Approximate(2021),
    "vers 2019": Approximate(2019, is_about=True),
    "vers 2019?": Approximate(2019, is_about=True),
    "2019 environ": Approximate(2019, is_about=True),
    "depuis environ 2019": Approximate(2019, is_about=True),
    "about 2019": Approximate(2019, is_about=True),
    "c. 2019": Approximate(2019, is_about=True),
    "ca 2019": Approximate(2019, is_about=True),
    "~2019": Approximate(2019, is_about=True),
    "vers mars 2024": Approximate(2024, 3, is_about=True),
    "around March 2024": Approximate(2024, 3, is_about=True),
    "printemps 2023": Approximate(2023, SPRING),
    "depuis le printemps 2023": Approximate(2023, SPRING),
    "l’été 2023": Approximate(2023, SUMMER),
    "fall 2023": Approximate(2023, AUTUMN),
    "the winter of 2023": Approximate(2023, WINTER),
    "vers le printemps 2023": Approximate(2023, SPRING, is_about=True),
    "2024-03-05": date(2024, 3, 5),
    "5 mars 2024": date(2024, 3, 5),
    "depuis le 1er mars 2024": date(2024, 3, 1),
    "March 5, 2024": date(2024, 3, 5),
    "vers le 5 mars 2024": Approximate(2024, 3, is_about=True),
}


@pytest.mark.parametrize(("words", "day"), SAID.items(), ids=SAID)
def test_what_is_said_is_what_is_meant(words: str, day: SomeDay) -> None:
    assert read_some_day(words) == day


COUNTED = {
    "depuis 2 ans": Approximate(2024, 11, is_about=True),
    "2 ans": Approximate(2024, 11, is_about=True),
    "il y a deux ans": Approximate(2024, 11, is_about=True),
    "2 years ago": Approximate(2024, 11, is_about=True),
    "for two years": Approximate(2024, 11, is_about=True),
    "a year ago": Approximate(2025, 11, is_about=True),
    "depuis un an et demi": Approximate(2025, 5, is_about=True),
    "depuis 18 mois": Approximate(2025, 5, is_about=True),
    "depuis 11 mois": Approximate(2025, 12, is_about=True),
    "depuis plus de 10 ans": Approximate(2016, is_about=True),
    "depuis environ 3 ans": Approximate(2023, is_about=True),
    "3 weeks ago": Approximate(2026, 11, is_about=True),
    "depuis 10 jours": date(2026, 11, 17),
    "hier": date(2026, 11, 26),
    "depuis hier": date(2026, 11, 26),
    "today": TODAY,
}


@pytest.mark.parametrize(("words", "day"), COUNTED.items(), ids=COUNTED)
def test_what_counts_back_counts_from_the_day_on_which_it_is_said(words: str, day: SomeDay) -> None:
    meant = read_some_day(words)

    assert isinstance(meant, Ago)
    assert meant.before(TODAY) == day


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "?",
            "vers",
            "depuis",
            "bientôt",
            "20",
            "24",
            "mars",
            "mars 24",
            "2024-13",
            "13/2024",
        ),
        *("2024-00", "02/03/2024", "31 février 2024", "depuis 2", "0 ans", "depuis zéro an"),
        *("100 ans", "9999 jours et demi", "1200", "9999", "2019 2020", "printemps", "ju 2024"),
        *("depuis longtemps", "un mois et demi", "mar 2024 2025", "x" * 10_000, "1" * 5000),
    ],
)
def test_what_says_no_day_is_refused(words: str) -> None:
    with pytest.raises(MomentNotRead):
        read_some_day(words)


def test_it_stands_for_each_day_that_it_may_be() -> None:
    assert _range(Approximate(2024, 2)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert _range(Approximate(2024, 1, is_about=True)) == (date(2023, 12, 1), date(2024, 2, 29))
    assert _range(Approximate(2021)) == (date(2021, 1, 1), date(2021, 12, 31))
    assert _range(Approximate(2019, is_about=True)) == (date(2018, 1, 1), date(2020, 12, 31))
    assert _range(Approximate(2023, SPRING)) == (date(2023, 3, 20), date(2023, 6, 20))
    assert _range(Approximate(2023, WINTER)) == (date(2022, 12, 21), date(2023, 3, 19))
    assert _range(date(2024, 3, 5)) == (date(2024, 3, 5), date(2024, 3, 5))


def _range(day: SomeDay) -> tuple[date, date]:
    return earliest(day), latest(day)


SOME_DAYS = some.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)) | some.builds(
    Approximate,
    some.integers(FIRST_YEAR, LAST_YEAR),
    some.none() | some.integers(1, 12) | some.sampled_from(SEASONS),
    some.booleans(),
)


@given(SOME_DAYS)
def test_what_is_written_is_read_again(day: SomeDay) -> None:
    assert from_text(written(day)) == day


@given(SOME_DAYS, some.sampled_from(Language))
def test_what_is_shown_in_words_is_read_again(day: SomeDay, language: Language) -> None:
    was = i18n.current()
    i18n.use(language)
    try:
        assert read_some_day(format_some_day(day)) == day
    finally:
        i18n.use(was)


@given(some.text(max_size=40))
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        meant = read_some_day(words)
    except MomentNotRead:
        return
    day = meant.before(TODAY) if isinstance(meant, Ago) else meant
    assert earliest(day) <= latest(day)
