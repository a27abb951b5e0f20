"""Whether a document answers a query, and where: this defines the query language.

An index may propose more than this accepts, never less.  Ignored phrases are erased
before anything is matched, so that "Canadiens de Montréal" never feeds a bare
"Montréal"; an erased word still counts as a word between two others.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Final
from zoneinfo import ZoneInfo

from comms_desk.text.fold import tokens
from comms_desk.text.passage import Passage, Span
from comms_desk.text.query.tree import (
    And,
    Ignored,
    In,
    InLanguage,
    Meant,
    NamedQuery,
    Near,
    Not,
    Or,
    Since,
    TextField,
    Tree,
    Until,
    Words,
    children,
    is_alone,
)

MONTREAL: Final = ZoneInfo("America/Toronto")

MOST_MARKS = 1_000
"""Of a document no more places are kept, the first ones: past it a person is told "1,000+"."""

WINDOW_WORDS = 2_000
"""A NEAR is looked for in so much of a text at a time, and no farther than it was to be found."""

LONGEST_WORDS = 200
"""In characters: of words in a row that overlap one another no more is given back."""

_ABOUT = (InLanguage, Since, Until)
"""What is told without reading a word: asked first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedDocument:
    """What a query can ask about."""

    title: str = ""
    text: str = ""
    outlet: str = ""
    author: str = ""
    language: str = ""
    moment: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a document answers a query: places in its title and text, in characters.

    *words* are those found at these places, as they are written there, each once.
    """

    title: tuple[Span, ...]
    text: tuple[Span, ...]
    words: tuple[str, ...]


class Prepared:
    """A document made ready to be asked many queries."""

    def __init__(self, document: MatchedDocument, ignored: Sequence[Words] = ()) -> None:
        self.document = document
        self._ignored = ignored if isinstance(ignored, Ignored) else Ignored(ignored)
        self._whole: Prepared | None = None
        self._without: dict[int, Prepared] = {}
        """By which phrases: each of these has its own, which are as long there as it."""
        self._meant: dict[tuple[Meant, TextField | None], bool] = {}
        self._marked: dict[tuple[Meant, TextField | None], tuple[set[Span], set[Span]]] = {}

    def ignoring(self, phrases: Sequence[Words]) -> "Prepared":
        """This document with *phrases* erased; what was found out about it is not lost."""
        if not phrases:
            return self
        phrases = phrases if isinstance(phrases, Ignored) else Ignored(phrases)
        erased = self._without.get(id(phrases))
        if erased is None:
            erased = self._without[id(phrases)] = Prepared(self.document, phrases)
            erased._whole = self
        return erased

    def let_go(self) -> None:
        """Let go of what it is without phrases: each holds this one, and both until a sweep."""
        self._without.clear()

    def holds(self, meant: Meant, within: TextField | None) -> bool:
        """Say whether what a name means is true here; many queries may have that name."""
        known = self._meant.get((meant, within))
        if known is None:
            known = _holds(meant.part, self.ignoring(meant.ignored), within)
            self._meant[meant, within] = known
        return known

    def marked(self, meant: Meant, within: TextField | None) -> tuple[set[Span], set[Span]]:
        """Where what a name means answers here, in the title and in the text."""
        known = self._marked.get((meant, within))
        if known is None:
            marks = _Marks(self.ignoring(meant.ignored))
            marks.collect(meant.part, within)
            known = self._marked[meant, within] = (marks.title, marks.text)
        return known

    @cached_property
    def title(self) -> Passage:
        """Its title, without what is ignored."""
        whole = self._whole.title if self._whole else Passage(self.document.title)
        return whole.without(self._ignored)

    @cached_property
    def text(self) -> Passage:
        """Its text, without what is ignored."""
        whole = self._whole.text if self._whole else Passage(self.document.text)
        return whole.without(self._ignored)

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


def answers(
    tree: Tree, document: MatchedDocument | Prepared, ignored: Sequence[Words] = ()
) -> bool:
    """Say whether *document* answers *tree*; *ignored* does nothing to a prepared one."""
    prepared = document if isinstance(document, Prepared) else Prepared(document, ignored)
    return _holds(tree, prepared, None)


def find(
    tree: Tree, document: MatchedDocument | Prepared, ignored: Sequence[Words] = ()
) -> Match | None:
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
        case Words() if is_alone(tree):
            word = tree.tokens[0]
            return any(word in passage.vocabulary for passage in prepared.passages(within))
        case Words():
            return any(passage.holds(tree) for passage in prepared.passages(within))
        case And(parts):
            about = (part for part in parts if isinstance(part, _ABOUT))
            said = (part for part in parts if not isinstance(part, _ABOUT))
            return all(_holds(part, prepared, within) for part in chain(about, said))
        case Or():
            return any(
                not tree.alone.keys().isdisjoint(passage.vocabulary)
                or any(map(passage.holds, tree.filed.among(passage.vocabulary)))
                for passage in prepared.passages(within)
            ) or any(_holds(part, prepared, within) for part in tree.others)
        case Not(part):
            return not _holds(part, prepared, within)
        case Near():
            return any(_is_near(tree, passage) for passage in prepared.passages(within))
        case In(field_, part):
            return _holds(part, prepared, field_)
        case Meant():
            return prepared.holds(tree, within)
        case InLanguage() | Since() | Until():
            return _is_about(tree, prepared)
        case NamedQuery(key):
            raise LookupError(f"nobody said what @{key} means")


def _is_about(tree: InLanguage | Since | Until, prepared: Prepared) -> bool:
    match tree:
        case InLanguage(code):
            return prepared.language == code
        case Since(day):
            return prepared.day is not None and prepared.day >= day
        case Until(day):
            return prepared.day is not None and prepared.day < day


class _Window:
    """Some of a passage's words, and what stands wholly among them."""

    def __init__(self, passage: Passage, first: int, end: int) -> None:
        self._passage = passage
        self._first, self._end = first, end
        self.vocabulary = passage.vocabulary

    def spans(self, words: Words) -> list[Span]:
        """Where *words* stand, in order."""
        spans = self._passage.spans(words)
        start = bisect_left(spans, (self._first, 0))
        return spans[start : bisect_left(spans, (self._end - len(words.tokens) + 1, 0), start)]


type _Place = Passage | _Window


def _windows(near: Near, passage: Passage) -> Iterator[tuple[_Place, int, int]]:
    """Windows on *passage*, each with the words that it is for: from a first one, up to an end.

    All that decides whether and where *near* stands at a word lies in the same window.
    """
    reach = _reach(near)
    step = max(WINDOW_WORDS, 4 * reach)
    if len(passage.words) <= step:
        yield passage, 0, len(passage.words)
        return
    for first in range(0, len(passage.words), step):
        yield _Window(passage, first - reach, first + step + reach), first, first + step


def _reach(tree: Tree) -> int:
    """In how many words *tree* (words, their Or, a Near) stands at most."""
    match tree:
        case Words():
            return len(tree.tokens)
        case Near():
            return _reach(tree.left) + tree.within + _reach(tree.right)
        case _:
            return max(map(_reach, children(tree)))


def _is_near(near: Near, passage: Passage) -> bool:
    known = passage.known.get(near)
    if known is None:
        known = any(_spans(near, window) for window, _, _ in _windows(near, passage))
        passage.known[near] = known
    return known


def _spans(tree: Tree, place: _Place) -> list[Span]:
    """Where *tree* (words, their Or, a Near, what a name in one means) stands, in order."""
    match tree:
        case Words():
            return place.spans(tree)
        case Or():
            among = tree.among(place.vocabulary)
            return sorted({span for part in among for span in _spans(part, place)})
        case Near():
            rights = _spans(tree.right, place)  # In a chain the cheaper side.
            lefts = _spans(tree.left, place) if rights else []
            return _covering(tree, lefts, rights) if lefts else []
        case Meant(part):
            return _spans(part, place)
        case _:
            raise TypeError(f"{type(tree).__name__} stands nowhere")


def _covering(near: Near, lefts: list[Span], rights: list[Span]) -> list[Span]:
    covers = _covers(lefts, rights, near.within)
    if not near.ordered:
        covers += _covers(rights, lefts, near.within)
    return _shortest(covers)


def _covers(firsts: list[Span], seconds: list[Span], within: int) -> list[Span]:
    """The shortest span from each of *firsts* over one of *seconds* that is close enough."""
    covers = []
    close: deque[Span] = deque()
    """Those that start close enough after a first, and may still be the one that ends soonest."""
    coming = 0
    for start, end in sorted(firsts, key=itemgetter(1)):
        while close and close[0][0] < end:
            close.popleft()
        if not close:
            coming = bisect_left(seconds, (end, 0), coming)
        while coming < len(seconds) and seconds[coming][0] <= end + within:
            while close and close[-1][1] >= seconds[coming][1]:
                close.pop()
            close.append(seconds[coming])
            coming += 1
        if close:
            covers.append((start, close[0][1]))
    return covers


def _close(firsts: list[Span], seconds: list[Span], within: int) -> tuple[set[Span], set[Span]]:
    """Those of *firsts* that one of *seconds* follows closely enough, and those that do."""
    starts = [start for start, _ in seconds]
    ends = sorted(end for _, end in firsts)
    followed = {
        span
        for span, place in ((span, bisect_left(starts, span[1])) for span in firsts)
        if place < len(starts) and starts[place] <= span[1] + within
    }
    following = {
        span
        for span, place in ((span, bisect_left(ends, span[0] - within)) for span in seconds)
        if place < len(ends) and ends[place] <= span[0]
    }
    return followed, following


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
            case Words() | Near():
                for passage in self.prepared.passages(within):
                    if passage is self.prepared.title:
                        self.title.update(_apart(_marks(tree, passage)))
                    elif passage is self.prepared.text:
                        self.text.update(_apart(_marks(tree, passage)))
            case And(parts):
                for part in parts:
                    self.collect(part, within)
            case Or():
                passages = self.prepared.passages(within)
                vocabulary = frozenset[str]().union(*(each.vocabulary for each in passages))
                for part in tree.among(vocabulary):
                    if isinstance(part, Words) or _holds(part, self.prepared, within):
                        self.collect(part, within)
            case In(field_, part):
                self.collect(part, field_)
            case Meant():
                title, text = self.prepared.marked(tree, within)
                self.title |= title
                self.text |= text
            case _:
                pass

    def match(self) -> Match:
        document = self.prepared.document
        title = self.prepared.title.in_characters(_apart(sorted(self.title)))
        text = self.prepared.text.in_characters(_apart(sorted(self.text), MOST_MARKS - len(title)))
        written = [document.title[a : min(b, a + LONGEST_WORDS)] for a, b in title]
        written += [document.text[a : min(b, a + LONGEST_WORDS)] for a, b in text]
        once: dict[str, str] = {}
        for words in written:
            once.setdefault(" ".join(tokens(words)), words)
        return Match(title=title, text=text, words=tuple(once.values()))


def _marks(tree: Words | Near, passage: Passage) -> Iterator[Span]:
    """What is marked of *tree*, in order."""
    if isinstance(tree, Words):
        yield from passage.spans(tree)
        return
    for window, first, end in _windows(tree, passage):
        yield from sorted(span for span in _marked(tree, window)[1] if first <= span[0] < end)


def _marked(tree: Tree, place: _Place) -> tuple[list[Span], Iterable[Span]]:
    """Where *tree* stands, and what is marked there.

    Of a NEAR, what stands on each side of it where both are near each other; of one inside
    another, only what lies where the outer one found it.
    """
    if not isinstance(tree, Near):
        spans = _spans(tree, place)
        return spans, spans
    rights, marked_right = _marked(tree.right, place)
    lefts, marked_left = _marked(tree.left, place) if rights else ([], ())
    if not lefts:
        return [], ()
    near_left, near_right = _close(lefts, rights, tree.within)
    if not tree.ordered:
        right_first, left_after = _close(rights, lefts, tree.within)
        near_left |= left_after
        near_right |= right_first
    marks = _inside(tree.left, near_left, marked_left)
    return _covering(tree, lefts, rights), marks | _inside(tree.right, near_right, marked_right)


def _inside(side: Tree, near: set[Span], marked: Iterable[Span]) -> set[Span]:
    """What is marked of one side of a NEAR that found it at *near*."""
    if not isinstance(side, Near):
        return near
    inside = set()
    around = deque(sorted(near))
    farthest = 0
    for first, end in sorted(marked):
        while around and around[0][0] <= first:
            farthest = max(farthest, around.popleft()[1])
        if end <= farthest:
            inside.add((first, end))
    return inside


def _apart(spans: Iterable[Span], most: int = MOST_MARKS) -> list[Span]:
    """The first *most* of *spans*, which come in order; those that overlap are joined."""
    apart: list[Span] = []
    for first, end in spans:
        if apart and first < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        elif len(apart) == most:
            break
        else:
            apart.append((first, end))
    return apart
