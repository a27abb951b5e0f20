"""Texts that wait are seen to apart from letters: a fault there stops none of them."""

import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from comms_desk.across.office import Office
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import NewAccount, Recipient
from comms_desk.paths import Paths
from comms_desk.worker.main import Worker
from tests.support.offices import new_office
from tests.worker.test_away import Listener
from tools.tour.smtp_server import LoopbackSmtpServer

WITHIN_S = 60.0

pytestmark = pytest.mark.long


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, server: LoopbackSmtpServer) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path / "desk"), keys=Keys({}))
    opened.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(local="presse", domain="ville.example"),
            facts={"host": server.host, "port": str(server.port), "security": "none"},
        )
    )
    yield opened
    opened.close()


def test_a_fault_in_what_texts_wait_for_stops_no_letter(
    office: Office, server: LoopbackSmtpServer, caplog: pytest.LogCaptureFixture
) -> None:
    with office.database.transaction() as transaction:
        transaction.session.execute(text("ALTER TABLE dispatch_messages RENAME TO gone"))
    heard = Listener()
    worker = Worker(office, heard)
    thread = Thread(target=worker.run)
    thread.start()
    try:
        heard.wait_for_failures(1)

        to = Recipient(to=Address(local="zoe", domain="ville.example"))
        office.outbox.send(NewMessage(subject="Communiqué", text="Bonjour"), [to])

        server.wait_for_letters(1, WITHIN_S)
    finally:
        worker.stop.set()
        thread.join(WITHIN_S)
    assert not thread.is_alive()
    assert {each.levelno for each in caplog.records if each.exc_info} == {logging.ERROR}
