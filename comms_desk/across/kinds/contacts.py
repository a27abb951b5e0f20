"""The contacts: who the press office calls, and where they work."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.media.contacts.facts import FACTS, OUTLET, POSITION_FACTS

    return (*FACTS, OUTLET, *POSITION_FACTS)


PAGE = KindPage(
    one=lambda: _("Contact"),
    many=lambda: _("contacts"),
    help=N_("Import, list, change and export contacts."),
    desk=lambda office: office.contacts,
    facts=_facts,
    parts={
        Subject.POSITION: KindPage(
            many=lambda: _("positions"),
            edit=lambda office: office.contacts.edit_position,
            points_at={"outlet": Subject.OUTLET},
        ),
    },
)
