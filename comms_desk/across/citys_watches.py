"""The City's own watches, with the lists that they name, added to a desk at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comms_desk.across import Office
from comms_desk.i18n import current

if TYPE_CHECKING:
    from comms_desk.media.themes.model import Theme, WordList


@dataclass(frozen=True, slots=True, kw_only=True)
class Citys:
    """What was added; *there* are the names of what the desk had already."""

    lists: "tuple[WordList, ...]"
    watches: "tuple[Theme, ...]"
    there: tuple[str, ...]


def add_citys(office: Office) -> Citys:
    """Add the City's lists, then its watches, in the reader's language: all that are missing."""
    from comms_desk.media.themes.lexicon import shipped_lists, shipped_watches
    from comms_desk.media.themes.model import name_key

    language = current().value
    taken = {each.key for each in office.themes.every()}
    taken.update(key for each in office.word_lists.every() for key in each.keys)
    lists, watches = shipped_lists(language), shipped_watches(language)
    new = [each for each in lists if taken.isdisjoint(map(name_key, each.called))]
    missing = [each for each in watches if name_key(each.name) not in taken]
    return Citys(
        lists=tuple(map(office.word_lists.add, new)),
        watches=tuple(map(office.themes.add, missing)),
        there=(
            *(each.name for each in lists if each not in new),
            *(each.name for each in watches if each not in missing),
        ),
    )
