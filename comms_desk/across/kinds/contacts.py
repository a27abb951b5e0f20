"""The contacts: who the press office calls, and where they work."""

from comms_desk.across.kinds import KindPage, facts_of
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Contact"),
    many=lambda: _("contacts"),
    help=N_("Import, list, change and export contacts."),
    desk=lambda office: office.contacts,
    facts=facts_of("comms_desk.media.contacts.facts", "FACTS", "OUTLET", "POSITION_FACTS"),
    parts={
        Subject.POSITION: KindPage(
            many=lambda: _("positions"),
            edit=lambda office: office.contacts.edit_position,
            points_at={"outlet": Subject.OUTLET},
        ),
    },
)
