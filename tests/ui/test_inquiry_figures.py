"""What inquiries teach, in the window: words, charts with their tables, a file."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import Basis, Hour, NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    Holder,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.media.outlets.model import NewOutlet, OutletKind
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.ui.frame.figures_page import Period
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.inquiry_figures.page import InquiryFiguresPage
from comms_desk.ui.kit.charts import MOST_ROWS, Chart
from comms_desk.ui.shell.window import Window
from tests.support.replies import said_of
from tests.ui.keys import click, press, tabs_from, type_words


@pytest.fixture
def asked(office: Office, clock: StillClock) -> Office:
    """A desk of five inquiries of today, answered after one to five hours, due after three."""
    came = clock.now()
    clock.advance(timedelta(hours=6))
    radio = office.outlets.add(NewOutlet(name="98,5", kind=OutletKind.RADIO)).id
    for hours in range(1, 6):
        deadline = Hour(at=came + timedelta(hours=3), basis=Basis.GIVEN)
        new = NewInquiry(title="Snow", outlet=radio, deadline=deadline, received_at=came)
        inquiry = office.inquiries.add(new).id
        roads = NewMoment(
            what=MomentKind.HANDED, at=came + timedelta(minutes=30), holder=Holder(body="Roads")
        )
        office.inquiries.record(inquiry, roads)
        answered = NewMoment(
            what=MomentKind.ANSWERED,
            at=came + timedelta(hours=hours),
            how=Channel.PHONE,
            text="Yes.",
            resolution=Resolution.ANSWERED,
            attribution=Attribution.CITY,
        )
        said_of(office.database, inquiry, answered)
    return office


def shown(qtbot: QtBot, window: Window) -> InquiryFiguresPage:
    window.go_to("figures")
    page = window.page
    assert isinstance(page, InquiryFiguresPage)
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: InquiryFiguresPage) -> None:
    qtbot.waitUntil(lambda: not page._stale and page.errands.is_idle and page.found is not None)


def test_the_inquiries_lead_to_what_they_teach(qtbot: QtBot, window: Window, asked: Office) -> None:
    window.go_to("inquiries")
    inquiries = window.page
    assert isinstance(inquiries, InquiriesPage)

    click(inquiries.figures)

    page = window.page
    assert isinstance(page, InquiryFiguresPage)
    settled(qtbot, page)
    assert page.in_time.text() == "Answered in time: 3 of 5"
    assert page.counts.text() == "5 inquiries received · 5 answered · 0 open still"
    assert page.until.text().replace("\u00a0", " ") == "Until answered · median 3 h of 5"


def test_each_chart_has_its_table_is_heard_and_copied_by_keys(
    qtbot: QtBot, window: Window, asked: Office
) -> None:
    page = shown(qtbot, window)
    every = [each for each in tabs_from(page.export, most=20) if isinstance(each, Chart)]

    heard = [chart.accessibleName().replace("\u00a0", " ") for chart in every]
    waited, kinds = heard[0], heard[3]
    press(every[3], Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert len(every) == len(page.charts) == 7
    assert waited.startswith("Where they waited. Roads, All together 12 h 30, Inquiries 5, Each")
    assert kinds == (
        "By kind of outlet. Radio, Inquiries 5, In time 3 of 5, Answered after median 3 h of 5"
    )
    assert "Radio\t5\t3 of 5" in QGuiApplication.clipboard().text()


def test_other_days_are_chosen_or_typed(qtbot: QtBot, window: Window, asked: Office) -> None:
    page = shown(qtbot, window)
    assert page.found is not None
    today = page.found.until

    click(page.chips[Period.THREE_MONTHS])
    settled(qtbot, page)
    since = page.found.since
    click(page.chips[Period.DATES])
    settled(qtbot, page)
    offered = page.first.text(), page.last.text()
    page.first.clear()
    type_words(page.first, "2020-01-31")
    press(page.first, Qt.Key.Key_Return)
    settled(qtbot, page)

    assert (since.day, (today.month - since.month) % 12) == (1, 2)
    assert offered == (since.isoformat(), today.isoformat())
    assert page.found.since.isoformat() == "2020-01-31"
    assert page.found.received == 5


def test_what_is_no_day_is_said_and_nothing_is_asked(
    qtbot: QtBot, window: Window, asked: Office
) -> None:
    page = shown(qtbot, window)
    click(page.chips[Period.DATES])
    settled(qtbot, page)

    page.first.clear()
    type_words(page.first, "someday")
    press(page.first, Qt.Key.Key_Return)

    assert "someday" in page.days.text()
    assert page.in_time.text() == "Answered in time: 3 of 5"


def test_days_without_an_inquiry_are_said(qtbot: QtBot, window: Window) -> None:
    page = shown(qtbot, window)

    assert page.in_time.text() == "No inquiry came in these days."
    assert page.charts == []
    assert not page.export.isEnabled()


def test_all_of_it_leaves_as_a_table(qtbot: QtBot, window: Window, asked: Office) -> None:
    page = shown(qtbot, window)

    with qtbot.waitSignal(page.file_made) as made:
        click(page.export)

    said, file = made.args
    assert isinstance(file, Path)
    assert said.startswith("5 inquiries in ")
    text = file.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert '"By kind of outlet";"Radio";5;0;5;5;3' in text.decode("utf-8-sig")


def test_of_many_rows_it_is_said_how_many_are_shown(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    for number in range(MOST_ROWS + 2):
        dossier = office.dossiers.add(NewDossier(code=f"D-{number}", name="Rue")).id
        office.inquiries.add(NewInquiry(title="Snow", dossier=dossier))

    page = shown(qtbot, window)

    (dossiers,) = (each for each in page.charts if each.rows[0][0] == "Dossier")
    said = [each.text() for each in dossiers.findChildren(QLabel)]
    assert "15 of 17 rows; all of them are copied and exported." in said
    assert len(dossiers.rows) == 1 + MOST_ROWS + 2


def test_whoever_is_at_a_chart_stays_there_as_it_is_read_again(
    qtbot: QtBot, window: Window, asked: Office
) -> None:
    page = shown(qtbot, window)
    kinds = page.charts[3]
    kinds.setFocus()

    asked.inquiries.add(NewInquiry(title="Water"))
    page.refresh()
    qtbot.waitUntil(lambda: page.found is not None and page.found.received == 6)

    assert window.focusWidget() is kinds
    assert [row[0] for row in kinds.rows] == [
        "Kind of outlet",
        "Radio",
        "Outlet not in the directory",
    ]
