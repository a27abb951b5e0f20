"""The outbox and the sending accounts from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.cli.main import run
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.errors import (
    CertificateRefused,
    Deferred,
    FellSilent,
    HungUp,
    LetterRefused,
    OutcomeUnknown,
    ServerUnreachable,
    Stage,
)
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, Recipient
from comms_desk.paths import Paths
from comms_desk.wording import say
from tests.support.offices import new_office
from tools.tour.smtp_server import Answer, HangUp, LoopbackSmtpServer


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("COMMS_DESK_HOME", str(tmp_path / "desk"))
    i18n.use("en")
    opened = new_office(Paths.find())
    (tmp_path / "desk" / "settings.toml").write_text('language = "en"\n', encoding="utf-8")
    yield opened
    opened.close()
    i18n.use("fr")


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> object:
    """Run a command as the shell would, and return its JSON (or what it complained of)."""
    capsys.readouterr()
    assert run(arguments) == status
    written = capsys.readouterr()
    return json.loads(written.out) if status == 0 else written.err


def account(
    capsys: pytest.CaptureFixture[str], server: LoopbackSmtpServer, *more: str
) -> dict[str, object]:
    made = answer(
        capsys,
        *("accounts", "add", "Presse", "--from", "Ville <presse@ville.example>"),
        *("--server", f"127.0.0.1:{server.port}", "--security", "none", "--json", *more),
    )
    assert isinstance(made, dict)
    return made


def queue(office: Office, *names: str) -> None:
    office.outbox.send(
        NewMessage(subject="Communiqué", text="Bonjour"),
        [Recipient(to=Address(local=name, domain="ville.example")) for name in names],
    )


def test_an_account_is_set_up_checked_and_used(
    office: Office, server: LoopbackSmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    made = account(capsys, server)
    queue(office, "zoe", "luc")

    assert made["key"] == "mail/presse"
    assert answer(capsys, "accounts", "check", "Presse", "--json") == {
        "account": "Presse",
        "works": True,
    }
    sent = answer(capsys, "outbox", "send", "--json")
    assert isinstance(sent, dict)
    assert (sent["tried"], sent["sent"], sent["queued"]) == (2, 2, 0)
    listed = answer(capsys, "outbox", "list", "--json")
    assert isinstance(listed, list)
    assert [each["state"] for each in listed] == ["sent", "sent"]
    assert office.jobs.holder() is None


def test_an_uncertain_letter_is_decided_from_the_command_line(
    office: Office, server: LoopbackSmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    account(capsys, server)
    queue(office, "zoe", "luc")
    server.fail(Stage.END, HangUp(), Answer("550 5.1.1 Nobody of that name"))
    answer(capsys, "outbox", "send", "--json")

    undecided = answer(capsys, "outbox", "list", "--undecided", "--json")
    assert isinstance(undecided, list)
    assert sorted(each["state"] for each in undecided) == ["refused", "uncertain"]
    for each, decision in zip(undecided, ("again", "leave"), strict=True):
        answer(capsys, "outbox", "decide", str(each["id"]), decision, "--json")
    assert answer(capsys, "outbox", "list", "--undecided", "--json") == []
    complaint = answer(capsys, "outbox", "decide", str(undecided[0]["id"]), "again", status=1)

    assert "nothing to decide" in str(complaint)


def test_the_table_says_why_in_the_readers_words(
    office: Office, server: LoopbackSmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    account(capsys, server)
    queue(office, "zoe")
    server.fail(Stage.RECIPIENT, Answer("550 5.1.1 Nobody of that name"))
    answer(capsys, "outbox", "send", "--json")

    assert run(["outbox", "list"]) == 0

    assert "The mail server refused the e-mail: 550 5.1.1" in capsys.readouterr().out


def test_a_server_out_of_reach_is_a_sentence_and_status_one(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    with LoopbackSmtpServer() as gone:
        account(capsys, gone)

    complaint = answer(capsys, "accounts", "check", "Presse", status=1)

    assert "cannot be reached at port" in str(complaint)
    assert "Traceback" not in str(complaint)


@pytest.mark.usefixtures("office")
def test_a_port_that_speaks_no_tls_is_not_blamed_on_a_certificate(
    server: LoopbackSmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    added = ["accounts", "add", "Presse", "--from", "presse@ville.example"]
    added += ["--server", f"127.0.0.1:{server.port}", "--security", "tls", "--json"]
    answer(capsys, *added)

    complaint = str(answer(capsys, "accounts", "check", "Presse", status=1))

    assert "127.0.0.1 does not accept TLS" in complaint
    assert "STARTTLS or no protection" in complaint
    assert "certificate" not in complaint


@pytest.mark.parametrize("command", [("outbox", "send"), ("worker", "--once")])
def test_letters_that_a_server_out_of_reach_keeps_are_said_with_status_one(
    office: Office, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    with LoopbackSmtpServer() as gone:
        account(capsys, gone)
    queue(office, "zoe")

    complaint = str(answer(capsys, *command, status=1))
    assert run(["outbox", "list"]) == 0

    assert complaint.startswith("The mail server 127.0.0.1 cannot be reached at port")
    assert "Next try: " in complaint
    assert "cannot be reached" in capsys.readouterr().out


def test_a_password_comes_from_a_file_and_is_in_no_answer(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "password"
    file.write_text("très s3same\n", encoding="utf-8")

    capsys.readouterr()
    arguments = ["accounts", "add", "Presse", "--from", "presse@ville.example"]
    arguments += ["--server", "smtp.ville.example", "--user", "presse"]
    assert run([*arguments, "--password-file", str(file), "--json"]) == 0
    written = capsys.readouterr()

    assert "s3same" not in written.out + written.err
    assert json.loads(written.out)["facts"] == {
        "host": "smtp.ville.example",
        "port": "465",
        "security": "tls",
        "user": "presse",
    }
    for each in (tmp_path / "desk").glob("desk.sqlite3*"):
        assert b"s3same" not in each.read_bytes()


def test_an_excluded_address_gets_nothing(
    office: Office, server: LoopbackSmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    account(capsys, server)
    answer(capsys, "outbox", "exclusions", "add", "Zoe@ville.example", "--json")
    queue(office, "zoe", "luc")
    answer(capsys, "outbox", "send", "--json")

    assert len(server.letters) == 1
    assert office.outbox.counts()[LetterState.WITHHELD] == 1
    taken_off = answer(capsys, "outbox", "exclusions", "remove", "zoe@ville.example", "--json")
    assert taken_off == {"address": "zoe@ville.example", "was_excluded": True}


def test_the_last_letters_moment_is_said_before_sending(
    office: Office, server: LoopbackSmtpServer, capsys: pytest.CaptureFixture[str]
) -> None:
    account(capsys, server, "--letters-a-minute", "60")

    planned = answer(capsys, "outbox", "plan", "600", "--json")

    assert isinstance(planned, dict)
    assert (planned["count"], planned["letters_a_minute"]) == (600, 60)


def test_a_letter_is_exported_and_a_message_cancelled(
    office: Office, server: LoopbackSmtpServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    account(capsys, server)
    queue(office, "zoe")
    assert "--cancel-letters" in str(answer(capsys, "accounts", "remove", "Presse", status=1))

    answer(capsys, "outbox", "export", "1", "--out", str(tmp_path / "letter.eml"), "--json")

    assert b"To: zoe@ville.example\r\n" in (tmp_path / "letter.eml").read_bytes()
    assert answer(capsys, "outbox", "cancel", "1", "--json") == {"cancelled": 1, "on_the_wire": 0}
    assert answer(capsys, "accounts", "remove", "Presse", "--json") == {
        "account": "Presse",
        "cancelled": 0,
        "on_the_wire": 0,
    }


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_message_of_which_no_letter_waits_is_not_cancelled(
    office: Office,
    server: LoopbackSmtpServer,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
) -> None:
    account(capsys, server)
    queue(office, "zoe")
    answer(capsys, "outbox", "send", "--json")

    capsys.readouterr()
    assert run(["outbox", "cancel", "1", *more]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("No e-mail of message 1 waits")
    assert office.outbox.counts()[LetterState.SENT] == 1


@pytest.mark.usefixtures("office")
def test_an_address_that_was_not_excluded_is_not_taken_off(
    capsys: pytest.CaptureFixture[str],
) -> None:
    complaint = answer(
        capsys, "outbox", "exclusions", "remove", "zoe@ville.example", "--json", status=1
    )

    assert "zoe@ville.example was not on the exclusion list" in str(complaint)


def test_a_password_that_this_computer_cannot_keep_is_nothing_done(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    file.write_text("très secret\n", encoding="utf-8")
    office.keys = Keys(memory_only=True)
    added = ["accounts", "add", "Presse", "--from", "presse@ville.example"]
    added += ["--server", "smtp.ville.example", "--user", "presse"]
    assert invoked(office, *added, "--password-file", str(file)).exit_code == 0

    kept = invoked(office, "accounts", "password", "Presse", "--password-file", str(file), "--json")

    assert (kept.exit_code, kept.stdout) == (1, "")
    assert "no store for passwords" in kept.stderr


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("stage", list(Stage))
def test_each_failure_of_the_server_has_its_sentence_at_each_stage(
    language: str, stage: Stage
) -> None:
    i18n.use(language)
    try:
        sentences = [
            say(HungUp("smtp.example", stage)),
            say(FellSilent("smtp.example", stage, 30.0)),
            say(Deferred(stage, 451, "4.7.1 Greylisted")),
            say(LetterRefused(stage, 550, "5.7.1 No")),
            say(OutcomeUnknown("smtp.example", "no answer")),
            say(ServerUnreachable("smtp.example", 465, "refused")),
            say(CertificateRefused("smtp.example", "expired")),
        ]
    finally:
        i18n.use("fr")

    assert all(sentence.what and sentence.way_out for sentence in sentences)
    assert len({sentence.what for sentence in sentences}) == len(sentences)


def invoked(office: Office, *arguments: str) -> Result:
    from comms_desk.cli.main import root

    return CliRunner().invoke(root, list(arguments), obj=office)


def test_wrong_use_is_status_two(office: Office) -> None:
    assert invoked(office, "outbox", "decide", "1", "perhaps").exit_code == 2


@pytest.mark.parametrize("command", ["check", "remove"])
def test_an_account_that_is_not_there_is_nothing_done(
    office: Office, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    said = answer(capsys, "accounts", command, "Presse", "--json", status=1)

    assert said == "There is no account called “Presse”.\n"
