"""The facts of a contact and of their positions, as their card and their commands have them."""

from comms_desk.facts import (
    DAY,
    EMAILS,
    LANGUAGE,
    PHONES,
    PLACE,
    SEVERAL,
    SOME_DAY,
    Fact,
    Facts,
    OneOf,
    listed,
)
from comms_desk.i18n import N_
from comms_desk.media.outlets.facts import EMAIL_HEADINGS, PHONE_HEADINGS

LETTERS = OneOf({False: N_("Allowed"), True: N_("Do not contact")})

FACTS: Facts = (
    Fact(
        "given_name",
        N_("Given name"),
        hint=N_("Given name"),
        is_title=True,
        is_sought=True,
        headings=("prénom", "first name", "given name", "firstname"),
    ),
    Fact(
        "family_name",
        N_("Family name"),
        hint=N_("Family name"),
        is_title=True,
        is_sought=True,
        headings=("nom de famille", "last name", "surname", "family name", "lastname"),
    ),
    Fact(
        "form_of_address",
        N_("Form of address"),
        hint=N_("Only if they gave it"),
        headings=(
            *("civilité", "titre de civilité", "form of address", "salutation", "honorific"),
            *("prefix", "préfixe", "name prefix", "préfixe du nom", "honorific prefix"),
        ),
    ),
    Fact("language", N_("Preferred language"), LANGUAGE, headings=("langue", "language")),
    Fact(
        "do_not_contact",
        N_("Contacting"),
        LETTERS,
        headings=("ne pas contacter", "do not contact", "exclusion", "exclu", "unsubscribed"),
    ),
    Fact(
        "do_not_contact_reason",
        N_("Why not to contact"),
        hint=N_("At whose word, and what they asked"),
        headings=(
            *("raison", "motif", "raison de ne pas contacter", "motif d’exclusion"),
            *("reason", "do not contact reason", "reason not to contact", "exclusion reason"),
        ),
    ),
    Fact(
        "scope",
        N_("Scope"),
        PLACE,
        headings=("territoire", "arrondissement", "arrondissements", "scope"),
    ),
    Fact(
        "note",
        N_("Note"),
        hint=N_("How best to reach them"),
        lines=2,
        headings=(
            *("note", "notes", "remarque", "remarques", "comment", "comments", "commentaires"),
        ),
    ),
    Fact(
        "verified_on",
        N_("Verified on"),
        DAY,
        hint=N_("YYYY-MM-DD"),
        is_whole=True,
        headings=(
            *("vérifiée le", "vérifié le", "confirmée le", "fiche confirmée le", "verified"),
            *("verified on", "last verified", "dernière vérification"),
        ),
    ),
)

OF_PRESS_ALONE = (
    *("média", "media", "outlet", "outlet name", "outlets", "outlet(s)", "media outlet", "médias"),
    *("publication", "media name"),
)
"""Headings that no list of anybody but journalists has."""
OUTLET = Fact(
    "outlet",
    N_("Outlet"),
    headings=(
        *OF_PRESS_ALONE,
        *("organisation", "organization", "employeur", "company", "société", "employer"),
        *("organization name", "organization 1 - name", "nom de l'organisation"),
        *("organisation 1 - nom", "entreprise", "company name"),
    ),
)
"""Of a position: chosen among the outlets of the desk, by its card's own field."""
POSITION_FACTS: Facts = (
    Fact(
        "title",
        N_("Job title"),
        hint=N_("Reporter, booker, columnist…"),
        is_listed=True,
        is_sought=True,
        headings=(
            *("fonction", "poste", "rôle", "role", "job title", "position", "profession"),
            *("organization title", "organization 1 - title", "titre de l'organisation"),
            *("organisation 1 - titre", "titre du poste", "intitulé du poste", "contact title"),
        ),
    ),
    Fact(
        "beats",
        N_("Beats"),
        SEVERAL,
        hint=N_("budget, housing"),
        is_listed=True,
        is_sought=True,
        headings=(
            *("couverture", "beats", "beat", "sujets", "sujet", "topics", "spécialité"),
            *("beat(s)", "contact topics", "subjects", "contact subjects", "secteurs"),
        ),
    ),
    Fact("emails", N_("E-mail"), EMAILS, is_sought=True, headings=EMAIL_HEADINGS),
    Fact("phones", N_("Phone"), PHONES, is_sought=True, headings=PHONE_HEADINGS),
    Fact(
        "started_on",
        N_("Since"),
        SOME_DAY,
        hint=N_("March 2024, about 2019, 2 years ago…"),
        is_whole=True,
        headings=(
            *("depuis", "since", "début", "start date", "from", "date de début", "en poste depuis"),
        ),
    ),
    Fact(
        "ended_on",
        N_("Until"),
        SOME_DAY,
        hint=N_("March 2024, about 2019, 2 years ago…"),
        is_whole=True,
        headings=("jusqu'à", "jusqu'en", "until", "fin", "end date", "date de fin"),
    ),
)

LISTED: Facts = (
    *listed(FACTS),
    Fact("outlets", OUTLET.label, SEVERAL),
    *listed(POSITION_FACTS),
)
"""What a list says of a contact beside their name and whether one may write to them."""
REACHED_BY: Facts = tuple(fact for fact in POSITION_FACTS if fact.notation in (EMAILS, PHONES))
"""How one writes to them, or calls them; a list has it, and says it in a copy alone."""
