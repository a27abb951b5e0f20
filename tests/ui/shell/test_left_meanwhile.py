"""A window that opens again says what left since it was closed over e-mails on their way."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.holder import this_process
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.doors import Receipt
from comms_desk.mail.errors import OutcomeUnknown
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Claim, NewAccount, Recipient
from comms_desk.ui.shell.left_meanwhile import LeftMeanwhile
from comms_desk.ui.shell.window import Window

ZOE = Address(local="zoe", domain="journal.example")


@pytest.fixture
def sending(office: Office) -> Departures:
    """Three e-mails wait to leave."""
    office.accounts.add(NewAccount(name="Presse", sender=ZOE, facts={"host": "smtp.ville.example"}))
    office.outbox.send(
        NewMessage(subject="Communiqué", text="Bonjour"),
        [
            Recipient(to=Address(local=each, domain="ville.example"))
            for each in ("zoe", "luc", "ana")
        ],
    )
    return Departures(office.database)


def claim(office: Office, sending: Departures, most: int) -> tuple[Claim, ...]:
    lease = JobDesk(office.database).take(
        "a worker whose window has closed", is_dead=lambda _: True
    )
    return sending.claim(lease.token, office.accounts.every()[0].id, most=most)


def take(office: Office, sending: Departures, *claims: Claim) -> None:
    for each in claims:
        sending.settle(office.accounts.every()[0].id, each, Receipt(code=250, text="2.0.0 Ok"))


def test_what_left_and_what_is_still_to_leave_is_said_and_counted_anew(
    qtbot: QtBot, window: Window, office: Office, sending: Departures, clock: StillClock
) -> None:
    window.memory.left_alone = clock.now().isoformat()
    clock.advance(timedelta(minutes=12))
    take(office, sending, *claim(office, sending, 2))

    said = LeftMeanwhile(window.errands, window)

    qtbot.waitUntil(said.bar.isVisible)
    assert said.bar.words == (
        "2 e-mails have left since the window was closed (7:30\u00a0a.m.), the last one at"
        " 7:42\u00a0a.m. 1 is still to leave."
    )
    assert window.memory.left_alone == ""
    (last,) = claim(office, sending, 1)
    sending.settle(office.accounts.every()[0].id, last, OutcomeUnknown("smtp", "closed"))
    window.stirred.emit()
    qtbot.waitUntil(lambda: "Today has 1 to check." in said.bar.words)
    assert "still to leave" not in said.bar.words


def test_what_leaves_by_the_window_that_is_open_again_is_not_counted(
    qtbot: QtBot, window: Window, office: Office, sending: Departures, clock: StillClock
) -> None:
    window.memory.left_alone = clock.now().isoformat()
    take(office, sending, *claim(office, sending, 1))
    clock.advance(timedelta(minutes=12))
    lease = JobDesk(office.database).take(this_process(), is_dead=lambda _: True)
    mine = sending.claim(lease.token, office.accounts.every()[0].id, most=2)
    take(office, sending, *mine)

    said = LeftMeanwhile(window.errands, window)

    qtbot.waitUntil(said.bar.isVisible)
    assert said.bar.words.startswith("1 e-mail has left since the window was closed")


def test_that_nothing_left_is_said_too(
    qtbot: QtBot, window: Window, sending: Departures, clock: StillClock
) -> None:
    window.memory.left_alone = clock.now().isoformat()

    said = LeftMeanwhile(window.errands, window)

    qtbot.waitUntil(said.bar.isVisible)
    assert said.bar.words.startswith("Nothing has left since the window was closed")
    assert said.bar.words.endswith("3 are still to leave.")


def test_what_was_put_away_is_not_said_again(
    qtbot: QtBot, window: Window, office: Office, sending: Departures, clock: StillClock
) -> None:
    window.memory.left_alone = clock.now().isoformat()
    said = LeftMeanwhile(window.errands, window)
    qtbot.waitUntil(said.bar.isVisible)

    said.bar.close_it()
    take(office, sending, *claim(office, sending, 1))
    window.stirred.emit()
    qtbot.waitUntil(lambda: window.errands.is_idle)

    assert said.bar.isHidden()
