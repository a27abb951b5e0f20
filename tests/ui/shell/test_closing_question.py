"""A window that is closed over e-mails on their way asks once what becomes of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.jobs.holder import this_process
from comms_desk.jobs.reports import Doing
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.doors import Receipt
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.mail.outlook import OutlookFacts
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.ui.shell.closing_question import ClosingDialog
from comms_desk.ui.shell.window import Window
from tests.support.windows import held_writes
from tests.ui.keys import click

ZOE = Address(local="zoe", domain="journal.example")
LETTERS = 51

type Queues = Callable[..., None]


class Nobody(QObject):
    """Who is answered and does nothing with it."""

    @Slot(object)
    def hear(self, _answer: object) -> None:
        """Do nothing."""


@pytest.fixture
def queue(office: Office) -> Queues:
    """Queue e-mails of a release, to leave now or *later*."""
    office.accounts.add(NewAccount(name="Presse", sender=ZOE, facts={"host": "smtp.ville.example"}))

    text = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Communiqué"))

    def queued(count: int = LETTERS, *, later: timedelta | None = None) -> None:
        office.outbox.send(
            NewMessage(subject="Communiqué", text="Bonjour"),
            [
                Recipient(to=Address(local=f"lecteur{each}", domain="ville.example"))
                for each in range(count)
            ],
            due_at=None if later is None else office.database.clock.now() + later,
            about=text.ref,
        )

    return queued


def at_work(window: Window, doing: Doing = Doing.WORKING) -> Window:
    """Have *window* be as its worker stands at that."""
    window.closing_question.has_worker = True
    window.status.show_doing(doing)
    return window


def asked(qtbot: QtBot, window: Window) -> ClosingDialog:
    window.close()
    question = window.closing_question
    qtbot.waitUntil(lambda: question.dialog_is_open)  # one of before may be gone
    assert question.dialog is not None
    assert window.isVisible()
    return question.dialog


def words(dialog: ClosingDialog) -> str:
    return " | ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_enter_lets_what_is_due_leave_though_the_window_closes(
    qtbot: QtBot, window: Window, queue: Queues
) -> None:
    queue()
    dialog = asked(qtbot, at_work(window))
    assert "Close while 51 e-mails are leaving?" in words(dialog)
    assert "leave this computer on and connected" in words(dialog)

    with qtbot.waitSignal(window.closing):
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert window.closing_question.lets_finish
    qtbot.waitUntil(window.isHidden)
    assert datetime.fromisoformat(window.memory.left_alone).tzinfo is not None


def test_the_hour_is_that_of_the_last_departure(
    qtbot: QtBot, window: Window, office: Office, queue: Queues
) -> None:
    queue(91)

    left = office.outbox.unfinished()
    dialog = asked(qtbot, at_work(window))

    assert left.last_leaves_at - office.database.clock.now() == timedelta(minutes=3)
    assert "until around" in words(dialog)


def test_a_question_left_open_counts_what_left_meanwhile(
    qtbot: QtBot, window: Window, office: Office, queue: Queues
) -> None:
    queue(3)
    dialog = asked(qtbot, at_work(window))
    token, account = office.jobs.take(this_process()).token, office.accounts.every()[0].id
    nobody = Nobody()

    def leave(most: int, desk: Office) -> None:
        departures = Departures(desk.database)
        for claim in departures.claim(token, account, most=most):
            departures.settle(account, claim, Receipt(code=250, text="2.0.0 taken"))

    window.errands.write(None, partial(leave, 2), nobody.hear)
    qtbot.waitUntil(lambda: "Close while 1 e-mail is leaving?" in words(dialog))
    assert dialog.lets_finish
    window.errands.write(None, partial(leave, 1), nobody.hear)
    qtbot.waitUntil(lambda: "No e-mail is on its way any more. Close?" in words(dialog))
    assert "until around" not in words(dialog)
    assert not dialog.without.isVisible()
    assert dialog.verb.text() == "Close"
    queue()  # somebody sends while the question stands open
    qtbot.waitUntil(lambda: dialog.verb.text() == "Let them leave")
    assert dialog.lets_finish
    (waits, *_others) = office.outbox.letters(states=[LetterState.QUEUED]).rows
    office.outbox.cancel(waits.message)
    qtbot.waitUntil(lambda: dialog.verb.text() == "Close")

    with qtbot.waitSignal(window.closing):
        click(dialog.verb)

    assert not window.closing_question.lets_finish
    assert not window.memory.left_alone


def test_they_may_be_left_to_wait(qtbot: QtBot, window: Window, queue: Queues) -> None:
    queue()
    dialog = asked(qtbot, at_work(window))

    with qtbot.waitSignal(window.closing):
        click(dialog.without)

    assert not window.closing_question.lets_finish
    assert window.memory.left_alone


def test_one_is_asked_while_the_worker_is_being_renewed(
    qtbot: QtBot, window: Window, queue: Queues
) -> None:
    queue()

    dialog = asked(qtbot, at_work(window, Doing.STOPPING))

    assert dialog.lets_finish


def test_one_may_come_back_and_is_asked_anew(qtbot: QtBot, window: Window, queue: Queues) -> None:
    queue()
    dialog = asked(qtbot, at_work(window))

    with qtbot.assertNotEmitted(window.closing):
        click(dialog.leave)
        qtbot.waitUntil(lambda: not window.closing_question.dialog_is_open)

    assert window.isVisible()
    asked(qtbot, window)


def test_enter_presses_the_button_that_one_went_to(
    qtbot: QtBot, window: Window, queue: Queues
) -> None:
    queue()
    dialog = asked(qtbot, at_work(window))
    dialog.leave.setFocus()

    with qtbot.waitSignal(dialog.finished) as finished:
        QTest.keyClick(dialog.leave, Qt.Key.Key_Return)

    assert finished.args == [dialog.DialogCode.Rejected]
    assert window.isVisible()


def test_what_is_for_later_needs_a_window_or_the_service(
    qtbot: QtBot, window: Window, queue: Queues
) -> None:
    queue(2, later=timedelta(hours=9))
    dialog = asked(qtbot, at_work(window))

    assert "Close before 2 e-mails have left?" in words(dialog)
    assert "only if Comms Desk is open then, or its service installed" in words(dialog)
    assert not dialog.without.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.closing_question.dialog_is_open)
    assert window.isVisible()


def test_both_are_said_in_one_question(qtbot: QtBot, window: Window, queue: Queues) -> None:
    queue(3)
    queue(2, later=timedelta(hours=9))

    dialog = asked(qtbot, at_work(window))

    assert "Close while 3 e-mails are leaving?" in words(dialog)
    assert "2 e-mails are for later" in words(dialog)


def test_what_was_sent_a_moment_ago_counts(
    qtbot: QtBot, window: Window, office: Office, queue: Queues
) -> None:
    at_work(window)
    nobody = Nobody()
    with held_writes(window.errands):
        window.errands.write(None, lambda _office: queue(), nobody.hear)
        window.close()
    qtbot.waitUntil(lambda: window.closing_question.dialog_is_open)


def test_a_worker_that_fell_finishes_nothing_and_it_is_said(
    qtbot: QtBot, window: Window, queue: Queues
) -> None:
    queue()
    window.closing_question.has_worker = True
    window.status.show_given_up()
    dialog = asked(qtbot, window)

    assert "Feeds and e-mail have stopped" in words(dialog)
    with qtbot.waitSignal(window.closing):
        click(dialog.verb)
    assert not window.closing_question.lets_finish


@pytest.mark.parametrize("doing", [Doing.WAITING_FOR_SERVICE, Doing.WAITING_HERE, Doing.WAITING])
def test_nothing_is_asked_where_another_worker_sends(
    qtbot: QtBot, window: Window, queue: Queues, doing: Doing
) -> None:
    queue()
    at_work(window, doing)

    with qtbot.waitSignal(window.closing):
        window.close()

    assert not window.closing_question.lets_finish


def test_nothing_is_asked_where_nothing_waits_or_outlook_does(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    office.accounts.add(
        NewAccount(name="Outlook", sender=ZOE, kind="outlook", facts=OutlookFacts().to_facts())
    )
    office.outbox.send(NewMessage(subject="Communiqué", text="Bonjour"), [Recipient(to=ZOE)])
    at_work(window)

    with qtbot.waitSignal(window.closing):
        window.close()

    assert not window.closing_question.lets_finish


def test_nothing_is_asked_where_the_service_takes_over_and_what_is_due_is_finished(
    qtbot: QtBot,
    window: Window,
    queue: Queues,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("COMMS_DESK_HOME", raising=False)
    unit = tmp_path / "config" / "systemd" / "user" / "comms-desk-worker.service"
    unit.parent.mkdir(parents=True)
    unit.touch()
    queue()
    queue(2, later=timedelta(hours=9))
    at_work(window)

    with qtbot.waitSignal(window.closing):
        window.close()

    assert window.closing_question.lets_finish


def test_what_is_only_on_the_wire_is_finished_without_a_question(
    qtbot: QtBot, window: Window, office: Office, queue: Queues
) -> None:
    queue(1)
    lease = office.jobs.take("a worker")
    Departures(office.database).claim(lease.token, office.accounts.every()[0].id, most=1)
    office.jobs.release(lease)
    at_work(window)

    with qtbot.waitSignal(window.closing):
        window.close()

    assert window.closing_question.lets_finish


def test_a_computer_that_is_shut_down_is_not_held_up(
    qtbot: QtBot, window: Window, queue: Queues
) -> None:
    queue()
    at_work(window).end_session()

    with qtbot.waitSignal(window.closing):
        window.close()

    assert not window.closing_question.lets_finish


def test_a_database_that_does_not_answer_keeps_no_window_open(
    qtbot: QtBot, window: Window, queue: Queues
) -> None:
    queue()
    at_work(window)
    nobody = Nobody()

    with held_writes(window.errands), qtbot.waitSignal(window.closing):
        window.errands.write(None, lambda _office: None, nobody.hear)
        window.close()

    assert window.closing_question.lets_finish
    assert window.memory.left_alone


def test_a_freeze_is_not_waited_for(
    qtbot: QtBot, window: Window, office: Office, queue: Queues
) -> None:
    queue(3)
    office.freezes.freeze("Water main break")

    dialog = asked(qtbot, at_work(window))

    assert "3 e-mails wait for something else" in words(dialog)
