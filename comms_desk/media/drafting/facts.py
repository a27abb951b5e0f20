"""The facts of a draft, as its details, its list and its commands have them; its text is none."""

from collections.abc import Iterable

from comms_desk.facts import LANGUAGE, MOMENT, PLACE, Fact, Facts, OneOf
from comms_desk.i18n import N_
from comms_desk.media.drafting.model import TEXT, DraftKind, DraftStatus
from comms_desk.planning.dossiers.facts import one_dossier
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.storage.model import DOUBT

KIND = OneOf({DraftKind.RELEASE: N_("Release"), DraftKind.SPEECH: N_("Speech")})
STATUS = OneOf(
    {
        DraftStatus.DRAFT: N_("Draft"),
        DraftStatus.SCHEDULED: N_("Scheduled"),
        DraftStatus.RELEASED: N_("Released"),
        DraftStatus.CORRECTED: N_("Corrected"),
        DraftStatus.WITHDRAWN: N_("Withdrawn"),
    }
)
OF_A_RELEASE = frozenset({"number", "source", "contact"})
OF_A_SPEECH = frozenset({"speaker", "occasion"})


def facts(dossiers: Iterable[Dossier] = ()) -> Facts:
    """Return the facts of a draft that may be tied to one of *dossiers*."""
    return (
        Fact("title", N_("Title"), is_title=True, is_listed=True, headings=("titre",)),
        Fact("subtitle", N_("Subtitle"), is_title=True, headings=("sous-titre",)),
        Fact("kind", N_("Kind"), KIND, is_under=True, is_listed=True, headings=("type", "genre")),
        Fact(
            "language",
            N_("Language"),
            LANGUAGE,
            is_under=True,
            is_listed=True,
            headings=("langue",),
        ),
        Fact("status", N_("Status"), STATUS, is_under=True, headings=("état", "statut")),
        Fact("number", N_("Number"), is_under=True, headings=("numéro", "no", "nᵒ")),
        Fact("dossier", N_("Dossier"), one_dossier(dossiers)),
        Fact(
            "scope",
            N_("Scope"),
            PLACE,
            headings=("territoire", "arrondissement", "arrondissements"),
        ),
        Fact("source", N_("Source"), hint=N_("Who issues it"), lines=2),
        Fact(
            "contact",
            N_("Media contact"),
            hint=N_("Name and number for the media"),
            lines=2,
            headings=("media contact", "renseignements"),
        ),
        Fact(
            "speaker",
            N_("Speaker"),
            headings=("prononcée par", "prononcé par", "oratrice", "orateur"),
        ),
        Fact("occasion", N_("Occasion")),
    )


NOTED: Facts = (
    Fact("embargo", N_("Embargo"), MOMENT),
    Fact("embargo exception", N_("Exception to the embargo")),
    Fact("embargo passage", N_("Passage under embargo let through")),
    Fact(TEXT, N_("Text")),
    Fact("wire order", N_("Newswire order")),
    Fact("english version", N_("English version")),
    Fact(DOUBT, N_("May have been sent already"), OneOf({True: N_("Yes"), False: N_("No")})),
)
"""What the history of a draft says of its lock and of its text, which have their own ways."""
