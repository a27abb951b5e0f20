"""What an article took of a release, sentence by sentence, and what became of each quote.

A formula that anyone may use (« Nous sommes très fiers de ce projet ») is taken only in an article
that also has what nobody could have written who had not read the release; where names and figures
differ, the same formula tells of another city, or of last year, and nothing is taken.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from comms_desk.media.coverage.comparing import ENOUGH, NOTHING, Article, Found
from comms_desk.media.coverage.model import Quoted, Reprise, Reprised, Taken
from comms_desk.media.coverage.release import Release, is_sought


def reprise(release: Release, article: str) -> Reprise:
    """Return what *article*, its text without its title, took of *release*."""
    read = Article(article, release.forms)
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
            Quoted(
                who=quote.who,
                sentences=quote.sentences,
                taken=_of_quote({found[place].taken for place in quote.sentences}),
            )
            for quote in release.quotes
        ),
    )


def _merged(found: Found, held: Mapping[int, int]) -> Found:
    """Return it as altered where it was shortened into a sentence that took another one too."""
    is_merged = any(held[place] > 1 for place in found.into)
    if found.taken is Taken.SHORTENED and is_merged and not found.is_marked:
        return replace(found, taken=Taken.ALTERED)
    return found


def _of_quote(taken: Collection[Taken]) -> Taken:
    if taken == {Taken.NONE}:
        return Taken.DROPPED
    if Taken.ALTERED in taken:
        return Taken.ALTERED
    return Taken.VERBATIM if taken == {Taken.VERBATIM} else Taken.SHORTENED
