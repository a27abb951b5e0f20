"""The list of inquiries: by the hour, by who has them, counted, and walked by keys alone."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import (
    URGENT,
    Basis,
    Hour,
    Inquiry,
    InquiryTab,
    NewInquiry,
)
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    Holder,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.planning.people.model import PersonId
from comms_desk.ui.frame.memory import PageState
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.shell.window import Window
from tests.support.asked_of_desks import course_of
from tests.support.replies import said_of
from tests.ui.inquiries.showing import opened, settled, shown, titles
from tests.ui.keys import press


def due(office: Office, title: str, at: timedelta) -> Inquiry:
    hour = Hour(at=office.database.clock.now() + at, basis=Basis.GIVEN)
    return office.inquiries.add(NewInquiry(title=title, deadline=hour))


def hand(office: Office, inquiry: Inquiry, holder: Holder) -> None:
    office.inquiries.record(inquiry.id, NewMoment(what=MomentKind.HANDED, holder=holder))


def test_an_empty_page_teaches_and_offers_the_first_thing(
    qtbot: QtBot, page: InquiriesPage
) -> None:
    shown(qtbot, page)

    assert page.column.empty.isVisible()
    assert not page.column.count.text()


def test_inquiries_stand_under_their_hour_and_the_head_counts_them(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    due(office, "Bridges", timedelta(days=3))
    due(office, "Potholes", timedelta(hours=2))
    due(office, "Snow", timedelta(hours=-1))

    with qtbot.waitSignal(page.counted, check_params_cb=lambda waiting: waiting == 3):
        page.refresh()
    settled(qtbot, page)
    assert titles(page) == ["Snow", "Potholes", "Bridges"]

    rows = page.column.list.list.rows.rows()
    assert [row.group for row in rows] == ["Late", "Today", "Later"]
    assert [row.tags[0].text for row in rows] == ["late", "received", "received"]
    assert page.column.count.text() == "3 open · 1 late"


def test_what_presses_is_first_of_today_and_each_heading_stands_once(
    qtbot: QtBot, page: InquiriesPage, office: Office, clock: StillClock
) -> None:
    office.inquiries.add(NewInquiry(title="Old"))
    clock.advance(timedelta(days=2))
    due(office, "Snow", timedelta(hours=-1))
    due(office, "Potholes", timedelta(hours=1))
    office.inquiries.add(NewInquiry(title="Fire", deadline=URGENT))
    shown(qtbot, page)

    page.refresh()
    settled(qtbot, page)

    rows = page.column.list.list.rows.rows()
    assert [row.title for row in rows] == ["Snow", "Old", "Fire", "Potholes"]
    assert [row.group for row in rows] == ["Late", "Today", "Today", "Today"]
    assert rows[2].detail == "urgent, hour to ask for"


def test_what_was_today_is_late_once_its_hour_passes(
    qtbot: QtBot, page: InquiriesPage, office: Office, clock: StillClock
) -> None:
    due(office, "Snow", timedelta(minutes=20))
    shown(qtbot, page)
    page.refresh()
    settled(qtbot, page)
    assert [row.group for row in page.column.list.list.rows.rows()] == ["Today"]

    clock.advance(timedelta(minutes=21))
    page.minute.timeout.emit()

    qtbot.waitUntil(lambda: [row.group for row in page.column.list.list.rows.rows()] == ["Late"])
    assert page.column.count.text() == "1 open · 1 late"
    settled(qtbot, page)


def test_each_view_shows_its_own(qtbot: QtBot, page: InquiriesPage, office: Office) -> None:
    me = PersonId(office.database.actor or 0)
    hand(office, due(office, "Mine", timedelta(hours=1)), Holder(person=me))
    hand(office, due(office, "Roads", timedelta(hours=2)), Holder(body="Roads"))
    due(office, "Free", timedelta(hours=3))
    gone = due(office, "Gone", timedelta(hours=4))
    closing = NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)
    office.inquiries.record(gone.id, closing)
    shown(qtbot, page)

    found = {}
    for view in (
        InquiryTab.MINE,
        InquiryTab.OPEN,
        InquiryTab.NOBODYS,
        InquiryTab.OUTSIDE,
        InquiryTab.ENDED,
    ):
        page.column.check(view)
        settled(qtbot, page)
        found[view] = titles(page)

    assert found == {
        InquiryTab.MINE: ["Mine"],
        InquiryTab.OPEN: ["Mine", "Roads", "Free"],
        InquiryTab.NOBODYS: ["Free"],
        InquiryTab.OUTSIDE: ["Roads"],
        InquiryTab.ENDED: ["Gone"],
    }


def test_an_empty_view_says_so_and_does_not_teach(
    qtbot: QtBot, page: InquiriesPage, snow: Inquiry
) -> None:
    shown(qtbot, page)

    page.column.check(InquiryTab.OUTSIDE)
    settled(qtbot, page)

    assert titles(page) == []
    assert page.column.empty._sentence.text() == "Nothing is with a service."
    assert not page.column.empty.sample.isVisible()


def test_the_view_is_kept_as_it_was_left(qtbot: QtBot, page: InquiriesPage, snow: Inquiry) -> None:
    page.recall(PageState(InquiryTab.NOBODYS.value, snow.id, ""))
    shown(qtbot, page)

    assert page.column.filter is InquiryTab.NOBODYS
    assert page.kept() == PageState(InquiryTab.NOBODYS.value, snow.id, "")


def test_what_has_ended_opens_from_elsewhere_and_keeps_the_list(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    due(office, "Bridges", timedelta(hours=1))
    closing = NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)
    office.inquiries.record(snow.id, closing)

    shown(qtbot, page)
    page.column.list.step(1)
    opened(qtbot, page, snow.id)

    assert page.card.ref == Ref(Subject.INQUIRY, snow.id)
    assert titles(page) == ["Bridges"]
    assert page.column.list.chosen is None


def test_words_find_what_was_answered_long_ago(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    answer = NewMoment(
        what=MomentKind.ANSWERED,
        how=Channel.PHONE,
        text="48 M$",
        attribution=Attribution.CITY,
        resolution=Resolution.ANSWERED,
    )
    said_of(office.database, snow.id, answer)
    assert shown(qtbot, page) == []

    page.column.search.setText("tremb")
    page.column.search.ask()
    settled(qtbot, page)

    assert titles(page) == ["Snow"]
    assert page.column.count.text() == "1 inquiry"


def test_the_first_due_is_open_when_one_comes(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    due(office, "Bridges", timedelta(days=3))
    snow = due(office, "Snow", timedelta(hours=1))

    shown(qtbot, page)
    settled(qtbot, page)

    assert page.card.ref == Ref(Subject.INQUIRY, snow.id)


def test_what_is_done_is_on_the_card_before_the_list_is_read_again(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    snow = due(office, "Snow", timedelta(hours=1))
    opened(qtbot, page, snow.id)
    page.card.at_work._first.stop()  # that one works on it is a change too
    page._soon.setInterval(3_600_000)
    handed = NewMoment(what=MomentKind.HANDED, holder=Holder(body="Roads"))

    page.card.recording.record(snow.id, handed, said="Handed to Roads")

    qtbot.waitUntil(lambda: "Roads" in page.card.held.who.text())
    page._refresh_now()
    settled(qtbot, page)


def test_letters_walk_the_list_take_in_charge_and_note(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    due(office, "Snow", timedelta(hours=1))
    bridges = due(office, "Bridges", timedelta(hours=2))
    window.go_to("inquiries")
    page = window.page
    assert isinstance(page, InquiriesPage)
    settled(qtbot, page)

    press(page.column.list.list, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: page.card.ref == Ref(Subject.INQUIRY, bridges.id))
    settled(qtbot, page)
    press(page.column.list.list, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: course_of(office.inquiries, bridges.id).acknowledged_at is not None)
    settled(qtbot, page)
    press(page.column.list.list, Qt.Key.Key_T)
    picker = page.card.verbs.hand_panel.picker
    qtbot.waitUntil(lambda: bool(picker.list.rows.rows()))
    press(picker.search, Qt.Key.Key_Return)

    mine = PersonId(office.database.actor or 0)
    qtbot.waitUntil(lambda: office.inquiries.get(bridges.id).holder == Holder(person=mine))
    settled(qtbot, page)
    press(page.column.list.list, Qt.Key.Key_N)
    assert page.card.consultations.line.hasFocus()


@pytest.mark.parametrize("key", "ATNRL")
def test_a_letter_where_nothing_is_open_does_nothing(
    qtbot: QtBot, window: Window, office: Office, key: str
) -> None:
    window.go_to("inquiries")
    page = window.page
    assert isinstance(page, InquiriesPage)
    settled(qtbot, page)

    press(page.column, Qt.Key(ord(key)))

    settled(qtbot, page)
    assert not any(panel.isVisible() for panel in page.card.verbs.panels)


def test_a_verb_waits_for_the_card_of_the_row_chosen_and_says_of_whom(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    snow = due(office, "Snow", timedelta(hours=1))
    bridges = due(office, "Bridges", timedelta(hours=2))
    shown(qtbot, page)
    settled(qtbot, page)
    assert page.card.ref == Ref(Subject.INQUIRY, snow.id)
    rows, verbs = page.column.list.list, page.card.verbs

    press(rows, Qt.Key.Key_J)
    for key in (Qt.Key.Key_A, Qt.Key.Key_T, Qt.Key.Key_R):
        press(rows, key)
    verbs.acknowledge.click()
    verbs.do_next()

    settled(qtbot, page)
    assert page.card.ref == Ref(Subject.INQUIRY, bridges.id)
    assert not any(panel.isVisible() for panel in verbs.panels)
    with qtbot.waitSignal(page.undoable) as said:
        press(rows, Qt.Key.Key_A)
    assert said.args[0] == "Acknowledged, by phone · Bridges"
    assert course_of(office.inquiries, snow.id).acknowledged_at is None
    assert course_of(office.inquiries, bridges.id).acknowledged_at is not None
    settled(qtbot, page)


def test_what_is_with_a_service_says_with_whom_and_for_how_long(
    qtbot: QtBot, page: InquiriesPage, office: Office, clock: StillClock
) -> None:
    hand(office, due(office, "Housing", timedelta(hours=4)), Holder(body="Roads"))
    clock.advance(timedelta(minutes=22))
    shown(qtbot, page)
    (row,) = page.column.list.list.rows.rows()
    assert row.detail.endswith(" · with Roads for 22\u00a0min")

    page.column.check(InquiryTab.OUTSIDE)
    settled(qtbot, page)

    (row,) = page.column.list.list.rows.rows()
    assert row.detail.startswith("with Roads for 22\u00a0min · ")


def test_what_is_with_services_stands_by_who_has_it(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    for hours, (title, body) in enumerate(
        (("Ice", "Roads"), ("Rents", "Housing"), ("Salt", "Roads")), start=2
    ):
        hand(office, due(office, title, timedelta(hours=hours)), Holder(body=body))
    shown(qtbot, page)

    page.column.check(InquiryTab.OUTSIDE)
    settled(qtbot, page)

    rows = page.column.list.list.rows.rows()
    assert [(row.group, row.title) for row in rows] == [
        ("Roads", "Ice"),
        ("Roads", "Salt"),
        ("Housing", "Rents"),
    ]


def test_of_those_that_ended_the_last_to_end_is_first(
    qtbot: QtBot, page: InquiriesPage, office: Office, clock: StillClock
) -> None:
    closing = NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)
    first, second, third = (due(office, each, timedelta(hours=1)) for each in ("A", "B", "C"))
    for each in (second, third, first):
        clock.advance(timedelta(minutes=1))
        office.inquiries.record(each.id, closing)
    shown(qtbot, page)

    page.column.check(InquiryTab.ENDED)
    settled(qtbot, page)

    assert titles(page) == ["A", "C", "B"]


def test_another_view_keeps_no_card_that_it_does_not_list(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    roads = due(office, "Roads", timedelta(hours=2))
    hand(office, roads, Holder(body="Roads"))
    free = due(office, "Free", timedelta(hours=3))
    opened(qtbot, page, free.id)

    page.column.check(InquiryTab.OUTSIDE)
    settled(qtbot, page)
    shown_then = page.card.ref
    assert shown_then == Ref(Subject.INQUIRY, roads.id)

    page.column.check(InquiryTab.ENDED)
    settled(qtbot, page)
    assert page.card.ref is None
    assert not page.card.verbs.note.isVisible()


def test_one_that_ends_keeps_its_card_until_another_view_is_chosen(
    qtbot: QtBot, page: InquiriesPage, office: Office
) -> None:
    free = due(office, "Free", timedelta(hours=3))
    due(office, "Roads", timedelta(hours=2))
    opened(qtbot, page, free.id)
    closing = NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)
    office.inquiries.record(free.id, closing)

    page.refresh()
    settled(qtbot, page)

    assert titles(page) == ["Roads"]
    assert page.card.ref == Ref(Subject.INQUIRY, free.id)
