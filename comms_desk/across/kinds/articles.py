"""The articles: what the feeds brought."""

from comms_desk.across.kinds import KindPage, ThingLine, facts_of
from comms_desk.changes import Subject
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Article"),
    many=lambda: _("articles"),
    help=N_("List what the feeds brought."),
    facts=facts_of("comms_desk.media.themes.facts", "ARTICLE_FACTS"),
    edit=lambda office: office.triage.edit,
    line=lambda article: ThingLine(article.title, article.outlet_name, article.moment),
    points_at={"story": Subject.ARTICLE},
)
