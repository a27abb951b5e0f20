"""How well articles are grouped into stories.

It compares pairs: two articles that were put together are right if one story is told by both.
What is alone in the grouping, or not in it, is together with nothing.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from tests.media.stories.copies.corpus import Corpus, NearMiss, Told
from tests.media.stories.copies.editing import Kind

type Grouping = Callable[[Sequence[Told]], Iterable[Collection[str]]]
"""From articles, as they came, to groups of keys; nobody is in two groups."""
type Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a grouping did.

    Attributes:
        right: Pairs put together that tell one story, summaries among them.
        wrong: Pairs put together that do not.
        found: Of the pairs that count, those that were put together.
        missed: Of the pairs that count, those that were not.
        near_joined: Near-misses put together.
        kept: How many copies of each kind are with their original, of how many.
    """

    right: int
    wrong: tuple[Pair, ...]
    found: int
    missed: tuple[Pair, ...]
    near_joined: tuple[NearMiss, ...]
    kept: dict[Kind, tuple[int, int]]

    @property
    def precision(self) -> float:
        """Of the pairs put together, the share that is right."""
        return _share(self.right, len(self.wrong))

    @property
    def recall(self) -> float:
        """Of the pairs of copies edited by at most 40 %, originals among them, those found."""
        return _share(self.found, len(self.missed))

    @property
    def precision_of_near(self) -> float:
        """Copies with their original, against these and the near-misses joined."""
        return _share(sum(kept for kept, _ in self.kept.values()), len(self.near_joined))

    @property
    def recall_of_copies(self) -> float:
        """Of the copies edited by at most 40 %, the share that is with its original."""
        counted = [each for kind, each in self.kept.items() if kind is not Kind.SUMMARY]
        return sum(kept for kept, _ in counted) / sum(total for _, total in counted)


def judge(grouping: Grouping, corpus: Corpus) -> Score:
    """Say what *grouping* does with the articles of *corpus*.

    Raises:
        ValueError: A key is in two groups, or is of no article.
    """
    group_of = _placed(grouping(corpus.articles), corpus)

    def is_together(first: str, second: str) -> bool:
        return group_of[first] == group_of[second]

    story_of = corpus.story_of
    together = [pair for pair in combinations(sorted(story_of), 2) if is_together(*pair)]
    wrong = tuple((a, b) for a, b in together if story_of[a] != story_of[b])
    counted = [pair for each in corpus.stories for pair in combinations(each.counted, 2)]
    missed = tuple(pair for pair in counted if not is_together(*pair))
    kept: dict[Kind, tuple[int, int]] = {}
    for story in corpus.stories:
        for copy in story.copies:
            with_it, total = kept.get(copy.kind, (0, 0))
            with_it += is_together(story.original.key, copy.told.key)
            kept[copy.kind] = with_it, total + 1
    return Score(
        right=len(together) - len(wrong),
        wrong=wrong,
        found=len(counted) - len(missed),
        missed=missed,
        near_joined=tuple(
            each for each in corpus.near_misses if is_together(each.first.key, each.second.key)
        ),
        kept=kept,
    )


def _placed(groups: Iterable[Collection[str]], corpus: Corpus) -> dict[str, str]:
    """Return the group of each article: it is called after one of its members."""
    placed: dict[str, str] = {}
    for group in groups:
        name = min(group, default="")
        for key in group:
            if key in placed or key not in corpus.story_of:
                raise ValueError(key)
            placed[key] = name
    return {key: placed.get(key, key) for key in corpus.story_of}


def _share(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else 1.0
