"""The watches: what the office listens for."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.media.watches.facts import EXAMPLE_FACTS, FACTS

    return (*FACTS, *EXAMPLE_FACTS)


PAGE = KindPage(
    one=lambda: _("Watch"),
    many=lambda: _("watches"),
    help=N_("Add, list and test watches."),
    desk=lambda office: office.watches,
    facts=_facts,
)
