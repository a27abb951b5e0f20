"""Accounts of Microsoft 365 and of Outlook at the prompt, as whoever types there meets them."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, Recipient
from comms_desk.paths import Paths
from tests.support.forked import ROOT, run_forked
from tests.support.m365 import CLIENT, TENANT, USER, FakeAuthority, TokenSink
from tests.support.offices import new_office

TYPED_WITHIN_S = 60


class Prompt:
    """A prompt on a computer that trusts an organisation, and has no store of secrets."""

    def __init__(self, folder: Path, authority: FakeAuthority, trusted: Path) -> None:
        self.home = folder / "desk"
        self.authority = authority
        browser = [sys.executable, str(ROOT / "tests" / "support" / "browser.py"), str(trusted)]
        self.environ = os.environ | {
            "COMMS_DESK_HOME": str(self.home),
            "SSL_CERT_FILE": str(trusted),
            "BROWSER": f"{shlex.join(browser)} %s &",
            "PYTHON_KEYRING_BACKEND": "",
        }

    def type(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = run_forked(["comms_desk", *words], env=self.environ, within_s=TYPED_WITHIN_S)
        assert "Traceback" not in done.stderr
        assert not any(token in done.stdout + done.stderr for token in self.secrets())
        return done

    def secrets(self) -> list[str]:
        return [*self.authority.desk.access, *self.authority.desk.refresh]

    def add(self, sink: TokenSink, *more: str) -> subprocess.CompletedProcess[str]:
        return self.type(
            *("accounts", "add", "Presse", "--kind", "m365", "--from", "p@ville.example"),
            *("--tenant", TENANT, "--client", CLIENT, "--user", USER),
            *("--server", f"localhost:{sink.port}", "--authority", self.authority.host),
            *("--json", *more),
        )


@pytest.fixture
def authority() -> Iterator[FakeAuthority]:
    with FakeAuthority(trustme.CA()) as running:
        yield running


@pytest.fixture
def sink(authority: FakeAuthority) -> Iterator[TokenSink]:
    with TokenSink(authority) as running:
        yield running


@pytest.fixture
def prompt(tmp_path: Path, authority: FakeAuthority) -> Prompt:
    trusted = tmp_path / "authority.pem"
    authority.certificates.cert_pem.write_to_path(trusted)
    made = Prompt(tmp_path, authority, trusted)
    office = new_office(Paths.find({"COMMS_DESK_HOME": str(made.home)}))
    office.close()
    return made


def queue(prompt: Prompt, count: int) -> None:
    from comms_desk.across.office import open_office

    office = open_office(Paths.find({"COMMS_DESK_HOME": str(prompt.home)}))
    to = [Address(local=f"r{number}", domain="journal.example") for number in range(count)]
    message = NewMessage(subject="Communiqué", text="Bonjour")
    office.outbox.send(message, [Recipient(to=each) for each in to])
    office.close()


def test_an_account_is_set_up_signed_in_to_and_used(
    prompt: Prompt, sink: TokenSink, tmp_path: Path
) -> None:
    made = json.loads(prompt.add(sink).stdout)
    assert (made["kind"], made["recipients_a_day"]) == ("m365", 10_000)
    queue(prompt, 3)
    missing = prompt.type("outbox", "send")
    assert missing.returncode == 1
    assert USER in missing.stderr

    kept = tmp_path / "sign-in"
    signed = prompt.type("accounts", "sign-in", "Presse", "--keep-in", str(kept), "--json")

    assert (signed.returncode, json.loads(signed.stdout)["user"]) == (0, USER)
    assert kept.stat().st_mode & 0o077 == 0
    prompt.environ["COMMS_DESK_KEY_MAIL_PRESSE_FILE"] = str(kept)
    assert prompt.type("accounts", "check", "Presse").returncode == 0
    sent = prompt.type("outbox", "send", "--json")
    assert json.loads(sent.stdout)[LetterState.SENT.value] == 3
    assert len(sink.letters) == 3


def test_without_a_store_a_sign_in_says_that_it_is_forgotten(
    prompt: Prompt, sink: TokenSink
) -> None:
    prompt.add(sink)

    done = prompt.type("accounts", "sign-in", "Presse", "--json")

    assert done.returncode == 1
    assert "COMMS_DESK_KEY_MAIL_PRESSE_FILE" in done.stderr


def test_a_code_is_for_accounts_that_are_set_so(prompt: Prompt, sink: TokenSink) -> None:
    prompt.add(sink)
    refused = prompt.type("accounts", "sign-in", "Presse", "--device-code")
    assert refused.returncode == 1
    assert "--device-code" in refused.stderr

    password = prompt.type("accounts", "password", "Presse")
    assert password.returncode == 1
    assert "sign-in" in password.stderr


def test_limits_are_shown_and_changed(prompt: Prompt, sink: TokenSink) -> None:
    prompt.add(sink, "--recipients-a-day", "500")

    changed = prompt.type(
        *("accounts", "limit", "Presse", "--letters-a-minute", "10"),
        *("--recipients-a-day", "0", "--recipients-a-message", "20", "--json"),
    )

    limits = json.loads(changed.stdout)
    assert (limits["letters_a_minute"], limits["recipients_a_day"]) == (10, None)
    assert limits["recipients_a_message"] == 20
    assert prompt.type("accounts", "limit", "Presse", "--recipients-a-message", "0").returncode == 1
    assert prompt.type("accounts", "limit", "Presse").returncode == 1
    assert prompt.type("accounts", "list").returncode == 0


def test_letters_are_handed_over_at_the_prompt(
    prompt: Prompt, sink: TokenSink, tmp_path: Path
) -> None:
    prompt.type("accounts", "add", "Outlook", "--kind", "outlook", "--from", "p@ville.example")
    assert prompt.type("accounts", "check", "Outlook").returncode == 1
    assert prompt.type("outbox", "hand-over", "--to", str(tmp_path)).returncode == 1
    queue(prompt, 3)
    assert prompt.type("outbox", "send").returncode == 0

    given = prompt.type("outbox", "hand-over", "--to", str(tmp_path / "given"), "--json")

    (drafts,) = json.loads(given.stdout)
    assert (drafts["drafts"], drafts["letters"]) == (1, 3)
    assert len(list(Path(drafts["folder"]).glob("*.eml"))) == 1
