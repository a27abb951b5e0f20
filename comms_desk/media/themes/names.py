"""What the lists and the themes of a desk mean inside a query.

A list stands for any of its terms; a theme for its own query, asked without the phrases that it
ignores.  Each is understood once, however many queries name it.
"""

from collections.abc import Collection, Iterable

from comms_desk.errors import CommsDeskError
from comms_desk.media.themes.model import (
    IgnoredPhraseWrong,
    NoSuchWordList,
    Theme,
    WordList,
    asked,
    term,
)
from comms_desk.text.query import (
    Expectation,
    Ignored,
    Meant,
    NamedQuery,
    QueryError,
    Tree,
    Words,
    any_of,
    names_in,
    parse,
    put_in,
    terms_in,
)

type Asked = tuple[Tree, tuple[Words, ...]]
"""A query and the phrases that it ignores, with what their names mean in their place."""

type Typed = tuple[str, Tree]
"""A term as it was typed, and understood."""


class QueryNames:
    """The lists and the themes that a query may name.

    Attributes:
        questions: What all of it asks: two that are equal find the same.
    """

    def __init__(self, lists: Iterable[WordList] = (), watches: Iterable[Theme] = ()) -> None:
        self.lists, self.watches = tuple(lists), tuple(watches)
        self.questions = (
            self.lists,
            [(each.id, each.name, each.query, each.ignored) for each in self.watches],
        )
        self._things: dict[str, WordList | Theme] = {each.key: each for each in self.watches}
        for each in self.lists:
            self._things.update(dict.fromkeys(each.keys, each))
        self._meant: dict[str, Meant] = {}
        self._ignored: dict[Ignored, Ignored] = {}
        """The phrases that themes ignore: those that ignore the same share what is erased."""
        self._begun: list[str] = []
        """The themes that are being understood, each in the query of the one before."""

    def tree(self, query: str) -> Tree:
        """Return *query*, understood.

        Raises:
            QueryError: It is not understood, or a name in it is not.
        """
        return put_in(parse(query), self._meaning)

    def asked(self, query: str, ignored: Iterable[str], *, of: str = "") -> Asked:
        """Return the query and the phrases to ignore of the theme with the key *of*, understood.

        Raises:
            QueryError: The query is not understood, or a name in it is not.
            IgnoredPhraseWrong: A phrase to ignore holds no word.
            NoSuchWordList: A phrase to ignore is the name of no list.
        """
        self._begun.append(of)
        try:
            tree, phrases = asked(query, ignored)
            erased = (word for phrase in phrases for word in self._erased(phrase))
            same = Ignored(dict.fromkeys(erased))
            return put_in(tree, self._meaning), self._ignored.setdefault(same, same)
        finally:
            self._begun.pop()

    def alone(self, query: str, ignored: Iterable[str]) -> tuple[list[Typed], list[Typed]]:
        """Return the terms of *query*, and the phrases to ignore, as each would be asked alone.

        Raises:
            QueryError: The query is not understood, or a name in it is not.
            IgnoredPhraseWrong: A phrase to ignore holds no word.
            NoSuchWordList: A phrase to ignore is the name of no list.
        """
        terms = [(each.typed, put_in(each.tree, self._meaning)) for each in terms_in(query)]
        ignored = tuple(ignored)
        phrases = zip(ignored, asked(query, ignored)[1], strict=True)
        return terms, [(typed, any_of(self._erased(each))) for typed, each in phrases]

    def with_list(self, words: WordList) -> "QueryNames":
        """Return these with *words* in the place of what its list was."""
        lists = (words if each.id == words.id else each for each in self.lists)
        return QueryNames(lists, self.watches)

    def with_watch(self, watch: Theme) -> "QueryNames":
        """Return these with *watch* in the place of what it was."""
        watches = (watch if each.id == watch.id else each for each in self.watches)
        return QueryNames(self.lists, watches)

    def users(self, keys: Collection[str]) -> tuple[Theme, ...]:
        """Return the themes whose query or phrases name one of *keys* themselves."""
        return tuple(each for each in self.watches if not _named(each).isdisjoint(keys))

    def all_users(self, keys: Collection[str]) -> tuple[Theme, ...]:
        """Return the themes that name one of *keys*, or a theme that does, and so on."""
        found: dict[str, Theme] = {}
        waiting = list(self.users(keys))
        while waiting:
            each = waiting.pop()
            if each.key not in found:
                found[each.key] = each
                waiting += self.users([each.key])
        return tuple(found.values())

    def _meaning(self, named: NamedQuery) -> Meant:
        known = self._meant.get(named.key)
        if known is None:
            known = self._meant[named.key] = self._understood(named)
        return known

    def _understood(self, named: NamedQuery) -> Meant:
        wrong = Expectation.SOUND_NAME
        match self._things.get(named.key):
            case WordList(terms=terms):
                return Meant(any_of(dict.fromkeys(map(term, terms))))
            case Theme() as watch if watch.key not in self._begun:
                try:
                    return Meant(*self.asked(watch.query, watch.ignored, of=watch.key))
                except QueryError as error:
                    if error.expected is Expectation.NO_CIRCLE:
                        wrong = error.expected
                except CommsDeskError:
                    pass
            case Theme():
                wrong = Expectation.NO_CIRCLE
            case None:
                wrong = Expectation.KNOWN_NAME
        raise QueryError(named.position, named.typed, wrong)

    def _erased(self, phrase: Words | NamedQuery) -> Iterable[Words]:
        if isinstance(phrase, Words):
            return (phrase,)
        thing = self._things.get(phrase.key)
        if not isinstance(thing, WordList):
            raise NoSuchWordList(phrase.typed)
        return map(term, thing.terms)


def _named(watch: Theme) -> set[str]:
    """The names in the query and in the phrases of *watch*."""
    if "@" not in watch.query and not any("@" in phrase for phrase in watch.ignored):
        return set()
    try:
        tree, phrases = asked(watch.query, watch.ignored)
    except (QueryError, IgnoredPhraseWrong):
        return set()
    named = (*names_in(tree), *(each for each in phrases if isinstance(each, NamedQuery)))
    return {each.key for each in named}
