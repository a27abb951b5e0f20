"""The judges of coverage: releases, articles, and what each article took of its release.

README.md says what each class means, and which half may be looked at.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
HALVES: Final = ("tuning", "aside", "tuning2", "aside2")


class Part(StrEnum):
    """Where in a release a sentence stands."""

    BODY = "body"
    QUOTE = "quote"
    BOILERPLATE = "boilerplate"
    CONTACT = "contact"


class Taken(StrEnum):
    """What an article did with a sentence, or with a quote as a whole."""

    VERBATIM = "verbatim"
    SHORTENED = "shortened"
    ALTERED = "altered"
    NONE = "none"
    """Of a sentence only."""
    DROPPED = "dropped"
    """Of a quote only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One of a release; `start` and `end` are places in its text."""

    text: str
    start: int
    end: int
    part: Part
    taken: Taken
    into: tuple[int, ...]
    """The article's sentences that took it, counted from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What one person says in one paragraph of a release."""

    who: str
    sentences: tuple[int, ...]
    """Of the release, counted from 0."""
    taken: Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A release of the City, an article, and the truth."""

    name: str
    language: str
    subject: str
    trap: str
    release_title: str
    release: str
    """Its text without its title, a blank line between paragraphs."""
    outlet: str
    article_title: str
    article: str
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    article_sentences: tuple[tuple[int, int], ...]
    """Places in the article's text: from, up to."""


@cache
def pairs(half: str) -> tuple[Pair, ...]:
    return tuple(_read(each) for each in sorted((HERE / half).glob("*.json")))


def _read(path: Path) -> Pair:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    release, article = told["release"], told["article"]
    return Pair(
        name=f"{path.parent.name}/{path.stem}",
        language=told["language"],
        subject=told["subject"],
        trap=told["trap"],
        release_title=release["title"],
        release="\n\n".join(release["paragraphs"]),
        outlet=article["outlet"],
        article_title=article["title"],
        article="\n\n".join(article["paragraphs"]),
        sentences=tuple(
            Sentence(
                text=each["text"],
                start=each["start"],
                end=each["end"],
                part=Part(each["part"]),
                taken=Taken(each["class"]),
                into=tuple(each["taken"]),
            )
            for each in told["sentences"]
        ),
        quotes=tuple(
            Quote(
                who=each["who"],
                sentences=tuple(each["sentences"]),
                taken=Taken(each["quote"]),
            )
            for each in told["quotes"]
        ),
        article_sentences=tuple((start, end) for start, end in told["article_sentences"]),
    )
