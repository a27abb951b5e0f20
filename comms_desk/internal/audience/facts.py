"""The facts of an employee, as their list and their commands have them."""

from comms_desk.facts import EMAIL, PLACE, Fact, Facts
from comms_desk.i18n import N_

FACTS: Facts = (
    Fact("given_name", N_("Given name"), hint=N_("Given name"), is_title=True),
    Fact("family_name", N_("Family name"), hint=N_("Family name"), is_title=True),
    Fact("email", N_("E-mail"), EMAIL, is_listed=True),
    Fact("service", N_("Service"), is_under=True, is_listed=True),
    Fact("site", N_("Workplace"), is_under=True, is_listed=True),
    Fact("scope", N_("Scope"), PLACE, is_listed=True),
    Fact("number", N_("Employee number")),
)
