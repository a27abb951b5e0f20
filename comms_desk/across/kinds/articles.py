"""The articles: what the feeds brought."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, Line
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.media.watches.facts import ARTICLE_FACTS

    return ARTICLE_FACTS


PAGE = KindPage(
    one=lambda: _("Article"),
    many=lambda: _("articles"),
    help=N_("List what the feeds brought."),
    facts=_facts,
    edit=lambda office: office.triage.edit,
    line=lambda article: Line(article.title, article.outlet_name, article.moment),
    points_at={"story": Subject.ARTICLE},
)
