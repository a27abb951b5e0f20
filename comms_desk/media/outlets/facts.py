"""The facts of an outlet, as its card, its list and its commands have them."""

from comms_desk.facts import DAY, EMAILS, PHONES, PLACE, SITE, Fact, Facts, OneOf
from comms_desk.i18n import N_
from comms_desk.media.outlets.model import OutletKind, OutletLanguage, OutletReach, ReviewLicence

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

FACTS: Facts = (
    Fact("name", N_("Name"), is_title=True, is_listed=True),
    Fact("kind", N_("Kind"), KIND, is_under=True, is_listed=True),
    Fact("language", N_("Language"), LANGUAGE, is_under=True, is_listed=True),
    Fact("reach", N_("Reach"), REACH, is_under=True, is_listed=True),
    Fact("scope", N_("Scope"), PLACE, is_listed=True),
    Fact("owner_group", N_("Owner"), hint=N_("Company or group")),
    Fact("website", N_("Site"), SITE, hint=N_("https://…")),
    Fact("emails", N_("Newsroom’s e-mail"), EMAILS),
    Fact("phones", N_("Newsroom’s phone"), PHONES),
    Fact("deadlines", N_("Deadlines"), hint=N_("Copy deadline: 4\u00a0p.m.")),
    Fact("review_licence", N_("Reproduction licence"), LICENCE),
    Fact("licence_until", N_("Licence until"), DAY, hint=N_("YYYY-MM-DD")),
)
