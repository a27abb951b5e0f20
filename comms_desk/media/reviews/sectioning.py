"""Under which heading what comes in is proposed: a theme that found it, its borough, its outlet.

A heading is read by the cabinet: a theme that is still to be checked, or what was added by hand,
names none.  What has no theme stands under its borough, or else with the others.
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
OTHERS = N_("Other stories")


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
            return _boroughs(found)
        case SectionsBy.THEME:
            themes = _narrowest_first(snapshot)
            mentions = watches.mentions(snapshot, [each.id for each in found], None)
            of_themes = {
                each.id: one.name
                for each in mentions
                for one in reversed(themes)
                if one.id in each.watches
            }
            return {**_boroughs(found), **of_themes}


def _boroughs(found: Sequence[Article]) -> Mapping[ArticleId, str]:
    return {each.id: borough_in(f"{each.title} {each.summary}") for each in found}


def _narrowest_first(snapshot: Snapshot) -> list[Watch]:
    """Return the sure themes: of what several find, the rarest of the week says what it is."""
    counts = watches.of_the_week(snapshot)
    every = watches.every(snapshot)
    sure = (each for each in every if each.grade is Grade.KEEP and not each.by_hand)
    return sorted(sure, key=lambda each: counts.get(each.id, 0))


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
