"""The clips: what people of the desk heard, saw, pasted, or followed a link to."""

from comms_desk.across.kinds import KindPage, ThingLine, facts_of
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Clip"),
    many=lambda: _("clips"),
    help=N_("Note what was heard or seen, and bring in vendors’ alerts."),
    desk=lambda office: office.clips,
    facts=facts_of("comms_desk.media.clips.facts", "facts"),
    line=lambda clip: ThingLine(clip.title, clip.outlet_name, clip.aired_at),
    points_at={"outlet_id": Subject.OUTLET},
)
