"""The bulletins, which the employees read."""

from comms_desk.across.kinds import KindPage, ThingLine, archived, facts_of
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _, format_date

PAGE = KindPage(
    one=lambda: _("Bulletin"),
    many=lambda: _("bulletins"),
    help=N_("Write, render and send employee bulletins."),
    desk=lambda office: office.bulletins,
    facts=facts_of(
        "comms_desk.internal.bulletins.facts", "FACTS", "BLOCK", "BLOCK_FACTS", "DOUBTED"
    ),
    line=lambda bulletin: ThingLine(
        bulletin.subject or bulletin.name, archived(bulletin, format_date(bulletin.day))
    ),
    parts={
        Subject.BLOCK: KindPage(
            many=lambda: _("blocks of bulletins"), edit=lambda office: office.bulletins.edit_block
        ),
    },
)
