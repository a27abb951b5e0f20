"""The worker that the system started, as a real process: it works, and a window's waits."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.jobs import holder, reports
from comms_desk.jobs.reports import Doing, State
from comms_desk.jobs.service import Unattended
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import NewAccount, Recipient
from comms_desk.paths import HOME_VARIABLE, Paths
from tests.support.offices import new_office
from tools.tour.smtp_server import LoopbackSmtpServer

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="a task of Windows' is ended by it"),
]

WITHIN_S = 60.0


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, server: LoopbackSmtpServer) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path / "Bureau de Zoé Côté, l'été"), keys=Keys({}))
    opened.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(local="presse", domain="ville.example"),
            facts={"host": server.host, "port": str(server.port), "security": "none"},
        )
    )
    yield opened
    opened.close()


def started_by_the_system(office: Office) -> "subprocess.Popen[bytes]":
    """Run the service's own command as a system does: no terminal, no variables."""
    service = Unattended.of(office.paths, {HOME_VARIABLE: str(office.paths.data)})
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return subprocess.Popen(
        service.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=kept,
        cwd="/",
    )


def test_the_service_works_while_a_windows_worker_waits_and_then_takes_over(
    office: Office, server: LoopbackSmtpServer
) -> None:
    office.outbox.send(
        NewMessage(subject="Communiqué", text="Bonjour"),
        [Recipient(to=Address(local="zoe", domain="journal.example"))],
    )
    service = started_by_the_system(office)
    server.wait_for_letters(1, WITHIN_S)
    lease = office.jobs.holder()
    window = subprocess.Popen(
        [sys.executable, "-m", "comms_desk", "worker", "--child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {HOME_VARIABLE: str(office.paths.data)},
    )
    assert window.stdout is not None
    heard = [reports.read(window.stdout.readline()) for _ in range(2)]

    service.send_signal(signal.SIGTERM)
    said, complaints = service.communicate(timeout=WITHIN_S)
    heard.append(reports.read(window.stdout.readline()))
    window.communicate(timeout=WITHIN_S)

    assert lease is not None
    assert holder.is_service(lease.holder)
    assert (service.returncode, said, complaints) == (0, b"", b"")
    assert heard == [
        State(Doing.STARTING),
        State(Doing.WAITING_FOR_SERVICE),
        State(Doing.WORKING),
    ]
