"""The mail server that a release meets, as a process that is killed and started again."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import trustme

from comms_desk.keys import file_variable
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from tests.soak.release_judging import Taken, read_log
from tests.soak.release_sink import PASSWORD, REFRESH, Door, Plan
from tests.support.confided import USER as PRESSE
from tests.support.m365 import CLIENT, TENANT, USER


class Sink:
    """The mail server's process, which is killed and started again at the same ports."""

    def __init__(self, home: Path, door: Door, seed: int) -> None:
        self.log, self.hold = home / "sink.log", home / "hold"
        self.ports = {"smtp": 0, "authority": 0}
        self.door = door
        self._home, self._seed, self._starts = home, seed, 0
        self._process: subprocess.Popen[bytes] | None = None
        self.confided = home / "confided"
        certificates = trustme.CA()
        self._certificates = certificates.cert_pem.bytes().decode()
        self._key = certificates.private_key_pem.bytes().decode()
        (home / "ca.pem").write_text(self._certificates)
        (home / "secret").write_text(REFRESH if door is Door.M365 else PASSWORD)

    def start(self, *, is_well: bool = False) -> None:
        """Have it listen; *is_well*: and take everything."""
        self._starts += 1
        plan = Plan(
            seed=self._seed * 1000 + self._starts,
            log=str(self.log),
            clock=str(self._home / "clock"),
            hold=str(self.hold),
            smtp_port=self.ports["smtp"],
            is_well=is_well,
            certificates=self._certificates,
            key=self._key,
            confided=str(self.confided),
            door=self.door,
            authority_port=self.ports["authority"],
        )
        file = self._home / "plan.json"
        plan.write(file)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.release_sink", str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self.ports = json.loads(self._process.stdout.readline())

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            self._process = None

    def taken(self) -> list[Taken]:
        """Return what it took so far."""
        return read_log(self.log)

    def size(self) -> int:
        """Return a number that grows with each letter that it takes."""
        return self.log.stat().st_size if self.log.exists() else 0

    def secrets(self) -> list[str]:
        """Return what it was told in confidence and has repeated, each once."""
        if not self.confided.exists():
            return []
        return list(dict.fromkeys(self.confided.read_text("utf-8").splitlines()))

    @property
    def own_files(self) -> frozenset[str]:
        """The names of its own files, and of where the worker finds what it says."""
        return frozenset({self.log.name, self.confided.name, "plan.json", "secret", "ca.pem"})

    def account(self) -> NewAccount:
        """Return the account by which one reaches it."""
        facts = {"host": "localhost", "port": str(self.ports["smtp"])}
        match self.door:
            case Door.RELAY:
                facts |= {"security": "none"}
            case Door.SMTP:
                facts |= {"user": PRESSE}
            case Door.M365:
                facts |= {"tenant": TENANT, "client": CLIENT, "user": USER}
                facts |= {"authority": f"localhost:{self.ports['authority']}"}
        return NewAccount(
            name="Presse",
            kind="m365" if self.door is Door.M365 else "smtp",
            sender=Address(name="Ville", local="presse", domain="ville.example"),
            facts=facts,
            letters_a_minute=100_000,
            recipients_a_day=0,
            lines=8,
        )

    def environ(self, key: str) -> dict[str, str]:
        """Return what a worker is told so that it may sign in."""
        secret, trusted = self._home / "secret", self._home / "ca.pem"
        return {file_variable(key): str(secret), "SSL_CERT_FILE": str(trusted)}
