"""The inquiries of the day on Today: under which heading, in which words, and what each opens."""

from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.inquiries_today import SHOWN, InquiriesToday, inquiries_today
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import URGENT, Basis, Hour, InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import Holder, MomentKind, NewMoment, Resolution
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.today.hours import DayHeading
from comms_desk.ui.today.inquiries import lines
from comms_desk.ui.today.page import TodayPage
from tests.support.replies import reply_in_vain
from tests.ui.keys import click

SEVEN_THIRTY = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def ask(
    office: Office, title: str, hours: float | None, *, basis: Basis = Basis.GIVEN
) -> InquiryId:
    hour = Hour() if hours is None else Hour(at=SEVEN_THIRTY + timedelta(hours=hours), basis=basis)
    new = NewInquiry(title=title, outlet_name="The Gazette", deadline=hour)
    return office.inquiries.add(new).id


def said(today: InquiriesToday) -> dict[str, tuple[DayHeading, Row]]:
    return {each.row.title: (each.under, each.row) for each in lines(today, SEVEN_THIRTY)}


def tags(row: Row) -> list[str]:
    return [tag.text for tag in row.tags]


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> TodayPage:
    made = TodayPage(errands)
    qtbot.addWidget(made)
    made.resize(1104, 772)
    return made


def shown(qtbot: QtBot, page: TodayPage) -> TodayPage:
    page.show()
    with qtbot.waitSignal(page.rows_shown):
        page.shown()
    return page


def test_each_stands_under_its_hour_and_says_how_it_is_known(office: Office) -> None:
    ask(office, "En retard", -1)
    ask(office, "Bientôt", 0.4)
    ask(office, "Avant midi", 3)
    ask(office, "Incertaine", 7, basis=Basis.UNSURE)
    ask(office, "Supposée", 8, basis=Basis.ASSUMED)
    ask(office, "Inconnue", None)
    ask(office, "Demain", 24)

    found = said(inquiries_today(office, SEVEN_THIRTY))

    assert {title: under for title, (under, _row) in found.items()} == {
        "En retard": DayHeading.NOW,
        "Bientôt": DayHeading.NOW,
        "Avant midi": DayHeading.BEFORE_NOON,
        "Incertaine": DayHeading.TODAY,
        "Supposée": DayHeading.TODAY,
        "Inconnue": DayHeading.TODAY,
        "Demain": DayHeading.LATER,
    }
    late = found["En retard"][1]
    assert (late.when, late.is_late, tags(late)) == ("6:30\u00a0a.m.", True, ["late"])
    unsure = found["Incertaine"][1]
    assert (unsure.when, tags(unsure)) == ("2:30\u00a0p.m.?", ["hour to confirm"])
    assert "assumed hour" in found["Supposée"][1].detail
    unknown = found["Inconnue"][1]
    assert (unknown.when, tags(unknown)) == ("", ["hour to ask for"])
    assert "Wednesday, November 25, 2026" in found["Demain"][1].detail


def test_who_has_it_is_said_and_since_when(office: Office) -> None:
    inquiry = ask(office, "Déneigement", 2)
    assert said(inquiries_today(office, SEVEN_THIRTY))["Déneigement"][1].detail == (
        "The Gazette · held by nobody"
    )
    service = Holder(body="Concertation")
    office.inquiries.record(inquiry, NewMoment(what=MomentKind.HANDED, holder=service))

    i18n.use("fr")
    now = SEVEN_THIRTY + timedelta(hours=2, minutes=10)
    (row,) = (each.row for each in lines(inquiries_today(office, now), now))

    assert row.detail == "The Gazette · chez\u00a0: Concertation, depuis 2\u00a0h\u00a010"


def test_an_interview_without_deadline_stands_at_its_hour_on_air(office: Office) -> None:
    on_air = Hour(at=SEVEN_THIRTY + timedelta(hours=2), basis=Basis.GIVEN)
    office.inquiries.add(NewInquiry(title="Entrevue", on_air=on_air))

    under, row = said(inquiries_today(office, SEVEN_THIRTY))["Entrevue"]

    assert (under, row.when, tags(row)) == (
        DayHeading.BEFORE_NOON,
        "9:30\u00a0a.m.",
        ["hour to ask for"],
    )
    assert "on air" in row.detail


def test_what_presses_stands_first_though_nobody_knows_its_hour(office: Office) -> None:
    ask(office, "À temps", 0.25)
    office.inquiries.add(NewInquiry(title="Incendie", deadline=URGENT))

    found = said(inquiries_today(office, SEVEN_THIRTY))

    assert list(found) == ["Incendie", "À temps"]
    under, row = found["Incendie"]
    assert (under, row.when, tags(row)) == (DayHeading.NOW, "", ["urgent", "hour to ask for"])


def test_the_page_begins_with_them_and_each_opens(
    qtbot: QtBot, page: TodayPage, office: Office
) -> None:
    late = ask(office, "En retard", -1)
    missed = ask(office, "Manquée", 1)
    office.inquiries.record(missed, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.MISSED))
    shown(qtbot, page)
    opened: list[Ref] = []
    page.open_wanted.connect(opened.append)

    assert [line.line.title for line in page.now.all()] == ["En retard", "Manquée"]
    for line in page.now.all():
        click(line)
    assert opened == [Ref(Subject.INQUIRY, late), Ref(Subject.INQUIRY, missed)]


def test_the_list_that_is_too_long_for_the_page_is_on_that_of_inquiries(
    qtbot: QtBot, page: TodayPage, office: Office
) -> None:
    for number in range(SHOWN + 1):
        ask(office, f"Demande {number}", 8)
    shown(qtbot, page)

    last = page.later.all()[-1]
    assert last.line.title == "40 of 41"
    with qtbot.waitSignal(page.page_wanted) as wanted:
        click(last)
    assert wanted.args == ["inquiries"]


def test_mine_is_chosen_kept_and_left_for_the_team(
    qtbot: QtBot, page: TodayPage, office: Office, errands: Errands
) -> None:
    bao = office.people.recognise("bao").id
    theirs = ask(office, "À Bao", 2)
    office.inquiries.record(theirs, NewMoment(what=MomentKind.HANDED, holder=Holder(person=bao)))
    ask(office, "À personne", 3)
    shown(qtbot, page)
    assert [line.line.title for line in page.before_noon.all()] == ["À Bao", "À personne"]

    with qtbot.waitSignal(page.rows_shown):
        click(page.mine)

    assert [line.line.title for line in page.before_noon.all()] == ["À personne"]
    (others,) = page.later.all()
    assert others.line.title == "1 other inquiry of the day is with a colleague"
    again = TodayPage(errands)
    qtbot.addWidget(again)
    again.recall(page.kept())
    assert again.mine.isChecked()
    with qtbot.waitSignal(page.rows_shown):
        click(others)
    assert page.team.isChecked()
    assert [line.line.title for line in page.before_noon.all()] == ["À Bao", "À personne"]


def test_what_was_due_before_noon_is_due_now_once_it_is_late(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    ask(office, "Avant midi", 3)
    shown(qtbot, page)
    assert page.before_noon.all()

    clock.advance(timedelta(hours=3, minutes=1))
    with qtbot.waitSignal(page.rows_shown):
        page.refresh()

    (line,) = page.now.all()
    assert line.line.is_late


def test_a_reply_that_did_not_arrive_stands_first_and_is_decided_there(
    qtbot: QtBot, page: TodayPage, office: Office
) -> None:
    ask(office, "En retard", -1)
    reply_in_vain(office, ask(office, "Déneigement", 2))
    shown(qtbot, page)

    uncertain, refused, late = page.now.all()
    assert late.line.title == "En retard"
    assert {uncertain.line.title, refused.line.title} == {"Déneigement"}
    assert uncertain.line.detail == (
        "The Gazette · the answer may not have left · zoe@journal.example"
    )
    assert "the word that it came did not arrive" in refused.line.detail
    click(uncertain)
    qtbot.waitUntil(lambda: page.letter.letters.rows.rowCount() == 1)
