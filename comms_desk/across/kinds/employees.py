"""The employees, who read the bulletins."""

from comms_desk.across.kinds import KindPage, ThingLine, facts_of
from comms_desk.i18n import N_, _

PAGE = KindPage(
    one=lambda: _("Employee"),
    many=lambda: _("employees"),
    help=N_("Import, change and remove employees."),
    desk=lambda office: office.audience,
    facts=facts_of("comms_desk.internal.audience.facts", "FACTS"),
    line=lambda employee: ThingLine(employee.name, employee.service),
)
