"""Under which heading what comes in is proposed: a theme that found it, its borough, its outlet.

A person changes it, and names sections of their own; what they chose is never proposed anew.
"""

from collections.abc import Mapping, Sequence

from comms_desk.i18n import N_, Language, catalogue
from comms_desk.media.articles.model import Article, ArticleId, Origin
from comms_desk.media.reviews.model import LINE_LENGTH, SectionsBy
from comms_desk.media.watches import within as watches
from comms_desk.media.watches.model import Grade, Watch
from comms_desk.places import BOROUGHS
from comms_desk.storage.database import Snapshot
from comms_desk.text.fold import tokens

ON_AIR = N_("Radio and TV")
OTHERS = N_("Other news")


def proposed(
    snapshot: Snapshot, found: Sequence[Article], *, by: SectionsBy, language: Language
) -> Mapping[ArticleId, str]:
    """Return the section that is proposed for each of *found*, in the words of the review."""
    say = catalogue(language).gettext
    named = _named(snapshot, found, by)
    return {
        each.id: say(ON_AIR)
        if each.origin is Origin.CLIP
        else named.get(each.id, "")[:LINE_LENGTH] or say(OTHERS)
        for each in found
    }


def _named(snapshot: Snapshot, found: Sequence[Article], by: SectionsBy) -> Mapping[ArticleId, str]:
    match by:
        case SectionsBy.OUTLET:
            return {each.id: each.outlet_name for each in found}
        case SectionsBy.BOROUGH:
            return {each.id: borough_in(f"{each.title} {each.summary}") for each in found}
        case SectionsBy.THEME:
            themes = _narrowest_first(snapshot)
            mentions = watches.mentions(snapshot, [each.id for each in found], None)
            return {
                each.id: next((one.name for one in themes if one.id in each.watches), "")
                for each in mentions
            }


def _narrowest_first(snapshot: Snapshot) -> list[Watch]:
    """Return the themes, the surest first: of what several find, the rarest says what it is."""
    counts = watches.of_the_week(snapshot)
    themes = (each for each in watches.every(snapshot) if not each.by_hand)
    return sorted(themes, key=lambda each: (each.grade is not Grade.KEEP, counts.get(each.id, 0)))


def borough_in(text: str) -> str:
    """Return the name of the first borough that *text* names, by all of its name or a part."""
    words = f" {' '.join(tokens(text))} "
    standing = {words.find(form): name for form, name in _FORMS if form in words}
    return standing[min(standing)] if standing else ""


_FORMS = tuple(
    (f" {' '.join(tokens(part.removeprefix('Le ').removeprefix('L’')))} ", borough.name)
    for borough in BOROUGHS
    for part in borough.name.split("–")
)
"""What names a borough, folded, between spaces."""
