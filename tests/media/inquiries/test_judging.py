"""The judge says what it should of proposals that are right, in doubt, and silently wrong."""

from typing import Any

import pytest

from tests.media.inquiries.corpora import HALVES, lines, mails
from tests.media.inquiries.judging import (
    hours_are_right,
    silently_wrong,
    wrong_of_a_line,
    wrong_of_a_mail,
)

GIVEN = {
    "deadline": "2026-11-24T15:00",
    "deadline_state": "given",
    "on_air": None,
    "on_air_state": "none",
}
IN_DOUBT = GIVEN | {"deadline_state": "unsure"}


@pytest.mark.parametrize("half", HALVES)
def test_what_is_expected_is_right(half: str) -> None:
    for line in lines(half):
        assert wrong_of_a_line(line.expected, line.expected) == [], line.line
    for mail in mails(half):
        assert wrong_of_a_mail(mail.expected, mail.expected) == [], mail.name
        assert silently_wrong(mail.expected, mail.expected) == [], mail.name


@pytest.mark.parametrize(
    ("expected", "proposed", "wrong"),
    [
        (GIVEN, GIVEN | {"deadline": "2026-11-24T16:00"}, ["deadline"]),
        (GIVEN, GIVEN | {"deadline": "2026-11-24", "deadline_state": "assumed"}, ["deadline"]),
        (GIVEN, IN_DOUBT, []),
        (IN_DOUBT, GIVEN, ["deadline"]),
        (GIVEN, GIVEN | {"on_air": "2026-11-24T15:00", "on_air_state": "given"}, ["on_air"]),
        (GIVEN, GIVEN | {"deadline": None, "deadline_state": "to ask"}, []),
        (GIVEN | {"on_air": "2026-11-24", "on_air_state": "unsure"}, GIVEN, ["on_air"]),
    ],
)
def test_an_hour_is_silently_wrong_when_it_is_sure_and_should_not_be(
    expected: dict[str, Any], proposed: dict[str, Any], wrong: list[str]
) -> None:
    assert silently_wrong(expected, proposed) == wrong
    assert hours_are_right(expected, proposed) == (expected == proposed)


def test_a_question_keeps_its_words_and_no_number_dialled() -> None:
    [line] = [each for each in lines("tuning") if "théorêt" in each.line]

    def wrong(question: str) -> list[str]:
        return wrong_of_a_line(line.expected, line.expected | {"question": question})

    assert wrong("Coût: neige svp") == []
    assert wrong("cout") == ["question"]
    assert wrong("cout neige 514 555 0142") == ["question"]


def test_names_are_read_without_case_or_accents() -> None:
    [line] = [each for each in lines("tuning") if "théorêt" in each.line]

    assert wrong_of_a_line(line.expected, line.expected | {"reporter": "Theoret"}) == []
    assert wrong_of_a_line(line.expected, line.expected | {"reporter": None}) == ["reporter"]
