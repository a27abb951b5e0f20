"""The feeds: where the watch listens."""

from comms_desk.across.kinds import KindPage, ThingLine, facts_of
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Feed"),
    many=lambda: _("feeds"),
    help=N_("Add, list and poll feeds."),
    desk=lambda office: office.feeds,
    facts=facts_of("comms_desk.media.feeds.facts", "facts"),
    line=lambda feed: ThingLine(feed.name, feed.outlet_name),
    points_at={"outlet_id": Subject.OUTLET},
)
