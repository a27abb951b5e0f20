"""The drafts: releases and speeches."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, Line, archived
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.media.drafting.facts import NOTED, facts

    return (*facts(), *NOTED)


PAGE = KindPage(
    one=lambda: _("Text"),
    many=lambda: _("drafts"),
    help=N_("Write releases and speeches; make Word files."),
    desk=lambda office: office.drafts,
    facts=_facts,
    line=lambda draft: Line(draft.title, archived(draft, draft.number), draft.changed_at),
    points_at={"dossier": Subject.DOSSIER},
)
