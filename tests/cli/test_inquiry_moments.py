"""What happens to an inquiry, from the command line."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from comms_desk.across.office import Office
from comms_desk.cli.inquiries import inquiries
from comms_desk.media.inquiries.model import InquiryTab, NewInquiry
from comms_desk.planning.people.model import NewPerson
from tests.support.offices import still_office

office = pytest.fixture(still_office)


def said(office: Office, *words: str) -> Any:
    ran = CliRunner().invoke(inquiries, [*words, "--json"], obj=office, catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def test_an_inquiry_is_handed_noted_and_closed(office: Office) -> None:
    one = office.inquiries.add(NewInquiry(title="Budget", questions=("Combien?",))).id
    bao = office.people.add(NewPerson(name="Bao Nguyen")).id

    handed = said(office, "hand", str(one), "--to", "bao nguyen")
    assert handed["holder"] == {"person": bao, "body": ""}
    assert said(office, "hand", str(one), "--body", "Voirie", "--question", "1")["part"] == 1
    assert said(office, "note", str(one), "On vérifie.", "--who", "Luc")["text"] == "On vérifie."
    closed = said(office, "close", str(one), "referred", "--to", "SPVM")
    assert (closed["resolution"], closed["who"]) == ("referred", "SPVM")

    (shown,) = said(office, "list", "--view", "ended")
    assert shown["id"] == one


def test_one_that_was_missed_waits_for_why(office: Office) -> None:
    one = office.inquiries.add(NewInquiry(title="Budget")).id
    said(office, "close", str(one), "missed")
    assert [each["id"] for each in said(office, "list", "--view", "to explain")] == [one]

    said(office, "late", str(one), "workload")

    assert office.inquiries.search(view=InquiryTab.TO_EXPLAIN).rows == ()


def test_two_that_ask_the_same_are_joined_and_separated(office: Office) -> None:
    one, two = (office.inquiries.add(NewInquiry(title=each)).id for each in ("Un", "Deux"))

    assert said(office, "join", str(two), "--to", str(one))["joined_to"] == one
    assert said(office, "join", str(two))["joined_to"] is None


def test_a_person_whom_nobody_knows_is_refused(office: Office) -> None:
    one = office.inquiries.add(NewInquiry(title="Budget")).id

    ran = CliRunner().invoke(inquiries, ["hand", str(one), "--to", "Personne"], obj=office)

    assert ran.exit_code == 2
    assert "Personne" in ran.output
