"""The watches and the lists that the desk ships, asked of a text without a desk."""

from functools import cache

from comms_desk.media.themes.lexicon import shipped_lists, shipped_watches
from comms_desk.media.themes.model import Grade, Theme, ThemeId, WordList, WordListId
from comms_desk.media.themes.names import QueryNames
from comms_desk.media.themes.understood import Understood
from comms_desk.storage.values import value_of
from comms_desk.text.matching import MatchedDocument, answers


@cache
def shipped() -> Understood:
    """All of it, understood."""
    lists = (
        value_of(WordList, each, id=WordListId(number))
        for number, each in enumerate(shipped_lists("fr"), 1)
    )
    watches = (
        value_of(Theme, each, id=ThemeId(number), is_looking_back=False, by_hand=False)
        for number, each in enumerate(shipped_watches("fr"), 1)
    )
    return Understood(QueryNames(lists, watches))


def graded(document: MatchedDocument) -> Grade | None:
    """Return the surest grade that the shipped watches give."""
    for watch in shipped().names.watches:
        query = shipped().query(watch.id)
        if query is not None and answers(query[0], document, query[1]):
            return watch.grade
    return None
