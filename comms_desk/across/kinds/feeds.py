"""The feeds: where the watch listens."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, Line
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.media.feeds.facts import facts

    return facts()


PAGE = KindPage(
    one=lambda: _("Feed"),
    many=lambda: _("feeds"),
    help=N_("Add, list and poll feeds."),
    desk=lambda office: office.feeds,
    facts=_facts,
    line=lambda feed: Line(feed.name, feed.outlet_name),
    points_at={"outlet_id": Subject.OUTLET},
)
