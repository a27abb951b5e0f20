"""The watches: what the office listens for."""

from comms_desk.across.kinds import KindPage, facts_of
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Watch"),
    many=lambda: _("watches"),
    help=N_("Add, list and test watches."),
    desk=lambda office: office.themes,
    facts=facts_of("comms_desk.media.themes.facts", "FACTS", "EXAMPLE_FACTS"),
)
