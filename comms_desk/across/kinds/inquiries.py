"""The inquiries: what journalists ask."""

from typing import Any

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, ThingLine, archived
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _


def _facts(office: Office) -> Facts:
    from comms_desk.media.inquiries.facts import NOTED, facts

    return (*facts(office.people.every(active_only=False)), *NOTED)


def _line(inquiry: Any) -> ThingLine:
    from comms_desk.media.inquiries.facts import STATUS

    said = STATUS.say(inquiry.status).lower()
    return ThingLine(
        inquiry.title, archived(inquiry, inquiry.outlet_name, said), inquiry.received_at
    )


PAGE = KindPage(
    one=lambda: _("Inquiry"),
    many=lambda: _("inquiries"),
    help=N_("Take in, list and answer the inquiries of the media."),
    desk=lambda office: office.inquiries,
    facts=_facts,
    line=_line,
    points_at={"dossier": Subject.DOSSIER, "joined_to": Subject.INQUIRY},
    parts={
        Subject.QUESTION: KindPage(
            many=lambda: _("questions of inquiries"),
            edit=lambda office: office.inquiries.edit_question,
        ),
    },
)
