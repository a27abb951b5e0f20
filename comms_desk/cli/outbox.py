"""The outbox from the command line: letters, decisions, and the exclusion list."""

import logging
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import click

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.cli.context import office, say_to_leave_on
from comms_desk.cli.output import OutputColumn, emit, json_option, note, nothing_done
from comms_desk.cli.parameters import COUNT, ID, limit_option, states_option
from comms_desk.i18n import (
    N_,
    _,
    format_moment,
    format_moment_within,
    format_number,
    ngettext,
    one_stop,
)
from comms_desk.mail.address import Address
from comms_desk.mail.model import (
    Account,
    AccountId,
    Decision,
    ExclusionReason,
    Letter,
    LetterId,
    LetterState,
    MessageId,
    Suppression,
)
from comms_desk.wording.letters import explained, state_of, why

LOOKED_AT = 10_000
"""How many waiting letters are looked at to say why they stay."""
DECISIONS = {"again": Decision.SEND_AGAIN, "leave": Decision.LEAVE}


def say_who_rests(desk: Office) -> bool:
    """Say why the letters that are due stay; whether there are any."""
    now = desk.database.clock.now()
    due = {
        letter.account
        for letter in desk.outbox.letters(states=[LetterState.QUEUED], limit=LOOKED_AT).rows
        if letter.due_at <= now
    }
    resting = [each for each in _resting(desk) if each.id in due]
    for account in resting:
        note(_why_it_rests(account))
    return bool(resting)


def say_what_is_frozen(desk: Office) -> None:
    """Say that sending is frozen, where that holds letters back."""
    frozen = desk.freezes.current()
    if frozen is not None and frozen.letters:
        said = ngettext(
            "Sending is frozen ({reason}): {n} e-mail waits.",
            "Sending is frozen ({reason}): {n} e-mails wait.",
            frozen.letters,
        )
        note(said.format(reason=frozen.reason, n=format_number(frozen.letters)))


def _resting(desk: Office) -> Iterable[Account]:
    now = desk.database.clock.now()
    return [
        each
        for each in desk.accounts.every()
        if each.trouble is not None and each.resting_until is not None and each.resting_until > now
    ]


def _why_it_rests(account: Account) -> str:
    what = why(account.trouble)
    if account.resting_until is None:
        return what
    again = _("Next try: {moment}.").format(moment=format_moment(account.resting_until))
    return f"{what} {one_stop(again)}"


def _letter_columns(
    resting: Mapping[AccountId, Account] | None = None,
) -> tuple[OutputColumn[Letter], ...]:
    def reason(letter: Letter) -> str:
        account = (resting or {}).get(letter.account)
        if letter.state is LetterState.QUEUED and account is not None:
            return why(account.trouble)
        return explained(letter)

    return (
        OutputColumn(N_("E-mail"), lambda letter: letter.id),
        OutputColumn(N_("Message"), lambda letter: letter.message),
        OutputColumn(N_("State"), state_of),
        OutputColumn(N_("To"), lambda letter: letter.to),
        OutputColumn(N_("Subject"), lambda letter: letter.subject),
        OutputColumn(N_("Due"), lambda letter: format_moment(letter.due_at)),
        OutputColumn(N_("Why"), reason),
    )


@click.group()
def outbox() -> None:
    """Show and send e-mails."""


@outbox.command("list")
@states_option
@click.option("--message", type=ID, help="Only the e-mails of one message.")
@click.option("--undecided", is_flag=True, help="Only those that wait for a person.")
@limit_option(most=10_000)
@json_option
def show_letters(
    *, states: tuple[str, ...], message: int | None, undecided: bool, limit: int, as_json: bool
) -> None:
    """List e-mails, the latest first."""
    desk = office()
    page = desk.outbox.letters(
        states=[LetterState(each) for each in states],
        message=None if message is None else MessageId(message),
        undecided=undecided,
        limit=limit,
    )
    resting = {each.id: each for each in _resting(desk)}
    emit(page, as_json=as_json, columns=_letter_columns(resting))


@outbox.command()
@json_option
def send(*, as_json: bool) -> None:
    """Send now the e-mails that are due; the window does it by itself."""
    from threading import Event

    from comms_desk.jobs import holder
    from comms_desk.worker.letters import Postman

    desk = office()
    # What the letters met is said below, in words: their log has no place on the terminal.
    logging.getLogger("comms_desk.worker").addHandler(logging.NullHandler())
    sent_before = desk.outbox.counts().get(LetterState.SENT, 0)
    with holder.lease_held(desk.jobs) as lease:
        postman = Postman(
            desk.database, desk.keys, token=lease.token, stop=Event(), speak=lambda _line: None
        )
        with closing(postman):
            uncertain = postman.take_over()
            tried = postman.send_all()
    counts = {state.value: count for state, count in office().outbox.counts().items()}
    emit({"tried": tried, "uncertain": uncertain} | counts, as_json=as_json)
    say_what_is_frozen(desk)
    if say_who_rests(desk) and counts.get(LetterState.SENT.value, 0) == sent_before:
        click.get_current_context().exit(1)


@outbox.command()
@click.argument("letter", type=ID)
@click.argument("decision", type=click.Choice(list(DECISIONS)))
@click.option(
    "--together", is_flag=True, help="And all that left with it, in blind copies, and are so too."
)
@json_option
def decide(letter: int, decision: str, *, together: bool, as_json: bool) -> None:
    """Send the e-mail LETTER again, or leave it: only when it is uncertain or refused."""
    outbox = office().outbox
    decided = outbox.decide(LetterId(letter), DECISIONS[decision], together=together)
    emit(decided, as_json=as_json, columns=_letter_columns())
    if decided.state is LetterState.QUEUED:
        say_to_leave_on(decided.account, letters=1)


@outbox.command()
@click.argument("message", type=ID)
@json_option
def cancel(message: int, *, as_json: bool) -> None:
    """Stop those e-mails of MESSAGE that wait, and those that return to the queue."""
    done = office().outbox.cancel(MessageId(message))
    if not (done.cancelled or done.on_the_wire):
        said = _("No e-mail of message {message} waits or is being sent: nothing was stopped.")
        nothing_done(said.format(message=message))
    emit({"cancelled": done.cancelled, "on_the_wire": done.on_the_wire}, as_json=as_json)


@outbox.command("hand-over")
@click.argument("message", type=ID, required=False)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder in which the drafts get one of their own.",
)
@json_option
def hand_over(*, message: int | None, folder: Path, as_json: bool) -> None:
    """Write as Outlook drafts the e-mails that wait for it: of MESSAGE, or all of them."""
    from comms_desk.across.handover import HandedOver, Handover
    from comms_desk.mail.handing_over import HandingOver

    desk = office()
    handover = Handover(desk)
    handover.end(handover.cut_short())
    wanted = (
        [each.message for each in HandingOver(desk.database).waiting()]
        if message is None
        else [MessageId(message)]
    )
    if not wanted:
        nothing_done(_("No e-mail waits to be handed over to Outlook."))
    columns: tuple[OutputColumn[HandedOver], ...] = (
        OutputColumn(N_("Folder"), lambda each: each.folder),
        OutputColumn(N_("Drafts"), lambda each: each.drafts),
        OutputColumn(N_("E-mails"), lambda each: each.letters),
        OutputColumn(N_("Not sent"), lambda each: each.withheld),
    )
    given = [handover.hand_over(each, to=folder) for each in wanted]
    emit(given, as_json=as_json, columns=columns)


@outbox.command()
@click.argument("count", type=COUNT)
@json_option
def plan(count: int, *, as_json: bool) -> None:
    """Show when the last of COUNT e-mails would leave."""
    planned = office().outbox.plan(count)
    if as_json:
        emit(planned, as_json=True)
        return
    click.echo(
        ngettext(
            "The last e-mail would leave on {moment}, at {rate} e-mail a minute.",
            "The last e-mail would leave on {moment}, at {rate} e-mails a minute.",
            planned.letters_a_minute,
        ).format(moment=format_moment_within(planned.last_leaves_at), rate=planned.letters_a_minute)
    )


@outbox.command()
@click.argument("letter", type=ID)
@click.option("--out", "file", type=click.Path(path_type=Path, dir_okay=False), required=True)
@json_option
def export(letter: int, *, file: Path, as_json: bool) -> None:
    """Write the e-mail LETTER as an .eml file."""
    from comms_desk.documents.files import write_file

    desk, one = office(), LetterId(letter)
    message = desk.outbox.message(desk.outbox.letter(one).message)
    if message.about is not None and message.about.kind is not Subject.REVIEW:
        made = message.content
        said = f"{made.subject}\n{made.text}"
        own = {each for each in (message.about, made.below) if each is not None}
        desk.embargoes.refuse_words(said, own=own)
    content = desk.outbox.bytes_of(one)
    write_file(file, content)
    emit({"file": file, "bytes": len(content)}, as_json=as_json)


# ── the exclusion list ──────────────────────────────────────────────────────────────────


def _suppression_columns() -> tuple[OutputColumn[Suppression], ...]:
    return (
        OutputColumn(N_("Address"), lambda each: each.address),
        OutputColumn(N_("Since"), lambda each: format_moment(each.at)),
        OutputColumn(N_("Note"), lambda each: each.note),
    )


@outbox.group()
def exclusions() -> None:
    """Show and change the exclusion list."""


@exclusions.command("list")
@json_option
def show_exclusions(*, as_json: bool) -> None:
    """List the addresses to which nothing is sent."""
    emit(office().outbox.suppressions(), as_json=as_json, columns=_suppression_columns())


@exclusions.command("add")
@click.argument("address")
@click.option("--note", "why", default="")
@json_option
def exclude(address: str, *, why: str, as_json: bool) -> None:
    """Send nothing to ADDRESS any more."""
    excluded = Address.parse(address)
    office().outbox.suppress(excluded, because=ExclusionReason.ASKED, note=why)
    emit({"excluded": excluded.key}, as_json=as_json)


@exclusions.command("remove")
@click.argument("address")
@json_option
def allow(address: str, *, as_json: bool) -> None:
    """Let e-mails go to ADDRESS again."""
    allowed = Address.parse(address)
    if not office().outbox.allow(allowed):
        nothing_done(_("{address} was not on the exclusion list.").format(address=allowed.key))
    emit({"address": allowed.key, "was_excluded": True}, as_json=as_json)
