"""The embargo of a text: typed as one writes it, and never another moment than that."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.text.moments import read_moment
from comms_desk.ui.frame.commands import matching
from comms_desk.ui.kit.moment_field import written
from comms_desk.ui.kit.notices import BriefUndo
from comms_desk.ui.texts.embargo_panel import EmbargoPanel
from comms_desk.ui.texts.page import TextsPage
from tests.internal.written import open_account
from tests.ui.keys import click, press, type_words
from tests.ui.texts.pages import NEW, all_written, opened

STAYS = "Someone has placed another embargo since; it stays."


def retype(panel: EmbargoPanel, words: str) -> None:
    panel.until.line.setFocus()
    panel.until.line.selectAll()
    type_words(panel.until.line, words)


def top_of(panel: EmbargoPanel) -> int:
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    return panel.place.mapTo(panel, QPoint()).y()


@pytest.fixture
def panel(page: TextsPage, qtbot: QtBot, office: Office) -> EmbargoPanel:
    opened(page, qtbot, office.drafts.add(NEW))
    return page.card.details.embargo


def test_a_moment_that_is_typed_is_the_one_that_is_kept(
    panel: EmbargoPanel, page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    retype(panel, "vendredi 27 nov. 2026, 6 h")
    assert panel.until.understood.text() == "Friday, November 27, 2026, 6\u00a0a.m."

    press(panel.until.line, Qt.Key.Key_Tab)
    click(panel.place)
    qtbot.waitUntil(panel.lift.isVisible)

    assert page.card.draft is not None
    lock = office.drafts.get(page.card.draft.id).embargo
    assert lock is not None
    assert lock.until == datetime(2026, 11, 27, 11, tzinfo=UTC)


def test_what_waits_with_its_words_is_said_as_the_embargo_is_placed(
    panel: EmbargoPanel, page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    words = "les bibliothèques accueilleront le public tous les dimanches de janvier"
    opened(page, qtbot, office.drafts.add(replace(NEW, text=f"{words}.")))
    open_account(office.database)
    with office.database.transaction() as transaction:
        new = NewMessage(subject="Entre nous", text=f"Bonne nouvelle, {words}!")
        message = outbox.compose(transaction, new, about=Ref(Subject.BULLETIN, 41))
        outbox.queue(transaction, message, to=Address.parse("luc@ville.example"))

    with qtbot.waitSignal(panel.undoable) as done:
        click(panel.place)

    assert done.args is not None
    assert done.args[0].endswith(" · 1 e-mail waits: Entre nous")


def test_what_stands_below_the_hour_stays_there_as_it_is_typed(
    panel: EmbargoPanel, qtbot: QtBot
) -> None:
    panel.setFixedWidth(400)
    qtbot.waitUntil(lambda: panel.width() == 400)
    tops = [top_of(panel)]

    for words in ("2026-11-27 6 h", "no moment", "2026-11-28 6 h"):
        retype(panel, words)
        tops.append(top_of(panel))

    assert len(set(tops)) == 1


def test_undo_lifts_the_embargo_that_was_placed_though_another_text_is_shown(
    panel: EmbargoPanel, page: TextsPage, qtbot: QtBot, office: Office, clock: StillClock
) -> None:
    other = office.drafts.add(NEW)
    until = clock.now() + timedelta(days=2)
    office.embargoes.place(other.ref, until=until, ends_when="")
    with qtbot.waitSignal(panel.undoable) as done:
        click(panel.place)
    assert done.args is not None
    opened(page, qtbot, office.drafts.get(other.id))

    done.args[1]()
    with qtbot.assertNotEmitted(panel.undoable):
        all_written(page, qtbot)

    assert [each.ref for each in office.embargoes.holding()] == [other.ref]


def test_undo_of_a_move_puts_the_embargo_back_where_it_was(
    panel: EmbargoPanel, page: TextsPage, qtbot: QtBot, office: Office, clock: StillClock
) -> None:
    assert page.card.draft is not None
    ref = page.card.draft.ref
    until = clock.now() + timedelta(days=2)
    first = office.embargoes.place(ref, until=until, ends_when="budget").lock
    retype(panel, "2026-12-24 6 h")
    with qtbot.waitSignal(panel.undoable) as done:
        click(panel.place)
    assert done.args is not None
    assert office.embargoes.holding()[0].until != first.until

    done.args[1]()
    with qtbot.assertNotEmitted(panel.undoable):
        all_written(page, qtbot)

    (lock,) = office.embargoes.holding()
    assert (lock.ref, lock.until, lock.ends_when) == (ref, first.until, "budget")


def test_a_late_undo_of_a_lifting_leaves_the_embargo_that_was_placed_since(
    panel: EmbargoPanel, page: TextsPage, qtbot: QtBot, office: Office, clock: StillClock
) -> None:
    assert page.card.draft is not None
    ref = page.card.draft.ref
    office.embargoes.place(ref, until=clock.now() + timedelta(days=3), ends_when="")
    qtbot.waitUntil(panel.lift.isVisible)
    with qtbot.waitSignal(panel.undoable) as done:
        click(panel.lift)
    assert done.args is not None
    monday = clock.now() + timedelta(days=6)
    office.embargoes.place(ref, until=monday, ends_when="the mayor asked")

    done.args[1]()
    all_written(page, qtbot)

    assert [each.until for each in office.embargoes.holding()] == [monday]
    qtbot.waitUntil(page.card.error.isVisible)
    assert page.card.error.words == STAYS


def test_lift_leaves_the_embargo_that_somebody_has_just_moved(
    panel: EmbargoPanel, page: TextsPage, qtbot: QtBot, office: Office, clock: StillClock
) -> None:
    assert page.card.draft is not None
    ref = page.card.draft.ref
    office.embargoes.place(ref, until=clock.now() + timedelta(days=3), ends_when="")
    qtbot.waitUntil(panel.lift.isVisible)
    monday = clock.now() + timedelta(days=6)
    office.embargoes.place(ref, until=monday, ends_when="the mayor asked")

    click(panel.lift)  # the panel shows the old one still
    all_written(page, qtbot)

    assert [each.until for each in office.embargoes.holding()] == [monday]
    qtbot.waitUntil(page.card.error.isVisible)
    assert page.card.error.words == STAYS


@pytest.mark.parametrize("moved", [False, True])
def test_undo_of_a_placing_leaves_the_embargo_that_was_placed_since(
    panel: EmbargoPanel,
    page: TextsPage,
    qtbot: QtBot,
    office: Office,
    clock: StillClock,
    moved: bool,
) -> None:
    assert page.card.draft is not None
    ref = page.card.draft.ref
    if moved:
        office.embargoes.place(ref, until=clock.now() + timedelta(days=2), ends_when="")
    with qtbot.waitSignal(panel.undoable) as done:
        click(panel.place)
    assert done.args is not None
    monday = clock.now() + timedelta(days=6)
    office.embargoes.place(ref, until=monday, ends_when="the mayor asked")

    done.args[1]()
    all_written(page, qtbot)

    assert [each.until for each in office.embargoes.holding()] == [monday]
    qtbot.waitUntil(page.card.error.isVisible)
    assert page.card.error.words == STAYS


def test_an_embargo_is_placed_by_enter_and_once_lifted_enter_places_no_other(
    panel: EmbargoPanel, qtbot: QtBot
) -> None:
    retype(panel, "2099-12-01 6 h")

    press(panel.until.line, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.lift.isVisible)
    panel.lift.setFocus()
    with qtbot.waitSignal(panel.undoable) as done:
        click(panel.lift)
    qtbot.waitUntil(panel.lift.isHidden)

    assert panel.hasFocus()
    press(panel, Qt.Key.Key_Return)
    assert panel._errands.unwritten == 0
    assert done.args is not None
    assert isinstance(done.args[1], BriefUndo)


def test_a_moment_that_is_past_is_said_under_the_field(
    panel: EmbargoPanel, page: TextsPage, qtbot: QtBot
) -> None:
    retype(panel, "2020-12-01 6 h")

    click(panel.place)
    qtbot.waitUntil(lambda: panel.until.understood.property("role") == "word-red")

    assert "December 1, 2020" in panel.until.understood.text()
    assert page.card.error.isHidden()


def test_what_is_no_moment_places_nothing(
    panel: EmbargoPanel, page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    retype(panel, "27 nov.")

    click(panel.place)
    qtbot.waitUntil(panel.until.line.hasFocus)

    assert "2026-11-27" in panel.until.understood.text()
    assert panel.until.understood.property("role") == "word-red"
    assert page.errands.unwritten == 0
    assert page.card.draft is not None
    assert office.drafts.get(page.card.draft.id).embargo is None


def test_news_of_the_text_leave_a_moment_that_is_typed(
    panel: EmbargoPanel, page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    retype(panel, "2026-12-01 6 h")
    page.card.editor.setFocus()
    assert page.card.draft is not None
    shown = page.card.draft

    panel.show_draft(shown, office.database.clock.now() + timedelta(hours=1))

    assert panel.until.line.text() == "2026-12-01 6 h"


def test_the_arrows_change_the_day_and_keep_the_hour(panel: EmbargoPanel) -> None:
    retype(panel, "30 octobre 2026 10 h")

    press(panel.until.line, Qt.Key.Key_Up)
    press(panel.until.line, Qt.Key.Key_Up)
    assert panel.until.moment == datetime(2026, 11, 1, 15, tzinfo=UTC)  # the clocks went back


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_field_writes_it_reads(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Process, "language", i18n.Language(language))
    now = datetime(2026, 1, 1, tzinfo=UTC)

    for day in range(366):
        moment = datetime(2026, 3, 1, 11, 59, tzinfo=UTC) + timedelta(days=day, minutes=90 * day)
        assert read_moment(written(moment), now=now, zone=CITY_ZONE) == moment


def test_the_palette_goes_to_the_embargo_though_the_details_are_put_away(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))
    page.card.more.setChecked(False)

    ((_rank, command), *_others) = matching(page.commands(), "embargo")
    command.act()

    assert page.card.details.embargo.until.line.hasFocus()
