"""Editions to look at: a full morning in French, a short one in English, one of nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime

from comms_desk.i18n import Language
from comms_desk.media.articles.model import ArticleId, ArticleOrigin
from comms_desk.media.reviews.edition import Edition, EditionEntry, EditionSection

TUESDAY = date(2026, 11, 24)


def at(hour: int, minute: int = 0) -> datetime:
    """Return that time of the Tuesday, in Montréal."""
    return datetime(2026, 11, 24, hour + 5, minute, tzinfo=UTC)


def entry(title: str, outlet: str, summary: str = "", **more: object) -> EditionEntry:
    """Return a story as a feed brings it, with *more* of what an entry says."""
    made = EditionEntry(
        article=ArticleId(1),
        title=title,
        link=f"https://media.example/{title.rsplit(maxsplit=1)[-1].strip('».?').casefold()}",
        origin=ArticleOrigin.FEED,
        outlet=outlet,
        summary=summary,
    )
    return replace(made, **more)  # type: ignore[arg-type]


MORNING = Edition(
    day=TUESDAY,
    language=Language.FRENCH,
    number=1,
    closes_at=at(7, 25),
    highlights=(
        "Le budget 2027 domine\u00a0: 3,1\u00a0%, «\u00a0trompe-l’œil\u00a0» pour l’opposition.",
        "Le contrat de neige revient dans The Gazette, sans chiffre nouveau.",
        "Le BIG recommande de résilier un contrat.",
    ),
    agenda=("9\u00a0h\u00a030 conseil", "10\u00a0h\u00a045 budget"),
    sections=(
        EditionSection(
            name="Budget",
            entries=(
                entry(
                    "La Ville dépose un budget de 7,7\u00a0G$, la taxe limitée à 3,1\u00a0%",
                    "La Presse",
                    "Le quotidien détaille la hausse, le gel des effectifs et 1\u00a0200 logements "
                    "promis; une professeure de l’UQAM doute des revenus attendus du droit de "
                    "mutation.",
                    author="C. Théorêt",
                    for_subscribers=True,
                    also=("Le Devoir", "Métro", "CTV"),
                    copies=4,
                ),
                entry(
                    "L’opposition promet un contre-budget",
                    "Le Devoir",
                    "Le chef annonce un contre-budget pour le 2 décembre et demande que la réserve "
                    "de neige soit rétablie à 60\u00a0M$ avant le vote du conseil.",
                    author="J. Aubin-Rivard",
                ),
                entry(
                    "Budget de Montréal\u00a0: les commerçants restent sur leur faim",
                    "La Presse Canadienne",
                    "La dépêche reprend le calcul de la chambre de commerce\u00a0: 0,4\u00a0% de "
                    "moins pour les immeubles non résidentiels, le cinquième de sa demande.",
                    also=(
                        "Le Soleil",
                        "Noovo",
                        "98,5",
                        "La Voix de l’Est",
                        "Le Droit",
                        "Le Quotidien",
                    ),
                    copies=15,
                ),
            ),
        ),
        EditionSection(
            name="Neige",
            entries=(
                entry(
                    "Montreal mayor defends snow-removal contract",
                    "The Gazette",
                    "La mairesse répond que le prix au kilomètre est celui de 2024, indexé; le "
                    "journal cite de nouveau le rapport de l’automne, sans document nouveau.",
                    author="R. Okonjo",
                    language="en",
                    for_subscribers=True,
                ),
                entry(
                    "«\u00a0Personne ne nous a rappelés\u00a0», dit un commerçant de la Plaza",
                    "Le Devoir",
                    excerpt="On a appelé trois fois, on a laissé des messages, et le trottoir est "
                    "resté comme ça jusqu’à vendredi.",
                ),
            ),
        ),
        EditionSection(
            name="Arrondissements",
            entries=(
                entry(
                    "CDN–NDG investit 4\u00a0M$ dans ses parcs",
                    "Métro",
                    "Quatre parcs seront refaits d’ici 2028, dont Trenholme; l’article annonce une "
                    "séance d’information le 3 décembre.",
                ),
                entry("Verdun adopte un règlement sur les terrasses", "Nouvelles d’Ici"),
            ),
        ),
        EditionSection(
            name="Radio et télé",
            entries=(
                entry(
                    "Entrevue du chef de l’opposition à la matinale",
                    "98,5",
                    "Il redit «\u00a0trompe-l’œil\u00a0» et accepte un débat avec la mairesse.",
                    link="",
                    origin=ArticleOrigin.CLIP,
                    author="P. Arvida",
                    on_air_at=at(7, 10),
                    noted_by="A. Okafor",
                ),
            ),
        ),
    ),
    read_until=at(7, 15),
    unread=3,
    silent=1,
)

ADDENDUM = replace(
    MORNING,
    language=Language.ENGLISH,
    number=2,
    closes_at=at(9, 5),
    highlights=(),
    agenda=(),
    sections=(
        EditionSection(
            name="Budget",
            entries=(
                entry(
                    "Critics call city budget a shell game",
                    "CBC",
                    "Two columnists doubt the land-transfer figures; neither quotes the Mayor.",
                    also=("CTV",),
                    copies=2,
                ),
            ),
        ),
    ),
    read_until=at(9),
    unread=0,
    silent=0,
)

NOTHING = replace(MORNING, highlights=(), sections=(), unread=0, silent=0)
