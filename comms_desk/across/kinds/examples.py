"""The examples: what a watch must find, and must not."""

from comms_desk.across.kinds import KindPage, ThingLine, facts_of
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Example of a watch"),
    many=lambda: _("examples of watches"),
    help=N_("List and change what the watches must find, and must not."),
    desk=lambda office: office.memory,
    facts=facts_of("comms_desk.media.themes.facts", "EXAMPLE_FACTS"),
    line=lambda example: ThingLine(example.title, example.outlet),
)
