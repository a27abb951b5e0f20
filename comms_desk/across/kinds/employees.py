"""The employees, who read the bulletins."""

from comms_desk.across import Office
from comms_desk.across.kinds import Facts, KindPage, Line
from comms_desk.i18n import N_, _


def _facts(_office: Office) -> Facts:
    from comms_desk.internal.audience.facts import FACTS

    return FACTS


PAGE = KindPage(
    one=lambda: _("Employee"),
    many=lambda: _("employees"),
    help=N_("Import, change and remove employees."),
    desk=lambda office: office.audience,
    facts=_facts,
    line=lambda employee: Line(employee.name, employee.service),
)
