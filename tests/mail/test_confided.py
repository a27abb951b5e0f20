"""A server that repeats what it was told in confidence: the desk keeps nothing of it.

The door of SMTP by each way of logging in and that of Microsoft 365, at each step, in each form
that a server may make of a password or a token; and then all the files of a desk are searched.
"""

import base64
import json
import logging
import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import override

import pytest
import trustme

from comms_desk.jobs.reports import Report
from comms_desk.keys import Keys
from comms_desk.logs import Discreet
from comms_desk.mail.address import Address
from comms_desk.mail.doors import Door
from comms_desk.mail.errors import MailError, SmtpDisabled
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Account, NewAccount, Recipient
from comms_desk.mail.smtp import SmtpConnection
from comms_desk.mail.trouble import Trouble
from comms_desk.paths import Paths
from comms_desk.storage import backup
from comms_desk.text.discretion import Secrets
from comms_desk.wording import say
from comms_desk.worker.letters import Postman
from tests.mail.line_support import LETTER, OFFERS, PATIENCE, Counted, door, it_may_leave
from tests.mail.scripted_server import GREETING, TEXT, ScriptedServer
from tests.support.confided import (
    FORMS,
    USER,
    as_it_is,
    in_base64,
    over_lines,
    over_lines_in_base64,
    tells,
)
from tests.support.offices import new_office

PASSWORD = "Tulipe-Neige+2041/Été?"
ASCII_PASSWORD = "Tulipe-Neige+2041/Ete?"
TOKEN = "eyJ0eXAiOiJKV1QiLCJub25jZSI6IlRhYzQ3.aBc-9_Zz" + "q7W" * 400
STEPS = ("AUTH", "MAIL", "RCPT", "DATA", TEXT)


class EchoingServer(ScriptedServer):
    """Refuses one step, with what it was told in confidence in one form or another."""

    def __init__(
        self,
        tls: ssl.SSLContext,
        *,
        step: str,
        offers: bytes,
        secret: str,
        form: Callable[..., bytes],
    ) -> None:
        super().__init__({"EHLO": OFFERS + offers, "AUTH": b"235 in"}, tls=tls)
        self.repeats = b"550-5.7.1 No: " + form(secret) + b"\r\n550 5.7.1 goodbye"
        if offers in {b"LOGIN", b"XOAUTH2"}:
            self.answers["AUTH"] = b"334 " if offers == b"XOAUTH2" else b"334 UGFzc3dvcmQ6"
        self.answers[step] = self.repeats
        if step == "AUTH" and offers != b"PLAIN":
            self.answers["AUTH"] = b"334 "
        self._refuses_login = step == "AUTH"

    @override
    def _say(self, talk: socket.socket, to: str) -> bool:
        if self.heard and self.heard[-1].upper() == to and to not in self.answers and len(to) > 4:
            # The second line of a login: what answers the server's question.
            self.answers[to] = self.repeats if self._refuses_login else b"235 in"
        return super()._say(talk, to)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


def everything_of(error: BaseException) -> bytes:
    """Return what can be kept of an error: its facts, its words, and what a log writes of it."""
    assert isinstance(error, MailError)
    record = logging.LogRecord(
        "", logging.ERROR, "", 0, "no", (), (type(error), error, error.__traceback__)
    )
    return "\n".join(
        (
            json.dumps(Trouble.of(error).facts),
            repr((error, error.__cause__, error.__context__)),
            say(error).what,
            Discreet().format(record),
        )
    ).encode()


def token_line(server: ScriptedServer, authority: trustme.CA) -> SmtpConnection:
    made = door(server, authority=authority)
    line = SmtpConnection(made._facts, PATIENCE, lambda: Counted(0.0))
    line.keeps(TOKEN)
    try:
        line.connect(made._trust)
        line.sign_in(USER, TOKEN)
    except MailError:
        line.drop()
        raise
    return line


def sends(server: ScriptedServer, authority: trustme.CA, *, token: bool) -> None:
    if token:
        line = token_line(server, authority)
    else:
        line = door(server, authority=authority, user=USER, password=ASCII_PASSWORD).open()
    try:
        line.send(LETTER, prove=it_may_leave)
    finally:
        line.drop()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_was_confided_is_found_in_every_form(form: Callable[[str], bytes]) -> None:
    for secret in (ASCII_PASSWORD, PASSWORD, TOKEN, "hunter2!"):
        blob = base64.b64encode(f"\0{USER}\0{secret}".encode()).decode()
        said = b"5.7.8 No: " + form(secret).replace(b"\r\n550-", b"\n") + b"\n5.7.8 goodbye"

        hidden = Secrets(secret, blob).hide(said)

        assert tells(hidden, secret) == []
        assert hidden.startswith(b"5.7.8 No: ")
        assert hidden.endswith(b"5.7.8 goodbye")


def test_words_that_tell_nothing_stay() -> None:
    said = (
        b"5.7.1 Client host [192.0.2.1] blocked using zen.example; see https://zen.example/q?ip=1"
    )

    assert Secrets(ASCII_PASSWORD, TOKEN).hide(said) == said
    assert Secrets("5.7.1").hide(said) == said
    assert Secrets().hide(said) == said
    assert Secrets("ab").hide(b"about") == b"***"


@pytest.mark.parametrize("step", [GREETING, "EHLO", *STEPS])
@pytest.mark.parametrize("offers", [b"PLAIN", b"LOGIN", b"XOAUTH2"])
@pytest.mark.parametrize("form", [as_it_is, in_base64, over_lines, over_lines_in_base64])
def test_a_server_that_repeats_what_it_was_told_is_not_repeated(
    authority: trustme.CA,
    tls: ssl.SSLContext,
    step: str,
    offers: bytes,
    form: Callable[[str], bytes],
) -> None:
    secret = TOKEN if offers == b"XOAUTH2" else ASCII_PASSWORD
    with (
        EchoingServer(tls, step=step, offers=offers, secret=secret, form=form) as server,
        pytest.raises(MailError) as caught,
    ):
        sends(server, authority, token=offers == b"XOAUTH2")

    assert tells(everything_of(caught.value), secret) == []
    assert "***" in str(Trouble.of(caught.value).facts)


def test_a_reply_that_is_none_is_not_repeated_either(
    authority: trustme.CA, tls: ssl.SSLContext
) -> None:
    for step in ("EHLO", "AUTH", "MAIL"):
        with EchoingServer(
            tls, step=step, offers=b"PLAIN", secret=ASCII_PASSWORD, form=as_it_is
        ) as server:
            server.answers[step] = b"what? " + in_base64(f"\0{USER}\0{ASCII_PASSWORD}")
            with pytest.raises(MailError) as caught:
                sends(server, authority, token=False)

        assert tells(everything_of(caught.value), ASCII_PASSWORD) == []


def test_a_password_that_is_a_word_of_the_servers_still_logs_in(
    authority: trustme.CA, tls: ssl.SSLContext
) -> None:
    answers = {"EHLO": OFFERS + b"PLAIN", "AUTH": b"235 in"}
    for password in ("plain", "AUTH", "250"):
        with ScriptedServer(answers, tls=tls) as server:
            line = door(server, authority=authority, user=USER, password=password).open()
            line.close()


def test_that_smtp_is_switched_off_is_understood_though_the_token_stands_in_it(
    authority: trustme.CA, tls: ssl.SSLContext
) -> None:
    words = "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled"
    with EchoingServer(tls, step="AUTH", offers=b"XOAUTH2", secret=TOKEN, form=as_it_is) as server:
        server.repeats = f"535 {words} {TOKEN}".encode()
        with pytest.raises(SmtpDisabled) as caught:
            token_line(server, authority)

    assert caught.value.text == f"{words} ***"


class OpensByToken:
    """The door of an account whose token is known already."""

    def __init__(self, server: ScriptedServer, authority: trustme.CA) -> None:
        self._server, self._authority = server, authority

    def open(self) -> SmtpConnection:
        return token_line(self._server, self._authority)


@pytest.mark.parametrize("step", ["AUTH", "RCPT", TEXT, "taken"])
@pytest.mark.parametrize("offers", [b"PLAIN", b"LOGIN", b"XOAUTH2"])
def test_no_file_of_a_desk_has_what_a_server_repeated(
    tmp_path: Path, authority: trustme.CA, tls: ssl.SSLContext, step: str, offers: bytes
) -> None:
    secret = TOKEN if offers == b"XOAUTH2" else ASCII_PASSWORD
    office = new_office(Paths.under(tmp_path), keys=Keys(environ={}, memory_only=True))
    account = office.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(local="presse", domain="ville.example"),
            facts={"host": "localhost", "port": "465", "security": "tls", "user": USER},
            lines=1,
        )
    )
    to = Recipient(to=Address(local="zoe", domain="journal.example"))
    office.outbox.send(NewMessage(subject="Communiqué", text="Bonjour"), [to])
    said: list[Report] = []
    server = EchoingServer(
        tls, step=TEXT if step == "taken" else step, offers=offers, secret=secret, form=in_base64
    )
    if step == "taken":
        server.answers[TEXT] = b"250 2.0.0 " + in_base64(f"\0{USER}\0{secret}") + b" taken"
    written = logging.FileHandler(tmp_path / "state" / "worker.log")
    written.setFormatter(Discreet())
    logging.getLogger().addHandler(written)

    def opens(_account: Account, _keys: Keys) -> Door:
        if offers == b"XOAUTH2":
            return OpensByToken(server, authority)
        return door(server, authority=authority, user=USER, password=secret)

    with server:
        token = office.jobs.take("postman").token
        keys = Keys(environ={}, memory_only=True)
        postman = Postman(
            office.database, keys, token=token, stop=Event(), speak=said.append, door=opens
        )
        postman.send_all()
        postman.close()
    backup.save(office.database, tmp_path / "backups" / "desk.sqlite3")
    logging.getLogger().removeHandler(written)
    written.close()

    kept = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    kept.append(repr(said).encode())
    office.close()
    assert [tells_whole(each, secret) for each in kept] == [[] for _ in kept]
    assert any(b"***" in each for each in kept)
    assert account.facts["user"] == USER


def tells_whole(kept: bytes, secret: str) -> list[str]:
    """Return in which forms a file tells *secret*: as it was said, or as it is."""
    forms = (secret.encode(), in_base64(secret), in_base64(f"\0{USER}\0{secret}"))
    return [each.decode() for each in forms if each.lower() in kept.lower()]
