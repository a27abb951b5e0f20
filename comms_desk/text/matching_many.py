"""Many queries asked of each document at once.

Each query is filed under the rarest words that an answer must hold, with the others that the
same answer holds; a document is asked only the queries of which all these words are there, and
those that are filed under none.  Never a query a time over all documents.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Final

from comms_desk.text.matching import MatchedDocument, Prepared, answers
from comms_desk.text.proposal import sure
from comms_desk.text.query.tree import Ignored, Tree, Words

SHELVED_LETTERS: Final = 6
"""Beginnings are filed under so many of their letters, and shorter ones under all."""

MOST_WORDS: Final = 1 << 14
"""What the commonest words are filed under is looked up once."""


class _Shelves[K](dict[str, Sequence[tuple[K, frozenset[str]]]]):
    """The queries that each word may answer, with the other words that they need then."""

    def __init__(self) -> None:
        super().__init__()
        self.by_word: dict[str, list[tuple[K, frozenset[str]]]] = {}
        self.by_beginning: dict[str, list[tuple[K, frozenset[str], str]]] = {}

    def __missing__(self, word: str) -> Sequence[tuple[K, frozenset[str]]]:
        found = [*self.by_word.get(word, ())]
        for length in range(1, min(len(word), SHELVED_LETTERS) + 1):
            for key, others, beginning in self.by_beginning.get(word[:length], ()):
                if word.startswith(beginning):
                    found.append((key, others))
        if len(self) >= MOST_WORDS:
            self.clear()
        return self.setdefault(word, found or ())


class ManyQueries[K: Hashable]:
    """Queries by key, each with the phrases that it ignores."""

    def __init__(self, queries: Mapping[K, tuple[Tree, Sequence[Words]]]) -> None:
        self._queries = {
            key: (tree, ignored if isinstance(ignored, Ignored) else Ignored(ignored))
            for key, (tree, ignored) in queries.items()
        }
        self._shelves = _Shelves[K]()
        self._always: list[K] = []
        for key, (tree, _) in self._queries.items():
            alternatives = sure(tree)
            if alternatives is None:
                self._always.append(key)
                continue
            for each in alternatives:
                word = each.lookup.tokens[0]
                if each.lookup.prefix:
                    shelf = self._shelves.by_beginning.setdefault(word[:SHELVED_LETTERS], [])
                    shelf.append((key, each.words, word))
                else:
                    whole = self._shelves.by_word.setdefault(word, [])
                    whole.append((key, each.words - {word}))

    def answered(
        self, document: MatchedDocument, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[K, Prepared]]:
        """The queries that *document* answers, each with the document as that query saw it.

        *stop* is heard between two queries: the others are then not asked.
        """
        whole = Prepared(document)
        try:
            for key in self._asked(whole):
                if stop():
                    return
                tree, ignored = self._queries[key]
                prepared = whole.ignoring(ignored)
                if answers(tree, prepared):
                    yield key, prepared
        finally:
            whole.let_go()

    def _asked(self, document: Prepared) -> dict[K, None]:
        """The queries that *document* may answer, each once, in no order that means anything."""
        words = document.title.vocabulary | document.text.vocabulary
        asked = dict.fromkeys(self._always)
        for word in words:
            for key, others in self._shelves[word]:
                if others <= words:
                    asked[key] = None
        return asked
