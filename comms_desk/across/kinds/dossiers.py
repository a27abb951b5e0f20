"""The dossiers: what ties everything else together."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, ThingLine
from comms_desk.i18n import N_, _


def _facts(office: Office) -> Facts:
    from comms_desk.planning.dossiers.facts import facts

    return facts(office.people.every(active_only=False))


PAGE = KindPage(
    one=lambda: _("Dossier"),
    many=lambda: _("dossiers"),
    help=N_("Create, list and change dossiers."),
    desk=lambda office: office.dossiers,
    facts=_facts,
    line=lambda dossier: ThingLine(dossier.name, dossier.code),
)
