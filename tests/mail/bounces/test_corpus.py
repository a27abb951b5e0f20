"""What was understood of 150 messages that came back, written after the servers' documents.

A hundred are reports of Exchange, Microsoft 365, Postfix, Sendmail, Exim, qmail, Google, Yahoo
and others, in French and in English; fifty are absences, receipts, answers of people and what
else lands in a mailbox that sends releases.  Half of them, *aside*, were not looked at while
the reading was written.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from comms_desk.mail.bounces.reading import read
from comms_desk.mail.bounces.report import BounceReport, Nature
from tests.mail.bounces import judge

CORPUS = Path(__file__).parent / "corpus"
LEAST_UNDERSTOOD = 0.96
"""Of the addresses of reports that somebody else wrote."""
REPORTS = {Nature.HARD, Nature.SOFT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    half: str
    expected: dict[str, Any]

    @property
    def is_report(self) -> bool:
        return Nature(self.expected["kind"]) in REPORTS

    @property
    def report(self) -> BounceReport:
        return read((CORPUS / self.half / f"{self.name}.eml").read_bytes())

    @property
    def is_right(self) -> bool:
        report = self.report
        found = {each.address: each.nature.value for each in report.refusals}
        return [report.nature.value, found] == [self.expected["kind"], self.expected["addresses"]]


@cache
def cases() -> tuple[Case, ...]:
    halves = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
    return tuple(
        Case(name=name, half=half, expected=expected)
        for half, named in halves.items()
        for name, expected in named.items()
    )


REPORTED = [each for each in cases() if each.is_report]
OTHERS = [each for each in cases() if not each.is_report]


def test_the_corpus_is_whole() -> None:
    files = {
        (half, each.stem) for half in ("tuned", "aside") for each in (CORPUS / half).glob("*.eml")
    }

    assert files == {(each.half, each.name) for each in cases()}
    assert (len(REPORTED), len(OTHERS)) == (100, 50)


def test_of_a_hundred_reports_ninety_five_are_understood() -> None:
    wrong = [each.name for each in REPORTED if not each.is_right]

    assert len(wrong) <= 5, wrong


def test_reports_of_another_hand_are_understood_and_ordinary_mails_left_alone() -> None:
    of_another = CORPUS / "other_hand"
    cases = [each for half in ("bounces", "ordinary") for each in judge.cases_in(of_another / half)]

    figures = judge.judged(cases, judge.ours, tell=False)

    assert figures.right >= LEAST_UNDERSTOOD * figures.addresses > 0
    assert (figures.silenced, figures.mistaken) == (0, 0)
    assert figures.ordinary > 0


@pytest.mark.parametrize("case", OTHERS, ids=lambda case: case.name)
def test_nothing_else_is_taken_for_a_report(case: Case) -> None:
    report = case.report

    assert report.nature not in REPORTS
    assert report.refusals == ()


def test_what_is_no_report_is_told_apart() -> None:
    wrong = [each.name for each in OTHERS if each.report.nature.value != each.expected["kind"]]

    assert wrong == []


def test_who_wants_out_is_heard_and_nobody_else() -> None:
    asking = {each.name for each in cases() if each.report.wants_out}

    assert asking == {each.name for each in cases() if each.expected.get("withdrawal")}


def test_a_report_says_which_letter_it_answers_and_by_what_code() -> None:
    wrong = [
        each.name
        for each in REPORTED
        if each.report.about != each.expected["message_id"]
        or (each.is_right and each.report.refusals[0].status != each.expected["status"])
    ]

    assert len(wrong) <= 5, wrong
