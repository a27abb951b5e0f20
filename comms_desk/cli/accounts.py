"""Sending accounts from the command line: set up, check, let in, limit, take out of use."""

from collections.abc import Mapping
from pathlib import Path
from threading import Event

import click

from comms_desk import own_files
from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option, note, nothing_done
from comms_desk.cli.parameters import NUMBER
from comms_desk.documents.errors import FileNotWritten
from comms_desk.i18n import N_, _
from comms_desk.keys import file_variable
from comms_desk.mail.address import Address
from comms_desk.mail.door_kinds import (
    KINDS,
    M365_KIND,
    OUTLOOK_KIND,
    SMTP_KIND,
    kind_named,
    server_of,
)
from comms_desk.mail.doors import Secret, Security
from comms_desk.mail.errors import DeviceCodeNotSet, NoSignIn
from comms_desk.mail.m365 import M365Facts, SignIn
from comms_desk.mail.model import DEFAULT_LETTERS_A_MINUTE, Account, NewAccount
from comms_desk.reasons import reason_of
from comms_desk.storage.model import FieldChange
from comms_desk.wording.letters import why

password_option = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A file that holds the password; - is standard input.  Asked for otherwise.",
)

recipients_option = click.option(
    "--recipients-a-day",
    type=NUMBER,
    help="In any 24 hours; 0 for no limit.  Microsoft 365 has 10,000 unless said.",
)
together_option = click.option(
    "--recipients-a-message",
    type=NUMBER,
    default=None,
    help="Of one e-mail in blind copies; 100 unless said, 500 for Microsoft 365, 1 for one each.",
)


def _account_columns() -> tuple[OutputColumn[Account], ...]:
    return (
        OutputColumn(N_("Id"), lambda account: account.id),
        OutputColumn(N_("Account"), lambda account: account.name),
        OutputColumn(N_("Sender"), lambda account: account.sender),
        OutputColumn(N_("Kind"), lambda account: account.kind),
        OutputColumn(N_("Server"), _server),
        OutputColumn(N_("Protection"), _protection),
        OutputColumn(N_("E-mails a minute"), lambda account: account.letters_a_minute),
        OutputColumn(N_("Recipients a day"), lambda account: account.recipients_a_day or ""),
        OutputColumn(N_("Recipients an e-mail"), lambda account: account.recipients_a_message),
        OutputColumn(N_("Why it is paused"), lambda account: why(account.trouble)),
    )


def _server(account: Account) -> str:
    server = server_of(account.kind, account.facts)
    port = account.facts.get("port")
    return f"{server}:{port}" if port else server


def _protection(account: Account) -> str:
    if account.kind == OUTLOOK_KIND.name:
        return ""
    return Security(account.facts.get("security", Security.STARTTLS)).value


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
@click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    default=SMTP_KIND.name,
    show_default=True,
    help="m365: Microsoft 365, where someone signs in; outlook: drafts that someone sends.",
)
@click.option(
    "--server",
    default="",
    help="HOST or HOST:PORT; 465, 587 or 25 unless said.  Microsoft 365 needs none.",
)
@click.option(
    "--security",
    type=click.Choice([each.value for each in Security]),
    help="tls unless said.",
)
@click.option("--user", default="", help="User name; a relay without sign-in needs none.")
@click.option("--tenant", default="", help="m365: the organization’s number or domain.")
@click.option("--client", default="", help="m365: the application’s number.")
@click.option("--authority", default="", help="m365: another sign-in server.")
@click.option("--device-code", is_flag=True, help="m365: sign in with a code typed elsewhere.")
@click.option("--blind-copies", default="", help="outlook: how many a draft; 450 unless said.")
@password_option
@click.option(
    "--letters-a-minute", type=NUMBER, default=DEFAULT_LETTERS_A_MINUTE, show_default=True
)
@recipients_option
@together_option
@click.option("--lines", type=NUMBER, default=1, show_default=True, help="E-mails at once.")
@json_option
def add_account(
    name: str,
    *,
    sender: str,
    kind: str,
    password_file: Path | None,
    letters_a_minute: int,
    recipients_a_day: int | None,
    recipients_a_message: int | None,
    lines: int,
    as_json: bool,
    **described: str | bool | None,
) -> None:
    """Set up the sending account NAME."""
    new = NewAccount(
        name=name,
        sender=Address.parse(sender),
        kind=kind,
        facts=_facts(described),
        letters_a_minute=letters_a_minute,
        recipients_a_day=recipients_a_day,
        recipients_a_message=recipients_a_message or 0,
        lines=lines,
    )
    asks = kind_named(kind).secret(new.facts)
    secret = _password(password_file) if asks is Secret.PASSWORD else ""
    made = office().accounts.add(new)
    if secret:
        _keep_password(made, secret)
    emit(made, as_json=as_json, columns=_account_columns())
    if asks is Secret.SIGN_IN:
        note(_("Now sign in: comms-desk accounts sign-in “{name}”").format(name=made.name))


@accounts.command("sign-in")
@click.argument("name")
@click.option("--device-code", is_flag=True, help="With a code typed elsewhere, where it is set.")
@click.option(
    "--keep-in",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file of your own, for a worker whose user has no store of secrets.",
)
@json_option
def sign_in_to(name: str, *, device_code: bool, file: Path | None, as_json: bool) -> None:
    """Sign in to the Microsoft 365 account NAME, in the browser; Ctrl+C stops."""
    from comms_desk.mail.sign_in import SignInPrompt, sign_in

    account = _named(name)
    if account.kind != M365_KIND.name:
        raise NoSignIn(account.name)
    facts = M365Facts.read(account.facts)
    if device_code and facts.sign_in is not SignIn.DEVICE_CODE:
        raise DeviceCodeNotSet(account.name)

    def tell(asked: SignInPrompt) -> None:
        if asked.code:
            note(
                _("Type the code {code} at {address}").format(
                    code=asked.code, address=asked.address
                )
            )
        else:
            note(
                _("If the browser does not open by itself, open: {address}").format(
                    address=asked.address
                )
            )

    grant = sign_in(facts, stop=Event(), tell=tell)
    kept = _keep_in(file, grant.refresh) if file else _keep_password(account, grant.refresh)
    office().accounts.wake(account.id)
    emit({"account": account.name, "user": grant.user, "kept": kept}, as_json=as_json)
    if not kept:
        click.get_current_context().exit(1)


@accounts.command()
@click.argument("name")
@password_option
@json_option
def password(name: str, *, password_file: Path | None, as_json: bool) -> None:
    """Save the password of the account NAME in this computer’s own store."""
    account = _named(name)
    if kind_named(account.kind).secret(account.facts) is Secret.SIGN_IN:
        nothing_done(
            _("This account signs in: comms-desk accounts sign-in “{name}”").format(name=name)
        )
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
@click.option("--letters-a-minute", type=NUMBER)
@recipients_option
@together_option
@json_option
def limit(name: str, *, as_json: bool, **numbers: int | None) -> None:
    """Change how fast e-mails leave by the account NAME, and how many readers one may have."""
    account = _named(name)
    said = {field: number for field, number in numbers.items() if number is not None}
    if not said:
        nothing_done(_("Say --letters-a-minute, --recipients-a-day or --recipients-a-message."))
    for field, number in said.items():
        after = None if field == "recipients_a_day" and not number else number
        office().accounts.edit(account.id, FieldChange(field, getattr(account, field), after))
    emit(_named(name), as_json=as_json, columns=_account_columns())


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


def _keep_in(file: Path, secret: str) -> bool:
    try:
        own_files.write(file, f"{secret}\n".encode())
    except OSError as error:
        raise FileNotWritten(file, reason_of(error)) from error
    return True


def _facts(described: Mapping[str, str | bool | None]) -> dict[str, str]:
    """Return the facts that the options describe: those that were given."""
    server = str(described["server"] or "")
    host, _colon, port = server.rpartition(":") if ":" in server else (server, "", "")
    named = ("security", "user", "tenant", "client", "authority", "blind_copies")
    facts = {"host": host, "port": port} | {each: str(described[each] or "") for each in named}
    facts["sign_in"] = SignIn.DEVICE_CODE.value if described["device_code"] else ""
    return {key: value for key, value in facts.items() if value}


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
