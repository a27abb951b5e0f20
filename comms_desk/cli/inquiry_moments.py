"""What happens to an inquiry, said at the command line: handed, noted, closed, joined."""

from datetime import datetime
from typing import Any

import click

from comms_desk.across.office import Office
from comms_desk.cli.context import colleague, office
from comms_desk.cli.inquiry_columns import list_columns
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import ID, MOMENT
from comms_desk.i18n import N_, format_moment
from comms_desk.media.inquiries.facts import ATTRIBUTION, CAUSE, HOW, RESOLUTION, WHAT
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import (
    BY_ANSWER,
    Channel,
    Holder,
    LateCause,
    Moment,
    MomentKind,
    NewMoment,
    Resolution,
)

NOTED = (
    MomentKind.ACKNOWLEDGED,
    MomentKind.CONSULTED,
    MomentKind.FOLLOWED_UP,
    MomentKind.CORRECTION_ASKED,
    MomentKind.CORRECTION_CAME,
    MomentKind.REOPENED,
)
"""What a person says in one line; the rest has commands of its own."""
ENDINGS = tuple(each for each in Resolution if each not in BY_ANSWER)
COLUMNS = (
    OutputColumn[Moment](N_("Id"), lambda moment: moment.id),
    OutputColumn[Moment](N_("When"), lambda moment: format_moment(moment.at)),
    OutputColumn[Moment](N_("What"), lambda moment: WHAT.say(moment.what)),
    OutputColumn[Moment](N_("How"), lambda moment: HOW.say(moment.how) if moment.how else ""),
    OutputColumn[Moment](N_("Who"), lambda moment: moment.who or moment.holder.body),
    OutputColumn[Moment](
        N_("Resolution"),
        lambda moment: RESOLUTION.say(moment.resolution) if moment.resolution else "",
    ),
    OutputColumn[Moment](
        N_("Attribution"),
        lambda moment: ATTRIBUTION.say(moment.attribution) if moment.attribution else "",
    ),
    OutputColumn[Moment](
        N_("Cause"), lambda moment: CAUSE.say(moment.cause) if moment.cause else ""
    ),
    OutputColumn[Moment](N_("Text"), lambda moment: moment.text or moment.reason),
)
_AT = click.option("--at", type=MOMENT, help="When it happened; now otherwise.")
_ONE = click.argument("inquiry", type=ID)


def add_to(inquiries: click.Group) -> None:
    """Give the group of inquiries what happens to them."""
    for command in (hand, note, close, late, join):
        inquiries.add_command(command)


@click.command()
@_ONE
@click.option("--to", "person", help="A person of the office, by their name.")
@click.option("--body", default="", help="A service or a body outside the office.")
@click.option("--question", "part", type=ID, help="One of its questions, by its number.")
@click.option("--note", "text", default="", help="What whoever takes it is to know.")
@_AT
@json_option
def hand(
    inquiry: int,
    *,
    person: str | None,
    body: str,
    part: int | None,
    text: str,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Hand INQUIRY to a person or a body; to nobody where neither is said."""
    desk = office()
    holder = Holder(person=None if person is None else colleague(desk, person), body=body)
    handed = NewMoment(what=MomentKind.HANDED, holder=holder, part=part, text=text, at=at)
    _record(desk, inquiry, handed, as_json=as_json)


@click.command()
@_ONE
@click.argument("text", default="")
@click.option(
    "--what",
    type=click.Choice([each.value for each in NOTED]),
    default=MomentKind.CONSULTED.value,
    show_default=True,
)
@click.option("--how", type=click.Choice([each.value for each in Channel]), help="By what way.")
@click.option("--who", default="", help="With whom, or of whom.")
@_AT
@json_option
def note(
    inquiry: int,
    *,
    text: str,
    what: str,
    how: str | None,
    who: str,
    at: datetime | None,
    as_json: bool,
) -> None:
    """Note in one line what happened to INQUIRY, and TEXT, what was said."""
    way = None if how is None else Channel(how)
    noted = NewMoment(what=MomentKind(what), how=way, who=who, text=text, at=at)
    _record(office(), inquiry, noted, as_json=as_json)


@click.command()
@_ONE
@click.argument("resolution", type=click.Choice([each.value for each in ENDINGS]))
@click.option("--to", "who", default="", help="To whom it was referred.")
@click.option("--reason", default="", help="Why it was declined; an access request reveals it.")
@_AT
@json_option
def close(
    inquiry: int, resolution: str, who: str, reason: str, at: datetime | None, *, as_json: bool
) -> None:
    """Close INQUIRY without an answer of ours."""
    closed = NewMoment(
        what=MomentKind.CLOSED, resolution=Resolution(resolution), who=who, reason=reason, at=at
    )
    _record(office(), inquiry, closed, as_json=as_json)


@click.command()
@_ONE
@click.argument("cause", type=click.Choice([each.value for each in LateCause]))
@click.option("--note", "text", default="", help="What more there is to say.")
@json_option
def late(inquiry: int, cause: str, text: str, *, as_json: bool) -> None:
    """Say why INQUIRY was late."""
    said = NewMoment(what=MomentKind.LATE, cause=LateCause(cause), text=text)
    _record(office(), inquiry, said, as_json=as_json)


@click.command()
@_ONE
@click.option("--to", type=ID, help="The one whose answer is for both; separate them otherwise.")
@json_option
def join(inquiry: int, to: int | None, *, as_json: bool) -> None:
    """Have INQUIRY wait for the answer to another one that asks the same."""
    lead = None if to is None else InquiryId(to)
    desk = office()
    joined = desk.inquiries.join(InquiryId(inquiry), lead)
    emit(joined, as_json=as_json, columns=list_columns(desk))


def _record(desk: Office, inquiry: int, new: NewMoment, *, as_json: bool) -> None:
    moment: Any = desk.inquiries.record(InquiryId(inquiry), new)
    emit(moment, as_json=as_json, columns=COLUMNS)
