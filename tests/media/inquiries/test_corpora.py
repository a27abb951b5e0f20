"""The judges themselves are whole: every key, nothing in both halves, hours that could be."""

import csv
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.media.inquiries.corpora import HALVES, NOW, lines

STARTING_OUTLETS = Path(__file__).parents[3] / "resources" / "outlets" / "montreal.csv"
OTHER_OUTLETS = {"QUB radio", "CHOQ.ca", "CIBL 101,5"}

KEYS_OF_A_LINE = {
    "outlet",
    "outlet_unsure",
    "reporter",
    "reporter_unsure",
    "phone",
    "form",
    "deadline",
    "deadline_state",
    "on_air",
    "on_air_state",
    "channel",
    "question",
    "language",
    "follow_up",
    "referral",
}
ALLOWED: dict[str, set[str | None]] = {
    "form": {"information", "statement", "interview", "scrum", "images", None},
    "deadline_state": {"given", "assumed", "unsure", "to ask"},
    "on_air_state": {"given", "unsure", "none"},
    "channel": {"phone", "e-mail", "text", None},
    "language": {"fr", "en"},
    "referral": {"SPVM", "SIM", "STM", "cabinet", "borough", "311", None},
}
PHONE = re.compile(r"\+1\d{3}55501\d{2}(;ext=\d+)?")


def known_outlets() -> set[str]:
    with STARTING_OUTLETS.open(encoding="utf-8", newline="") as file:
        return {each["name"] for each in csv.DictReader(file)} | OTHER_OUTLETS


def moment(written: str) -> datetime | date:
    if "T" not in written:
        return date.fromisoformat(written)
    return datetime.fromisoformat(written).replace(tzinfo=NOW.tzinfo)


def hours_agree(expected: dict[str, Any]) -> bool:
    """An hour is there or not as its state says; one that is given is a whole one."""
    deadline, state = expected["deadline"], expected["deadline_state"]
    on_air, on_air_state = expected["on_air"], expected["on_air_state"]
    has_hour = deadline is not None and "T" in deadline
    return (
        (state != "given" or has_hour)
        and (state not in {"assumed", "unsure"} or deadline is not None)
        and (state not in {"assumed", "to ask"} or not has_hour)
        and (on_air_state == "none") == (on_air is None)
    )


@pytest.mark.parametrize("half", HALVES)
def test_every_line_has_its_keys_and_values_that_could_be(half: str) -> None:
    outlets = known_outlets() | {None}

    for judged in lines(half):
        expected = judged.expected
        assert set(expected) == KEYS_OF_A_LINE, judged.line
        assert expected["outlet"] in outlets, judged.line
        assert all(expected[key] in values for key, values in ALLOWED.items()), judged.line
        assert expected["phone"] is None or PHONE.fullmatch(expected["phone"]), judged.line
        assert hours_agree(expected), judged.line


@pytest.mark.parametrize("half", HALVES)
def test_what_is_expected_of_a_line_is_in_it(half: str) -> None:
    for judged in lines(half):
        typed = re.findall(r"\w+", judged.line)
        asked = re.findall(r"\w+", judged.expected["question"])
        reporters = (judged.expected["reporter"] or "").split("; ")

        assert asked
        assert [each for each in asked if each not in typed] == [], judged.line
        assert all(each in judged.line for each in reporters), judged.line


@pytest.mark.parametrize("half", HALVES)
def test_no_hour_expected_of_a_line_is_past(half: str) -> None:
    for judged in lines(half):
        for key in ("deadline", "on_air"):
            written = judged.expected[key]
            if written is not None and isinstance(read := moment(written), datetime):
                assert read > NOW, judged.line
            elif written is not None:
                assert date.fromisoformat(written) >= NOW.date(), judged.line


def test_the_two_halves_share_no_line() -> None:
    tuning, aside = ({each.line.casefold() for each in lines(half)} for half in HALVES)

    assert (len(tuning), len(aside)) == (42, 30)
    assert tuning & aside == set()
