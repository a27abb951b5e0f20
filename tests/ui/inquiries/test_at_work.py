"""Two windows and one journalist: who works on an inquiry is seen by the other, and taken over."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import Holder, MomentKind, NewMoment, Resolution
from comms_desk.planning.people.model import PersonId
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.shell.window import Window
from tests.support.away import GoingServer
from tests.support.mornings import office_on
from tests.support.windows import BRISK, guarded
from tests.ui.inquiries.showing import done, opened, settled, shown
from tests.ui.keys import press

type Looking = Callable[[Office], InquiriesPage]
AWAY_MS = 20_000


@pytest.fixture
def looking(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Looking]:
    """Opens a window on an office; its Inquiries page is in front."""
    for name in {"here", "there"} & set(request.fixturenames):
        request.getfixturevalue(name)  # it outlives the windows
    made: list[tuple[Window, Errands]] = []

    def on(office: Office) -> InquiriesPage:
        errands = Errands(lambda: guarded(office), pauses=BRISK)
        window = Window(errands)
        made.append((window, errands))
        qtbot.addWidget(window)
        window.show()
        window.watch_others()
        window.go_to("inquiries")
        page = window.page
        assert isinstance(page, InquiriesPage)
        return page

    yield on
    for window, errands in made:
        window.close()
        errands.close()


@pytest.fixture
def budget(here: Office) -> InquiryId:
    return here.inquiries.add(NewInquiry(title="Budget", outlet_name="Le Devoir")).id


def person(office: Office) -> PersonId:
    return PersonId(office.database.actor or 0)


def at_work(office: Office) -> list[tuple[InquiryId, PersonId]]:
    return [(each.inquiry, each.person) for each in office.at_work.every()]


def detail(page: InquiriesPage) -> str:
    return page.column.list.list.rows.rows()[0].detail


def test_another_window_says_who_is_at_work_and_takes_it_over_and_the_first_is_told(
    qtbot: QtBot, looking: Looking, here: Office, there: Office, budget: InquiryId
) -> None:
    annes = looking(here)
    opened(qtbot, annes, budget)
    qtbot.waitUntil(lambda: at_work(there) == [(budget, person(here))])
    assert not annes.card.at_work.said.text()

    baos = looking(there)
    opened(qtbot, baos, budget)
    said = "Somebody of the office (anne) has been at work on it since 7:30\u00a0a.m."
    qtbot.waitUntil(lambda: baos.card.at_work.said.text() == said)
    assert detail(baos) == f"Le Devoir · deadline to ask for · {said}"
    qtbot.waitUntil(
        lambda: annes.card.at_work.said.text().startswith("Somebody of the office (bao) has been")
    )
    undo = done(qtbot, baos, lambda: press(baos.column.list.list, Qt.Key.Key_P))

    assert there.inquiries.get(budget).holder == Holder(person=person(there))
    assert baos.card.at_work.take.isHidden()
    qtbot.waitUntil(
        lambda: annes.card.at_work.said.text().startswith("Somebody of the office (bao) took")
    )
    done(qtbot, annes, annes.card.at_work.take.click)
    assert here.inquiries.get(budget).holder == Holder(person=person(here))
    undo()
    qtbot.waitUntil(lambda: baos.errands.is_idle)
    assert here.inquiries.get(budget).holder == Holder(person=person(here))


def test_a_card_that_is_left_is_worked_on_no_more(
    qtbot: QtBot, looking: Looking, here: Office, budget: InquiryId
) -> None:
    page = looking(here)
    snow = here.inquiries.add(NewInquiry(title="Snow")).id
    opened(qtbot, page, budget)
    qtbot.waitUntil(lambda: at_work(here) == [(budget, person(here))])

    opened(qtbot, page, snow)
    qtbot.waitUntil(lambda: at_work(here) == [(snow, person(here))])
    here.inquiries.record(snow, NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN))
    qtbot.waitUntil(lambda: at_work(here) == [])
    opened(qtbot, page, budget)
    qtbot.waitUntil(lambda: at_work(here) == [(budget, person(here))])
    window = page.window()
    assert isinstance(window, Window)
    window.go_to("today")
    qtbot.waitUntil(lambda: at_work(here) == [])


def test_who_walks_past_a_card_does_not_work_on_it(
    qtbot: QtBot, looking: Looking, here: Office, budget: InquiryId
) -> None:
    page = looking(here)
    snow = here.inquiries.add(NewInquiry(title="Snow")).id
    told: list[Change] = []
    here.database.announcer.subscribe(told.append)
    page.card.at_work._first.setInterval(AWAY_MS)
    opened(qtbot, page, budget)
    opened(qtbot, page, snow)

    page.card.at_work._first.timeout.emit()

    qtbot.waitUntil(lambda: at_work(here) == [(snow, person(here))])
    assert not any(budget in each.ids for each in told)


def test_what_the_page_opens_by_itself_is_worked_on_once_one_goes_to_its_card(
    qtbot: QtBot, looking: Looking, here: Office, budget: InquiryId
) -> None:
    page = looking(here)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.card.ref == Ref(Subject.INQUIRY, budget))
    page.card.at_work._first.timeout.emit()
    settled(qtbot, page)
    assert at_work(here) == []

    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    page.card.answer.field.text_editor.setFocus()

    qtbot.waitUntil(lambda: at_work(here) == [(budget, person(here))])


def test_where_nobody_is_signed_in_nobody_is_said_to_be_at_work(
    qtbot: QtBot, looking: Looking, here: Office, there: Office, budget: InquiryId
) -> None:
    here.database.act_as(None)
    there.at_work.begin(budget)
    page = looking(here)
    opened(qtbot, page, budget)
    page.card.at_work._tell()
    settled(qtbot, page)

    assert page.card.at_work.said.text().startswith("Somebody of the office (bao) has been at work")
    assert page.card.at_work.take.isHidden()
    assert at_work(here) == [(budget, person(there))]


@pytest.mark.postgresql
def test_a_database_that_is_away_is_said_once_and_work_goes_on_once_it_is_back(
    qtbot: QtBot,
    looking: Looking,
    going_server: GoingServer,
    clock: StillClock,
    tmp_path: Path,
) -> None:
    office = office_on(going_server.database(clock, silent_s=1.0), tmp_path)
    budget = office.inquiries.add(NewInquiry(title="Budget")).id
    page = looking(office)
    window = page.window()
    assert isinstance(window, Window)
    opened(qtbot, page, budget)
    line = page.card.at_work
    line._tell()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    with going_server.stopped():
        line._tell()
        qtbot.waitUntil(window.away.isVisible)
        line._tell()
        qtbot.waitUntil(lambda: "at work" not in str(page.errands._latest))
        assert not any(bar.isVisible() for bar in window.findChildren(ErrorBar))
        assert page.errands.unwritten == 0
        assert window.presence.may_close()

    qtbot.waitUntil(window.away.isHidden)
    line._tell()
    qtbot.waitUntil(lambda: at_work(office) == [(budget, person(office))])
