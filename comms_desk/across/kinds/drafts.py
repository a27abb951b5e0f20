"""The drafts: releases and speeches."""

from comms_desk.across.kinds import KindPage, ThingLine, archived, facts_of
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Text"),
    many=lambda: _("drafts"),
    help=N_("Write releases and speeches; make Word files."),
    desk=lambda office: office.drafts,
    facts=facts_of("comms_desk.media.drafting.facts", "facts", "NOTED"),
    line=lambda draft: ThingLine(draft.title, archived(draft, draft.number), draft.changed_at),
    points_at={"dossier": Subject.DOSSIER},
)
