"""Letters a second to a fast local server over eight lines, beside bare `smtplib` on as many.

Ours are claimed durably, proven right before their final dot and recorded durably, each; the
peer keeps nothing.  A relay grants far less than either: what counts is that safety leaves
room.  Goal: 500 letters a second.
"""

import smtplib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import perf_counter

from comms_desk.across.office import open_office
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.paths import Paths
from comms_desk.worker.letters import Postman

LETTERS = 2_000
LINES = 8
TURNS = 3
GOAL_A_SECOND = 500.0
TEXT = "Bonjour {{ name }}, la Ville de Montréal annonce ceci.\n" * 40


def main() -> int:
    """Send as we do and as the peer does, turn about; 1 when the goal was missed."""
    ours, peers = [], []
    with sink() as port:
        for _ in range(TURNS):
            with tempfile.TemporaryDirectory() as folder:
                ours.append(LETTERS / send_ours(Path(folder), port))
            peers.append(LETTERS / send_as_the_peer(port))
    best = max(ours)
    print(f"Comms Desk: {best:.0f} letters a second (turns: {_turns(ours)})")
    print(f"smtplib, {LINES} threads: {max(peers):.0f} (turns: {_turns(peers)})")
    print(f"goal: {GOAL_A_SECOND:.0f} a second{'' if best >= GOAL_A_SECOND else '  MISSED'}")
    return 0 if best >= GOAL_A_SECOND else 1


@contextmanager
def sink() -> Iterator[int]:
    """A server in a process of its own; its port."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.smtp_sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.stdin.close()


def send_ours(home: Path, port: int) -> float:
    """Send all letters of one message as the worker does; how many seconds it took."""
    office = open_office(Paths.under(home), keys=Keys({}))
    office.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(local="presse", domain="ville.example"),
            facts={"host": "127.0.0.1", "port": str(port), "security": "none"},
            letters_a_minute=100_000,
            lines=LINES,
        )
    )
    office.outbox.send(
        NewMessage(subject="Communiqué", text=TEXT),
        [
            Recipient(to=Address(local=name, domain="ville.example"), values={"name": name})
            for name in names()
        ],
    )
    lease = office.jobs.take("bench")
    postman = Postman(
        office.database, Keys({}), token=lease.token, stop=Event(), speak=lambda _line: None
    )
    began = perf_counter()
    postman.send_all()
    took_s = perf_counter() - began
    postman.close()
    sent = office.outbox.counts()[LetterState.SENT]
    office.close()
    if sent != LETTERS:
        raise AssertionError(f"{sent} of {LETTERS} letters were sent")
    return took_s


def send_as_the_peer(port: int) -> float:
    """Send as many with `smtplib.sendmail`, keeping nothing; how many seconds it took."""
    letters = list(names())
    began = perf_counter()
    with ThreadPoolExecutor(LINES) as threads:
        list(threads.map(lambda some: _send(port, some), _split(letters)))
    return perf_counter() - began


def names() -> Iterator[str]:
    """Each recipient's name."""
    return (f"r{number}" for number in range(LETTERS))


def _send(port: int, some: Sequence[str]) -> None:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as line:
        for name in some:
            content = TEXT.replace("{{ name }}", name)
            letter = f"From: presse@ville.example\r\nTo: {name}@ville.example\r\n\r\n{content}"
            line.sendmail("presse@ville.example", [f"{name}@ville.example"], letter.encode())


def _split(letters: Sequence[str]) -> Iterator[Sequence[str]]:
    return (letters[start::LINES] for start in range(LINES))


def _turns(rates: Sequence[float]) -> str:
    return " ".join(f"{rate:.0f}" for rate in rates)


if __name__ == "__main__":
    sys.exit(main())
