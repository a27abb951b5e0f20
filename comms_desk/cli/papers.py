"""What is read on paper or on a phone, from the command line: an interview, the end of the day."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from comms_desk.across.on_duty import on_duty as found_on_duty
from comms_desk.cli.context import office, say_to_leave_on
from comms_desk.cli.inquiry_columns import list_columns
from comms_desk.cli.output import emit, json_option, note
from comms_desk.cli.parameters import COUNT, ID, MOMENT, docx_option
from comms_desk.documents.files import write_new_file
from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.papers.desk import Evening, Interview, Paper

DOCX = ".docx"


def add_to(inquiries: click.Group) -> None:
    """Give the group of inquiries what is read of them on paper."""
    for command in (report, interview):
        inquiries.add_command(command)


@click.command()
@click.option("--on-duty", default="", help="Who answers tonight; else as in the settings.")
@docx_option
@click.option("--send", is_flag=True, help="Send it to the shared mailbox of the service.")
@click.option("--to", metavar="ADDRESS", help="Send it to this address instead.")
@click.option("--again", is_flag=True, help="Send it, though that of today has left already.")
@json_option
def report(
    *, on_duty: str, docx: Path | None, send: bool, to: str | None, again: bool, as_json: bool
) -> None:
    """Say what is open at the end of the day, who has it, who is on duty."""
    desk, duty = office().papers, found_on_duty(office())
    evening = desk.evening(on_duty or ("" if duty is None else duty.who))
    if docx is not None:
        write_paper(docx, desk.evening_word(evening))
    if send or to is not None:
        desk.send_evening(evening, None if to is None else Address.parse(to), again=again)
    if as_json:
        emit(_plainly(evening), as_json=True)
        return
    waiting = tuple(each.inquiry for each in evening.open)
    emit(waiting, as_json=False, columns=list_columns(office()))
    note(_("On duty tonight: {who}").format(who=evening.on_duty or "—"))
    if send or to is not None:
        say_to_leave_on(letters=1)


@click.command()
@click.argument("inquiry", type=ID)
@click.option("--at", type=MOMENT, help="When it is, as 2026-11-25 10:00.")
@click.option("--minutes", type=COUNT, default=30, show_default=True, help="How long it lasts.")
@click.option("--place", default="", help="Where, or by what line.")
@click.option("--programme", default="", help="Of which programme, live or recorded.")
@click.option("--angle", default="", help="What they are after.")
@click.option("--message", "messages", multiple=True, help="What we say; repeat it.")
@click.option("--hard", "hard_questions", multiple=True, help="A hard question; repeat it.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    required=True,
    help="The folder of the files; or the sheet itself, a .docx.",
)
@json_option
def interview(
    inquiry: int, *, at: datetime | None, minutes: int, out: Path, as_json: bool, **said: Any
) -> None:
    """Write the sheet of an interview for INQUIRY, and its appointment where its hour is known."""
    desk, one = office().papers, InquiryId(inquiry)
    wanted = Interview(at=at, lasts=timedelta(minutes=minutes), **said)
    written = [write_paper(out, desk.sheet(one, wanted))]
    if at is not None:
        written.append(write_paper(out, desk.calendar(one, wanted)))
    emit({"files": [str(each) for each in written]}, as_json=as_json)


def write_paper(out: Path, paper: Paper) -> Path:
    """Write *paper* in the folder *out*; or as *out*, where that is a .docx, or beside it."""
    suffix = Path(paper.name).suffix
    is_file = out.suffix.lower() in {DOCX, suffix}
    path = out.with_suffix(suffix) if is_file else out / paper.name
    return write_new_file(path, paper.content)


def _plainly(evening: Evening) -> dict[str, object]:
    return {
        "at": evening.at,
        "on_duty": evening.on_duty,
        "late": evening.late,
        "more": evening.more,
        "open": [
            {
                "id": each.inquiry.id,
                "title": each.inquiry.title,
                "outlet": each.inquiry.outlet_name,
                "due_at": each.inquiry.due_at,
                "holder": each.holder,
                "is_late": each.is_late,
            }
            for each in evening.open
        ],
    }
