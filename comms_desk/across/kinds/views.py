"""The saved views: the searches that people read again."""

from comms_desk.across.kinds import KindPage, ThingLine, facts_of
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Saved view"),
    many=lambda: _("saved views"),
    help=N_("List and save the views of the watch."),
    desk=lambda office: office.saved_views,
    facts=facts_of("comms_desk.media.themes.facts", "VIEW_FACTS"),
    line=lambda view: ThingLine(view.name, view.query),
)
