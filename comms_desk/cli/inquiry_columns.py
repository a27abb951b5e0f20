"""An inquiry at the prompt, as a row of a list and as what is shown of one.

Its number comes first: by it one asks for more.  Its hours say how each is known.
"""

from comms_desk.across.office import Office
from comms_desk.cli.output import OneALine, OutputColumn
from comms_desk.i18n import N_, _, format_phone
from comms_desk.media.inquiries.facts import RESOLUTION, STATUS
from comms_desk.media.inquiries.model import Inquiry, InquiryQuestion, Reporter
from comms_desk.wording.waiting import called, said_at, said_hour

type Columns = tuple[OutputColumn[Inquiry], ...]


def list_columns(desk: Office) -> Columns:
    """Return the columns of a list: for when, of whom, how to call them, who has each."""
    now = desk.database.clock.now()

    def due(inquiry: Inquiry) -> str:
        hour = inquiry.hour
        return said_hour("on_air", hour, now) if inquiry.waits_for_air else said_at(hour, now)

    def phones(inquiry: Inquiry) -> tuple[str, ...]:
        return tuple(format_phone(each.phone) for each in inquiry.reporters if each.phone)

    return (
        OutputColumn(N_("Id"), lambda inquiry: inquiry.id),
        OutputColumn(N_("Due"), due),
        OutputColumn(N_("Subject"), lambda inquiry: inquiry.title),
        OutputColumn(N_("Outlet"), lambda inquiry: inquiry.outlet_name),
        OutputColumn(
            N_("Journalist"),
            lambda inquiry: tuple(each.name for each in inquiry.reporters if each.name),
        ),
        OutputColumn(N_("Phone"), phones),
        *standing_columns(desk),
    )


def standing_columns(desk: Office) -> Columns:
    """Return where one stands, and who has it."""
    now = desk.database.clock.now()
    names: dict[int, str] = {each.id: each.called for each in desk.people.every(active_only=False)}

    def stands(inquiry: Inquiry) -> str:
        said = STATUS.say(inquiry.status)
        if inquiry.resolution is not None and RESOLUTION.say(inquiry.resolution) != said:
            said = RESOLUTION.say(inquiry.resolution)
        return ", ".join((said, _("late"))) if inquiry.is_late(now) else said

    return (
        OutputColumn(N_("Status"), stands),
        OutputColumn(N_("Held by"), lambda inquiry: called(inquiry.holder, names)),
    )


def more_columns(desk: Office) -> Columns:
    """Return what one has beside its facts: hours, who asks, questions, where it stands."""
    now = desk.database.clock.now()
    return (
        OutputColumn(N_("Deadline"), lambda inquiry: said_at(inquiry.deadline, now)),
        OutputColumn(
            N_("On air, or published"),
            lambda inquiry: None if inquiry.on_air is None else said_at(inquiry.on_air, now),
        ),
        OutputColumn(N_("Journalist"), lambda inquiry: OneALine(map(_reporter, inquiry.reporters))),
        OutputColumn(N_("Questions"), lambda inquiry: OneALine(map(_part, inquiry.parts))),
        *standing_columns(desk),
    )


def _reporter(each: Reporter) -> str:
    said = each.name, format_phone(each.phone), "" if each.email is None else each.email.bare
    return ", ".join(filter(None, said))


def _part(each: InquiryQuestion) -> str:
    answer = f"→ {each.answer}" if each.answer else ""
    return " ".join(filter(None, (f"{each.number}.", each.question, answer)))
