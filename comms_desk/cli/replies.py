"""What is said to who asked, from the command line: it came, the answer, who answers instead."""

from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import click

from comms_desk.across.office import Office
from comms_desk.cli.context import office, say_to_leave_on
from comms_desk.cli.inquiry_moments import COLUMNS
from comms_desk.cli.output import OneALine, OutputColumn, emit, json_option, note
from comms_desk.cli.parameters import ID, MOMENT
from comms_desk.i18n import N_, _
from comms_desk.mail.address import Address
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Attribution, Channel
from comms_desk.media.inquiries.reply.attached_files import attached
from comms_desk.media.inquiries.reply.model import (
    Acknowledgement,
    Answer,
    OfficeWords,
    PlannedLetter,
    Referral,
)
from comms_desk.storage.model import FieldChange
from comms_desk.wording import say
from comms_desk.wording.embargo import shared_warnings
from comms_desk.wording.inquiries import answered_all_the_same
from comms_desk.wording.letters import state_of

_LETTER = (
    OutputColumn[PlannedLetter](
        N_("To"), lambda letter: ", ".join(each.bare for each in letter.to)
    ),
    OutputColumn[PlannedLetter](
        N_("Copy"), lambda letter: "" if letter.copy_to is None else letter.copy_to.bare
    ),
    OutputColumn[PlannedLetter](N_("Subject"), lambda letter: letter.subject),
    OutputColumn[PlannedLetter](N_("Files"), lambda letter: OneALine(letter.files)),
    OutputColumn[PlannedLetter](N_("Text"), lambda letter: letter.text.strip()),
)
_sentence = click.option("--note", "sentence", default="", help="A sentence of your own.")
_phone = click.option(
    "--phone", metavar="NOTE", help="It was said by phone: note so; nothing is sent."
)
_dry_run = click.option("--dry-run", is_flag=True, help="Show what would leave, and send nothing.")


def add_to(inquiries: click.Group) -> None:
    """Give the group of inquiries what is said to who asked."""
    for command in (acknowledge, approve, answer, refer, letters, reply_to):
        inquiries.add_command(command)


@click.command()
@click.argument("inquiry", type=ID)
@click.option("--by", type=MOMENT, help="The hour before which you come back, as 15:00.")
@click.option("--following", is_flag=True, help="Say that the City follows what happens.")
@_sentence
@click.option("--again", is_flag=True, help="They were told before: promise another hour.")
@_phone
@_dry_run
@json_option
def acknowledge(
    inquiry: int,
    *,
    by: datetime | None,
    following: bool,
    sentence: str,
    again: bool,
    phone: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Tell who asks that INQUIRY came, and until when they wait, in the thread of their mail."""
    wanted = Acknowledgement(
        by=by,
        how=Channel.EMAIL if phone is None else Channel.PHONE,
        words=OfficeWords.FOLLOWING if following else OfficeWords.ACKNOWLEDGEMENT,
        note=sentence if phone is None else phone,
        again=again,
    )
    desk, one = office().replies, InquiryId(inquiry)
    if dry_run and phone is None:
        emit(_warned(desk.shown_acknowledgement(one, wanted)), as_json=as_json, columns=_LETTER)
    elif not dry_run:
        emit(desk.acknowledge(one, wanted), as_json=as_json, columns=COLUMNS)
    if phone is None:
        say_to_leave_on(letters=1)


@click.command()
@click.argument("inquiry", type=ID)
@click.option("--reason", default="", help="Why whoever wrote it approves it; it is accessible.")
@json_option
def approve(inquiry: int, *, reason: str, as_json: bool) -> None:
    """Approve the answer to INQUIRY as it stands; whoever wrote it gives a reason."""
    desk, one = office(), InquiryId(inquiry)
    text = desk.inquiries.get(one).answer
    emit(desk.replies.approve(one, text, reason=reason), as_json=as_json, columns=COLUMNS)


@click.command()
@click.argument("inquiry", type=ID)
@click.option(
    "--attribution",
    type=click.Choice([each.value for each in Attribution]),
    required=True,
    help="To whom it may be attributed.",
)
@click.option("--phone", metavar="WHO", help="It was read by phone, to WHO; nothing is sent.")
@click.option("--reason", default="", help="Why nobody else approves it; it is accessible.")
@click.option("--assemble", is_flag=True, help="Make it of the answers to the questions first.")
@click.option(
    "--text",
    metavar="FILE",
    type=click.File(encoding="utf-8"),
    help="Its words, in a file, or - to read them here; they are kept, sent or not.",
)
@click.option(
    "--attach",
    "files",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A file that goes with it, to each; repeat it.",
)
@click.option("--even-if-sent", is_flag=True, help="Send the very words that left before.")
@_dry_run
@json_option
def answer(
    inquiry: int,
    *,
    attribution: str,
    phone: str | None,
    files: tuple[Path, ...],
    assemble: bool,
    text: TextIO | None,
    dry_run: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """Answer INQUIRY, and those that are joined to it, each in the thread of their mail."""
    desk, one = office().replies, InquiryId(inquiry)
    if files and phone is not None:
        raise click.UsageError(_("A file goes by e-mail: leave out --phone, or --attach."))
    wanted = Answer(
        attribution=Attribution(attribution),
        how=Channel.EMAIL if phone is None else Channel.PHONE,
        who=phone or "",
        files=tuple(map(attached, files)),
        **asked,
    )
    if text is not None:
        _write(office(), one, text.read().strip())
    if assemble and not dry_run:
        desk.assemble(one)
    plan = desk.plan(one, wanted)
    for letter in plan.letters:
        _warned(letter)
    for title in plan.in_other_words:
        note(_("Asked in another language: {title}").format(title=title))
    for left in plan.left_open:
        note(f"{left.title}: {say(left.error).what}")
    if plan.unanswered:
        numbers = ", ".join(map(str, plan.unanswered))
        note(_("Questions without their answer: {numbers}").format(numbers=numbers))
    if dry_run:
        for error in plan.obstacles:
            note(say(error).what)
        emit(plan.letters, as_json=as_json, columns=_LETTER)
        if plan.letters and not plan.obstacles:
            say_to_leave_on(letters=len(plan.letters))
        return
    emit(desk.answer(one, wanted, shown=plan), as_json=as_json, columns=COLUMNS)
    if phone is None:
        say_to_leave_on(letters=1)


def _write(desk: Office, one: InquiryId, text: str) -> None:
    """Keep *text* as the reply to that inquiry while it is being written."""
    before = desk.inquiries.get(one).answer
    if text != before:
        desk.inquiries.edit(one, FieldChange("answer", before, text))


@click.command()
@click.argument("inquiry", type=ID)
@click.argument("to")
@_sentence
@_phone
@_dry_run
@json_option
def refer(
    inquiry: int, to: str, *, sentence: str, phone: str | None, dry_run: bool, as_json: bool
) -> None:
    """Close INQUIRY, which TO answers: SPVM, SIM, STM, cabinet, borough, 311, access."""
    wanted = Referral(
        to=to,
        how=Channel.EMAIL if phone is None else Channel.PHONE,
        note=sentence if phone is None else phone,
    )
    desk, one = office().replies, InquiryId(inquiry)
    if not dry_run:
        emit(desk.refer(one, wanted), as_json=as_json, columns=COLUMNS)
        if phone is None:
            say_to_leave_on(letters=1)
        return
    shown = desk.shown_referral(one, wanted)
    for letter in shown:
        _warned(letter)
    emit(shown, as_json=as_json, columns=_LETTER)
    if shown:
        say_to_leave_on(letters=len(shown))


def _warned(letter: PlannedLetter) -> PlannedLetter:
    """Return *letter*, once it is said who has nothing else of ours, and what is to be known."""
    for each in letter.barred:
        note(answered_all_the_same(each))
    for said in shared_warnings(letter.shared):
        note(said)
    return letter


@click.command("reply-to")
@click.argument("inquiry", type=ID)
@click.argument("address")
@json_option
def reply_to(inquiry: int, address: str, *, as_json: bool) -> None:
    """Have what answers INQUIRY go to ADDRESS, where its mail asks for it elsewhere."""
    to = Address.parse(address)
    office().replies.set_reply_to(InquiryId(inquiry), to)
    emit({"inquiry": inquiry, "reply_to": to.bare}, as_json=as_json)


@click.command()
@click.argument("inquiry", type=ID)
@json_option
def letters(inquiry: int, *, as_json: bool) -> None:
    """Show the e-mails that INQUIRY was answered by, and what became of each."""
    found = office().replies.letters(InquiryId(inquiry))
    emit(found, as_json=as_json, columns=_LETTERS)


_LETTERS: tuple[OutputColumn[Any], ...] = (
    OutputColumn(N_("To"), lambda each: each.letter.to.bare),
    OutputColumn(N_("Subject"), lambda each: each.letter.subject),
    OutputColumn(N_("State"), lambda each: state_of(each.letter)),
)
