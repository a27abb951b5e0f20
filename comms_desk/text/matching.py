"""Whether a document answers a query, and where: this defines the query language.

An index may propose more than this accepts, never less.  Ignored phrases are erased
before anything is matched, so that "Canadiens de Montréal" never feeds a bare
"Montréal"; an erased word still counts as a word between two others.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from comms_desk.text.fold import Folded, fold, surface, tokens
from comms_desk.text.query.tree import (
    And,
    In,
    Language,
    Near,
    Not,
    Or,
    Since,
    TextField,
    Tree,
    Until,
    Words,
)

MONTREAL: Final = ZoneInfo("America/Toronto")

type Span = tuple[int, int]
"""First token, and the one after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a query can ask about."""

    title: str = ""
    text: str = ""
    outlet: str = ""
    author: str = ""
    language: str = ""
    moment: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a document answers a query: places in its title and text, in characters."""

    title: tuple[Span, ...]
    text: tuple[Span, ...]
    words: tuple[str, ...]
    """The words found, as they are written there, each once."""


class Passage:
    """The words of one part of a document, after the ignored phrases are erased."""

    def __init__(self, original: str, ignored: Sequence[Words] = ()) -> None:
        self._original = original
        self.words: list[str] = tokens(original)
        if ignored:
            self._erase(ignored)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands, in order."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            places.setdefault(word, []).append(place)
        places.pop("", None)
        return places

    @cached_property
    def folded(self) -> Folded:
        """The way back to the original; its tokens are those before erasing."""
        return fold(self._original)

    def spans(self, words: Words) -> list[Span]:
        """Where *words* stand, in order."""
        if not words.exact:
            return self._spans(words)
        return [(first, end) for first, end in self._spans(words) if self._is_exact(words, first)]

    def _spans(self, words: Words) -> list[Span]:
        sought, places = words.tokens, self.places
        length = len(sought)
        if words.prefix:
            if length == 1:
                beginning = sought[0]
                return sorted(
                    (place, place + 1)
                    for word, found in places.items()
                    if word.startswith(beginning)
                    for place in found
                )
        elif length == 1:
            return [(place, place + 1) for place in places.get(sought[0], ())]
        whole = sought[:-1] if words.prefix else sought
        anchor, firsts = 0, places.get(whole[0], [])
        for offset, word in enumerate(whole):
            found = places.get(word)
            if found is None:
                return []
            if len(found) < len(firsts):
                anchor, firsts = offset, found
        text, wanted, last = self.words, list(whole), len(self.words)
        spans = []
        for place in firsts:
            first = place - anchor
            end = first + length
            if first < 0 or end > last or text[first : first + len(wanted)] != wanted:
                continue
            if words.prefix and not text[end - 1].startswith(sought[-1]):
                continue
            spans.append((first, end))
        return spans

    def _is_exact(self, words: Words, first: int) -> bool:
        last = len(words.exact) - 1
        for offset, form in enumerate(words.exact):
            place = first + offset
            written = surface(self._original[self.folded.starts[place] : self.folded.ends[place]])
            if words.prefix and offset == last:
                if not written.startswith(form):
                    return False
            elif written != form:
                return False
        return True

    def _erase(self, ignored: Sequence[Words]) -> None:
        """Put nothing where an ignored phrase stands; all are looked for before any goes."""
        spans = [span for phrase in ignored for span in self.spans(phrase)]
        if spans:
            for first, end in spans:
                self.words[first:end] = [""] * (end - first)
            del self.places


class Prepared:
    """A document made ready to be asked many queries."""

    def __init__(self, document: Document, ignored: Sequence[Words] = ()) -> None:
        self.document = document
        self.title = Passage(document.title, ignored)
        self.text = Passage(document.text, ignored)

    @cached_property
    def outlet(self) -> Passage:
        """The outlet's name; no phrase is ignored there."""
        return Passage(self.document.outlet)

    @cached_property
    def author(self) -> Passage:
        """Who signs; no phrase is ignored there."""
        return Passage(self.document.author)

    @cached_property
    def day(self) -> date | None:
        """The day in Montréal."""
        moment = self.document.moment
        return moment.astimezone(MONTREAL).date() if moment else None

    @cached_property
    def language(self) -> str:
        """The first part of the language's tag."""
        return self.document.language.partition("-")[0].lower()

    def passages(self, within: TextField | None) -> tuple[Passage, ...]:
        """Where to look: title and text, apart, unless one field is asked for."""
        match within:
            case None:
                return (self.title, self.text)
            case TextField.TITLE:
                return (self.title,)
            case TextField.OUTLET:
                return (self.outlet,)
            case TextField.AUTHOR:
                return (self.author,)


def answers(tree: Tree, document: Document | Prepared, ignored: Sequence[Words] = ()) -> bool:
    """Say whether *document* answers *tree*; *ignored* does nothing to a prepared one."""
    prepared = document if isinstance(document, Prepared) else Prepared(document, ignored)
    return _holds(tree, prepared, None)


def find(tree: Tree, document: Document | Prepared, ignored: Sequence[Words] = ()) -> Match | None:
    """Where *document* answers *tree*, or None where it does not."""
    prepared = document if isinstance(document, Prepared) else Prepared(document, ignored)
    if not _holds(tree, prepared, None):
        return None
    marks = _Marks(prepared)
    marks.collect(tree, None)
    return marks.match()


def midnight(day: date) -> datetime:
    """The moment at which *day* begins in Montréal."""
    return datetime.combine(day, time(), MONTREAL)


def _holds(tree: Tree, prepared: Prepared, within: TextField | None) -> bool:  # noqa: PLR0911
    match tree:
        case Words() if not (tree.prefix or tree.exact) and len(tree.tokens) == 1:
            word = tree.tokens[0]
            return any(word in passage.places for passage in prepared.passages(within))
        case Words():
            return any(passage.spans(tree) for passage in prepared.passages(within))
        case And(parts):
            return all(_holds(part, prepared, within) for part in parts)
        case Or(parts):
            return any(_holds(part, prepared, within) for part in parts)
        case Not(part):
            return not _holds(part, prepared, within)
        case Near():
            return any(_spans(tree, passage) for passage in prepared.passages(within))
        case In(field_, part):
            return _holds(part, prepared, field_)
        case Language(code):
            return prepared.language == code
        case Since(day):
            return prepared.day is not None and prepared.day >= day
        case Until(day):
            return prepared.day is not None and prepared.day < day


def _spans(tree: Tree, passage: Passage) -> list[Span]:
    """Where *tree* (words, their Or, a Near) stands in *passage*, in order."""
    match tree:
        case Words():
            return passage.spans(tree)
        case Or(parts):
            return sorted({span for part in parts for span in _spans(part, passage)})
        case Near():
            return _shortest([(left[0], right[1]) if left < right else (right[0], left[1])
                              for left, right in _pairs(tree, passage)])  # fmt: skip
        case _:
            raise TypeError(f"{type(tree).__name__} stands nowhere")


def _pairs(near: Near, passage: Passage) -> list[tuple[Span, Span]]:
    """Each left and right of *near* that are close enough and do not overlap."""
    lefts, rights = _spans(near.left, passage), _spans(near.right, passage)
    if not lefts or not rights:
        return []
    pairs = [
        (left, right)
        for left in lefts
        for right in _starting(rights, left[1], left[1] + near.within)
    ]
    if not near.ordered:
        pairs += [
            (left, right)
            for right in rights
            for left in _starting(lefts, right[1], right[1] + near.within)
        ]
    return pairs


def _starting(spans: list[Span], first: int, last: int) -> list[Span]:
    """Those of *spans* (in order) that start at *first* to *last*."""
    return spans[bisect_left(spans, (first, 0)) : bisect_right(spans, (last + 1, 0))]


def _shortest(spans: Iterable[Span]) -> list[Span]:
    """*spans* without those that hold another: so that a chain of NEAR stays small."""
    kept: list[Span] = []
    for first, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        while kept and kept[-1][1] >= end:
            kept.pop()
        kept.append((first, end))
    return kept


@dataclass(slots=True)
class _Marks:
    """The words that made a document answer, to be shown."""

    prepared: Prepared
    title: set[Span] = field(default_factory=set)
    text: set[Span] = field(default_factory=set)

    def collect(self, tree: Tree, within: TextField | None) -> None:
        match tree:
            case Words():
                self._mark(within, lambda passage: passage.spans(tree))
            case And(parts):
                for part in parts:
                    self.collect(part, within)
            case Or(parts):
                for part in parts:
                    if _holds(part, self.prepared, within):
                        self.collect(part, within)
            case Near():
                self._mark(within, lambda passage: _marked(tree, passage))
            case In(field_, part):
                self.collect(part, field_)
            case _:
                pass

    def match(self) -> Match:
        places = {
            "title": _in_characters(self.prepared.title, self.title),
            "text": _in_characters(self.prepared.text, self.text),
        }
        document = self.prepared.document
        written = [document.title[a:b] for a, b in places["title"]]
        written += [document.text[a:b] for a, b in places["text"]]
        once: dict[str, str] = {}
        for words in written:
            once.setdefault(" ".join(tokens(words)), words)
        return Match(title=places["title"], text=places["text"], words=tuple(once.values()))

    def _mark(self, within: TextField | None, spans: Callable[[Passage], Iterable[Span]]) -> None:
        for passage in self.prepared.passages(within):
            if passage is self.prepared.title:
                self.title.update(spans(passage))
            elif passage is self.prepared.text:
                self.text.update(spans(passage))


def _marked(near: Near, passage: Passage) -> set[Span]:
    """The words on both sides of *near*, where they are near each other."""
    marks: set[Span] = set()
    for pair in _pairs(near, passage):
        for side, (first, end) in zip((near.left, near.right), pair, strict=True):
            if isinstance(side, Near):
                inside = _marked(side, passage)
                marks.update(span for span in inside if first <= span[0] and span[1] <= end)
            else:
                marks.add((first, end))
    return marks


def _in_characters(passage: Passage, spans: set[Span]) -> tuple[Span, ...]:
    """*spans* of words as places in the original; those that overlap are joined."""
    joined: list[list[int]] = []
    for first, end in sorted(spans):
        if joined and first < joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([first, end])
    return tuple(passage.folded.span(first, end - 1) for first, end in joined)
