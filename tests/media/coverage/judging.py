"""How many sentences and quotes of judged pairs are given their right class.

`python -m tests.media.coverage.judging tuning` prints it, and what is wrong.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import override

from comms_desk.media.coverage.release import read_release
from comms_desk.media.coverage.reprise import reprise
from tests.media.coverage.pairs import HALVES, Pair, Part, Taken, pairs


@dataclass(slots=True)
class Judged:
    """What was right of one kind: by its true class, how many there are and how many are right."""

    whole: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, truth: Taken, found: str) -> bool:
        """Count one, and say whether it is right."""
        self.whole[truth] += 1
        self.right[truth] += truth == found
        return truth == found

    @property
    def share(self) -> float:
        """How many are right, of one."""
        return self.right.total() / (self.whole.total() or 1)

    @override
    def __str__(self) -> str:
        each = (
            f"{taken} {self.right[taken]}/{whole}" for taken, whole in sorted(self.whole.items())
        )
        return f"{self.right.total()}/{self.whole.total()} = {self.share:.1%} ({', '.join(each)})"


@dataclass(slots=True)
class Judgement:
    """What was right of all that was judged, and what was wrong, in words."""

    told: Judged = field(default_factory=Judged)
    """Sentences of body and quotes."""
    around: Judged = field(default_factory=Judged)
    """Those of boilerplate and contact."""
    quotes: Judged = field(default_factory=Judged)
    invented: int = 0
    """Sentences that were not taken, and are said to be."""
    elsewhere: int = 0
    """Sentences with their right class, of which no place is the true one."""
    wrong: list[str] = field(default_factory=list)


def judge(judged: Iterable[Pair]) -> Judgement:
    """Compare what is found in each pair with the truth; sentences by which of them overlap."""
    judgement = Judgement()
    for pair in judged:
        found = reprise(read_release(pair.release), pair.article)
        for each in pair.sentences:
            over = [one for one in found.sentences if one.start < each.end and each.start < one.end]
            here = max(over, key=lambda one: min(one.end, each.end) - max(one.start, each.start))
            is_told = each.part in {Part.BODY, Part.QUOTE}
            right = (judgement.told if is_told else judgement.around).add(each.taken, here.taken)
            judgement.invented += each.taken is Taken.NONE and not right
            true = [pair.article_sentences[place] for place in each.into]
            judgement.elsewhere += right and any(
                all(end <= first or last <= start for first, last in here.into)
                for start, end in true
            )
            if not right:
                judgement.wrong.append(f"{pair.name} {here.taken} not {each.taken}: {each.text}")
        for quote in pair.quotes:
            start = pair.sentences[quote.sentences[0]].start
            said = next(
                (
                    one
                    for one in found.quotes
                    if any(
                        found.sentences[place].start <= start < found.sentences[place].end
                        for place in one.sentences
                    )
                ),
                None,
            )
            if not judgement.quotes.add(quote.taken, said.taken if said else "missed"):
                judgement.wrong.append(f"{pair.name} quote of {quote.who}: not {quote.taken}")
    return judgement


def main() -> None:
    """Print what is right and wrong of a half."""
    half, *only = sys.argv[1:]
    if half not in HALVES:
        raise SystemExit(f"{half}: one of {', '.join(HALVES)}")
    judgement = judge(each for each in pairs(half) if not only or each.name[-2:] in only)
    print(*judgement.wrong, sep="\n")
    print("body and quotes:", judgement.told)
    print("boilerplate and contact:", judgement.around)
    print("quotes:", judgement.quotes)
    print("invented:", judgement.invented, "· placed elsewhere:", judgement.elsewhere)


if __name__ == "__main__":
    main()
