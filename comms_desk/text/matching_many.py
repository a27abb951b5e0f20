"""Many queries asked of each document at once.

Each query is filed under the rarest words that an answer must hold; a document is asked
only the queries filed under its own words, and those that are filed under none.  Never a
query a time over all documents.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence

from comms_desk.text.fold import tokens
from comms_desk.text.matching import Document, Prepared, answers
from comms_desk.text.proposal import needed
from comms_desk.text.query.tree import Tree, Words


class ManyQueries[K: Hashable]:
    """Queries by key, each with the phrases that it ignores."""

    def __init__(self, queries: Mapping[K, tuple[Tree, Sequence[Words]]]) -> None:
        self._queries = {key: (tree, tuple(ignored)) for key, (tree, ignored) in queries.items()}
        self._by_word: dict[str, list[K]] = {}
        self._by_beginning: dict[str, list[K]] = {}
        self._always: list[K] = []
        for key, (tree, _) in self._queries.items():
            lookups = needed(tree)
            if lookups is None:
                self._always.append(key)
                continue
            for lookup in lookups:
                shelf = self._by_beginning if lookup.prefix else self._by_word
                shelf.setdefault(lookup.tokens[0], []).append(key)
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning})

    def answered(self, document: Document) -> Iterator[tuple[K, Prepared]]:
        """The queries that *document* answers, each with the document as that query saw it."""
        ready: dict[tuple[Words, ...], Prepared] = {}
        for key in self._asked(document):
            tree, ignored = self._queries[key]
            prepared = ready.get(ignored)
            if prepared is None:
                prepared = ready[ignored] = Prepared(document, ignored)
            if answers(tree, prepared):
                yield key, prepared

    def _asked(self, document: Document) -> Iterator[K]:
        words = {*tokens(document.title), *tokens(document.text)}
        asked = dict.fromkeys(self._always)
        for word in words & self._by_word.keys():
            asked.update(dict.fromkeys(self._by_word[word]))
        if self._lengths:
            for length in self._lengths:
                for beginning in {word[:length] for word in words} & self._by_beginning.keys():
                    asked.update(dict.fromkeys(self._by_beginning[beginning]))
        yield from asked
