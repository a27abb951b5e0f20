"""The outlets: newspapers, stations and sites."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.media.outlets.facts import FACTS

    return FACTS


PAGE = KindPage(
    one=lambda: _("Outlet"),
    many=lambda: _("outlets"),
    help=N_("List, show and change outlets."),
    desk=lambda office: office.outlets,
    facts=_facts,
)
