"""What is marked, against its definition written out: every place tried, every pair looked at."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from comms_desk.text.fold import fold, surface
from comms_desk.text.matching import WINDOW_WORDS, MatchedDocument, find
from comms_desk.text.passage import Span
from comms_desk.text.query import And, In, Near, Not, Or, TextField, Tree, Words, any_of, parse
from tests.text.trees import documents, terms, trees


class Part:
    """The title or the text, in folded words and as they are written."""

    def __init__(self, text: str, ignored: list[Words]) -> None:
        self.text, self.folded = text, fold(text)
        self.words = list(self.folded.tokens)
        for first, end in {span for phrase in ignored for span in self.standing(phrase)}:
            self.words[first:end] = [""] * (end - first)

    def standing(self, words: Words) -> set[Span]:
        """Each place is tried."""
        length = len(words.tokens)
        return {
            (first, first + length)
            for first in range(len(self.words) - length + 1)
            if all(self._is(words, offset, first + offset) for offset in range(length))
        }

    def _is(self, words: Words, offset: int, place: int) -> bool:
        written = surface(self.text[self.folded.starts[place] : self.folded.ends[place]])
        is_beginning = words.prefix and offset == len(words.tokens) - 1
        for there, sought in (
            (self.words[place], words.tokens[offset]),
            (written, words.exact[offset] if words.exact else ""),
        ):
            if sought and not (there.startswith(sought) if is_beginning else there == sought):
                return False
        return bool(self.words[place])


def pairs(near: Near, part: Part) -> set[tuple[Span, Span]]:
    """Each left and right that are close enough, and do not overlap."""
    return {
        (left, right)
        for left in standing(near.left, part)
        for right in standing(near.right, part)
        if 0 <= right[0] - left[1] <= near.within
        or (not near.ordered and 0 <= left[0] - right[1] <= near.within)
    }


def standing(tree: Tree, part: Part) -> set[Span]:
    """Where words, their OR or a NEAR stand; a NEAR where no smaller one lies inside."""
    match tree:
        case Words():
            return part.standing(tree)
        case Or(parts):
            return {span for each in parts for span in standing(each, part)}
        case Near():
            over = {
                (min(left[0], right[0]), max(left[1], right[1]))
                for left, right in pairs(tree, part)
            }
            return {
                one
                for one in over
                if not any(
                    one != other and one[0] <= other[0] and other[1] <= one[1] for other in over
                )
            }
        case _:
            raise TypeError(tree)


def marked(tree: Tree, part: Part) -> set[Span]:
    """What is marked of a term, or on each side of a NEAR, where both are near each other."""
    if not isinstance(tree, Near):
        return standing(tree, part)
    marks: set[Span] = set()
    for both in pairs(tree, part):
        for side, (first, end) in zip((tree.left, tree.right), both, strict=True):
            if isinstance(side, Near):
                marks |= {one for one in marked(side, part) if first <= one[0] and one[1] <= end}
            else:
                marks.add((first, end))
    return marks


class Defined:
    """A document, asked as the language is defined."""

    def __init__(self, document: MatchedDocument, ignored: list[Words]) -> None:
        self.document = document
        self.title, self.text = Part(document.title, ignored), Part(document.text, ignored)
        self.outlet, self.author = Part(document.outlet, []), Part(document.author, [])

    def where(self, field: TextField | None) -> tuple[Part, ...]:
        """The parts that a field names."""
        match field:
            case None:
                return (self.title, self.text)
            case TextField.TITLE:
                return (self.title,)
            case TextField.OUTLET:
                return (self.outlet,)
            case TextField.AUTHOR:
                return (self.author,)

    def holds(self, tree: Tree, field: TextField | None = None) -> bool:
        """Whether this answers *tree*."""
        match tree:
            case And(parts):
                return all(self.holds(part, field) for part in parts)
            case Or(parts):
                return any(self.holds(part, field) for part in parts)
            case Not(part):
                return not self.holds(part, field)
            case In(other, part):
                return self.holds(part, other)
            case Words() | Near():
                return any(standing(tree, part) for part in self.where(field))
            case _:
                return find(tree, self.document) is not None

    def marks(self, tree: Tree, field: TextField | None = None) -> set[tuple[str, Span]]:
        """The words of title and text that made it answer."""
        match tree:
            case And(parts):
                return {mark for part in parts for mark in self.marks(part, field)}
            case Or(parts):
                held = [part for part in parts if self.holds(part, field)]
                return {mark for part in held for mark in self.marks(part, field)}
            case In(other, part):
                return self.marks(part, other)
            case Words() | Near():
                return {
                    (name, span)
                    for name, part in (("title", self.title), ("text", self.text))
                    if part in self.where(field)
                    for span in marked(tree, part)
                }
            case _:
                return set()

    def characters(self, tree: Tree, name: str, part: Part) -> set[int]:
        """Each character from the beginning to the end of each mark."""
        spans = sorted(span for where, span in self.marks(tree) if where == name)
        places = [part.folded.span(first, end - 1) for first, end in spans]
        return {place for start, end in places for place in range(start, end)}


def told(marks: tuple[Span, ...]) -> set[int]:
    return {place for start, end in marks for place in range(start, end)}


SCARCE = st.sampled_from(["ville", "de", "maire", "sim", '"de ville"', "=SIM", "m*"]).map(parse)
"""Few words, so that they stand near one another again and again."""

NEARS = st.recursive(
    SCARCE,
    lambda inner: (
        st.builds(Near, inner, inner, st.integers(0, 3), st.booleans())
        | st.lists(inner, min_size=2, max_size=3).map(any_of)
    ),
    max_leaves=7,
)
IGNORED = st.lists(terms().filter(lambda words: isinstance(words, Words)), max_size=2)


BEFORE = st.just(0) | st.builds(
    lambda windows, but: windows * WINDOW_WORDS - but, st.integers(1, 4), st.integers(0, 25)
)
"""Words before those that matter: these then stand where one window ends and the next begins."""


@settings(max_examples=150)
@given(trees() | NEARS, documents(most_words=25), IGNORED, BEFORE)
def test_what_is_found_and_marked_is_what_the_language_says(
    tree: Tree, document: MatchedDocument, ignored: list[Words], before: int
) -> None:
    defined = Defined(document, ignored)
    padded = "zzz " * before + document.text + " zzz" * (before and 3 * WINDOW_WORDS)

    match = find(tree, replace(document, text=padded), ignored)

    assert (match is not None) == defined.holds(tree)
    if match is not None:
        assert told(match.title) == defined.characters(tree, "title", defined.title)
        expected = defined.characters(tree, "text", defined.text)
        assert told(match.text) == {place + before * len("zzz ") for place in expected}
        for places in (match.title, match.text):
            assert all(one[1] <= other[0] for one, other in pairwise(places))
