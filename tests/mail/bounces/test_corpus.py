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
from comms_desk.mail.bounces.report import Nature, Report

CORPUS = Path(__file__).parent / "corpus"
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
    def report(self) -> Report:
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
    files = {(each.parent.name, each.stem) for each in CORPUS.glob("*/*.eml")}

    assert files == {(each.half, each.name) for each in cases()}
    assert (len(REPORTED), len(OTHERS)) == (100, 50)


def test_of_a_hundred_reports_ninety_five_are_understood() -> None:
    wrong = [each.name for each in REPORTED if not each.is_right]

    assert len(wrong) <= 5, wrong


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
