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
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from comms_desk.text.fold import tokens
from comms_desk.text.passage import Passage, Span
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

_ABOUT = (Language, Since, Until)
"""What is told without reading a word: asked first."""


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
            return any(word in passage.vocabulary for passage in prepared.passages(within))
        case Words():
            return any(passage.holds(tree) for passage in prepared.passages(within))
        case And(parts):
            about = (part for part in parts if isinstance(part, _ABOUT))
            said = (part for part in parts if not isinstance(part, _ABOUT))
            return all(_holds(part, prepared, within) for part in chain(about, said))
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
            lefts, rights = _spans(tree.left, passage), _spans(tree.right, passage)
            covers = _covers(lefts, rights, tree.within)
            if not tree.ordered:
                covers += _covers(rights, lefts, tree.within)
            return _shortest(covers)
        case _:
            raise TypeError(f"{type(tree).__name__} stands nowhere")


def _covers(firsts: list[Span], seconds: list[Span], within: int) -> list[Span]:
    """The shortest span from each of *firsts* over one of *seconds* that is close enough."""
    covers = []
    for first in firsts:
        end = 0
        for second in _starting(seconds, first[1], first[1] + within):
            if end and second[0] >= end:
                break
            end = min(end or second[1], second[1])
        if end:
            covers.append((first[0], end))
    return covers


def _pairs(near: Near, passage: Passage) -> list[tuple[Span, Span]]:
    """Each left and right of *near* that are close enough and do not overlap."""
    lefts, rights = _spans(near.left, passage), _spans(near.right, passage)
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
    sides = (near.left, near.right)
    inside = [_marked(side, passage) if isinstance(side, Near) else None for side in sides]
    marks: set[Span] = set()
    for pair in set(_pairs(near, passage)):
        for within, (first, end) in zip(inside, pair, strict=True):
            if within is None:
                marks.add((first, end))
            else:
                marks.update(span for span in within if first <= span[0] and span[1] <= end)
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
