"""What is left of a sentence in another: its words in their order, with nothing put between.

Where a word stands in the place of another, or what denied the rest is gone, nothing is left of
it: it is another sentence.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import Match, SequenceMatcher
from itertools import groupby, pairwise
from typing import Final

from comms_desk.media.coverage.forms import tells
from comms_desk.media.coverage.worded import Word

MOST_WORDS: Final = 150
"""Of a sentence: what stands further in it is not compared word by word."""

_NEGATIONS_WORDS = """
ne n pas jamais aucun aucune rien ni not never no nor none cannot cant dont doesnt didnt wont isnt
arent wasnt werent hasnt havent shouldnt wouldnt couldnt
"""
_NEGATIONS: Final = frozenset(_NEGATIONS_WORDS.split())


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
