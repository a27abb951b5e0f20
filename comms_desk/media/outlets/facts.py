"""The facts of an outlet, as its card, its list and its commands have them."""

from comms_desk.facts import DAY, EMAILS, NAMES, PHONES, PLACE, SITE, Fact, Facts, OneOf
from comms_desk.i18n import N_
from comms_desk.media.outlets.model import OutletKind, OutletLanguage, OutletReach, ReviewLicence
from comms_desk.paths import resource

STARTER = resource("outlets", "montreal.csv")
"""Outlets to begin with; the note of each says whether it was verified."""

KIND = OneOf(
    {
        OutletKind.DAILY: N_("Daily newspaper"),
        OutletKind.WEEKLY: N_("Weekly newspaper"),
        OutletKind.MAGAZINE: N_("Magazine"),
        OutletKind.RADIO: N_("Radio"),
        OutletKind.TELEVISION: N_("Television"),
        OutletKind.WEB: N_("Website"),
        OutletKind.NEWSLETTER: N_("Newsletter"),
        OutletKind.WIRE: N_("News agency"),
        OutletKind.STUDENT: N_("Student paper"),
        OutletKind.OTHER: N_("Other kind"),
    }
)
LANGUAGE = OneOf(
    {
        OutletLanguage.FRENCH: N_("French"),
        OutletLanguage.ENGLISH: N_("English"),
        OutletLanguage.BOTH: N_("French and English"),
        OutletLanguage.OTHER: N_("Other language"),
    }
)
REACH = OneOf(
    {
        OutletReach.LOCAL: N_("Neighbourhood"),
        OutletReach.METROPOLITAN: N_("Greater Montréal"),
        OutletReach.PROVINCIAL: N_("Québec"),
        OutletReach.NATIONAL: N_("Canada"),
        OutletReach.INTERNATIONAL: N_("International"),
    }
)
LICENCE = OneOf(
    {
        ReviewLicence.LINK: N_("Title and link only"),
        ReviewLicence.EXCERPT: N_("Excerpts"),
        ReviewLicence.FULL_TEXT: N_("Full text"),
    }
)

EMAIL_HEADINGS = (
    *("courriel", "email", "e-mail", "adresse courriel", "email address"),
    *("adresse électronique", "e-mail address", "e-mail - value", "e-mail - valeur"),
    *("adresse de messagerie", "e-mail adress", "primary email", "secondary email"),
)
PHONE_HEADINGS = (
    *("téléphone", "phone", "telephone", "cellulaire", "mobile", "tél.", "phone number"),
    *("cell", "numéro de téléphone", "phone - value", "téléphone - valeur"),
    *("business phone", "mobile phone", "home phone", "other phone", "primary phone"),
    *("company main phone", "téléphone (bureau)", "téléphone (domicile)", "work phone"),
    *("téléphone (autre)", "tél. mobile", "téléphone société", "téléphone principal"),
    *("mobile number", "téléphone professionnel", "téléphone portable"),
)

FACTS: Facts = (
    Fact(
        "name",
        N_("Name"),
        is_title=True,
        is_listed=True,
        headings=(
            *("nom", "média", "media", "outlet", "outlet name", "media outlet", "nom du média"),
            *("publication", "organisation", "organization", "titre", "title", "médias", "name"),
        ),
    ),
    Fact(
        "also_called",
        N_("Also called"),
        NAMES,
        hint=N_("As people say it: JdM; J. de Mtl"),
        headings=(
            *("aussi appelé", "autres noms", "autre nom", "surnom", "sigle", "abréviation"),
            *("also called", "other names", "also known as", "alias", "aliases", "acronym"),
        ),
    ),
    Fact(
        "kind",
        N_("Kind"),
        KIND,
        is_under=True,
        is_listed=True,
        headings=("genre", "type", "catégorie", "kind", "media type", "type de média"),
    ),
    Fact(
        "language",
        N_("Language"),
        LANGUAGE,
        is_under=True,
        is_listed=True,
        headings=("langue", "language"),
    ),
    Fact(
        "reach",
        N_("Reach"),
        REACH,
        is_under=True,
        is_listed=True,
        headings=("portée", "rayonnement", "reach"),
    ),
    Fact(
        "scope",
        N_("Scope"),
        PLACE,
        is_listed=True,
        headings=("territoire", "arrondissement", "arrondissements", "scope", "borough"),
    ),
    Fact(
        "owner_group",
        N_("Owner"),
        hint=N_("Company or group"),
        headings=("propriétaire", "groupe", "owner", "owner group", "group", "parent company"),
    ),
    Fact(
        "website",
        N_("Site"),
        SITE,
        hint=N_("https://…"),
        headings=("site", "site web", "site internet", "website", "web site", "url", "web"),
    ),
    Fact("emails", N_("Newsroom’s e-mail"), EMAILS, headings=EMAIL_HEADINGS),
    Fact("phones", N_("Newsroom’s phone"), PHONES, headings=PHONE_HEADINGS),
    Fact(
        "deadlines",
        N_("Deadlines"),
        hint=N_("Copy deadline: 4\u00a0p.m."),
        headings=("heures de tombée", "heure de tombée", "tombée", "deadlines", "deadline"),
    ),
    Fact(
        "review_licence",
        N_("Reproduction licence"),
        LICENCE,
        headings=("licence", "licence de reproduction", "review licence", "reproduction licence"),
    ),
    Fact(
        "licence_until",
        N_("Licence until"),
        DAY,
        hint=N_("YYYY-MM-DD"),
        headings=("fin de la licence", "licence jusqu’au", "licence until", "licence end"),
    ),
    Fact(
        "note",
        N_("Note"),
        hint=N_("What is worth knowing of it"),
        lines=2,
        headings=("note", "notes", "remarque", "remarques", "comment", "comments", "commentaires"),
    ),
)
