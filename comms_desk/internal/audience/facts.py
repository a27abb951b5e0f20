"""The facts of an employee, as their list and their commands have them."""

from comms_desk.facts import EMAIL, PLACE, Fact, Facts
from comms_desk.i18n import N_

FACTS: Facts = (
    Fact(
        "given_name",
        N_("Given name"),
        hint=N_("Given name"),
        is_title=True,
        headings=("Prénom", "First name", "Given name"),
    ),
    Fact(
        "family_name",
        N_("Family name"),
        hint=N_("Family name"),
        is_title=True,
        headings=("Nom", "Nom de famille", "Last name", "Family name", "Surname"),
    ),
    Fact(
        "email",
        N_("E-mail"),
        EMAIL,
        is_listed=True,
        headings=(
            *("Courriel", "Adresse courriel", "Adresse électronique", "Courriel professionnel"),
            *("E-mail", "Email", "E-mail address", "Email address", "Work email", "Mail"),
            *("Adresse de messagerie", "Adresse e-mail", "Primary email", "Business email"),
        ),
    ),
    Fact(
        "service",
        N_("Service"),
        is_under=True,
        is_listed=True,
        headings=(
            *("Service", "Unité", "Direction", "Unité administrative", "Department", "Unit"),
        ),
    ),
    Fact(
        "site",
        N_("Workplace"),
        is_under=True,
        is_listed=True,
        headings=(
            *("Lieu de travail", "Lieu", "Site", "Édifice", "Location", "Workplace", "Work site"),
        ),
    ),
    Fact(
        "scope",
        N_("Scope"),
        PLACE,
        is_listed=True,
        headings=("Arrondissement", "Borough", "Portée", "Territoire", "Scope"),
    ),
    Fact(
        "number",
        N_("Employee number"),
        headings=(
            *("Matricule", "Numéro d’employé", "No employé", "Employee number", "Employee ID"),
        ),
    ),
)
