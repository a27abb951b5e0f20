"""What leaves of a text, from the command line: send it, correct it, withdraw it, follow it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from comms_desk.across.unattended import leave_it_on_to_amend
from comms_desk.changes import Ref
from comms_desk.cli.context import office, say_to_leave_on
from comms_desk.cli.output import OutputColumn, emit, json_option, note, nothing_done
from comms_desk.cli.parameters import (
    DAY,
    ID,
    MOMENT,
    account_option,
    dry_send_option,
    even_if_sent_option,
    file_or_folder_option,
    states_option,
)
from comms_desk.documents.files import write_file
from comms_desk.i18n import CITY_ZONE, N_, _, format_moment, format_number, ngettext
from comms_desk.mail.address import Address
from comms_desk.mail.model import AccountId, Letter, LetterState
from comms_desk.media.dispatches.model import (
    Amendment,
    AmendmentPlan,
    Dispatch,
    DispatchKind,
    Ground,
    LetterForm,
    NewEnglish,
    NewWireOrder,
    Plan,
    RequestedSending,
    SendingTime,
    Step,
    Stopped,
    ToDo,
)
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.lists.model import Addressee, LeftOut, ListId, list_key
from comms_desk.wording import say
from comms_desk.wording.bounces import NATURES
from comms_desk.wording.dispatches import said_in_french_alone, still_wrong
from comms_desk.wording.embargo import shared_warnings
from comms_desk.wording.letters import STATES, explained, state_of

KINDS = {
    DispatchKind.RELEASE: N_("Release"),
    DispatchKind.CORRECTION: N_("Correction"),
    DispatchKind.WITHDRAWAL: N_("Withdrawal"),
}
STEPS = {
    Step.WIRE: N_("Give the newswire its order"),
    Step.WEB: N_("Put the text on the City’s site"),
}
LEFT_OUT = {
    LeftOut.NO_ADDRESS: N_("no address"),
    LeftOut.BARRED: N_("not to be contacted"),
    LeftOut.EXCLUDED: N_("on the exclusion list"),
    LeftOut.ALREADY: N_("has it already"),
    LeftOut.NOT_SIGNED: N_("under embargo, not signed"),
}
FATES_SHOWN = 500

_dry_told = click.option(
    "--dry-run", is_flag=True, help="Show who would be told, and send nothing."
)


def add_to(drafts: click.Group) -> None:
    """Give the group of drafts what leaves of them."""
    for command in (send, stop, correct, withdraw, fates, english, to_do, wire_order):
        drafts.add_command(command)


@click.command()
@click.argument("draft", type=ID)
@click.option("--to", "named", multiple=True, help="A list, by its number or its name.")
@click.option("--also", multiple=True, help="An address, or a reference such as contact:12.")
@click.option("--at", "at", type=MOMENT, help="When it leaves, as 10:30 or 2026-11-25 10:00.")
@click.option("--when-lifted", is_flag=True, help="It leaves as its embargo lifts.")
@click.option("--now", "at_once", is_flag=True, help="It leaves at once; so it does otherwise.")
@click.option("--pdf", is_flag=True, help="Attach it as PDF.")
@click.option("--word", is_flag=True, help="Attach it as Word.")
@click.option("--no-text", is_flag=True, help="Leave the text out of the message.")
@click.option("--photos", default="", help="Where the photographs are.")
@click.option("--interviews", default="", help="Who gives interviews, and how to reach them.")
@account_option
@click.option("--test-to", metavar="ADDRESS", help="Send one e-mail, to this address alone.")
@even_if_sent_option
@dry_send_option
@json_option
def send(draft: int, *, test_to: str | None, dry_run: bool, as_json: bool, **asked: Any) -> None:
    """Send DRAFT to the media: one e-mail for each address, never twice.

    The next time it goes to those who have not had it. --to and --also may be given several times.
    """
    wanted = _wanted(**asked)
    desk, text = office().dispatches, DraftId(draft)
    if test_to is not None:
        letter = desk.test(text, wanted, Address.parse(test_to))
        emit({"letter": letter, "to": test_to}, as_json=as_json)
        return
    plan = desk.plan(text, wanted)
    report = _report(plan) | {"sent": False}
    if not dry_run:
        sent = desk.send(text, wanted, shown=plan)
        report |= {"sent": True, "dispatch": sent.dispatch, "letters": sent.letters}
    if as_json:
        emit(report, as_json=True)
        return
    _say_plan(plan)
    for warned in shared_warnings(plan.shared):
        note(warned)
    if plan.account is not None and plan.letters and not plan.obstacles:
        say_to_leave_on(plan.account.id, first=plan.first_leaves_at, last=plan.last_leaves_at)
    for error in plan.obstacles:
        note(say(error).what)


@click.command()
@click.argument("draft", type=ID)
@json_option
def stop(draft: int, *, as_json: bool) -> None:
    """Stop for good what waits of DRAFT; what is on the wire goes on."""
    done = office().dispatches.stop(DraftId(draft))
    emit(done, as_json=as_json, columns=_STOPPED)


@click.command()
@click.argument("draft", type=ID)
@click.option("--wrong", default="", help="What stood there, as “54”.")
@click.option("--right", default="", help="What was to be read, as “45”.")
@click.option("--note", "sentence", default="", help="A sentence of your own in their place.")
@click.option("--note-in-english", "in_english", default="", help="The same for English below.")
@even_if_sent_option
@_dry_told
@json_option
def correct(
    draft: int,
    *,
    wrong: str,
    right: str,
    sentence: str,
    in_english: str,
    even_if_sent: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Send DRAFT as it stands to exactly those who have its former text, or may.

    For whom that waits still, it is replaced, and they get no notice.
    """
    said = Amendment(
        wrong=wrong,
        right=right,
        note=sentence,
        in_english=in_english,
        even_if_sent=even_if_sent,
    )
    _amend(DraftId(draft), DispatchKind.CORRECTION, said, dry_run=dry_run, as_json=as_json)


@click.command()
@click.argument("draft", type=ID)
@click.option("--note", "sentence", default="", help="Why, for those who have it.")
@even_if_sent_option
@_dry_told
@json_option
def withdraw(
    draft: int, *, sentence: str, even_if_sent: bool, dry_run: bool, as_json: bool
) -> None:
    """Ask exactly those who have DRAFT, or may, not to publish it; stop what waits of it."""
    said = Amendment(note=sentence, even_if_sent=even_if_sent)
    _amend(DraftId(draft), DispatchKind.WITHDRAWAL, said, dry_run=dry_run, as_json=as_json)


@click.command()
@click.argument("draft", type=ID)
@states_option
@json_option
def fates(draft: int, *, states: tuple[str, ...], as_json: bool) -> None:
    """Show what was sent of DRAFT, and what became of each e-mail."""
    desk, text = office().dispatches, DraftId(draft)
    office().drafts.get(text)
    sent = desk.of(text)
    found = desk.letters(text, states=[LetterState(each) for each in states], limit=FATES_SHOWN)
    if as_json:
        emit({"dispatches": sent, "letters": found.rows, "total": found.total}, as_json=True)
        return
    if not sent:
        nothing_done(_("Nothing of this text was sent."))
    emit(sent, as_json=False, columns=_DISPATCHES)
    click.echo("")
    emit(found, as_json=False, columns=_LETTERS)


@click.command()
@click.argument("draft", type=ID)
@click.option("--text", "below", type=ID, help="The English text, by its number.")
@click.option("--ground", type=click.Choice([each.value for each in Ground]))
@click.option("--audience", default="", help="For whom it is.")
@click.option("--approved-by", default="", help="Who approved it for this text.")
@click.option("--on", type=DAY, help="When; today otherwise.")
@click.option("--none", "off", is_flag=True, help="Nothing goes below it any more.")
@json_option
def english(
    draft: int, *, below: int | None, ground: str | None, off: bool, as_json: bool, **said: Any
) -> None:
    """Record the English version that goes below DRAFT: ground, approver and date; or show it."""
    desk, text = office().dispatches, DraftId(draft)
    if off:
        desk.set_english(text, None)
    elif below is not None and ground is not None:
        today = office().database.clock.now().astimezone(CITY_ZONE).date()
        new = NewEnglish(
            english=DraftId(below),
            ground=Ground(ground),
            audience=said["audience"],
            approved_by=said["approved_by"],
            approved_on=said["on"] or today,
        )
        desk.set_english(text, new)
    elif below is not None or ground is not None:
        raise click.UsageError(_("Give both --text and --ground."))
    emit(desk.english(text), as_json=as_json)


@click.command("to-do")
@click.argument("draft", type=ID, required=False)
@click.option("--done", type=click.Choice([each.value for each in Step]), help="It is done.")
@json_option
def to_do(draft: int | None, *, done: str | None, as_json: bool) -> None:
    """Show what is to be done outside for what left: the newswire, the City’s site."""
    desk = office().dispatches
    text = None if draft is None else DraftId(draft)
    if done is not None:
        if text is None:
            raise click.UsageError(_("Say of which draft it is done."))
        desk.tick(text, Step(done))
    emit(desk.to_do(text), as_json=as_json, columns=_TO_DO)


@click.command("wire-order")
@click.argument("draft", type=ID)
@click.option("--circuits", required=True, help="The wire’s own names for whom it reaches.")
@click.option("--contact", required=True, help="Whom the wire calls: a name and a number.")
@click.option("--at", "at", type=MOMENT, help="When it runs; as its embargo lifts otherwise.")
@file_or_folder_option
@json_option
def wire_order(
    draft: int,
    *,
    circuits: str,
    contact: str,
    at: datetime | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write the newswire’s order for DRAFT as Word, and show the same as text to paste."""
    new = NewWireOrder(circuits=circuits, contact=contact, at=at)
    made = office().dispatches.wire_order(DraftId(draft), new)
    file = (out or Path()) / made.name if out is None or out.is_dir() else out
    if file.exists():
        nothing_done(_("There is already a file {path}.").format(path=file))
    write_file(file, made.content)
    if as_json:
        emit({"file": file.resolve(), "text": made.text}, as_json=True)
        return
    click.echo(made.text)


_STOPPED = (
    OutputColumn[Stopped](N_("Sending stopped"), lambda done: done.stopped),
    OutputColumn[Stopped](N_("Being sent"), lambda done: done.on_the_wire),
)
_TO_DO = (
    OutputColumn[ToDo](N_("Draft"), lambda each: each.draft),
    OutputColumn[ToDo](N_("Title"), lambda each: each.title),
    OutputColumn[ToDo](N_("To be done"), lambda each: _(STEPS[each.step])),
    OutputColumn[ToDo](N_("Not before"), lambda each: each.not_before),
    OutputColumn[ToDo](N_("Done"), lambda each: each.done_at),
)


def _counts(dispatch: Dispatch) -> str:
    said = [(STATES[state](), count) for state, count in dispatch.counts.items()]
    said += [(NATURES[nature](), count) for nature, count in dispatch.bounced.items()]
    return " · ".join(f"{words} {format_number(count)}" for words, count in said if count)


_DISPATCHES = (
    OutputColumn[Dispatch](N_("Sent"), lambda each: each.made_at),
    OutputColumn[Dispatch](N_("Kind"), lambda each: _(KINDS[each.kind])),
    OutputColumn[Dispatch](N_("Version"), lambda each: each.version),
    OutputColumn[Dispatch](N_("E-mails"), lambda each: each.letters),
    OutputColumn[Dispatch](N_("State"), _counts),
)
_LETTERS = (
    OutputColumn[Letter](N_("Name"), lambda letter: letter.to.name),
    OutputColumn[Letter](N_("E-mail"), lambda letter: letter.to.bare),
    OutputColumn[Letter](N_("Subject"), lambda letter: letter.subject.partition(" – ")[0]),
    OutputColumn[Letter](N_("State"), state_of),
    OutputColumn[Letter](N_("Sent"), lambda letter: letter.sent_at),
    OutputColumn[Letter](N_("Why"), explained),
)


def _amend(
    draft: DraftId, kind: DispatchKind, said: Amendment, *, dry_run: bool, as_json: bool
) -> None:
    desk = office().dispatches
    plan = desk.plan_amendment(draft, kind, said)
    report: dict[str, Any] = {
        "sent": False,
        "told": [each.bare for each in plan.told],
        "replaced": [each.bare for each in plan.replaced],
        "left_out": plan.left_out,
        "uncertain": plan.uncertain,
        "still_wrong": plan.still_wrong,
        "obstacles": [say(each).what for each in plan.obstacles],
    }
    depends = leave_it_on_to_amend(office(), plan, in_window=False)
    if not dry_run:
        if kind is DispatchKind.CORRECTION:
            done = desk.correct(draft, said, shown=plan)
        else:
            done = desk.withdraw(draft, said.note, shown=plan, even_if_sent=said.even_if_sent)
        report |= {"sent": True, "dispatch": done.dispatch}
    if as_json:
        emit(report, as_json=True)
        return
    _say_amendment(plan, dry_run=dry_run)
    _say_left_out(plan.left_out)
    warned = shared_warnings(plan.shared)
    doubtful = (still_wrong(said, plan.still_wrong), said_in_french_alone(said, plan))
    for each in filter(None, (depends, *doubtful, *warned)):
        note(each)
    for error in plan.obstacles:
        note(say(error).what)


def _say_amendment(plan: AmendmentPlan, *, dry_run: bool) -> None:
    """Say who is told, or would be; of what cannot leave, who has the text alone."""
    told, replaced = len(plan.told), len(plan.replaced)
    if plan.obstacles:
        said = ngettext("{count} person has it, or may.", "{count} people have it, or may.", told)
        note(said.format(count=format_number(told)))
        return
    said = (
        ngettext("{count} person would be told.", "{count} people would be told.", told)
        if dry_run
        else ngettext("{count} person is told.", "{count} people are told.", told)
    )
    note(said.format(count=format_number(told)))
    if plan.uncertain:
        said = ngettext(
            "{count} of them may not have it: nobody knows.",
            "{count} of them may not have it: nobody knows.",
            plan.uncertain,
        )
        note(said.format(count=format_number(plan.uncertain)))
    if replaced:
        said = (
            ngettext(
                "{count} e-mail that waits is replaced.",
                "{count} e-mails that wait are replaced.",
                replaced,
            )
            if plan.kind is DispatchKind.CORRECTION
            else ngettext(
                "{count} e-mail that waits is stopped.",
                "{count} e-mails that wait are stopped.",
                replaced,
            )
        )
        note(said.format(count=format_number(replaced)))


def _wanted(
    *,
    named: tuple[str, ...],
    also: tuple[str, ...],
    at: datetime | None,
    when_lifted: bool,
    at_once: bool,
    account: int | None,
    **asked: Any,
) -> RequestedSending:
    """Return what the options of `send` ask for."""
    if sum((at is not None, when_lifted, at_once)) > 1:
        raise click.UsageError(_("Choose one of --now, --at and --when-lifted."))
    forms = {LetterForm.INLINE} - ({LetterForm.INLINE} if asked["no_text"] else set())
    forms |= {form for form in (LetterForm.PDF, LetterForm.WORD) if asked[form.value]}
    return RequestedSending(
        lists=tuple(map(list_of, named)),
        also=tuple(map(_also, also)),
        when=SendingTime.AT if at else SendingTime.WHEN_LIFTED if when_lifted else SendingTime.NOW,
        at=at,
        forms=frozenset(forms),
        account=None if account is None else AccountId(account),
        even_if_sent=asked["even_if_sent"],
        photos=asked["photos"],
        interviews=asked["interviews"],
    )


def _report(plan: Plan) -> dict[str, Any]:
    return {
        "draft": plan.draft,
        "version": plan.version,
        "edition": plan.edition,
        "people": plan.people,
        "letters": plan.letters,
        "lists": plan.lists,
        "left_out": plan.left_out,
        "first_leaves_at": plan.first_leaves_at,
        "last_leaves_at": plan.last_leaves_at,
        "obstacles": [say(each).what for each in plan.obstacles],
    }


def _say_plan(plan: Plan) -> None:
    said = ngettext("{count} person", "{count} people", plan.people)
    note(said.format(count=format_number(plan.people)))
    for each in plan.lists:
        named = each.name or _("Named beside the lists")
        moment = format_moment(each.first_leaves_at)
        note(f"{moment} · {named} · {format_number(each.count)}")
    _say_left_out(plan.left_out)
    if plan.last_leaves_at is not None:
        moment = format_moment(plan.last_leaves_at)
        note(_("Last e-mail, about: {moment}").format(moment=moment))
    _say_frozen()


def _say_frozen() -> None:
    freeze = office().freezes.current()
    if freeze is not None:
        said = _("All sending is frozen ({reason}): nothing leaves before the freeze is lifted.")
        note(said.format(reason=freeze.reason))


def _say_left_out(left_out: Iterable[Addressee]) -> None:
    for because, count in Counter(each.left_out for each in left_out if each.left_out).items():
        said = ngettext("{count} left out: {why}", "{count} left out: {why}", count)
        note(said.format(count=format_number(count), why=_(LEFT_OUT[because])))


def list_of(named: str) -> ListId:
    """Return the list of that number or name."""
    desk = office().lists
    if named.isdecimal():
        return desk.get(ListId(int(named))).id
    for each in desk.every():
        if list_key(each.name) == list_key(named):
            return each.id
    return nothing_done(_("There is no list called “{name}”.").format(name=named))


def _also(written: str) -> Ref | Address:
    if "@" in written:
        return Address.parse(written)
    try:
        return Ref.from_text(written)
    except ValueError:
        said = _("“{text}” is neither an address nor a reference such as contact:12.")
        return nothing_done(said.format(text=written))
