"""The examples: what a watch must find, and must not."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, Line
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.media.watches.facts import EXAMPLE_FACTS

    return EXAMPLE_FACTS


PAGE = KindPage(
    one=lambda: _("Example of a watch"),
    many=lambda: _("examples of watches"),
    help=N_("List and change what the watches must find, and must not."),
    desk=lambda office: office.memory,
    facts=_facts,
    line=lambda example: Line(example.title, example.outlet),
)
