"""The bulletins, which the employees read."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, Line, archived
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _, format_date


def _facts(_office: Office) -> Facts:
    from comms_desk.internal.bulletins.facts import BLOCK, BLOCK_FACTS, DOUBTED, FACTS

    return (*FACTS, BLOCK, *BLOCK_FACTS, DOUBTED)


PAGE = KindPage(
    one=lambda: _("Bulletin"),
    many=lambda: _("bulletins"),
    help=N_("Write, render and send employee bulletins."),
    desk=lambda office: office.bulletins,
    facts=_facts,
    line=lambda bulletin: Line(
        bulletin.subject or bulletin.name, archived(bulletin, format_date(bulletin.day))
    ),
    parts={
        Subject.BLOCK: KindPage(
            many=lambda: _("blocks of bulletins"), edit=lambda office: office.bulletins.edit_block
        ),
    },
)
