"""Many queries asked of each document at once.

Each query is filed under the rarest words that an answer must hold, with the others that the
same answer holds; a document is asked only the queries of which all these words are there, and
those that are filed under none.  Never a query a time over all documents.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Final

from comms_desk.text.matching import Document, Prepared, answers
from comms_desk.text.proposal import sure
from comms_desk.text.query.tree import Ignored, Tree, Words

SHELVED_LETTERS: Final = 6
"""Beginnings are filed under so many of their letters, and shorter ones under all."""


class ManyQueries[K: Hashable]:
    """Queries by key, each with the phrases that it ignores."""

    def __init__(self, queries: Mapping[K, tuple[Tree, Sequence[Words]]]) -> None:
        self._queries = {
            key: (tree, ignored if isinstance(ignored, Ignored) else Ignored(ignored))
            for key, (tree, ignored) in queries.items()
        }
        self._by_word: dict[str, list[tuple[K, frozenset[str]]]] = {}
        self._by_beginning: dict[str, list[tuple[K, frozenset[str], str]]] = {}
        self._always: list[K] = []
        for key, (tree, _) in self._queries.items():
            alternatives = sure(tree)
            if alternatives is None:
                self._always.append(key)
                continue
            for each in alternatives:
                word = each.lookup.tokens[0]
                if each.lookup.prefix:
                    shelf = self._by_beginning.setdefault(word[:SHELVED_LETTERS], [])
                    shelf.append((key, each.words, word))
                else:
                    self._by_word.setdefault(word, []).append((key, each.words - {word}))
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning})

    def answered(
        self, document: Document, stop: Callable[[], bool] = lambda: False
    ) -> Iterator[tuple[K, Prepared]]:
        """The queries that *document* answers, each with the document as that query saw it.

        *stop* is heard between two queries: the others are then not asked.
        """
        whole = Prepared(document)
        for key in self._asked(whole):
            if stop():
                return
            tree, ignored = self._queries[key]
            prepared = whole.ignoring(ignored)
            if answers(tree, prepared):
                yield key, prepared

    def _asked(self, document: Prepared) -> dict[K, None]:
        """The queries that *document* may answer, each once, in no order that means anything."""
        words = document.title.vocabulary | document.text.vocabulary
        asked = dict.fromkeys(self._always)
        for word in words & self._by_word.keys():
            for key, others in self._by_word[word]:
                if others <= words:
                    asked[key] = None
        for length in self._lengths:
            for word in words:
                for key, others, beginning in self._by_beginning.get(word[:length], ()):
                    if word.startswith(beginning) and others <= words:
                        asked[key] = None
        return asked
