"""What is not pertinent leaves the open reviews of today with it, and comes back with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comms_desk.i18n import Language

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.media.articles.model import ArticleId


@dataclass(frozen=True, slots=True)
class PutAside:
    """The articles that were not aside before, and what stood for them in each open review."""

    articles: "tuple[ArticleId, ...]"
    reviews: "Mapping[Language, tuple[ArticleId, ...]]"


def put_aside(office: "Office", articles: "Sequence[ArticleId]") -> PutAside:
    """Put *articles* aside as not pertinent, and their stories out of the reviews of today."""
    with office.database.all_or_nothing():
        aside = office.memory.mark_irrelevant(*articles)
        gone = {each: office.reviews.take_out(articles, language=each) for each in Language}
    return PutAside(aside, {language: took for language, took in gone.items() if took})


def take_back(office: "Office", done: PutAside) -> None:
    """Undo `put_aside`."""
    with office.database.all_or_nothing():
        office.memory.mark_pertinent(*done.articles)
        for language, articles in done.reviews.items():
            office.reviews.keep(articles, language=language)
