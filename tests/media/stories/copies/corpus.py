"""The texts by which « one story, shown once » is judged, in two halves.

What a person wrote is read from files; the copies are made from it, always the same, and the
files ``copies.tsv`` say of each by what share it was edited.  Nothing here knows how stories
are found.  Whoever tunes reads `tuning` alone: see README.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from hashlib import blake2b
from itertools import combinations
from pathlib import Path
from random import Random

from tests.media.stories.copies.editing import (
    AUTHORS,
    MOST_SHARE,
    OUTLETS,
    Kind,
    Written,
    copied,
    share,
)

FIRST_MORNING = datetime(2026, 11, 24, 10, tzinfo=UTC)
LATEST_COPY = timedelta(hours=14)
_HERE = Path(__file__).parent
_A_MINUTE = timedelta(minutes=1)
_APART = {"press": timedelta(hours=1), "followup": timedelta(hours=23)}
"""How long after the first a near-miss is published; a day, if nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article, as far as a grouping may look at it."""

    key: str
    title: str
    text: str
    outlet: str
    author: str
    language: str
    link: str
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article made from a story's original, and by what share of it."""

    kind: Kind
    share: float
    told: Told

    @property
    def is_counted(self) -> bool:
        """Whether it counts in the recall."""
        return self.share <= MOST_SHARE

    @property
    def line(self) -> str:
        """How ``copies.tsv`` says it: the key, the kind, the share, and a mark of the words."""
        said = f"{self.told.title}\0{self.told.text}\0{self.told.outlet}\0{self.told.author}"
        mark = blake2b(said.encode(), digest_size=4).hexdigest()
        return f"{self.told.key}\t{self.kind}\t{self.share:.3f}\t{mark}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story: what was written first, and its copies."""

    name: str
    subject: str
    original: Told
    copies: tuple[Copy, ...]

    @property
    def counted(self) -> tuple[str, ...]:
        """The keys of the original and of the copies that count in the recall."""
        return (self.original.key, *(each.told.key for each in self.copies if each.is_counted))

    @property
    def members(self) -> frozenset[str]:
        """The keys of all that tell this story."""
        return frozenset({self.original.key, *(each.told.key for each in self.copies)})


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """Two articles that resemble each other and are not one story."""

    kind: str
    first: Told
    second: Told


@dataclass(frozen=True)
class Corpus:
    """A half."""

    stories: tuple[Story, ...]
    near_misses: tuple[NearMiss, ...]

    @cached_property
    def articles(self) -> tuple[Told, ...]:
        """Every article, as they came."""
        found = {each.original.key: each.original for each in self.stories}
        found |= {c.told.key: c.told for each in self.stories for c in each.copies}
        found |= {told.key: told for each in self.near_misses for told in (each.first, each.second)}
        return tuple(sorted(found.values(), key=lambda told: (told.published_at, told.key)))

    @cached_property
    def story_of(self) -> dict[str, str]:
        """The story of each article, by key; one that is nobody's copy is a story of its own."""
        told = {key: each.name for each in self.stories for key in each.members}
        return {each.key: told.get(each.key, each.key) for each in self.articles}


@cache
def tuning() -> Corpus:
    """Return the half that one may look at."""
    return _read("tuning")


@cache
def aside() -> Corpus:
    """Return the half that is kept for the end."""
    return _read("aside")


def shares_written(half: str) -> list[str]:
    """Return the lines of a half's ``copies.tsv``."""
    return (_HERE / half / "copies.tsv").read_text(encoding="utf-8").splitlines()


def _read(half: str) -> Corpus:
    stories = tuple(_stories(_HERE / half / "stories.txt"))
    originals = {each.name: each.original for each in stories}
    near = tuple(_near_misses(_HERE / half / "near_misses.txt", originals))
    return Corpus(stories, near)


def _sections(file: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of each heading, and the lines under it."""
    for section in file.read_text(encoding="utf-8").split("## ")[1:]:
        heading, *lines = section.strip().splitlines()
        yield heading.split(), lines


def _told(
    key: str, written: Written, *, language: str, outlet: str, published_at: datetime
) -> Told:
    place = blake2b(outlet.encode(), digest_size=3).hexdigest()
    page = blake2b(f"{key}{written.title}".encode(), digest_size=5).hexdigest()
    return Told(
        key=key,
        title=written.title,
        text=written.text,
        outlet=outlet,
        author=written.author,
        language=language,
        link=f"https://m{place}.example/{page}",
        published_at=published_at,
    )


def _stories(file: Path) -> Iterator[Story]:
    for number, (heading, lines) in enumerate(_sections(file)):
        name, language, *subject = heading
        title, other_title = (each.removeprefix("# ") for each in lines[:2])
        chance = Random(name)
        outlets = list(OUTLETS[language])
        chance.shuffle(outlets)
        written = Written(
            title=title, text="\n\n".join(lines[2:]), author=chance.choice(AUTHORS[language])
        )
        began = FIRST_MORNING + number * 7 * _A_MINUTE
        original = _told(name, written, language=language, outlet=outlets.pop(), published_at=began)
        copies = []
        for kind in Kind:
            outlet = outlets.pop()
            made = copied(
                written, other_title, kind, language=language, outlet=outlet, chance=chance
            )
            told = _told(
                f"{name}/{kind}",
                made,
                language=language,
                outlet=outlet,
                published_at=began + chance.randint(3, LATEST_COPY // _A_MINUTE) * _A_MINUTE,
            )
            edited = round(share(written.text, made.text), 3)
            copies.append(Copy(kind=kind, share=edited, told=told))
        yield Story(name=name, subject=" ".join(subject), original=original, copies=tuple(copies))


def _near_misses(file: Path, originals: dict[str, Told]) -> Iterator[NearMiss]:
    for heading, lines in _sections(file):
        kind, language, name, *base = heading
        chance = Random(name)
        told = [originals[each] for each in base]
        outlet = chance.choice(OUTLETS[language])
        began = told[0].published_at if told else FIRST_MORNING
        for number, written in enumerate(_pieces(lines), start=1):
            if kind == "press":
                outlet = chance.choice([o for o in OUTLETS[language] if o != told[-1].outlet])
            told.append(
                _told(
                    f"{name}/{number}",
                    written,
                    language=language,
                    outlet=outlet,
                    published_at=began + number * _APART.get(kind, timedelta(days=1)),
                )
            )
        for first, second in combinations(told, 2):
            yield NearMiss(kind=kind, first=first, second=second)


def _pieces(lines: list[str]) -> Iterator[Written]:
    """Yield what is written under a heading: whole, or a form and the rows that fill it."""
    rows = [line for line in lines if line.startswith("| ")]
    text = "\n".join(line for line in lines if not line.startswith("| "))
    forms = [each.strip().splitlines() for each in ("\n" + text).split("\n# ")[1:]]
    for title, *paragraphs in forms:
        form = "\n\n".join(each for each in paragraphs if each)
        if not rows:
            yield Written(title=title, text=form)
        for row in rows:
            slots = [each.strip() for each in row.removeprefix("| ").split(" | ")]
            yield Written(title=title.format(*slots), text=form.format(*slots))
