"""The facts of a contact and of their positions, as their card and their commands have them."""

from comms_desk.facts import DAY, EMAILS, LANGUAGE, PHONES, PLACE, SEVERAL, Fact, Facts, OneOf
from comms_desk.i18n import N_

LETTERS = OneOf({False: N_("Allowed"), True: N_("Do not contact")})

FACTS: Facts = (
    Fact("given_name", N_("Given name"), hint=N_("Given name"), is_title=True),
    Fact("family_name", N_("Family name"), hint=N_("Family name"), is_title=True),
    Fact("language", N_("Preferred language"), LANGUAGE),
    Fact("do_not_contact", N_("Contacting"), LETTERS),
    Fact("scope", N_("Scope"), PLACE),
    Fact("note", N_("Note"), hint=N_("How best to reach them"), lines=2),
)

OUTLET = Fact("outlet", N_("Outlet"))
"""Of a position: chosen among the outlets of the desk, by its card's own field."""
POSITION_FACTS: Facts = (
    Fact("title", N_("Job title"), hint=N_("Reporter, booker, columnist…")),
    Fact("beats", N_("Beats"), SEVERAL, hint=N_("budget, housing")),
    Fact("emails", N_("E-mail"), EMAILS),
    Fact("phones", N_("Phone"), PHONES),
    Fact("started_on", N_("Since"), DAY, hint=N_("YYYY-MM-DD")),
    Fact("ended_on", N_("Until"), DAY, hint=N_("YYYY-MM-DD")),
)
