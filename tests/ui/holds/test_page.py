"""Destruction is suspended from the palette, said on cards and in the bin, lifted in a list."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.model import Days, NewHold
from comms_desk.ui.bin.page import BinPage
from comms_desk.ui.dossiers.page import DossiersPage
from comms_desk.ui.frame.commands import matching
from comms_desk.ui.frame.hold_dialogs import HoldDialog, LiftDialog
from comms_desk.ui.holds.page import HoldsPage
from comms_desk.ui.kit.notices import Notice
from comms_desk.ui.shell.window import Window
from comms_desk.ui.texts.page import TextsPage
from tests.ui.keys import click

WHY = "Request 2026-118"


@pytest.fixture
def dossier(office: Office) -> Ref:
    return Ref(Subject.DOSSIER, office.dossiers.add(NewDossier(code="TREES", name="Trees")).id)


def asked(window: Window, qtbot: QtBot) -> HoldDialog:
    ((_rank, command), *_others) = matching(window.commands(), "suspend")
    command.act()
    qtbot.waitUntil(lambda: isinstance(window.holding.question, HoldDialog))
    question = window.holding.question
    assert isinstance(question, HoldDialog)
    return question


def holds_page(window: Window, qtbot: QtBot, count: int) -> HoldsPage:
    window.go_to("holds")
    page = window.page
    assert isinstance(page, HoldsPage)
    qtbot.waitUntil(lambda: len(page.column.list.list.rows.rows()) == count)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    return page


def words(notice: Notice) -> str:
    return notice._words.text() if notice.isVisible() else ""


def test_the_thing_that_is_shown_is_held_once_it_is_said_why(
    qtbot: QtBot, window: Window, office: Office, dossier: Ref
) -> None:
    window.open(dossier)
    page = window.page
    assert isinstance(page, DossiersPage)
    qtbot.waitUntil(lambda: page.card.ref == dossier)
    question = asked(window, qtbot)
    assert question.thing == (dossier, "Trees")
    assert not question.verb.isEnabled()

    question.reason.setText(WHY)
    click(question.verb)

    qtbot.waitUntil(lambda: WHY in window.toast.accessibleName())
    (hold,) = office.holds.every()
    assert (hold.over, hold.reason) == (dossier, WHY)
    qtbot.waitUntil(lambda: WHY in words(page.card.kept))


def test_a_text_says_that_its_dossier_holds_it(
    qtbot: QtBot, window: Window, office: Office, dossier: Ref
) -> None:
    filed = office.dossiers.search().rows[0].id
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Felling", dossier=filed))
    office.holds.place(NewHold(over=dossier, reason=WHY))

    window.open(draft.ref)

    page = window.page
    assert isinstance(page, TextsPage)
    qtbot.waitUntil(lambda: WHY in words(page.card.head.kept))


def test_days_and_an_address_are_held_from_the_list_and_nonsense_is_said(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    page = holds_page(window, qtbot, 0)
    page.new()
    question = page.dialog
    assert isinstance(question, HoldDialog)
    question.reason.setText(WHY)
    question.first.setText("2026-11-30")
    question.last.setText("2026-11-01")
    click(question.verb)
    assert "first day before the last" in question.wrong.text()
    question.last.setText("2026-12-02")
    click(question.verb)

    qtbot.waitUntil(lambda: len(page.column.list.list.rows.rows()) == 1)

    (hold,) = office.holds.every()
    assert hold.over == Days(first=date(2026, 11, 30), last=date(2026, 12, 2))


def test_a_hold_is_lifted_with_a_reason_and_stays_in_the_list(
    qtbot: QtBot, window: Window, office: Office, dossier: Ref
) -> None:
    office.holds.place(NewHold(over=dossier, reason=WHY))
    page = holds_page(window, qtbot, 1)
    page.next_row()
    qtbot.waitUntil(page.lift.isVisible)
    assert page.over.text() == "Trees"
    assert page.reason.text() == WHY

    click(page.lift)
    question = page.dialog
    assert isinstance(question, LiftDialog)
    assert not question.verb.isEnabled()
    question.reason.setText("Answer given")
    click(question.verb)

    qtbot.waitUntil(lambda: "Answer given" in page.lifted.text())
    assert not page.lift.isVisible()
    (hold,) = office.holds.every()
    assert hold.lifted_because == "Answer given"
    (row,) = page.column.list.list.rows.rows()
    assert row.detail == f"Lifted · {WHY}"


def test_the_bin_says_how_many_of_its_things_a_hold_keeps_and_why(
    qtbot: QtBot, window: Window, office: Office, dossier: Ref
) -> None:
    office.holds.place(NewHold(over=dossier, reason=WHY))
    other = office.dossiers.add(NewDossier(code="SNOW", name="Snow")).id
    office.dossiers.put_in_bin(other)
    office.dossiers.put_in_bin(office.dossiers.search().rows[0].id)

    window.go_to("bin")

    page = window.page
    assert isinstance(page, BinPage)
    qtbot.waitUntil(lambda: page.column.count.text() == "2 things · 1 kept by a hold")
    assert [office.bin.search(each, limit=1).held for each in ("", "trees", "snow")] == [1, 1, 0]
    page.next_row()
    page.next_row()
    qtbot.waitUntil(lambda: WHY in page.until.text())
