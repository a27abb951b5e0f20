"""What an article took of a release, sentence by sentence, and what became of each quote.

Words are compared, never what they mean.  A sentence stands in an article word for word when its
words do, in a row; it was shortened when what is left of it does, with nothing put between; and it
was altered when most of what it tells is told in one sentence of the article, or in two in a row.
Where a word stands in the place of another, or what denied the rest is gone, nothing is left of it:
it is another sentence.

A formula that anyone may use (« Nous sommes très fiers de ce projet ») is taken only in an article
that also has what nobody could have written who had not read the release; where names and figures
differ, the same formula tells of another city, or of last year, and nothing is taken.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import Match, SequenceMatcher
from itertools import groupby, pairwise
from typing import Final

from comms_desk.media.coverage.forms import Forms, is_figure, tells
from comms_desk.media.coverage.model import QuoteReprise, ReleasePart, Reprise, Reprised, TakenAs
from comms_desk.media.coverage.release import Release, is_sought
from comms_desk.media.coverage.worded import Word, Worded, worded
from comms_desk.text.sentences import sentence_places

MOST_WORDS: Final = 150
"""Of a sentence: what stands further in it is not compared word by word."""

_NEGATIONS_WORDS = """
ne n pas jamais aucun aucune rien ni not never no nor none cannot cant dont doesnt didnt wont isnt
arent wasnt werent hasnt havent shouldnt wouldnt couldnt
"""
_NEGATIONS: Final = frozenset(_NEGATIONS_WORDS.split())


MOST_CHARACTERS: Final = 100_000
"""What stands further in an article is not read."""
MOST_HOLDING: Final = 64
"""Sentences that are looked for by one word: what more have tells nothing."""
MOST_LIKELY: Final = 3
"""Sentences of an article that are compared with one of the release word by word."""
SHARE_ALTERED: Final = 0.48
"""Of what a sentence tells, by weight: it is recognised."""
SHARE_ALTERED_LONG: Final = 0.42
LEAST_LONG: Final = 4
"""Words that tell something, and are told there too: less than the half is then enough."""
SHARE_OF_FEW: Final = 0.55
"""Of what a sentence of few words tells: two of them are enough in one that tells little else."""
SHARE_SHORTENED: Final = 0.2
SHARE_LEFT: Final = 0.7
"""Of what an altered sentence would tell: what was shortened tells that much, at least."""
SHARE_SPLIT: Final = 0.6
"""Of what the first sentence did not tell: the second of two tells it."""
SHARE_REST: Final = 0.2
"""Of what a sentence tells: less is not the half of one."""
LEAST_REST: Final = 2
"""Words that tell something: fewer are not half a sentence."""
SHARE_OF_HALF: Final = 0.25
SHARE_IN_TWO: Final = 0.65
"""Of what a sentence tells: what each of two in a row does, and both together."""
LEAST_TOLD: Final = 3
"""Words: fewer are no sentence's, unless between quotation marks."""
LEAST_FRAGMENT: Final = 2
FORMULA: Final = 2
"""Words that tell something: as many are in anybody's sentence, and prove nothing."""
ANCHORED: Final = 2
"""Words that a name or a figure is worth, besides itself."""
ENOUGH: Final = 4
"""Evidence that an article had the release: the most that one sentence is by plain words."""
OTHER_FIGURE: Final = 4
"""Evidence against it: a figure in the place of another."""
OTHER_NAME: Final = 6
NAME_WEIGHT: Final = 1.5
"""Of a name or a figure; of another word 1."""

type Telling = Mapping[str, Word]
"""The words of a sentence that tell something, by their forms."""


def reprise(release: Release, article: str) -> Reprise:
    """Return what *article*, its text without its title, took of *release*."""
    read = ComparedArticle(article, release.forms)
    found = [
        read.find(words, sentence.part) if is_sought(sentence) else NOTHING
        for sentence, words in zip(release.sentences, release.worded, strict=True)
    ]
    evidence = [
        read.evidence(words, sentence.part, each, release.known)
        for sentence, words, each in zip(release.sentences, release.worded, found, strict=True)
    ]
    if sum(evidence) < ENOUGH:
        found = [NOTHING] * len(found)
    held = Counter(place for each in found for place in each.into)
    found = [_merged(read.with_rest(each, held), held) for each in found]
    return Reprise(
        sentences=tuple(
            Reprised(
                text=sentence.text,
                start=sentence.start,
                end=sentence.end,
                part=sentence.part,
                taken=each.taken,
                into=tuple(read.sentences[place].place for place in each.into),
            )
            for sentence, each in zip(release.sentences, found, strict=True)
        ),
        quotes=tuple(
            QuoteReprise(
                who=quote.who,
                sentences=quote.sentences,
                taken=_of_quote({found[place].taken for place in quote.sentences}),
            )
            for quote in release.quotes
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSentence:
    """What was done with a sentence, in which sentences of the article.

    Attributes:
        is_marked: Whether it stands between quotation marks.
        telling: What it tells.
        kept: The forms of what was kept of that.
    """

    taken: TakenAs
    into: tuple[int, ...]
    is_marked: bool = False
    telling: Telling = field(default_factory=dict)
    kept: Collection[str] = ()


NOTHING: Final = FoundSentence(taken=TakenAs.NONE, into=())


class ComparedArticle:
    """An article in which sentences of one release are looked for."""

    def __init__(self, text: str, forms: Forms) -> None:
        """Read *text*, without its title; *forms* are those of the words of the release."""
        self._text = text[:MOST_CHARACTERS]
        self._forms = forms
        self.sentences = worded(self._text, sentence_places(self._text))
        self._rows = [
            _Row([each.said for each in self.sentences]),
            _Row([each.told for each in self.sentences]),
            _Row([each.words for each in self.sentences]),
        ]
        self._telling = [self._telling_of(each.words) for each in self.sentences]
        self._holding: dict[str, list[int]] = {}
        for place, telling in enumerate(self._telling):
            for form in telling:
                held = self._holding.setdefault(form, [])
                if len(held) < MOST_HOLDING:
                    held.append(place)

    def find(self, sentence: Worded, part: ReleasePart) -> FoundSentence:
        """Return what was done with a *sentence* of the release."""
        core = sentence.said if part is ReleasePart.QUOTE else sentence.told
        if len(core) < LEAST_TOLD:
            return NOTHING
        telling = self._telling_of(core)
        whole = self._in_a_row(core, telling)
        if whole is not None:
            return whole
        shares = self._shares(telling)
        kept, shortened = self._shortened(core, telling, part, [*shares][:MOST_LIKELY])
        share, altered = self._altered(sentence, telling, shares)
        return shortened if kept >= share * SHARE_LEFT else altered

    def evidence(
        self, sentence: Worded, part: ReleasePart, found: FoundSentence, known: Collection[str]
    ) -> int:
        """Return how much *found* says for the release as its source; less than 0: against it.

        For it: what nobody else would have written, and twice where the same person says it.
        Against it: each name or figure of the news that the article has nowhere, where it has
        another in its place that is nowhere in the release, whose forms are *known*.
        """
        kept = [found.telling[form] for form in found.kept]
        if not kept:
            return 0
        told = self._told_in(found.into)
        gone = [
            word
            for form, word in found.telling.items()
            if part.is_told and form not in self._holding
        ]
        others = [word for form, word in told.items() if form not in known and not word.is_who]
        against = sum(
            weight * min(sum(map(is_one, gone)), sum(map(is_one, others)))
            for is_one, weight in ((_is_figure, OTHER_FIGURE), (_is_named, OTHER_NAME))
        )
        plain = max(0, len(kept) - FORMULA)
        anchored = ANCHORED * sum(map(_is_anchor, kept))
        if found.taken is TakenAs.ALTERED:
            own = min((plain + anchored) // 2, ENOUGH)
        else:
            own = min(plain, ENOUGH) + anchored
        speaks = any(
            word.is_who and word.is_named and self._forms(word.folded) in told
            for word in sentence.words
        )
        return own * (1 + speaks) - against

    def with_rest(self, found: FoundSentence, held: Collection[int]) -> FoundSentence:
        """Return it as cut in two where a sentence beside tells the rest, and is not *held*."""
        if found.taken not in {TakenAs.SHORTENED, TakenAs.ALTERED} or len(found.into) != 1:
            return found
        place = found.into[0]
        left = {form: word for form, word in found.telling.items() if form not in found.kept}
        if len(left) < LEAST_REST or _sum(left) < SHARE_REST * _sum(found.telling):
            return found
        for beside in (place + 1, place - 1):
            if 0 <= beside < len(self.sentences) and beside not in held:
                rest = {form: word for form, word in left.items() if form in self._telling[beside]}
                if len(rest) >= LEAST_REST and _sum(rest) >= SHARE_SPLIT * _sum(left):
                    into = tuple(sorted((place, beside)))
                    return replace(found, taken=TakenAs.ALTERED, into=into)
        return found

    def _telling_of(self, words: Iterable[Word]) -> Telling:
        return {self._forms(word.folded): word for word in words if tells(word.folded)}

    def _in_a_row(self, core: Sequence[Word], telling: Telling) -> FoundSentence | None:
        """Return what became of a sentence whose words stand there in a row; None: they do not."""
        wanted, cut = [word.folded for word in core], None
        for row in self._rows:
            for held in row.find(wanted):
                into = tuple(dict.fromkeys(place for place, _word in held))
                if len(into) == 1 or self._resumes(held):
                    return FoundSentence(
                        taken=TakenAs.VERBATIM, into=into, telling=telling, kept=telling.keys()
                    )
                cut = cut or into
        if cut is None:
            return None
        return FoundSentence(taken=TakenAs.ALTERED, into=cut, telling=telling, kept=telling.keys())

    def _resumes(self, held: Sequence[tuple[int, Word]]) -> bool:
        """Whether only words that say who speaks part what stands in several sentences."""
        return all(
            one == other or any(mark in self._text[word.end : next_.start] for mark in '»”"')
            for (one, word), (other, next_) in pairwise(held)
        )

    def _shares(self, telling: Telling) -> dict[int, float]:
        """Return how much of what a sentence tells each of the article's does, the most first."""
        whole = _sum(telling)
        shares: dict[int, float] = {}
        for form, word in telling.items():
            for place in self._holding.get(form, ()):
                shares[place] = shares.get(place, 0.0) + _weight(word) / whole
        return dict(sorted(shares.items(), key=lambda each: -each[1]))

    def _shortened(
        self, core: Sequence[Word], telling: Telling, part: ReleasePart, places: Iterable[int]
    ) -> tuple[float, FoundSentence]:
        """Return how much is left of a sentence that was shortened, the most, and where."""
        best = 0.0, NOTHING
        whole = _sum(telling)
        for place in places:
            sentence = self.sentences[place]
            marked = [*runs(sentence.words)] if part is ReleasePart.QUOTE else []
            for words, is_marked in [*((run, True) for run in marked), (sentence.told, False)]:
                left = left_of(core, words)
                kept = self._telling_of(left)
                least = LEAST_FRAGMENT if is_marked and len(left) == len(words) else LEAST_TOLD
                share = _sum(kept) / whole if whole else 0.0
                rest = self._telling_of(words).keys() - kept.keys()
                is_of_it = is_marked or share >= SHARE_ALTERED_LONG or len(rest) <= len(kept)
                if len(kept) >= least and share >= SHARE_SHORTENED and is_of_it and share > best[0]:
                    best = (
                        share,
                        FoundSentence(
                            taken=TakenAs.SHORTENED,
                            into=(place,),
                            is_marked=is_marked,
                            telling=telling,
                            kept=kept,
                        ),
                    )
        return best

    def _altered(
        self, sentence: Worded, telling: Telling, shares: Mapping[int, float]
    ) -> tuple[float, FoundSentence]:
        """Return how much of a sentence is recognised, and where."""
        place, share = next(iter(shares.items()), (0, 0.0))
        into: tuple[int, ...] = (place,)
        kept = telling.keys() & self._told_in(into).keys()
        if share < (SHARE_ALTERED_LONG if len(kept) >= LEAST_LONG else SHARE_ALTERED):
            into, share = self._in_two(telling, shares)
            kept = telling.keys() & self._told_in(into).keys()
        who = self._telling_of(word for word in sentence.words if word.is_who)
        told = self._told_in(into).keys() - who.keys()
        is_of_few = share >= SHARE_OF_FEW and len(told) <= 2 * len(kept)
        if len(kept) < (LEAST_FRAGMENT if is_of_few else LEAST_TOLD):
            return 0.0, NOTHING
        return share, FoundSentence(taken=TakenAs.ALTERED, into=into, telling=telling, kept=kept)

    def _told_in(self, places: Iterable[int]) -> Telling:
        return {form: word for place in places for form, word in self._telling[place].items()}

    def _in_two(
        self, telling: Telling, shares: Mapping[int, float]
    ) -> tuple[tuple[int, ...], float]:
        """Return the two sentences in a row that tell enough together, and how much they do."""
        best: tuple[tuple[int, ...], float] = (), 0.0
        for place, share in shares.items():
            if min(share, shares.get(place + 1, 0.0)) >= SHARE_OF_HALF:
                both = self._telling[place].keys() | self._telling[place + 1].keys()
                told = {form: word for form, word in telling.items() if form in both}
                of_both = _sum(told) / _sum(telling)
                if of_both >= SHARE_IN_TWO and of_both > best[1]:
                    best = (place, place + 1), of_both
        return best


class _Row:
    """Words of an article in a row, from one sentence to the next."""

    def __init__(self, sentences: Sequence[Sequence[Word]]) -> None:
        self._words = [(place, word) for place, each in enumerate(sentences) for word in each]
        self._starts: list[int] = []
        length = 0
        for _place, word in self._words:
            self._starts.append(length)
            length += len(word.folded) + 1
        self._joined = "".join(f" {word.folded}" for _place, word in self._words) + " "

    def find(self, wanted: Sequence[str]) -> Iterator[Sequence[tuple[int, Word]]]:
        """Yield the words that are the *wanted* ones, wherever they stand."""
        joined = f" {' '.join(wanted)} "
        found = self._joined.find(joined)
        while found >= 0:
            first = bisect_right(self._starts, found) - 1
            yield self._words[first : first + len(wanted)]
            found = self._joined.find(joined, found + 1)


def _is_figure(word: Word) -> bool:
    return is_figure(word.folded)


def _is_named(word: Word) -> bool:
    return word.is_named


def _is_anchor(word: Word) -> bool:
    return word.is_named or _is_figure(word)


def _sum(telling: Telling) -> float:
    return sum(map(_weight, telling.values()))


def _weight(word: Word) -> float:
    return NAME_WEIGHT if _is_anchor(word) else 1.0


def _merged(found: FoundSentence, held: Mapping[int, int]) -> FoundSentence:
    """Return it as altered where it was shortened into a sentence that took another one too."""
    is_merged = any(held[place] > 1 for place in found.into)
    if found.taken is TakenAs.SHORTENED and is_merged and not found.is_marked:
        return replace(found, taken=TakenAs.ALTERED)
    return found


def _of_quote(taken: Collection[TakenAs]) -> TakenAs:
    if taken == {TakenAs.NONE}:
        return TakenAs.DROPPED
    if TakenAs.ALTERED in taken:
        return TakenAs.ALTERED
    return TakenAs.VERBATIM if taken == {TakenAs.VERBATIM} else TakenAs.SHORTENED


def runs(words: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield the words between each two quotation marks."""
    for is_said, run in groupby(words, key=lambda word: word.is_said):
        if is_said:
            yield tuple(word for word in run if not word.is_who)


def left_of(core: Sequence[Word], words: Sequence[Word]) -> Sequence[Word]:
    """Return the words of *core* that are left among *words*; none where more was done."""
    core, words = core[:MOST_WORDS], words[:MOST_WORDS]
    matcher = SequenceMatcher(
        None, [each.folded for each in core], [each.folded for each in words], autojunk=False
    )
    blocks = [*matcher.get_matching_blocks()][:-1]
    while len(blocks) > 1 and _is_stray(core, blocks[0]):
        del blocks[0]
    while len(blocks) > 1 and _is_stray(core, blocks[-1]):
        del blocks[-1]
    if not blocks:
        return ()
    first, last = blocks[0], blocks[-1]
    end, stop = last.a + last.size, last.b + last.size
    replaced_before = first.a and first.b and not words[first.b].is_parted
    replaced_after = end < len(core) and stop < len(words) and not words[stop].is_parted
    put_between = any(one.b + one.size != other.b for one, other in pairwise(blocks))
    gaps = [
        (0, first.a),
        *((one.a + one.size, other.a) for one, other in pairwise(blocks)),
        (end, len(core)),
    ]
    if replaced_before or replaced_after or put_between or any(_denies(core, *gap) for gap in gaps):
        return ()
    return [word for block in blocks for word in core[block.a : block.a + block.size]]


def _is_stray(core: Sequence[Word], block: Match) -> bool:
    return not any(tells(word.folded) for word in core[block.a : block.a + block.size])


def _denies(core: Sequence[Word], start: int, end: int) -> bool:
    """Whether the words of *core* from *start* to *end* deny what stands beside them."""
    if start == end:
        return False
    is_apart = core[start].is_parted and (end == len(core) or core[end].is_parted)
    ends = {core[start].folded, core[end - 1].folded}
    return not is_apart and not ends.isdisjoint(_NEGATIONS)
