"""What several articles took of a release, counted by sentence, by quote and by outlet.  Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from comms_desk.media.articles.model import ArticleId, ArticleText
from comms_desk.media.coverage.model import Reprise, TakenAs
from comms_desk.media.coverage.release import Release

UNTAKEN = frozenset({TakenAs.NONE, TakenAs.DROPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePassage:
    """A sentence or a quote of a release; *who* says it, "" where nobody is known to."""

    text: str
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """An article that took something: what it did with each sentence, and with each quote.

    *is_whole* says that its page was compared, not only the words of its feed.
    """

    article: ArticleId
    is_whole: bool
    sentences: tuple[TakenAs, ...]
    quotes: tuple[TakenAs, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """What articles took of a release: of its body and its quotes, boilerplate apart.

    Attributes:
        compared: How many articles were compared; *whole* of them with their page.
        articles: Those that took something, as they appeared.
    """

    sentences: tuple[ReleasePassage, ...]
    quotes: tuple[ReleasePassage, ...]
    compared: int
    whole: int
    articles: tuple[TakenUp, ...]

    def of_sentences(self) -> list[Counter[TakenAs]]:
        """Return how many articles did what with each sentence."""
        return _each(self.sentences, (each.sentences for each in self.articles))

    def of_quotes(self) -> list[Counter[TakenAs]]:
        """Return how many articles did what with each quote."""
        return _each(self.quotes, (each.quotes for each in self.articles))

    def by(
        self, name: Callable[[ArticleId], str]
    ) -> Mapping[str, tuple[int, Counter[TakenAs], Counter[TakenAs]]]:
        """Return, by the *name* of each article, how many took what: of sentences, of quotes."""
        found = defaultdict[str, list[TakenUp]](list)
        for each in self.articles:
            found[name(each.article)].append(each)
        return {
            called: (
                len(some),
                Counter(taken for each in some for taken in each.sentences),
                Counter(taken for each in some for taken in each.quotes),
            )
            for called, some in sorted(found.items(), key=lambda group: -len(group[1]))
        }


def words_of(text: ArticleText) -> str:
    """Return what is compared of an article: its page as long as it is kept, else its feed's."""
    return max(text.text, text.full, key=len)


def pickup(release: Release, found: Iterable[tuple[ArticleText, Reprise]]) -> Pickup:
    """Count what each article took of *release*."""
    told = [place for place, each in enumerate(release.sentences) if each.part.is_told]
    compared = list(found)
    return Pickup(
        sentences=tuple(ReleasePassage(text=release.sentences[place].text) for place in told),
        quotes=tuple(
            ReleasePassage(
                text=" ".join(release.sentences[place].text for place in each.sentences),
                who=each.who,
            )
            for each in release.quotes
        ),
        compared=len(compared),
        whole=sum(bool(text.full) for text, _of in compared),
        articles=tuple(
            TakenUp(
                article=text.article,
                is_whole=bool(text.full),
                sentences=tuple(of.sentences[place].taken for place in told),
                quotes=tuple(each.taken for each in of.quotes),
            )
            for text, of in compared
            if of.is_taken_up
        ),
    )


def _each(
    passages: Iterable[ReleasePassage], taken: Iterable[tuple[TakenAs, ...]]
) -> list[Counter[TakenAs]]:
    by_article = list(taken)
    return [
        Counter(one for each in by_article if (one := each[place]) not in UNTAKEN)
        for place, _passage in enumerate(passages)
    ]
