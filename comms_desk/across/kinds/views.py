"""The saved views: the searches that people read again."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, Line
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.media.watches.facts import VIEW_FACTS

    return VIEW_FACTS


PAGE = KindPage(
    one=lambda: _("Saved view"),
    many=lambda: _("saved views"),
    help=N_("List and save the views of the watch."),
    desk=lambda office: office.saved_views,
    facts=_facts,
    line=lambda view: Line(view.name, view.query),
)
