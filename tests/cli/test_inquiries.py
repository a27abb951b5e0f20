"""What an inquiry says at the prompt, and what is asked of it there."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.main import root
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import Basis, Hour, InquiryId, NewInquiry, Reporter
from comms_desk.media.inquiries.moments import Holder, MomentKind, NewMoment
from comms_desk.paths import Paths
from tests.cli.asking import ask
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[Office]:
    i18n.use("en")
    opened = new_office(Paths.under(tmp_path), clock=clock)
    yield opened
    opened.close()
    i18n.use("fr")


def noted(office: Office, hours: float | None = 3, basis: Basis = Basis.UNSURE) -> InquiryId:
    at = None if hours is None else office.database.clock.now() + timedelta(hours=hours)
    new = NewInquiry(
        title="Snow",
        questions=("How much?",),
        reporters=(Reporter(name="Zoé Tremblay", phone="5145550142"),),
        outlet_name="Le Devoir",
        deadline=Hour() if at is None else Hour(at=at, basis=basis),
    )
    return office.inquiries.add(new).id


def said(done: Result) -> str:
    """Return what is read, without what keeps words together."""
    assert done.exit_code == 0, done.output
    return done.stdout.replace("\u00a0", " ").replace("\u202f", " ")


def plainly(office: Office, *words: object) -> Any:
    done = ask(office, *words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_list_says_which_for_when_of_whom_and_who_has_it(office: Office) -> None:
    unsure = noted(office)
    noted(office, 5, Basis.ASSUMED)
    noted(office, None)
    office.inquiries.record(unsure, NewMoment(what=MomentKind.HANDED, holder=Holder(body="Roads")))

    head, first, second, third = said(ask(office, "inquiries", "list")).splitlines()

    assert [" ".join(each.split()) for each in head.split("  ") if each] == [
        *("Id", "Due", "Subject", "Outlet", "Journalist", "Phone", "Status", "Held by")
    ]
    assert [" ".join(each.split()) for each in first.split("  ") if each] == [
        *(str(unsure), "10:30 a.m.?", "Snow", "Le Devoir", "Zoé Tremblay", "514 555-0142"),
        *("In consultation", "Roads"),
    ]
    assert "12:30 p.m., assumed" in second
    assert "to ask for" in third


def test_one_is_shown_with_its_hours_who_asks_and_the_questions(office: Office) -> None:
    inquiry = noted(office)

    shown = said(ask(office, "inquiries", "show", inquiry))

    assert f"Id: {inquiry}" in shown
    assert "Deadline: 10:30 a.m.?" in shown
    assert "  Zoé Tremblay, 514 555-0142" in shown
    assert "  1. How much?" in shown
    assert "Status: Received" in shown


def test_the_end_of_the_day_says_what_is_open_as_the_list_does(office: Office) -> None:
    noted(office)

    told = ask(office, "inquiries", "report")

    assert said(told) == said(ask(office, "inquiries", "list"))


@pytest.mark.parametrize(
    ("words", "which", "basis"),
    [
        (("15 h",), "deadline", "given"),
        (("15 h", "--how", "asked"), "deadline", "asked"),
        (("18 h", "--on-air"), "on_air", "given"),
    ],
)
def test_an_hour_is_said(office: Office, words: tuple[str, ...], which: str, basis: str) -> None:
    inquiry = noted(office)

    told = plainly(office, "inquiries", "hour", inquiry, *words)[which]

    assert told["basis"] == basis
    assert told["at"] is not None


@pytest.mark.parametrize("basis", ["to ask", "urgent"])
def test_an_hour_that_nobody_knows_is_said_not_to_be(office: Office, basis: str) -> None:
    inquiry = noted(office)

    told = plainly(office, "inquiries", "hour", inquiry, "--how", basis)["deadline"]

    assert told == {"at": None, "basis": basis}


@pytest.mark.parametrize("words", [(), ("15 h", "--how", "to ask")])
def test_an_hour_is_known_or_is_not(office: Office, words: tuple[str, ...]) -> None:
    inquiry = noted(office)

    assert ask(office, "inquiries", "hour", inquiry, *words).exit_code == 2
    assert office.inquiries.get(inquiry).deadline.basis is Basis.UNSURE


def test_questions_are_added_and_changed(office: Office) -> None:
    inquiry = noted(office)

    plainly(office, "inquiries", "question", inquiry, "Since when?")
    told = plainly(
        office,
        *("inquiries", "question", inquiry, "How much a day?"),
        *("--number", "1", "--answer", "6 M$", "--by", "11 h"),
    )

    assert [each["question"] for each in told["parts"]] == ["How much a day?", "Since when?"]
    assert told["parts"][0]["answer"] == "6 M$"
    assert told["parts"][0]["due_at"] is not None


@pytest.mark.parametrize("words", [(), ("Why?", "--number", "7")])
def test_a_question_that_is_none_is_refused(office: Office, words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(
        root, ["inquiries", "question", str(noted(office)), *words], obj=office
    )

    assert done.exit_code != 0


def test_the_reply_is_written_at_the_prompt_and_leaves(office: Office, tmp_path: Path) -> None:
    inquiry, words = noted(office), tmp_path / "reply.md"
    words.write_text("About 6 M$.\n", encoding="utf-8")
    answer = ("inquiries", "answer", inquiry, "--attribution", "city")

    plainly(office, "inquiries", "set", inquiry, "answer", "About 5 M$.")
    done = ask(
        office, *answer, "--text", words, "--phone", "Zoé", "--reason", "Alone tonight", "--json"
    )

    (told,) = json.loads(done.stdout)
    assert told["text"] == "About 6 M$."
    assert office.inquiries.get(inquiry).answer == "About 6 M$."
