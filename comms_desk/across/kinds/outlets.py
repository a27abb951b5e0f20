"""The outlets: newspapers, stations and sites."""

from comms_desk.across.kinds import KindPage, facts_of
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Outlet"),
    many=lambda: _("outlets"),
    help=N_("List, show and change outlets."),
    desk=lambda office: office.outlets,
    facts=facts_of("comms_desk.media.outlets.facts", "FACTS"),
)
