"""Sending accounts from the command line: set up, check, keep a password, take out of use."""

from pathlib import Path

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import Column, emit, json_option, note, nothing_done
from comms_desk.cli.parameters import NUMBER
from comms_desk.i18n import N_, _
from comms_desk.keys import file_variable
from comms_desk.mail.address import Address
from comms_desk.mail.doors import Security
from comms_desk.mail.model import DEFAULT_LETTERS_A_MINUTE, Account, NewAccount
from comms_desk.wording.letters import why

password_option = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A file that holds the password; - is standard input.  Asked for otherwise.",
)


def _account_columns() -> tuple[Column[Account], ...]:
    return (
        Column(N_("Account"), lambda account: account.name),
        Column(N_("Sender"), lambda account: account.sender),
        Column(N_("Server"), lambda account: f"{account.facts['host']}:{account.facts['port']}"),
        Column(N_("Protection"), lambda account: Security(account.facts["security"])),
        Column(N_("E-mails a minute"), lambda account: account.letters_a_minute),
        Column(N_("Why it is paused"), lambda account: why(account.trouble)),
    )


@click.group()
def accounts() -> None:
    """Show and set up sending accounts."""


@accounts.command("list")
@json_option
def show_accounts(*, as_json: bool) -> None:
    """List the accounts; the first one is used unless another is named."""
    emit(
        office().accounts.every(), as_json=as_json, columns=_account_columns(), begin="accounts add"
    )


@accounts.command("add")
@click.argument("name")
@click.option("--from", "sender", required=True, help="“Name <address>” of the sender.")
@click.option("--server", required=True, help="HOST or HOST:PORT; 465, 587 or 25 unless said.")
@click.option(
    "--security",
    type=click.Choice([each.value for each in Security]),
    default=Security.TLS.value,
    show_default=True,
)
@click.option("--user", default="", help="User name; a relay without sign-in needs none.")
@password_option
@click.option(
    "--letters-a-minute", type=NUMBER, default=DEFAULT_LETTERS_A_MINUTE, show_default=True
)
@click.option("--lines", type=NUMBER, default=1, show_default=True, help="E-mails at once.")
@json_option
def add_account(
    name: str,
    *,
    sender: str,
    server: str,
    security: str,
    user: str,
    password_file: Path | None,
    letters_a_minute: int,
    lines: int,
    as_json: bool,
) -> None:
    """Set up the sending account NAME."""
    host, _colon, port = server.rpartition(":") if ":" in server else (server, "", "")
    facts = {"host": host, "port": port, "security": security, "user": user}
    new = NewAccount(
        name=name,
        sender=Address.parse(sender),
        facts={key: value for key, value in facts.items() if value},
        letters_a_minute=letters_a_minute,
        lines=lines,
    )
    secret = _password(password_file) if user else ""
    made = office().accounts.add(new)
    if user:
        _keep_password(made, secret)
    emit(made, as_json=as_json, columns=_account_columns())


@accounts.command()
@click.argument("name")
@password_option
@json_option
def password(name: str, *, password_file: Path | None, as_json: bool) -> None:
    """Save the password of the account NAME in this computer’s own store."""
    account = _named(name)
    if not _keep_password(account, _password(password_file)):
        click.get_current_context().exit(1)
    emit({"account": account.name, "kept": True}, as_json=as_json)


@accounts.command()
@click.argument("name")
@json_option
def check(name: str, *, as_json: bool) -> None:
    """Reach the server of the account NAME and check the sign-in; nothing is sent."""
    from comms_desk.worker.letters import open_door

    account = _named(name)
    open_door(account, office().keys).open().close()
    emit({"account": account.name, "works": True}, as_json=as_json)


@accounts.command()
@click.argument("name")
@click.option("--cancel-letters", is_flag=True, help="Stop the e-mails that wait in it.")
@json_option
def remove(name: str, *, cancel_letters: bool, as_json: bool) -> None:
    """Take the account NAME out of use; refused while e-mails wait in it."""
    account = _named(name)
    done = office().accounts.retire(account.id, cancel_letters=cancel_letters)
    office().keys.forget(account.key)
    emit(
        {"account": account.name, "cancelled": done.cancelled, "on_the_wire": done.on_the_wire},
        as_json=as_json,
    )


def _named(name: str) -> Account:
    found = next((each for each in office().accounts.every() if each.name == name), None)
    if found is None:
        nothing_done(_("There is no account called “{name}”.").format(name=name))
    return found


def _password(file: Path | None) -> str:
    if file is None:
        return str(click.prompt(_("Password"), hide_input=True, err=True))
    try:
        with click.open_file(str(file), encoding="utf-8") as opened:
            secret: str = opened.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong_file(_("{file} cannot be read."), file) from error
    if not secret:
        raise _wrong_file(_("The first line of {file} is empty."), file)
    return secret


def _wrong_file(said: str, file: Path) -> click.BadParameter:
    return click.BadParameter(said.format(file=file), param_hint="--password-file")


def _keep_password(account: Account, secret: str) -> bool:
    kept = office().keys.set(account.key, secret)
    if not kept:
        note(
            _(
                "This computer has no store for passwords: name a file that holds it in {variable}."
            ).format(variable=file_variable(account.key))
        )
    return kept
