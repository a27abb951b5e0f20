"""What is asked of an inquiry, and for when, from the command line: its hours, its questions."""

from datetime import datetime

import click

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.inquiry_columns import more_columns
from comms_desk.cli.output import emit, json_option
from comms_desk.cli.parameters import ID, MOMENT
from comms_desk.i18n import _
from comms_desk.media.inquiries.model import WITHOUT_HOUR, Basis, Hour, Inquiry, InquiryId, Part
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange

SAID = tuple(each for each in Basis if each is not Basis.UNSURE)
"""How a person knows an hour, or not."""


def add_to(inquiries: click.Group) -> None:
    """Give the group of inquiries what is asked of each."""
    for command in (hour, question):
        inquiries.add_command(command)


@click.command()
@click.argument("inquiry", type=ID)
@click.argument("when", type=MOMENT, required=False)
@click.option("--on-air", is_flag=True, help="When it is on air, or published.")
@click.option(
    "--how",
    type=click.Choice([each.value for each in SAID]),
    default=Basis.GIVEN.value,
    show_default=True,
    help="How the hour is known.",
)
@json_option
def hour(inquiry: int, when: datetime | None, how: str, *, on_air: bool, as_json: bool) -> None:
    """Say WHEN the answer to INQUIRY is due, as 15:00, or with --how that nobody knows."""
    desk, basis = office(), Basis(how)
    if (when is None) != (basis in WITHOUT_HOUR):
        raise click.UsageError(_("Say WHEN, or with --how that the hour is to be asked for."))
    which = "on_air" if on_air else "deadline"
    known = Hour(at=when, basis=basis)
    _emit(desk, desk.inquiries.set_hour(InquiryId(inquiry), which, known), as_json=as_json)


@click.command()
@click.argument("inquiry", type=ID)
@click.argument("text", default="")
@click.option("--number", type=ID, help="Of a question that is there; TEXT takes its place.")
@click.option("--answer", default="", help="What is answered to it.")
@click.option("--by", type=MOMENT, help="The hour of that question alone.")
@json_option
def question(
    inquiry: int,
    text: str,
    *,
    number: int | None,
    answer: str,
    by: datetime | None,
    as_json: bool,
) -> None:
    """Add the question TEXT to INQUIRY, or change the one that has that --number."""
    desk, one = office().inquiries, InquiryId(inquiry)
    if number is None:
        if not text.strip():
            raise click.UsageError(_("Say the question, or the --number of the one to change."))
        part = desk.add_question(one, text).parts[-1]
    else:
        part = _numbered(desk.get(one), number)
    for field, after in (("question", text), ("answer", answer), ("due_at", by)):
        if after and after != getattr(part, field):
            desk.edit_question(part.id, FieldChange(field, getattr(part, field), after))
    _emit(office(), desk.get(one), as_json=as_json)


def _numbered(inquiry: Inquiry, number: int) -> Part:
    """Return the question of *inquiry* that has that *number*.

    Raises:
        NotFound: There is none.
    """
    for each in inquiry.parts:
        if each.number == number:
            return each
    raise NotFound(Ref(Subject.QUESTION, number))


def _emit(desk: Office, inquiry: Inquiry, *, as_json: bool) -> None:
    emit(inquiry, as_json=as_json, columns=more_columns(desk))
