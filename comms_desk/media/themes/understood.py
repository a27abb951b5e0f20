"""The watches of a desk, understood once and asked many times.

Understanding five hundred queries takes longer than asking them of a thousand articles: the
outcome is kept until a watch changes.  A watch that is no longer understood (its words came
from another version of the desk) is left aside and named, and the others go on.
"""

from collections.abc import Callable, Iterable

from comms_desk.errors import CommsDeskError
from comms_desk.media.articles.model import ArticleText
from comms_desk.media.themes.model import ThemeId, document
from comms_desk.media.themes.names import Asked, QueryNames
from comms_desk.media.themes.store import FoundMatch
from comms_desk.text.matching import find
from comms_desk.text.matching_many import ManyQueries


class Understood:
    """Watches ready to be asked.

    Attributes:
        names: The watches, and the lists that they name.
        broken: Watches that are not understood, and why.
    """

    def __init__(self, names: QueryNames) -> None:
        self.names = names
        self.broken: dict[ThemeId, CommsDeskError] = {}
        self._queries: dict[ThemeId, Asked] = {}
        for watch in names.watches:
            if watch.by_hand:
                continue
            try:
                self._queries[watch.id] = names.asked(watch.query, watch.ignored, of=watch.key)
            except CommsDeskError as error:
                self.broken[watch.id] = error
        self._many = ManyQueries(self._queries)

    def is_of(self, names: QueryNames) -> bool:
        """Whether these are the same questions as those of *names*."""
        return self.names.questions == names.questions

    def query(self, watch: ThemeId) -> Asked | None:
        """The query of *watch*, or None where it is broken."""
        return self._queries.get(watch)

    def ask(
        self, texts: Iterable[ArticleText], stop: Callable[[], bool] = lambda: False
    ) -> list[FoundMatch] | None:
        """Every answer among *texts*; None when *stop* said so, as it will go on saying."""
        found = []
        for text in texts:
            for watch, prepared in self._many.answered(document(text), stop):
                match = find(self._queries[watch][0], prepared)
                if match is not None:
                    found.append(FoundMatch(watch, text, match))
            if stop():
                return None
        return found


def ask_one(
    watch: ThemeId,
    query: Asked,
    texts: Iterable[ArticleText],
    stop: Callable[[], bool] = lambda: False,
) -> list[FoundMatch] | None:
    """The answers to one watch among *texts*; None when *stop* said so."""
    tree, ignored = query
    found = []
    for text in texts:
        match = find(tree, document(text), ignored)
        if match is not None:
            found.append(FoundMatch(watch, text, match))
        if stop():
            return None
    return found
