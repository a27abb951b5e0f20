"""The verbatims: what was said aloud, word for word."""

from datetime import timedelta

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, ThingLine, facts_of
from comms_desk.changes import Subject
from comms_desk.i18n import CITY_ZONE, N_, _


def _sample(office: Office) -> None:
    """Bring in the invented verbatim."""
    from comms_desk.across.sample import invented
    from comms_desk.media.verbatims.model import NewVerbatim

    (said,) = invented("verbatims")
    dossier = office.dossiers.by_code(said.pop("dossier")).id
    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    day = today - timedelta(said.pop("days_ago"))
    office.verbatims.add(NewVerbatim(**said, day=day, dossier=dossier))


def _offered(office: Office) -> Facts:
    from comms_desk.media.verbatims.facts import facts
    from comms_desk.storage.paging import MOST_CHOICES

    return facts(office.dossiers.search(limit=MOST_CHOICES).rows)


PAGE = KindPage(
    one=lambda: _("Verbatim"),
    many=lambda: _("verbatims"),
    help=N_("Bring in and list what was said aloud."),
    desk=lambda office: office.verbatims,
    facts=facts_of("comms_desk.media.verbatims.facts", "facts"),
    offered=_offered,
    line=lambda verbatim: ThingLine(verbatim.name, verbatim.speaker),
    points_at={"dossier": Subject.DOSSIER},
    sample=_sample,
)
