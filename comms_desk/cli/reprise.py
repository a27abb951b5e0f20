"""What an article took of a release, from the command line: of the desk's, or of two files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from comms_desk.across.release_and_article import compared, of_texts
from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option, note
from comms_desk.cli.parameters import FILE, ID
from comms_desk.i18n import N_, _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.coverage.facts import TAKEN
from comms_desk.media.coverage.model import (
    OF_SENTENCES,
    ComparedPair,
    Place,
    QuoteReprise,
    ReleasePart,
    TakenAs,
)
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.verbatims.reading import read_verbatim
from comms_desk.wording.reprise import quotes_said, sentences_said


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceShown:
    """A sentence of the release as the command line lists it; *into* is what became of it."""

    taken: TakenAs
    part: ReleasePart
    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReprise:
    """What an article took of a release, as the command line says it."""

    release: str
    outlet: str
    article: str
    counts: Mapping[TakenAs, int]
    boilerplate: Mapping[TakenAs, int]
    sentences: tuple[SentenceShown, ...]
    quotes: tuple[QuoteReprise, ...]


COLUMNS = (
    OutputColumn[SentenceShown](N_("Reprise"), lambda sentence: TAKEN.say(sentence.taken)),
    OutputColumn[SentenceShown](N_("Sentence of the release"), lambda sentence: sentence.text),
    OutputColumn[SentenceShown](N_("In the article"), lambda sentence: sentence.into),
)


@click.command()
@click.argument("release", type=ID, required=False)
@click.argument("article", type=ID, required=False)
@click.option("--files", type=FILE, nargs=2, help="Two files instead: the release, the article.")
@json_option
def reprise(
    release: int | None, article: int | None, *, files: tuple[Path, Path] | None, as_json: bool
) -> None:
    """Say which sentences and quotes of RELEASE an ARTICLE took, and what it made of them."""
    if files is not None and release is None:
        said, told = map(read_verbatim, files)
        found = of_texts((said.name, said.text), (told.name, told.text))
    elif files is None and release is not None and article is not None:
        found = compared(office(), DraftId(release), ArticleId(article))
    else:
        raise click.UsageError(_("Give a text and an article, or two files."))
    if as_json:
        emit(_shown(found), as_json=True)
        return
    told_apart = [each for each in _sentences(found) if each.part.is_told]
    emit(told_apart, as_json=False, columns=COLUMNS)
    for words in (sentences_said(found.reprise), quotes_said(found.reprise)):
        if words:
            note(words)


def _sentences(found: ComparedPair) -> tuple[SentenceShown, ...]:
    return tuple(
        SentenceShown(
            taken=each.taken,
            part=each.part,
            start=each.start,
            end=each.end,
            text=each.text,
            places=each.into,
            into=found.taken_as(each),
        )
        for each in found.reprise.sentences
    )


def _shown(found: ComparedPair) -> ShownReprise:
    return ShownReprise(
        release=found.release_title,
        outlet=found.outlet,
        article=found.article_title,
        counts={taken: found.reprise.counts[taken] for taken in OF_SENTENCES},
        boilerplate={taken: found.reprise.boilerplate[taken] for taken in OF_SENTENCES},
        sentences=_sentences(found),
        quotes=found.reprise.quotes,
    )
